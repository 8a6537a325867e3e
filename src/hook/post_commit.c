/*
 * post-commit: looks at the commit just made and, rarely, speaks. A commit without a signal costs
 * one look at its message and at the date of the one before; everything else is read only when
 * there is something to say.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/file.h"
#include "../git/reflog.h"
#include "../prompt/presence.h"
#include "../base/text.h"
#include "hook.h"

enum {
	STORY_SPAN = 7 * 24 * 3600, /* commits of older ones are seldom among the last twenty */
	TODO_LIMIT = 4 * 1024 * 1024,
};

/* What HEAD's reflog says of the commit just made. */
struct making {
	bool amended, picked;
	bool moved;                    /* by a rebase */
	struct detour_rewrite rewrite; /* where it was amended */
};

static void look_at_reflog(struct detour_workspace *workspace, struct making *making)
{
	struct detour_reflog log = {0};
	const char *message;

	memset(making, 0, sizeof(*making));
	if (detour_reflog_tail(workspace->repo, "HEAD", 1, &workspace->arena, &log, NULL) ||
		!log.count)
		return;
	message = log.entries[0].message;
	making->amended = detour_text_starts(message, "commit (amend)");
	/* `git commit` after a conflict, where CHERRY_PICK_HEAD is gone already, is a pick too. */
	making->picked = detour_text_starts(message, "commit (cherry-pick)") ||
			 detour_text_starts(message, "cherry-pick");
	making->moved =
		detour_text_starts(message, "rebase") || detour_text_starts(message, "pull");
	making->rewrite = (struct detour_rewrite){log.entries[0].old_oid, log.entries[0].new_oid};
}

/* How many steps of a sequence of picks or reverts are left, this one included. */
static size_t steps_left(struct detour_workspace *workspace)
{
	struct detour_buf todo = DETOUR_BUF_INIT;
	const char *path = detour_arena_printf(
		&workspace->arena, "%s/sequencer/todo", detour_repo_git_dir(workspace->repo));
	size_t steps = 0;

	if (!detour_file_read(path, TODO_LIMIT, 0, &todo, NULL))
		for (size_t i = 0; i < todo.size; i++)
			if (i == 0 || todo.ptr[i - 1] == '\n')
				steps += todo.ptr[i] != '#' && todo.ptr[i] != '\n';
	detour_buf_release(&todo);
	return steps;
}

/* Is git in the middle of something that the person did not type commit by commit? */
static bool is_silent(struct detour_workspace *workspace, enum detour_operation operation)
{
	switch (operation) {
	case DETOUR_OPERATION_REBASE:
	case DETOUR_OPERATION_PICK:
	case DETOUR_OPERATION_AM:
	case DETOUR_OPERATION_BISECT:
		return true;
	case DETOUR_OPERATION_SEQUENCE:
		return steps_left(workspace) > 1;
	case DETOUR_OPERATION_NONE:
	case DETOUR_OPERATION_REVERT:
	case DETOUR_OPERATION_MERGE:
		break;
	}
	return false;
}

/* What has to be loaded to see the signals of the last commits again. They were seen when they were
 * made, and what could be spoken of is in the log; the paths of twenty commits cost most where the
 * folders are large. */
static unsigned story_facts(struct detour_workspace *workspace)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	unsigned facts = DETOUR_FACT_MESSAGE;

	for (size_t i = state->count; i-- > 0;) {
		const struct detour_record *record = &state->records[i];
		enum detour_kind kind = detour_kind_parse(record->kind);

		if (record->time > workspace->ctx->now - STORY_SPAN && kind < DETOUR_KIND_COUNT)
			facts |= detour_signal_types[kind].facts;
	}
	return facts;
}

/* The signals of the last commits, for the story that this one may belong to. */
static int observe_story(struct detour_workspace *workspace, const struct detour_commit *fresh,
	struct detour_observation *out, struct detour_error *err)
{
	struct detour_observer observer = {.workspace = workspace,
		.only_mine = true,
		.only_spoken_of = true,
		.facts = story_facts(workspace),
		.limit = DETOUR_STORY_COMMITS};
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	int code = detour_walk_push(walk, &fresh->oid, err);

	if (!code)
		code = detour_observe_range(&observer, walk, out, err);
	detour_walk_free(walk);
	return code;
}

static bool is_in(const struct detour_observation *observation, const struct detour_oid *oid)
{
	for (size_t i = 0; i < observation->count; i++)
		if (detour_oid_equal(&observation->signals[i].commit->oid, oid))
			return true;
	return false;
}

/* All signals of the story in one array: those of the fresh commit as they were seen just now,
 * those of the commits before it from the second look. */
