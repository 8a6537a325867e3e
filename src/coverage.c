/* Looks commits up in what sessions tell, in the log and in trailers; see coverage.h. */
#include "coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "journal/markdown.h"
#include "testimony.h"

enum {
	SELVES_LIMIT = 64, /* what one commit and its parts were, before and after rewrites */
	PARTS_LIMIT = 32,
	RESOLVED_LIMIT = 2000, /* bare hashes whose commits are looked at */
};

/* A hash that a session names without subject and time, which its commit tells while it is here. */
struct resolved {
	int64_t minute;
	const char *subject;
	const struct detour_testimony_file *file;
};

struct detour_coverage {
	struct detour_testimony testimony;
	struct resolved *resolved; /* sorted by minute */
	size_t resolved_count;
	bool resolved_tried;
	struct detour_oid *waivers;
	size_t waiver_count;
};

void detour_coverage_load(
	struct detour_coverage **out, struct detour_workspace *workspace, int64_t since)
{
	struct detour_coverage *coverage = detour_realloc(NULL, sizeof(*coverage));

	memset(coverage, 0, sizeof(*coverage));
	detour_testimony_gather(&coverage->testimony, workspace, since);
	*out = coverage;
}

void detour_coverage_free(struct detour_coverage *coverage)
{
	if (!coverage)
		return;
	detour_testimony_release(&coverage->testimony);
	free(coverage->resolved);
	free(coverage->waivers);
	free(coverage);
}

void detour_coverage_add_tip(struct detour_coverage *coverage, const struct detour_oid *commit)
{
	detour_testimony_add_tip(&coverage->testimony, commit);
}

void detour_coverage_add_waivers(
	struct detour_coverage *coverage, const struct detour_observation *observation)
{
	size_t count = coverage->waiver_count + observation->waiver_count;

	if (!observation->waiver_count)
		return;
	coverage->waivers = detour_realloc(coverage->waivers, count * sizeof(*coverage->waivers));
	memcpy(coverage->waivers + coverage->waiver_count, observation->waivers,
		observation->waiver_count * sizeof(*coverage->waivers));
	coverage->waiver_count = count;
}

/* ---- what a file tells about a commit */

/* The better witness: a session before a dismissal, what others see before what they do not. */
static int weight(const struct detour_testimony_file *file)
{
	return !file ? 0
		     : 1 + (file->is_dismissed ? 0 : 4) + (file->is_private ? 0 : 1) +
			       (file->is_committed ? 1 : 0);
}

static void consider(
	const struct detour_testimony_file **best, const struct detour_testimony_file *file)
{
	if (weight(file) > weight(*best))
		*best = file;
}

/* Statements whose seven first digits are the commit's stand together; each may be longer. */
static const struct detour_testimony_file *file_naming(
	const struct detour_testimony *testimony, const struct detour_oid *oid, bool is_written)
{
	const struct detour_testimony_file *best = NULL;
	char hex[DETOUR_HEX_SIZE + 1];
	size_t low = 0, high = testimony->count;

	detour_oid_hex(oid, hex);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(testimony->by_hash[middle]->link.hex, hex, 7) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < testimony->count && !strncmp(testimony->by_hash[low]->link.hex, hex, 7); low++)
		if (testimony->by_hash[low]->file->is_written == is_written &&
			detour_text_starts(hex, testimony->by_hash[low]->link.hex))
			consider(&best, testimony->by_hash[low]->file);
	return best;
}

