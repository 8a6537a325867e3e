/* Which branch or path a briefing is about, and where it stands; see briefing.h. */
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "briefing.h"
#include "git/graph.h"

enum {
	LOOKED_AT = 5000, /* commits, for those that change a path */
	BASES = 16,
};

struct search {
	struct detour_workspace *workspace;
	struct detour_subject *out;
	struct detour_branch *trunks;
	size_t trunk_count;
	struct detour_oid *bases;
	size_t base_count;
};

/* ---- which */

static bool is_trunk(const struct search *search, const char *line)
{
	for (size_t i = 0; line && i < search->trunk_count; i++)
		if (!strcmp(search->trunks[i].line, line))
			return true;
	return false;
}

static int find_here(struct search *search)
{
	struct detour_subject *out = search->out;
	struct detour_repo *repo = search->workspace->repo;
	const char *branch = detour_repo_branch(repo);

	if (branch)
		out->name = out->line = detour_arena_strdup(&search->workspace->arena, branch);
	out->has_tip = !detour_repo_head(repo, &out->tip, NULL);
	out->is_here = true;
	return 0;
}

static int find_named(struct search *search, const char *name, struct detour_error *err)
{
	struct detour_subject *out = search->out;
	struct detour_workspace *workspace = search->workspace;
	struct detour_branch branch;
	struct detour_oid head;
	const char *here = detour_repo_branch(workspace->repo);
	int code = 0;

	out->name = detour_arena_strdup(&workspace->arena, name);
	if (!detour_repo_find_branch(workspace->repo, &workspace->arena, name, &branch)) {
		out->name = branch.name;
		out->line = branch.line;
		out->tip = branch.tip;
		out->is_here = here && !branch.is_remote && !strcmp(here, branch.name);
	} else {
		code = detour_repo_resolve(workspace->repo, name, &out->tip, err);
		out->is_here = !code && !detour_repo_head(workspace->repo, &head, NULL) &&
			       detour_oid_equal(&head, &out->tip);
	}
	out->has_tip = !code;
	return code;
}

/* ---- where it stands */

/* How many commits `to` has that `from` has not. */
static size_t count_between(
	struct detour_repo *repo, const struct detour_oid *from, const struct detour_oid *to)
{
	struct detour_walk *walk = detour_walk_new(repo);
	size_t count = 0;

	if (!detour_walk_hide(walk, from, NULL) && !detour_walk_push(walk, to, NULL))
		while (count < DETOUR_SUBJECT_COUNTED) {
			struct detour_arena arena = DETOUR_ARENA_INIT;
			struct detour_commit commit;
			int code = detour_walk_next(walk, &arena, &commit, NULL);

			detour_arena_release(&arena);
			if (code)
				break;
			count++;
		}
	detour_walk_free(walk);
	return count;
}

static const char *short_ref(const char *ref)
{
	if (detour_text_starts(ref, "refs/heads/"))
		return ref + strlen("refs/heads/");
	return detour_text_starts(ref, "refs/remotes/") ? ref + strlen("refs/remotes/") : ref;
}

static void find_upstream(struct search *search, struct detour_oid *upstream)
{
	struct detour_subject *out = search->out;
	struct detour_repo *repo = search->workspace->repo;
	const char *ref =
		out->line && out->line == out->name
			? detour_repo_upstream_ref(repo, &search->workspace->arena, out->line)
			: NULL;

	if (!ref || !out->has_tip || detour_repo_upstream(repo, out->line, upstream))
		return;
	out->upstream = short_ref(ref);
	out->ahead = count_between(repo, upstream, &out->tip);
	out->behind = count_between(repo, &out->tip, upstream);
}

/* Adds what it and the other have in common; sets the first of it and its time. */
static bool meet(struct search *search, const struct detour_oid *other, struct detour_oid *base,
	int64_t *when)
{
	struct detour_arena *arena = &search->workspace->arena;
	struct detour_repo *repo = search->workspace->repo;
	struct detour_commit commit;
	struct detour_oid *bases;
	size_t count = 0;

	if (detour_graph_merge_bases(repo, &search->out->tip, other, arena, &bases, &count, NULL) ||
		!count || detour_repo_read_commit(repo, &bases[0], arena, &commit, NULL))
		return false;
	for (size_t i = 0; i < count && search->base_count < BASES; i++)
		search->bases[search->base_count++] = bases[i];
	*base = bases[0];
	*when = commit.commit_time;
	return true;
}

/* The local and the remote's one are mostly the same. */
static bool was_met(const struct search *search, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (detour_oid_equal(&search->trunks[i].tip, &search->trunks[at].tip))
			return true;
	return false;
}

