/*
 * The store: the packs and loose files of a repository and of those that it borrows from, read
 * without libgit2, which needs a buffer and tables of its own for each object and forgets what a
 * delta was against (tests/bench shows what that costs).
 *
 * detour_store_new, set_limits, add_directory for each place, any number of reads, free. What it
 * cannot read (an index of another version, a large loose file, a pack that is gone) it says it
 * does not have: then libgit2 is asked, which knows all that git writes. For one thread.
 */
#ifndef DETOUR_OBJECTS_STORE_H
#define DETOUR_OBJECTS_STORE_H

#include "object.h"

struct detour_store;

struct detour_store *detour_store_new(void);
void detour_store_free(struct detour_store *store);
/* An "objects" directory, and what its info/alternates names. */
void detour_store_add_directory(struct detour_store *store, const char *path);
/* How many bytes may be kept of what others are deltas against, of blobs and of all else; none at
 * first. */
void detour_store_set_limits(struct detour_store *store, size_t blobs, size_t others);

/* DETOUR_ENOTFOUND where it does not have it; DETOUR_ELIMIT where the object is larger than `limit`
 * bytes: then it was not made. The object is to be released, and may be of another type than the
 * one expected. */
int detour_store_read(struct detour_store *store, const struct detour_oid *oid,
	enum detour_object_type expected, size_t limit, struct detour_object **out);
bool detour_store_has(struct detour_store *store, const struct detour_oid *oid);

#endif