static struct detour_signal *merge(struct detour_arena *arena,
	const struct detour_observation *fresh, const struct detour_observation *story,
	size_t *count)
{
	struct detour_signal *all =
		detour_arena_array(arena, fresh->count + story->count, sizeof(*all));

	*count = fresh->count;
	memcpy(all, fresh->signals, fresh->count * sizeof(*all));
	for (size_t i = 0; i < story->count; i++)
		if (!is_in(fresh, &story->signals[i].commit->oid))
			all[(*count)++] = story->signals[i];
	return all;
}

static bool tells_of(const struct detour *detour, const struct detour_observation *fresh)
{
	for (size_t i = 0; i < detour->count; i++)
		if (is_in(fresh, &detour->signals[i]->commit->oid))
			return true;
	return false;
}

/* The detour that the fresh commits belong to. A sequence was one command: all that it made is one
 * story, also where the commits have nothing else in common. */
static bool join_fresh(struct detour_arena *arena, const struct detour *detours, size_t count,
	const struct detour_observation *fresh, struct detour *out)
{
	const struct detour_signal **signals;
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += detours[i].count;
	signals = detour_arena_array(arena, total, sizeof(*signals));
	memset(out, 0, sizeof(*out));
	out->signals = signals;
	for (size_t i = count; i-- > 0;) {
		if (!tells_of(&detours[i], fresh))
			continue;
		memcpy(signals + out->count, detours[i].signals,
			detours[i].count * sizeof(*signals));
		out->count += detours[i].count;
	}
	if (!out->count)
		return false;
	detour_id_of(signals[0], out->id);
	out->level = detour_level_of(signals, out->count);
	return true;
}

/* The same before what is told already is taken out of the signals. */
static void gather_story(struct detour_arena *arena, const struct detour_signal *signals,
	size_t count, const struct detour_observation *fresh, struct detour *out)
{
	struct detour_signal *copy = detour_arena_array(arena, count, sizeof(*copy));
	struct detour *detours;

	memcpy(copy, signals, count * sizeof(*copy));
	detour_group(arena, copy, count, &detours, &count);
	(void)join_fresh(arena, detours, count, fresh, out);
}

static int act(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour *story, const struct detour_oid *head, bool *spoke,
	struct detour_error *err)
{
	struct detour_moment moment;

	detour_hook_moment(workspace, head, &moment);
	switch (detour_decide(detour, head, &moment)) {
	case DETOUR_VERDICT_SPEAK:
		*spoke = true;
		return detour_hook_speak(workspace, detour, story, head, err);
	case DETOUR_VERDICT_HELD:
		return detour_hook_remember(workspace, DETOUR_EVENT_HELD, detour, "", err);
	case DETOUR_VERDICT_PUSH:
		return detour_hook_remember(workspace, DETOUR_EVENT_HELD, detour, "push", err);
	case DETOUR_VERDICT_SILENT:
		break;
	}
	return 0;
}

/* The oldest of the commits that it may be asked about: sessions older than that tell of none. */
static int64_t oldest_of(const struct detour_signal *signals, size_t count)
{
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < count; i++)
		if (signals[i].commit->author_time < oldest)
			oldest = signals[i].commit->author_time;
	return oldest > 0 ? oldest : 1;
}

static int consider(struct detour_workspace *workspace, const struct detour_observation *fresh,
	bool *spoke, struct detour_error *err)
{
	const struct detour_oid head = fresh->signals[0].commit->oid;
	struct detour_observation story = {0};
	struct detour_coverage *coverage = NULL;
	struct detour_signal *signals;
	struct detour *detours, joined, whole;
	size_t count;
	int code;

	code = observe_story(workspace, fresh->signals[0].commit, &story, err);
	if (code)
		goto out;
	signals = merge(&workspace->arena, fresh, &story, &count);
	gather_story(&workspace->arena, signals, count, fresh, &whole);
	detour_coverage_load(&coverage, workspace, oldest_of(signals, count));
	detour_coverage_add_waivers(coverage, fresh);
	detour_coverage_add_waivers(coverage, &story);
	count = detour_hook_sift(workspace, coverage, fresh, signals, count);
	detour_group(&workspace->arena, signals, count, &detours, &count);
	if (join_fresh(&workspace->arena, detours, count, fresh, &joined))
		code = act(workspace, &joined, &whole, &head, spoke, err);
out:
	detour_observation_release(&story);
	detour_coverage_free(coverage);
	return code;
}

/* Everything since the sequence began, which git keeps in sequencer/head. */
static int observe_sequence(const struct detour_observer *observer, const struct detour_oid *head,
	struct detour_observation *out, struct detour_error *err)
{
	struct detour_workspace *workspace = observer->workspace;
	const char *path = detour_arena_printf(
		&workspace->arena, "%s/sequencer/head", detour_repo_git_dir(workspace->repo));
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_oid start;
	int code;

