/*
 * Questions that nobody could see, because the commit was made in an editor's panel or by a script:
 * the newest is put at the next commit on a terminal, with all that its story had. See hook.h.
 */
#include <string.h>

#include "../git/walk.h"
#include "../state/waiting.h"
#include "hook.h"
#include "limit.h"

enum { LOOKED_AT = 20, NAMES = 32 }; /* waiting records, newest first; ids of one commit */

struct waiting {
	struct detour_oid commit; /* as it is called now */
	const char *kind, *detour;
	int64_t when;
};

/* What the commit was and is called: an amend or a rebase may have come between. */
struct names {
	struct detour_oid ids[NAMES];
	size_t count;
};

static bool is_called(const struct names *names, const struct detour_oid *oid)
{
	for (size_t i = 0; i < names->count; i++)
		if (detour_oid_equal(&names->ids[i], oid))
			return true;
	return false;
}

static bool is_after(const struct detour_record *record, const struct detour_record *other)
{
	return record > other; /* the records of one state are one array, oldest first */
}

static bool ends_waiting(const struct detour_record *record)
{
	switch (record->event) {
	case DETOUR_EVENT_ASKED:
	case DETOUR_EVENT_ANSWERED:
	case DETOUR_EVENT_DISMISSED: /* by a program too: that is put at the push */
	case DETOUR_EVENT_WRONG:
		return true;
	case DETOUR_EVENT_REMINDED:
		return !strcmp(record->answer, "push");
	default:
		return false;
	}
}

/* Was it asked, answered, dismissed or reminded of since? */
static bool is_over(const struct detour_state *state, const struct detour_record *waiting,
	const struct names *names)
{
	for (size_t i = state->count; i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (!is_after(record, waiting))
			break;
		if (ends_waiting(record) && is_called(names, &record->commit) &&
			(!record->kind[0] || !strcmp(record->kind, waiting->kind)))
			return true;
	}
	return false;
}

/* What became of the commit, where it is still part of this branch. */
static bool find_now(struct detour_workspace *workspace, const struct names *names,
	const struct detour_oid *head, struct detour_oid *now)
{
	for (size_t i = names->count; i-- > 0;)
		if (detour_repo_reaches(workspace->repo, head, &names->ids[i])) {
			*now = names->ids[i];
			return true;
		}
	return false;
}

struct late {
	struct detour_workspace *workspace;
	struct waiting list[LOOKED_AT];
	size_t count;
	struct detour_prompt *prompt;
	struct detour_moment moment;
	bool asked;
	bool goes_on; /* one is another branch's, or held back: it goes on waiting */
};

static void collect(struct late *late, const struct detour_oid *head)
{
	const struct detour_state *state = detour_workspace_state(late->workspace, NULL);
	int64_t oldest = late->workspace->ctx->now - DETOUR_WAITING_SPAN;

	for (size_t i = state->count; i-- > 0 && late->count < LOOKED_AT;) {
		const struct detour_record *record = &state->records[i];
		struct waiting *waiting = &late->list[late->count];
		struct names names;

		if (record->event != DETOUR_EVENT_WAITING || record->time < oldest)
			continue;
		names.count = detour_state_same(state, &record->commit, names.ids, NAMES);
		if (is_over(state, record, &names))
			continue;
		waiting->kind = record->kind;
		waiting->detour = record->detour;
		waiting->when = record->time;
		if (find_now(late->workspace, &names, head, &waiting->commit))
			late->count++;
		else
			late->goes_on = true;
	}
}

/* ---- one story */

static bool is_same_story(const struct waiting *a, const struct waiting *b)
{
	return detour_oid_equal(&a->commit, &b->commit) ||
	       (a->detour[0] && !strcmp(a->detour, b->detour));
}

/* Is none of the list before it about the same commit or, where that is asked, the same story? */
static bool is_first(const struct late *late, size_t at, bool of_story)
{
	for (size_t i = 0; i < at; i++)
		if (of_story ? is_same_story(&late->list[i], &late->list[at])
			     : detour_oid_equal(&late->list[i].commit, &late->list[at].commit))
			return false;
	return true;
}

