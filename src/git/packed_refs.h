/*
 * packed-refs taken apart: the references that git keeps as lines of one file. Pure, and reads no
 * more than the lines that were asked for, where the file says that it is sorted.
 *
 * detour_packed_refs_open, next until it is false, then a look at `broken`.
 */
#ifndef DETOUR_GIT_PACKED_REFS_H
#define DETOUR_GIT_PACKED_REFS_H

#include "../base/commit.h"

struct detour_packed_refs {
	const char *at, *end, *prefix;
	size_t prefix_size;
	bool is_sorted;
	bool broken; /* a line was none of these */
};

struct detour_packed_ref {
	const char *name; /* not terminated */
	size_t name_size;
	struct detour_oid oid; /* what a tag stands for, where that is told */
};

/* Those whose names begin with the prefix. Bytes and prefix stay the caller's. */
void detour_packed_refs_open(
	struct detour_packed_refs *refs, const char *bytes, size_t size, const char *prefix);
bool detour_packed_refs_next(struct detour_packed_refs *refs, struct detour_packed_ref *out);

#endif
