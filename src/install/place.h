/*
 * Where the hooks of a repository may be put: looked at before anything is written.
 *
 * The folder must be one of the repository's own (git dir or work tree), reached without a symbolic
 * link, and neither tracked nor another manager's.
 */
#ifndef DETOUR_INSTALL_PLACE_H
#define DETOUR_INSTALL_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "../base/file.h"
#include "../git/repository.h"

struct detour_place {
	const char *dir;  /* the hooks folder, absolute */
	const char *root; /* the git dir or work tree that holds it; exists */
	const char
		*inside;  /* `dir` relative to the work tree, or NULL where it is in the git dir */
	bool exists;      /* is `dir` there? */
	const char *mend; /* where the place is refused: a command that changes that, or NULL */
	const char *manager; /* whose lines to paste where this place is refused; never NULL */
};

/* Where git looks for hooks now. A refusal is DETOUR_EINVALID or DETOUR_EACCESS with a message that
 * names the setting or the file; `out` is filled as far as it is known. */
int detour_place_find(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_place *out, struct detour_error *err);
/* The folder in the git dir that git uses where core.hooksPath is not set. False where it is not
 * there, or not a plain folder. */
bool detour_place_default(
	struct detour_repo *repo, struct detour_arena *arena, struct detour_place *out);
/* The mode of a hook or of the folder, as umask and core.sharedRepository would have it. */
mode_t detour_place_mode(struct detour_repo *repo, bool folder);

/* Installing and uninstalling take turns, where a lock is to be had within seconds; without one
 * they go on, and may find that something was changed meanwhile. Ours in the git dir is made for
 * the lock only where `makes` says so. */
void detour_install_take_turns(
	struct detour_repo *repo, struct detour_arena *arena, bool makes, struct detour_lock *lock);

#endif
