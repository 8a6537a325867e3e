/* Objects kept for a while; see cache.h. */
#include "cache.h"

#include <stdlib.h>
#include <string.h>

static void drop(struct detour_cache *cache, size_t slot)
{
	struct detour_object *object = cache->slots[slot].object;

	if (!object)
		return;
	cache->bytes -= object->size;
	detour_object_release(object);
	cache->slots[slot].object = NULL;
}

void detour_cache_init(struct detour_cache *cache, size_t slots, size_t limit)
{
	memset(cache, 0, sizeof(*cache));
	cache->limit = limit;
	cache->wanted = limit ? slots : 0;
}

void detour_cache_release(struct detour_cache *cache)
{
	for (size_t i = 0; i < cache->slot_count; i++)
		drop(cache, i);
	free(cache->slots);
	memset(cache, 0, sizeof(*cache));
}

/* Put off until there is something to keep: a hook may never see a tree. */
static void make_slots(struct detour_cache *cache)
{
	cache->slots = detour_calloc(cache->wanted, sizeof(*cache->slots));
	cache->slot_count = cache->wanted;
}

uint64_t detour_cache_key(const struct detour_oid *oid)
{
	uint64_t key;

	memcpy(&key, oid->id, sizeof(key));
	return key;
}

/* Places in a pack have few random bits, and these are in the middle. */
static size_t slot_of(const struct detour_cache *cache, uint64_t key)
{
	return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (cache->slot_count - 1);
}

struct detour_object *detour_cache_get(const struct detour_cache *cache, uint64_t key)
{
	const struct detour_cache_slot *slot;

	if (!cache->slot_count)
		return NULL;
	slot = &cache->slots[slot_of(cache, key)];
	return slot->object && slot->key == key ? detour_object_hold(slot->object) : NULL;
}

void detour_cache_put(struct detour_cache *cache, uint64_t key, struct detour_object *object)
{
	size_t slot;

	if (!cache->wanted || object->size > cache->limit / 2)
		return;
	if (!cache->slots)
		make_slots(cache);
	slot = slot_of(cache, key);
	drop(cache, slot);
	cache->slots[slot] = (struct detour_cache_slot){key, detour_object_hold(object)};
	cache->bytes += object->size;
	while (cache->bytes > cache->limit) {
		if (cache->hand != slot)
			drop(cache, cache->hand);
		cache->hand = (cache->hand + 1) & (cache->slot_count - 1);
	}
}
