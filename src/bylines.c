/* Who wrote a session down, from the history; see shelf.h. */
#include <stdlib.h>
#include <string.h>

#include "git/listing.h"
#include "git/walk.h"
#include "shelf.h"

struct wanted {
	const char *path; /* as it was called where the walk is */
	size_t place;
};

struct search {
	struct detour_workspace *workspace;
	struct wanted *list; /* sorted by path */
	size_t count, open;  /* open: committed, and their author is not found yet */
	struct detour_byline *out;
};

static int compare_wanted(const void *a, const void *b)
{
	return strcmp(((const struct wanted *)a)->path, ((const struct wanted *)b)->path);
}

static struct wanted *find(const struct search *search, const char *path)
{
	const struct wanted key = {path, 0};

	return bsearch(&key, search->list, search->count, sizeof(*search->list), compare_wanted);
}

/* ---- those that HEAD has; the others will not be met */

static bool enter(void *data, const char *dir, const struct detour_oid *tree)
{
	const struct search *search = data;
	size_t size = strlen(dir);

	(void)tree;
	for (size_t i = 0; i < search->count; i++)
		if (!strncmp(search->list[i].path, dir, size) && search->list[i].path[size] == '/')
			return true;
	return false;
}

static void count_committed(void *data, const char *path, const struct detour_oid *blob)
{
	struct search *search = data;

	(void)blob;
	search->open += find(search, path) != NULL;
}

/* ---- the walk */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A whole journal moved into another folder was written by who wrote it, not by who moved it. */
static const char *moved_from(const struct detour_commit *commit, const char *path)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (commit->changes[i].status == 'D' &&
			!strcmp(base_name(commit->changes[i].path), base_name(path)))
			return commit->changes[i].path;
	return NULL;
}

static void look_at(struct search *search, const struct detour_commit *commit)
{
	struct detour_arena *arena = &search->workspace->arena;
	bool moved = false;

	for (size_t i = 0; i < commit->change_count; i++) {
		struct wanted *wanted = commit->changes[i].status == 'A'
						? find(search, commit->changes[i].path)
						: NULL;
		const char *from = wanted ? moved_from(commit, wanted->path) : NULL;

		if (!wanted || search->out[wanted->place].name)
			continue;
		if (from) {
			wanted->path = detour_arena_strdup(arena, from);
			moved = true;
			continue;
		}
		search->out[wanted->place] =
			(struct detour_byline){detour_arena_strdup(arena, commit->author_name),
				detour_arena_strdup(arena, commit->author_email)};
		search->open--;
	}
	if (moved)
		qsort(search->list, search->count, sizeof(*search->list), compare_wanted);
}

static int walk_back(struct search *search, const struct detour_oid *head, struct detour_error *err)
{
	struct detour_repo *repo = search->workspace->repo;
	struct detour_walk *walk = detour_walk_new(repo);
	int code = detour_walk_push(walk, head, err);

	while (!code && search->open) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit;

		code = detour_walk_next(walk, &arena, &commit, err);
		if (!code && !detour_repo_read_changes(repo, &commit, SIZE_MAX, &arena, NULL))
			look_at(search, &commit);
		detour_arena_release(&arena);
	}
	detour_walk_free(walk);
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

int detour_bylines_find(struct detour_workspace *workspace, const char *const *paths, size_t count,
	struct detour_byline *out, struct detour_error *err)
{
	struct search search = {workspace, NULL, count, 0, out};
	struct detour_listing listing = {.enter = enter, .file = count_committed, .data = &search};
	struct detour_oid head;

	memset(out, 0, count * sizeof(*out));
	if (!count || detour_repo_head(workspace->repo, &head, NULL))
		return 0;
	search.list = detour_arena_array(&workspace->arena, count, sizeof(*search.list));
	for (size_t i = 0; i < count; i++)
		search.list[i] = (struct wanted){paths[i], i};
	qsort(search.list, count, sizeof(*search.list), compare_wanted);
	detour_listing_of_commit(workspace->repo, &head, &listing);
	return walk_back(&search, &head, err);
}
