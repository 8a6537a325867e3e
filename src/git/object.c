/*
 * Objects as bytes: from what was read lately, from our own reader of packs and loose files, and
 * where that does not have them from libgit2, which knows all that git ever wrote.
 */
#include "handle.h"

#include <string.h>

/* In bytes. A hook has little of its own; a long scan may have more. */
struct sizes {
	size_t commits, trees, blobs;   /* objects as they are */
	size_t blob_bases, other_bases; /* what deltas are against */
};

#define KIB ((size_t)1024)
static const struct sizes few = {384 * KIB, 1536 * KIB, 512 * KIB, 512 * KIB, 1024 * KIB};
static const struct sizes many = {2048 * KIB, 6144 * KIB, 4096 * KIB, 32768 * KIB, 8192 * KIB};

enum { LONG_COMMIT = 256 * 1024, LONG_LINE = 4096, MESSAGE_KEPT = DETOUR_MESSAGE_LIMIT + 16 };
enum { COMMIT_SIZE = 512, TREE_SIZE = 4096, BLOB_SIZE = 16384 }; /* to be expected */

git_oid detour_git_oid(const struct detour_oid *oid)
{
	git_oid out;

	git_oid_fromraw(&out, oid->id);
	return out;
}

struct detour_oid detour_git_from(const git_oid *oid)
{
	struct detour_oid out;

	memcpy(out.id, oid->id, sizeof(out.id));
	return out;
}

void detour_git_objects_release(struct detour_repo *repo)
{
	detour_cache_release(&repo->commits);
	detour_cache_release(&repo->trees);
	detour_cache_release(&repo->blobs);
	detour_store_free(repo->store);
	git_odb_free(repo->odb);
}

/* ---- where they are */

/* What a process that received a push or a test has set beside the usual place. */
static void each_borrowed(
	struct detour_repo *repo, void (*add)(struct detour_repo *repo, const char *path))
{
	static const char *const names[] = {
		"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *list = detour_git_env(repo, names[i]);

		while (list && *list) {
			size_t length = strcspn(list, ":");

			if (length)
				add(repo, detour_arena_strndup(&repo->arena, list, length));
			list += length + (list[length] == ':');
		}
	}
}

static void add_to_odb(struct detour_repo *repo, const char *path)
{
	git_odb_add_disk_alternate(repo->odb, path);
}

int detour_git_odb(struct detour_repo *repo, git_odb **out)
{
	int code = 0;

	if (!repo->odb) {
		code = git_repository_odb(&repo->odb, repo->git);
		if (!code)
			each_borrowed(repo, add_to_odb);
	}
	*out = repo->odb;
	return code;
}

static void add_to_store(struct detour_repo *repo, const char *path)
{
	detour_store_add_directory(repo->store, path);
}

static void set_cache(struct detour_cache *cache, size_t bytes, size_t size)
{
	size_t slots = 1;

	while (slots * size < bytes)
		slots *= 2;
	detour_cache_release(cache);
	detour_cache_init(cache, slots, bytes);
}

static void set_caches(struct detour_repo *repo, const struct sizes *sizes)
{
	set_cache(&repo->commits, sizes->commits, COMMIT_SIZE);
	set_cache(&repo->trees, sizes->trees, TREE_SIZE);
	set_cache(&repo->blobs, sizes->blobs, BLOB_SIZE);
	detour_store_set_limits(repo->store, sizes->blob_bases, sizes->other_bases);
}

static struct detour_store *store_of(struct detour_repo *repo)
{
	if (!repo->store) {
		repo->store = detour_store_new();
		add_to_store(
			repo, detour_arena_printf(&repo->arena, "%s/objects", repo->common_dir));
		each_borrowed(repo, add_to_store);
		set_caches(repo, &few);
	}
	return repo->store;
}

void detour_repo_expect_many(struct detour_repo *repo)
{
	store_of(repo);
	set_caches(repo, &many);
}

/* ---- reading one */

static struct detour_cache *cache_for(struct detour_repo *repo, enum detour_object_type type)
{
	return type == DETOUR_OBJECT_COMMIT ? &repo->commits
	       : type == DETOUR_OBJECT_TREE ? &repo->trees
					    : &repo->blobs;
}

static struct detour_object *get_kept(
	const struct detour_cache *cache, const struct detour_oid *oid)
{
	struct detour_object *object = detour_cache_get(cache, detour_cache_key(oid));

	if (!object || detour_oid_equal(&object->oid, oid))
		return object;
	detour_object_release(object);
	return NULL;
}

void detour_repo_lend_commit(
	struct detour_repo *from, struct detour_repo *to, const struct detour_oid *oid)
{
	struct detour_object *kept = get_kept(&to->commits, oid), *copy = NULL;

	if (!kept) {
		kept = get_kept(&from->commits, oid);
		if (kept)
			copy = detour_object_new(kept->type, kept->size);
	}
	if (copy) {
		copy->oid = *oid;
		memcpy(copy->bytes, kept->bytes, kept->size);
		store_of(to);
		detour_cache_put(&to->commits, detour_cache_key(oid), copy);
	}
	detour_object_release(copy);
	detour_object_release(kept);
}

