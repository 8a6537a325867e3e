/* Where hooks may be put; see install_place.h. */
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/file.h"
#include "../git/configuration.h"
#include "install.h"
#include "../base/text.h"

/* Folders that hook managers write anew as they like, and the snippet for each. */
static const struct {
	const char *folder, *manager;
} owned[] = {
	{".husky", "husky"},
	{".lefthook", "lefthook"},
	{".overcommit", "shell"},
};

/* The part of `path` below `root` ("" for root itself), or NULL where it is not below. */
static const char *below(const char *root, const char *path)
{
	size_t length = strlen(root);

	while (length > 1 && root[length - 1] == '/')
		length--;
	if (strncmp(root, path, length) != 0)
		return NULL;
	path += length;
	if (*path && *path != '/')
		return NULL;
	return path + strspn(path, "/");
}

/* "." or ".." as a component: only the file system can say where that leads. */
static bool has_dots(const char *path)
{
	for (const char *at = path; (at = strstr(at, "/.")) != NULL;) {
		at += at[2] == '.' ? 3 : 2;
		if (!*at || *at == '/')
			return true;
	}
	return false;
}

static const char *resolved(struct detour_arena *arena, const char *path)
{
	char buffer[PATH_MAX];

	return path && realpath(path, buffer) ? detour_arena_strdup(arena, buffer) : NULL;
}

/* The path with its last component as it is and everything before it resolved. NULL where what is
 * before it does not exist. */
static const char *parent_resolved(struct detour_arena *arena, const char *path)
{
	char *copy = detour_arena_strdup(arena, path);
	size_t length = strlen(copy);
	const char *parent;
	char *slash;

	while (length > 1 && copy[length - 1] == '/')
		copy[--length] = '\0';
	slash = strrchr(copy, '/');
	if (!slash || slash == copy || has_dots(slash))
		return resolved(arena, path);
	*slash = '\0';
	parent = resolved(arena, copy);
	return parent ? detour_arena_printf(arena, "%s/%s", parent, slash + 1) : NULL;
}

enum where {
	WHERE_OUTSIDE,
	WHERE_INSIDE,
	WHERE_BEHIND_LINK,
};

/* Is the folder in `root`, as written or with links before the root resolved? */
static enum where look_below(
	struct detour_arena *arena, const char *root, const char *path, struct detour_place *out)
{
	const char *roots[2] = {root, resolved(arena, root)};
	const char *paths[2] = {has_dots(path) ? NULL : path, parent_resolved(arena, path)};
	struct stat info;

	for (size_t i = 0; root && i < 4; i++) {
		const char *top = roots[i / 2], *dir = paths[i % 2];

		if (!top || !dir || !below(top, dir) || !*below(top, dir))
			continue;
		out->root = top;
		out->dir = dir;
		if (!detour_file_is_inside(top, dir) ||
			(lstat(path, &info) == 0 && S_ISLNK(info.st_mode)))
			return WHERE_BEHIND_LINK;
		return WHERE_INSIDE;
	}
	return WHERE_OUTSIDE;
}

static enum where find_root(struct detour_repo *repo, struct detour_arena *arena, const char *path,
	struct detour_place *out)
{
	const char *roots[] = {detour_repo_common_dir(repo), detour_repo_git_dir(repo),
		detour_repo_work_tree(repo)};

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
		enum where where = look_below(arena, roots[i], path, out);

		if (where == WHERE_OUTSIDE)
			continue;
		if (i == 2)
			out->inside = below(out->root, out->dir);
		return where;
	}
	return WHERE_OUTSIDE;
}

static const char *manager_of(const char *path)
{
	for (const char *at = path; at && *at;) {
		size_t length = strcspn(at, "/");

		for (size_t i = 0; i < sizeof(owned) / sizeof(*owned); i++)
			if (strlen(owned[i].folder) == length &&
				strncmp(owned[i].folder, at, length) == 0)
				return owned[i].manager;
		at += length;
		at += strspn(at, "/");
	}
	return NULL;
}

/* Tracked files make the folder the team's. `name` is of the first one found, or NULL. */
static const char *tracked_name(
	struct detour_repo *repo, struct detour_arena *arena, const struct detour_place *place)
{
	const int most = 2000;
	const char *found = NULL;
	struct dirent *entry;
	DIR *stream = opendir(place->dir);

	for (int i = 0; stream && !found && i < most && (entry = readdir(stream)) != NULL; i++) {
		const char *path =
			detour_arena_printf(arena, "%s/%s", place->inside, entry->d_name);

		if (detour_repo_is_tracked(repo, path))
			found = path;
	}
	if (stream)
		closedir(stream);
	return found;
}

/* " (core.hooksPath in /home/ana/.gitconfig)", or nothing where it is not set. */
static const char *told_by(
	struct detour_repo *repo, struct detour_arena *arena, const char *setting)
{
	const char *origin = NULL;

	if (!setting)
		return "";
	(void)detour_repo_config_origin(repo, "core.hookspath", &origin);
	return detour_arena_printf(
		arena, " (core.hooksPath, set in %s)", origin ? origin : "git's configuration");
}

static const char *quoted(struct detour_arena *arena, const char *path)
{
	return strchr(path, '\'') ? NULL : detour_arena_printf(arena, "'%s'", path);
}

static int check_folder(
	struct detour_arena *arena, struct detour_place *place, struct detour_error *err)
{
	struct stat info;
	const char *writable = place->dir;

