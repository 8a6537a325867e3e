/* Finds commits that nothing reaches, and whether that is a loss; see dropped.h. */
#include "dropped.h"

#include <string.h>

#include "base/text.h"
#include "git/configuration.h"
#include "git/lost.h"
#include "git/walk.h"

enum {
	LOOKED_AT = 50000, /* commits in search of what is reached */
	GONE = 400,
	ALIKE = 1000,
	PATHS = 500, /* of one dropped commit */
	DAY = 86400,
};

static uint64_t hash_of(const char *subject)
{
	return detour_hash(DETOUR_HASH_START, subject, strlen(subject));
}

struct detour_gone *detour_dropped_find(
	const struct detour_dropped *dropped, const struct detour_oid *oid)
{
	for (size_t i = 0; i < dropped->count; i++)
		if (detour_oid_equal(&dropped->gone[i].commit.oid, oid))
			return &dropped->gone[i];
	return NULL;
}

static const struct detour_oid *find_alike(
	const struct detour_dropped *dropped, const struct detour_commit *commit)
{
	uint64_t subject = hash_of(commit->subject);

	for (size_t i = 0; i < dropped->alike_count; i++)
		if (dropped->alike[i].author_time == commit->author_time &&
			dropped->alike[i].subject == subject)
			return &dropped->alike[i].oid;
	return NULL;
}

const struct detour_oid *detour_dropped_alike(
	const struct detour_dropped *dropped, const struct detour_oid *oid)
{
	const struct detour_gone *gone = detour_dropped_find(dropped, oid);

	return gone ? find_alike(dropped, &gone->commit) : NULL;
}

static void read_gone(struct detour_dropped *dropped, const struct detour_lost *lost)
{
	size_t count = lost->count < GONE ? lost->count : GONE;

	dropped->gone = detour_arena_array(&dropped->arena, count, sizeof(*dropped->gone));
	for (size_t i = 0; i < count; i++)
		if (!detour_repo_read_commit(dropped->repo, &lost->oids[i], &dropped->arena,
			    &dropped->gone[dropped->count].commit, NULL))
			dropped->count++;
}

/* The references that lead to what is as young: older ones would be met last. */
static int push_young(struct detour_walk *walk, struct detour_repo *repo,
	const struct detour_lost *lost, int64_t oldest)
{
	struct detour_oid head;
	int code = 0;

	for (size_t i = 0; !code && i < lost->tip_count; i++)
		if (lost->tips[i].date > INT64_MAX || (int64_t)lost->tips[i].date >= oldest)
			code = detour_walk_push(walk, &lost->tips[i].commit, NULL);
	if (!code && !detour_repo_head(repo, &head, NULL))
		code = detour_walk_push(walk, &head, NULL);
	return code;
}

/* What is there and was made since the oldest of those that are gone: a commit is rewritten after
 * it was made. */
static void read_alike(struct detour_dropped *dropped, const struct detour_lost *lost)
{
	struct detour_walk *walk = detour_walk_new(dropped->repo);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < dropped->count; i++)
		if (dropped->gone[i].commit.author_time < oldest)
			oldest = dropped->gone[i].commit.author_time;
	dropped->alike = detour_arena_array(&dropped->arena, ALIKE, sizeof(*dropped->alike));
	if (push_young(walk, dropped->repo, lost, oldest - DAY))
		goto out;
	while (dropped->alike_count < ALIKE && !detour_walk_next(walk, &arena, &commit, NULL) &&
		commit.commit_time >= oldest - DAY) {
		dropped->alike[dropped->alike_count++] = (struct detour_alike){
			commit.oid, commit.author_time, hash_of(commit.subject)};
		detour_arena_release(&arena);
	}
out:
	detour_arena_release(&arena);
	detour_walk_free(walk);
}

static bool is_rewritten(const struct detour_state *state, const struct detour_oid *oid)
{
	for (size_t i = 0; state && i < state->count; i++)
		if (state->records[i].event == DETOUR_EVENT_REWRITTEN &&
			detour_oid_equal(&state->records[i].commit, oid))
			return true;
	return false;
}

void detour_dropped_load(struct detour_dropped *out, struct detour_repo *repo,
	const struct detour_state *state, const struct detour_oid *oids, size_t count)
{
	struct detour_lost lost;

	memset(out, 0, sizeof(*out));
	out->repo = repo;
	if (detour_repo_find_lost(repo, oids, count, LOOKED_AT, &out->arena, &lost) || !lost.count)
		return;
	read_gone(out, &lost);
	read_alike(out, &lost);
	for (size_t i = 0; i < out->count; i++) {
		const struct detour_commit *commit = &out->gone[i].commit;

		out->gone[i].is_excused = !detour_repo_is_me(repo, commit->author_email) ||
					  is_rewritten(state, &commit->oid) ||
					  find_alike(out, commit);
	}
}