/* The size is asked first: libgit2 can tell it without inflating. One of our codes; what the
 * library says of a failure stays its last error. */
static int ask_library(struct detour_repo *repo, const struct detour_oid *oid, size_t limit,
	struct detour_object **out)
{
	git_oid id = detour_git_oid(oid);
	git_odb_object *object;
	git_object_t type;
	size_t size = 0;
	git_odb *odb;
	int code = detour_git_odb(repo, &odb);

	if (!code)
		code = git_odb_read_header(&size, &type, odb, &id);
	if (!code && (size > limit || size > DETOUR_OBJECT_LIMIT))
		return DETOUR_ELIMIT;
	if (!code)
		code = git_odb_read(&object, odb, &id);
	if (code)
		return detour_git_code(code);
	*out = detour_object_new(
		(enum detour_object_type)git_odb_object_type(object), git_odb_object_size(object));
	if (*out) {
		(*out)->oid = *oid;
		memcpy((*out)->bytes, git_odb_object_data(object), (*out)->size);
	}
	git_odb_object_free(object);
	return *out ? 0 : DETOUR_ELIMIT;
}

/* Adds a line of a header that is read, a very long one without its middle: of names no more is
 * used than their start, and the date stands at the end. */
static void keep_line(struct detour_buf *out, const char *line, size_t size)
{
	static const char *const read[] = {
		"tree ", "parent ", "author ", "committer ", "encoding "};
	bool is_read = false;

	for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
		is_read = is_read || !strncmp(line, read[i], strlen(read[i]));
	if (!is_read)
		return;
	if (size > LONG_LINE) {
		detour_buf_add(out, line, LONG_LINE / 2);
		line += size - LONG_LINE / 2;
		size = LONG_LINE / 2;
	}
	detour_buf_add(out, line, size);
}

/* A long commit would be inflated again and again, for it is not kept. Instead of it comes a copy
 * of what is ever used: of its message a piece, which is longer than what is used, too. */
static struct detour_object *shorten(struct detour_object *commit)
{
	const char *from = commit->bytes, *end = from + commit->size;
	struct detour_buf kept = DETOUR_BUF_INIT;
	struct detour_object *piece;

	while (from < end && *from != '\n') {
		const char *eol = memchr(from, '\n', (size_t)(end - from));
		size_t size = (size_t)((eol ? eol + 1 : end) - from);

		keep_line(&kept, from, size);
		from += size;
	}
	detour_buf_add(&kept, from,
		(size_t)(end - from) < MESSAGE_KEPT ? (size_t)(end - from) : MESSAGE_KEPT);
	piece = detour_object_new(commit->type, kept.size);
	if (piece) {
		piece->oid = commit->oid;
		memcpy(piece->bytes, kept.ptr, kept.size);
		detour_object_release(commit);
	}
	detour_buf_release(&kept);
	return piece ? piece : commit;
}

int detour_git_read_up_to(struct detour_repo *repo, const struct detour_oid *oid,
	enum detour_object_type type, size_t limit, struct detour_object **out)
{
	struct detour_store *store = store_of(repo);
	struct detour_cache *cache = cache_for(repo, type);
	int code = 0;

	*out = get_kept(cache, oid);
	if (*out)
		return 0;
	code = detour_store_read(store, oid, type, limit, out);
	if (code == DETOUR_ENOTFOUND)
		code = ask_library(repo, oid, limit, out);
	if (code)
		return code;
	if ((*out)->type != type) {
		detour_object_release(*out);
		*out = NULL;
		return DETOUR_EINVALID;
	}
	if (type == DETOUR_OBJECT_COMMIT && (*out)->size > LONG_COMMIT)
		*out = shorten(*out);
	detour_cache_put(cache, detour_cache_key(oid), *out);
	return 0;
}

int detour_git_read(struct detour_repo *repo, const struct detour_oid *oid,
	enum detour_object_type type, struct detour_object **out)
{
	return detour_git_read_up_to(repo, oid, type, DETOUR_OBJECT_LIMIT, out);
}

int detour_git_read_or_tell(struct detour_repo *repo, const struct detour_oid *oid,
	enum detour_object_type type, struct detour_object **out, struct detour_error *err)
{
	char hex[DETOUR_HEX_SIZE + 1];
	const char *what = git_object_type2string((git_object_t)type);
	int code = detour_git_read(repo, oid, type, out);

	if (!code)
		return 0;
	detour_oid_hex(oid, hex);
	switch (code) {
	case DETOUR_EINVALID:
		return detour_error_set(
			err, code, "cannot read %s %s: it is something else", what, hex);
	case DETOUR_ENOTFOUND:
		return detour_error_set(err, code, "cannot read %s %s: it is not here", what, hex);
	case DETOUR_ELIMIT:
		return detour_error_set(err, code, "cannot read %s %s: it is too large", what, hex);
	default:
		return detour_git_fail(err, GIT_ERROR, "cannot read %s %s", what, hex);
	}
}

bool detour_repo_has(struct detour_repo *repo, const struct detour_oid *oid)
{
	git_oid id = detour_git_oid(oid);
	git_odb *odb;

	return detour_store_has(store_of(repo), oid) ||
	       (!detour_git_odb(repo, &odb) && git_odb_exists(odb, &id));
}
