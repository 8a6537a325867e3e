/* Paths as people type them, from where they stand; see repository.h. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"

/* Takes "." and ".." out by the letter, as git does: what is meant need not exist. */
static void normalize(char *path)
{
	char *to = path, *from = path;

	while (*from) {
		size_t size = strcspn(from, "/");
		bool up = size == 2 && !memcmp(from, "..", 2);

		if (up) {
			while (to > path && *--to != '/')
				;
		} else if (size && !(size == 1 && *from == '.')) {
			*to++ = '/';
			memmove(to, from, size);
			to += size;
		}
		from += size;
		while (*from == '/')
			from++;
	}
	*to = '\0';
}

const char *detour_repo_typed_path(
	struct detour_repo *repo, struct detour_arena *arena, const char *typed)
{
	const char *root = repo->work_tree ? repo->work_tree : "";
	char *here = repo->work_tree ? realpath(".", NULL) : NULL;
	char *full = detour_arena_printf(arena, "%s/%s", *typed == '/' || !here ? "" : here, typed);
	size_t size = strlen(root);

	free(here);
	/* normalize writes a slash before each part; there is room, since `full` begins with one.
	 */
	normalize(full);
	if (strncmp(full, root, size) != 0 || (full[size] && full[size] != '/'))
		return NULL;
	return full[size] ? full + size + 1 : full + size;
}

static bool is_in(const char *path, const char *root)
{
	size_t size = strlen(root);

	return !strncmp(path, root, size) && (!path[size] || path[size] == '/');
}

const char *detour_repo_path_from_here(
	struct detour_repo *repo, struct detour_arena *arena, const char *path)
{
	const char *root = repo->work_tree, *full = path, *way = "";
	char *here = root ? realpath(".", NULL) : NULL;

	if (root && *path != '/')
		full = detour_arena_printf(arena, "%s/%s", root, path);
	if (!here || !is_in(here, root) || !is_in(full, root)) {
		free(here);
		return full;
	}
	/* Up until the folder where we stand is one that the path lies in. */
	while (!is_in(full, here)) {
		way = detour_arena_printf(arena, "../%s", way);
		*strrchr(here, '/') = '\0';
	}
	full += strlen(here);
	full += *full == '/';
	free(here);
	return *way || *full ? detour_arena_printf(arena, "%s%s", way, full) : ".";
}
