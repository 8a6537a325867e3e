/*
 * The shim: the /bin/sh script that stands in the hooks folder for one hook, as text.
 *
 * `detour_shim_text` writes it from its parts, `detour_shim_parse` takes it apart again and tells
 * whether it is still as we wrote it: its second line carries the form's number, the hook's name
 * and a checksum of all that follows. Pure: bytes in, bytes out.
 */
#ifndef DETOUR_INSTALL_SHIM_H
#define DETOUR_INSTALL_SHIM_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"

#define DETOUR_SHIM_LIMIT ((size_t)64 * 1024) /* no shim is longer */

struct detour_shim {
	const char *hook;    /* "post-commit" */
	const char *native;  /* absolute path of the native hook, or "" */
	const char *program; /* absolute path of git-detour, or "" */
	const char *kept;    /* file name of the hook that was there before, or "" */
	bool made_folder;    /* the hooks folder was made for it: uninstalling may remove it */
	bool edited;         /* parse: somebody changed it since */
};

char *detour_shim_text(struct detour_arena *arena, const struct detour_shim *shim);
/* False where the bytes are no shim of ours. Strings in the arena. */
bool detour_shim_parse(
	struct detour_arena *arena, const char *bytes, size_t size, struct detour_shim *out);

#endif
