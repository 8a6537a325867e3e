/*
 * Activity: when this user last committed in this repository, on whatever branch and in whatever
 * work tree, as the reflogs of HEAD tell it. Someone who comes from another branch was not away.
 */
#ifndef DETOUR_ACTIVITY_H
#define DETOUR_ACTIVITY_H

#include "git/reflog.h"

/* The newest commit before this one made here by the user; 0 where nothing is known. */
int64_t detour_activity_before(
	struct detour_repo *repo, const struct detour_commit *commit, struct detour_arena *arena);

#endif
