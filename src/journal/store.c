/* The journal in the file system; see store.h. */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/file.h"
#include "../base/text.h"
#include "folders.h"
#include "name.h"

#define TEMPLATE_LIMIT ((size_t)256 * 1024)
#define NAMES_LIMIT 1000 /* of one day and topic */
#define LOCK_WAIT_MS 2000
#define CHANGE_TRIES 5                /* when an editor writes the same session meanwhile */
#define PRIVATE_DIR "detour/sessions" /* in the git dir that all work trees share */

/* ---- opening */

static const char *find_template(const struct detour_journal *journal)
{
	const char *dir = journal->write_dir, *name = journal->listed_template, *found = NULL;

	if (!journal->listed_dir || strcmp(journal->listed_dir, dir) != 0)
		found = detour_folders_template(journal->arena, journal->root, dir);
	else if (name)
		found = detour_arena_printf(journal->arena, "%s/%s", dir, name);
	if (!found && !journal->is_private)
		found = detour_folders_template_above(journal->arena, journal->root, dir);
	return found;
}

static void load_template(struct detour_journal *journal)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *setting = journal->template_setting, *path = setting;
	int code = DETOUR_ENOTFOUND;
	char *real;

	journal->template_tried = true;
	journal->template_path = journal->template_bytes = NULL;
	journal->template_size = 0;
	if (!setting || !setting[0] || strcmp(setting, "auto") == 0)
		path = find_template(journal);
	/* Only the user's own configuration may name a file anywhere. */
	if (path && path[0] == '/')
		code = detour_file_read(path, TEMPLATE_LIMIT, DETOUR_FILE_FOLLOW, &bytes, NULL);
	else if (path && !detour_folders_resolve(journal->arena, journal->root, path, &real, NULL))
		code = detour_file_read(
			detour_arena_printf(journal->arena, "%s/%s", journal->root, real),
			TEMPLATE_LIMIT, 0, &bytes, NULL);
	if (!code && bytes.size && !memchr(bytes.ptr, '\0', bytes.size)) {
		journal->template_path = path;
		journal->template_bytes =
			detour_arena_strndup(journal->arena, bytes.ptr, bytes.size);
		journal->template_size = bytes.size;
	}
	detour_buf_release(&bytes);
}

const char *detour_journal_template(struct detour_journal *journal, size_t *size, const char **path)
{
	if (!journal->template_tried)
		load_template(journal);
	if (size)
		*size = journal->template_size;
	if (path)
		*path = journal->template_path;
	return journal->template_bytes;
}

void detour_journal_parse(struct detour_journal *journal, const struct detour_buf *bytes,
	struct detour_arena *arena, struct detour_session *out)
{
	size_t size;
	const char *templ = detour_journal_template(journal, &size, NULL);

	detour_session_parse(bytes->ptr, bytes->size, templ, size, arena, out);
}

int detour_journal_open_at(struct detour_journal *out, const char *root, const char *git_dir,
	const char *dir_setting, const char *template_setting, struct detour_arena *arena,
	struct detour_error *err)
{
	struct detour_folders folders;
	char *real = realpath(root, NULL);
	int code;

	memset(out, 0, sizeof(*out));
	if (!real)
		return detour_error_errno(err, errno, "cannot open '%s'", root);
	out->arena = arena;
	out->root = detour_arena_strdup(arena, strcmp(real, "/") == 0 ? "" : real);
	free(real);
	out->lock_dir = detour_arena_printf(arena, "%s/detour", git_dir);
	code = detour_folders_find(&folders, out->root, dir_setting, arena, err);
	if (code)
		return code;
	out->dirs = folders.dirs;
	out->dir_count = folders.count;
	out->planned = folders.planned;
	out->planned_count = folders.planned_count;
	out->write_dir = folders.write_dir;
	out->template_setting = template_setting;
	return 0;
}

void detour_journal_write_to(struct detour_journal *journal, const char *dir)
{
	if (!strcmp(dir, journal->write_dir))
		return;
	journal->write_dir = dir;
	journal->template_tried = false;
}

int detour_journal_open_private(struct detour_journal *out, struct detour_repo *repo,
	struct detour_arena *arena, struct detour_error *err)
{
	const char *common = detour_repo_common_dir(repo);
	int code = detour_journal_open_at(out, common, common, PRIVATE_DIR, NULL, arena, err);

	out->is_private = true;
	return code;
}

/* A folder anywhere: the part of its path that exists is *root, links resolved, the rest *dir. At
 * least the last part is the rest, so that there is a folder to make. */
