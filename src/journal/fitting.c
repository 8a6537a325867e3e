/* Which of a journal's folders a new session belongs to: the project's whose files were touched, or
 * whose name the branch bears; see store.h. */
#include <string.h>

#include "../base/text.h"
#include "name.h"
#include "store.h"

enum { ALIKE_LEAST = 4 }; /* letters of a branch that may be the start of a project's name */

static bool is_below(const char *path, const char *dir, size_t size)
{
	return size && !strncmp(path, dir, size) && path[size] == '/';
}

static bool is_archived(const char *dir)
{
	for (const char *at = dir; *at;) {
		size_t size = strcspn(at, "/");

		if (detour_name_is_archive(at, size))
			return true;
		at += size + (at[size] == '/');
	}
	return false;
}

static bool takes_away(const struct detour_commit *commit)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (commit->changes[i].status == 'D')
			return true;
	return false;
}

/* How many of the changed paths lie in the project, which ends at `end` of `dir`. Sessions
 * themselves tell nothing, nor does what a commit moved into an archive. */
static size_t touched(
	const char *dir, size_t end, const struct detour_commit *const *commits, size_t count)
{
	bool archived = is_archived(dir);
	size_t paths = 0;

	for (size_t i = 0; i < count; i++) {
		bool moves = archived && takes_away(commits[i]);

		for (size_t j = 0; j < commits[i]->change_count; j++) {
			const struct detour_change *change = &commits[i]->changes[j];

			paths += is_below(change->path, dir, end) &&
				 !is_below(change->path, dir, strlen(dir)) &&
				 !(moves && change->status == 'A');
		}
	}
	return paths;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Is the name a word of the text: "queue" of "ana/queue-retries"? */
static bool is_word_of(const char *text, const char *name, size_t size)
{
	for (const char *at = text; *at; at++)
		if (!strncmp(at, name, size) && (at == text || !is_letter(at[-1])) &&
			!is_letter(at[size]))
			return true;
	return false;
}

/* Is the branch, without "feat/", how the name starts: "feat/queue" of "queue-retries"? */
static bool is_start_of(const char *branch, const char *name, size_t size)
{
	const char *slash = strrchr(branch, '/'), *last = slash ? slash + 1 : branch;
	size_t length = strlen(last);

	return length >= ALIKE_LEAST && length < size && !strncmp(last, name, length) &&
	       !is_letter(name[length]);
}

/* "feat(queue): …" */
static bool is_scope(const char *subject, const char *name, size_t size)
{
	const char *open = strchr(subject, '('), *colon = strchr(subject, ':');

	return open && colon && open < colon && !strncmp(open + 1, name, size) &&
	       open[1 + size] == ')';
}

struct question {
	const struct detour_commit *const *commits;
	size_t count;
	const char *branch;
};

enum way { BY_PATHS, BY_BRANCH, BY_START, BY_SCOPE, WAYS };

/* How well the project fits, 0: not at all. */
static size_t score(enum way way, const struct question *question, const char *dir)
{
	size_t start, end = detour_name_project_end(dir, &start), size = end - start;
	const char *name = dir + start, *branch = question->branch ? question->branch : "";

	if (!end)
		return 0;
	if (way == BY_PATHS)
		return touched(dir, end, question->commits, question->count);
	if (is_archived(dir))
		return 0;
	if (way == BY_BRANCH)
		return is_word_of(branch, name, size) ? size : 0;
	if (way == BY_START)
		return is_start_of(branch, name, size);
	for (size_t i = 0; i < question->count; i++)
		if (is_scope(question->commits[i]->subject, name, size))
			return 1;
	return 0;
}

static const char *nth_dir(const struct detour_journal *journal, size_t index)
{
	return index < journal->dir_count ? journal->dirs[index]
					  : journal->planned[index - journal->dir_count];
}

/* The best of all; of two that fit the same, the one that lies deeper; NULL where only the start of
 * a name tells, and several start so. */
static const char *best_dir(
	enum way way, const struct question *question, const struct detour_journal *journal)
{
	size_t most = 0, equal = 0;
	const char *best = NULL;

	for (size_t i = 0; i < journal->dir_count + journal->planned_count; i++) {
		const char *dir = nth_dir(journal, i);
		size_t fit = score(way, question, dir);

		equal = fit > most ? 1 : equal + (fit && fit == most);
		if (fit > most ||
			(fit && fit == most &&
				is_below(dir, best, strlen(best) - strlen(strrchr(best, '/')))))
			best = dir;
		most = fit > most ? fit : most;
	}
	return way == BY_START && equal > 1 ? NULL : best;
}

const char *detour_journal_fitting_dir(const struct detour_journal *journal,
	const struct detour_commit *const *commits, size_t count, const char *branch)
{
	const struct question question = {commits, count, branch};
	const char *best = NULL;

	for (int way = 0; !best && way < WAYS; way++)
		best = best_dir((enum way)way, &question, journal);
	return best ? best : journal->write_dir;
}
