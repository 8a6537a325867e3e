/*
 * pre-push: tells what in this push is not written down, in full once a detour, then in a line at
 * most once a day, never after the third time. The push goes on unless the user chose otherwise.
 */
#include <stdio.h>
#include <string.h>

#include "../git/lost.h"
#include "../git/walk.h"
#include "../say.h"
#include "../testimony.h"
#include "../trail.h"
#include "../base/text.h"
#include "hook.h"
#include "input.h"
#include "manager.h"

enum {
	WAIT_MS = 10000,
	REMINDERS = 3,
	DAY = 86400,
	MOVES = 50,  /* pushed branches whose move is looked at */
	TIPS = 1000, /* pushed refs whose sessions are looked at */
	MONTH = 30 * DAY,
};

struct push {
	const char
		*remote; /* as git names it: a remote or a URL; NULL where a client left it out */
	struct detour_error unread; /* of what is pushed; told when all the rest is */
};

/* Commits that the push brings: reachable from what is pushed, not from what the remote has. */
static int push_updates(struct detour_walk *walk, struct detour_repo *repo, struct push *push,
	const struct detour_ref_update *updates, size_t count, struct detour_error *err)
{
	int code = 0, peeled;

	for (size_t i = 0; !code && i < count; i++) {
		struct detour_oid oid;

		if (detour_oid_is_zero(&updates[i].local_oid))
			continue; /* a deletion */
		if (detour_text_starts(updates[i].local_ref, DETOUR_KEPT_REFS))
			continue; /* `git push --mirror`: what was dropped stays dropped */
		if (!detour_oid_is_zero(&updates[i].remote_oid))
			code = detour_walk_hide(walk, &updates[i].remote_oid, err);
		if (code)
			break;
		peeled = detour_repo_peel(repo, &updates[i].local_oid, &oid);
		if (!peeled)
			code = detour_walk_push(walk, &oid, err);
		else if (peeled != DETOUR_EINVALID) /* tags of trees and blobs bring no commits */
			detour_error_set(&push->unread, peeled,
				"cannot look at what is pushed to '%s': it cannot be read",
				updates[i].remote_ref);
	}
	return code;
}

/* How branches of the remote are about to move: one that loses commits is told of before. */
static size_t find_moves(struct detour_workspace *workspace, const struct push *push,
	const struct detour_ref_update *updates, size_t count, struct detour_move *moves)
{
	static const char branches[] = "refs/heads/";
	struct detour_arena *arena = &workspace->arena;
	size_t found = 0;

	for (size_t i = 0; i < count && found < MOVES; i++) {
		const char *ref = updates[i].remote_ref;

		if (!detour_text_starts(ref, branches))
			continue;
		ref += strlen(branches);
		moves[found++] = (struct detour_move){
			push->remote ? detour_arena_printf(arena, "%s/%s", push->remote, ref) : ref,
			updates[i].remote_oid, updates[i].local_oid, workspace->ctx->now};
	}
	return found;
}

/* Whether there is a session that is open still: not committed, or with nothing written in it. */
struct open_sessions {
	struct detour_workspace *workspace;
	const struct detour_ref_update *updates;
	size_t count;
	int64_t since; /* the files were looked at that were written since then; 0: none yet */
	bool any;
};

static void look_for_open(struct open_sessions *open, int64_t since)
{
	struct detour_repo *repo = open->workspace->repo;
	struct detour_testimony testimony;
	struct detour_oid tip;

	detour_testimony_gather_open(&testimony, open->workspace, since);
	for (size_t i = 0; i < open->count && i < TIPS; i++)
		if (!detour_oid_is_zero(&open->updates[i].local_oid) &&
			!detour_repo_peel(repo, &open->updates[i].local_oid, &tip))
			detour_testimony_add_tip(&testimony, &tip);
	open->any = detour_testimony_has_open(&testimony);
	open->since = since;
	detour_testimony_release(&testimony);
}

/* A push never tells of what is only listed; but open sessions about such commits are named. A
 * session is younger than what it tells of. */
