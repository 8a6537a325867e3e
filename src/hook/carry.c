/* What is remembered about a commit follows it to its new id; see hook.h. */
#include <string.h>

#include "../signal/autosquash.h"
#include "hook.h"

enum { ALIKE_LOOKED_AT = 100 };

/* One rewrite with both commits, as far as they can be read. */
struct carried {
	int64_t from_time, to_time; /* of the author */
	const char *from_subject, *to_subject;
	bool is_known; /* both were read */
};

static void look_up(struct detour_workspace *workspace, const struct detour_rewrite *rewrite,
	struct carried *out)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit from, to;

	memset(out, 0, sizeof(*out));
	out->is_known =
		!detour_repo_read_commit(workspace->repo, &rewrite->from, &arena, &from, NULL) &&
		!detour_repo_read_commit(workspace->repo, &rewrite->to, &arena, &to, NULL);
	if (out->is_known)
		*out = (struct carried){from.author_time, to.author_time,
			detour_arena_strdup(&workspace->arena, from.subject),
			detour_arena_strdup(&workspace->arena, to.subject), true};
	detour_arena_release(&arena);
}

static bool is_same_identity(const struct carried *carried)
{
	return carried->is_known && carried->from_time == carried->to_time &&
	       !strcmp(carried->from_subject, carried->to_subject);
}

/* How much of what the commit was is still there: `fixup -C` of a rebase keeps the time of one and
 * the words of another, and it is the words that say what it does. */
static int likeness(const struct carried *carried)
{
	if (!carried->is_known)
		return 0;
	return is_same_identity(carried)                             ? 2
	       : !strcmp(carried->from_subject, carried->to_subject) ? 1
								     : 0;
}

/* Is this the one of those that became the same commit which it still is? */
static bool is_main(const struct carried *carried, const struct detour_rewrite *rewrites,
	size_t count, size_t at)
{
	int here = likeness(&carried[at]);

	for (size_t i = 0; i < count; i++) {
		int there = likeness(&carried[i]);

		if (detour_oid_equal(&rewrites[i].to, &rewrites[at].to) &&
			(there > here || (there == here && i < at)))
			return false;
	}
	return true;
}

/* A fixup that was folded in is no commit any more, and nothing is left to say of it. One that was
 * only reworded is still there. */
static bool is_folded(const struct carried *carried, bool same)
{
	return carried->is_known && !same && detour_autosquash_rest(carried->from_subject);
}

/* Sessions find a commit by its subject and time, and in a squash by the subject of a part that is
 * younger; only where that fails does the way to the old id have to be remembered for them. */
static bool is_found_without(const struct carried *carried, bool same)
{
	if (same)
		return is_same_identity(carried);
	return !carried->is_known || (carried->from_time >= carried->to_time &&
					     strcmp(carried->from_subject, carried->to_subject));
}

/* What the log says about commits that are to be carried. */
struct memory {
	bool speaks;  /* of the old one */
	bool carried; /* the very rewrite was told already: an amend is told twice */
};

static struct memory memory_of(
	const struct detour_state *state, const struct detour_rewrite *rewrite)
{
	struct memory memory = {false, false};

	for (size_t i = 0; i < state->count; i++) {
		const struct detour_record *record = &state->records[i];

		if (!detour_oid_equal(&record->commit, &rewrite->from) &&
			!detour_oid_equal(&record->other, &rewrite->from))
			continue;
		memory.speaks = true;
		memory.carried |= record->event == DETOUR_EVENT_REWRITTEN &&
				  detour_oid_equal(&record->other, &rewrite->to);
	}
	return memory;
}

int detour_hook_carry(struct detour_workspace *workspace, const struct detour_rewrite *rewrites,
	size_t count, struct detour_error *err)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	struct carried *carried = detour_arena_array(&workspace->arena, count, sizeof(*carried));
	struct detour_record *records =
		detour_arena_array(&workspace->arena, count, sizeof(*records));
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		look_up(workspace, &rewrites[i], &carried[i]);
	for (size_t i = 0; i < count; i++) {
		bool same = is_main(carried, rewrites, count, i);
		struct memory memory = memory_of(state, &rewrites[i]);

		if (memory.carried || is_folded(&carried[i], same) ||
			(!memory.speaks && is_found_without(&carried[i], same)))
			continue;
		memset(&records[kept], 0, sizeof(*records));
		records[kept].event = DETOUR_EVENT_REWRITTEN;
		records[kept].time = workspace->ctx->now;
		records[kept].commit = rewrites[i].from;
		records[kept].other = rewrites[i].to;
		records[kept].author_time = carried[i].from_time;
		records[kept].subject = carried[i].is_known ? carried[i].from_subject : "";
		records[kept].kind = records[kept].detour = "";
		records[kept++].answer = same ? "" : DETOUR_STATE_PART;
	}
	if (!kept)
		return 0;
	workspace->state_tried = false; /* read again: it tells more now */
	return detour_state_append(workspace->repo, records, kept, err);
}

/* Where the newest rewrite that made a commit like this one led to. */
static bool find_alike(struct detour_workspace *workspace, const struct detour_commit *commit,
	struct detour_oid *out)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	size_t looked_at = 0;
	bool found = false;

	for (size_t i = state->count; !found && i-- > 0 && looked_at < ALIKE_LOOKED_AT;) {
		const struct detour_record *record = &state->records[i];
		struct detour_commit other;

		if (record->event != DETOUR_EVENT_REWRITTEN)
			continue;
		looked_at++;
		if (detour_repo_read_commit(workspace->repo, &record->other, &arena, &other, NULL))
			continue;
		found = other.author_time == commit->author_time &&
			!strcmp(other.subject, commit->subject) &&
			!detour_oid_equal(&other.oid, &commit->oid);
		*out = record->other;
	}
	detour_arena_release(&arena);
	return found;
}

int detour_hook_carry_pick(struct detour_workspace *workspace, const struct detour_oid *picked,
	struct detour_error *err)
{
	struct detour_record record = {.event = DETOUR_EVENT_REWRITTEN,
		.time = workspace->ctx->now,
		.kind = "",
		.detour = "",
		.answer = "",
		.other = *picked};
	struct detour_commit commit;
	int code =
		detour_repo_read_commit(workspace->repo, picked, &workspace->arena, &commit, err);

	if (code || !find_alike(workspace, &commit, &record.commit))
		return code;
	record.author_time = commit.author_time;
	record.subject = commit.subject;
	workspace->state_tried = false;
	return detour_state_append(workspace->repo, &record, 1, err);
}
