/* Who wrote a session down, from the history; see shelf.h. */
#include <stdlib.h>
#include <string.h>

#include "git/configuration.h"
#include "git/listing.h"
#include "git/walk.h"
#include "shelf.h"

/* A name that one of the sessions has or had. A file moved away and back has each name once. */
struct wanted {
	const char *path;
	size_t place;
};

struct search {
	struct detour_workspace *workspace;
	struct wanted *list; /* sorted by path, but for those that this commit brought */
	size_t sorted, count, room;
	size_t open;  /* committed, and their author is not found yet */
	size_t limit; /* commits to look at */
	bool *committed;
	bool merges; /* look at what merges changed: what the first walk did not find */
	struct detour_byline *out;
};

static int compare_wanted(const void *a, const void *b)
{
	const struct wanted *left = a, *right = b;
	int order = strcmp(left->path, right->path);

	return order ? order : (left->place > right->place) - (left->place < right->place);
}

/* The first one whose path is not before `path`. */
static size_t find(const struct search *search, const char *path)
{
	size_t low = 0, high = search->sorted;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(search->list[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct search *search, size_t index, const char *path)
{
	return index < search->sorted && !strcmp(search->list[index].path, path);
}

static void add_wanted(struct search *search, const char *path, size_t place)
{
	if (search->count == search->room) {
		struct wanted *old = search->list;

		search->room = search->room ? 2 * search->room : 64;
		search->list = detour_arena_array(
			&search->workspace->arena, search->room, sizeof(*search->list));
		if (search->count)
			memcpy(search->list, old, search->count * sizeof(*old));
	}
	search->list[search->count++] = (struct wanted){path, place};
}

static void sort(struct search *search)
{
	if (search->count > search->sorted)
		qsort(search->list, search->count, sizeof(*search->list), compare_wanted);
	search->sorted = search->count;
}

/* ---- those that HEAD has; the others will not be met */

static bool enter(void *data, const char *dir, const struct detour_oid *tree)
{
	const struct search *search = data;
	size_t size = strlen(dir), at = find(search, dir);

	(void)tree;
	/* "a/b.md" sorts before "a/b/c.md" though it is not below "a/b". */
	for (; at < search->sorted && !strncmp(search->list[at].path, dir, size); at++)
		if (search->list[at].path[size] == '/')
			return true;
	return false;
}

static void count_committed(void *data, const char *path, const struct detour_oid *blob)
{
	struct search *search = data;

	(void)blob;
	for (size_t i = find(search, path); is_at(search, i, path); i++) {
		search->committed[search->list[i].place] = true;
		search->open++;
	}
}

/* ---- the walk */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static size_t common_end(const char *a, const char *b)
{
	size_t left = strlen(a), right = strlen(b), size = 0;

	while (size < left && size < right && a[left - size - 1] == b[right - size - 1])
		size++;
	return size;
}

/* The files that went away in a commit, by content. */
struct gone {
	const struct detour_change **list;
	size_t count;
};

static int compare_gone(const void *a, const void *b)
{
	const struct detour_change *const *left = a, *const *right = b;

	return memcmp(&(*left)->old_blob, &(*right)->old_blob, sizeof((*left)->old_blob));
}

static struct gone collect_gone(const struct detour_commit *commit, struct detour_arena *arena)
{
	struct gone gone = {NULL, 0};

	for (size_t i = 0; i < commit->change_count; i++)
		gone.count += commit->changes[i].status == 'D';
	gone.list = detour_arena_array(arena, gone.count, sizeof(*gone.list));
	gone.count = 0;
	for (size_t i = 0; i < commit->change_count; i++)
		if (commit->changes[i].status == 'D')
			gone.list[gone.count++] = &commit->changes[i];
	if (gone.count)
		qsort(gone.list, gone.count, sizeof(*gone.list), compare_gone);
	return gone;
}

/* The first whose content is not before this one. */
static size_t find_content(const struct gone *gone, const struct detour_oid *blob)
{
	size_t low = 0, high = gone->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(&gone->list[middle]->old_blob, blob, sizeof(*blob)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What was moved was written by who wrote it, not by who moved it: the file that went away with the
 * same content, else with the same name, and the most of its path in common. */
static const char *moved_from(const struct gone *gone, const struct detour_change *added)
{
	size_t at = find_content(gone, &added->new_blob), most = 0;
	const char *name = base_name(added->path), *best = NULL;
	bool same =
		at < gone->count && detour_oid_equal(&gone->list[at]->old_blob, &added->new_blob);

	for (at = same ? at : 0; at < gone->count; at++) {
		const struct detour_change *from = gone->list[at];
		size_t common;

		if (same && !detour_oid_equal(&from->old_blob, &added->new_blob))
			break;
		if (!same && strcmp(base_name(from->path), name) != 0)
			continue;
		common = 1 + common_end(from->path, added->path);
		best = common > most ? from->path : best;
		most = common > most ? common : most;
	}
	return best;
}

static bool is_known(const struct search *search, const char *path, size_t place)
{
	size_t at = find(search, path);

	while (is_at(search, at, path) && search->list[at].place != place)
		at++;
	return is_at(search, at, path);
}

static void note(
	struct search *search, size_t place, const struct detour_commit *commit, const char *from)
{
	struct detour_arena *arena = &search->workspace->arena;

	if (!from) {
		search->out[place] =
			(struct detour_byline){detour_arena_strdup(arena, commit->author_name),
				detour_arena_strdup(arena, commit->author_email)};
		search->open--;
	} else if (!is_known(search, from, place)) {
		add_wanted(search, detour_arena_strdup(arena, from), place);
	}
}

static void look_at(
	struct search *search, const struct detour_commit *commit, struct detour_arena *arena)
{
	struct gone gone = collect_gone(commit, arena);

	for (size_t i = 0; i < commit->change_count; i++) {
		const struct detour_change *added = &commit->changes[i];
		size_t at = added->status == 'A' ? find(search, added->path) : search->sorted;

		for (; is_at(search, at, added->path); at++) {
			size_t place = search->list[at].place;

			if (search->committed[place] && !search->out[place].name)
				note(search, place, commit, moved_from(&gone, added));
		}
	}
	sort(search);
}

static int read_changes(
	struct search *search, struct detour_commit *commit, struct detour_arena *arena)
{
	struct detour_repo *repo = search->workspace->repo;

	if (!search->merges)
		return detour_repo_read_changes(repo, commit, SIZE_MAX, arena, NULL);
	return commit->parent_count < 2
		       ? DETOUR_ENOTFOUND
		       : detour_repo_read_mainline_changes(repo, commit, SIZE_MAX, arena, NULL);
}

static int walk_back(struct search *search, const struct detour_oid *head, struct detour_error *err)
{
	struct detour_walk *walk = detour_walk_new(search->workspace->repo);
	size_t left = search->limit;
	int code = detour_walk_push(walk, head, err);

	while (!code && search->open && left--) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit;

		code = detour_walk_next(walk, &arena, &commit, err);
		if (!code && !read_changes(search, &commit, &arena))
			look_at(search, &commit, &arena);
		detour_arena_release(&arena);
	}
	detour_walk_free(walk);
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

/* What is not committed is the work of who is here. */
static void sign_own(struct search *search, size_t count)
{
	struct detour_repo *repo = search->workspace->repo;
	const char *name = detour_repo_config(repo, "user.name");
	const char *email = detour_repo_config(repo, "user.email");

	for (size_t i = 0; i < count; i++)
		if (!search->committed[i])
			search->out[i] = (struct detour_byline){name, email};
}

/* `tip` is NULL where there is no commit. */
static int find_all(struct search *search, const struct detour_oid *tip, const char *const *paths,
	size_t count, struct detour_error *err)
{
	struct detour_arena *arena = &search->workspace->arena;
	struct detour_listing listing = {.enter = enter, .file = count_committed, .data = search};
	int code = 0;

	memset(search->out, 0, count * sizeof(*search->out));
	if (!count)
		return 0;
	search->committed = detour_arena_array(arena, count, sizeof(bool));
	for (size_t i = 0; i < count; i++)
		add_wanted(search, paths[i], i);
	sort(search);
	if (!tip)
		return 0;
	detour_listing_of_commit(search->workspace->repo, tip, &listing);
	code = walk_back(search, tip, err);
	search->merges = true;
	if (!code && search->open)
		code = walk_back(search, tip, err);
	return code;
}

int detour_bylines_find_from(struct detour_workspace *workspace, const struct detour_oid *tip,
	size_t limit, const char *const *paths, size_t count, struct detour_byline *out,
	struct detour_error *err)
{
	struct search search = {.workspace = workspace, .out = out, .limit = limit};

	return find_all(&search, tip, paths, count, err);
}

int detour_bylines_find(struct detour_workspace *workspace, const char *const *paths, size_t count,
	struct detour_byline *out, struct detour_error *err)
{
	struct search search = {.workspace = workspace, .out = out, .limit = SIZE_MAX};
	struct detour_oid head;
	bool born = !detour_repo_head(workspace->repo, &head, NULL);
	int code = find_all(&search, born ? &head : NULL, paths, count, err);

	if (count)
		sign_own(&search, count);
	return code;
}