/* The trunk that it left last. */
static void find_base(struct search *search, const struct detour_oid *upstream)
{
	struct detour_subject *out = search->out;
	int64_t newest = 0, when;
	struct detour_oid base;

	if (out->is_trunk) {
		if (out->upstream && meet(search, upstream, &out->base, &when))
			out->base_name = out->upstream;
	} else {
		for (size_t i = 0; i < search->trunk_count; i++)
			if (!was_met(search, i) &&
				meet(search, &search->trunks[i].tip, &base, &when) &&
				(!out->base_name || when > newest)) {
				newest = when;
				out->base = base;
				out->base_name = search->trunks[i].name;
			}
	}
	out->bases = search->bases;
	out->base_count = search->base_count;
}

/* ---- its commits */

static const struct detour_commit *keep(struct detour_commit **list, size_t *count, size_t limit,
	struct detour_arena *arena, const struct detour_commit *commit)
{
	if (!*list)
		*list = detour_arena_array(arena, limit, sizeof(**list));
	(*list)[*count] = *commit;
	return &(*list)[(*count)++];
}

static int find_own(struct search *search, struct detour_error *err)
{
	struct detour_subject *out = search->out;
	struct detour_arena *arena = &search->workspace->arena;
	struct detour_repo *repo = search->workspace->repo;
	struct detour_walk *walk = detour_walk_new(repo);
	struct detour_commit *list = NULL, commit;
	int code = detour_walk_push(walk, &out->tip, err);

	for (size_t i = 0; !code && i < search->base_count; i++)
		code = detour_walk_hide(walk, &search->bases[i], err);
	while (!code && !out->own_cut) {
		code = detour_walk_next(walk, arena, &commit, err);
		if (!code)
			code = detour_repo_read_changes(
				repo, &commit, DETOUR_CHANGES_LIMIT, arena, err);
		if (!code && out->own_count == DETOUR_SUBJECT_COMMITS)
			out->own_cut = true;
		else if (!code)
			keep(&list, &out->own_count, DETOUR_SUBJECT_COMMITS, arena, &commit);
	}
	out->own = list;
	detour_walk_free(walk);
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

static int find_last(struct search *search, struct detour_error *err)
{
	struct detour_subject *out = search->out;
	struct detour_repo *repo = search->workspace->repo;
	struct detour_walk *walk = detour_walk_new(repo);
	struct detour_commit *list = NULL, commit;
	size_t wanted = DETOUR_SUBJECT_LAST;
	int code = detour_walk_push(walk, &out->tip, err);

	if (detour_subject_is_apart(out) && out->own_count && out->own_count < wanted)
		wanted = out->own_count;
	for (int i = 0; !code && i < LOOKED_AT && out->last_count < wanted; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;

		code = detour_walk_next(walk, &arena, &commit, err);
		if (!code && (!out->path || detour_repo_touches(repo, &commit.oid, out->path)))
			code = detour_repo_read_commit(repo, &commit.oid, &search->workspace->arena,
				(struct detour_commit *)keep(&list, &out->last_count,
					DETOUR_SUBJECT_LAST, &search->workspace->arena, &commit),
				err);
		detour_arena_release(&arena);
	}
	out->last = list;
	detour_walk_free(walk);
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

/* What is not committed yet is there all the same. */
static bool lies_here(struct detour_workspace *workspace, const char *path)
{
	const char *root = detour_repo_work_tree(workspace->repo);
	struct stat status;

	return root && !lstat(detour_arena_printf(&workspace->arena, "%s/%s", root, path), &status);
}

int detour_subject_find(struct detour_subject *out, struct detour_workspace *workspace,
	const char *name, const char *path, struct detour_error *err)
{
	struct search search = {.workspace = workspace, .out = out};
	struct detour_oid upstream = {{0}};
	int code;

	memset(out, 0, sizeof(*out));
	search.bases = detour_arena_array(&workspace->arena, BASES, sizeof(*search.bases));
	out->path = path && *path ? path : NULL;
	detour_repo_trunks(workspace->repo, &workspace->arena, &search.trunks, &search.trunk_count);
	code = name ? find_named(&search, name, err) : find_here(&search);
	if (code)
		return code;
	out->is_trunk = is_trunk(&search, out->line);
	if (out->is_here) {
		out->operation = detour_repo_operation(workspace->repo);
		detour_repo_uncommitted(workspace->repo, &out->uncommitted);
	}
	if (!out->has_tip)
		return 0;
	out->path_is_gone = out->path &&
			    !detour_repo_holds(workspace->repo, &out->tip, out->path) &&
			    !(out->is_here && lies_here(workspace, out->path));
	find_upstream(&search, &upstream);
	find_base(&search, &upstream);
	if (search.base_count)
		code = find_own(&search, err);
	return code ? code : find_last(&search, err);
}

bool detour_subject_is_apart(const struct detour_subject *subject)
{
	return subject->line && !subject->is_trunk && subject->base_name && !subject->path;
}
