/*
 * Objects that were read lately, one a slot; a newcomer takes the slot of whoever is there, and
 * where the bytes are too many the slots are emptied in turn.
 *
 * A walk reads each commit twice (its date, then its message) and each tree twice (as the new one,
 * then as the old one), soon after one another: that is all that this has to know.
 */
#ifndef DETOUR_OBJECTS_CACHE_H
#define DETOUR_OBJECTS_CACHE_H

#include "object.h"

struct detour_cache_slot {
	uint64_t key;
	struct detour_object *object;
};

struct detour_cache {
	struct detour_cache_slot *slots;
	size_t slot_count; /* a power of two, or 0: none were made yet */
	size_t wanted;     /* how many to make; 0: nothing is kept */
	size_t bytes, limit;
	size_t hand; /* where making room goes on */
};

/* `slots` must be a power of two; the limit is in bytes. */
void detour_cache_init(struct detour_cache *cache, size_t slots, size_t limit);
void detour_cache_release(struct detour_cache *cache);
/* To be released; NULL where there is none. Different things may have the same key: look at what
 * comes. */
struct detour_object *detour_cache_get(const struct detour_cache *cache, uint64_t key);
void detour_cache_put(struct detour_cache *cache, uint64_t key, struct detour_object *object);
/* The key of an id: it is a hash already, any of its bytes will do. */
uint64_t detour_cache_key(const struct detour_oid *oid);

#endif
