/* What a run left behind: the old, the new, or something else? See drive.h. */
#include "drive.h"

#include <fcntl.h>
#include <time.h>

static bool is_ours(const char *path)
{
	return !strncmp(drive_base_name(path), ".detour-", 8);
}

/* A temporary file of ours, or one that libgit2 was about to make a ref or an object of. */
static bool is_temporary(const char *path)
{
	const char *name = drive_base_name(path);

	return is_ours(path) || (strstr(path, "refs/detour") && strstr(path, ".lock")) ||
	       (strstr(path, "objects/") && !strncmp(name, "tmp_object", 10));
}

static bool is_log(const char *path)
{
	const char *name = drive_base_name(path);

	return strstr(path, "/detour/") && (!strcmp(name, "log") || !strcmp(name, "scaffolds"));
}

/* Caches and marks, whose only harm is a moment's work or one question late; locks are empty. */
static bool is_spare(const char *path)
{
	const char *name = drive_base_name(path);

	if (!strcmp(name, "detour")) /* the folder */
		return true;
	return strstr(path, "/detour/") &&
	       (!strcmp(name, "recent") || !strcmp(name, "dates") || !strcmp(name, "waiting") ||
		       !strcmp(name, "scaffolds") || strstr(name, ".lock"));
}

static bool has_line(const struct entry *log, const char *line, size_t size)
{
	for (size_t at = 0; log && at < log->size;) {
		const char *end = memchr(log->bytes + at, '\n', log->size - at);
		size_t length = end ? (size_t)(end - log->bytes) - at : log->size - at;

		if (length == size && !memcmp(log->bytes + at, line, size))
			return true;
		at += length + 1;
	}
	return false;
}

/* Does `log` hold every line of `lines`? */
static bool has_lines(const struct entry *log, const struct entry *lines)
{
	for (size_t at = 0; lines && at < lines->size;) {
		const char *end = memchr(lines->bytes + at, '\n', lines->size - at);
		size_t length = end ? (size_t)(end - lines->bytes) - at : lines->size - at;

		if (!has_line(log, lines->bytes + at, length))
			return false;
		at += length + 1;
	}
	return true;
}

static bool was_about_writing(void)
{
	static const char *const names[] = {"write", "fsync", "rename", "link", "unlink", "mkstemp",
		"fchmod", "mkdir", "close", "ftruncate", "pwrite"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(drive.told->name, names[i]))
			return true;
	return drive.kind->how <= 0 && drive.kind->place != AT_START;
}

/* All that was in it is in it; what came are whole lines, save where it was cut short for good. */
static bool is_log_whole(const struct entry *old, const struct entry *now, const struct entry *new)
{
	size_t size = old ? old->size : 0;

	if (!now)
		return !old;
	if (now->size < size || (size && memcmp(now->bytes, old->bytes, size) != 0))
		return false;
	if (!now->size || now->bytes[now->size - 1] == '\n')
		return true;
	return drive.kind->how <= 0 && new && now->size <= new->size &&
	       !memcmp(now->bytes, new->bytes, now->size);
}

/* Something could not be read, and so less is told; but what the user wrote is there, and all that
 * was there before. */
static bool is_told_with_less(const struct entry *now, const struct entry *old)
{
	return drive.text && now && S_ISREG(now->mode) && !was_about_writing() && now->size &&
	       now->bytes[now->size - 1] == '\n' &&
	       memmem(now->bytes, now->size, drive.text, strlen(drive.text)) && has_lines(now, old);
}

static bool is_known(const struct entry *entry)
{
	for (int i = 0; entry && i < drive.known_count; i++)
		if (entry->size == drive.known[i].size &&
			!memcmp(entry->bytes, drive.known[i].bytes, entry->size))
			return true;
	return false;
}

static void look_at(const struct tree *now, const char *path, bool *odd)
{
	const struct entry *here = tree_find(now, path), *old = tree_find(&drive.before, path),
			   *new = tree_find(&drive.after, path);

	if (tree_same_entry(here, old) || tree_same_entry(here, new) || is_spare(path) ||
		is_known(here))
		return;
	*odd = true;
	if (is_temporary(path)) {
		drive.left++;
		if (drive.kind->how > 0 && !drive.kind->onwards &&
			strcmp(drive.told->name, "unlink") != 0)
			drive_wrong("left behind, though nobody was killed", path);
		return;
	}
	if (is_told_with_less(here, old) || (is_log(path) && is_log_whole(old, here, new)))
		return;
	if (here && S_ISDIR(here->mode) && new) /* a folder that its mode was not given to yet */
		return;
	drive_wrong("neither old nor new", path);
}

