/*
 * Which configuration files there are, by git's rules. libgit2 parses them and follows their
 * includes.
 */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

#define READS_WORK_TREE_FILE (DETOUR_LIBGIT2_SINCE(1, 8)) /* by itself */
#define TELLS_ORIGIN (DETOUR_LIBGIT2_SINCE(1, 8))

static bool says_true(const char *value)
{
	int answer = 0;

	return value && !git_config_parse_bool(&answer, value) && answer;
}

/* The files above the repository's own, by git's rules. Paths in the arena, NULL: none. */
struct user_files {
	const char *system, *xdg, *global;
};

static void find_user_files(struct detour_repo *repo, struct user_files *files)
{
	const char *home = detour_git_env(repo, "HOME");
	const char *xdg = detour_git_env(repo, "XDG_CONFIG_HOME");
	const char *named = detour_git_env(repo, "GIT_CONFIG_SYSTEM");

	memset(files, 0, sizeof(*files));
	if (!says_true(detour_git_env(repo, "GIT_CONFIG_NOSYSTEM")))
		files->system = named ? named : "/etc/gitconfig";
	named = detour_git_env(repo, "GIT_CONFIG_GLOBAL");
	if (named) {
		files->global = named;
		return;
	}
	if (xdg && *xdg)
		files->xdg = detour_arena_printf(&repo->arena, "%s/git/config", xdg);
	else if (home)
		files->xdg = detour_arena_printf(&repo->arena, "%s/.config/git/config", home);
	if (home)
		files->global = detour_arena_printf(&repo->arena, "%s/.gitconfig", home);
}

static void set_path(int level, const char *file)
{
	char folder[4096] = "";
	const char *slash = file ? strrchr(file, '/') : NULL;

	if (slash && (size_t)(slash - file) < sizeof(folder))
		memcpy(folder, file, (size_t)(slash - file));
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, folder);
}

/* libgit2 looks for fixed names in folders that it takes from the process; it is told those of the
 * context. Files that the environment names are added after opening. */
void detour_git_config_paths(struct detour_repo *repo)
{
	struct user_files files;
	bool named_system = detour_git_env(repo, "GIT_CONFIG_SYSTEM") != NULL;
	bool named_global = detour_git_env(repo, "GIT_CONFIG_GLOBAL") != NULL;

	find_user_files(repo, &files);
	set_path(GIT_CONFIG_LEVEL_SYSTEM, named_system ? NULL : files.system);
	set_path(GIT_CONFIG_LEVEL_XDG, files.xdg);
	set_path(GIT_CONFIG_LEVEL_GLOBAL, named_global ? NULL : files.global);
}

static const char *level_origin(struct detour_repo *repo, const struct user_files *files, int level)
{
	switch (level) {
	case GIT_CONFIG_LEVEL_SYSTEM:
		return files->system;
	case GIT_CONFIG_LEVEL_XDG:
		return files->xdg;
	case GIT_CONFIG_LEVEL_GLOBAL:
		return files->global;
	case GIT_CONFIG_LEVEL_LOCAL:
		return detour_arena_printf(&repo->arena, "%s/config", repo->common_dir);
	default:
		return detour_arena_printf(&repo->arena, "%s/config.worktree", repo->git_dir);
	}
}

/* Which file an entry is from; of an included one only newer libraries tell the name. */
static const char *entry_origin(struct detour_repo *repo, const struct user_files *files,
	const git_config_entry *entry, const char *last)
{
#if TELLS_ORIGIN
	if (entry->origin_path)
		return last && !strcmp(last, entry->origin_path)
			       ? last
			       : detour_arena_strdup(&repo->arena, entry->origin_path);
#endif
	const char *origin = level_origin(repo, files, (int)entry->level);

	if (origin && entry->include_depth)
		origin = detour_arena_printf(&repo->arena, "%s (included)", origin);
	return origin && last && !strcmp(last, origin) ? last : origin;
}

