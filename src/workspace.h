/*
 * A workspace: one repository with what belongs to it, opened once for a hook or a verb. Parts that
 * a quiet commit does without are opened when they are first asked for.
 *
 * detour_workspace_open, any number of calls, detour_workspace_close.
 */
#ifndef DETOUR_WORKSPACE_H
#define DETOUR_WORKSPACE_H

#include "detour.h"
#include "git/configuration.h"
#include "journal/store.h"
#include "settings/settings.h"
#include "state/state.h"

struct detour_workspace {
	const struct detour_context *ctx;
	struct detour_arena arena; /* lives as long as the workspace */
	struct detour_repo *repo;
	struct detour_settings settings;

	bool journal_tried, state_tried;
	int journal_code;
	struct detour_error journal_error;
	struct detour_journal journal;
	struct detour_state state;
};

int detour_workspace_open(
	struct detour_workspace *out, const struct detour_context *ctx, struct detour_error *err);
void detour_workspace_close(struct detour_workspace *workspace);

/* DETOUR_ENOTFOUND in a bare repository. */
int detour_workspace_journal(
	struct detour_workspace *workspace, struct detour_journal **out, struct detour_error *err);
/* What is remembered; empty where the log cannot be read (the reason is in `err`). */
const struct detour_state *detour_workspace_state(
	struct detour_workspace *workspace, struct detour_error *err);
/* Where the forge shows commits, or NULL. */
const char *detour_workspace_forge(struct detour_workspace *workspace);

#endif
