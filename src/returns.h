/*
 * Returns: can a file that a commit changed be back at what it held within the last commits? A hook
 * asks that at every commit, and the answer is nearly always no. So what the last commits took away
 * is kept in a small file in the git dir, a record a commit: each commit adds its own, and only
 * those that came from elsewhere (a pull, a rebase, another branch) are read from the repository.
 *
 * The file is a cache: whatever is wrong with it, it is made anew; where it cannot be written, it
 * is done without. It errs to the side of yes, and who gets a yes looks for himself.
 */
#ifndef DETOUR_RETURNS_H
#define DETOUR_RETURNS_H

#include "base/commit.h"
#include "git/repository.h"

struct detour_returns;

/* For this commit, with its paths tier: reads the file, adds what is missing. */
struct detour_returns *detour_returns_new(
	struct detour_repo *repo, const struct detour_commit *commit);
void detour_returns_free(struct detour_returns *returns);
/* May what stands there after this change have stood there after one of the last
 * DETOUR_ANCESTOR_LIMIT first parents? */
bool detour_returns_may(const struct detour_returns *returns, const struct detour_change *change);

#endif
