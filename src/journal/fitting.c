/* Which of a journal's folders a new session belongs to: the project's whose files were touched, or
 * whose name the branch bears; see store.h. */
#include <string.h>

#include "../base/text.h"
#include "store.h"

/* "docs/projects/queue" of "docs/projects/queue/sessions"; its length, 0 for a folder at the top.
 */
static size_t project_size(const char *dir)
{
	const char *slash = strrchr(dir, '/');

	return slash ? (size_t)(slash - dir) : 0;
}

static bool is_below(const char *path, const char *dir, size_t size)
{
	return size && !strncmp(path, dir, size) && path[size] == '/';
}

/* How many of the changed paths lie in the project; sessions themselves tell nothing. */
static size_t touched(const char *dir, const struct detour_commit *const *commits, size_t count)
{
	size_t project = project_size(dir), paths = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < commits[i]->change_count; j++) {
			const char *path = commits[i]->changes[j].path;

			paths += is_below(path, dir, project) && !is_below(path, dir, strlen(dir));
		}
	return paths;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Is the project's name a word of the branch: "queue" of "ana/queue-retries"? */
static bool is_named(const char *dir, const char *branch)
{
	size_t end = project_size(dir), start = end;

	while (start && dir[start - 1] != '/')
		start--;
	/* "docs" is no project. */
	if (!start || !branch)
		return false;
	for (const char *at = branch; *at; at++)
		if (!strncmp(at, dir + start, end - start) &&
			(at == branch || !is_letter(at[-1])) && !is_letter(at[end - start]))
			return true;
	return false;
}

const char *detour_journal_fitting_dir(const struct detour_journal *journal,
	const struct detour_commit *const *commits, size_t count, const char *branch)
{
	const char *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < journal->dir_count; i++) {
		const char *dir = journal->dirs[i];
		size_t paths = touched(dir, commits, count);

		if (paths > most ||
			(paths && paths == most && project_size(dir) > project_size(best)))
			best = dir;
		most = paths > most ? paths : most;
	}
	for (size_t i = 0; !best && i < journal->dir_count; i++)
		if (is_named(journal->dirs[i], branch))
			best = journal->dirs[i];
	return best ? best : journal->write_dir;
}
