/*
 * Commits that a reset dropped, that went with their branch, or that were made in a rebase which
 * was aborted. What was rewritten or made again is no loss. See trail.h.
 */
#include "trail_internal.h"

#include <string.h>

#include "base/text.h"
#include "git/lost.h"

enum {
	LATER = 6,         /* commits in which dropped work may have been made again */
	LATER_TIME = 3600, /* made so soon after */
	BRANCH_ENTRIES = 20,
};

static void excuse(struct detour_trail *trail, const struct detour_oid *oid)
{
	struct detour_gone *gone = detour_dropped_find(&trail->dropped, oid);

	if (gone)
		gone->is_excused = true;
}

/* All that a finished rebase took up, and what it made on its way and did not keep. */
static void excuse_rebased(struct detour_trail *trail, size_t end)
{
	const struct detour_steps *steps = &trail->steps;
	size_t start = detour_steps_rebase_start(steps, end);

	detour_dropped_mark(&trail->dropped, &steps->list[start]->old_oid);
	for (size_t i = 0; start < end && i < trail->dropped.count; i++)
		trail->dropped.gone[i].is_excused |= trail->dropped.gone[i].is_marked;
	detour_dropped_mark(&trail->dropped, &steps->list[end]->new_oid);
	for (size_t i = start; i < end; i++) {
		struct detour_gone *gone =
			detour_dropped_find(&trail->dropped, &steps->list[i]->new_oid);

		if (gone)
			gone->is_excused |= !gone->is_marked;
	}
}

static void excuse_rewritten(struct detour_trail *trail)
{
	for (size_t i = 0; i < trail->steps.count; i++) {
		const struct detour_reflog_entry *step = trail->steps.list[i];

		if (detour_step_is_amend(step))
			excuse(trail, &step->old_oid);
		else if (detour_step_is_rebase(step, "finish"))
			excuse_rebased(trail, i);
	}
}

static bool counts(const struct detour_gone *gone)
{
	return !gone->is_excused && !gone->is_taken;
}

/* The commits made soon after step `at`, and HEAD. */
static size_t find_later(
	const struct detour_trail *trail, size_t at, int64_t time, struct detour_oid *later)
{
	const struct detour_steps *steps = &trail->steps;
	size_t count = 0;

	for (size_t i = at + 1; i < steps->count && count + 1 < LATER; i++) {
		if (!detour_step_makes(steps->list[i]))
			continue;
		if (count && steps->list[i]->time - time > LATER_TIME)
			break;
		later[count++] = steps->list[i]->new_oid;
	}
	if (!detour_repo_head(trail->repo, &later[count], NULL))
		count++;
	return count;
}

/* Tells of commits (newest first), unless they were made again. */
static void lose(struct detour_trail *trail, struct detour_deed *deed, size_t at,
	struct detour_gone *const *commits, size_t count)
{
	struct detour_oid landing, later[LATER];
	size_t later_count;

	for (size_t i = 0; i < count; i++)
		commits[i]->is_taken = true;
	if (!count || !detour_trail_land(trail, at, &landing))
		return;
	later_count = find_later(trail, at, deed->time, later);
	if (detour_dropped_is_redone(&trail->dropped, commits, count, later, later_count))
		return;
	detour_trail_name(deed, commits, count);
	detour_trail_add(trail, &landing, deed);
}

static bool is_reset(struct detour_trail *trail, const struct detour_reflog_entry *step)
{
	const char *from, *to;

	if (detour_oid_equal(&step->old_oid, &step->new_oid))
		return false;
	if (detour_text_starts(step->message, "reset: moving to ") ||
		detour_text_starts(step->message, "branch: Reset to "))
		return true;
	/* `git checkout -B main`, on main. */
	return detour_step_checkout(step, &trail->arena, &from, &to) && !strcmp(from, to);
}

static void find_reset(struct detour_trail *trail, size_t at, struct detour_gone **commits)
{
	const struct detour_reflog_entry *step = trail->steps.list[at];
	struct detour_deed deed = {.kind = DETOUR_DEED_RESET, .time = step->time, .name = ""};
	struct detour_dropped *dropped = &trail->dropped;
	size_t count = 0, kept = 0;

	detour_dropped_mark(dropped, &step->old_oid);
	for (size_t i = 0; i < dropped->count; i++)
		if (dropped->gone[i].is_marked && counts(&dropped->gone[i]))
			commits[count++] = &dropped->gone[i];
	detour_dropped_mark(dropped, &step->new_oid);
	for (size_t i = 0; i < count; i++)
		if (!commits[i]->is_marked)
			commits[kept++] = commits[i];
	deed.name = detour_steps_branch(&trail->steps, at, &trail->arena);
	lose(trail, &deed, at, commits, kept);
}

