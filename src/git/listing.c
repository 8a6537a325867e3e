/* Lists the files of trees and of the index; see listing.h. */
#include "listing.h"

#include <string.h>

#include "handle.h"
#include "raw_commit.h"
#include "tree.h"

enum { DEPTH_LIMIT = 64, STAGE_OURS = 2 };

static void list_tree(struct detour_repo *repo, const struct detour_oid *tree,
	struct detour_buf *path, int depth, const struct detour_listing *listing)
{
	git_odb_object *object;
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	size_t length = path->size;

	if (depth == DEPTH_LIMIT || detour_git_read(repo, tree, GIT_OBJECT_TREE, &object))
		return;
	detour_tree_open(&reader, git_odb_object_data(object), git_odb_object_size(object));
	while (detour_tree_next(&reader, &entry)) {
		struct detour_oid id;

		memcpy(id.id, entry.id, sizeof(id.id));
		if (length)
			detour_buf_addch(path, '/');
		detour_buf_add(path, entry.name, entry.name_size);
		if (detour_tree_is_directory(&entry) && listing->enter(listing->data, path->ptr))
			list_tree(repo, &id, path, depth + 1, listing);
		else if ((entry.mode & DETOUR_MODE_TYPE) == DETOUR_MODE_REGULAR)
			listing->file(listing->data, path->ptr, &id);
		detour_buf_truncate(path, length);
	}
	git_odb_object_free(object);
}

void detour_listing_of_commit(struct detour_repo *repo, const struct detour_oid *commit,
	const struct detour_listing *listing)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	struct detour_raw_commit raw;
	git_odb_object *object;
	bool parsed;

	if (detour_git_read(repo, commit, GIT_OBJECT_COMMIT, &object))
		return;
	parsed = detour_raw_commit_parse_graph(
		&raw, git_odb_object_data(object), git_odb_object_size(object));
	git_odb_object_free(object);
	if (parsed)
		list_tree(repo, &raw.tree, &path, 0, listing);
	detour_buf_release(&path);
}

static void list_entry(
	const git_index_entry *entry, struct detour_buf *dir, const struct detour_listing *listing)
{
	int stage = git_index_entry_stage(entry);
	const char *slash = strrchr(entry->path, '/');
	struct detour_oid id = detour_git_from(&entry->id);

	if ((entry->mode & DETOUR_MODE_TYPE) != DETOUR_MODE_REGULAR ||
		(stage != 0 && stage != STAGE_OURS))
		return;
	detour_buf_clear(dir);
	if (slash)
		detour_buf_add(dir, entry->path, (size_t)(slash - entry->path));
	if (!slash || listing->enter(listing->data, dir->ptr))
		listing->file(listing->data, entry->path, &id);
}

void detour_listing_of_index(struct detour_repo *repo, const struct detour_listing *listing)
{
	git_index *index = detour_git_index(repo);
	struct detour_buf dir = DETOUR_BUF_INIT;
	size_t count = index ? git_index_entrycount(index) : 0;

	for (size_t i = 0; i < count; i++)
		list_entry(git_index_get_byindex(index, i), &dir, listing);
	detour_buf_release(&dir);
}

struct detour_oid detour_repo_blob_id(const void *bytes, size_t size)
{
	struct detour_oid none = {{0}};
	git_oid id;

	return git_odb_hash(&id, bytes, size, GIT_OBJECT_BLOB) ? none : detour_git_from(&id);
}
