/* Folders in memory; see tree.h. */
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void tree_die(const char *what, const char *path)
{
	fprintf(stderr, "drive: cannot %s %s: %s\n", what, path, strerror(errno));
	exit(2);
}

char *tree_printf(const char *format, ...)
{
	char text[8192], *copy;
	va_list rest;

	va_start(rest, format);
	vsnprintf(text, sizeof(text), format, rest);
	va_end(rest);
	copy = strdup(text);
	if (!copy)
		tree_die("copy", text);
	return copy;
}

static void load(struct entry *entry, const char *full, size_t size)
{
	int fd = open(full, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		tree_die("open", full);
	entry->bytes = calloc(size + 1, 1);
	got = read(fd, entry->bytes, size);
	if (got != (ssize_t)size)
		tree_die("read", full);
	entry->size = size;
	close(fd);
}

static void take(struct tree *tree, const char *root, const char *below)
{
	char *folder = tree_printf("%s/%s", root, below);
	DIR *handle = opendir(folder);
	struct dirent *item;

	if (!handle)
		tree_die("list", folder);
	while ((item = readdir(handle)) != NULL) {
		struct entry entry = {0};
		struct stat info;
		char *full;

		if (!strcmp(item->d_name, ".") || !strcmp(item->d_name, ".."))
			continue;
		entry.path = tree_printf("%s%s%s", below, *below ? "/" : "", item->d_name);
		full = tree_printf("%s/%s", root, entry.path);
		if (lstat(full, &info) < 0)
			tree_die("look at", full);
		entry.mode = info.st_mode;
		if (S_ISREG(info.st_mode))
			load(&entry, full, (size_t)info.st_size);
		if (S_ISLNK(info.st_mode)) {
			entry.bytes = calloc((size_t)info.st_size + 1, 1);
			if (readlink(full, entry.bytes, (size_t)info.st_size) < 0)
				tree_die("read", full);
			entry.size = (size_t)info.st_size;
		}
		free(full);
		tree->entries = realloc(tree->entries, (tree->count + 1) * sizeof(entry));
		tree->entries[tree->count++] = entry;
		if (S_ISDIR(info.st_mode))
			take(tree, root, entry.path);
	}
	closedir(handle);
	free(folder);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

struct tree tree_take(const char *root)
{
	struct tree tree = {NULL, 0};

	take(&tree, root, "");
	if (tree.count)
		qsort(tree.entries, tree.count, sizeof(*tree.entries), by_path);
	return tree;
}

void tree_free(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		free(tree->entries[i].path);
		free(tree->entries[i].bytes);
	}
	free(tree->entries);
	*tree = (struct tree){NULL, 0};
}

const struct entry *tree_find(const struct tree *tree, const char *path)
{
	struct entry key = {.path = (char *)path};

	return tree->count ? bsearch(&key, tree->entries, tree->count, sizeof(key), by_path) : NULL;
}

bool tree_same_entry(const struct entry *a, const struct entry *b)
{
	if (!a || !b)
		return a == b;
	return a->mode == b->mode && a->size == b->size &&
	       (!a->size || !memcmp(a->bytes, b->bytes, a->size));
}

bool tree_same(const struct tree *a, const struct tree *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->entries[i].path, b->entries[i].path) != 0 ||
			!tree_same_entry(&a->entries[i], &b->entries[i]))
			return false;
	return true;
}

static void discard(const char *root, const struct entry *entry)
{
	char *full = tree_printf("%s/%s", root, entry->path);

	if ((S_ISDIR(entry->mode) ? rmdir(full) : unlink(full)) < 0)
		tree_die("remove", full);
	free(full);
}

static void put(const char *root, const struct entry *entry)
{
	char *full = tree_printf("%s/%s", root, entry->path);
	int fd;

	if (S_ISDIR(entry->mode)) {
		if (mkdir(full, 0700) < 0 && errno != EEXIST)
			tree_die("make", full);
	} else if (S_ISLNK(entry->mode)) {
		if (symlink(entry->bytes, full) < 0)
			tree_die("link", full);
	} else {
		fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		if (fd < 0 || write(fd, entry->bytes, entry->size) != (ssize_t)entry->size)
			tree_die("write", full);
		close(fd);
	}
	if (!S_ISLNK(entry->mode) && chmod(full, entry->mode & 07777) < 0)
		tree_die("change", full);
	free(full);
}

void tree_restore(const char *root, const struct tree *tree)
{
	struct tree now = tree_take(root);

	for (size_t i = now.count; i-- > 0;) {
		const struct entry *had = tree_find(tree, now.entries[i].path);

		if (!had || (had->mode & S_IFMT) != (now.entries[i].mode & S_IFMT))
			discard(root, &now.entries[i]);
	}
	for (size_t i = 0; i < tree->count; i++)
		if (!tree_same_entry(&tree->entries[i], tree_find(&now, tree->entries[i].path)))
			put(root, &tree->entries[i]);
	tree_free(&now);
}
