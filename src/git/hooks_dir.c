/* Where hooks live; see configuration.h. */
#include "handle.h"

#include <string.h>

#include "configuration.h"

/* git runs hooks at the top of the work tree, or in a bare repository itself. The top is a real
 * path, so dots at the start can be taken away by the letter. */
static const char *below_top(struct detour_repo *repo, const char *path)
{
	char *top = detour_arena_strdup(
		&repo->arena, repo->work_tree ? repo->work_tree : repo->git_dir);
	char *slash;

	if (*path == '/')
		return path;
	for (;;) {
		path += strspn(path, "/");
		if (path[0] == '.' && (!path[1] || path[1] == '/')) {
			path += 1;
		} else if (path[0] == '.' && path[1] == '.' && (!path[2] || path[2] == '/')) {
			path += 2;
			slash = strrchr(top, '/');
			if (slash)
				*slash = '\0';
		} else {
			break;
		}
	}
	return *path || !*top ? detour_arena_printf(&repo->arena, "%s/%s", top, path) : top;
}

const char *detour_repo_hooks_dir(struct detour_repo *repo, const char **hooks_path_setting)
{
	const char *setting = detour_repo_config(repo, "core.hookspath");

	if (hooks_path_setting)
		*hooks_path_setting = setting;
	if (repo->hooks_dir)
		return repo->hooks_dir;
	if (!setting) {
		repo->hooks_dir = detour_arena_printf(&repo->arena, "%s/hooks", repo->common_dir);
		return repo->hooks_dir;
	}
	repo->hooks_dir = below_top(repo, detour_git_expand(repo, &repo->arena, setting));
	return repo->hooks_dir;
}
