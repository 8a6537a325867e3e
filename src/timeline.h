/*
 * The timeline: the commits that are reported, newest first, each with a bounded window of what
 * came before it. One and the same for a single commit, a push and a whole history.
 *
 * A range selects what is reported; the past goes on behind its start. Commits are read when they
 * are asked for and kept in a ring, so memory stays flat however long the history is.
 *
 * detour_timeline_new, next until DETOUR_ENOTFOUND, free.
 */
#ifndef DETOUR_TIMELINE_H
#define DETOUR_TIMELINE_H

#include "git/walk.h"

struct detour_timeline;

/* Reports what the walk gives. The walk stays the caller's and is used up. */
int detour_timeline_new(struct detour_timeline **out, struct detour_repo *repo,
	struct detour_walk *walk, struct detour_error *err);
/* Reports one commit alone. */
int detour_timeline_new_single(struct detour_timeline **out, struct detour_repo *repo,
	const struct detour_oid *oid, struct detour_error *err);
void detour_timeline_free(struct detour_timeline *timeline);

/* For several threads: the walk of a timeline reads through `repo` from now on, under a lock, until
 * `keep` gives it back its own handle; timelines beside it report the same commits, each through
 * the handle of its own thread. To be freed before it. */
int detour_timeline_share(
	struct detour_timeline *timeline, struct detour_repo *repo, struct detour_error *err);
struct detour_timeline *detour_timeline_beside(
	struct detour_timeline *other, struct detour_repo *repo);
void detour_timeline_keep(struct detour_timeline *timeline);
/* Passes over so many reported commits without reading them. DETOUR_ENOTFOUND where there are not
 * that many left. */
int detour_timeline_skip(struct detour_timeline *timeline, size_t count);

/* The next reported commit; valid until the next call. DETOUR_ENOTFOUND at the end. */
int detour_timeline_next(struct detour_timeline *timeline, const struct detour_commit **out,
	struct detour_error *err);
/* The i-th commit before the current one, reported or not; NULL past the end of history or of the
 * window (DETOUR_PAST_LIMIT), or where it cannot be read. Valid until the next `next`. */
const struct detour_commit *detour_timeline_past(struct detour_timeline *timeline, size_t i);
/* The same with its paths tier. */
const struct detour_commit *detour_timeline_past_paths(struct detour_timeline *timeline, size_t i);
/* The current commit with its paths tier; NULL where they cannot be read. */
const struct detour_commit *detour_timeline_paths(struct detour_timeline *timeline);
/* Where the paths tier of some commits may be had for less than reading it: fills it in, in the
 * arena, or says no. */
void detour_timeline_borrow(struct detour_timeline *timeline,
	bool (*lend)(void *data, struct detour_commit *commit, struct detour_arena *arena),
	void *data);
/* Does the range show that all of it leads from the one to the other? False where it does not tell.
 */
bool detour_timeline_goes_forward(const struct detour_timeline *timeline,
	const struct detour_oid *from, const struct detour_oid *to);
/* The lines tier of both, with the paths tier; what tools or others wrote is left out. NULL where
 * it cannot be read. */
const struct detour_line_set *detour_timeline_lines(struct detour_timeline *timeline);
const struct detour_line_set *detour_timeline_past_lines(
	struct detour_timeline *timeline, size_t i);

#endif
