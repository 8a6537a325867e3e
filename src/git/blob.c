/* Single files: of a commit's tree, and whether the index knows one. */
#include "listing.h"

#include <string.h>

#include "handle.h"
#include "raw_commit.h"
#include "tree.h"

enum { DEPTH_LIMIT = 1024 };

/* More than this is not even inflated. */
static const size_t WHOLE_LIMIT = (size_t)64 * 1024 * 1024;

static int find_entry(struct detour_repo *repo, const struct detour_oid *tree, const char *name,
	size_t size, struct detour_oid *id, unsigned *mode)
{
	struct detour_object *object;
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	int code = detour_git_read(repo, tree, DETOUR_OBJECT_TREE, &object);

	if (code)
		return code;
	detour_tree_open(&reader, object->bytes, object->size);
	code = DETOUR_ENOTFOUND;
	while (code && detour_tree_next(&reader, &entry))
		if (entry.name_size == size && !memcmp(entry.name, name, size)) {
			memcpy(id->id, entry.id, sizeof(id->id));
			*mode = entry.mode & DETOUR_MODE_TYPE;
			code = 0;
		}
	detour_object_release(object);
	return code;
}

/* The blob at a path below a tree. */
static int find_blob(struct detour_repo *repo, struct detour_oid *id, const char *path)
{
	unsigned mode = DETOUR_MODE_DIRECTORY;
	int code = 0;

	for (int depth = 0; !code && *path; depth++) {
		size_t size = strcspn(path, "/");

		if (mode != DETOUR_MODE_DIRECTORY || !size || depth == DEPTH_LIMIT)
			return DETOUR_ENOTFOUND;
		code = find_entry(repo, id, path, size, id, &mode);
		path += size + (path[size] == '/');
	}
	return code ? code : mode == DETOUR_MODE_REGULAR ? 0 : DETOUR_ENOTFOUND;
}

static int read_blob(struct detour_repo *repo, const struct detour_oid *oid, size_t limit,
	struct detour_arena *arena, const char **bytes, size_t *size)
{
	struct detour_object *object;
	int code = detour_git_read_up_to(
		repo, oid, DETOUR_OBJECT_BLOB, limit > WHOLE_LIMIT ? limit : WHOLE_LIMIT, &object);

	if (code)
		return code;
	*size = object->size < limit ? object->size : limit;
	*bytes = detour_arena_strndup(arena, object->bytes, *size);
	detour_object_release(object);
	return 0;
}

int detour_repo_blob(struct detour_repo *repo, const struct detour_oid *blob, size_t limit,
	struct detour_arena *arena, const char **bytes, size_t *size)
{
	*bytes = NULL;
	*size = 0;
	return read_blob(repo, blob, limit, arena, bytes, size);
}

int detour_repo_hold_blob(struct detour_repo *repo, const struct detour_oid *blob, size_t limit,
	struct detour_object **held, const char **bytes, size_t *size)
{
	int code = detour_git_read_up_to(repo, blob, DETOUR_OBJECT_BLOB, limit, held);

	*bytes = code ? NULL : (*held)->bytes;
	*size = code ? 0 : (*held)->size;
	return code;
}

void detour_repo_drop_blob(struct detour_object *held)
{
	detour_object_release(held);
}

static const char *words_for(int code)
{
	switch (code) {
	case DETOUR_ENOTFOUND:
		return "it is not there";
	case DETOUR_ELIMIT:
		return "it is too large";
	case DETOUR_EINVALID:
		return "a tree on the way is broken";
	default:
		return "its objects cannot be read";
	}
}

int detour_git_tree_of(
	struct detour_repo *repo, const struct detour_oid *commit, struct detour_oid *tree)
{
	struct detour_object *object;
	struct detour_raw_commit raw;
	int code = detour_git_read(repo, commit, DETOUR_OBJECT_COMMIT, &object);

	if (code)
		return code;
	if (detour_raw_commit_parse_graph(&raw, object->bytes, object->size))
		*tree = raw.tree;
	else
		code = DETOUR_EINVALID;
	detour_object_release(object);
	return code;
}

int detour_repo_blob_at(struct detour_repo *repo, const struct detour_oid *commit, const char *path,
	struct detour_oid *blob)
{
	int code = detour_git_tree_of(repo, commit, blob);

	return code ? code : find_blob(repo, blob, path);
}

int detour_repo_read_blob(struct detour_repo *repo, const struct detour_oid *commit,
	const char *path, size_t limit, struct detour_arena *arena, const char **bytes,
	size_t *size, struct detour_error *err)
{
	struct detour_oid blob;
	char hex[DETOUR_HEX_SIZE + 1];
	int code = detour_repo_blob_at(repo, commit, path, &blob);

	*bytes = NULL;
	*size = 0;
	if (!code)
		code = read_blob(repo, &blob, limit, arena, bytes, size);
	if (!code)
		return 0;
	detour_oid_hex(commit, hex);
	return detour_error_set(
		err, code, "cannot read '%s' of commit %.12s: %s", path, hex, words_for(code));
}

bool detour_repo_is_ignored(struct detour_repo *repo, const char *path)
{
	int ignored = 0;

	return repo->work_tree && !git_ignore_path_is_ignored(&ignored, repo->git, path) && ignored;
}
