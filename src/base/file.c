/* Reading files; see file.h. Publishing them is in publish.c. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ssize_t detour_read_full(int fd, void *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = read(fd, (char *)bytes + done, size - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

int detour_write_full(int fd, const void *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t put = write(fd, (const char *)bytes + done, size - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put == 0)
			errno = ENOSPC; /* nothing taken and nothing said: trying on may never end
					 */
		if (put <= 0)
			return -1;
		done += (size_t)put;
	}
	return 0;
}

/* What is wrong with a file that was opened; 0 where it is a regular one. */
static int look_at(int fd, const char *path, struct stat *info, struct detour_error *err)
{
	if (fstat(fd, info) < 0)
		return detour_error_errno(err, errno, "cannot read '%s'", path);
	if (!S_ISREG(info->st_mode))
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot read '%s': it is not a regular file", path);
	return 0;
}

/* Opens a regular file and nothing else: O_NONBLOCK keeps a FIFO in its place from holding us.
 * *fd is -1 where that fails. */
static int open_regular(
	const char *path, int flags, int *fd, size_t *size, struct detour_error *err)
{
	int no_follow = flags & DETOUR_FILE_FOLLOW ? 0 : O_NOFOLLOW;
	struct stat info = {0};
	int code = 0;

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | no_follow);
	if (*fd < 0 && errno == ELOOP)
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot read '%s': it is a symbolic link", path);
	if (*fd < 0)
		return detour_error_errno(err, errno, "cannot read '%s'", path);
	code = look_at(*fd, path, &info, err);
	*size = (size_t)info.st_size;
	if (code) {
		close(*fd);
		*fd = -1;
	}
	return code;
}

/* Up to limit + 1 bytes, so that the caller sees what is too long. The size that fstat told is only
 * a hint: the file may grow. */
static int read_up_to(int fd, const char *path, size_t hint, size_t limit, struct detour_buf *out,
	struct detour_error *err)
{
	size_t room = hint < limit ? hint + 1 : limit + 1;

	detour_buf_clear(out);
	for (;;) {
		ssize_t got;

		detour_buf_reserve(out, room);
		got = detour_read_full(fd, out->ptr + out->size, room);
		if (got < 0)
			return detour_error_errno(err, errno, "cannot read '%s'", path);
		out->size += (size_t)got;
		out->ptr[out->size] = '\0';
		if ((size_t)got < room || out->size > limit)
			return 0;
		room = limit + 1 - out->size;
		if (room > 65536)
			room = 65536;
	}
}

int detour_file_read(
	const char *path, size_t limit, int flags, struct detour_buf *out, struct detour_error *err)
{
	size_t size;
	int fd, code;

	code = open_regular(path, flags, &fd, &size, err);
	if (fd < 0)
		return code;
	code = read_up_to(fd, path, size, limit, out, err);
	close(fd);
	if (!code && out->size > limit) {
		detour_buf_clear(out);
		return detour_error_set(err, DETOUR_ELIMIT,
			"cannot read '%s': it is longer than %zu bytes", path, limit);
	}
	return code;
}

/* Takes no memory: who asks may be in the middle of something. */
bool detour_file_holds(const char *path, const void *bytes, size_t size)
{
	char part[4096];
	size_t hint, done = 0;
	ssize_t got = 0;
	int fd;

	if (open_regular(path, 0, &fd, &hint, NULL) || fd < 0)
		return false;
	while (hint == size && (got = detour_read_full(fd, part, sizeof(part))) > 0 &&
		(size_t)got <= size - done &&
		!memcmp((const char *)bytes + done, part, (size_t)got))
		done += (size_t)got;
	close(fd);
	return hint == size && got == 0 && done == size;
}

int detour_file_read_tail(const char *path, size_t limit, struct detour_buf *out, size_t *skipped,
	struct detour_error *err)
{
	size_t size;
	int fd, code;

	*skipped = 0;
	code = open_regular(path, 0, &fd, &size, err);
	if (fd < 0)
		return code;
	if (size > limit)
		*skipped = size - limit;
	if (*skipped && lseek(fd, (off_t)*skipped, SEEK_SET) < 0)
		code = detour_error_errno(err, errno, "cannot read '%s'", path);
	else
		code = read_up_to(fd, path, size - *skipped, limit, out, err);
	close(fd);
	detour_buf_truncate(out, limit);
	return code;
}
