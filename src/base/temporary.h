/*
 * The names under which files lie beside their place before they are published and after they are
 * taken away, and what of that a killed process left behind.
 *
 * Whoever writes holds a lock on its file until it has its name, and the kernel drops that with the
 * process: so nobody takes a file for left behind whose process lives, stopped or slow as it may
 * be. Where there are no locks, or just before there is one, age tells: nothing is removed before
 * it is an hour old.
 *
 * detour_temporary_new, then publish, then close. Anybody: detour_temporary_sweep, _each.
 */
#ifndef DETOUR_TEMPORARY_H
#define DETOUR_TEMPORARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum detour_temporary {
	DETOUR_TEMPORARY_NEW, /* what was to be published, whole or in part: of no use to anybody */
	DETOUR_TEMPORARY_OLD, /* what was to be removed: it may hold what somebody wrote meanwhile
			       */
};

/* Makes an empty file, mode 0600, in the folder of `path`; its name in the arena. Locked as long as
 * the descriptor is open, where the file system has locks. -1 and errno. */
int detour_temporary_new(struct detour_arena *arena, const char *path, enum detour_temporary kind,
	const char **name);

/* Each that this user's processes left in the folder, by its path; not those of a process that
 * lives, nor what is not `age` seconds old at the time `now`. Looks at the first `limit` entries.
 */
typedef void (*detour_temporary_fn)(void *data, enum detour_temporary kind, const char *path);
void detour_temporary_each(const char *directory, int64_t now, int64_t age, size_t limit,
	detour_temporary_fn each, void *data);

/* Removes what is left there and an hour old; what was to be removed only where it is empty. Cheap
 * enough for whoever writes there anyway. */
void detour_temporary_sweep(const char *directory, int64_t now);

#endif
