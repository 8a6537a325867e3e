/*
 * Opening a repository as git would find it; see repository.h.
 *
 * libgit2 discovers and validates. What it does differently from git is done here: the work tree
 * (GIT_WORK_TREE, GIT_DIR with the current directory as work tree, moved linked work trees, bare
 * repositories that do not say so), extensions that harm nobody, and "safe.directory = *".
 */
#include "handle.h"
#include "mailmap.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "configuration.h"

#define OWNER_IS_CHECKED (DETOUR_LIBGIT2_SINCE(1, 5))

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
#if OWNER_IS_CHECKED
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

/* Extensions that change nothing for a reader of commits and trees. Those that would (object
 * format, storage of references) are let in as well and looked at afterwards, for the sake of the
 * message. */
static void set_options(void)
{
#if DETOUR_LIBGIT2_SINCE(1, 2)
	static const char *extensions[] = {"worktreeconfig", "partialclone", "preciousobjects",
		"relativeworktrees", "compatobjectformat", "objectformat", "refstorage"};

	git_libgit2_opts(
		GIT_OPT_SET_EXTENSIONS, extensions, sizeof(extensions) / sizeof(*extensions));
#endif
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

static void set_owner_validation(bool on)
{
#if OWNER_IS_CHECKED
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, on ? 1 : 0);
#else
	(void)on;
#endif
}

static const char *set_to(const struct detour_repo *repo, const char *name)
{
	const char *value = detour_git_env(repo, name);

	return value && *value ? value : NULL;
}

static unsigned discovery_flags(const struct detour_repo *repo)
{
	const char *across = set_to(repo, "GIT_DISCOVERY_ACROSS_FILESYSTEM");
	int value = 0;

	if (set_to(repo, "GIT_DIR"))
		return GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
	if (across && !git_config_parse_bool(&value, across) && value)
		return GIT_REPOSITORY_OPEN_CROSS_FS;
	return 0;
}

/* A real path in the arena, or NULL. */
static const char *real_path(struct detour_repo *repo, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = real ? detour_arena_strdup(&repo->arena, real) : NULL;

	free(real);
	return copy;
}

static const char *without_slash(struct detour_repo *repo, const char *path)
{
	size_t size = strlen(path);

	while (size > 1 && path[size - 1] == '/')
		size--;
	return detour_arena_strndup(&repo->arena, path, size);
}

static int tell_why_not_open(int code, const char *git_dir, struct detour_error *err)
{
	if (code == GIT_ENOTFOUND && !git_dir)
		return detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot open a repository: neither this directory nor one above is one");
	if (code == GIT_ENOTFOUND)
		return detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot open the repository at '%s': GIT_DIR names no repository", git_dir);
	return detour_git_fail(
		err, code, "cannot open the repository at '%s'", git_dir ? git_dir : ".");
}

/* Refused as somebody else's: git also takes "*", and what -c or GIT_CONFIG_GLOBAL say. */
static int open_if_declared_safe(
	struct detour_repo *repo, unsigned flags, const char *ceilings, struct detour_error *err)
{
	const char *path;
	int code;

	set_owner_validation(false);
	code = git_repository_open_ext(&repo->git, ".", flags, ceilings);
	set_owner_validation(true);
	if (code)
		return tell_why_not_open(code, NULL, err);
	path = git_repository_workdir(repo->git);
	path = without_slash(repo, path ? path : git_repository_path(repo->git));
	if (detour_git_is_declared_safe(repo, path))
		return 0;
	return detour_error_set(err, DETOUR_EACCESS,
		"cannot open the repository at '%s': it belongs to another user; "
		"'git config --global --add safe.directory %s' allows it",
		path, path);
}

static bool is_refused_for_its_owner(int code)
{
#if OWNER_IS_CHECKED
	/* libgit2 1.5 says "not found" where no safe.directory is set at all. */
	return code == GIT_EOWNER || code == GIT_ENOTFOUND;
#else
	(void)code;
	return false;
#endif
}

static int open_git(struct detour_repo *repo, struct detour_error *err)
{
	const char *git_dir = set_to(repo, "GIT_DIR");
	const char *ceilings = set_to(repo, "GIT_CEILING_DIRECTORIES");
	unsigned flags = discovery_flags(repo);
	int code;

	/* Who names the directory trusts it: git asks for the owner of what it found itself only.
	 */
	set_owner_validation(!git_dir);
	code = git_repository_open_ext(&repo->git, git_dir ? git_dir : ".", flags, ceilings);
	set_owner_validation(true);
	if (!git_dir && is_refused_for_its_owner(code))
		return open_if_declared_safe(repo, flags, ceilings, err);
	return code ? tell_why_not_open(code, git_dir, err) : 0;
}

