/* Removing a file that nobody changed; see file.h. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "file.h"
#include "temporary.h"

/* A free name in the same directory, so that moving there never copies; NULL and errno. */
static const char *name_aside(struct detour_arena *arena, const char *path)
{
	const char *name;
	int fd = detour_temporary_new(arena, path, DETOUR_TEMPORARY_OLD, &name);

	if (fd < 0)
		return NULL;
	close(fd);
	return name;
}

static int put_back(const char *aside, const char *path, struct detour_error *err)
{
	if (detour_file_name_too(aside, path) < 0)
		return detour_error_set(err, DETOUR_EBUSY,
			"cannot remove '%s': somebody wrote to it meanwhile; what was there is "
			"kept in '%s'",
			path, aside);
	(void)unlink(aside);
	return detour_error_set(
		err, DETOUR_EBUSY, "cannot remove '%s': it is not what it was a moment ago", path);
}

static int remove_aside(struct detour_arena *arena, const char *path, const void *bytes,
	size_t size, struct detour_error *err)
{
	const char *aside = name_aside(arena, path);

	if (!aside)
		return detour_error_errno(err, errno, "cannot remove '%s'", path);
	if (rename(path, aside) < 0) {
		int number = errno;

		(void)unlink(aside);
		return detour_error_errno(err, number, "cannot remove '%s'", path);
	}
	if (!detour_file_holds(aside, bytes, size))
		return put_back(aside, path, err);
	return unlink(aside) < 0 ? detour_error_errno(err, errno, "cannot remove '%s'", aside) : 0;
}

int detour_file_remove_unchanged(
	const char *path, const void *bytes, size_t size, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct stat info;
	int code;

	if (lstat(path, &info) < 0)
		return detour_error_errno(err, errno, "cannot remove '%s'", path);
	if (!S_ISREG(info.st_mode))
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot remove '%s': it is not a regular file", path);
	code = remove_aside(&arena, path, bytes, size, err);
	detour_arena_release(&arena);
	return code;
}