static bool is_waited_for(const struct late *late, const struct detour_signal *signal)
{
	for (size_t i = 0; i < late->count; i++)
		if (detour_oid_equal(&late->list[i].commit, &signal->commit->oid) &&
			!strcmp(late->list[i].kind, detour_kind_name(signal->kind)))
			return true;
	return false;
}

/* Adds the signals of one commit as they are seen now. A welcome that comes late is none. */
static void look_again(const struct late *late, size_t at, struct detour_observation *seen,
	struct detour_signal *signals, size_t *count)
{
	struct detour_observer observer = {
		.workspace = late->workspace, .only_mine = true, .only_spoken_of = true};

	if (detour_observe_commit(&observer, &late->list[at].commit, seen, NULL))
		return;
	for (size_t i = 0; i < seen->count; i++)
		if (is_waited_for(late, &seen->signals[i]) &&
			strcmp(seen->signals[i].rule, "away") != 0)
			signals[(*count)++] = seen->signals[i];
}

/* Less what is settled by now. `seen`: an observation for each of the list. */
static size_t sift(const struct late *late, const struct detour_observation *seen,
	struct detour_signal *signals, size_t count)
{
	struct detour_coverage *coverage;
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < count; i++)
		if (signals[i].commit->author_time < oldest)
			oldest = signals[i].commit->author_time;
	if (!count)
		return 0;
	detour_coverage_load(&coverage, late->workspace, oldest > 0 ? oldest : 1);
	for (size_t i = 0; i < late->count; i++)
		detour_coverage_add_waivers(coverage, &seen[i]);
	count = detour_hook_sift(late->workspace, coverage, NULL, signals, count);
	detour_coverage_free(coverage);
	return count;
}

/* The story as one detour, oldest first: what waits was found newest first. */
static int ask_about(struct late *late, const struct detour_signal *signals, size_t count,
	int64_t when, struct detour_error *err)
{
	const struct detour_signal **ordered =
		detour_arena_array(&late->workspace->arena, count, sizeof(*ordered));
	struct detour detour = {.signals = ordered, .count = count};

	for (size_t i = 0; i < count; i++)
		ordered[i] = &signals[count - 1 - i];
	detour.level = detour_level_of(ordered, count);
	detour_id_of(ordered[0], detour.id);
	late->asked = detour_may_ask_late(&detour, &late->moment);
	late->goes_on |= !late->asked;
	return late->asked
		       ? detour_hook_speak_late(late->workspace, &detour, late->prompt, when, err)
		       : 0;
}

/* Asks about the story that this one is the newest of, where it is still open: one detour, one
 * question. */
static int put(struct late *late, size_t at, struct detour_error *err)
{
	struct detour_observation seen[LOOKED_AT];
	struct detour_signal *signals = detour_arena_array(
		&late->workspace->arena, (size_t)LOOKED_AT * DETOUR_KIND_COUNT, sizeof(*signals));
	size_t count = 0;
	int code = 0;

	memset(seen, 0, sizeof(seen));
	for (size_t i = at; i < late->count; i++)
		if (is_same_story(&late->list[i], &late->list[at]) && is_first(late, i, false))
			look_again(late, i, &seen[i], signals, &count);
	count = sift(late, seen, signals, count);
	if (count)
		code = ask_about(late, signals, count, late->list[at].when, err);
	for (size_t i = 0; i < LOOKED_AT; i++)
		detour_observation_release(&seen[i]);
	return code;
}

int detour_hook_put_waiting(
	struct detour_workspace *workspace, const struct detour_oid *head, struct detour_error *err)
{
	struct late late = {.workspace = workspace};
	const char *why;
	int code = 0;

	if (workspace->settings.prompt_mode != DETOUR_MODE_ASK ||
		!detour_waiting_is_marked(workspace->repo, workspace->ctx->now))
		return 0;
	late.prompt = detour_prompt_open(workspace->ctx, &why);
	if (!late.prompt)
		return 0;
	detour_hook_limit_lift();
	collect(&late, head);
	if (late.count)
		detour_hook_moment(workspace, head, &late.moment);
	for (size_t i = 0; !code && !late.asked && i < late.count; i++)
		if (is_first(&late, i, true))
			code = put(&late, i, err);
	if (!code && !late.asked && !late.goes_on)
		detour_waiting_clear(workspace->repo);
	detour_prompt_close(late.prompt);
	return code;
}