static int check_common_dir(struct detour_repo *repo, struct detour_error *err)
{
	const char *named = set_to(repo, "GIT_COMMON_DIR");
	const char *real = named ? real_path(repo, named) : NULL;

	if (!named || (real && !strcmp(real, repo->common_dir)))
		return 0;
	return detour_error_set(err, DETOUR_EINVALID,
		"cannot open the repository at '%s': GIT_COMMON_DIR names '%s', which is not its "
		"common directory",
		repo->git_dir, named);
}

static int check_formats(struct detour_repo *repo, struct detour_error *err)
{
	const char *objects = detour_git_table_last(&repo->config, "extensions.objectformat", NULL);
	const char *refs = detour_git_table_last(&repo->config, "extensions.refstorage", NULL);

	if (objects && strcmp(objects, "sha1"))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot open the repository at '%s': its object format is '%s', and only "
			"'sha1' can be read",
			repo->git_dir, objects);
	if (refs && strcmp(refs, "files"))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot open the repository at '%s': its ref storage is '%s', and only "
			"'files' can be read",
			repo->git_dir, refs);
	return 0;
}

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
	const char *real = real_path(repo, path);

	return real ? real : without_slash(repo, path);
}

static bool is_named_dot_git(const char *git_dir)
{
	const char *slash = strrchr(git_dir, '/');

	return slash && !strcmp(slash, "/.git");
}

/* With GIT_DIR and nothing else the current directory is the top, as it is in hooks. */
static const char *current_directory(struct detour_repo *repo)
{
	const char *path = real_path(repo, ".");

	return path && strcmp(path, repo->git_dir) ? path : NULL;
}

static const char *found_work_tree(struct detour_repo *repo, bool is_linked, bool says_bare_or_not)
{
	const char *path, *above = NULL;

	if (is_linked)
		above = above_git_file(repo);
	if (above)
		return above;
	/* No word about it and not named ".git": git takes that for a bare repository. */
	if (!is_linked && !says_bare_or_not && !is_named_dot_git(repo->git_dir) &&
		!above_git_file(repo))
		return NULL;
	path = git_repository_workdir(repo->git);
	if (path && *path != '/')
		path = detour_arena_printf(&repo->arena, "%s/%s", repo->git_dir, path);
	return path ? without_slash(repo, path) : NULL;
}

static const char *find_work_tree(struct detour_repo *repo)
{
	const char *named = set_to(repo, "GIT_WORK_TREE"), *real, *configured, *bare;
	bool is_linked = strcmp(repo->git_dir, repo->common_dir) != 0;

	if (named) {
		real = real_path(repo, named);
		return real ? real : without_slash(repo, named);
	}
	/* In a linked work tree these two speak of the main one. */
	configured = is_linked ? NULL : detour_repo_config(repo, "core.worktree");
	bare = is_linked ? NULL : detour_repo_config(repo, "core.bare");
	if (configured)
		return configured_work_tree(repo, configured);
	if (bare && detour_repo_config_bool(repo, "core.bare", false))
		return NULL;
	if (set_to(repo, "GIT_DIR"))
		return current_directory(repo);
	return found_work_tree(repo, is_linked, bare != NULL);
}

int detour_repo_open(
	struct detour_repo **out, const struct detour_context *ctx, struct detour_error *err)
{
	struct detour_repo *repo = detour_realloc(NULL, sizeof(*repo));
	int code;

	memset(repo, 0, sizeof(*repo));
	repo->ctx = ctx;
	git_libgit2_init();
	set_options();
	detour_git_config_paths(repo);
	code = open_git(repo, err);
	if (code)
		goto out;
	repo->git_dir = without_slash(repo, git_repository_path(repo->git));
	repo->common_dir = without_slash(repo, git_repository_commondir(repo->git));
	code = check_common_dir(repo, err);
	if (!code)
		code = detour_git_config_load(repo, err);
	if (!code)
		code = check_formats(repo, err);
	if (!code)
		repo->work_tree = find_work_tree(repo);
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
	detour_git_caches_release(repo);
	detour_mailmap_free(repo->mailmap);
	free(repo->config.entries);
	free(repo->branch);
	git_index_free(repo->index);
	git_odb_free(repo->odb);
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
