/*
 * Questions that nobody could see, because the commit was made in an editor's panel or by a script:
 * the newest is put at the next commit on a terminal. See hook.h.
 */
#include <string.h>

#include "../git/walk.h"
#include "../state/waiting.h"
#include "hook.h"

enum { LOOKED_AT = 20 }; /* waiting records, newest first */

struct waiting {
	struct detour_oid commit; /* as it is called now */
	const char *kind;
	int64_t when;
};

static bool is_after(const struct detour_record *record, const struct detour_record *other)
{
	return record > other; /* the records of one state are one array, oldest first */
}

/* Was it asked, answered, dismissed or reminded of since? */
static bool is_over(const struct detour_state *state, const struct detour_record *waiting)
{
	for (size_t i = state->count; i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (!is_after(record, waiting))
			break;
		if (!detour_oid_equal(&record->commit, &waiting->commit) ||
			(record->kind[0] && strcmp(record->kind, waiting->kind) != 0))
			continue;
		if (record->event == DETOUR_EVENT_ASKED || record->event == DETOUR_EVENT_ANSWERED ||
			record->event == DETOUR_EVENT_DISMISSED ||
			record->event == DETOUR_EVENT_WRONG ||
			(record->event == DETOUR_EVENT_REMINDED && !strcmp(record->answer, "push")))
			return true;
	}
	return false;
}

/* What became of the commit, where it is still part of this branch. */
static bool find_now(struct detour_workspace *workspace, const struct detour_record *record,
	const struct detour_oid *head, struct detour_oid *now)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	struct detour_oid same[32];
	size_t count = detour_state_same(state, &record->commit, same, 32);

	for (size_t i = count; i-- > 0;)
		if (detour_repo_reaches(workspace->repo, head, &same[i])) {
			*now = same[i];
			return true;
		}
	return false;
}

static size_t collect(struct detour_workspace *workspace, const struct detour_oid *head,
	struct waiting *out, bool *any)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	int64_t oldest = workspace->ctx->now - DETOUR_WAITING_SPAN;
	size_t count = 0;

	*any = false;
	for (size_t i = state->count; i-- > 0 && count < LOOKED_AT;) {
		const struct detour_record *record = &state->records[i];

		if (record->event != DETOUR_EVENT_WAITING || record->time < oldest ||
			is_over(state, record))
			continue;
		*any = true; /* it may be another branch's */
		if (find_now(workspace, record, head, &out[count].commit)) {
			out[count].kind = record->kind;
			out[count++].when = record->time;
		}
	}
	return count;
}

/* The signals of one commit that a question waits about, as they are seen now. A welcome that comes
 * late is none. */
static size_t look_again(struct detour_workspace *workspace, const struct waiting *waiting,
	size_t count, struct detour_observation *seen, struct detour_signal *signals)
{
	struct detour_observer observer = {.workspace = workspace, .only_mine = true};
	size_t found = 0;

	if (detour_observe_commit(&observer, &waiting[0].commit, seen, NULL))
		return 0;
	for (size_t i = 0; i < seen->count; i++)
		for (size_t j = 0; j < count; j++)
			if (detour_oid_equal(&waiting[j].commit, &waiting[0].commit) &&
				!strcmp(waiting[j].kind, detour_kind_name(seen->signals[i].kind)) &&
				strcmp(seen->signals[i].rule, "away") != 0) {
				signals[found++] = seen->signals[i];
				break;
			}
	return found;
}

static size_t sift(struct detour_workspace *workspace, const struct detour_observation *seen,
	struct detour_signal *signals, size_t count)
{
	struct detour_coverage *coverage;
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < count; i++)
		if (signals[i].commit->author_time < oldest)
			oldest = signals[i].commit->author_time;
	if (!count)
		return 0;
	detour_coverage_load(&coverage, workspace, oldest > 0 ? oldest : 1);
	detour_coverage_add_waivers(coverage, seen);
	count = detour_hook_sift(workspace, coverage, NULL, signals, count);
	detour_coverage_free(coverage);
	return count;
}

/* Asks about the commit of the first of them, where it is still open. */
static int put(struct detour_workspace *workspace, const struct waiting *waiting, size_t count,
	struct detour_prompt *prompt, bool *asked, struct detour_error *err)
{
	struct detour_observation seen = {0};
	struct detour_signal *signals =
		detour_arena_array(&workspace->arena, DETOUR_KIND_COUNT, sizeof(*signals));
	struct detour *detours;
	size_t found = look_again(workspace, waiting, count, &seen, signals);
	int code = 0;

	found = sift(workspace, &seen, signals, found);
	detour_group(&workspace->arena, signals, found, &detours, &found);
	*asked = found > 0;
	if (found)
		code = detour_hook_speak_late(workspace, &detours[0], prompt, waiting[0].when, err);
	detour_observation_release(&seen);
	return code;
}

int detour_hook_put_waiting(
	struct detour_workspace *workspace, const struct detour_oid *head, struct detour_error *err)
{
	struct waiting waiting[LOOKED_AT];
	struct detour_prompt *prompt;
	bool any, asked = false;
	const char *why;
	size_t count;
	int code = 0;

	if (workspace->settings.prompt_mode != DETOUR_MODE_ASK ||
		!detour_waiting_is_marked(workspace->repo, workspace->ctx->now))
		return 0;
	prompt = detour_prompt_open(workspace->ctx, &why);
	if (!prompt)
		return 0;
	count = collect(workspace, head, waiting, &any);
	for (size_t i = 0; !code && !asked && i < count; i++)
		code = put(workspace, &waiting[i], count - i, prompt, &asked, err);
	if (!any || (!asked && !code && count))
		detour_waiting_clear(workspace->repo);
	detour_prompt_close(prompt);
	return code;
}
