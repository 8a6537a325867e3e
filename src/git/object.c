/*
 * Objects as bytes, through two small caches of ours: libgit2's own is switched off, since it takes
 * a lock and a hash for every look and throws away at random. A walk reads each commit twice (its
 * date, then its message) and each tree twice (as the new one, then as the old one), soon after one
 * another; a slot for each is all that it takes. Blobs are read for their lines and for the rules
 * of one commit, and once more as the new ones of an older commit.
 */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

enum {
	SLOTS_MIN = 256,
	SLOTS_MAX = 16384,
	DEFAULT_CACHE = 8 * 1024 * 1024,
	BLOB_CACHE = 4 * 1024 * 1024
};

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

static void cache_drop(struct detour_git_cache *cache, size_t slot)
{
	git_odb_object *object = cache->slots[slot];

	if (!object)
		return;
	cache->bytes -= git_odb_object_size(object);
	git_odb_object_free(object);
	cache->slots[slot] = NULL;
}

static void cache_release(struct detour_git_cache *cache)
{
	for (size_t i = 0; i < cache->slot_count; i++)
		cache_drop(cache, i);
	free(cache->slots);
	memset(cache, 0, sizeof(*cache));
}

static void cache_init(struct detour_git_cache *cache, size_t slots, size_t limit)
{
	cache_release(cache);
	cache->limit = limit;
	cache->wanted = limit ? slots : 0;
}

/* Put off until there is something to keep: a hook may never see a tree. */
static void make_slots(struct detour_git_cache *cache)
{
	size_t size = cache->wanted * sizeof(*cache->slots);

	cache->slots = detour_realloc(NULL, size);
	memset(cache->slots, 0, size);
	cache->slot_count = cache->wanted;
}

/* Ids are hashes already: any of their bytes will do. */
static size_t cache_slot(const struct detour_git_cache *cache, const unsigned char *id)
{
	return ((size_t)id[0] | (size_t)id[1] << 8 | (size_t)id[2] << 16) & (cache->slot_count - 1);
}

static git_odb_object *cache_get(struct detour_git_cache *cache, const struct detour_oid *oid)
{
	git_odb_object *object, *copy;

	if (!cache->slot_count)
		return NULL;
	object = cache->slots[cache_slot(cache, oid->id)];
	if (!object || memcmp(git_odb_object_id(object)->id, oid->id, sizeof(oid->id)) ||
		git_odb_object_dup(&copy, object))
		return NULL;
	return copy;
}

static void cache_put(struct detour_git_cache *cache, git_odb_object *object)
{
	size_t size = git_odb_object_size(object), slot;
	git_odb_object *copy;

	if (!cache->wanted || size > cache->limit / 8 || git_odb_object_dup(&copy, object))
		return;
	if (!cache->slots)
		make_slots(cache);
	slot = cache_slot(cache, git_odb_object_id(object)->id);
	cache_drop(cache, slot);
	cache->slots[slot] = copy;
	cache->bytes += size;
	while (cache->bytes > cache->limit) {
		if (cache->hand != slot)
			cache_drop(cache, cache->hand);
		cache->hand = (cache->hand + 1) & (cache->slot_count - 1);
	}
}

void detour_repo_set_cache(struct detour_repo *repo, size_t bytes)
{
	size_t slots = SLOTS_MIN;

	while (slots < SLOTS_MAX && slots < bytes / 8192)
		slots *= 2;
	cache_init(&repo->commits, slots, bytes / 4);
	cache_init(&repo->trees, slots, bytes - bytes / 4);
	cache_init(&repo->blobs, SLOTS_MIN, BLOB_CACHE);
}

void detour_git_caches_release(struct detour_repo *repo)
{
	cache_release(&repo->commits);
	cache_release(&repo->trees);
	cache_release(&repo->blobs);
}

/* What a process that received a push or a test has set beside the usual place. */
static void add_alternates(struct detour_repo *repo, const char *list)
{
	while (list && *list) {
		size_t length = strcspn(list, ":");
		char *path = detour_arena_strndup(&repo->arena, list, length);

		if (*path)
			git_odb_add_disk_alternate(repo->odb, path);
		list += length + (list[length] == ':');
	}
}

int detour_git_odb(struct detour_repo *repo, git_odb **out)
{
	int code = 0;

	if (!repo->odb) {
		code = git_repository_odb(&repo->odb, repo->git);
		if (!code) {
			detour_repo_set_cache(repo, DEFAULT_CACHE);
			add_alternates(repo, detour_git_env(repo, "GIT_OBJECT_DIRECTORY"));
			add_alternates(
				repo, detour_git_env(repo, "GIT_ALTERNATE_OBJECT_DIRECTORIES"));
		}
	}
	*out = repo->odb;
	return code;
}

static struct detour_git_cache *cache_for(struct detour_repo *repo, git_object_t type)
{
	return type == GIT_OBJECT_COMMIT ? &repo->commits
	       : type == GIT_OBJECT_TREE ? &repo->trees
					 : &repo->blobs;
}

/* 0 or libgit2's code; GIT_ENOTFOUND where it is of another type, with `other` set. */
static int read_object(struct detour_repo *repo, const struct detour_oid *oid, git_object_t type,
	git_odb_object **out, bool *other)
{
	struct detour_git_cache *cache = cache_for(repo, type);
	git_oid id = detour_git_oid(oid);
	git_odb *odb;
	int code = detour_git_odb(repo, &odb);

	*out = NULL;
	*other = false;
	if (code)
		return code;
	if (cache && (*out = cache_get(cache, oid)))
		return 0;
	code = git_odb_read(out, odb, &id);
	if (code)
		return code;
	if (git_odb_object_type(*out) != type) {
		git_odb_object_free(*out);
		*out = NULL;
		*other = true;
		return GIT_ENOTFOUND;
	}
	if (cache)
		cache_put(cache, *out);
	return 0;
}

int detour_git_read(struct detour_repo *repo, const struct detour_oid *oid, git_object_t type,
	git_odb_object **out)
{
	bool other;
	int code = read_object(repo, oid, type, out, &other);

	return other ? DETOUR_EINVALID : detour_git_code(code);
}

int detour_git_read_or_tell(struct detour_repo *repo, const struct detour_oid *oid,
	git_object_t type, git_odb_object **out, struct detour_error *err)
{
	char hex[DETOUR_HEX_SIZE + 1];
	const char *what = git_object_type2string(type);
	bool other;
	int code = read_object(repo, oid, type, out, &other);

	if (!code)
		return 0;
	detour_oid_hex(oid, hex);
	if (other)
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot read %s %s: it is something else", what, hex);
	if (code == GIT_ENOTFOUND)
		return detour_error_set(
			err, DETOUR_ENOTFOUND, "cannot read %s %s: it is not here", what, hex);
	return detour_git_fail(err, code, "cannot read %s %s", what, hex);
}

bool detour_repo_has(struct detour_repo *repo, const struct detour_oid *oid)
{
	git_oid id = detour_git_oid(oid);
	git_odb *odb;

	return !detour_git_odb(repo, &odb) && git_odb_exists(odb, &id);
}