/* Said to be done, and not done? */
static void look_if_done(const struct tree *now, const char *path, bool *odd)
{
	const struct entry *here = tree_find(now, path);

	(void)odd;
	if ((drive.log_is_spare && strstr(path, "/.git/detour")) ||
		is_told_with_less(here, tree_find(&drive.before, path)))
		return;
	if ((drive.text || drive.careful) && !was_about_writing() &&
		tree_same_entry(here, tree_find(&drive.before, path)))
		return; /* it was told in another file */
	if (!tree_same_entry(here, tree_find(&drive.after, path)) && !is_spare(path) &&
		!strstr(path, "refs/detour") && !is_temporary(path))
		drive_wrong("ended well, but this is not as it should be", path);
}

/* Made whole by the same command without a fault: as after the first, or as after a second one. */
static void look_if_mended(const struct tree *now, const char *path, bool *odd)
{
	const struct entry *here = tree_find(now, path), *new = tree_find(&drive.after, path);

	(void)odd;
	if (tree_same_entry(here, new) || tree_same_entry(here, tree_find(&drive.again, path)) ||
		is_spare(path) || is_temporary(path) || is_known(here) ||
		is_told_with_less(here, tree_find(&drive.before, path)))
		return;
	if (drive.once || (drive.text && !was_about_writing()))
		return;
	if (is_log(path) && has_lines(here, tree_find(&drive.before, path)) && has_lines(here, new))
		return;
	drive_wrong("not mended by another run", path);
}

static void each_path(
	const struct tree *now, void (*visit)(const struct tree *, const char *, bool *), bool *odd)
{
	const struct tree *trees[] = {&drive.before, &drive.after, now};

	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < trees[i]->count; j++) {
			const char *path = trees[i]->entries[j].path;
			bool seen = false;

			for (size_t k = 0; k < i && !seen; k++)
				seen = tree_find(trees[k], path) != NULL;
			if (!seen)
				visit(now, path, odd);
		}
}

void left_look(const struct tree *now, bool *odd)
{
	each_path(now, look_at, odd);
}

void left_look_if_done(const struct tree *now)
{
	bool odd;

	each_path(now, look_if_done, &odd);
}

void left_look_if_mended(const struct tree *now)
{
	bool odd;

	each_path(now, look_if_mended, &odd);
}

static bool is_beside(const char *path, const char *other)
{
	size_t size = (size_t)(drive_base_name(path) - path);

	return (size_t)(drive_base_name(other) - other) == size && !strncmp(path, other, size);
}

/* Did the run from `then` to `now` publish a file beside this one? */
static bool was_published_beside(const struct tree *then, const struct tree *now, const char *path)
{
	for (size_t i = 0; i < now->count; i++) {
		const struct entry *here = &now->entries[i];

		if (S_ISREG(here->mode) && is_beside(path, here->path) && !is_ours(here->path) &&
			!is_log(here->path) && !is_spare(here->path) &&
			!tree_same_entry(here, tree_find(then, here->path)))
			return true;
	}
	return false;
}

void left_look_if_swept(const struct tree *then, const struct tree *now)
{
	for (size_t i = 0; i < now->count; i++) {
		const char *path = now->entries[i].path;

		if (is_ours(path) && tree_find(then, path)) {
			drive.unswept++;
			/* What was set aside to be removed is for people to look at. */
			if (drive_base_name(path)[8] == 'n' &&
				was_published_beside(then, now, path))
				drive_wrong("left behind, and not removed by another run long "
					    "after",
					path);
		}
	}
}

void left_grow_old(const struct tree *now)
{
	const struct timespec then[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};

	for (size_t i = 0; i < now->count; i++)
		if (is_ours(now->entries[i].path)) {
			char *full = tree_printf("%s/%s", drive.root, now->entries[i].path);

			if (utimensat(AT_FDCWD, full, then, 0) < 0)
				tree_die("age", full);
			free(full);
		}
}
