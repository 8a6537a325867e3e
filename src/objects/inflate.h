/*
 * Inflating where the size is known before: the only user of libdeflate, which is about three times
 * as fast at that as zlib, and keeps its tables from one object to the next.
 */
#ifndef DETOUR_OBJECTS_INFLATE_H
#define DETOUR_OBJECTS_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

struct detour_inflater; /* for one thread */

struct detour_inflater *detour_inflater_new(void); /* NULL where there is no memory */
void detour_inflater_free(struct detour_inflater *inflater);

/* Exactly `size` bytes; false where the stream is broken (its checksum, too), or is shorter or
 * longer. It may end before its `from_size` bytes do. */
bool detour_inflate(struct detour_inflater *inflater, const void *from, size_t from_size, void *to,
	size_t size);
/* As many as there are, but at most `room`: they are in *size. False where it is broken or there
 * are more. */
bool detour_inflate_up_to(struct detour_inflater *inflater, const void *from, size_t from_size,
	void *to, size_t room, size_t *size);

#endif
