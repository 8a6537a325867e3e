/*
 * Where a branch stands: which one a name means, what it follows and comes from, and what of the
 * work tree is not committed.
 */
#ifndef DETOUR_GIT_STANDING_H
#define DETOUR_GIT_STANDING_H

#include "repository.h"

struct detour_branch {
	const char *ref;  /* in full: "refs/remotes/origin/ana/queue" */
	const char *name; /* as git shortens it: "ana/queue", "origin/ana/queue" */
	const char *line; /* of work: "ana/queue", also where a remote has it */
	struct detour_oid tip;
	bool is_remote;
};

/* A branch by its name, short or in full; as for `git switch`, one that only a single remote has
 * needs no remote before it. DETOUR_ENOTFOUND (no message). Strings in the arena. */
int detour_repo_find_branch(struct detour_repo *repo, struct detour_arena *arena, const char *name,
	struct detour_branch *out);
/* The branches that others come from and go back to: the remote's default one, and main, master,
 * develop and trunk, here and of `origin`. */
void detour_repo_trunks(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_branch **out, size_t *count);
/* The reference that a local branch follows ("refs/remotes/origin/main"), in the arena; NULL. */
const char *detour_repo_upstream_ref(
	struct detour_repo *repo, struct detour_arena *arena, const char *branch);

struct detour_uncommitted {
	bool known;     /* it was looked at: there is a work tree, and it is not too large */
	size_t staged;  /* files */
	size_t changed; /* and not staged */
	size_t untracked;
	size_t conflicted;
};
#define DETOUR_UNCOMMITTED_LIMIT ((size_t)50000) /* files of the index */
/* Writes nothing, not even to the index. */
void detour_repo_uncommitted(struct detour_repo *repo, struct detour_uncommitted *out);

/* Does the commit change the file, or anything in the folder, against its parent? A merge does not,
 * nor does a commit at a shallow boundary; "" is everything. In touch.c. */
bool detour_repo_touches(
	struct detour_repo *repo, const struct detour_oid *commit, const char *path);
/* Is there a file or a folder at this path in the commit's tree? Likewise. */
bool detour_repo_holds(struct detour_repo *repo, const struct detour_oid *commit, const char *path);

#endif
