/*
 * The names of session files: `YYYY-MM-DD-short-topic.md`. Pure.
 */
#ifndef DETOUR_JOURNAL_NAME_H
#define DETOUR_JOURNAL_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"

#define DETOUR_SLUG_LIMIT 60 /* bytes */

/* "Retry queue: Redis evicts!" -> "retry-queue-redis-evicts". Accents are transliterated, other
 * scripts kept, everything that is no letter or digit becomes one '-' (apostrophes within a word
 * vanish); at most DETOUR_SLUG_LIMIT bytes, cut at a word where possible. "session" where nothing
 * is left. */
char *detour_name_slug(struct detour_arena *arena, const char *topic);
/* "2026-11-22" + "retry-queue" + 2 -> "2026-11-22-retry-queue-2.md"; number 1 adds nothing. */
char *detour_name_file(
	struct detour_arena *arena, const char *day, const char *slug, unsigned number);
/* Is it a session's name, and if so of which day ("2026-11-22") and topic ("retry-queue", without
 * "-session"; "" where the name is the day alone)? The day may stand anywhere in it, also as
 * 2026_11_22 or 20261122, with a time behind ("T10-24"). Templates (…TEMPLATE…, ….template.md) and
 * what has no day are none. */
bool detour_name_parse(
	struct detour_arena *arena, const char *name, const char **day, const char **topic);

/* Is it Markdown, and not hidden? *size: without the ending. */
bool detour_name_is_markdown(const char *name, size_t *size);
/* May a file whose name tells no day be a session, if its text tells one? Not what every folder
 * has (README, INDEX, …). And its topic: the name without its ending and "session". */
bool detour_name_may_be_undated(const char *name);
const char *detour_name_undated_topic(struct detour_arena *arena, const char *name);
/* Does it begin with a word for what it is ("session-07.md", "devlog 3.md")? */
bool detour_name_is_called_session(const char *name);
/* Folders that only sort what lies in them: years, months, days, archives ("2026", "03",
 * "2026-03", "_archive"). */
bool detour_name_is_filing(const char *part, size_t size);
bool detour_name_is_archive(const char *part, size_t size);
/* The project that a session belongs to: the folder above its journal folder ("queue" of
 * "docs/projects/queue/sessions/2026-11-22-x.md"); NULL where the journal is everybody's. */
const char *detour_name_project(struct detour_arena *arena, const char *path);
/* The same of the journal folder itself: where the project's name begins and ends in `dir`; 0. */
size_t detour_name_project_end(const char *dir, size_t *start);

#endif