/* Picks of what is still there are excused already; what is left was new. */
static void find_abort(struct detour_trail *trail, size_t at, struct detour_gone **commits)
{
	const struct detour_steps *steps = &trail->steps;
	struct detour_deed deed = {
		.kind = DETOUR_DEED_ABORT, .time = steps->list[at]->time, .name = ""};
	size_t count = 0;

	for (size_t i = at; i-- > detour_steps_rebase_start(steps, at);) {
		struct detour_gone *gone =
			detour_dropped_find(&trail->dropped, &steps->list[i]->new_oid);

		if (!gone || !counts(gone))
			continue;
		gone->is_taken = true;
		commits[count++] = gone;
	}
	lose(trail, &deed, at, commits, count);
}

/* The step by which HEAD left the branch that it was on after step `at`. */
static size_t leaving(struct detour_trail *trail, size_t at)
{
	const char *from, *to;

	for (size_t i = at + 1; i < trail->steps.count; i++)
		if (detour_step_checkout(trail->steps.list[i], &trail->arena, &from, &to))
			return i;
	return trail->steps.count;
}

/* When the branch, which is still there, was moved away from above this commit by force; or -1. */
static int64_t moved_at(struct detour_trail *trail, const char *ref, const struct detour_gone *gone)
{
	struct detour_reflog log;

	if (detour_reflog_tail(trail->repo, ref, BRANCH_ENTRIES, &trail->arena, &log, NULL))
		return -1;
	for (size_t i = 0; i < log.count; i++) {
		if (!detour_text_starts(log.entries[i].message, "branch: Reset to "))
			continue;
		detour_dropped_mark(&trail->dropped, &log.entries[i].old_oid);
		if (gone->is_marked)
			return log.entries[i].time;
	}
	return -1;
}

/* The last step before `time`, at least this one. */
static size_t last_step(const struct detour_trail *trail, size_t least, int64_t time)
{
	size_t at = least;

	while (at + 1 < trail->steps.count && trail->steps.list[at + 1]->time < time)
		at++;
	return at;
}

/* A commit that was made on a branch of its own, at step `at`. */
static void find_branch(struct detour_trail *trail, size_t at, struct detour_gone **commits)
{
	const struct detour_oid *oid = &trail->steps.list[at]->new_oid;
	const struct detour_gone *gone = detour_dropped_find(&trail->dropped, oid);
	struct detour_deed deed = {.kind = DETOUR_DEED_BRANCH};
	size_t left, count = 0;
	const char *ref;

	if (!gone || !counts(gone))
		return;
	deed.name = detour_steps_branch(&trail->steps, at, &trail->arena);
	left = leaving(trail, at);
	if (!*deed.name || left == trail->steps.count)
		return;
	deed.time = trail->steps.list[left]->time;
	ref = detour_arena_printf(&trail->arena, "refs/heads/%s", deed.name);
	if (detour_repo_has_ref(trail->repo, ref)) {
		deed.kind = DETOUR_DEED_RESET;
		deed.time = moved_at(trail, ref, gone);
		if (deed.time < 0)
			return;
		left = last_step(trail, at, deed.time);
	}
	detour_dropped_mark(&trail->dropped, oid);
	for (size_t i = 0; i < trail->dropped.count; i++)
		if (trail->dropped.gone[i].is_marked && counts(&trail->dropped.gone[i]))
			commits[count++] = &trail->dropped.gone[i];
	lose(trail, &deed, left, commits, count);
}

void detour_trail_find_losses(struct detour_trail *trail)
{
	struct detour_gone **commits;

	if (!trail->dropped.count)
		return;
	excuse_rewritten(trail);
	commits = detour_arena_array(
		&trail->arena, trail->dropped.count, sizeof(struct detour_gone *));
	/* Newest first: what was dropped twice was last dropped then. */
	for (size_t i = trail->steps.count; i-- > 0;) {
		if (is_reset(trail, trail->steps.list[i]))
			find_reset(trail, i, commits);
		else if (detour_step_is_rebase(trail->steps.list[i], "abort"))
			find_abort(trail, i, commits);
	}
	for (size_t i = trail->steps.count; i-- > 0;)
		if (detour_text_starts(trail->steps.list[i]->message, "commit") ||
			detour_step_is_rebase(trail->steps.list[i], "finish"))
			find_branch(trail, i, commits);
}
