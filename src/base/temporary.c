/* Files beside their place; see temporary.h. */
#include "temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SWEPT_AGE = 3600, SWEPT_ENTRIES = 4096, RANDOM = 6 };

/* Dot first: nobody's glob for sessions or hooks picks them up. */
static const char *const prefixes[] = {".detour-new-", ".detour-old-"};

/* Without locks it goes by age alone. */
static void lock(int fd)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	while (fcntl(fd, F_SETLK, &whole) < 0)
		if (errno != EINTR)
			return;
}

int detour_temporary_new(
	struct detour_arena *arena, const char *path, enum detour_temporary kind, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *made = detour_arena_printf(
		arena, "%.*s%sXXXXXX", slash ? (int)(slash - path) + 1 : 0, path, prefixes[kind]);
	int fd = mkstemp(made), number;

	if (fd < 0)
		return -1;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
		number = errno;
		(void)unlink(made);
		close(fd);
		errno = number;
		return -1;
	}
	lock(fd);
	*name = made;
	return fd;
}

static bool is_named(const char *name, enum detour_temporary *kind)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		size_t size = strlen(prefixes[i]);

		if (strncmp(name, prefixes[i], size) != 0)
			continue;
		*kind = (enum detour_temporary)i;
		return strlen(name + size) == RANDOM && strspn(name + size, letters) == RANDOM;
	}
	return false;
}

/* Asking needs no right to write. */
static bool is_locked(int folder, const char *name)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool locked;

	if (fd < 0)
		return true; /* or so: it is let alone */
	locked = fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
	close(fd);
	return locked;
}

struct looking {
	int64_t newest; /* what is younger is let alone */
	int folder;
	bool only_empty; /* of what was to be removed */
};

static bool is_left(const struct looking *looking, const char *name, enum detour_temporary *kind)
{
	struct stat info;

	return is_named(name, kind) &&
	       fstatat(looking->folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
	       info.st_mtime <= looking->newest &&
	       !(looking->only_empty && *kind == DETOUR_TEMPORARY_OLD && info.st_size) &&
	       !is_locked(looking->folder, name);
}

static void look(const char *directory, struct looking *looking, size_t limit,
	detour_temporary_fn each, void *data)
{
	DIR *stream = opendir(directory);
	struct dirent *entry;

	if (!stream)
		return;
	looking->folder = dirfd(stream);
	for (size_t i = 0; i < limit && (entry = readdir(stream)) != NULL; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		enum detour_temporary kind;

		if (is_left(looking, entry->d_name, &kind))
			each(data, kind,
				detour_arena_printf(&arena, "%s/%s", directory, entry->d_name));
		detour_arena_release(&arena);
	}
	closedir(stream);
}

void detour_temporary_each(const char *directory, int64_t now, int64_t age, size_t limit,
	detour_temporary_fn each, void *data)
{
	struct looking looking = {.newest = now - age};

	look(directory, &looking, limit, each, data);
}

static void discard(void *data, enum detour_temporary kind, const char *path)
{
	(void)data;
	(void)kind;
	(void)unlink(path);
}

void detour_temporary_sweep(const char *directory, int64_t now)
{
	struct looking looking = {.newest = now - SWEPT_AGE, .only_empty = true};

	look(directory, &looking, SWEPT_ENTRIES, discard, NULL);
}
