/* Packs and loose files as one store; see store.h. */
#include "store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/file.h"
#include "cache.h"
#include "delta.h"
#include "loose.h"
#include "pack.h"
#include "packs.h"

enum {
	CHAIN_LIMIT = 16 * 1024, /* deltas of deltas: git makes 50, and never more than 4,095 */
	LUCK = 16,
};
static const size_t BASE_SIZE = 2048; /* of an object, to be expected */
static const size_t SCRATCH_KEPT = (size_t)256 * 1024;

struct link { /* of a chain of deltas */
	uint64_t place;
	struct detour_pack_entry entry;
};

struct detour_store {
	struct detour_packs packs;
	/* Whether to look for a loose file first: what was just committed is loose, what a walk
	 * meets is packed. */
	int loose_luck;

	struct detour_inflater *inflater;
	/* What others are deltas against, by pack and place. Blobs would drive out the trees. */
	struct detour_cache blobs, others;
	struct detour_cache *bases; /* the one of the two that is used now */
	struct link *chain;
	size_t chain_capacity;
	struct detour_buf scratch;       /* a delta, or a loose file */
	const unsigned char *in_scratch; /* which delta: where it is deflated */
};

struct detour_store *detour_store_new(void)
{
	struct detour_store *store = detour_calloc(1, sizeof(*store));

	store->loose_luck = LUCK;
	store->scratch = (struct detour_buf)DETOUR_BUF_INIT;
	return store;
}

static void set_limit(struct detour_cache *bases, size_t bytes)
{
	size_t slots = 1;

	while (slots * BASE_SIZE < bytes)
		slots *= 2;
	detour_cache_release(bases);
	detour_cache_init(bases, slots, bytes);
}

void detour_store_set_limits(struct detour_store *store, size_t blobs, size_t others)
{
	set_limit(&store->blobs, blobs);
	set_limit(&store->others, others);
}

void detour_store_free(struct detour_store *store)
{
	if (!store)
		return;
	detour_cache_release(&store->blobs);
	detour_cache_release(&store->others);
	detour_packs_release(&store->packs);
	free(store->chain);
	detour_buf_release(&store->scratch);
	detour_inflater_free(store->inflater);
	free(store);
}

void detour_store_add_directory(struct detour_store *store, const char *path)
{
	detour_packs_add(&store->packs, path);
}

/* ---- packs */

static uint64_t base_key(
	const struct detour_store *store, const struct detour_pack *pack, uint64_t place)
{
	return (uint64_t)(pack - store->packs.list) << 48 ^ place;
}

/* Inflates into the scratch. */
static bool read_delta(struct detour_store *store, const struct detour_pack_entry *entry,
	struct detour_delta *delta)
{
	if (store->in_scratch == entry->bytes)
		return detour_delta_open(delta, store->scratch.ptr, entry->size);
	store->in_scratch = NULL;
	if (entry->size > DETOUR_OBJECT_LIMIT)
		return false;
	if (store->scratch.capacity > SCRATCH_KEPT && entry->size < SCRATCH_KEPT)
		detour_buf_release(&store->scratch);
	detour_buf_clear(&store->scratch);
	detour_buf_reserve(&store->scratch, entry->size);
	if (!detour_inflate(
		    store->inflater, entry->bytes, entry->room, store->scratch.ptr, entry->size))
		return false;
	store->in_scratch = entry->bytes;
	return detour_delta_open(delta, store->scratch.ptr, entry->size);
}

static struct detour_object *read_whole(
	struct detour_store *store, const struct detour_pack_entry *entry)
{
	struct detour_object *object = detour_object_new(entry->type, entry->size);

	if (object && detour_inflate(store->inflater, entry->bytes, entry->room, object->bytes,
			      entry->size))
		return object;
	detour_object_release(object);
	return NULL;
}

/* Gives the base back. */
static struct detour_object *read_changed(struct detour_store *store,
	const struct detour_pack_entry *entry, struct detour_object *base)
{
	struct detour_object *object = NULL;
	struct detour_delta delta;

	if (read_delta(store, entry, &delta))
		object = detour_object_new(base->type, delta.new_size);
	if (object && !detour_delta_apply(&delta, base->bytes, base->size, object->bytes)) {
		detour_object_release(object);
		object = NULL;
	}
	detour_object_release(base);
	return object;
}

static bool add_link(struct detour_store *store, size_t count, uint64_t place,
	const struct detour_pack_entry *entry)
{
	if (count == CHAIN_LIMIT)
		return false;
	if (count == store->chain_capacity) {
		store->chain_capacity = store->chain_capacity ? 2 * store->chain_capacity : 64;
		store->chain =
			detour_realloc(store->chain, store->chain_capacity * sizeof(*store->chain));
	}
	store->chain[count] = (struct link){place, *entry};
	return true;
}

static bool base_place(
	const struct detour_pack *pack, const struct detour_pack_entry *entry, uint64_t *place)
{
	*place = entry->base;
	return entry->kind == DETOUR_ENTRY_DELTA ||
	       detour_pack_index_find(&pack->index, &entry->base_id, place);
}

