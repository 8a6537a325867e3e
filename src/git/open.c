/*
 * Finding and opening the repository. libgit2 discovers and validates; what it does differently
 * from git is done here: GIT_DIR together with GIT_WORK_TREE, extensions that harm nobody, and
 * "safe.directory = *".
 */
#include "handle.h"

#include <string.h>

/* Extensions that change nothing for a reader of commits and trees. Those that would (object
 * format, storage of references) are let in as well and looked at afterwards, for the sake of the
 * message. */
void detour_git_set_options(void)
{
#if DETOUR_LIBGIT2_SINCE(1, 3)
	static const char *extensions[] = {"worktreeconfig", "partialclone", "preciousobjects",
		"relativeworktrees", "compatobjectformat", "objectformat", "refstorage",
		"submodulepathconfig", "noop-v1"};

	git_libgit2_opts(
		GIT_OPT_SET_EXTENSIONS, extensions, sizeof(extensions) / sizeof(*extensions));
#endif
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

static void set_owner_validation(bool on)
{
#if DETOUR_GIT_CHECKS_OWNER
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, on ? 1 : 0);
#else
	(void)on;
#endif
}

static unsigned discovery_flags(const struct detour_repo *repo)
{
	const char *across = detour_git_env_set(repo, "GIT_DISCOVERY_ACROSS_FILESYSTEM");
	int value = 0;

	if (detour_git_env_set(repo, "GIT_DIR"))
		return GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
	if (across && !git_config_parse_bool(&value, across) && value)
		return GIT_REPOSITORY_OPEN_CROSS_FS;
	return 0;
}

static int tell_why_not_open(int code, const char *git_dir, struct detour_error *err)
{
	if (code == GIT_ENOTFOUND && !git_dir)
		return detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot open a repository: there is none here, nor in a directory above");
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
	path = detour_git_without_slash(repo, path ? path : git_repository_path(repo->git));
	if (detour_git_is_declared_safe(repo, path))
		return 0;
	return detour_error_set(err, DETOUR_EACCESS,
		"cannot open the repository at '%s': it belongs to another user; "
		"'git config --global --add safe.directory %s' allows it",
		path, path);
}

static bool is_refused_for_its_owner(int code)
{
#if DETOUR_GIT_CHECKS_OWNER
	/* libgit2 1.5 says "not found" where no safe.directory is set at all. */
	return code == GIT_EOWNER || code == GIT_ENOTFOUND;
#else
	(void)code;
	return false;
#endif
}

int detour_git_open(struct detour_repo *repo, struct detour_error *err)
{
	const char *git_dir = detour_git_env_set(repo, "GIT_DIR");
	const char *ceilings = detour_git_env_set(repo, "GIT_CEILING_DIRECTORIES");
	unsigned flags = discovery_flags(repo);
	int code;

	/* Who names the directory trusts it: git asks only for the owner of what it found. */
	set_owner_validation(!git_dir);
	code = git_repository_open_ext(&repo->git, git_dir ? git_dir : ".", flags, ceilings);
	set_owner_validation(true);
	if (!git_dir && is_refused_for_its_owner(code))
		return open_if_declared_safe(repo, flags, ceilings, err);
	return code ? tell_why_not_open(code, git_dir, err) : 0;
}

int detour_git_check_common_dir(struct detour_repo *repo, struct detour_error *err)
{
	const char *named = detour_git_env_set(repo, "GIT_COMMON_DIR");
	const char *real = named ? detour_git_real_path(repo, named) : NULL;

	if (!named || (real && !strcmp(real, repo->common_dir)))
		return 0;
	return detour_error_set(err, DETOUR_EINVALID,
		"cannot open the repository at '%s': GIT_COMMON_DIR names '%s', which is not its "
		"common directory",
		repo->git_dir, named);
}

int detour_git_check_formats(struct detour_repo *repo, struct detour_error *err)
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
