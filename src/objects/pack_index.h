/*
 * The index of a pack, version 2: sorted ids and where in the pack each object is. Pure; the
 * format is that of gitformat-pack(5). Nothing in it is trusted.
 */
#ifndef DETOUR_OBJECTS_PACK_INDEX_H
#define DETOUR_OBJECTS_PACK_INDEX_H

#include "../base/commit.h"

struct detour_pack_index {
	const unsigned char *first; /* 256 counts: how many ids begin with that byte or a lower */
	const unsigned char *ids, *places, *far_places;
	size_t count, far_count;
};

/* False where it is of another version or cannot hold what it says. The bytes stay the caller's. */
bool detour_pack_index_read(struct detour_pack_index *out, const void *bytes, size_t size);
/* False where it does not hold the id. */
bool detour_pack_index_find(
	const struct detour_pack_index *index, const struct detour_oid *oid, uint64_t *place);

#endif