/* From an entry down to one that is whole, or whose object is kept: that is *base, else NULL.
 * False where it is broken. */
static bool follow_chain(struct detour_store *store, const struct detour_pack *pack, uint64_t place,
	struct detour_object **base, size_t *count)
{
	struct detour_pack_entry entry = {.kind = DETOUR_ENTRY_DELTA};

	for (*count = 0;; ++*count) {
		*base = detour_cache_get(store->bases, base_key(store, pack, place));
		if (*base || (*count && entry.kind == DETOUR_ENTRY_WHOLE))
			return true;
		if (!detour_pack_entry_at(&entry, pack->map.bytes, pack->map.size, place) ||
			!add_link(store, *count, place, &entry) ||
			(entry.kind != DETOUR_ENTRY_WHOLE && !base_place(pack, &entry, &place)))
			return false;
	}
}

/* Before any object is made: how large is the one that the chain leads to? */
static int check_size(
	struct detour_store *store, const struct detour_object *base, size_t count, size_t limit)
{
	const struct detour_pack_entry *entry = count ? &store->chain[0].entry : NULL;
	struct detour_delta delta;
	size_t size;

	if (!entry) {
		size = base->size;
	} else if (entry->kind == DETOUR_ENTRY_WHOLE) {
		size = entry->size;
	} else {
		if (!read_delta(store, entry, &delta))
			return DETOUR_ENOTFOUND;
		size = delta.new_size;
	}
	return size > limit ? DETOUR_ELIMIT : 0;
}

static int read_packed(struct detour_store *store, const struct detour_pack *pack, uint64_t place,
	size_t limit, struct detour_object **out)
{
	struct detour_object *object = NULL;
	size_t count;
	int code = follow_chain(store, pack, place, &object, &count) ? 0 : DETOUR_ENOTFOUND;

	if (!code && limit < DETOUR_OBJECT_LIMIT)
		code = check_size(store, object, count, limit);
	if (code) {
		detour_object_release(object);
		return code;
	}
	while (count) {
		const struct link *link = &store->chain[--count];

		object = object ? read_changed(store, &link->entry, object)
				: read_whole(store, &link->entry);
		if (!object)
			return DETOUR_ENOTFOUND;
		detour_cache_put(store->bases, base_key(store, pack, link->place), object);
	}
	*out = object;
	return 0;
}

/* ---- loose files */

static const char *loose_path(
	struct detour_arena *arena, const char *directory, const struct detour_oid *oid)
{
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(oid, hex);
	return detour_arena_printf(arena, "%s/%.2s/%s", directory, hex, hex + 2);
}

static int read_loose(struct detour_store *store, const struct detour_oid *oid, size_t limit,
	struct detour_object **out)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	*out = NULL;
	store->in_scratch = NULL;
	for (size_t i = 0; !*out && i < store->packs.directory_count; i++)
		if (!detour_file_read(loose_path(&arena, store->packs.directories[i], oid),
			    DETOUR_LOOSE_LIMIT, DETOUR_FILE_FOLLOW, &store->scratch, NULL))
			*out = detour_loose_read(
				store->inflater, store->scratch.ptr, store->scratch.size);
	detour_arena_release(&arena);
	if (*out && (*out)->size > limit) {
		detour_object_release(*out);
		*out = NULL;
		return DETOUR_ELIMIT;
	}
	return *out ? 0 : DETOUR_ENOTFOUND;
}

static bool has_loose(struct detour_store *store, const struct detour_oid *oid)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	bool has = false;

	for (size_t i = 0; !has && i < store->packs.directory_count; i++)
		has = !access(loose_path(&arena, store->packs.directories[i], oid), R_OK);
	detour_arena_release(&arena);
	return has;
}

/* ---- both */

static int read_any(struct detour_store *store, const struct detour_oid *oid, size_t limit,
	struct detour_object **out)
{
	struct detour_pack *pack;
	uint64_t place;
	int code = DETOUR_ENOTFOUND;
	bool loose_first = store->loose_luck > 0;

	if (loose_first)
		code = read_loose(store, oid, limit, out);
	if (code != DETOUR_ENOTFOUND) {
		store->loose_luck = LUCK;
		return code;
	}
	store->loose_luck -= loose_first;
	pack = detour_packs_find(&store->packs, oid, &place);
	if (pack)
		return read_packed(store, pack, place, limit, out);
	return loose_first ? DETOUR_ENOTFOUND : read_loose(store, oid, limit, out);
}

int detour_store_read(struct detour_store *store, const struct detour_oid *oid,
	enum detour_object_type expected, size_t limit, struct detour_object **out)
{
	int code = DETOUR_ENOTFOUND;

	store->bases = expected == DETOUR_OBJECT_BLOB ? &store->blobs : &store->others;

	*out = NULL;
	if (!store->inflater)
		store->inflater = detour_inflater_new();
	if (store->inflater)
		code = read_any(store, oid, limit, out);
	if (!code)
		(*out)->oid = *oid;
	return code;
}

bool detour_store_has(struct detour_store *store, const struct detour_oid *oid)
{
	uint64_t place;

	return detour_packs_find(&store->packs, oid, &place) || has_loose(store, oid);
}
