/* Lists the files of trees and of the index; see listing.h. */
#include "listing.h"

#include <string.h>

#include "../objects/map.h"
#include "handle.h"
#include "index_reader.h"
#include "tree.h"

enum { DEPTH_LIMIT = 64, STAGE_OURS = 2 };

/* A few trees that hold each other may stand for more files than there is time to count. */
#define ENTRIES_LIMIT ((size_t)250000)

#define INDEX_LIMIT ((size_t)512 * 1024 * 1024)

static bool is_listed(const struct detour_listing *listing, unsigned mode)
{
	unsigned type = mode & DETOUR_MODE_TYPE;

	return type == DETOUR_MODE_REGULAR || (listing->links && type == DETOUR_MODE_LINK);
}

static bool is_looked_into(
	const struct detour_listing *listing, const char *dir, const struct detour_oid *tree)
{
	return !listing->enter || listing->enter(listing->data, dir, tree);
}

static void tell_file(
	const struct detour_listing *listing, const char *path, const struct detour_oid *blob)
{
	if (listing->file)
		listing->file(listing->data, path, blob);
}

static void list_tree(struct detour_repo *repo, const struct detour_oid *tree,
	struct detour_buf *path, int depth, const struct detour_listing *listing)
{
	struct detour_object *object;
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	size_t length = path->size;

	if (depth == DEPTH_LIMIT || detour_git_read(repo, tree, DETOUR_OBJECT_TREE, &object))
		return;
	detour_tree_open(&reader, object->bytes, object->size);
	while (repo->entries_left && detour_tree_next(&reader, &entry)) {
		struct detour_oid id;

		repo->entries_left--;
		memcpy(id.id, entry.id, sizeof(id.id));
		if (length)
			detour_buf_addch(path, '/');
		detour_buf_add(path, entry.name, entry.name_size);
		if (detour_tree_is_directory(&entry) && is_looked_into(listing, path->ptr, &id))
			list_tree(repo, &id, path, depth + 1, listing);
		else if (is_listed(listing, entry.mode))
			tell_file(listing, path->ptr, &id);
		detour_buf_truncate(path, length);
	}
	detour_object_release(object);
}

static void list_commit(struct detour_repo *repo, const struct detour_oid *commit,
	const struct detour_listing *listing, size_t limit)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	struct detour_oid tree;

	repo->entries_left = limit;
	if (!detour_git_tree_of(repo, commit, &tree))
		list_tree(repo, &tree, &path, 0, listing);
	detour_buf_release(&path);
}

void detour_listing_of_commit(struct detour_repo *repo, const struct detour_oid *commit,
	const struct detour_listing *listing)
{
	list_commit(repo, commit, listing, ENTRIES_LIMIT);
}

bool detour_listing_is_longer(
	struct detour_repo *repo, const struct detour_oid *commit, size_t limit)
{
	const struct detour_listing all = {.enter = NULL, .file = NULL};

	list_commit(repo, commit, &all, limit);
	return !repo->entries_left;
}

/* ---- the index */

struct index_listing {
	struct detour_repo *repo;
	const struct detour_listing *listing;
	struct detour_buf dir; /* of the entry before */
	bool entered;
};

/* Entries of a folder stand together: each folder is asked about once. */
static bool is_entered(struct index_listing *at, const char *path, size_t size)
{
	if (at->dir.size != size || memcmp(at->dir.ptr, path, size) != 0) {
		detour_buf_clear(&at->dir);
		detour_buf_add(&at->dir, path, size);
		at->entered = !size || is_looked_into(at->listing, at->dir.ptr, NULL);
	}
	return at->entered;
}

/* A sparse index keeps a folder that is not checked out as one entry. */
static void list_sparse_dir(struct index_listing *at, const struct detour_index_entry *entry)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	struct detour_oid tree;

	memcpy(tree.id, entry->id, sizeof(tree.id));
	detour_buf_add(&path, entry->path, entry->path_size - 1);
	if (is_looked_into(at->listing, path.ptr, &tree))
		list_tree(at->repo, &tree, &path, 0, at->listing);
	detour_buf_release(&path);
}

