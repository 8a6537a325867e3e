/* Finds the journal's folders; see folders.h and journal.dir in the settings. */
#include "folders.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/text.h"
#include "globs.h"
#include "name.h"

#define ENTRIES_LIMIT 10000      /* directory entries of all globs together */
#define FOLDER_ENTRIES_LIMIT 500 /* looked at to tell what a folder is */
#define PARTS_LIMIT 32
#define DIRS_LIMIT ((size_t)1000)

static const char default_dir[] = "docs/sessions";

struct finding {
	struct detour_arena *arena;
	const char *root;
	bool is_auto;
	const char **dirs, **planned;
	size_t count, planned_count;
	const char *first_plain; /* the first pattern without wildcards */
	int entries_left;
	struct detour_error *err;
};

static char *join(struct detour_arena *arena, const char *dir, const char *name)
{
	return dir[0] ? detour_arena_printf(arena, "%s/%s", dir, name)
		      : detour_arena_strdup(arena, name);
}

/* Below the root, which is empty where it is the file system's own. */
static char *below_root(struct detour_arena *arena, const char *root, const char *dir)
{
	return detour_arena_printf(arena, "%s/%s", root, dir);
}

static bool is_folder(const char *root, const char *dir)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct stat info;
	bool is = lstat(below_root(&arena, root, dir), &info) == 0 && S_ISDIR(info.st_mode);

	detour_arena_release(&arena);
	return is;
}

/* ---- trust */

static bool is_git_part(const char *part, size_t size)
{
	static const char name[] = ".git";

	if (size != strlen(name))
		return false;
	for (size_t i = 0; i < size; i++)
		if ((part[i] | 0x20) != (name[i] | 0x20))
			return false;
	return true;
}

static bool has_part(const char *path, bool (*test)(const char *part, size_t size))
{
	while (*path) {
		size_t size = strcspn(path, "/");

		if (test(path, size))
			return true;
		path += size + (path[size] == '/');
	}
	return false;
}

static bool is_up(const char *part, size_t size)
{
	return size == 2 && part[0] == '.' && part[1] == '.';
}

/* The settings have looked already; this is the last door before the file system. */
static int check_path(const char *path, struct detour_error *err)
{
	if (path[0] == '/' || has_part(path, is_up))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot keep sessions in '%s': it leads out of the work tree", path);
	if (has_part(path, is_git_part))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot keep sessions in '%s': it is git's own folder", path);
	return 0;
}

int detour_folders_resolve(struct detour_arena *arena, const char *root, const char *path,
	char **out, struct detour_error *err)
{
	const char *full = detour_arena_printf(arena, "%s/%s", root, path);
	char *real = realpath(full, NULL);
	size_t length = strlen(root);
	int code = 0;

	if (!real)
		return detour_error_errno(err, errno, "cannot find '%s'", path);
	while (length && root[length - 1] == '/')
		length--;
	if (strncmp(real, root, length) != 0 || real[length] != '/')
		code = detour_error_set(err, DETOUR_EINVALID,
			"cannot use '%s': it leads out of the work tree", path);
	else if (has_part(real + length + 1, is_git_part))
		code = detour_error_set(
			err, DETOUR_EINVALID, "cannot use '%s': it is git's own folder", path);
	else
		*out = detour_arena_strdup(arena, real + length + 1);
	free(real);
	return code;
}

/* ---- patterns */

