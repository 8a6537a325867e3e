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

int detour_file_remove_unchanged(
	const char *path, const void *bytes, size_t size, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct stat info;
	const char *aside = NULL;
	int code = 0;

	if (lstat(path, &info) < 0)
		code = detour_error_errno(err, errno, "cannot remove '%s'", path);
	else if (!S_ISREG(info.st_mode))
		code = detour_error_set(
			err, DETOUR_EINVALID, "cannot remove '%s': it is not a regular file", path);
	if (!code && !(aside = name_aside(&arena, path)))
		code = detour_error_errno(err, errno, "cannot remove '%s'", path);
	if (!code && rename(path, aside) < 0) {
		code = detour_error_errno(err, errno, "cannot remove '%s'", path);
		(void)unlink(aside);
	}
	if (!code && !detour_file_holds(aside, bytes, size))
		code = put_back(aside, path, err);
	else if (!code && unlink(aside) < 0)
		code = detour_error_errno(err, errno, "cannot remove '%s'", aside);
	detour_arena_release(&arena);
	return code;
}
