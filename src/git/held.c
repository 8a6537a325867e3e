/*
 * Whether a path held something before: one path followed through the trees of the first parents.
 * Only what differs from the commit looked at just before is read, so a file in a quiet folder
 * costs one tree a commit.
 */
#include "listing.h"

#include <string.h>

#include "handle.h"
#include "raw_commit.h"
#include "tree.h"

enum { DEPTH_LIMIT = 64 };

struct step {
	struct detour_oid id; /* what the name is in the tree; zero: nothing */
	bool is_tree;
};

struct trace {
	struct detour_repo *repo;
	const char *path;
	const struct detour_oid *wanted;
	struct detour_oid root;
	struct step steps[DEPTH_LIMIT]; /* of the last commit, a name of the path each */
	bool started;
};

static int find_name(struct detour_repo *repo, const struct detour_oid *tree, const char *name,
	size_t size, struct step *out)
{
	git_odb_object *object;
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	int code = detour_git_read(repo, tree, GIT_OBJECT_TREE, &object);

	memset(out, 0, sizeof(*out));
	if (code)
		return code;
	detour_tree_open(&reader, git_odb_object_data(object), git_odb_object_size(object));
	while (detour_tree_next(&reader, &entry))
		if (entry.name_size == size && !memcmp(entry.name, name, size)) {
			memcpy(out->id.id, entry.id, sizeof(out->id.id));
			out->is_tree = detour_tree_is_directory(&entry);
			break;
		}
	git_odb_object_free(object);
	return 0;
}

/* Goes down from a root tree; *held says whether the path now is what is wanted. Where a tree on
 * the way is the one of the last commit, all below is as it was, and that was looked at. */
static int look_at_tree(struct trace *trace, const struct detour_oid *root, bool *held)
{
	const char *at = trace->path;
	struct detour_oid id = *root;
	bool gone = false;

	*held = false;
	if (trace->started && detour_oid_equal(root, &trace->root))
		return 0;
	trace->root = *root;
	for (size_t depth = 0; depth < DEPTH_LIMIT; depth++) {
		struct step now = {{{0}}, false}, *before = &trace->steps[depth];
		size_t size = strcspn(at, "/");
		int code = gone ? 0 : find_name(trace->repo, &id, at, size, &now);

		if (code)
			return code;
		if (!at[size]) {
			static const struct detour_oid nothing;

			*before = now;
			*held = detour_oid_equal(now.is_tree ? &nothing : &now.id, trace->wanted);
			return 0;
		}
		if (trace->started && detour_oid_equal(&now.id, &before->id))
			return 0;
		*before = now;
		gone = gone || !now.is_tree;
		id = now.id;
		at += size + 1;
	}
	return DETOUR_ELIMIT;
}

/* The tree and the first parent of a commit. */
static int read_links(struct detour_repo *repo, const struct detour_oid *commit,
	struct detour_oid *tree, struct detour_oid *parent, bool *has_parent)
{
	struct detour_raw_commit raw;
	git_odb_object *object;
	int code = detour_git_read(repo, commit, GIT_OBJECT_COMMIT, &object);

	if (code)
		return code;
	if (detour_raw_commit_parse_graph(
		    &raw, git_odb_object_data(object), git_odb_object_size(object))) {
		*tree = raw.tree;
		*has_parent = raw.parent_count > 0 && !detour_git_is_boundary(repo, commit);
		if (*has_parent)
			*parent = detour_raw_parent(&raw, 0);
	} else {
		code = DETOUR_EINVALID;
	}
	git_odb_object_free(object);
	return code;
}

bool detour_repo_path_held(struct detour_repo *repo, const struct detour_oid *commit,
	const char *path, const struct detour_oid *blob, size_t limit)
{
	struct trace trace = {.repo = repo, .path = path, .wanted = blob};
	struct detour_oid at = *commit, tree;
	bool held = false, more = true;

	for (size_t i = 0; more && !held && i <= limit; i++) {
		if (read_links(repo, &at, &tree, &at, &more) || look_at_tree(&trace, &tree, &held))
			return false;
		trace.started = true;
	}
	return held;
}