static bool wants_listed(void *data, const struct detour_commit *commit)
{
	struct open_sessions *open = data;
	int64_t since = commit->author_time - MONTH;

	if (open->since && !open->any && commit->author_time - DAY < open->since)
		look_for_open(open, 1);
	if (!open->since)
		look_for_open(open, since > 0 ? since : 1);
	return open->any;
}

static int observe_push(struct detour_workspace *workspace, struct push *push,
	const struct detour_ref_update *updates, size_t count, struct detour_observation *out,
	struct detour_error *err)
{
	struct open_sessions open = {.workspace = workspace, .updates = updates, .count = count};
	struct detour_observer observer = {.workspace = workspace,
		.only_mine = true,
		.only_a_few = true,
		.wants_listed = wants_listed,
		.wants_data = &open,
		.oldest = detour_state_installed(detour_workspace_state(workspace, NULL))};
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_move moves[MOVES];
	int code;

	detour_repo_use_dates(workspace->repo);
	observer.moves = moves;
	observer.move_count = find_moves(workspace, push, updates, count, moves);
	code = push_updates(walk, workspace->repo, push, updates, count, err);
	if (!code)
		code = detour_walk_hide_remotes(walk, push->remote, err);
	if (!code)
		code = detour_observe_range(&observer, walk, out, err);
	detour_walk_free(walk);
	if (!code)
		detour_repo_save_dates(workspace->repo);
	return code;
}

/* Ids change in a rewrite; kind, author time and subject (cut in the log) do not. */
static bool is_about(const struct detour_record *record, const struct detour_signal *signal)
{
	return record->author_time == signal->commit->author_time &&
	       !strcmp(record->kind, detour_kind_name(signal->kind)) &&
	       detour_text_starts(signal->commit->subject, record->subject);
}

/* How often a push reminded of this signal, and when last. */
static size_t times_reminded(
	const struct detour_state *state, const struct detour_signal *signal, int64_t *last)
{
	size_t times = 0;

	*last = 0;
	for (size_t i = 0; i < state->count; i++) {
		const struct detour_record *record = &state->records[i];

		if (record->event != DETOUR_EVENT_REMINDED || strcmp(record->answer, "push") != 0 ||
			!is_about(record, signal))
			continue;
		times++;
		*last = record->time;
	}
	return times;
}

/* Away is a welcome, not a duty: no push reminds of it. */
static size_t without_welcomes(struct detour_signal *signals, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(signals[i].rule, "away") != 0)
			signals[kept++] = signals[i];
	return kept;
}

static bool is_proposed(const struct detour_state *state, const struct detour_signal *signal)
{
	const struct detour_record *record =
		detour_state_dismissal(state, detour_kind_name(signal->kind), signal->commit);

	return record && !strcmp(record->answer, DETOUR_STATE_PROGRAM);
}

/* Which detours are told of now, and how. */
static size_t choose(struct detour_workspace *workspace, const struct detour *detours, size_t count,
	bool blocking, struct detour_push_item *items)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	size_t chosen = 0;

	for (size_t i = 0; i < count; i++) {
		const struct detour_signal *signal = detour_main_signal(&detours[i], NULL);
		int64_t last;
		size_t times = times_reminded(state, signal, &last);

		if (!blocking && times && (times >= REMINDERS || workspace->ctx->now - last < DAY))
			continue;
		items[chosen++] = (struct detour_push_item){
			&detours[i], signal, blocking || !times, is_proposed(state, signal)};
	}
	return chosen;
}

static int remember(struct detour_workspace *workspace, const struct detour_push_item *items,
	size_t count, struct detour_error *err)
{
	struct detour_record *records =
		detour_arena_array(&workspace->arena, count, sizeof(*records));

	for (size_t i = 0; i < count; i++)
		records[i] = detour_hook_record(workspace, DETOUR_EVENT_REMINDED, items[i].signal,
			items[i].detour->id, "push");
	return count ? detour_state_append(workspace->repo, records, count, err) : 0;
}

static void add_path(const char **paths, size_t *count, const char *path)
{
	for (size_t i = 0; i < *count; i++)
		if (!strcmp(paths[i], path))
			return;
	paths[(*count)++] = path;
}

