/* Publishing files whole or not at all, and locks; see file.h. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "temporary.h"

/* The directory part of a path, "." where it has none. */
static char *directory_of(struct detour_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return detour_arena_strdup(arena, ".");
	return detour_arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

/* A rename or link is only on the disk when its directory is. File systems that cannot do this say
 * EINVAL; then there is nothing more to be had. */
static void sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY);

	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

/* Some file systems have no such thing, and say so. */
static int sync_file(int fd)
{
	int code;

	do
		code = fsync(fd);
	while (code < 0 && errno == EINTR);
	return code < 0 && (errno == EINVAL || errno == ENOSYS) ? 0 : code;
}

/* Writes everything to a file beside `path`. *fd stays open, and so the file locked, until it has
 * its name; -1 where that fails, and then nothing is left. What others left there goes, by the
 * clock of the disk itself. */
static int write_temporary(struct detour_arena *arena, const char *path,
	const struct detour_bytes *bytes, mode_t mode, const char **temporary, int *fd,
	struct detour_error *err)
{
	struct stat info;
	int code = 0;

	*fd = detour_temporary_new(arena, path, DETOUR_TEMPORARY_NEW, temporary);
	if (*fd < 0)
		return detour_error_errno(err, errno, "cannot write '%s'", path);
	if (detour_write_full(*fd, bytes->ptr, bytes->size) < 0 || fchmod(*fd, mode) < 0 ||
		sync_file(*fd) < 0) {
		code = detour_error_errno(err, errno, "cannot write '%s'", path);
		(void)unlink(*temporary);
		close(*fd);
		*fd = -1;
	} else if (fstat(*fd, &info) == 0) {
		detour_temporary_sweep(directory_of(arena, path), info.st_mtime);
	}
	return code;
}

/* File systems without hard links (some network and FAT ones) are left with a rename after a look:
 * not proof against a race, but against everything else. */
static int publish_without_link(const char *temporary, const char *path)
{
	struct stat info;

	if (lstat(path, &info) == 0) {
		errno = EEXIST;
		return -1;
	}
	return rename(temporary, path);
}

int detour_file_name_too(const char *temporary, const char *path)
{
	if (link(temporary, path) == 0)
		return 0;
	if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK)
		return publish_without_link(temporary, path);
	return -1;
}

mode_t detour_file_mode_like(const char *directory)
{
	struct stat info;

	return stat(directory, &info) == 0 ? info.st_mode & 0666 : 0644;
}

/* What is on the disk already cannot fail to be written any more when it is closed. */
int detour_file_create(
	const char *path, const void *bytes, size_t size, mode_t mode, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const struct detour_bytes all = {bytes, size};
	const char *temporary;
	int fd, code;

	code = write_temporary(&arena, path, &all, mode, &temporary, &fd, err);
	if (fd < 0)
		goto out;
	if (detour_file_name_too(temporary, path) < 0)
		code = detour_error_errno(err, errno, "cannot write '%s'", path);
	unlink(temporary);
	close(fd);
	if (!code)
		sync_directory(directory_of(&arena, path));
out:
	detour_arena_release(&arena);
	return code;
}

/* `old`: what must be there still, at the last moment; NULL: anything. */
static int replace(const char *path, const struct detour_bytes *old,
	const struct detour_bytes *bytes, mode_t mode, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *temporary;
	struct stat info;
	int fd, code;

	if (lstat(path, &info) == 0 && !S_ISREG(info.st_mode))
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot write '%s': it is not a regular file", path);
	code = write_temporary(&arena, path, bytes, mode, &temporary, &fd, err);
	if (fd < 0)
		goto out;
	if (old && !detour_file_holds(path, old->ptr, old->size))
		code = detour_error_set(err, DETOUR_EBUSY,
			"cannot change '%s': somebody wrote to it meanwhile", path);
	else if (rename(temporary, path) < 0)
		code = detour_error_errno(err, errno, "cannot write '%s'", path);
	if (code)
		unlink(temporary);
	close(fd);
	if (!code)
		sync_directory(directory_of(&arena, path));
out:
	detour_arena_release(&arena);
	return code;
}

