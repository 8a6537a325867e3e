/* The loop over the timeline, and the fixups behind it; see observe.h. */
#include "observe.h"

#include <stdlib.h>
#include <string.h>

#include "folding.h"
#include "observe_team.h"
#include "signal/autosquash.h"
#include "view.h"

enum { MANY = 256 }; /* commits: from then on more of what is read is kept */

static void copy_paths(struct detour_arena *arena, struct detour_commit *to)
{
	size_t count =
		to->change_count < DETOUR_OBSERVED_PATHS ? to->change_count : DETOUR_OBSERVED_PATHS;
	struct detour_change *changes = detour_arena_array(arena, count, sizeof(*changes));

	for (size_t i = 0; i < count; i++) {
		changes[i] = to->changes[i];
		changes[i].path = detour_arena_strdup(arena, to->changes[i].path);
	}
	to->changes_cut |= count < to->change_count;
	to->changes = changes;
	to->change_count = count;
}

/* A copy that outlives the ring: everything but the message. */
static struct detour_commit *keep_commit(
	struct detour_arena *arena, const struct detour_commit *commit)
{
	struct detour_commit *kept = detour_arena_alloc(arena, sizeof(*kept));
	struct detour_oid *parents =
		detour_arena_array(arena, commit->parent_count, sizeof(*parents));

	*kept = *commit;
	if (commit->parent_count)
		memcpy(parents, commit->parents, commit->parent_count * sizeof(*parents));
	kept->parents = parents;
	kept->author_name = detour_arena_strdup(arena, commit->author_name);
	kept->author_email = detour_arena_strdup(arena, commit->author_email);
	kept->committer_email = detour_arena_strdup(arena, commit->committer_email);
	kept->subject = detour_arena_strdup(arena, commit->subject);
	kept->lines = NULL;
	kept->facts &= ~(unsigned)DETOUR_FACT_LINES;
	kept->message = "";
	kept->message_size = 0;
	copy_paths(arena, kept);
	return kept;
}

static const char *keep(struct detour_arena *arena, const char *text)
{
	return detour_arena_strdup(arena, text ? text : "");
}

static struct detour_signal *keep_signal(struct detour_observation *out,
	const struct detour_signal *signal, const struct detour_commit *commit)
{
	struct detour_signal *kept;

	if (out->count == out->capacity) {
		out->capacity = out->capacity ? out->capacity * 2 : 16;
		out->signals = detour_realloc(out->signals, out->capacity * sizeof(*out->signals));
	}
	kept = &out->signals[out->count++];
	*kept = *signal;
	kept->commit = commit;
	kept->rule = keep(&out->arena, signal->rule);
	kept->doing = keep(&out->arena, signal->doing);
	kept->does = keep(&out->arena, signal->does);
	kept->detail = keep(&out->arena, signal->detail);
	kept->title = keep(&out->arena, signal->title);
	kept->hint = keep(&out->arena, signal->hint);
	return kept;
}

static bool is_wanted(const struct detour_observer *observer, const struct detour_commit *commit)
{
	if (observer->only && !detour_oid_equal(&commit->oid, observer->only))
		return false;
	if (observer->only_mine &&
		!detour_repo_is_me(observer->workspace->repo, commit->author_email))
		return false;
	return !observer->author || strstr(commit->author_name, observer->author) ||
	       strstr(commit->author_email, observer->author);
}

static void keep_signals(struct detour_view *view, const struct detour_commit *commit, size_t place,
	const struct detour_signal *signals, size_t count, struct detour_observation *out)
{
	const struct detour_commit *kept;

	if (!count)
		return;
	detour_timeline_paths(view->timeline);
	kept = keep_commit(&out->arena, commit);
	for (size_t i = 0; i < count; i++)
		keep_signal(out, &signals[i], kept)->place = place;
}

static void look_at(const struct detour_observer *observer, struct detour_view *view,
	const struct detour_commit *commit, struct detour_waiting_fixups *fixups,
	struct detour_observation *out)
{
	struct detour_signal signals[DETOUR_KIND_COUNT];
	struct detour_scene scene;
	size_t count;

	view->only_spoken_of =
		observer->only_spoken_of ||
		(observer->wants_listed && !observer->wants_listed(observer->wants_data, commit));
	detour_view_scene(view, commit, &scene);
	count = detour_signals_detect(&scene, view->facts, signals);
	keep_signals(view, commit, out->commits, signals, count, out);
	if (scene.settings->levels[DETOUR_KIND_fixup] != DETOUR_LEVEL_OFF &&
		detour_autosquash_rest(commit->subject))
		detour_wait_for_range(fixups, &commit->oid, out->commits);
}

