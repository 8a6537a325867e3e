/*
 * The rules of trust for paths in settings; see settings_table.h.
 *
 * The tracked .detour.ini comes with any clone: a path from it must not lead out of the work tree,
 * neither by its letters nor through a symbolic link, nor into git's own directory under any of the
 * names that some file system takes for ".git". The user's own configuration may name any place.
 */
#include "table.h"

#include <string.h>
#include <sys/stat.h>

#include "../base/file.h"
#include "../base/text.h"

static bool starts_caseless(const char *text, size_t size, const char *lower)
{
	size_t length = strlen(lower);

	if (size < length)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];

		if (c != lower[i])
			return false;
	}
	return true;
}

/* ".git" as file systems may see it: any case; behind it dots, spaces, or a stream (":…"), which
 * NTFS takes off; NTFS's short name. Characters that HFS+ passes over are refused elsewhere. */
static bool is_git_dir(const char *part, size_t size)
{
	size_t at;

	if (starts_caseless(part, size, "git~1"))
		at = strlen("git~1");
	else if (starts_caseless(part, size, ".git"))
		at = strlen(".git");
	else
		return false;
	while (at < size && (part[at] == '.' || part[at] == ' '))
		at++;
	return at == size || part[at] == ':';
}

/* Is every character one that can be seen? Control bytes, bidirectional and zero-width characters
 * and bytes that are no UTF-8 are not. */
static bool is_plain(const char *text)
{
	struct detour_buf plain = DETOUR_BUF_INIT;
	bool same;

	detour_text_plain(&plain, text, strlen(text), 0);
	same = plain.size == strlen(text) && memcmp(plain.ptr, text, plain.size) == 0;
	detour_buf_release(&plain);
	return same;
}

static bool is_part(const char *part, size_t size, const char *name)
{
	return size == strlen(name) && memcmp(part, name, size) == 0;
}

static bool has_git_dir(const char *path)
{
	while (*path) {
		size_t size = strcspn(path, "/");

		if (is_git_dir(path, size))
			return true;
		path += size + (path[size] == '/');
	}
	return false;
}

/* Takes off the last part of what was added from `start` on. False where there is none. */
static bool drop_part(struct detour_buf *out, size_t start)
{
	size_t size = out->size;

	while (size > start && out->ptr[size - 1] == '/')
		size--;
	if (size == start)
		return false;
	while (size > start && out->ptr[size - 1] != '/')
		size--;
	detour_buf_truncate(out, size > start + 1 ? size - 1 : size);
	return true;
}

/* Adds the path without "." and doubled slashes, and from the user without "..". */
static const char *normalise(struct detour_buf *out, const char *path, size_t length, bool trusted)
{
	size_t start = out->size;

	if (length && path[0] == '/')
		detour_buf_addch(out, '/');
	for (size_t at = 0; at < length;) {
		size_t size = 0;

		while (at + size < length && path[at + size] != '/')
			size++;
		if (is_part(path + at, size, "..")) {
			if (!trusted || !drop_part(out, start))
				return "leaves the work tree";
		} else if (!trusted && is_git_dir(path + at, size)) {
			return "is git's own folder";
		} else if (size && !is_part(path + at, size, ".")) {
			if (out->size > start && out->ptr[out->size - 1] != '/')
				detour_buf_addch(out, '/');
			detour_buf_add(out, path + at, size);
		}
		at += size + 1;
	}
	return out->size == start || is_part(out->ptr + start, out->size - start, "/")
		       ? "names nothing"
		       : NULL;
}

static const char *what_is_there(enum detour_setting_type type, const char *path, const char *root,
	struct detour_arena *arena)
{
	const char *full = detour_arena_printf(arena, "%s/%s", root, path);
	struct stat info;

	if (!detour_file_is_inside(root, full))
		return "leads through a symbolic link";
	if (lstat(full, &info) < 0)
		return type == DETOUR_TYPE_FILE ? "is not there" : NULL;
	if (type == DETOUR_TYPE_FILE && !S_ISREG(info.st_mode))
		return "is no regular file";
	if (type == DETOUR_TYPE_FOLDERS && !S_ISDIR(info.st_mode))
		return "is no folder";
	return NULL;
}

