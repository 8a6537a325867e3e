/*
 * What patterns are found in: the sessions as passages, the signals, and how a source of a pattern
 * is made from either. Between the files of this folder only; patterns.h is for the others.
 */
#ifndef DETOUR_PATTERNS_MATERIAL_H
#define DETOUR_PATTERNS_MATERIAL_H

#include "../journal/reading.h"
#include "patterns.h"
#include "words.h"

/* "3 of them in the last 90 days" */
#define DETOUR_PATTERNS_RECENT_DAYS 90
/* Fewer sessions, or all on one day, are no pattern. */
#define DETOUR_PATTERNS_SESSIONS 3
#define DETOUR_PATTERNS_DAYS 2

struct detour_material_session {
	const char *path, *title, *day;
	int64_t days; /* the day since 1970 */
	bool is_private;
	unsigned language;
	struct detour_reading reading;
	const bool *dead_ends;    /* one a passage: looked at once, for it costs */
	const char *const *hexes; /* commits that it links */
	size_t hex_count;
};

struct detour_material {
	struct detour_workspace *workspace;
	const struct detour_patterns_request *request;
	struct detour_words *words;
	struct detour_arena *arena;               /* of the patterns */
	struct detour_material_session *sessions; /* oldest first */
	size_t count, unreadable;
	int64_t today; /* as days since 1970 */
	struct detour_recurrence *found;
	size_t found_count, found_capacity;
};

/* Reads the sessions that the request asks for; in gather.c. */
int detour_material_gather(struct detour_material *material, struct detour_error *err);

/* One file a kind of recurrence: each adds what it finds. */
void detour_find_topics(struct detour_material *material);
void detour_find_paths(struct detour_material *material);
void detour_find_follow_ups(struct detour_material *material);
void detour_find_plans(struct detour_material *material);

bool detour_passage_is_lesson(const struct detour_passage *passage);
bool detour_session_dead_end(
	const struct detour_material_session *session, const struct detour_passage *passage);
/* Is it what the session is there for: a lesson, a dead end, or what happened where that is nearly
 * all it tells (a note in one line)? */
bool detour_tells_of_a_turn(
	const struct detour_material_session *session, const struct detour_passage *passage);
/* Is it prose that is looked at: no notes, no list of changes? */
bool detour_passage_counts(const struct detour_passage *passage);

/* ---- sources of one pattern, as they are found; in sources.c */

struct detour_sources {
	struct detour_recurrence_source *list;
	size_t count, capacity;
};

/* `offset` is in the passage's text: the sentence around it is quoted. */
void detour_sources_add_passage(struct detour_sources *sources,
	const struct detour_material *material, size_t session,
	const struct detour_passage *passage, size_t offset);
void detour_sources_add_signal(struct detour_sources *sources,
	const struct detour_material *material, const struct detour_patterns_signal *signal);
/* Newest first; sets what is counted.
 */
void detour_sources_close(struct detour_sources *sources, const struct detour_material *material,
	struct detour_recurrence *out);
/* On how many different days, and how many are not older than the recent days. */
size_t detour_sources_days(const struct detour_sources *sources);
size_t detour_sources_recent(const struct detour_sources *sources,
	const struct detour_material *material, bool sessions);
/* "3 sessions", "1 session" */
const char *detour_counted(struct detour_arena *arena, size_t count, const char *noun);
/* "in 5 of 39 sessions, 3 of them in the last 90 days, on 4 days" */
const char *detour_in_sessions(
	const struct detour_material *material, size_t count, size_t recent, size_t days);
void detour_material_add(
	struct detour_material *material, const struct detour_recurrence *recurrence);

#endif