	code = detour_walk_push(walk, head, err);
	if (!code && !detour_file_read(path, DETOUR_HEX_SIZE * 2, 0, &bytes, NULL) &&
		bytes.size >= DETOUR_HEX_SIZE && detour_oid_parse(&start, bytes.ptr))
		code = detour_walk_hide(walk, &start, err);
	else if (!code)
		code = detour_error_set(err, DETOUR_EINVALID,
			"cannot tell where the sequence began: '%s' holds no commit", path);
	if (!code)
		code = detour_observe_range(observer, walk, out, err);
	detour_buf_release(&bytes);
	detour_walk_free(walk);
	return code;
}

/* A program's commit is remembered as one: it does not shape the person's rhythm. What it amends,
 * picks or rebases was made before, at a time that is the maker's. */
static int remember_program(
	struct detour_workspace *workspace, const struct detour_oid *head, struct detour_error *err)
{
	struct detour_record record = {.event = DETOUR_EVENT_PROGRAM,
		.time = workspace->ctx->now,
		.kind = "",
		.detour = "",
		.answer = ""};
	struct detour_commit commit;
	int code = detour_repo_read_commit(workspace->repo, head, &workspace->arena, &commit, err);

	if (code || !detour_repo_is_me(workspace->repo, commit.author_email))
		return code;
	record.commit = *head;
	record.author_time = commit.author_time;
	record.subject = commit.subject;
	return detour_state_append(workspace->repo, &record, 1, err);
}

/* What is only listed is no reason to look further: most commits with a signal are such. */
static bool may_speak(const struct detour_observation *fresh)
{
	for (size_t i = 0; i < fresh->count; i++)
		if (fresh->signals[i].level >= DETOUR_LEVEL_REMIND)
			return true;
	return false;
}

/* What only reminds asks where a second kind is there: now lines and reflogs are worth their cost.
 */
static int look_closer(struct detour_observer *observer, const struct detour_oid *head,
	enum detour_operation operation, struct detour_observation *fresh, struct detour_error *err)
{
	for (size_t i = 0; i < fresh->count; i++)
		if (fresh->signals[i].level == DETOUR_LEVEL_ASK)
			return 0;
	if (operation == DETOUR_OPERATION_SEQUENCE)
		return 0;
	detour_observation_release(fresh);
	observer->facts = DETOUR_FACT_ALL;
	return detour_observe_commit(observer, head, fresh, err);
}

static int look(struct detour_workspace *workspace, const struct detour_oid *head,
	enum detour_operation operation, bool *spoke, struct detour_error *err)
{
	struct detour_observer observer = {.workspace = workspace,
		.only_mine = true,
		.at_commit = true,
		.only_spoken_of = true,
		.facts = DETOUR_COMMIT_FACTS};
	struct detour_observation fresh = {0};
	int code;

	if (operation == DETOUR_OPERATION_SEQUENCE)
		code = observe_sequence(&observer, head, &fresh, err);
	else
		code = detour_observe_commit(&observer, head, &fresh, err);
	if (!code && may_speak(&fresh))
		code = look_closer(&observer, head, operation, &fresh, err);
	if (!code && may_speak(&fresh))
		code = consider(workspace, &fresh, spoke, err);
	detour_observation_release(&fresh);
	return code;
}

static int post_commit(
	struct detour_workspace *workspace, void *data, int *refusal, struct detour_error *err)
{
	bool by_program = detour_presence_program(workspace->ctx) != NULL, spoke = false;
	struct detour_oid head;
	enum detour_operation operation;
	struct making making;
	int code;

	(void)data;
	(void)refusal;
	if (workspace->settings.prompt_mode == DETOUR_MODE_OFF)
		return 0;
	code = detour_repo_head(workspace->repo, &head, err);
	if (code)
		return code;
	look_at_reflog(workspace, &making);
	/* An amended commit is the same story: what was asked about it stays asked. This runs
	 * before post-rewrite does. */
	if (making.amended)
		code = detour_hook_carry(workspace, &making.rewrite, 1, err);
	if (making.picked)
		code = detour_hook_carry_pick(workspace, &head, err);
	if (!code && by_program && !making.amended && !making.picked && !making.moved)
		code = remember_program(workspace, &head, err);
	if (code || making.picked)
		return code;
	operation = detour_repo_operation(workspace->repo);
	if (is_silent(workspace, operation))
		return 0;
	code = look(workspace, &head, operation, &spoke, err);
	if (!code && !spoke && !by_program)
		code = detour_hook_put_waiting(workspace, &head, err);
	return code;
}

int detour_hook_post_commit(struct detour_context *ctx)
{
	return detour_hook_run(ctx, post_commit, NULL);
}
