/* Finds the session that a story is told in; see sequel.h. */
#include "sequel.h"

#include <string.h>
#include <sys/stat.h>

#include "base/date.h"

enum {
	COMMITS_LIMIT = 64, /* of the story, and what they were before they were rewritten */
	SELVES_LIMIT = 8,   /* of one of them */
	DAYS_LIMIT = 90,    /* older sessions are history */
	EARLIER_DAYS = 14,  /* a session is added to for this long after the day in its name */
	READ_LIMIT = 200,
	CLOCK_SLACK = 120, /* seconds */
};

struct cast {
	struct detour_workspace *workspace;
	struct detour_commit commits[COMMITS_LIMIT];
	size_t count;
	int64_t oldest; /* no session names a commit before it was made */
	size_t reads_left;
};

static bool is_known(const struct cast *cast, const struct detour_oid *oid)
{
	for (size_t i = 0; i < cast->count; i++)
		if (detour_oid_equal(&cast->commits[i].oid, oid))
			return true;
	return false;
}

static void add(struct cast *cast, const struct detour_commit *commit)
{
	const struct detour_state *state = detour_workspace_state(cast->workspace, NULL);
	struct detour_self selves[SELVES_LIMIT];
	size_t count = detour_state_selves(state, &commit->oid, selves, SELVES_LIMIT);

	if (commit->author_time < cast->oldest)
		cast->oldest = commit->author_time;
	for (size_t i = 0; i < count && cast->count < COMMITS_LIMIT; i++)
		cast->commits[cast->count++] = (struct detour_commit){.oid = selves[i].oid,
			.subject = commit->subject,
			.author_time = commit->author_time};
}

static void add_all(struct cast *cast, const struct detour *detour)
{
	struct detour_workspace *workspace = cast->workspace;

	for (size_t i = 0; detour && i < detour->count; i++) {
		const struct detour_signal *signal = detour->signals[i];

		if (!is_known(cast, &signal->commit->oid))
			add(cast, signal->commit);
		for (size_t j = 0; j < signal->related_count && cast->count < COMMITS_LIMIT; j++) {
			struct detour_commit related;

			if (!is_known(cast, &signal->related[j]) &&
				!detour_repo_read_commit(workspace->repo, &signal->related[j],
					&workspace->arena, &related, NULL))
				add(cast, &related);
		}
	}
}

static bool is_younger(
	const struct cast *cast, const struct detour_journal *journal, const char *path)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct stat info;
	bool younger = !lstat(detour_arena_printf(&arena, "%s/%s", journal->root, path), &info) &&
		       info.st_mtime >= cast->oldest - CLOCK_SLACK;

	detour_arena_release(&arena);
	return younger;
}

static bool tells(struct cast *cast, struct detour_journal *journal, const char *path)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session = {0};
	bool found = false;

	cast->reads_left--;
	if (!detour_journal_read(journal, path, &bytes, NULL))
		detour_journal_parse(journal, &bytes, &arena, &session);
	for (size_t i = 0; session.written && !found && i < session.link_count; i++)
		for (size_t j = 0; !found && j < cast->count; j++)
			found = detour_link_matches(&session.links[i], &cast->commits[j]);
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
	return found;
}

static const char *first_day(const struct cast *cast)
{
	const struct detour_context *ctx = cast->workspace->ctx;
	int64_t day = 86400, first = cast->oldest - EARLIER_DAYS * day;

	if (first < ctx->now - DAYS_LIMIT * day)
		first = ctx->now - DAYS_LIMIT * day;
	return detour_date_day(&cast->workspace->arena, first, detour_context_offset(ctx));
}

bool detour_sequel_find(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour *story, struct detour_place *out)
{
	struct cast cast = {.workspace = workspace, .oldest = INT64_MAX, .reads_left = READ_LIMIT};
	const char *best = "";
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(workspace, &journals);

	out->path = NULL;
	add_all(&cast, detour);
	add_all(&cast, story);
	for (size_t i = 0; i < count; i++) {
		struct detour_journal_entry *entries;
		size_t entry_count;

		if (detour_journal_list_names(
			    &journals[i], first_day(&cast), &entries, &entry_count, NULL))
			continue;
		for (size_t j = 0; j < entry_count && cast.reads_left; j++) {
			if (strcmp(entries[j].name, best) <= 0)
				break;
			if (!is_younger(&cast, &journals[i], entries[j].path) ||
				!tells(&cast, &journals[i], entries[j].path))
				continue;
			*out = (struct detour_place){&journals[i], entries[j].path};
			best = entries[j].name;
			break;
		}
	}
	return out->path != NULL;
}
