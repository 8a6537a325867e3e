/*
 * git's index file, entry by entry, where it lies. Pure; versions 2 to 4.
 *
 * libgit2 checks the sum of the whole file and makes an object of each entry: at a commit that
 * costs more than all else where there are many files. Here nothing is copied but names, and what
 * is broken ends the reading.
 */
#ifndef DETOUR_GIT_INDEX_READER_H
#define DETOUR_GIT_INDEX_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/buf.h"

struct detour_index_entry {
	unsigned mode;
	int stage;        /* 0, or 1 to 3 of a conflict: base, ours, theirs */
	const char *path; /* until the next entry; a folder that a sparse index keeps whole ends in
			     a slash */
	size_t path_size;
	const unsigned char *id;
};

struct detour_index_reader {
	const unsigned char *bytes;
	size_t size, at;
	uint32_t left;
	unsigned version;
	struct detour_buf path;
};

/* False where the bytes are no index that we know. */
bool detour_index_open(struct detour_index_reader *reader, const char *bytes, size_t size);
/* False at the end, and where the rest is broken. */
bool detour_index_next(struct detour_index_reader *reader, struct detour_index_entry *entry);
/* After the last entry: the folders whose entries are, one and all, those of a tree that git has
 * written ("cache tree"); `path` is relative, "" for the top. Stops where `each` returns false. */
typedef bool (*detour_index_tree_fn)(void *data, const char *path, const unsigned char *id);
void detour_index_trees(
	const struct detour_index_reader *reader, detour_index_tree_fn each, void *data);
/* Likewise: the id of the index that this one shares entries of ("split index"), or NULL. */
const unsigned char *detour_index_shared(const struct detour_index_reader *reader);
void detour_index_close(struct detour_index_reader *reader);

#endif