/* Sessions about this push that it leaves behind, and scaffolds about it that nobody wrote in. */
static void find_sessions(struct detour_workspace *workspace, struct detour_coverage *coverage,
	const struct detour_observation *observation, struct detour_push_report *report)
{
	const char **uncommitted =
		detour_arena_array(&workspace->arena, observation->count, sizeof(*uncommitted));
	const char **unwritten =
		detour_arena_array(&workspace->arena, observation->count, sizeof(*unwritten));

	for (size_t i = 0; i < observation->count; i++) {
		const struct detour_signal *signal = &observation->signals[i];
		struct detour_told told = detour_coverage_of(coverage, signal);
		const char *scaffold = detour_coverage_scaffold_of(coverage, signal->commit);

		if (told.session && !told.is_committed && !told.is_private)
			add_path(uncommitted, &report->uncommitted_count, told.session);
		if (!told.how && scaffold)
			add_path(unwritten, &report->unwritten_count, scaffold);
	}
	report->uncommitted = uncommitted;
	report->unwritten = unwritten;
}

static int tell(struct detour_workspace *workspace, struct detour_coverage *coverage,
	struct detour_observation *observation, int *refusal, struct detour_error *err)
{
	bool blocking = workspace->settings.push_mode == DETOUR_MODE_BLOCK;
	struct detour_push_report report = {0};
	struct detour_push_item *items;
	struct detour *detours;
	size_t count;
	int code;

	find_sessions(workspace, coverage, observation, &report);
	count = without_welcomes(observation->signals, observation->count);
	count = detour_hook_sift(workspace, coverage, NULL, observation->signals, count);
	detour_group(&workspace->arena, observation->signals, count, &detours, &count);
	items = detour_arena_array(&workspace->arena, count, sizeof(*items));
	report.items = items;
	report.count = choose(workspace, detours, count, blocking, items);
	report.blocked = blocking && report.count;
	code = remember(workspace, items, report.count, err);
	detour_say_push(workspace->ctx->err, &report);
	if (report.blocked)
		*refusal = DETOUR_EXIT_FINDINGS;
	return code;
}

static int tell_of(struct detour_workspace *workspace, const struct detour_ref_update *updates,
	size_t count, struct detour_observation *observation, int *refusal,
	struct detour_error *err)
{
	struct detour_coverage *coverage;
	struct detour_oid tip;
	int code;

	detour_coverage_load(&coverage, workspace, 0);
	detour_coverage_add_waivers(coverage, observation);
	for (size_t i = 0; i < count && i < TIPS; i++)
		if (!detour_oid_is_zero(&updates[i].local_oid) &&
			!detour_repo_peel(workspace->repo, &updates[i].local_oid, &tip))
			detour_coverage_add_tip(coverage, &tip);
	code = tell(workspace, coverage, observation, refusal, err);
	detour_coverage_free(coverage);
	return code;
}

static int pre_push(
	struct detour_workspace *workspace, void *data, int *refusal, struct detour_error *err)
{
	struct detour_observation observation = {0};
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_ref_update *updates;
	struct push *push = data;
	size_t count;
	int code;

	/* Read to the end even where nothing is said: git would see a broken pipe. */
	code = detour_input_read(fileno(workspace->ctx->in), WAIT_MS, &bytes, err);
	if (code || workspace->settings.push_mode == DETOUR_MODE_OFF)
		goto out;
	detour_input_updates(bytes.ptr, bytes.size, &workspace->arena, &updates, &count);
	if (!count)
		count = detour_manager_updates(workspace, &updates);
	if (!push->remote)
		push->remote = detour_manager_env(workspace->ctx, "PRE_COMMIT_REMOTE_NAME");
	code = observe_push(workspace, push, updates, count, &observation, err);
	if (!code && observation.count)
		code = tell_of(workspace, updates, count, &observation, refusal, err);
	if (!code && push->unread.code) {
		code = push->unread.code;
		*err = push->unread;
	}
out:
	detour_observation_release(&observation);
	detour_buf_release(&bytes);
	return code;
}

int detour_hook_pre_push(struct detour_context *ctx, const char *remote)
{
	struct push push = {remote, DETOUR_ERROR_INIT};

	return detour_hook_run(ctx, pre_push, &push);
}
