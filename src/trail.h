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

struct detour_trail;

/* Reads nothing yet. */
struct detour_trail *detour_trail_new(struct detour_repo *repo);
void detour_trail_free(struct detour_trail *trail);

/* The deeds just before this commit, oldest first; valid as long as the trail. */
const struct detour_deed *detour_trail_of(
	struct detour_trail *trail, const struct detour_oid *commit, size_t *count);

#endif
