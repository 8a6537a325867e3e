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
#include "journal/forge.h"
#include "journal/store.h"
#include "settings/settings.h"
#include "state/state.h"

/* The one that is written, the work tree's, and the one in the git dir. */
#define DETOUR_JOURNALS 3

struct detour_workspace {
	const struct detour_context *ctx;
	struct detour_arena arena; /* lives as long as the workspace */
	struct detour_repo *repo;
	struct detour_settings settings;

	bool journal_tried, state_tried, programs_tried, forge_tried;
	int journal_code;
	struct detour_error journal_error;
	struct detour_journal journals[DETOUR_JOURNALS];
	size_t journal_count;
	size_t long_read; /* bytes of long sessions, for the shelf */
	struct detour_state state;
	struct detour_machine_made machine_made;
	struct detour_forge forge;
};

int detour_workspace_open(
	struct detour_workspace *out, const struct detour_context *ctx, struct detour_error *err);
void detour_workspace_close(struct detour_workspace *workspace);

/* The journal that new sessions go to. DETOUR_ENOTFOUND in a bare repository, unless it is private.
 */
int detour_workspace_journal(
	struct detour_workspace *workspace, struct detour_journal **out, struct detour_error *err);
/* The team's journal, also where this user's own sessions go elsewhere; `out` is set anew. */
int detour_workspace_shared_journal(
	struct detour_workspace *workspace, struct detour_journal *out, struct detour_error *err);
/* From now on new sessions go to the git dir: sets detour.journal.dir for this repository. */
int detour_workspace_make_private(struct detour_workspace *workspace, struct detour_error *err);
/* All journals that are read, the one that is written first: an array of the workspace's. None
 * where nothing can be opened. */
size_t detour_workspace_journals(
	struct detour_workspace *workspace, struct detour_journal **journals);
/* The session's name for programs and in reports: relative to the work tree, whole where it is
 * elsewhere. */
const char *detour_place_shown(
	struct detour_workspace *workspace, const struct detour_place *place);
/* The path as one would type it where one stands: what is printed can be pasted. */
const char *detour_place_typed(
	struct detour_workspace *workspace, const struct detour_place *place);
/* The first mistake in the settings as a line on ctx->err, and how many more there are. */
void detour_workspace_warn(const struct detour_workspace *workspace);
/* What is remembered; empty where the log cannot be read (the reason is in `err`). */
const struct detour_state *detour_workspace_state(
	struct detour_workspace *workspace, struct detour_error *err);
/* Which of the last commits here were made by programs. */
const struct detour_machine_made *detour_workspace_machine_made(struct detour_workspace *workspace);
/* The forge that the branch is pushed to, with the issues of the one that it is fetched from. Never
 * NULL: the members are, where it is not known. */
const struct detour_forge *detour_workspace_forge(struct detour_workspace *workspace);

#endif