static void add_dir(struct finding *finding, const char *dir)
{
	if (finding->count == DIRS_LIMIT)
		return;
	for (size_t i = 0; i < finding->count; i++)
		if (strcmp(finding->dirs[i], dir) == 0)
			return;
	finding->dirs[finding->count++] = detour_arena_strdup(finding->arena, dir);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The folders in a folder, sorted; counts against the limit on entries. */
static size_t subfolders(struct finding *finding, const char *dir, const char ***names)
{
	DIR *handle = opendir(below_root(finding->arena, finding->root, dir));
	size_t count = 0, room = 0;

	*names = NULL;
	while (handle && finding->entries_left > 0) {
		struct dirent *entry = readdir(handle);

		if (!entry)
			break;
		finding->entries_left--;
		if (!detour_glob_is_walked(entry->d_name) ||
			!is_folder(finding->root, join(finding->arena, dir, entry->d_name)))
			continue;
		if (count == room) {
			const char **more;

			room = room ? 2 * room : 16;
			more = detour_arena_array(finding->arena, room, sizeof(*more));
			if (count)
				memcpy(more, *names, count * sizeof(*more));
			*names = more;
		}
		(*names)[count++] = detour_arena_strdup(finding->arena, entry->d_name);
	}
	if (handle)
		closedir(handle);
	if (count)
		qsort(*names, count, sizeof(**names), compare_names);
	return count;
}

static void walk(struct finding *finding, const char *dir, char *const *parts, int depth);

static void walk_matching(struct finding *finding, const char *dir, char *const *parts, int depth)
{
	bool any_depth = strcmp(parts[0], "**") == 0;
	const char **names;
	size_t count;

	if (any_depth)
		walk(finding, dir, parts + 1, 0);
	if (any_depth && depth == DETOUR_GLOB_DEPTH)
		return;
	count = subfolders(finding, dir, &names);
	for (size_t i = 0; i < count && finding->entries_left > 0; i++) {
		const char *below = join(finding->arena, dir, names[i]);

		if (any_depth)
			walk_matching(finding, below, parts, depth + 1);
		else if (fnmatch(parts[0], names[i], FNM_PERIOD) == 0)
			walk(finding, below, parts + 1, 0);
	}
}

/* A project with a plan, or a proposal of one, and no session yet: its folder is made when it gets
 * the first. */
static void add_planned(struct finding *finding, const char *project, const char *dir)
{
	static const char *const plans[] = {"plan.md", "PLAN.md", "proposal.md"};
	struct stat info;

	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (*project && finding->planned_count < DIRS_LIMIT &&
			!lstat(below_root(finding->arena, finding->root,
				       join(finding->arena, project, plans[i])),
				&info) &&
			S_ISREG(info.st_mode)) {
			finding->planned[finding->planned_count++] = dir;
			return;
		}
}

static void walk(struct finding *finding, const char *dir, char *const *parts, int depth)
{
	const char *below;

	if (!parts[0]) {
		/* "**" stands for the top of the work tree as well, which is no journal. */
		if (*dir)
			add_dir(finding, dir);
		return;
	}
	if (detour_glob_has_wildcard(parts[0])) {
		walk_matching(finding, dir, parts, depth);
		return;
	}
	below = join(finding->arena, dir, parts[0]);
	if (is_folder(finding->root, below))
		walk(finding, below, parts + 1, 0);
	else if (!parts[1])
		add_planned(finding, dir, below);
}

static int find_pattern(struct finding *finding, char *pattern)
{
	char *parts[PARTS_LIMIT + 1];
	int count = 0;

	for (char *part = strtok(pattern, "/"); part; part = strtok(NULL, "/")) {
		if (count == PARTS_LIMIT)
			return detour_error_set(finding->err, DETOUR_ELIMIT,
				"cannot use journal.dir: more than %d folders deep", PARTS_LIMIT);
		parts[count++] = part;
	}
	parts[count] = NULL;
	walk(finding, "", parts, 0);
	return 0;
}

/* A folder by its name; a link counts as the folder that it leads to. */
static int find_plain(struct finding *finding, const char *dir)
{
	struct detour_error problem = DETOUR_ERROR_INIT;
	char *real = NULL;
	int code = detour_folders_resolve(finding->arena, finding->root, dir, &real, &problem);

	if (!code && real && is_folder(finding->root, real))
		add_dir(finding, real);
	else if (!code && !finding->is_auto)
		return detour_error_set(finding->err, DETOUR_EINVALID,
			"cannot keep sessions in '%s': it is no folder", dir);
	else if (code == DETOUR_EINVALID && !finding->is_auto)
		return detour_error_set(finding->err, code, "%s", problem.message);
	return 0;
}

static int find_one(struct finding *finding, const char *text, size_t size)
{
	char *dir;
	int code;

	text = detour_text_trim(text, &size);
	while (size && text[size - 1] == '/')
		size--;
	if (!size)
		return 0;
	dir = detour_arena_strndup(finding->arena, text, size);
	/* The user's own configuration may name the place by its full path. */
	if (detour_text_starts(dir, finding->root) && dir[strlen(finding->root)] == '/')
		dir += strlen(finding->root) + 1;
	code = check_path(dir, finding->err);
	if (code)
		return code;
	if (detour_glob_has_wildcard(dir))
		return find_pattern(finding, dir);
	if (!finding->first_plain)
		finding->first_plain = dir;
	return find_plain(finding, dir);
}

/* ---- what is in a folder */

/* Sessions, or nothing but Markdown: not a folder of code that happens to bear the name. */
static bool looks_like_journal(struct detour_arena *arena, const char *root, const char *dir)
{
	DIR *handle = opendir(below_root(arena, root, dir));
	struct dirent *entry;
	bool others = false, sessions = false;
	const char *day, *topic;

	for (int i = 0; handle && i < FOLDER_ENTRIES_LIMIT && (entry = readdir(handle)); i++) {
		const char *name = entry->d_name;

		if (name[0] == '.')
			continue;
		/* One is enough: a folder of ten thousand is not read to its end. */
		sessions = detour_name_parse(arena, name, &day, &topic) ||
			   strstr(name, "TEMPLATE") != NULL;
		if (sessions)
			break;
		others = others || !detour_text_ends(name, ".md");
	}
	if (handle)
		closedir(handle);
	return sessions || !others;
}

static const char *choose_write_dir(const struct finding *finding)
{
	for (size_t i = 0; i < finding->count; i++)
		if (!has_part(finding->dirs[i], detour_name_is_archive) &&
			(!finding->is_auto || looks_like_journal(finding->arena, finding->root,
						      finding->dirs[i])))
			return finding->dirs[i];
	return finding->first_plain ? finding->first_plain : default_dir;
}

int detour_folders_find(struct detour_folders *out, const char *root, const char *setting,
	struct detour_arena *arena, struct detour_error *err)
{
	struct finding finding = {
		.arena = arena, .root = root, .entries_left = ENTRIES_LIMIT, .err = err};
	int code = 0;

	finding.is_auto = !setting || !setting[0] || strcmp(setting, "auto") == 0;
	finding.dirs = detour_arena_array(arena, DIRS_LIMIT, sizeof(*finding.dirs));
	finding.planned = detour_arena_array(arena, DIRS_LIMIT, sizeof(*finding.planned));
	for (const char *at = detour_globs_of(setting); !code && *at;) {
		size_t size = strcspn(at, ",");

		code = find_one(&finding, at, size);
		at += size + (at[size] == ',');
	}
	out->dirs = finding.dirs;
	out->count = finding.count;
	out->planned = finding.planned;
	out->planned_count = finding.planned_count;
	out->write_dir = code ? default_dir : choose_write_dir(&finding);
	return code;
}