static int split_absolute(struct detour_arena *arena, const char *path, const char **root,
	const char **dir, struct detour_error *err)
{
	char *front = detour_arena_strdup(arena, path), *slash, *real = NULL;

	while (!real && (slash = strrchr(front, '/')) != NULL) {
		*slash = '\0';
		real = realpath(slash == front ? "/" : front, NULL);
	}
	if (!real)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot keep sessions in '%s': it is no whole path", path);
	*root = detour_arena_strdup(arena, real);
	*dir = path + strlen(front) + 1;
	free(real);
	return 0;
}

static bool is_below(const char *path, const char *root)
{
	size_t length = root ? strlen(root) : 0;

	return length && strncmp(path, root, length) == 0 && path[length] == '/';
}

int detour_journal_open(struct detour_journal *out, struct detour_repo *repo,
	const struct detour_settings *settings, struct detour_arena *arena,
	struct detour_error *err)
{
	const char *root = detour_repo_work_tree(repo), *dir = settings->journal_dir;

	if (dir && strcmp(dir, DETOUR_JOURNAL_PRIVATE) == 0)
		return detour_journal_open_private(out, repo, arena, err);
	if (dir && dir[0] == '/') {
		const char *front = "", *rest = "";
		int code = split_absolute(arena, dir, &front, &rest, err);

		if (code)
			return code;
		/* Also where a link leads back into the work tree: there it is no private place. */
		dir = detour_arena_printf(
			arena, "%s/%s", strcmp(front, "/") == 0 ? "" : front, rest);
		if (!is_below(dir, root)) {
			/* All work trees write there: one lock for all. */
			code = detour_journal_open_at(out, front, detour_repo_common_dir(repo),
				rest, settings->journal_template, arena, err);
			out->is_private = true;
			return code;
		}
		dir += strlen(root) + 1;
	}
	if (!root)
		return detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot open the journal: this repository has no work tree");
	return detour_journal_open_at(
		out, root, detour_repo_git_dir(repo), dir, settings->journal_template, arena, err);
}

/* ---- reading and writing */

/* In a folder of the journal, whose own path was looked at when it was opened? */
static bool is_in_journal(const struct detour_journal *journal, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t size = slash ? (size_t)(slash - path) : 0;

	for (size_t i = 0; i < journal->dir_count; i++)
		if (strncmp(journal->dirs[i], path, size) == 0 && !journal->dirs[i][size])
			return true;
	return false;
}

/* Links in any component are resolved first and must stay within the work tree. */
static int read_resolved(struct detour_journal *journal, const char *path, struct detour_buf *out,
	struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	char *real;
	int code = detour_folders_resolve(&arena, journal->root, path, &real, err);

	if (!code)
		code = detour_file_read(detour_arena_printf(&arena, "%s/%s", journal->root, real),
			DETOUR_SESSION_LIMIT, 0, out, err);
	detour_arena_release(&arena);
	return code;
}

int detour_journal_read(struct detour_journal *journal, const char *path, struct detour_buf *out,
	struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	bool plain = is_in_journal(journal, path) &&
		     !detour_file_read(detour_arena_printf(&arena, "%s/%s", journal->root, path),
			     DETOUR_SESSION_LIMIT, 0, out, NULL);

	detour_arena_release(&arena);
	return plain ? 0 : read_resolved(journal, path, out, err);
}

static int make_session(struct detour_journal *journal, const char *path, const void *bytes,
	size_t size, struct detour_error *err)
{
	struct detour_arena *arena = journal->arena;
	const char *full = detour_arena_printf(arena, "%s/%s", journal->root, path);
	const char *dir = detour_arena_strndup(arena, full, (size_t)(strrchr(full, '/') - full));
	int code = detour_file_make_dirs(journal->root, dir, 0777, err);

	return code ? code : detour_file_create(full, bytes, size, detour_file_mode_like(dir), err);
}

int detour_journal_create(struct detour_journal *journal, const char *day, const char *topic,
	const void *bytes, size_t size, const char **path, struct detour_error *err)
{
	struct detour_arena *arena = journal->arena;
	const char *slug = detour_name_slug(arena, topic);

	for (unsigned number = 1; number <= NAMES_LIMIT; number++) {
		int code;

		*path = detour_arena_printf(arena, "%s/%s", journal->write_dir,
			detour_style_name(&journal->names, arena, day, slug, number));
		code = make_session(journal, *path, bytes, size, err);
		if (code != DETOUR_EEXISTS)
			return code;
	}
	return detour_error_set(err, DETOUR_EEXISTS,
		"cannot write a session for %s: %d of this name are there", day, NAMES_LIMIT);
}

