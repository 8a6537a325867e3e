/*
 * The top of the work tree, as git sees it; libgit2 sees it otherwise where GIT_WORK_TREE is set,
 * where GIT_DIR makes the current directory the top, where a linked work tree was moved or is
 * linked by a relative path, and where core.bare does not say, or denies, that a repository is
 * bare.
 */
#include "handle.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "configuration.h"

/* Where discovery from the current directory came upon a file named ".git". */
static const char *above_git_file(struct detour_repo *repo)
{
	char *path = realpath(".", NULL), *slash;
	struct stat info;
	const char *found = NULL;

	while (path && !found) {
		char *name =
			detour_arena_printf(&repo->arena, "%s/.git", strcmp(path, "/") ? path : "");

		if (!lstat(name, &info)) {
			if (S_ISREG(info.st_mode))
				found = detour_arena_strdup(&repo->arena, path);
			break;
		}
		slash = strrchr(path, '/');
		if (!slash || slash == path)
			break;
		*slash = '\0';
	}
	free(path);
	return found;
}

/* git-config's core.worktree is relative to the directory that holds the file. */
static const char *configured_work_tree(struct detour_repo *repo, const char *value)
{
	const char *path =
		*value == '/' ? value
			      : detour_arena_printf(&repo->arena, "%s/%s", repo->git_dir, value);
	const char *real = detour_git_real_path(repo, path);

	return real ? real : detour_git_without_slash(repo, path);
}

static bool is_named_dot_git(const char *git_dir)
{
	const char *slash = strrchr(git_dir, '/');

	return slash && !strcmp(slash, "/.git");
}

/* With GIT_DIR and nothing else the current directory is the top, as it is in hooks. */
static const char *current_directory(struct detour_repo *repo)
{
	const char *path = detour_git_real_path(repo, ".");

	return path && strcmp(path, repo->git_dir) ? path : NULL;
}

static const char *found_work_tree(struct detour_repo *repo, bool is_linked)
{
	const char *path, *above = NULL;

	if (is_linked)
		above = above_git_file(repo);
	if (above)
		return above;
	/* Not named ".git", and nothing that leads here: git knows of no work tree then, even where
	 * core.bare says that this is no bare repository. */
	if (!is_linked && !is_named_dot_git(repo->git_dir) && !above_git_file(repo))
		return NULL;
	path = git_repository_workdir(repo->git);
	if (path && *path != '/')
		path = detour_arena_printf(&repo->arena, "%s/%s", repo->git_dir, path);
	return path ? detour_git_without_slash(repo, path) : NULL;
}

const char *detour_git_find_work_tree(struct detour_repo *repo)
{
	const char *named = detour_git_env_set(repo, "GIT_WORK_TREE"), *real, *configured, *bare;
	bool is_linked = strcmp(repo->git_dir, repo->common_dir) != 0;

	if (named) {
		real = detour_git_real_path(repo, named);
		return real ? real : detour_git_without_slash(repo, named);
	}
	/* In a linked work tree these two speak of the main one. */
	configured = is_linked ? NULL : detour_repo_config(repo, "core.worktree");
	bare = is_linked ? NULL : detour_repo_config(repo, "core.bare");
	if (configured)
		return configured_work_tree(repo, configured);
	if (bare && detour_repo_config_bool(repo, "core.bare", false))
		return NULL;
	if (detour_git_env_set(repo, "GIT_DIR"))
		return current_directory(repo);
	return found_work_tree(repo, is_linked);
}