int detour_file_replace(
	const char *path, const void *bytes, size_t size, mode_t mode, struct detour_error *err)
{
	const struct detour_bytes all = {bytes, size};

	return replace(path, NULL, &all, mode, err);
}

int detour_file_replace_unchanged(const char *path, const struct detour_bytes *old,
	const void *bytes, size_t size, mode_t mode, struct detour_error *err)
{
	const struct detour_bytes all = {bytes, size};

	return replace(path, old, &all, mode, err);
}

/* Goes through the components of `path` below `root`, calling `visit` with the path up to each. */
static int each_component(
	const char *root, const char *path, int (*visit)(const char *path, void *data), void *data)
{
	size_t at = strlen(root);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	int code = 0;

	while (!code && path[at]) {
		at += strspn(path + at, "/");
		if (!path[at])
			break;
		at += strcspn(path + at, "/");
		code = visit(detour_arena_strndup(&arena, path, at), data);
	}
	detour_arena_release(&arena);
	return code;
}

static bool is_below(const char *root, const char *path)
{
	size_t length = strlen(root);

	while (length > 1 && root[length - 1] == '/')
		length--;
	if (strncmp(root, path, length) != 0 || (path[length] && path[length] != '/'))
		return false;
	return !strstr(path + length, "/../") && strcmp(path + length, "/..") != 0 &&
	       (strlen(path) < 3 || strcmp(path + strlen(path) - 3, "/..") != 0);
}

struct making {
	mode_t mode;
	struct detour_error *err;
};

static int make_one(const char *path, void *data)
{
	const struct making *making = data;
	struct stat info;

	if (mkdir(path, making->mode) == 0)
		return 0;
	if (errno != EEXIST)
		return detour_error_errno(making->err, errno, "cannot make folder '%s'", path);
	if (lstat(path, &info) < 0)
		return detour_error_errno(making->err, errno, "cannot make folder '%s'", path);
	if (S_ISLNK(info.st_mode))
		return detour_error_set(making->err, DETOUR_EINVALID,
			"cannot use folder '%s': it is a symbolic link", path);
	if (!S_ISDIR(info.st_mode))
		return detour_error_set(making->err, DETOUR_EINVALID,
			"cannot make folder '%s': a file is in its place", path);
	return 0;
}

int detour_file_make_dirs(const char *root, const char *path, mode_t mode, struct detour_error *err)
{
	struct making making = {mode, err};

	if (!is_below(root, path))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot make folder '%s': it is not below '%s'", path, root);
	return each_component(root, path, make_one, &making);
}

static int refuse_link(const char *path, void *data)
{
	struct stat info;

	(void)data;
	return lstat(path, &info) == 0 && S_ISLNK(info.st_mode) ? DETOUR_EINVALID : 0;
}

bool detour_file_is_inside(const char *root, const char *path)
{
	return is_below(root, path) && each_component(root, path, refuse_link, NULL) == 0;
}

int detour_lock_take(
	struct detour_lock *lock, const char *path, int wait_ms, struct detour_error *err)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
	int waited = 0;

	lock->fd = -1;
	if (fd < 0)
		return detour_error_errno(err, errno, "cannot lock '%s'", path);
	while (fcntl(fd, F_SETLK, &whole) < 0) {
		int number = errno;
		const int step = 5;

		if (number != EINTR && number != EAGAIN && number != EACCES) {
			close(fd);
			return detour_error_errno(err, number, "cannot lock '%s'", path);
		}
		if (waited >= wait_ms) {
			close(fd);
			return detour_error_set(err, DETOUR_EBUSY,
				"cannot lock '%s': another process holds it", path);
		}
		(void)poll(NULL, 0, step);
		waited += step;
	}
	lock->fd = fd;
	return 0;
}

void detour_lock_release(struct detour_lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
}
