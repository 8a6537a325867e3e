/*
 * Files of a commit's tree and of the index, without a work tree: which there are, and their bytes.
 */
#ifndef DETOUR_GIT_LISTING_H
#define DETOUR_GIT_LISTING_H

#include "repository.h"

struct detour_listing {
	/* Is the folder (relative, no slash at its end) looked into? Not asked for the top. `tree`
	 * is its id, NULL for folders of the index. NULL: all are. */
	bool (*enter)(void *data, const char *dir, const struct detour_oid *tree);
	/* Or NULL. A regular file; with `links` also a symbolic link. The path lasts for the call.
	 */
	void (*file)(void *data, const char *path, const struct detour_oid *blob);
	void *data;
	bool links;
	/* Or NULL. Of the index: the folder was entered and holds just what this tree holds. */
	void (*same)(void *data, const char *dir, const struct detour_oid *tree);
};

/* What of a tree cannot be read (a partial clone) is passed over, and what comes after 250,000
 * entries. */
void detour_listing_of_commit(struct detour_repo *repo, const struct detour_oid *commit,
	const struct detour_listing *listing);
/* Does the tree of a commit unfold to more entries than that, folders included? */
bool detour_listing_is_longer(
	struct detour_repo *repo, const struct detour_oid *commit, size_t limit);
/* `enter` is asked for the folder of each file. Nothing where there is no index, or none that can
 * be read. Unmerged files show as ours; what a split index took out may show still. */
void detour_listing_of_index(struct detour_repo *repo, const struct detour_listing *listing);

/* Up to `limit` bytes of a blob, in the arena. DETOUR_ENOTFOUND where it is not here. */
int detour_repo_blob(struct detour_repo *repo, const struct detour_oid *blob, size_t limit,
	struct detour_arena *arena, const char **bytes, size_t *size);
/* The id of the regular file at a path of a commit's tree. DETOUR_ENOTFOUND where there is none. */
int detour_repo_blob_at(struct detour_repo *repo, const struct detour_oid *commit, const char *path,
	struct detour_oid *blob);
/* The blob that the index has for a path: of a regular file or a symbolic link. */
bool detour_repo_index_blob(struct detour_repo *repo, const char *path, struct detour_oid *out);
/* The id that these bytes would have as a blob. */
struct detour_oid detour_repo_blob_id(const void *bytes, size_t size);

#endif