static int judge_fixup(const struct detour_observer *observer,
	const struct detour_waiting_fixup *fixup, const struct detour_fold *fold,
	struct detour_observation *out, struct detour_error *err)
{
	struct detour_view view = {.workspace = observer->workspace};
	const struct detour_commit *commit;
	struct detour_signal signal;
	struct detour_scene scene;
	int code;

	code = detour_timeline_new_single(&view.timeline, view.workspace->repo, &fixup->oid, err);
	if (!code)
		code = detour_timeline_next(view.timeline, &commit, err);
	if (code)
		goto out;
	detour_view_scene(&view, commit, &scene);
	scene.fold = fold;
	memset(&signal, 0, sizeof(signal));
	if (detour_signals_detect_fixup(&scene, &signal))
		keep_signals(&view, commit, fixup->place, &signal, 1, out);
out:
	detour_view_release(&view);
	detour_timeline_free(view.timeline);
	return code;
}

static int judge_fixups(const struct detour_observer *observer, struct detour_walk *walk,
	const struct detour_waiting_fixups *fixups, struct detour_observation *out,
	struct detour_error *err)
{
	struct detour_folding *folding = NULL;
	struct detour_fold fold;
	int code = 0;

	if (!fixups->count)
		return 0;
	code = detour_folding_new(
		&folding, observer->workspace->repo, walk, &fixups->subjects, err);
	for (size_t i = 0; !code && i < fixups->count; i++)
		if (detour_folding_of(folding, &fixups->list[i].oid, &fold))
			code = judge_fixup(observer, &fixups->list[i], &fold, out, err);
	detour_folding_free(folding);
	return code;
}

static void keep_waiver(struct detour_observation *out, const struct detour_commit *commit)
{
	if (!detour_commit_waives(commit))
		return;
	if (out->waiver_count == out->waiver_capacity) {
		out->waiver_capacity = out->waiver_capacity * 2 + 4;
		out->waivers =
			detour_realloc(out->waivers, out->waiver_capacity * sizeof(*out->waivers));
	}
	out->waivers[out->waiver_count++] = commit->oid;
}

/* Dates run backwards only roughly: one old commit does not end the range, a hundred in a row do.
 */
static bool is_enough(
	const struct detour_observer *observer, const struct detour_observation *out, size_t older)
{
	return older >= 100 || (observer->limit && out->commits >= observer->limit);
}

/* What the others look at. */
static int pass_over(struct detour_timeline *timeline, struct detour_share *share,
	struct detour_observation *out)
{
	size_t pause = detour_share_pause(share, out->commits);
	int code = pause ? detour_timeline_skip(timeline, pause) : 0;

	out->commits += code ? 0 : pause;
	return code;
}

int detour_observe_share(const struct detour_observer *observer, struct detour_timeline *timeline,
	struct detour_share *share, struct detour_waiting_fixups *fixups,
	struct detour_observation *out, struct detour_error *err)
{
	struct detour_view view = {.workspace = observer->workspace,
		.timeline = timeline,
		.facts = observer->facts ? observer->facts : DETOUR_FACT_ALL,
		.at_commit = observer->at_commit,
		.only_a_few = observer->only_a_few,
		.moves = observer->moves,
		.move_count = observer->move_count};
	const struct detour_commit *commit;
	bool goes_on = true, wanted, own;
	size_t older = 0;
	int code = 0;

	while (goes_on && !is_enough(observer, out, older) &&
		!detour_share_is_over(share, out->commits) &&
		!(code = pass_over(timeline, share, out)) &&
		!(code = detour_timeline_next(timeline, &commit, err))) {
		older = commit->commit_time < observer->oldest ? older + 1 : 0;
		if (!share->index) {
			keep_waiver(out, commit);
			if (!observer->at_commit)
				detour_subjects_add(&fixups->subjects, commit);
		}
		wanted = is_wanted(observer, commit);
		if (out->commits == MANY && !share->index && !observer->only_a_few)
			detour_repo_expect_many(observer->workspace->repo);
		own = detour_share_has(share, out->commits, wanted);
		if (wanted && own)
			look_at(observer, &view, commit, fixups, out);
		out->commits++;
		if (observer->seen)
			goes_on = observer->seen(observer->seen_data, commit, wanted);
		goes_on = goes_on && !(observer->only && wanted);
		if (observer->progress)
			observer->progress(observer->progress_data, out->commits);
	}
	detour_view_release(&view);
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

/* Fixups were judged last; their place is where their commits are. */
static int compare_signals(const void *a, const void *b)
{
	const struct detour_signal *left = a, *right = b;

	if (left->place != right->place)
		return left->place < right->place ? -1 : 1;
	return (int)left->kind - (int)right->kind;
}

int detour_observe_range(const struct detour_observer *observer, struct detour_walk *walk,
	struct detour_observation *out, struct detour_error *err)
{
	struct detour_timeline *timeline = NULL;
	struct detour_waiting_fixups fixups = {0};
	struct detour_share share = {NULL, 0, 0};
	int code, others;

