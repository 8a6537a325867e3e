/*
 * The entries of a pack, where they lie: what each is and where its deflated bytes begin. Pure; the
 * format is that of gitformat-pack(5). Nothing in it is trusted.
 */
#ifndef DETOUR_OBJECTS_PACK_H
#define DETOUR_OBJECTS_PACK_H

#include "object.h"

enum detour_entry_kind {
	DETOUR_ENTRY_WHOLE,       /* the object itself */
	DETOUR_ENTRY_DELTA,       /* against the entry at `base` */
	DETOUR_ENTRY_DELTA_OF_ID, /* against the object `base_id` of the same pack */
};

struct detour_pack_entry {
	enum detour_entry_kind kind;
	enum detour_object_type type; /* of a whole one */
	size_t size;                  /* inflated: of the object, or of the delta */
	const unsigned char *bytes;   /* deflated */
	size_t room;                  /* where they must have ended */
	uint64_t base;
	struct detour_oid base_id;
};

/* Is it a pack at all? */
bool detour_pack_is_one(const void *bytes, size_t size);
/* False where there is none at that place. */
bool detour_pack_entry_at(
	struct detour_pack_entry *out, const void *bytes, size_t size, uint64_t place);

#endif