static void list_entry(struct index_listing *at, const struct detour_index_entry *entry)
{
	unsigned type = entry->mode & DETOUR_MODE_TYPE;
	const char *slash = strrchr(entry->path, '/');
	struct detour_oid blob;

	if (entry->stage != 0 && entry->stage != STAGE_OURS)
		return;
	if (type == DETOUR_MODE_DIRECTORY && slash && !slash[1]) {
		list_sparse_dir(at, entry);
	} else if (is_listed(at->listing, entry->mode) &&
		   is_entered(at, entry->path, slash ? (size_t)(slash - entry->path) : 0)) {
		memcpy(blob.id, entry->id, sizeof(blob.id));
		tell_file(at->listing, entry->path, &blob);
	}
}

static bool tell_same(void *data, const char *path, const unsigned char *id)
{
	struct index_listing *at = data;
	struct detour_oid tree;

	memcpy(tree.id, id, sizeof(tree.id));
	if (*path && is_looked_into(at->listing, path, NULL))
		at->listing->same(at->listing->data, path, &tree);
	return true;
}

/* Sets where the index that this one shares entries of lies. */
static bool list_index_file(struct index_listing *at, const char *path, struct detour_oid *shared)
{
	struct detour_map map = {NULL, 0};
	struct detour_index_reader reader;
	struct detour_index_entry entry;
	const unsigned char *link = NULL;

	/* Where it lies: that of 100,000 files has ten megabytes. git never writes into one. */
	if (detour_map_open(&map, path) && map.size <= INDEX_LIMIT &&
		detour_index_open(&reader, (const char *)map.bytes, map.size)) {
		while (detour_index_next(&reader, &entry))
			list_entry(at, &entry);
		if (at->listing->same)
			detour_index_trees(&reader, tell_same, at);
		link = detour_index_shared(&reader);
		if (link)
			memcpy(shared->id, link, sizeof(shared->id));
		detour_index_close(&reader);
	}
	detour_map_close(&map);
	return link != NULL;
}

/* A commit of named paths has an index of its own, which the environment tells. */
static const char *index_path(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *named = detour_git_env_set(repo, "GIT_INDEX_FILE");

	return named ? named : detour_arena_printf(arena, "%s/index", repo->git_dir);
}

void detour_listing_of_index(struct detour_repo *repo, const struct detour_listing *listing)
{
	struct index_listing at = {repo, listing, DETOUR_BUF_INIT, true};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_oid shared, none;
	char hex[DETOUR_HEX_SIZE + 1];

	repo->entries_left = ENTRIES_LIMIT;
	if (list_index_file(&at, index_path(repo, &arena), &shared)) {
		detour_oid_hex(&shared, hex);
		(void)list_index_file(&at,
			detour_arena_printf(&arena, "%s/sharedindex.%s", repo->git_dir, hex),
			&none);
	}
	detour_buf_release(&at.dir);
	detour_arena_release(&arena);
}

struct lookup {
	const char *path;
	bool found;
	struct detour_oid blob;
};

/* Is it above the path? */
static bool leads_to(void *data, const char *dir, const struct detour_oid *tree)
{
	const struct lookup *lookup = data;
	size_t size = strlen(dir);

	(void)tree;
	return !strncmp(lookup->path, dir, size) && lookup->path[size] == '/';
}

static void compare_path(void *data, const char *path, const struct detour_oid *blob)
{
	struct lookup *lookup = data;

	if (strcmp(path, lookup->path) != 0)
		return;
	lookup->found = true;
	lookup->blob = *blob;
}

bool detour_repo_index_blob(struct detour_repo *repo, const char *path, struct detour_oid *out)
{
	struct lookup lookup = {.path = path};
	struct detour_listing listing = {
		.enter = leads_to, .file = compare_path, .data = &lookup, .links = true};

	detour_listing_of_index(repo, &listing);
	*out = lookup.blob;
	return lookup.found;
}

bool detour_repo_is_tracked(struct detour_repo *repo, const char *path)
{
	struct detour_oid blob;

	return detour_repo_index_blob(repo, path, &blob);
}

struct detour_oid detour_repo_blob_id(const void *bytes, size_t size)
{
	struct detour_oid none = {{0}};
	git_oid id;

	return git_odb_hash(&id, bytes, size, GIT_OBJECT_BLOB) ? none : detour_git_from(&id);
}
