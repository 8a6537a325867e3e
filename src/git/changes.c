/*
 * The paths tier: what a commit changed against its first parent, told from the two trees alone.
 *
 * Both trees are in the same order, so one pass over both finds what differs; subtrees with equal
 * ids are equal and are not even read. git_diff would do the same at several times the cost.
 */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

#include "raw_commit.h"
#include "tree.h"

/* Trees can be made that unfold to more entries than there are atoms. */
enum { DEPTH_LIMIT = 1024, ENTRY_LIMIT = 1024 * 1024, PATH_BYTES_LIMIT = 16 * 1024 * 1024 };

struct differ {
	struct detour_repo *repo;
	struct detour_arena *arena;
	struct detour_error *err;
	struct detour_buf path; /* of the directory under way, with its slash */
	struct detour_change *changes;
	size_t count, capacity, limit, entries, path_bytes;
	int depth;
	bool cut;
};

struct side {
	struct detour_object *object;
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	bool held; /* `entry` is read and not yet used */
};

static int diff_directories(
	struct differ *differ, const unsigned char *old_id, const unsigned char *new_id);

static int open_side(struct differ *differ, struct side *side, const unsigned char *id)
{
	struct detour_oid oid;
	int code = 0;

	memset(side, 0, sizeof(*side));
	detour_tree_open(&side->reader, "", 0);
	if (!id)
		return 0;
	memcpy(oid.id, id, sizeof(oid.id));
	code = detour_git_read_or_tell(
		differ->repo, &oid, DETOUR_OBJECT_TREE, &side->object, differ->err);
	if (!code)
		detour_tree_open(&side->reader, side->object->bytes, side->object->size);
	return code;
}

static struct detour_change *add_change(
	struct differ *differ, const struct detour_tree_entry *entry)
{
	struct detour_change *change;
	size_t size = differ->path.size + entry->name_size;
	char *path;

	if (differ->count == differ->limit || differ->path_bytes + size > PATH_BYTES_LIMIT) {
		differ->cut = true;
		return NULL;
	}
	if (differ->count == differ->capacity) {
		differ->capacity = differ->capacity ? 2 * differ->capacity : 16;
		differ->changes = detour_realloc(
			differ->changes, differ->capacity * sizeof(*differ->changes));
	}
	path = detour_arena_alloc(differ->arena, size + 1);
	memcpy(path, differ->path.ptr, differ->path.size);
	memcpy(path + differ->path.size, entry->name, entry->name_size);
	differ->path_bytes += size;
	change = &differ->changes[differ->count++];
	memset(change, 0, sizeof(*change));
	change->path = path;
	return change;
}

/* One of the two may be NULL: added or deleted. */
static void report_file(struct differ *differ, const struct detour_tree_entry *old,
	const struct detour_tree_entry *new)
{
	struct detour_change *change = add_change(differ, old ? old : new);

	if (!change)
		return;
	change->status = !old ? 'A' : !new ? 'D' : 'M';
	if (old && new && ((old->mode ^ new->mode) & DETOUR_MODE_TYPE))
		change->status = 'T';
	if (old) {
		change->old_mode = old->mode;
		memcpy(change->old_blob.id, old->id, DETOUR_OID_SIZE);
	}
	if (new) {
		change->new_mode = new->mode;
		memcpy(change->new_blob.id, new->id, DETOUR_OID_SIZE);
	}
}

static int report(struct differ *differ, const struct detour_tree_entry *old,
	const struct detour_tree_entry *new)
{
	const struct detour_tree_entry *entry = old ? old : new;
	size_t before = differ->path.size;
	int code;

	if (old && new && old->mode == new->mode && !memcmp(old->id, new->id, DETOUR_OID_SIZE))
		return 0;
	if (!detour_tree_is_directory(entry)) {
		report_file(differ, old, new);
		return 0;
	}
	detour_buf_add(&differ->path, entry->name, entry->name_size);
	detour_buf_addch(&differ->path, '/');
	code = diff_directories(differ, old ? old->id : NULL, new ? new->id : NULL);
	detour_buf_truncate(&differ->path, before);
	return code;
}

/* So many bytes are the same. */
static size_t common_size(const char *a, const char *b, size_t size)
{
	size_t at = 0;

	while (size - at >= 256 && !memcmp(a + at, b + at, 256))
		at += 256;
	while (at < size && a[at] == b[at])
		at++;
	return at;
}

/* Passes over entries that are byte for byte the same: nearly all of them are, and where only one
 * file changed, everything behind it is too. */
static void skip_common(struct detour_tree_reader *old, struct detour_tree_reader *new)
{
	size_t old_left = (size_t)(old->end - old->at), new_left = (size_t)(new->end - new->at);
	size_t same = common_size(old->at, new->at, old_left < new_left ? old_left : new_left);
	const char *limit = old->at + same, *start = old->at, *nul;

	if (same == old_left && same == new_left) {
		old->at = old->end;
		new->at = new->end;
		return;
	}
	while (old->at < limit && (nul = memchr(old->at, '\0', (size_t)(limit - old->at))) &&
		limit - nul > DETOUR_OID_SIZE)
		old->at = nul + 1 + DETOUR_OID_SIZE;
	new->at += old->at - start;
}

