/*
 * A loose object: the bytes of its file, inflated, are "commit 123", a NUL and the object. Pure.
 */
#ifndef DETOUR_OBJECTS_LOOSE_H
#define DETOUR_OBJECTS_LOOSE_H

#include "inflate.h"
#include "object.h"

/* Files up to this size are read here: nearly all. How large what is in one gets cannot be told
 * before it is inflated, and a small file may hold a large object. */
#define DETOUR_LOOSE_LIMIT ((size_t)64 * 1024)
#define DETOUR_LOOSE_INFLATED_LIMIT ((size_t)1024 * 1024)

/* NULL where it is broken or past the limits. */
struct detour_object *detour_loose_read(
	struct detour_inflater *inflater, const void *bytes, size_t size);

#endif