void detour_dropped_release(struct detour_dropped *dropped)
{
	detour_arena_release(&dropped->arena);
	memset(dropped, 0, sizeof(*dropped));
}

void detour_dropped_mark(struct detour_dropped *dropped, const struct detour_oid *from)
{
	struct detour_gone *start, *parent;

	for (size_t i = 0; i < dropped->count; i++)
		dropped->gone[i].is_marked = false;
	start = detour_dropped_find(dropped, from);
	if (!start)
		return;
	start->is_marked = true;
	for (const struct detour_gone *at = start; at < dropped->gone + dropped->count; at++)
		for (size_t i = 0; at->is_marked && i < at->commit.parent_count; i++) {
			parent = detour_dropped_find(dropped, &at->commit.parents[i]);
			if (parent)
				parent->is_marked = true;
		}
}

/* ---- made again */

struct paths {
	const char **list;
	size_t count, capacity;
};

static bool has_path(const struct detour_commit *commit, const char *path)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (!strcmp(commit->changes[i].path, path))
			return true;
	return false;
}

static void add_path(struct paths *paths, struct detour_arena *arena, const char *path)
{
	const char **list;

	for (size_t i = 0; i < paths->count; i++)
		if (!strcmp(paths->list[i], path))
			return;
	if (paths->count == paths->capacity) {
		list = detour_arena_array(arena, paths->capacity * 2 + 16, sizeof(*list));
		if (paths->count)
			memcpy(list, paths->list, paths->count * sizeof(*list));
		paths->capacity = paths->capacity * 2 + 16;
		paths->list = list;
	}
	paths->list[paths->count++] = path;
}

static bool collect_paths(struct detour_dropped *dropped, struct detour_gone *const *commits,
	size_t count, struct paths *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < count && out->count < PATHS; i++) {
		struct detour_commit *commit = &commits[i]->commit;

		if (!(commit->facts & DETOUR_FACT_PATHS) &&
			detour_repo_read_changes(
				dropped->repo, commit, PATHS, &dropped->arena, NULL))
			return false;
		for (size_t j = 0; j < commit->change_count; j++)
			add_path(out, &dropped->arena, commit->changes[j].path);
	}
	return true;
}

/* How many of the paths are in `later` as they were in `tip`. */
static size_t count_kept(struct detour_dropped *dropped, const struct paths *paths,
	const struct detour_oid *tip, const struct detour_oid *later)
{
	struct detour_commit between = {.oid = *later, .parents = tip, .parent_count = 1};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	size_t kept = 0;

	if (!detour_repo_read_mainline_changes(
		    dropped->repo, &between, DETOUR_CHANGES_LIMIT, &arena, NULL) &&
		!between.changes_cut)
		for (size_t i = 0; i < paths->count; i++)
			kept += !has_path(&between, paths->list[i]);
	detour_arena_release(&arena);
	return kept;
}

static void cross_out_changed(struct detour_dropped *dropped, const struct paths *paths,
	const struct detour_oid *later, bool *crossed)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;

	if (!detour_repo_read_commit(dropped->repo, later, &arena, &commit, NULL) &&
		!detour_repo_read_mainline_changes(
			dropped->repo, &commit, DETOUR_CHANGES_LIMIT, &arena, NULL))
		for (size_t i = 0; i < paths->count; i++)
			crossed[i] |= has_path(&commit, paths->list[i]);
	detour_arena_release(&arena);
}

bool detour_dropped_is_redone(struct detour_dropped *dropped, struct detour_gone *const *commits,
	size_t count, const struct detour_oid *later, size_t later_count)
{
	struct paths paths;
	size_t changed = 0;
	bool *crossed;

	/* What cannot be read cannot be looked at by anybody. */
	if (!count || !collect_paths(dropped, commits, count, &paths) || !paths.count)
		return true;
	crossed = detour_arena_array(&dropped->arena, paths.count, sizeof(*crossed));
	for (size_t i = 0; i < later_count; i++) {
		if (2 * count_kept(dropped, &paths, &commits[0]->commit.oid, &later[i]) >=
			paths.count)
			return true;
		if (i + 1 < later_count)
			cross_out_changed(dropped, &paths, &later[i], crossed);
	}
	for (size_t i = 0; i < paths.count; i++)
		changed += crossed[i];
	return changed == paths.count;
}