static size_t first_at(const struct detour_testimony *testimony, int64_t minute)
{
	size_t low = 0, high = testimony->by_time_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (detour_minute_of(testimony->by_time[middle]->link.time) < minute)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A rewrite changes the hash; subject and author time stay. */
static const struct detour_testimony_file *file_telling(
	const struct detour_testimony *testimony, const struct detour_commit *commit)
{
	const struct detour_testimony_file *best = NULL;
	int64_t minute = detour_minute_of(commit->author_time);

	for (size_t i = first_at(testimony, minute); i < testimony->by_time_count; i++) {
		const struct detour_statement *statement = testimony->by_time[i];

		if (detour_minute_of(statement->link.time) != minute)
			break;
		if (detour_link_matches(&statement->link, commit))
			consider(&best, statement->file);
	}
	return best;
}

/* ---- commits that another one took in */

static bool has_line(const char *message, const char *line)
{
	size_t size = strlen(line);

	for (const char *at = message; size && (at = strstr(at, line)) != NULL; at += size) {
		const char *end = at + size;

		if (*end == '\r')
			end++;
		if ((at == message || at[-1] == '\n') && (*end == '\n' || !*end))
			return true;
	}
	return false;
}

/* The message of a commit, read when it is asked for: observations leave it behind. */
struct letter {
	struct detour_repo *repo;
	const struct detour_oid *oid;
	struct detour_arena arena;
	struct detour_commit whole;
	bool tried;
};

static bool letter_has(struct letter *letter, const char *line)
{
	if (!letter->tried && detour_repo_read_commit(letter->repo, letter->oid, &letter->arena,
				      &letter->whole, NULL))
		letter->whole.message = NULL;
	letter->tried = true;
	return letter->whole.message && has_line(letter->whole.message, line);
}

/* What `squash` of a rebase makes keeps the first commit's subject and time; the subjects of the
 * others are lines of its message. They were written between its author's time and its committer's.
 */
static bool may_be_part(const struct detour_commit *commit, int64_t minute)
{
	return minute >= detour_minute_of(commit->author_time) &&
	       minute <= detour_minute_of(commit->commit_time);
}

static const struct detour_testimony_file *file_telling_part(
	const struct detour_testimony *testimony, const struct detour_commit *commit,
	struct letter *letter)
{
	const struct detour_testimony_file *best = NULL;
	int64_t first = detour_minute_of(commit->author_time);

	for (size_t i = first_at(testimony, first); i < testimony->by_time_count; i++) {
		const struct detour_statement *statement = testimony->by_time[i];
		const char *subject = statement->link.subject;

		if (!may_be_part(commit, detour_minute_of(statement->link.time)))
			break;
		subject = detour_markdown_unescape(&letter->arena, subject, strlen(subject));
		if (strcmp(subject, commit->subject) != 0 && letter_has(letter, subject))
			consider(&best, statement->file);
	}
	return best;
}

/* ---- hashes alone */

static int compare_resolved(const void *a, const void *b)
{
	const struct resolved *left = a, *right = b;

	return (left->minute > right->minute) - (left->minute < right->minute);
}

static void resolve(struct detour_coverage *coverage, const struct detour_statement *statement)
{
	struct detour_testimony *testimony = &coverage->testimony;
	struct detour_repo *repo = testimony->workspace->repo;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	struct detour_oid oid;

	if (!detour_repo_resolve_hex(
		    repo, statement->link.hex, strlen(statement->link.hex), &oid) &&
		!detour_repo_read_commit(repo, &oid, &arena, &commit, NULL))
		coverage->resolved[coverage->resolved_count++] = (struct resolved){
			detour_minute_of(commit.author_time),
			detour_arena_strdup(&testimony->arena, commit.subject), statement->file};
	detour_arena_release(&arena);
}

static void resolve_all(struct detour_coverage *coverage)
{
	const struct detour_testimony *testimony = &coverage->testimony;
	size_t room = testimony->count < RESOLVED_LIMIT ? testimony->count : RESOLVED_LIMIT;

	if (coverage->resolved_tried)
		return;
	coverage->resolved_tried = true;
	coverage->resolved = detour_realloc(NULL, (room + 1) * sizeof(*coverage->resolved));
	for (size_t i = 0; i < testimony->count && coverage->resolved_count < room; i++)
		if (testimony->list[i].file->is_written && !testimony->list[i].link.subject)
			resolve(coverage, &testimony->list[i]);
	qsort(coverage->resolved, coverage->resolved_count, sizeof(*coverage->resolved),
		compare_resolved);
}

/* A hash in prose goes stale when its commit is rewritten; while the old commit is here, it still
 * tells which one was meant. */
static const struct detour_testimony_file *file_meaning(
	struct detour_coverage *coverage, const struct detour_commit *commit)
{
	const struct detour_testimony_file *best = NULL;
	int64_t minute = detour_minute_of(commit->author_time);

	resolve_all(coverage);
	for (size_t i = 0; i < coverage->resolved_count; i++)
		if (coverage->resolved[i].minute == minute &&
			!strcmp(coverage->resolved[i].subject, commit->subject))
			consider(&best, coverage->resolved[i].file);
	return best;
}

static const struct detour_testimony_file *file_meaning_part(
	struct detour_coverage *coverage, const struct detour_commit *commit, struct letter *letter)
{
	const struct detour_testimony_file *best = NULL;

	resolve_all(coverage);
	for (size_t i = 0; i < coverage->resolved_count; i++) {
		const struct resolved *resolved = &coverage->resolved[i];

		if (may_be_part(commit, resolved->minute) &&
			strcmp(resolved->subject, commit->subject) != 0 &&
			letter_has(letter, resolved->subject))
			consider(&best, resolved->file);
	}
	return best;
}

/* ---- what the log knows of rewrites */

/* A commit as it is now, or as it or a part of it once was. */
static const struct detour_testimony_file *file_of_self(
	struct detour_coverage *coverage, const struct detour_commit *commit)
{
	const struct detour_testimony_file *file =
		file_naming(&coverage->testimony, &commit->oid, true);

	if (commit->subject)
		consider(&file, file_telling(&coverage->testimony, commit));
	if (!file && commit->subject)
		file = file_meaning(coverage, commit);
	return file;
}

static const struct detour_testimony_file *file_of_selves(
	struct detour_coverage *coverage, const struct detour_commit *commit, struct letter *letter)
{
	const struct detour_state *state =
		detour_workspace_state(coverage->testimony.workspace, NULL);
	const struct detour_testimony_file *best = NULL;
	struct detour_self selves[SELVES_LIMIT];
	size_t count = detour_state_selves(state, &commit->oid, selves, SELVES_LIMIT);

	for (size_t i = 1; i < count; i++) {
		struct detour_commit self = {.oid = selves[i].oid,
			.subject = selves[i].subject,
			.author_time = selves[i].author_time};

		if (!selves[i].line || letter_has(letter, selves[i].line))
			consider(&best, file_of_self(coverage, &self));
	}
	return best;
}

static const struct detour_testimony_file *file_of(
	struct detour_coverage *coverage, const struct detour_commit *commit)
{
	struct letter letter = {.repo = coverage->testimony.workspace->repo, .oid = &commit->oid};
	const struct detour_testimony_file *file = file_of_self(coverage, commit);

	consider(&file, file_of_selves(coverage, commit, &letter));
	if (!file)
		file = file_telling_part(&coverage->testimony, commit, &letter);
	if (!file)
		file = file_meaning_part(coverage, commit, &letter);
	detour_arena_release(&letter.arena);
	return file;
}

/* ---- the session in the very commit */

/* It tells of the commit without naming it: it could not know its hash. */
static const char *session_inside(
	const struct detour_coverage *coverage, const struct detour_commit *commit)
{
	const struct detour_testimony *testimony = &coverage->testimony;
	const char *found = NULL;

	for (size_t i = 0; !found && i < commit->change_count; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		const char *path = commit->changes[i].path, *bytes;
		struct detour_session session;
		size_t size;

		if (commit->changes[i].status != 'D' &&
			detour_testimony_is_session(testimony, path) &&
			!detour_repo_read_blob(testimony->workspace->repo, &commit->oid, path,
				DETOUR_SESSION_LIMIT, &arena, &bytes, &size, NULL)) {
			detour_testimony_parse(testimony, bytes, size, &arena, &session);
			found = session.written ? path : NULL;
		}
		detour_arena_release(&arena);
	}
	return found;
}

/* ---- all together */

static struct detour_told told_by(const struct detour_testimony_file *file)
{
	struct detour_told told = {DETOUR_TELLING_NONE, NULL, false, false};

	if (!file)
		return told;
	told.how = file->is_dismissed ? DETOUR_TELLING_SHARED : DETOUR_TELLING_SESSION;
	told.session = file->is_dismissed ? NULL : file->path;
	told.is_private = file->is_private;
	told.is_committed = file->is_committed;
	return told;
}

/* A rebase squashed a dismissed commit into this one, and its subject is still told. */
static bool holds_dismissed(struct detour_workspace *workspace, const struct detour_commit *commit)
{
	const char *subjects[PARTS_LIMIT];
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit whole;
	bool holds = false;
	size_t count = detour_state_dismissed_parts(
		detour_workspace_state(workspace, NULL), &commit->oid, subjects, PARTS_LIMIT);

	if (count && !detour_repo_read_commit(workspace->repo, &commit->oid, &arena, &whole, NULL))
		for (size_t i = 0; !holds && i < count; i++)
			holds = has_line(whole.message, subjects[i]);
	detour_arena_release(&arena);
	return holds;
}

static enum detour_telling telling_of_log(
	struct detour_workspace *workspace, const struct detour_signal *signal)
{
	const struct detour_record *record =
		detour_state_dismissal(detour_workspace_state(workspace, NULL),
			detour_kind_name(signal->kind), signal->commit);

	/* A program's word is a proposal, which the push puts to the person. */
	if (!record || !strcmp(record->answer, DETOUR_STATE_PROGRAM))
		return holds_dismissed(workspace, signal->commit) ? DETOUR_TELLING_DISMISSED
								  : DETOUR_TELLING_NONE;
	return record->event == DETOUR_EVENT_WRONG ? DETOUR_TELLING_WRONG
						   : DETOUR_TELLING_DISMISSED;
}

static bool is_waived(const struct detour_coverage *coverage, const struct detour_commit *commit)
{
	struct detour_repo *repo = coverage->testimony.workspace->repo;

	for (size_t i = 0; i < coverage->waiver_count; i++)
		if (detour_repo_reaches(repo, &coverage->waivers[i], &commit->oid))
			return true;
	return false;
}

struct detour_told detour_coverage_of(
	struct detour_coverage *coverage, const struct detour_signal *signal)
{
	struct detour_testimony *testimony = &coverage->testimony;
	const struct detour_commit *commit = signal->commit;
	struct detour_told told;

	detour_testimony_sort(testimony);
	told = told_by(file_of(coverage, commit));
	if (told.how != DETOUR_TELLING_SESSION) {
		const char *inside = session_inside(coverage, commit);

		if (inside)
			return (struct detour_told){DETOUR_TELLING_SESSION, inside, false, true};
	}
	if (!told.how)
		told.how = telling_of_log(testimony->workspace, signal);
	if (!told.how && is_waived(coverage, commit))
		told.how = DETOUR_TELLING_TRAILER;
	return told;
}

const char *detour_coverage_scaffold_of(
	struct detour_coverage *coverage, const struct detour_commit *commit)
{
	const struct detour_state *state =
		detour_workspace_state(coverage->testimony.workspace, NULL);
	const struct detour_testimony_file *best = NULL;
	struct detour_oid same[SELVES_LIMIT];
	size_t count = detour_state_same(state, &commit->oid, same, SELVES_LIMIT);

	detour_testimony_sort(&coverage->testimony);
	for (size_t i = 0; i < count; i++)
		consider(&best, file_naming(&coverage->testimony, &same[i], false));
	return best && !best->is_private ? best->path : NULL;
}
