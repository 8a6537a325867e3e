/*
 * Keeps the state log on the disk; see state.h. What a line looks like is in state_line.c, what it
 * can be asked in state_find.c.
 *
 * Writers take a lock on a file of its own, `detour/log.lock`: an fcntl lock is lost as soon as its
 * process closes any descriptor of the locked file, and the log itself is opened here and there.
 * Under the lock the file's end is looked at, one write appends, and what a full disk cut short is
 * taken back. Flushing waits for the disk and therefore comes after the lock: fifty commits at once
 * do not wait for each other's disk.
 */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/file.h"
#include "../git/repository.h"
#include "line.h"

#define LOCK_WAIT_MS 1000
#define READ_LIMIT ((size_t)4 * 1024 * 1024)
/* Whenever the log grows past a multiple of this, the newest INSTALLED is repeated, so that what is
 * read of a long log always holds one. */
#define REPEAT_STEP (READ_LIMIT / 2)

struct places {
	struct detour_arena arena;
	const char *common;
	const char *folder, *log, *lock;
};

static void find_places(struct places *places, struct detour_repo *repo)
{
	*places =
		(struct places){DETOUR_ARENA_INIT, detour_repo_common_dir(repo), NULL, NULL, NULL};
	size_t length = strlen(places->common);

	while (length > 1 && places->common[length - 1] == '/')
		length--;
	places->common = detour_arena_strndup(&places->arena, places->common, length);
	places->folder = detour_arena_printf(&places->arena, "%s/detour", places->common);
	places->log = detour_arena_printf(&places->arena, "%s/log", places->folder);
	places->lock = detour_arena_printf(&places->arena, "%s/log.lock", places->folder);
}

static void parse_lines(
	char *bytes, size_t size, struct detour_arena *arena, struct detour_state *out)
{
	struct detour_record *records;
	size_t most = 0, count = 0;
	char *newline;

	for (size_t at = 0; (newline = memchr(bytes + at, '\n', size - at)) != NULL;) {
		size_t end = (size_t)(newline - bytes);

		/* Only lines that could be one: a file of bare newlines must not cost memory. */
		most += end - at >= DETOUR_STATE_LINE_LEAST;
		at = end + 1;
	}
	records = detour_arena_array(arena, most, sizeof(*records));
	for (size_t at = 0; (newline = memchr(bytes + at, '\n', size - at)) != NULL;) {
		size_t end = (size_t)(newline - bytes);

		if (detour_state_line_parse(bytes + at, end - at, &records[count]))
			count++;
		at = end + 1;
	}
	out->records = records;
	out->count = count;
}

/* For reading: a regular file that no symbolic link leads to. O_NONBLOCK keeps a FIFO in its place
 * from holding us. */
static int open_to_read(const struct places *places, struct stat *info, struct detour_error *err)
{
	int fd;

	if (!detour_file_is_inside(places->common, places->log))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot read '%s': it is behind a symbolic link", places->log);
	fd = open(places->log, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) /* a log that is not there yet is no mistake, and leaves no message */
		return detour_error_errno(
			errno == ENOENT ? NULL : err, errno, "cannot read '%s'", places->log);
	if (fstat(fd, info) == 0 && S_ISREG(info->st_mode))
		return fd;
	close(fd);
	return detour_error_set(
		err, DETOUR_EINVALID, "cannot read '%s': it is not a regular file", places->log);
}

/* Straight into the arena, where the records' strings stay: at megabytes a copy would be felt. */
static int read_log(const struct places *places, struct detour_arena *arena,
	struct detour_state *out, struct detour_error *err)
{
	struct stat info = {0};
	size_t size, start = 0;
	ssize_t got;
	char *bytes;
	int fd, code = 0;

	*out = (struct detour_state){NULL, 0};
	fd = open_to_read(places, &info, err);
	if (fd < 0)
		return fd == DETOUR_ENOTFOUND ? 0 : fd;
	size = info.st_size > (off_t)READ_LIMIT ? READ_LIMIT : (size_t)info.st_size;
	bytes = detour_arena_alloc(arena, size + 1);
	got = lseek(fd, info.st_size - (off_t)size, SEEK_SET) < 0
		      ? -1
		      : detour_read_full(fd, bytes, size);
	if (got < 0)
		code = detour_error_errno(err, errno, "cannot read '%s'", places->log);
	close(fd);
	if (got <= 0)
		return code;
	/* Where more came before, the first line is most likely cut: it ends at the newline. */
	if ((off_t)size < info.st_size) {
		const char *newline = memchr(bytes, '\n', (size_t)got);

		start = newline ? (size_t)(newline - bytes) : 0;
	}
	parse_lines(bytes + start, (size_t)got - start, arena, out);
	return 0;
}

int detour_state_read(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_state *out, struct detour_error *err)
{
	struct places places;
	int code;

	find_places(&places, repo);
	code = read_log(&places, arena, out, err);
	detour_arena_release(&places.arena);
	return code;
}

