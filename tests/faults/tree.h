/*
 * A small folder with all that is in it, in memory: taken, compared, put back.
 *
 * tree_take, any number of tree_find and tree_restore, tree_free. Anything that fails ends the
 * program: this is a test.
 */
#ifndef DETOUR_FAULTS_TREE_H
#define DETOUR_FAULTS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct entry {
	char *path;  /* below the root, without "/" in front */
	mode_t mode; /* type and permissions */
	char *bytes; /* of a file, or where a link leads; NULL for others */
	size_t size;
};

struct tree {
	struct entry *entries; /* by path, folders before what is in them */
	size_t count;
};

struct tree tree_take(const char *root);
void tree_free(struct tree *tree);
const struct entry *tree_find(const struct tree *tree, const char *path);
/* Both may be NULL, which means that there is nothing of this name. */
bool tree_same_entry(const struct entry *a, const struct entry *b);
bool tree_same(const struct tree *a, const struct tree *b);
/* Writes what differs, removes what was not there. */
void tree_restore(const char *root, const struct tree *tree);

void tree_die(const char *what, const char *path);
char *tree_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
