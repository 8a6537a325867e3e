/*
 * Commits that no reference reaches any more, and how one of them is kept from being pruned.
 *
 * References are branches, tags, remote-tracking branches, stashes and whatever else stands below
 * refs/, and the HEADs of all work trees; reflogs are none, nor is refs/detour/, where dropped
 * commits are kept.
 */
#ifndef DETOUR_GIT_LOST_H
#define DETOUR_GIT_LOST_H

#include "repository.h"

#define DETOUR_KEPT_REFS "refs/detour/"

struct detour_lost_tip {
	struct detour_oid commit;
	uint64_t date;
};

struct detour_lost {
	const struct detour_oid *oids; /* children before their parents */
	size_t count;
	/* What the references name, in their order; empty where nothing is lost. */
	const struct detour_lost_tip *tips;
	size_t tip_count;
};

/* Which of these commits and their ancestors no reference reaches; ids that are not here are passed
 * over. DETOUR_ELIMIT (no message) where more than `limit` commits would have to be looked at. */
int detour_repo_find_lost(struct detour_repo *repo, const struct detour_oid *oids, size_t count,
	size_t limit, struct detour_arena *arena, struct detour_lost *out);
/* Makes refs/detour/<day>-<first 12 digits> for each of these commits that no reference reaches,
 * unless it is kept there already. In keep.c. */
int detour_repo_keep(struct detour_repo *repo, const struct detour_oid *oids, size_t count,
	const char *day, struct detour_error *err);
/* Each commit that is kept, with the full name of its reference, in the order of their names, until
 * `each` returns other than 0. In keep.c. */
typedef int (*detour_kept_fn)(void *data, const char *name, const struct detour_oid *oid);
void detour_repo_each_kept(struct detour_repo *repo, detour_kept_fn each, void *data);
/* Is there such a reference ("refs/heads/main")? */
bool detour_repo_has_ref(struct detour_repo *repo, const char *name);
/* Each remote-tracking branch by its full name, until `each` returns other than 0. */
typedef int (*detour_remote_branch_fn)(void *data, const char *name);
void detour_repo_each_remote_branch(
	struct detour_repo *repo, detour_remote_branch_fn each, void *data);

#endif
