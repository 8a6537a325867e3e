/*
 * Leftovers: what of the work on a branch lies around and is in none of its pushed commits.
 * Everything is found without a network, a program or a change to the repository.
 *
 * detour_leftovers_find, then read. Strings are in the arena of the workspace.
 */
#ifndef DETOUR_LEFTOVERS_H
#define DETOUR_LEFTOVERS_H

#include "git/status.h"
#include "workspace.h"

/* Whose leftovers. */
struct detour_leftovers_of {
	const char *branch;           /* a local one, "main"; NULL: none, HEAD is detached or it is
					 somebody's remote-tracking branch */
	bool is_head;                 /* HEAD itself is meant */
	const struct detour_oid *tip; /* NULL: there is no commit yet */
	const struct detour_oid *own; /* the commits of the branch itself; to tell by */
	size_t own_count;
};

struct detour_stash {
	size_t number;       /* stash@{number} */
	const char *message; /* as `git stash list` shows it, as found */
	struct detour_oid oid;
	int64_t time;
	int offset;
};

/* A dropped commit of this branch that is kept for its session. */
struct detour_kept {
	const char *ref; /* "refs/detour/…" */
	struct detour_commit commit;
};

enum detour_push_state {
	DETOUR_PUSH_NO_REMOTE,   /* nothing was ever fetched or pushed */
	DETOUR_PUSH_NO_UPSTREAM, /* `commits` are in no remote-tracking branch */
	DETOUR_PUSH_UPSTREAM,    /* `commits` are not in the branch's upstream */
};

#define DETOUR_LEFTOVERS_COMMITS ((size_t)1000)
struct detour_unpushed {
	enum detour_push_state state;
	size_t commits; /* up to DETOUR_LEFTOVERS_COMMITS */
	size_t behind;  /* likewise, that the upstream has and the branch has not */
};

struct detour_leftovers {
	bool is_here; /* it is checked out in this work tree; else there is nothing uncommitted */
	enum detour_operation operation; /* under way here */
	struct detour_loose loose;
	struct detour_error loose_error; /* why it cannot be told; `code` is 0 where it can */
	struct detour_unpushed unpushed;
	const struct detour_stash *stashes; /* newest first */
	size_t stash_count;
	const struct detour_kept *kept; /* by the names of their references */
	size_t kept_count;
	const char *const *elsewhere; /* work trees that have it checked out as well, seen from the
					 top of this one */
	size_t elsewhere_count;
};

void detour_leftovers_find(struct detour_leftovers *out, struct detour_workspace *workspace,
	const struct detour_leftovers_of *of);

/* How many commits `tip` has that `other` (NULL: no remote-tracking branch) has not; counting ends
 * at DETOUR_LEFTOVERS_COMMITS. */
size_t detour_leftovers_count(
	struct detour_repo *repo, const struct detour_oid *tip, const struct detour_oid *other);
/* Does a stash of this message ("WIP on main: …", "On main: …") belong to the branch? NULL is no
 * branch: git writes "(no branch)". */
bool detour_stash_is_of(const char *message, const char *branch);

#endif
