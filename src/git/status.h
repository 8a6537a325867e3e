/*
 * What is in the index and the work tree and in no commit, and which work trees there are. Nothing
 * is written, the index least of all.
 */
#ifndef DETOUR_GIT_STATUS_H
#define DETOUR_GIT_STATUS_H

#include "repository.h"

struct detour_loose_file {
	char staged, changed; /* the two letters of `git status --porcelain`; ' ': as it was */
	bool is_conflict;
	bool perhaps;     /* it goes through a program, which alone can tell */
	const char *path; /* relative to the work tree; a folder's ends in a slash */
};

struct detour_loose {
	const struct detour_loose_file *files; /* untracked ones last */
	size_t count;
	size_t more;           /* beyond the limit */
	bool untracked_hidden; /* status.showUntrackedFiles says not to look for them */
};

/* As `git status --porcelain --no-renames` tells it: untracked folders are named as a whole.
 * DETOUR_ENOTFOUND without a work tree. */
int detour_repo_loose_files(struct detour_repo *repo, size_t limit, struct detour_arena *arena,
	struct detour_loose *out, struct detour_error *err);

struct detour_work_tree {
	const char *path;   /* whole; "" where it is not known */
	const char *branch; /* "main"; also while it is rebased or bisected; NULL where detached */
	bool is_here;
};

/* All work trees of the repository, the main one first, the others by the names that git gave
 * them; at most `limit`. In worktrees.c. */
void detour_repo_work_trees(struct detour_repo *repo, size_t limit, struct detour_arena *arena,
	const struct detour_work_tree **out, size_t *count);
/* The branch that is rebased or bisected here while HEAD is detached; NULL: none. */
const char *detour_repo_branch_at_work(struct detour_repo *repo, struct detour_arena *arena);

#endif
