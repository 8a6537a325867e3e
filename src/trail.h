/*
 * The trail: what was done to the history itself, read from the tails of this repository's reflogs
 * (see signal/deed.h). Each deed belongs to the commit that was made next.
 *
 * detour_trail_new, any number of detour_trail_of, free.
 */
#ifndef DETOUR_TRAIL_H
#define DETOUR_TRAIL_H

#include "git/repository.h"
#include "signal/deed.h"
#include "state/state.h"

struct detour_trail;

/* A branch of a remote ("origin/main") that is about to move, or has moved. */
struct detour_move {
	const char *name;
	struct detour_oid from, to;
	int64_t time;
};

/* Reads nothing yet. The log (or NULL) tells what was rewritten. */
struct detour_trail *detour_trail_new(struct detour_repo *repo, const struct detour_state *state);
void detour_trail_free(struct detour_trail *trail);

/* Tells of a move that no reflog knows yet; it is a deed where it is no step forward. */
void detour_trail_add_move(struct detour_trail *trail, const struct detour_move *move);

/* The deeds just before this commit, oldest first; valid as long as the trail. */
const struct detour_deed *detour_trail_of(
	struct detour_trail *trail, const struct detour_oid *commit, size_t *count);

#endif