	memset(out, 0, sizeof(*out));
	code = detour_timeline_new(&timeline, observer->workspace->repo, walk, err);
	if (!code) {
		share.team = detour_team_new(observer, timeline);
		code = detour_observe_share(observer, timeline, &share, &fixups, out, err);
	}
	others = detour_team_end(share.team, out, &fixups, code ? NULL : err);
	code = code ? code : others;
	if (!code)
		code = judge_fixups(observer, walk, &fixups, out, err);
	if (out->count)
		qsort(out->signals, out->count, sizeof(*out->signals), compare_signals);
	free(fixups.list);
	detour_subjects_release(&fixups.subjects);
	detour_timeline_free(timeline);
	return code;
}

/* Reads up to `limit` commits, so that the walk knows them. */
static int read_ahead(struct detour_walk *walk, size_t limit, struct detour_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < limit; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit;

		code = detour_walk_next(walk, &arena, &commit, err);
		detour_arena_release(&arena);
	}
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

/* The fold in the last commits up to this one, less what the upstream has where asked. */
static int fold_before(struct detour_repo *repo, const struct detour_oid *oid,
	const struct detour_oid *upstream, struct detour_folding **folding,
	struct detour_fold *fold, struct detour_error *err)
{
	struct detour_walk *walk = detour_walk_new(repo);
	int code;

	memset(fold, 0, sizeof(*fold));
	code = detour_walk_push(walk, oid, err);
	if (!code && upstream)
		code = detour_walk_hide(walk, upstream, err);
	if (!code)
		code = read_ahead(walk, DETOUR_PAST_LIMIT, err);
	if (!code)
		code = detour_folding_new(folding, repo, walk, NULL, err);
	if (!code)
		detour_folding_of(*folding, oid, fold);
	detour_walk_free(walk);
	return code;
}

static int judge_one_fixup(const struct detour_observer *observer,
	const struct detour_waiting_fixup *fixup, struct detour_observation *out,
	struct detour_error *err)
{
	struct detour_repo *repo = observer->workspace->repo;
	const struct detour_oid *oid = &fixup->oid;
	struct detour_folding *unpushed = NULL, *all = NULL;
	struct detour_fold fold = {0};
	struct detour_oid upstream;
	int code = 0;

	if (!detour_repo_upstream(repo, detour_repo_branch(repo), &upstream))
		code = fold_before(repo, oid, &upstream, &unpushed, &fold, err);
	if (!code && !fold.target) {
		code = fold_before(repo, oid, NULL, &all, &fold, err);
		fold.target_pushed =
			!code && fold.target &&
			detour_repo_is_pushed(repo, &fold.target->oid, DETOUR_PAST_LIMIT);
	}
	if (!code)
		code = judge_fixup(observer, fixup, &fold, out, err);
	detour_folding_free(unpushed);
	detour_folding_free(all);
	return code;
}

int detour_observe_commit(const struct detour_observer *observer, const struct detour_oid *oid,
	struct detour_observation *out, struct detour_error *err)
{
	struct detour_timeline *timeline = NULL;
	struct detour_waiting_fixups fixups = {0};
	struct detour_share share = {NULL, 0, 0};
	int code;

	memset(out, 0, sizeof(*out));
	code = detour_timeline_new_single(&timeline, observer->workspace->repo, oid, err);
	if (!code)
		code = detour_observe_share(observer, timeline, &share, &fixups, out, err);
	if (!code && fixups.count)
		code = judge_one_fixup(observer, &fixups.list[0], out, err);
	free(fixups.list);
	detour_subjects_release(&fixups.subjects);
	detour_timeline_free(timeline);
	return code;
}

int detour_observe_commit_in(const struct detour_observer *observer, const struct detour_oid *oid,
	const struct detour_oid *tip, size_t limit, struct detour_observation *out,
	struct detour_error *err)
{
	struct detour_observer inside = *observer;
	struct detour_walk *walk = detour_walk_new(observer->workspace->repo);
	int code = detour_walk_push(walk, tip, err);

	memset(out, 0, sizeof(*out));
	inside.only = oid;
	inside.limit = limit;
	inside.at_commit = false;
	if (!code)
		code = detour_observe_range(&inside, walk, out, err);
	detour_walk_free(walk);
	return code;
}

void detour_observation_release(struct detour_observation *observation)
{
	free(observation->signals);
	free(observation->waivers);
	detour_arena_release(&observation->arena);
	memset(observation, 0, sizeof(*observation));
}
