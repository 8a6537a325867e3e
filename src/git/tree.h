/*
 * Tree objects, entry by entry, where they lie. Pure.
 */
#ifndef DETOUR_GIT_TREE_H
#define DETOUR_GIT_TREE_H

#include "../base/commit.h"

enum {
	DETOUR_MODE_TYPE = 0170000,
	DETOUR_MODE_DIRECTORY = 0040000,
	DETOUR_MODE_REGULAR = 0100000,
	DETOUR_MODE_LINK = 0120000,
	DETOUR_MODE_SUBMODULE = 0160000,
};

struct detour_tree_entry {
	unsigned mode; /* as git shows it: 100644, 100755, 120000, 160000, 40000 */
	const char *name;
	size_t name_size;
	const unsigned char *id;
};

struct detour_tree_reader {
	const char *at, *end;
	bool broken;
};

void detour_tree_open(struct detour_tree_reader *reader, const char *bytes, size_t size);
/* False at the end, and where the tree is broken. */
bool detour_tree_next(struct detour_tree_reader *reader, struct detour_tree_entry *entry);
/* git's order: by bytes, directories as if a slash stood behind their names. */
int detour_tree_compare(const struct detour_tree_entry *a, const struct detour_tree_entry *b);
bool detour_tree_is_directory(const struct detour_tree_entry *entry);

#endif