/* ---- the user's own, who may name any place */

/* A whole path is there or not for every repository; a relative one, set for all of them, may well
 * be missing in some. */
static const char *what_the_user_named(enum detour_setting_type type, const char *path)
{
	struct stat info;

	if (stat(path, &info) < 0)
		return type == DETOUR_TYPE_FILE ? "is not there" : NULL;
	if (type == DETOUR_TYPE_FILE && !S_ISREG(info.st_mode))
		return "is no regular file";
	return type == DETOUR_TYPE_FOLDERS && !S_ISDIR(info.st_mode) ? "is no folder" : NULL;
}

/* What lies in the work tree is the team's to see, however it was named. */
static void make_relative(struct detour_buf *out, size_t start, const char *root)
{
	size_t size = root ? strlen(root) : 0, left = out->size - start;
	char *path = out->ptr + start;

	if (!size || left <= size + 1 || strncmp(path, root, size) != 0 || path[size] != '/')
		return;
	memmove(path, path + size + 1, left - size - 1);
	detour_buf_truncate(out, out->size - size - 1);
}

static const char *add_users_path(struct detour_buf *out, enum detour_setting_type type,
	const char *path, size_t length, bool alone, const struct detour_setting_source *source)
{
	size_t start = out->size;
	const char *problem;

	if (length && path[0] == '~')
		return alone ? "names no home folder" : "has a '~' in a list";
	problem = normalise(out, path, length, true);
	/* "../diary" begins at the top of the work tree, wherever one stands. */
	if (problem && path[0] != '/' && source->root) {
		const char *full = detour_arena_printf(
			source->arena, "%s/%.*s", source->root, (int)length, path);

		detour_buf_truncate(out, start);
		problem = normalise(out, full, strlen(full), true);
	}
	if (problem)
		return problem;
	if (source->root && !strcmp(out->ptr + start, source->root))
		return "names nothing";
	make_relative(out, start, source->root);
	if (out->ptr[start] != '/')
		return has_git_dir(out->ptr + start) ? "is git's own folder" : NULL;
	if (!alone)
		return "is a whole path in a list";
	return what_the_user_named(type, out->ptr + start);
}

/* Without the slash or "./" that kept it, it would be lost the next time the value is read. */
static bool has_outer_space(const struct detour_buf *out, size_t start)
{
	size_t size = out->size - start;

	(void)detour_text_trim(out->ptr + start, &size);
	return size != out->size - start;
}

static const char *add_path(struct detour_buf *out, enum detour_setting_type type, const char *path,
	size_t length, const struct detour_setting_source *source)
{
	size_t start = out->size;
	const char *problem;

	if (length && path[0] == '/')
		return "is absolute";
	if (length && path[0] == '~')
		return "starts with '~'";
	problem = normalise(out, path, length, false);
	if (!problem && source->root && !has_outer_space(out, start))
		problem = what_is_there(type, out->ptr + start, source->root, source->arena);
	return problem;
}

const char *detour_setting_paths(enum detour_setting_type type, const char *text,
	const struct detour_setting_source *source, const char **problem)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *separator = type == DETOUR_TYPE_FOLDERS ? "," : "", *paths = NULL;
	/* One place may be anywhere, its "~/" expanded before by git's rule for whole values;
	 * several are folders of the work tree. */
	bool alone = type != DETOUR_TYPE_FOLDERS || !strchr(text, ',');

	*problem = is_plain(text) ? NULL : "holds characters that cannot be seen";
	for (const char *at = text; !*problem;) {
		size_t whole = strcspn(at, separator), length = whole, start;
		const char *path = detour_text_trim(at, &length);

		if (out.size)
			detour_buf_addstr(&out, ", ");
		start = out.size;
		*problem = source->trusted ? add_users_path(&out, type, path, length, alone, source)
					   : add_path(&out, type, path, length, source);
		if (!*problem && has_outer_space(&out, start))
			*problem = "begins or ends in a space";
		at += whole;
		if (!*at)
			break;
		at++;
	}
	if (!*problem)
		paths = detour_arena_strndup(source->arena, out.ptr, out.size);
	detour_buf_release(&out);
	return paths;
}
