/* Collects the hashes that written sessions name, sorted for lookup; see coverage.h. */
#include "coverage.h"

#include <stdlib.h>
#include <string.h>

#include "journal/name.h"
#include "base/text.h"

static void add_link(struct detour_coverage *coverage, const struct detour_link *link,
	const char *session, bool written)
{
	struct detour_covered_link *added;

	if (coverage->count == coverage->capacity) {
		coverage->capacity = coverage->capacity ? coverage->capacity * 2 : 64;
		coverage->links = detour_realloc(
			coverage->links, coverage->capacity * sizeof(*coverage->links));
	}
	added = &coverage->links[coverage->count++];
	added->link = *link;
	added->link.hex = detour_arena_strdup(&coverage->arena, link->hex);
	if (link->subject)
		added->link.subject = detour_arena_strdup(&coverage->arena, link->subject);
	added->session = session;
	added->written = written;
}

static bool parse_session(struct detour_workspace *workspace, const char *bytes, size_t size,
	struct detour_arena *arena, struct detour_session *out)
{
	const struct detour_journal *journal = &workspace->journal;

	detour_session_parse(
		bytes, size, journal->template_bytes, journal->template_size, arena, out);
	return out->written;
}

static void read_entry(struct detour_coverage *coverage, struct detour_journal *journal,
	const struct detour_journal_entry *entry)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session;
	const char *path = detour_arena_strdup(&coverage->arena, entry->path);

	if (!detour_journal_read(journal, entry->path, &bytes, NULL)) {
		parse_session(coverage->workspace, bytes.ptr, bytes.size, &arena, &session);
		for (size_t i = 0; i < session.link_count; i++)
			add_link(coverage, &session.links[i], path, session.written);
	}
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
}

static int compare_links(const void *a, const void *b)
{
	const struct detour_covered_link *left = a, *right = b;

	return strcmp(left->link.hex, right->link.hex);
}

static int64_t minute_of(int64_t time)
{
	return time / 60 - (time % 60 < 0);
}

static int compare_times(const void *a, const void *b)
{
	const struct detour_covered_link *const *left = a, *const *right = b;
	int64_t before = minute_of((*left)->link.time), after = minute_of((*right)->link.time);

	return (before > after) - (before < after);
}

static void sort_links(struct detour_coverage *coverage)
{
	if (!coverage->count)
		return;
	qsort(coverage->links, coverage->count, sizeof(*coverage->links), compare_links);
	coverage->by_time =
		detour_arena_array(&coverage->arena, coverage->count, sizeof(*coverage->by_time));
	for (size_t i = 0; i < coverage->count; i++)
		if (coverage->links[i].written && coverage->links[i].link.subject)
			coverage->by_time[coverage->by_time_count++] = &coverage->links[i];
	if (coverage->by_time_count)
		qsort(coverage->by_time, coverage->by_time_count, sizeof(*coverage->by_time),
			compare_times);
}

void detour_coverage_load(struct detour_coverage *out, struct detour_workspace *workspace)
{
	struct detour_journal *journal;
	struct detour_journal_entry *entries;
	size_t count;

	memset(out, 0, sizeof(*out));
	out->workspace = workspace;
	if (detour_workspace_journal(workspace, &journal, NULL) ||
		detour_journal_list(journal, &entries, &count, NULL))
		return;
	for (size_t i = 0; i < count; i++)
		read_entry(out, journal, &entries[i]);
	sort_links(out);
}

void detour_coverage_release(struct detour_coverage *coverage)
{
	free(coverage->links);
	detour_arena_release(&coverage->arena);
	memset(coverage, 0, sizeof(*coverage));
}

/* Links whose seven first digits are the commit's stand together; each may be longer. */
static const char *session_naming(
	const struct detour_coverage *coverage, const struct detour_commit *commit, bool written)
{
	char hex[DETOUR_HEX_SIZE + 1];
	size_t low = 0, high = coverage->count;

	detour_oid_hex(&commit->oid, hex);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(coverage->links[middle].link.hex, hex, 7) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < coverage->count && !strncmp(coverage->links[low].link.hex, hex, 7); low++)
		if (coverage->links[low].written == written &&
			detour_text_starts(hex, coverage->links[low].link.hex))
			return coverage->links[low].session;
	return NULL;
}

/* A rewrite changes the hash; subject and author time stay. */
static const char *session_telling(
	const struct detour_coverage *coverage, const struct detour_commit *commit)
{
	int64_t minute = minute_of(commit->author_time);
	size_t low = 0, high = coverage->by_time_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (minute_of(coverage->by_time[middle]->link.time) < minute)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < coverage->by_time_count &&
		minute_of(coverage->by_time[low]->link.time) == minute;
		low++)
		if (detour_link_matches(&coverage->by_time[low]->link, commit))
			return coverage->by_time[low]->session;
	return NULL;
}

static bool is_in_journal(const struct detour_journal *journal, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;

	for (size_t i = 0; i < journal->dir_count; i++)
		if (strlen(journal->dirs[i]) == length && !strncmp(journal->dirs[i], path, length))
			return true;
	return false;
}

/* A session that was written in and is part of the commit tells of it without naming it: it could
 * not know its hash. */
static const char *session_inside(
	const struct detour_coverage *coverage, const struct detour_commit *commit)
{
	struct detour_workspace *workspace = coverage->workspace;
	struct detour_journal *journal;
	const char *found = NULL;

	if (!commit->change_count || detour_workspace_journal(workspace, &journal, NULL))
		return NULL;
	for (size_t i = 0; !found && i < commit->change_count; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		const char *path = commit->changes[i].path, *slash = strrchr(path, '/');
		const char *day, *topic, *bytes;
		struct detour_session session;
		size_t size;

		if (commit->changes[i].status != 'D' && is_in_journal(journal, path) &&
			detour_name_parse(&arena, slash ? slash + 1 : path, &day, &topic) &&
			!detour_repo_read_blob(workspace->repo, &commit->oid, path,
				DETOUR_SESSION_LIMIT, &arena, &bytes, &size, NULL) &&
			parse_session(workspace, bytes, size, &arena, &session))
			found = path;
		detour_arena_release(&arena);
	}
	return found;
}

const char *detour_coverage_of(
	const struct detour_coverage *coverage, const struct detour_commit *commit)
{
	const struct detour_state *state = detour_workspace_state(coverage->workspace, NULL);
	const char *session = session_naming(coverage, commit, true);

	if (!session)
		session = session_telling(coverage, commit);
	if (!session)
		session = session_inside(coverage, commit);
	if (!session && detour_state_find(state, 1U << DETOUR_EVENT_DISMISSED, NULL, commit))
		session = "";
	return session;
}

const char *detour_coverage_scaffold_of(
	const struct detour_coverage *coverage, const struct detour_commit *commit)
{
	return session_naming(coverage, commit, false);
}
