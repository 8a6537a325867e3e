/* The handle: made, asked and released; see repository.h. How the repository is found is told in
 * open.c and work_tree.c. */
#include "handle.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "dates.h"
#include "mailmap.h"

int detour_git_code(int code)
{
	switch (code) {
	case 0:
		return 0;
	case GIT_ENOTFOUND:
	case GIT_EUNBORNBRANCH:
		return DETOUR_ENOTFOUND;
	case GIT_EEXISTS:
		return DETOUR_EEXISTS;
	case GIT_EAMBIGUOUS:
	case GIT_EINVALIDSPEC:
		return DETOUR_EINVALID;
#if DETOUR_GIT_CHECKS_OWNER
	case GIT_EOWNER:
		return DETOUR_EACCESS;
#endif
	default:
		return DETOUR_EFAIL;
	}
}

int detour_git_fail(struct detour_error *err, int code, const char *format, ...)
{
	const git_error *last = git_error_last();
	char what[400];
	va_list values;

	va_start(values, format);
	if (vsnprintf(what, sizeof(what), format, values) < 0)
		what[0] = '\0';
	va_end(values);
	return detour_error_set(err, detour_git_code(code), "%s: %s", what,
		last && last->message ? last->message : "libgit2 does not say why");
}

const char *detour_git_env(const struct detour_repo *repo, const char *name)
{
	return detour_context_env(repo->ctx, name);
}

const char *detour_git_env_set(const struct detour_repo *repo, const char *name)
{
	const char *value = detour_git_env(repo, name);

	return value && *value ? value : NULL;
}

/* A real path in the arena, or NULL. */
const char *detour_git_real_path(struct detour_repo *repo, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real ? detour_arena_strdup(&repo->arena, real) : NULL;

	free(real);
	return copy;
}

const char *detour_git_without_slash(struct detour_repo *repo, const char *path)
{
	size_t size = strlen(path);

	while (size > 1 && path[size - 1] == '/')
		size--;
	return detour_arena_strndup(&repo->arena, path, size);
}

int detour_repo_open(
	struct detour_repo **out, const struct detour_context *ctx, struct detour_error *err)
{
	struct detour_repo *repo = detour_realloc(NULL, sizeof(*repo));
	int code;

	memset(repo, 0, sizeof(*repo));
	repo->ctx = ctx;
	detour_git_set_memory();
	git_libgit2_init();
	detour_git_set_options();
	detour_git_config_paths(repo);
	code = detour_git_open(repo, err);
	if (code)
		goto out;
	repo->git_dir = detour_git_without_slash(repo, git_repository_path(repo->git));
	repo->common_dir = detour_git_without_slash(repo, git_repository_commondir(repo->git));
	code = detour_git_check_common_dir(repo, err);
	if (!code)
		code = detour_git_config_load(repo, err);
	if (!code)
		code = detour_git_check_formats(repo, err);
	if (!code)
		repo->work_tree = detour_git_find_work_tree(repo);
out:
	if (code) {
		detour_repo_free(repo);
		repo = NULL;
	}
	*out = repo;
	return code;
}

void detour_repo_free(struct detour_repo *repo)
{
	if (!repo)
		return;
	detour_git_objects_release(repo);
	detour_mailmap_free(repo->mailmap);
	detour_git_dates_free(repo->dates);
	free(repo->config.entries);
	free(repo->branch);
	git_repository_free(repo->git);
	detour_arena_release(&repo->arena);
	free(repo);
	git_libgit2_shutdown();
}

const char *detour_repo_git_dir(const struct detour_repo *repo)
{
	return repo->git_dir;
}

const char *detour_repo_common_dir(const struct detour_repo *repo)
{
	return repo->common_dir;
}

const char *detour_repo_work_tree(const struct detour_repo *repo)
{
	return repo->work_tree;
}

static bool is_there(const struct detour_repo *repo, const char *name)
{
	char path[PATH_MAX];
	struct stat info;
	int size = snprintf(path, sizeof(path), "%s/%s", repo->git_dir, name);

	return size > 0 && (size_t)size < sizeof(path) && !lstat(path, &info);
}

/* REBASE_HEAD and AUTO_MERGE stay behind when all is over: they tell nothing. */
enum detour_operation detour_repo_operation(const struct detour_repo *repo)
{
	bool applies = is_there(repo, "rebase-apply");
	bool is_am = applies && is_there(repo, "rebase-apply/applying");

	if (is_there(repo, "rebase-merge") || (applies && !is_am))
		return DETOUR_OPERATION_REBASE;
	if (is_there(repo, "sequencer"))
		return DETOUR_OPERATION_SEQUENCE;
	if (is_there(repo, "CHERRY_PICK_HEAD"))
		return DETOUR_OPERATION_PICK;
	if (is_there(repo, "REVERT_HEAD"))
		return DETOUR_OPERATION_REVERT;
	if (is_am)
		return DETOUR_OPERATION_AM;
	if (is_there(repo, "BISECT_LOG"))
		return DETOUR_OPERATION_BISECT;
	return is_there(repo, "MERGE_HEAD") ? DETOUR_OPERATION_MERGE : DETOUR_OPERATION_NONE;
}

bool detour_git_has_threads(void)
{
	return (git_libgit2_features() & GIT_FEATURE_THREADS) != 0;
}

const char *detour_git_library(void)
{
	static char text[64];
	int major = 0, minor = 0, revision = 0;

	git_libgit2_version(&major, &minor, &revision);
#ifdef DETOUR_LINK_STATIC
	snprintf(text, sizeof(text), "%d.%d.%d, static, offline", major, minor, revision);
#else
	snprintf(text, sizeof(text), "%d.%d.%d, dynamic", major, minor, revision);
#endif
	return text;
}
