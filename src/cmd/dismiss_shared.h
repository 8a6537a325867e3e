/* The journal's tracked .dismissed in the work tree, changed as sessions are: whole or not at all.
 */
#ifndef DETOUR_CMD_DISMISS_SHARED_H
#define DETOUR_CMD_DISMISS_SHARED_H

#include "../workspace.h"

/* Adds lines for those commits that have none; *path is the file, relative to the work tree. */
int detour_dismiss_shared(struct detour_workspace *workspace,
	const struct detour_commit *const *commits, size_t count, const char **path,
	struct detour_error *err);
/* Takes the commit's lines out of every folder's file; *path is NULL where there was none. */
int detour_dismiss_unshare(struct detour_workspace *workspace, const struct detour_commit *commit,
	const char **path, struct detour_error *err);

#endif
