/* The callbacks of a scene; see view.h. */
#include "view.h"

#include <stdlib.h>

#include "activity.h"
#include "git/listing.h"

/* From so many commits on, reading their common ancestors costs less than what is remembered. */
enum { FEW = 4 };

static const struct detour_commit *view_past(void *data, size_t i)
{
	struct detour_view *view = data;

	return detour_timeline_past(view->timeline, i);
}

static const struct detour_commit *view_paths(void *data)
{
	struct detour_view *view = data;

	return detour_timeline_paths(view->timeline);
}

static const struct detour_commit *view_past_paths(void *data, size_t i)
{
	struct detour_view *view = data;

	return detour_timeline_past_paths(view->timeline, i);
}

/* What was read as an ancestor is looked at later for itself. */
static bool lend(void *data, struct detour_commit *commit, struct detour_arena *arena)
{
	return detour_lineage_lend(data, commit, arena);
}

static const struct detour_commit *view_ancestor(void *data, size_t i)
{
	struct detour_view *view = data;

	if (!view->lineage) {
		view->lineage = detour_lineage_new(view->workspace->repo,
			view->only_a_few ? DETOUR_LINEAGE_SHORT : DETOUR_LINEAGE_LONG);
		detour_timeline_borrow(view->timeline, lend, view->lineage);
	}
	if (!view->lineage_started)
		detour_lineage_start(view->lineage, view->commit);
	view->lineage_started = true;
	return detour_lineage_at(view->lineage, i);
}

static const struct detour_commit *view_whole_ancestor(void *data, size_t i)
{
	const struct detour_view *view = data;

	return view_ancestor(data, i) ? detour_lineage_whole(view->lineage, i) : NULL;
}

/* Where few commits are judged the ancestors are not there yet, and nearly never wanted. */
static bool view_may_return(void *data, const struct detour_change *change)
{
	struct detour_view *view = data;

	if (!view->returns)
		view->returns = detour_returns_new(view->workspace->repo, view->commit);
	return detour_returns_may(view->returns, change);
}

static const struct detour_line_set *view_lines(void *data)
{
	struct detour_view *view = data;

	return view->facts & DETOUR_FACT_LINES ? detour_timeline_lines(view->timeline) : NULL;
}

static const struct detour_line_set *view_past_lines(void *data, size_t i)
{
	struct detour_view *view = data;

	return view->facts & DETOUR_FACT_LINES ? detour_timeline_past_lines(view->timeline, i)
					       : NULL;
}

static bool view_blob(
	void *data, const struct detour_oid *blob, size_t limit, const char **bytes, size_t *size)
{
	struct detour_view *view = data;

	if (view->blob_count == view->blob_capacity) {
		view->blob_capacity = view->blob_capacity ? 2 * view->blob_capacity : 16;
		view->blobs =
			detour_realloc(view->blobs, view->blob_capacity * sizeof(*view->blobs));
	}
	if (detour_repo_hold_blob(view->workspace->repo, blob, limit,
		    &view->blobs[view->blob_count], bytes, size))
		return false;
	view->blob_count++;
	return true;
}

static void drop_blobs(struct detour_view *view)
{
	while (view->blob_count)
		detour_repo_drop_blob(view->blobs[--view->blob_count]);
}

static bool view_is_generated(void *data, const char *path)
{
	struct detour_view *view = data;

	return detour_repo_is_generated(view->workspace->repo, path);
}

static int view_find(void *data, const char *hex, size_t digits, struct detour_commit *out)
{
	struct detour_view *view = data;
	struct detour_oid oid;
	int code = detour_repo_resolve_hex(view->workspace->repo, hex, digits, &oid);

	if (!code)
		code = detour_repo_read_commit(
			view->workspace->repo, &oid, &view->arena, out, NULL);
	return code;
}

static bool view_is_me(void *data, const char *email)
{
	struct detour_view *view = data;

	return detour_repo_is_me(view->workspace->repo, email);
}

static bool view_by_program(void *data, const struct detour_commit *commit)
{
	struct detour_view *view = data;

	return detour_machine_made_has(detour_workspace_machine_made(view->workspace), commit);
}

/* A gap is only a gap if there was no own work elsewhere meanwhile. The reflogs tell; they are read
 * only where the commit before this one leaves the question open. */
static int64_t active_until(struct detour_view *view, const struct detour_commit *commit)
{
	const int64_t shortest_gap = INT64_C(2) * 3600;
	const struct detour_commit *before = detour_timeline_past(view->timeline, 0);

	if (!view->at_commit || !before || commit->author_time - before->author_time < shortest_gap)
		return 0;
	return detour_activity_before(view->workspace->repo, commit, &view->arena);
}

static void start_trail(struct detour_view *view)
{
	view->trail = detour_trail_new(
		view->workspace->repo, detour_workspace_state(view->workspace, NULL));
	for (size_t i = 0; i < view->move_count; i++)
		/* What is plainly a step forward is no deed. */
		if (!detour_timeline_goes_forward(
			    view->timeline, &view->moves[i].from, &view->moves[i].to))
			detour_trail_add_move(view->trail, &view->moves[i]);
}

static bool asks_what_is_remembered(struct detour_view *view)
{
	return view->at_commit || (view->only_a_few && view->scenes++ < FEW);
}

void detour_view_scene(
	struct detour_view *view, const struct detour_commit *commit, struct detour_scene *scene)
{
	detour_arena_release(&view->arena);
	drop_blobs(view);
	detour_returns_free(view->returns);
	view->returns = NULL;
	view->commit = commit;
	view->lineage_started = false;
	*scene = (struct detour_scene){.commit = commit,
		.settings = &view->workspace->settings,
		.arena = &view->arena,
		.data = view,
		.facts = view->facts,
		.past = view_past,
		.past_paths = view_past_paths,
		.paths = view_paths,
		.ancestor = view_ancestor,
		.whole_ancestor = view_whole_ancestor,
		.only_spoken_of = view->only_spoken_of,
		.may_return = asks_what_is_remembered(view) ? view_may_return : NULL,
		.lines = view_lines,
		.past_lines = view_past_lines,
		.blob = view_blob,
		.is_generated = view_is_generated,
		.find = view_find,
		.is_me = view_is_me,
		.by_program = view_by_program,
		.active_until = active_until(view, commit)};
	if (view->facts & DETOUR_FACT_LOCAL) {
		if (!view->trail)
			start_trail(view);
		scene->deeds = detour_trail_of(view->trail, &commit->oid, &scene->deed_count);
	}
}

void detour_view_release(struct detour_view *view)
{
	detour_arena_release(&view->arena);
	drop_blobs(view);
	free(view->blobs);
	view->blobs = NULL;
	if (view->lineage)
		detour_timeline_borrow(view->timeline, NULL, NULL);
	detour_lineage_free(view->lineage);
	detour_trail_free(view->trail);
	detour_returns_free(view->returns);
	view->returns = NULL;
	view->lineage = NULL;
	view->trail = NULL;
}
