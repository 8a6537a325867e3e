/*
 * Walks over commits, newest first, as `git rev-list` with a range does it: by commit date, through
 * a heap, never past a shallow boundary, hidden commits excluded also where clocks were wrong.
 *
 * detour_walk_new, push and hide (or detour_walk_arguments), next until DETOUR_ENOTFOUND, free.
 * Without anything hidden the walk streams: it reads no further than it was asked for.
 */
#ifndef DETOUR_GIT_WALK_H
#define DETOUR_GIT_WALK_H

#include "repository.h"

struct detour_walk;

struct detour_walk *detour_walk_new(struct detour_repo *repo);
void detour_walk_free(struct detour_walk *walk);

int detour_walk_push(
	struct detour_walk *walk, const struct detour_oid *oid, struct detour_error *err);
/* Ids that are not here are passed over: a remote may have what we have not. */
int detour_walk_hide(
	struct detour_walk *walk, const struct detour_oid *oid, struct detour_error *err);
/* refs/remotes/<remote>/, or all of refs/remotes/ where `remote` is NULL. */
int detour_walk_hide_remotes(
	struct detour_walk *walk, const char *remote, struct detour_error *err);
int detour_walk_push_all_refs(struct detour_walk *walk, struct detour_error *err);
/* Revisions as git takes them: A, ^A, A..B, A...B, --all, --branches, --remotes, --not. Bad ones:
 * DETOUR_EINVALID and "cannot read range 'x': …". */
int detour_walk_arguments(struct detour_walk *walk, const char *const *arguments, size_t count,
	struct detour_error *err);
/* What is not yet pushed: upstream..HEAD, else HEAD without all remote-tracking refs. */
int detour_walk_unpushed(struct detour_walk *walk, struct detour_error *err);

/* Where the walk starts: what was pushed, as far as it is kept. Lasts as long as the walk. */
#define DETOUR_WALK_TIPS ((size_t)1000)
const struct detour_oid *detour_walk_tips(const struct detour_walk *walk, size_t *count);
/* Is anything hidden, so that the walk has to know its whole range before it gives the first? */
bool detour_walk_is_limited(const struct detour_walk *walk);

/* The next commit with its message tier, in `arena`. DETOUR_ENOTFOUND at the end (no message). */
int detour_walk_next(struct detour_walk *walk, struct detour_arena *arena,
	struct detour_commit *out, struct detour_error *err);

/* The same without reading its message tier. */
int detour_walk_next_id(struct detour_walk *walk, struct detour_oid *out, struct detour_error *err);
/* The i-th commit of a walk that hides nothing, whether it was given before or not. */
int detour_walk_at(
	struct detour_walk *walk, size_t i, struct detour_oid *out, struct detour_error *err);
/* From now on it reads through another handle of the same repository, for another thread. */
void detour_walk_move(struct detour_walk *walk, struct detour_repo *repo);
/* Of the commits that the walk gave so far, those that are no parent of another one, in their
 * order. In the arena. */
const struct detour_oid *detour_walk_heads(
	const struct detour_walk *walk, struct detour_arena *arena, size_t *count);

/* Is `to` all that was pushed, and `from` a parent of what was given of it? */
bool detour_walk_goes_forward(
	struct detour_walk *walk, const struct detour_oid *from, const struct detour_oid *to);

/* Every commit that the walk gave so far except merges, oldest first, in the order of
 * `git rev-list --reverse --topo-order`: the to-do list of a rebase. `oids` is in the arena. */
int detour_walk_todo(struct detour_walk *walk, struct detour_arena *arena,
	const struct detour_oid **oids, size_t *count, struct detour_error *err);

/* Can `to` be reached from `from` (equal ids: yes)? Absent ids: no. */
bool detour_repo_reaches(
	struct detour_repo *repo, const struct detour_oid *from, const struct detour_oid *to);
/* Have both a common ancestor in what is here? In a shallow clone it may lie beyond. */
bool detour_repo_shares_history(
	struct detour_repo *repo, const struct detour_oid *a, const struct detour_oid *b);
/* Is it in any remote-tracking branch? Bounded: looks at most at `limit` commits. */
bool detour_repo_is_pushed(struct detour_repo *repo, const struct detour_oid *oid, size_t limit);
/* The upstream's commit of a local branch; DETOUR_ENOTFOUND without one. */
int detour_repo_upstream(struct detour_repo *repo, const char *branch, struct detour_oid *out);

#endif
