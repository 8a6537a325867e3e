/* The part Changes Made of a new session: which paths the commits touched; compose.h. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

#define PATHS_SHOWN ((size_t)30)
#define NAMES_IN_A_LINE ((size_t)8)

struct path {
	const char *path;
	size_t folder;    /* bytes of its folder with the slash */
	size_t order;     /* of the changes, oldest first */
	char first, last; /* status in the oldest and in the newest commit */
};

static size_t folder_size(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Files of one folder stand together, in the order of their folders. */
static int compare(const void *a, const void *b)
{
	const struct path *left = a, *right = b;
	size_t shorter = left->folder < right->folder ? left->folder : right->folder;
	int order = memcmp(left->path, right->path, shorter);

	if (!order && left->folder != right->folder)
		order = left->folder < right->folder ? -1 : 1;
	if (!order)
		order = strcmp(left->path, right->path);
	if (!order)
		order = left->order < right->order ? -1 : left->order > right->order;
	return order;
}

static struct path *collect(
	struct detour_arena *arena, const struct detour_draft *draft, size_t *count, bool *cut)
{
	struct path *paths;
	size_t room = 0, used = 0, kept = 0;

	for (size_t i = 0; i < draft->commit_count; i++)
		room += draft->commits[i]->change_count;
	paths = detour_arena_array(arena, room, sizeof(*paths));
	*cut = false;
	for (size_t i = 0; i < draft->commit_count; i++) {
		const struct detour_commit *commit = draft->commits[i];

		*cut = *cut || commit->changes_cut;
		for (size_t k = 0; k < commit->change_count; k++, used++) {
			const struct detour_change *change = &commit->changes[k];

			paths[used] = (struct path){change->path, folder_size(change->path), used,
				change->status, change->status};
		}
	}
	if (used)
		qsort(paths, used, sizeof(*paths), compare);
	for (size_t i = 0; i < used; i++) {
		if (kept && strcmp(paths[kept - 1].path, paths[i].path) == 0)
			paths[kept - 1].last = paths[i].last;
		else
			paths[kept++] = paths[i];
	}
	*count = kept;
	return paths;
}

static void add_file(struct detour_buf *out, const struct path *path, const char *name)
{
	detour_markdown_code(out, name);
	if (path->last == 'D')
		detour_buf_addstr(out, " (deleted)");
	else if (path->first == 'A')
		detour_buf_addstr(out, " (new)");
}

static void add_folder(struct detour_buf *out, struct detour_arena *arena, const struct path *paths,
	size_t count, size_t shown)
{
	size_t folder = paths[0].folder;

	detour_buf_addstr(out, "- ");
	if (count == 1) {
		add_file(out, &paths[0], paths[0].path);
		detour_buf_addch(out, '\n');
		return;
	}
	if (folder) {
		detour_markdown_code(out, detour_arena_strndup(arena, paths[0].path, folder));
		detour_buf_addstr(out, ": ");
	}
	for (size_t i = 0; i < shown; i++) {
		if (i)
			detour_buf_addstr(out, ", ");
		add_file(out, &paths[i], paths[i].path + folder);
	}
	if (shown < count)
		detour_buf_addf(out, ", \xe2\x80\xa6 and %zu more", count - shown);
	detour_buf_addch(out, '\n');
}

static size_t same_folder(const struct path *paths, size_t count)
{
	size_t same = 1;

	while (same < count && paths[same].folder == paths[0].folder &&
		memcmp(paths[same].path, paths[0].path, paths[0].folder) == 0)
		same++;
	return same;
}

void detour_compose_changes(struct detour_buf *out, const struct detour_draft *draft)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	size_t count, shown = 0, at = 0;
	bool cut;
	struct path *paths = collect(&arena, draft, &count, &cut);

	while (at < count && shown < PATHS_SHOWN) {
		size_t files = same_folder(paths + at, count - at);
		size_t names = files < NAMES_IN_A_LINE ? files : NAMES_IN_A_LINE;

		if (names > PATHS_SHOWN - shown)
			names = PATHS_SHOWN - shown;
		add_folder(out, &arena, paths + at, files, names);
		shown += names;
		at += files;
	}
	/* A commit that was read up to a limit has more than we can count. */
	if (at < count || cut)
		detour_buf_addf(out, "- \xe2\x80\xa6 and %zu more%s\n", count - at,
			cut ? ", \xe2\x80\xa6" : "");
	detour_arena_release(&arena);
}

char *detour_compose_folder(struct detour_arena *arena, const struct detour_draft *draft)
{
	const char *first = NULL;
	size_t common = 0;

	for (size_t i = 0; i < draft->commit_count; i++) {
		for (size_t k = 0; k < draft->commits[i]->change_count; k++) {
			const char *path = draft->commits[i]->changes[k].path;
			size_t same = 0;

			if (!first) {
				first = path;
				common = folder_size(path);
				continue;
			}
			while (same < common && path[same] == first[same])
				same++;
			while (same && first[same - 1] != '/')
				same--;
			common = same;
		}
	}
	return common > 1 ? detour_arena_strndup(arena, first, common - 1) : NULL;
}
