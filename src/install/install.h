/*
 * Putting the hooks into a repository beside whatever is there, telling how they stand, and taking
 * them out again.
 *
 * A hook of ours is a marked /bin/sh shim of a few lines; a foreign hook that was there is kept as
 * `<hook>.before-detour` and run by the shim. Everything is looked at before anything is written;
 * each file appears by rename; nothing is written through a symbolic link, over a tracked file,
 * into another manager's folder or outside of the repository's own directories.
 */
#ifndef DETOUR_INSTALL_H
#define DETOUR_INSTALL_H

#include "detour.h"
#include "../base/error.h"
#include "../git/repository.h"

enum detour_hook_state {
	DETOUR_HOOK_ABSENT,
	DETOUR_HOOK_OURS,    /* ours and it would run */
	DETOUR_HOOK_CHAINED, /* ours, and a foreign one behind it */
	DETOUR_HOOK_BROKEN,  /* ours, but what it starts is not there, or it may not be run */
	DETOUR_HOOK_FOREIGN, /* somebody else's, ours is not there */
	DETOUR_HOOK_REFUSED, /* we may not write here; `detail` says why */
	DETOUR_HOOK_STARTED, /* no shim of ours, but lines that somebody pasted; `detail`: where */
};

struct detour_hook_row {
	const char *name; /* "post-commit" */
	const char *path;
	enum detour_hook_state state;
	const char *detail; /* one line, or "" */
	const char *mend;   /* a command for what `detail` tells, or NULL */
	const char *kept;   /* file name of the foreign hook that is kept and runs first, or NULL */
	bool changed;       /* run, remove: something was done here just now */
};

#define DETOUR_HOOK_COUNT 3 /* post-commit, pre-push, post-rewrite */

/* How the three hooks stand now, and where. Never refuses: rows say so. `dir` may be NULL. */
int detour_install_status(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err);
/* Idempotent. On a refusal (DETOUR_EINVALID, DETOUR_EACCESS) nothing was changed, the error says
 * why and detour_install_manager whose lines to paste instead. The rows are those afterwards.
 * Records the date in the state log unless the hooks were there already. */
int detour_install_run(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err);
/* Removes what is still ours and puts back what was there, byte for byte, mode too; also from the
 * git dir's own hooks folder where core.hooksPath has changed since. A file of ours that somebody
 * changed is left alone: DETOUR_EEXISTS, after the rest was done. */
int detour_install_remove(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err);
/* Does it run as it should? */
bool detour_install_stands(const struct detour_hook_row *row);
/* The one command that mends what the rows tell, or NULL where there is none. */
const char *detour_install_mend(struct detour_repo *repo, struct detour_arena *arena,
	const struct detour_hook_row rows[DETOUR_HOOK_COUNT]);
/* The manager that owns the hooks here, as detour_install_print takes it; "shell" where none is
 * known. */
const char *detour_install_manager(struct detour_repo *repo, struct detour_arena *arena);
/* What to paste into a hook manager's configuration; DETOUR_EINVALID for an unknown manager, with
 * the known ones in the message. */
int detour_install_print(
	const struct detour_context *ctx, const char *manager, FILE *out, struct detour_error *err);

#endif
