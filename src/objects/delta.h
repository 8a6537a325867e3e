/*
 * Deltas as packs hold them: the sizes of the old and the new object, then steps that either copy a
 * part of the old one or bring bytes of their own. Pure. The format is that of gitformat-pack(5).
 */
#ifndef DETOUR_OBJECTS_DELTA_H
#define DETOUR_OBJECTS_DELTA_H

#include <stdbool.h>
#include <stddef.h>

struct detour_delta {
	const unsigned char *at, *end; /* the steps */
	size_t old_size, new_size;
};

/* False where not even the sizes can be read. */
bool detour_delta_open(struct detour_delta *out, const void *bytes, size_t size);
/* Writes exactly new_size bytes to `new`; false where the delta is broken or is not one of `old`.
 */
bool detour_delta_apply(
	const struct detour_delta *delta, const char *old, size_t old_size, char *new);

#endif
