/* The shallow boundary: commits whose parents were left behind by a shallow clone. libgit2 1.5
 * knows of them only that there are some, and dies at the first missing parent. */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

#include "../base/file.h"

enum { SHALLOW_LIMIT = 64 * 1024 * 1024 };

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct detour_oid));
}

static void parse(struct detour_repo *repo, const char *text)
{
	size_t lines = 1;

	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	repo->shallow = detour_arena_array(&repo->arena, lines, sizeof(*repo->shallow));
	while (*text) {
		size_t length = strcspn(text, "\n");
		char hex[DETOUR_HEX_SIZE + 1] = "";

		if (length >= DETOUR_HEX_SIZE)
			memcpy(hex, text, DETOUR_HEX_SIZE);
		if (detour_oid_parse(&repo->shallow[repo->shallow_count], hex))
			repo->shallow_count++;
		text += length + (text[length] == '\n');
	}
	if (repo->shallow_count)
		qsort(repo->shallow, repo->shallow_count, sizeof(*repo->shallow), compare);
}

static void load(struct detour_repo *repo)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	const char *path;

	if (repo->shallow_tried)
		return;
	repo->shallow_tried = true;
	path = detour_arena_printf(&repo->arena, "%s/shallow", repo->common_dir);
	if (!detour_file_read(path, SHALLOW_LIMIT, DETOUR_FILE_FOLLOW, &text, NULL) && text.size)
		parse(repo, text.ptr);
	detour_buf_release(&text);
}

bool detour_git_is_boundary(struct detour_repo *repo, const struct detour_oid *oid)
{
	load(repo);
	return repo->shallow_count &&
	       bsearch(oid, repo->shallow, repo->shallow_count, sizeof(*oid), compare);
}

bool detour_repo_is_shallow(const struct detour_repo *repo)
{
	/* What is remembered is no part of what the handle stands for. */
	struct detour_repo *self = (struct detour_repo *)(uintptr_t)repo;

	load(self);
	return self->shallow_count > 0;
}