	place->exists = lstat(place->dir, &info) == 0;
	if (!place->exists && errno != ENOENT && errno != ENOTDIR)
		return detour_error_errno(
			err, errno, "cannot install the hooks: cannot look at '%s'", place->dir);
	if (place->exists && !S_ISDIR(info.st_mode))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s' is no folder", place->dir);
	if (!place->exists)
		writable = place->root;
	if (access(writable, W_OK | X_OK) < 0) {
		if (quoted(arena, writable))
			place->mend = detour_arena_printf(
				arena, "chmod u+rwx %s", quoted(arena, writable));
		return detour_error_errno(
			err, errno, "cannot install the hooks: '%s' may not be written", writable);
	}
	return 0;
}

/* Takes core.hooksPath out of the file that sets it; NULL where that is no file. */
static const char *unset_command(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *origin = NULL;

	(void)detour_repo_config_origin(repo, "core.hookspath", &origin);
	if (!origin || *origin != '/' || !quoted(arena, origin))
		return NULL;
	return detour_arena_printf(
		arena, "git config --file %s --unset core.hooksPath", quoted(arena, origin));
}

/* Values that switch hooks off, or that git itself makes nothing sensible of. */
static int check_setting(const char *setting, const char *told, struct detour_error *err)
{
	if (!setting)
		return 0;
	if (!*setting)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: their folder is ''%s; unset it first", told);
	if (strcmp(setting, "/dev/null") == 0)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: they are switched off by '/dev/null'%s; unset "
			"it first",
			told);
	return 0;
}

static int check_owner(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_place *place, const char *told, struct detour_error *err)
{
	const char *manager, *tracked;

	if (!place->inside)
		return 0;
	manager = manager_of(place->inside);
	if (manager) {
		place->manager = manager;
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s' is the folder of a hook manager%s",
			place->inside, told);
	}
	tracked = tracked_name(repo, arena, place);
	if (tracked)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s' is tracked, so its folder is the team's%s",
			tracked, told);
	return 0;
}

int detour_place_find(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_place *out, struct detour_error *err)
{
	const char *setting = NULL, *path, *told, *manager;
	int code;

	memset(out, 0, sizeof(*out));
	out->manager = "shell";
	path = detour_repo_hooks_dir(repo, &setting);
	out->dir = path ? path : "";
	out->root = detour_repo_common_dir(repo);
	told = told_by(repo, arena, setting);
	code = check_setting(setting, told, err);
	if (code) {
		out->mend = unset_command(repo, arena);
		return code;
	}
	switch (find_root(repo, arena, out->dir, out)) {
	case WHERE_OUTSIDE:
		manager = manager_of(out->dir);
		out->manager = manager ? manager : "shell";
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s' is not a folder of this repository's own%s",
			out->dir, told);
	case WHERE_BEHIND_LINK:
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s' is, or is behind, a symbolic link%s",
			out->dir, told);
	case WHERE_INSIDE:
		break;
	}
	code = check_owner(repo, arena, out, told, err);
	return code ? code : check_folder(arena, out, err);
}

bool detour_place_default(
	struct detour_repo *repo, struct detour_arena *arena, struct detour_place *out)
{
	struct stat info;

	memset(out, 0, sizeof(*out));
	out->manager = "shell";
	out->root = detour_repo_common_dir(repo);
	out->dir = detour_arena_printf(arena, "%.*s/hooks",
		(int)(strlen(out->root) - (detour_text_ends(out->root, "/") ? 1 : 0)), out->root);
	out->exists = lstat(out->dir, &info) == 0 && S_ISDIR(info.st_mode);
	return out->exists;
}

/* The bits that core.sharedRepository adds, or the very bits where its value is octal. */
static mode_t shared_bits(struct detour_repo *repo, bool *outright)
{
	const char *value = detour_repo_config(repo, "core.sharedrepository");
	char *end;
	unsigned long octal;

	*outright = false;
	if (!value || strcmp(value, "umask") == 0 || strcmp(value, "0") == 0)
		return 0;
	if (strcmp(value, "group") == 0 || strcmp(value, "1") == 0)
		return 0660;
	if (strcmp(value, "all") == 0 || strcmp(value, "world") == 0 ||
		strcmp(value, "everybody") == 0 || strcmp(value, "2") == 0)
		return 0664;
	octal = strtoul(value, &end, 8);
	if (!*end && octal > 2 && octal <= 0777) {
		*outright = true;
		return (mode_t)(octal & 0666) | 0600;
	}
	return detour_repo_config_bool(repo, "core.sharedrepository", false) ? 0660 : 0;
}

mode_t detour_place_mode(struct detour_repo *repo, bool folder)
{
	bool outright;
	mode_t shared = shared_bits(repo, &outright);
	mode_t mask = umask(0);
	mode_t mode;

	umask(mask);
	mode = outright ? shared : ((folder ? 0777 : 0755) & ~mask) | shared;
	mode |= 0700 | ((mode & 0444) >> 2);
	return folder && shared ? mode | S_ISGID : mode;
}

void detour_install_take_turns(
	struct detour_repo *repo, struct detour_arena *arena, bool makes, struct detour_lock *lock)
{
	const int wait_ms = 5000;
	const char *common = detour_repo_common_dir(repo);
	size_t size = strlen(common);
	char *folder, *path;

	while (size > 1 && common[size - 1] == '/')
		size--;
	common = detour_arena_strndup(arena, common, size);
	folder = detour_arena_printf(arena, "%s/detour", common);
	path = detour_arena_printf(arena, "%s/install.lock", folder);
	if (makes ? !detour_file_make_dirs(common, folder, 0777, NULL)
		  : detour_file_is_inside(common, path))
		(void)detour_lock_take(lock, path, wait_ms, NULL);
}