static void fetch(struct side *old, struct side *new)
{
	if (!old->held && !new->held)
		skip_common(&old->reader, &new->reader);
	if (!old->held)
		old->held = detour_tree_next(&old->reader, &old->entry);
	if (!new->held)
		new->held = detour_tree_next(&new->reader, &new->entry);
}

static int diff_sides(struct differ *differ, struct side *old, struct side *new)
{
	int code = 0;

	while (!code && !differ->cut) {
		int order;

		fetch(old, new);
		if (!old->held && !new->held)
			break;
		order = !old->held   ? 1
			: !new->held ? -1
				     : detour_tree_compare(&old->entry, &new->entry);
		old->held = old->held && order > 0;
		new->held = new->held &&order < 0;
		code = report(
			differ, order > 0 ? NULL : &old->entry, order < 0 ? NULL : &new->entry);
		differ->cut |= ++differ->entries > ENTRY_LIMIT;
	}
	if (!code && (old->reader.broken || new->reader.broken))
		code = detour_error_set(differ->err, DETOUR_EINVALID,
			"cannot read the tree of '%s': it is broken", differ->path.ptr);
	return code;
}

static int diff_directories(
	struct differ *differ, const unsigned char *old_id, const unsigned char *new_id)
{
	struct side old = {0}, new = {0};
	int code;

	if (differ->depth >= DEPTH_LIMIT || ++differ->entries > ENTRY_LIMIT) {
		differ->cut = true;
		return 0;
	}
	differ->depth++;
	code = open_side(differ, &old, old_id);
	if (!code)
		code = open_side(differ, &new, new_id);
	if (!code)
		code = diff_sides(differ, &old, &new);
	detour_object_release(old.object);
	detour_object_release(new.object);
	differ->depth--;
	return code;
}

static int tree_of(struct detour_repo *repo, const struct detour_oid *commit,
	struct detour_oid *tree, struct detour_error *err)
{
	struct detour_object *object;
	struct detour_raw_commit raw;
	int code = detour_git_read_or_tell(repo, commit, DETOUR_OBJECT_COMMIT, &object, err);

	if (code)
		return code;
	if (detour_raw_commit_parse_graph(&raw, object->bytes, object->size))
		*tree = raw.tree;
	else
		code = detour_error_set(
			err, DETOUR_EINVALID, "cannot read the tree of a commit: it is broken");
	detour_object_release(object);
	return code;
}

int detour_repo_read_mainline_changes(struct detour_repo *repo, struct detour_commit *commit,
	size_t limit, struct detour_arena *arena, struct detour_error *err)
{
	struct differ differ = {
		.repo = repo, .arena = arena, .err = err, .path = DETOUR_BUF_INIT, .limit = limit};
	struct detour_oid old_tree, new_tree;
	struct detour_change *changes = NULL;
	int code = 0;

	if (commit->shallow)
		goto out;
	code = tree_of(repo, &commit->oid, &new_tree, err);
	if (!code && commit->parent_count)
		code = tree_of(repo, &commit->parents[0], &old_tree, err);
	if (!code && commit->parent_count && detour_oid_equal(&old_tree, &new_tree))
		goto out;
	if (!code)
		code = diff_directories(
			&differ, commit->parent_count ? old_tree.id : NULL, new_tree.id);
out:
	if (!code) {
		changes = detour_arena_array(arena, differ.count, sizeof(*changes));
		if (differ.count)
			memcpy(changes, differ.changes, differ.count * sizeof(*changes));
		commit->changes = changes;
		commit->change_count = differ.count;
		commit->changes_cut = differ.cut;
		commit->facts |= DETOUR_FACT_PATHS;
	}
	free(differ.changes);
	detour_buf_release(&differ.path);
	return code;
}

int detour_repo_read_step(struct detour_repo *repo, const struct detour_oid *oid, size_t limit,
	struct detour_arena *arena, struct detour_commit *out, struct detour_error *err)
{
	struct detour_object *object;
	struct detour_raw_commit raw;
	int code = detour_git_read_or_tell(repo, oid, DETOUR_OBJECT_COMMIT, &object, err);

	memset(out, 0, sizeof(*out));
	out->oid = *oid;
	if (code)
		return code;
	if (detour_raw_commit_parse_graph(&raw, object->bytes, object->size))
		detour_git_take_parents(repo, out, &raw, arena);
	detour_object_release(object);
	/* A broken one is told of there. */
	return detour_repo_read_mainline_changes(repo, out, limit, arena, err);
}

int detour_repo_read_changes(struct detour_repo *repo, struct detour_commit *commit, size_t limit,
	struct detour_arena *arena, struct detour_error *err)
{
	if (commit->parent_count < 2)
		return detour_repo_read_mainline_changes(repo, commit, limit, arena, err);
	commit->changes = NULL;
	commit->change_count = 0;
	commit->changes_cut = false;
	commit->facts |= DETOUR_FACT_PATHS;
	return 0;
}