/* Is the session still what its reader saw? Sets the mode. */
static int check_unchanged(const char *full, const char *path, const void *old_bytes,
	size_t old_size, mode_t *mode, struct detour_error *err)
{
	struct detour_buf now = DETOUR_BUF_INIT;
	struct stat info;
	int code;

	if (lstat(full, &info) < 0)
		return detour_error_errno(err, errno, "cannot change '%s'", path);
	*mode = info.st_mode & 0777;
	code = detour_file_read(full, DETOUR_SESSION_LIMIT, 0, &now, err);
	if (!code &&
		(now.size != old_size || (old_size && memcmp(now.ptr, old_bytes, old_size) != 0)))
		code = detour_error_set(err, DETOUR_EBUSY,
			"cannot change '%s': somebody wrote to it meanwhile", path);
	detour_buf_release(&now);
	return code;
}

static int take_lock(
	struct detour_journal *journal, struct detour_lock *lock, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *slash = strrchr(journal->lock_dir, '/');
	int code = detour_file_make_dirs(detour_arena_strndup(&arena, journal->lock_dir,
						 (size_t)(slash - journal->lock_dir)),
		journal->lock_dir, 0777, err);

	if (!code)
		code = detour_lock_take(lock,
			detour_arena_printf(&arena, "%s/journal.lock", journal->lock_dir),
			LOCK_WAIT_MS, err);
	detour_arena_release(&arena);
	/* EBUSY is for what changed meanwhile, which is tried again at once: who waited long enough
	 * for the lock must not wait as long again. */
	return code == DETOUR_EBUSY ? DETOUR_ELIMIT : code;
}

static int update_locked(struct detour_journal *journal, const char *path, const void *old_bytes,
	size_t old_size, const void *bytes, size_t size, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *full = detour_arena_printf(&arena, "%s/%s", journal->root, path);
	const struct detour_bytes old = {old_bytes, old_size};
	mode_t mode = 0;
	char *real;
	int code = detour_folders_resolve(&arena, journal->root, path, &real, err);

	if (!code)
		code = check_unchanged(full, path, old_bytes, old_size, &mode, err);
	if (!code)
		code = detour_file_replace_unchanged(full, &old, bytes, size, mode, err);
	detour_arena_release(&arena);
	return code;
}

int detour_journal_update(struct detour_journal *journal, const char *path, const void *old_bytes,
	size_t old_size, const void *bytes, size_t size, struct detour_error *err)
{
	struct detour_lock lock = DETOUR_LOCK_INIT;
	int code = take_lock(journal, &lock, err);

	if (!code)
		code = update_locked(journal, path, old_bytes, old_size, bytes, size, err);
	detour_lock_release(&lock);
	return code;
}

int detour_journal_change(struct detour_journal *journal, const char *path,
	void (*change)(struct detour_buf *out, const struct detour_buf *old, void *data),
	void *data, struct detour_buf *old, struct detour_buf *bytes, struct detour_error *err)
{
	struct detour_lock lock = DETOUR_LOCK_INIT;
	int code = take_lock(journal, &lock, err);

	for (int tries = 0; !code && tries < CHANGE_TRIES; tries++) {
		code = detour_journal_read(journal, path, old, err);
		if (code)
			break;
		detour_buf_clear(bytes);
		change(bytes, old, data);
		code = update_locked(
			journal, path, old->ptr, old->size, bytes->ptr, bytes->size, err);
		if (code != DETOUR_EBUSY || tries + 1 == CHANGE_TRIES)
			break;
		code = 0;
	}
	detour_lock_release(&lock);
	return code;
}

int detour_journal_remove(struct detour_journal *journal, const char *path, const void *bytes,
	size_t size, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_lock lock = DETOUR_LOCK_INIT;
	char *real;
	int code;

	code = take_lock(journal, &lock, err);
	if (!code)
		code = detour_folders_resolve(&arena, journal->root, path, &real, err);
	if (!code && strcmp(real, path) != 0)
		code = detour_error_set(err, DETOUR_EINVALID,
			"cannot remove '%s': a symbolic link leads to it", path);
	if (!code)
		code = detour_file_remove_unchanged(
			detour_arena_printf(&arena, "%s/%s", journal->root, path), bytes, size,
			err);
	detour_lock_release(&lock);
	detour_arena_release(&arena);
	return code;
}
