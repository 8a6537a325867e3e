/* Amends in a row, bisections, conflicts, and remote branches that were moved by force; see
 * trail.h.
 */
#include "trail_internal.h"

#include <string.h>

#include "base/text.h"
#include "git/configuration.h"
#include "git/lost.h"
#include "git/walk.h"

enum {
	AMENDS = 6,
	AMENDS_TIME = 2 * 3600,
	BISECT_STEPS = 3,
	REMOTE_BRANCHES = 200,
	REMOTE_ENTRIES = 20,
	LOST_LOOKED_AT = 500, /* of what a remote branch held */
};

/* ---- amends */

static bool continues_amend(const struct detour_steps *steps, size_t at)
{
	return at && detour_step_is_amend(steps->list[at]) &&
	       detour_step_is_amend(steps->list[at - 1]) &&
	       detour_oid_equal(&steps->list[at]->old_oid, &steps->list[at - 1]->new_oid);
}

/* Of the amends from `first` to `last`, the most that lie within the time. */
static size_t most_at_once(const struct detour_steps *steps, size_t first, size_t last)
{
	size_t most = 0;

	for (size_t i = first; i <= last; i++) {
		size_t count = 0;

		for (size_t j = i; j <= last; j++)
			count += steps->list[j]->time - steps->list[i]->time <= AMENDS_TIME;
		most = count > most ? count : most;
	}
	return most;
}

void detour_trail_find_amends(struct detour_trail *trail)
{
	const struct detour_steps *steps = &trail->steps;
	size_t first = 0;

	for (size_t i = 0; i < steps->count; i++) {
		struct detour_deed deed = {.kind = DETOUR_DEED_AMENDS, .name = ""};
		struct detour_oid landing;

		if (!detour_step_is_amend(steps->list[i]))
			continue;
		if (!continues_amend(steps, i))
			first = i;
		if (i + 1 < steps->count && continues_amend(steps, i + 1))
			continue;
		deed.times = most_at_once(steps, first, i);
		deed.time = steps->list[i]->time;
		if (deed.times >= AMENDS && detour_trail_follow(trail, i, &landing))
			detour_trail_add(trail, &landing, &deed);
	}
}

/* ---- bisections */

void detour_trail_find_bisections(struct detour_trail *trail)
{
	const char *from, *to, *start = "";
	size_t count = 0;

	for (size_t i = 0; i < trail->steps.count; i++) {
		const struct detour_reflog_entry *step = trail->steps.list[i];
		struct detour_deed deed = {
			.kind = DETOUR_DEED_BISECT, .time = step->time, .name = ""};
		struct detour_oid landing;

		if (!detour_step_checkout(step, &trail->arena, &from, &to)) {
			count = 0;
			continue;
		}
		if (!detour_is_full_hash(from)) {
			start = from;
			count = 0;
		}
		count += detour_is_full_hash(to);
		deed.times = count;
		if (count >= BISECT_STEPS && !strcmp(to, start) &&
			detour_trail_land(trail, i, &landing))
			detour_trail_add(trail, &landing, &deed);
	}
}

/* ---- conflicts */

void detour_trail_find_conflicts(struct detour_trail *trail)
{
	for (size_t i = 0; i < trail->steps.count; i++) {
		const struct detour_reflog_entry *step = trail->steps.list[i];
		struct detour_deed deed = {
			.kind = DETOUR_DEED_CONFLICT, .time = step->time, .name = ""};
		struct detour_oid landing;

		if (detour_step_is_by_hand(step) && detour_trail_follow(trail, i, &landing))
			detour_trail_add(trail, &landing, &deed);
	}
}

/* ---- remote branches */

struct side {
	struct detour_commit *commits; /* newest first */
	size_t count;
};

/* What `tip` reaches and `other` does not. */
static void read_side(struct detour_trail *trail, const struct detour_oid *tip,
	const struct detour_oid *other, struct side *out)
{
	struct detour_walk *walk = detour_walk_new(trail->repo);

	memset(out, 0, sizeof(*out));
	out->commits = detour_arena_array(&trail->arena, LOST_LOOKED_AT, sizeof(*out->commits));
	if (!detour_walk_push(walk, tip, NULL) && !detour_walk_hide(walk, other, NULL))
		while (out->count < LOST_LOOKED_AT &&
			!detour_walk_next(walk, &trail->arena, &out->commits[out->count], NULL))
			out->count++;
	detour_walk_free(walk);
}

static bool is_in(const struct side *side, const struct detour_commit *commit)
{
	for (size_t i = 0; i < side->count; i++)
		if (side->commits[i].author_time == commit->author_time &&
			!strcmp(side->commits[i].subject, commit->subject))
			return true;
	return false;
}

static bool is_step_forward(struct detour_repo *repo, const struct detour_move *move)
{
	return detour_oid_is_zero(&move->from) || detour_oid_is_zero(&move->to) ||
	       !detour_repo_has(repo, &move->from) || !detour_repo_has(repo, &move->to) ||
	       detour_repo_reaches(repo, &move->to, &move->from);
}

void detour_trail_add_move(struct detour_trail *trail, const struct detour_move *move)
{
	struct detour_deed deed = {.kind = DETOUR_DEED_REWRITTEN, .time = move->time};
	struct side before, after;

	/* What is not here cannot be told. */
	if (is_step_forward(trail->repo, move))
		return;
	read_side(trail, &move->from, &move->to, &before);
	read_side(trail, &move->to, &move->from, &after);
	deed.name = detour_arena_strdup(&trail->arena, move->name);
	deed.total = before.count;
	for (size_t i = 0; i < before.count; i++) {
		const struct detour_commit *commit = &before.commits[i];

		if (deed.commit_count < DETOUR_DEED_COMMITS)
			deed.commits[deed.commit_count++] = commit;
		deed.shared |= !detour_repo_is_me(trail->repo, commit->author_email) &&
			       !is_in(&after, commit);
	}
	if (deed.total)
		detour_trail_add(trail, &move->to, &deed);
}

struct remotes {
	struct detour_trail *trail;
	size_t left;
};

static int look_at_remote(void *data, const char *name)
{
	struct remotes *remotes = data;
	struct detour_trail *trail = remotes->trail;
	struct detour_reflog log;

	if (!remotes->left--)
		return 1;
	if (detour_reflog_tail(trail->repo, name, REMOTE_ENTRIES, &trail->arena, &log, NULL))
		return 0;
	for (size_t i = 0; i < log.count; i++) {
		const struct detour_reflog_entry *entry = &log.entries[i];
		struct detour_move move = {name + strlen("refs/remotes/"), entry->old_oid,
			entry->new_oid, entry->time};

		if (detour_text_starts(entry->message, "update by push"))
			detour_trail_add_move(trail, &move);
	}
	return 0;
}

void detour_trail_find_rewritten(struct detour_trail *trail)
{
	struct remotes remotes = {trail, REMOTE_BRANCHES};

	detour_repo_each_remote_branch(trail->repo, look_at_remote, &remotes);
}
