/*
 * Files: read whole up to a limit, published whole or not at all, locked with a limit.
 *
 * A file that we write appears under its name only when all of it is on the disk: temporary file in
 * the same directory, write, fsync, then link (never over an existing file) or rename, then fsync
 * of the directory. What a killed process leaves of that goes with a later write (temporary.h).
 * Readers take regular files only: no FIFO, device or directory, and never follow
 * a symbolic link in the last component unless they say so.
 */
#ifndef DETOUR_FILE_H
#define DETOUR_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "error.h"

enum {
	DETOUR_FILE_FOLLOW = 1, /* a symbolic link as the last component is followed */
};

struct detour_bytes {
	const void *ptr;
	size_t size;
};

/* Replaces the content of `out`. Longer than `limit` bytes: DETOUR_ELIMIT. Absent:
 * DETOUR_ENOTFOUND. */
int detour_file_read(const char *path, size_t limit, int flags, struct detour_buf *out,
	struct detour_error *err);
/* Is it a regular file of just these bytes? */
bool detour_file_holds(const char *path, const void *bytes, size_t size);
/* The last `limit` bytes at the most; *skipped says how many came before. */
int detour_file_read_tail(const char *path, size_t limit, struct detour_buf *out, size_t *skipped,
	struct detour_error *err);

/* Publishes a new file with this very mode; DETOUR_EEXISTS where the name is taken (a dangling link
 * takes it too). */
int detour_file_create(
	const char *path, const void *bytes, size_t size, mode_t mode, struct detour_error *err);
/* As open as the folder is: what the user's umask and the team's sharing made of it. */
mode_t detour_file_mode_like(const char *directory);
/* Publishes over what is there, atomically; refuses to write through a symbolic link or over
 * anything but a regular file. Keeps nothing of the old one. */
int detour_file_replace(
	const char *path, const void *bytes, size_t size, mode_t mode, struct detour_error *err);
/* The same unless it holds something else than `old`: DETOUR_EBUSY. It is read at the last moment,
 * when all that takes time is done. */
int detour_file_replace_unchanged(const char *path, const struct detour_bytes *old,
	const void *bytes, size_t size, mode_t mode, struct detour_error *err);
/* Gives a file this name unless that is taken: 0, or -1 and errno. Where a file can have two names,
 * the first is left to be unlinked. */
int detour_file_name_too(const char *path, const char *name);
/* Removes a regular file that holds just these bytes. It is moved aside first and read there: where
 * somebody wrote meanwhile, or put something else in its place, that gets its name back, and the
 * result is DETOUR_EBUSY. Only what a program writes at that very moment, into the file that it
 * opened before, goes with it. In remove.c. */
int detour_file_remove_unchanged(
	const char *path, const void *bytes, size_t size, struct detour_error *err);
/* Makes the directory and its parents below `root` (which must exist); refuses where a component
 * below `root` is a symbolic link or no directory. `path` is `root` + "/" + relative part. */
int detour_file_make_dirs(
	const char *root, const char *path, mode_t mode, struct detour_error *err);
/* Is every component of `path` below `root` free of symbolic links (absent ones are)? */
bool detour_file_is_inside(const char *root, const char *path);

/* An exclusive lock on a file that is made if absent. Held by an open descriptor (fcntl), so the
 * kernel drops it with the process: no stale locks. Waits up to `wait_ms`, then DETOUR_EBUSY. */
struct detour_lock {
	int fd; /* -1: not held */
};
#define DETOUR_LOCK_INIT                                                                           \
	{                                                                                          \
		-1                                                                                 \
	}
int detour_lock_take(
	struct detour_lock *lock, const char *path, int wait_ms, struct detour_error *err);
void detour_lock_release(struct detour_lock *lock);

/* read(2) and write(2) until done, over EINTR. -1 and errno on failure. */
ssize_t detour_read_full(int fd, void *bytes, size_t size);
int detour_write_full(int fd, const void *bytes, size_t size);

#endif
