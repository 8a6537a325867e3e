/*
 * What git tells a hook, where a hook manager keeps it to itself: pre-commit reads the standard
 * input of its hooks and gives them none, but variables.
 */
#ifndef DETOUR_HOOK_MANAGER_H
#define DETOUR_HOOK_MANAGER_H

#include "../workspace.h"
#include "input.h"

/* The value of one of its variables; NULL where no manager started this, or it does not say. */
const char *detour_manager_env(const struct detour_context *ctx, const char *name);
/* What is pushed: the first of the refs that bring something, which is all that it tells. Returns
 * how many were set, at most one. */
size_t detour_manager_updates(
	struct detour_workspace *workspace, struct detour_ref_update **updates);
/* What a rebase has made, from the file that git hands its hook. */
void detour_manager_rewrites(struct detour_workspace *workspace, struct detour_buf *out);

#endif
