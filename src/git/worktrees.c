/* The work trees of a repository, as the files that git keeps of each tell them; see status.h. */
#include "status.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "../base/file.h"
#include "../base/text.h"
#include "configuration.h"
#include "handle.h"

enum { SMALL = 8192 };

static const char branches[] = "refs/heads/";

/* The first line of a small file; NULL where it is not there. */
static const char *read_line(const char *dir, const char *name, struct detour_arena *arena)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	const char *path = detour_arena_printf(arena, "%s/%s", dir, name), *line = NULL;

	if (!detour_file_read(path, SMALL, 0, &text, NULL))
		line = detour_arena_strndup(arena, text.ptr, strcspn(text.ptr, "\r\n"));
	detour_buf_release(&text);
	return line;
}

/* While a branch is rebased or bisected HEAD is detached, and a file tells where it goes back to.
 */
static const char *branch_at_work(const char *git_dir, struct detour_arena *arena)
{
	static const char *const names[] = {"rebase-merge/head-name", "rebase-apply/head-name"};
	const char *line;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		line = read_line(git_dir, names[i], arena);
		if (line && detour_text_starts(line, branches))
			return line + strlen(branches);
	}
	line = read_line(git_dir, "BISECT_START", arena);
	/* Where HEAD was detached before, the file holds an id. */
	return line && *line && strspn(line, "0123456789abcdef") < DETOUR_HEX_SIZE ? line : NULL;
}

static const char *branch_of(const char *git_dir, struct detour_arena *arena)
{
	const char *line = read_line(git_dir, "HEAD", arena);

	if (line && detour_text_starts(line, "ref: refs/heads/"))
		return line + strlen("ref: refs/heads/");
	return branch_at_work(git_dir, arena);
}

const char *detour_repo_branch_at_work(struct detour_repo *repo, struct detour_arena *arena)
{
	return branch_at_work(repo->git_dir, arena);
}

/* NULL where the repository is bare: the HEAD of one is no checkout. */
static const char *main_path(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *configured = detour_repo_config(repo, "core.worktree");
	size_t size = strlen(repo->common_dir);

	if (!strcmp(repo->git_dir, repo->common_dir))
		return repo->work_tree;
	if (detour_repo_config_bool(repo, "core.bare", false))
		return NULL;
	if (configured)
		return *configured == '/'
			       ? configured
			       : detour_git_real_path(repo, detour_arena_printf(arena, "%s/%s",
								    repo->common_dir, configured));
	if (size > 5 && !strcmp(repo->common_dir + size - 5, "/.git"))
		return detour_arena_strndup(arena, repo->common_dir, size - 5);
	return NULL;
}

/* A linked one: its folder names the file ".git" in it. */
static const char *linked_path(
	struct detour_repo *repo, const char *git_dir, struct detour_arena *arena)
{
	const char *line = read_line(git_dir, "gitdir", arena), *real;
	size_t size = line ? strlen(line) : 0;

	if (!strcmp(git_dir, repo->git_dir))
		return repo->work_tree ? repo->work_tree : "";
	if (size <= 5 || strcmp(line + size - 5, "/.git"))
		return NULL;
	line = detour_arena_strndup(arena, line, size - 5);
	if (*line != '/') /* worktree.useRelativePaths */
		line = detour_arena_printf(arena, "%s/%s", git_dir, line);
	/* What is gone is no checkout, though git may not have pruned it yet. */
	real = detour_git_real_path(repo, line);
	return real;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t list_names(
	const char *folder, size_t limit, struct detour_arena *arena, const char **names)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t count = 0;

	while (dir && count < limit && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			names[count++] = detour_arena_strdup(arena, entry->d_name);
	if (dir)
		closedir(dir);
	qsort(names, count, sizeof(*names), compare_names);
	return count;
}

void detour_repo_work_trees(struct detour_repo *repo, size_t limit, struct detour_arena *arena,
	const struct detour_work_tree **out, size_t *count)
{
	const char *folder = detour_arena_printf(arena, "%s/worktrees", repo->common_dir);
	struct detour_work_tree *list = detour_arena_array(arena, limit + 1, sizeof(*list));
	const char **names = detour_arena_array(arena, limit, sizeof(*names));
	const char *path = main_path(repo, arena);
	size_t name_count = list_names(folder, limit, arena, names);

	*count = 0;
	*out = list;
	if (path)
		list[(*count)++] =
			(struct detour_work_tree){path, branch_of(repo->common_dir, arena),
				!strcmp(repo->common_dir, repo->git_dir)};
	for (size_t i = 0; i < name_count; i++) {
		const char *git_dir = detour_arena_printf(arena, "%s/%s", folder, names[i]);

		path = linked_path(repo, git_dir, arena);
		if (path)
			list[(*count)++] = (struct detour_work_tree){
				path, branch_of(git_dir, arena), !strcmp(git_dir, repo->git_dir)};
	}
}