static int add_config(struct detour_repo *repo, struct detour_git_table *table,
	const struct user_files *files, git_config *config)
{
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	const char *origin = NULL;
	int level = INT32_MIN, code = git_config_iterator_new(&iterator, config);
	unsigned depth = 0;

	while (!code && !(code = git_config_next(&entry, iterator))) {
		/* Most entries come from where the one before came from. */
		if (!origin || level != (int)entry->level || depth != entry->include_depth ||
			TELLS_ORIGIN)
			origin = entry_origin(repo, files, entry, origin);
		level = (int)entry->level;
		depth = entry->include_depth;
		detour_git_table_add(repo, table, entry->name, entry->value, origin);
	}
	git_config_iterator_free(iterator);
	return code == GIT_ITEROVER ? 0 : code;
}

/* As for git, a file that may not be read is none. */
static int add_file(struct detour_repo *repo, git_config *config, const char *path, int level)
{
	int code = 0;

	if (path && *path)
		code = git_config_add_file_ondisk(
			config, path, (git_config_level_t)level, repo->git, 1);
	return code == GIT_ENOTFOUND ? 0 : code;
}

static int add_named_files(
	struct detour_repo *repo, git_config *config, const struct user_files *files)
{
	int code = 0;

	if (detour_git_env(repo, "GIT_CONFIG_SYSTEM"))
		code = add_file(repo, config, files->system, GIT_CONFIG_LEVEL_SYSTEM);
	if (!code && detour_git_env(repo, "GIT_CONFIG_GLOBAL"))
		code = add_file(repo, config, files->global, GIT_CONFIG_LEVEL_GLOBAL);
	return code;
}

static int add_work_tree_file(struct detour_repo *repo, const struct user_files *files)
{
	git_config *config = NULL;
	const char *path;
	int code;

	if (READS_WORK_TREE_FILE ||
		!says_true(detour_git_table_last(&repo->config, "extensions.worktreeconfig", NULL)))
		return 0;
	path = detour_arena_printf(&repo->arena, "%s/config.worktree", repo->git_dir);
	code = git_config_new(&config);
	if (!code)
		code = add_file(repo, config, path, GIT_CONFIG_LEVEL_APP);
	if (!code)
		code = add_config(repo, &repo->config, files, config);
	git_config_free(config);
	return code;
}

int detour_git_config_load(struct detour_repo *repo, struct detour_error *err)
{
	git_config *config = NULL;
	struct user_files files;
	int code;

	find_user_files(repo, &files);
	code = git_repository_config(&config, repo->git);
	if (!code)
		code = add_named_files(repo, config, &files);
	if (!code)
		code = add_config(repo, &repo->config, &files, config);
	if (!code)
		code = add_work_tree_file(repo, &files);
	git_config_free(config);
	if (code)
		return detour_git_fail(
			err, code, "cannot read the configuration of '%s'", repo->git_dir);
	detour_git_table_add_env(repo, &repo->config);
	return 0;
}

static bool names_directory(struct detour_repo *repo, const char *value, const char *path)
{
	const char *named = detour_git_expand(repo, &repo->arena, value);
	size_t size = strlen(named);

	if (!strcmp(value, "*"))
		return true;
	if (size > 2 && !strcmp(named + size - 2, "/*"))
		return !strncmp(path, named, size - 1) && path[size - 1];
	while (size > 1 && named[size - 1] == '/')
		size--;
	return strlen(path) == size && !memcmp(path, named, size);
}

bool detour_git_is_declared_safe(struct detour_repo *repo, const char *path)
{
	struct detour_git_table table = {0};
	struct user_files files;
	git_config *config = NULL;
	bool safe = false;

	find_user_files(repo, &files);
	if (git_config_new(&config))
		return false;
	add_file(repo, config, files.system, GIT_CONFIG_LEVEL_SYSTEM);
	add_file(repo, config, files.xdg, GIT_CONFIG_LEVEL_XDG);
	add_file(repo, config, files.global, GIT_CONFIG_LEVEL_GLOBAL);
	if (!add_config(repo, &table, &files, config)) {
		detour_git_table_add_env(repo, &table);
		for (size_t i = 0; i < table.count; i++)
			if (!strcmp(table.entries[i].key, "safe.directory"))
				safe = *table.entries[i].value &&
				       (safe ||
					       names_directory(repo, table.entries[i].value, path));
	}
	free(table.entries);
	git_config_free(config);
	return safe;
}