/* In a repository that a group shares (git's core.sharedRepository shows in the modes of its
 * folders) our files are the group's too, whatever the umask of who makes them. */
static void share(int fd, mode_t common)
{
	struct stat info;
	mode_t mode;

	if (!(common & S_IWGRP) || fstat(fd, &info) < 0)
		return;
	mode = (info.st_mode & 07777) | (common & (S_ISDIR(info.st_mode) ? 02077 : 0066));
	if (mode != (info.st_mode & 07777))
		(void)fchmod(fd, mode); /* fails where another one owns it, who did this before */
}

static int prepare_folder(const struct places *places, mode_t *common, struct detour_error *err)
{
	struct stat info;
	int fd, code = detour_file_make_dirs(places->common, places->folder, 0777, err);

	*common = stat(places->common, &info) == 0 ? info.st_mode : 0;
	if (code || !(*common & S_IWGRP))
		return code;
	fd = open(places->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return 0; /* the next step says why, if it matters */
	share(fd, *common);
	close(fd);
	return 0;
}

/* Looked at before it is opened: opening a device may already do something. */
static int open_log(const struct places *places, struct stat *info, struct detour_error *err)
{
	int fd;

	if (lstat(places->log, info) == 0 && !S_ISREG(info->st_mode))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot write '%s': it is not a regular file", places->log);
	fd = open(places->log,
		O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);
	if (fd < 0)
		return detour_error_errno(err, errno, "cannot write '%s'", places->log);
	if (fstat(fd, info) == 0 && S_ISREG(info->st_mode))
		return fd;
	close(fd);
	return detour_error_set(
		err, DETOUR_EINVALID, "cannot write '%s': it is not a regular file", places->log);
}

static bool ends_torn(int fd, off_t size)
{
	char last = '\n';

	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

static void repeat_installed(const struct places *places, off_t size, struct detour_buf *lines)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_state state;

	if ((size_t)size / REPEAT_STEP == ((size_t)size + lines->size) / REPEAT_STEP)
		return;
	if (read_log(places, &arena, &state, NULL) == 0)
		for (size_t i = state.count; i-- > 0;)
			if (state.records[i].event == DETOUR_EVENT_INSTALLED) {
				detour_state_line_add(lines, &state.records[i]);
				break;
			}
	detour_arena_release(&arena);
}

/* One write; what it leaves undone (a disk that is almost full) is tried once more by write_full,
 * and taken back if that fails too. */
static int append_locked(const struct places *places, int fd, const struct stat *info,
	struct detour_buf *lines, struct detour_error *err)
{
	struct detour_buf all = DETOUR_BUF_INIT;
	int code = 0;

	if (ends_torn(fd, info->st_size))
		detour_buf_addch(&all, '\n');
	detour_buf_add(&all, lines->ptr, lines->size);
	if (detour_write_full(fd, all.ptr, all.size) < 0) {
		code = detour_error_errno(err, errno, "cannot write '%s'", places->log);
		if (ftruncate(fd, info->st_size) < 0)
			(void)0; /* then a torn line stays, which the next writer closes off */
	}
	detour_buf_release(&all);
	return code;
}

static void sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd); /* EINVAL where the file system cannot; there is nothing more to be had */
	close(fd);
}

static int append_lines(const struct places *places, struct detour_buf *lines, bool repeats,
	struct detour_error *err)
{
	struct detour_lock lock = DETOUR_LOCK_INIT;
	struct stat info;
	mode_t common;
	int fd = -1, code;

	code = prepare_folder(places, &common, err);
	if (!code)
		code = detour_lock_take(&lock, places->lock, LOCK_WAIT_MS, err);
	if (code)
		goto out;
	share(lock.fd, common);
	fd = open_log(places, &info, err);
	if (fd < 0) {
		code = fd;
		goto out;
	}
	share(fd, common);
	if (repeats)
		repeat_installed(places, info.st_size, lines);
	code = append_locked(places, fd, &info, lines, err);
	detour_lock_release(&lock);
	if (!code && fsync(fd) < 0 && errno != EINVAL)
		code = detour_error_errno(err, errno, "cannot write '%s'", places->log);
	if (!code && info.st_size == 0)
		sync_folder(places->folder);
out:
	detour_lock_release(&lock);
	if (fd >= 0)
		close(fd);
	return code;
}

int detour_state_append(struct detour_repo *repo, const struct detour_record *records, size_t count,
	struct detour_error *err)
{
	struct detour_buf lines = DETOUR_BUF_INIT;
	struct places places;
	bool installs = false;
	int code;

	if (!count)
		return 0;
	for (size_t i = 0; i < count; i++) {
		detour_state_line_add(&lines, &records[i]);
		installs = installs || records[i].event == DETOUR_EVENT_INSTALLED;
	}
	find_places(&places, repo);
	code = append_lines(&places, &lines, !installs, err);
	detour_arena_release(&places.arena);
	detour_buf_release(&lines);
	return code;
}
