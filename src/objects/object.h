/*
 * An object of git as bytes: what is inside of packs and loose files, inflated. Counted, since
 * caches and readers hold the same one; the count is not for several threads at once.
 */
#ifndef DETOUR_OBJECTS_OBJECT_H
#define DETOUR_OBJECTS_OBJECT_H

#include "../base/commit.h"

/* The numbers are those of git's packs, and libgit2's. */
enum detour_object_type {
	DETOUR_OBJECT_COMMIT = 1,
	DETOUR_OBJECT_TREE = 2,
	DETOUR_OBJECT_BLOB = 3,
	DETOUR_OBJECT_TAG = 4,
};

struct detour_object {
	struct detour_oid oid; /* zero where it was read by its place alone */
	enum detour_object_type type;
	unsigned holders;
	size_t size;
	char *bytes; /* `size` of them and a NUL */
};

/* What is larger is not read: no commit and no tree that anybody made is. */
#define DETOUR_OBJECT_LIMIT ((size_t)256 * 1024 * 1024)

/* With room for `size` bytes, held once. NULL past the limit, and where there is no memory for
 * something large: the repository claims the size. */
struct detour_object *detour_object_new(enum detour_object_type type, size_t size);
/* Held once more. */
struct detour_object *detour_object_hold(struct detour_object *object);
void detour_object_release(struct detour_object *object); /* NULL too */

#endif
