/*
 * One path followed through the trees of a commit and its parent: is it there, and is it changed?
 * Only what differs on the way down is read.
 */
#include "standing.h"

#include <string.h>

#include "handle.h"
#include "raw_commit.h"
#include "tree.h"

struct step {
	struct detour_oid id; /* what the name is in the tree; zero: nothing */
	bool is_tree;
};

static int find_name(struct detour_repo *repo, const struct detour_oid *tree, const char *name,
	size_t size, struct step *out)
{
	struct detour_object *object;
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	int code = detour_git_read(repo, tree, DETOUR_OBJECT_TREE, &object);

	memset(out, 0, sizeof(*out));
	if (code)
		return code;
	detour_tree_open(&reader, object->bytes, object->size);
	while (detour_tree_next(&reader, &entry))
		if (entry.name_size == size && !memcmp(entry.name, name, size)) {
			memcpy(out->id.id, entry.id, sizeof(out->id.id));
			out->is_tree = detour_tree_is_directory(&entry);
			break;
		}
	detour_object_release(object);
	return 0;
}

/* The tree and the first parent of a commit. */
static int read_links(struct detour_repo *repo, const struct detour_oid *commit,
	struct detour_oid *tree, struct detour_oid *parent, bool *has_parent)
{
	struct detour_raw_commit raw;
	struct detour_object *object;
	int code = detour_git_read(repo, commit, DETOUR_OBJECT_COMMIT, &object);

	if (code)
		return code;
	if (detour_raw_commit_parse_graph(&raw, object->bytes, object->size)) {
		*tree = raw.tree;
		*has_parent = raw.parent_count > 0 && !detour_git_is_boundary(repo, commit);
		if (*has_parent)
			*parent = detour_raw_parent(&raw, 0);
	} else {
		code = DETOUR_EINVALID;
	}
	detour_object_release(object);
	return code;
}

/* The tree of a commit's only parent; zero where it is a root. False: it counts as changing
 * nothing. */
static bool read_pair(struct detour_repo *repo, const struct detour_oid *commit,
	struct detour_oid *tree, struct detour_oid *before)
{
	struct detour_raw_commit raw;
	struct detour_oid parent, unused;
	struct detour_object *object;
	bool parsed, more;

	memset(before, 0, sizeof(*before));
	if (detour_git_read(repo, commit, DETOUR_OBJECT_COMMIT, &object))
		return false;
	parsed = detour_raw_commit_parse_graph(&raw, object->bytes, object->size) &&
		 raw.parent_count < 2 &&
		 !(raw.parent_count && detour_git_is_boundary(repo, commit));
	if (parsed) {
		*tree = raw.tree;
		if (raw.parent_count)
			parent = detour_raw_parent(&raw, 0);
	}
	detour_object_release(object);
	return parsed && (!raw.parent_count || !read_links(repo, &parent, before, &unused, &more));
}

static bool step_down(
	struct detour_repo *repo, struct detour_oid *id, const char *name, size_t size)
{
	struct step step = {{{0}}, false};

	if (!detour_oid_is_zero(id) && find_name(repo, id, name, size, &step))
		return false;
	if (name[size] && !step.is_tree)
		memset(&step.id, 0, sizeof(step.id));
	*id = step.id;
	return true;
}

bool detour_repo_touches(
	struct detour_repo *repo, const struct detour_oid *commit, const char *path)
{
	struct detour_oid now, before;

	if (!read_pair(repo, commit, &now, &before))
		return false;
	while (*path && !detour_oid_equal(&now, &before)) {
		size_t size = strcspn(path, "/");

		if (!step_down(repo, &now, path, size) || !step_down(repo, &before, path, size))
			return false;
		path += size + (path[size] == '/');
	}
	return !detour_oid_equal(&now, &before);
}

bool detour_repo_holds(struct detour_repo *repo, const struct detour_oid *commit, const char *path)
{
	struct detour_oid id, unused;
	bool more;

	if (read_links(repo, commit, &id, &unused, &more))
		return false;
	while (*path && !detour_oid_is_zero(&id)) {
		size_t size = strcspn(path, "/");

		if (!step_down(repo, &id, path, size))
			return false;
		path += size + (path[size] == '/');
	}
	return !detour_oid_is_zero(&id);
}
