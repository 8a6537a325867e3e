/*
 * Detours: which signals are one story, and whether to speak of it now. Pure: facts in, verdict
 * out; the hooks act on it.
 */
#ifndef DETOUR_STORY_H
#define DETOUR_STORY_H

#include "signal/signal.h"
#include "state/state.h"

enum { DETOUR_ID_SIZE = 10 };

struct detour {
	char id[DETOUR_ID_SIZE + 1]; /* of its first signal's kind, subject and author time */
	const struct detour_signal *const *signals; /* oldest first */
	size_t count;
	enum detour_level level; /* two different kinds that remind are worth a question */
};

/* Signals belong together through a commit that both are about or relate to, or by the same author
 * with a changed path in common within 48 hours. Newest detour first; in the arena, pointing to the
 * signals given. */
void detour_group(struct detour_arena *arena, const struct detour_signal *signals, size_t count,
	struct detour **out, size_t *detour_count);
/* The id alone of a detour that starts with this signal. */
void detour_id_of(const struct detour_signal *first, char id[DETOUR_ID_SIZE + 1]);
/* The level of some signals as one detour. */
enum detour_level detour_level_of(const struct detour_signal *const *signals, size_t count);

/* What is known when a commit was just made. */
struct detour_moment {
	const struct detour_state *state;
	int64_t now;          /* wall clock */
	int64_t budget_start; /* author time of the user's 100th commit back, or 0 */
};

enum detour_verdict {
	DETOUR_VERDICT_SILENT, /* nothing, or nothing new */
	DETOUR_VERDICT_PUSH,   /* it waits for the push */
	DETOUR_VERDICT_HELD,   /* a question, held back by cool-down or budget */
	DETOUR_VERDICT_SPEAK,
};

#define DETOUR_COOL_DOWN (INT64_C(4) * 3600)
#define DETOUR_BUDGET 5 /* questions per 100 commits of the author */
#define DETOUR_BUDGET_COMMITS ((size_t)100)
/* How far back a story is put together at a commit. */
#define DETOUR_STORY_COMMITS ((size_t)20)
/* The facts that are looked at when a commit was just made. */
#define DETOUR_COMMIT_FACTS (DETOUR_FACT_MESSAGE | DETOUR_FACT_PATHS)

/* For a detour with a signal that is new with the commit just made (`fresh`: its commit). Signals
 * already answered, dismissed or covered must not be in it. */
enum detour_verdict detour_decide(const struct detour *detour, const struct detour_oid *fresh,
	const struct detour_moment *moment);
/* May a question that nobody could see be put now? Cool-down and budget hold it back too. */
bool detour_may_ask_late(const struct detour *detour, const struct detour_moment *moment);

#endif
