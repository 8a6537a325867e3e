/* Opens what a hook or a verb needs of one repository, as late as possible; see workspace.h. */
#include "workspace.h"

#include <string.h>

int detour_workspace_open(
	struct detour_workspace *out, const struct detour_context *ctx, struct detour_error *err)
{
	int code;

	memset(out, 0, sizeof(*out));
	out->ctx = ctx;
	code = detour_repo_open(&out->repo, ctx, err);
	if (!code)
		detour_settings_load(&out->settings, out->repo, &out->arena);
	return code;
}

void detour_workspace_close(struct detour_workspace *workspace)
{
	detour_repo_free(workspace->repo);
	detour_arena_release(&workspace->arena);
	memset(workspace, 0, sizeof(*workspace));
}

static bool is_same_place(const struct detour_journal *a, const struct detour_journal *b)
{
	return !strcmp(a->root, b->root) && !strcmp(a->write_dir, b->write_dir);
}

/* Read as well, whatever was chosen to be written: what the team has told, and what was kept
 * private before. */
static void open_others(struct detour_workspace *workspace)
{
	struct detour_journal *written = &workspace->journals[0];
	struct detour_journal *next = written + workspace->journal_count;

	if ((workspace->journal_code || written->is_private) &&
		!detour_workspace_shared_journal(workspace, next, NULL))
		next++;
	if (!detour_journal_open_private(next, workspace->repo, &workspace->arena, NULL) &&
		next->dir_count && (workspace->journal_code || !is_same_place(next, written)))
		next++;
	workspace->journal_count = (size_t)(next - written);
}

static void open_journals(struct detour_workspace *workspace)
{
	if (workspace->journal_tried)
		return;
	workspace->journal_tried = true;
	workspace->journal_code = detour_journal_open(&workspace->journals[0], workspace->repo,
		&workspace->settings, &workspace->arena, &workspace->journal_error);
	workspace->journal_count = !workspace->journal_code;
	open_others(workspace);
}

int detour_workspace_journal(
	struct detour_workspace *workspace, struct detour_journal **out, struct detour_error *err)
{
	open_journals(workspace);
	*out = &workspace->journals[0];
	if (workspace->journal_code)
		return detour_error_set(
			err, workspace->journal_code, "%s", workspace->journal_error.message);
	return 0;
}

int detour_workspace_shared_journal(
	struct detour_workspace *workspace, struct detour_journal *out, struct detour_error *err)
{
	struct detour_settings shared = workspace->settings;

	shared.journal_dir = shared.journal_shared_dir;
	return detour_journal_open(out, workspace->repo, &shared, &workspace->arena, err);
}

int detour_workspace_make_private(struct detour_workspace *workspace, struct detour_error *err)
{
	int code = detour_repo_set_config(
		workspace->repo, "detour.journal.dir", DETOUR_JOURNAL_PRIVATE, err);

	if (code)
		return code;
	workspace->settings.journal_dir = DETOUR_JOURNAL_PRIVATE;
	workspace->journal_tried = false;
	return 0;
}

size_t detour_workspace_journals(
	struct detour_workspace *workspace, struct detour_journal **journals)
{
	open_journals(workspace);
	*journals = workspace->journals;
	return workspace->journal_count;
}

const char *detour_place_shown(struct detour_workspace *workspace, const struct detour_place *place)
{
	if (!place->journal->is_private)
		return place->path;
	return detour_arena_printf(&workspace->arena, "%s/%s", place->journal->root, place->path);
}

const char *detour_place_typed(struct detour_workspace *workspace, const struct detour_place *place)
{
	const char *shown = detour_place_shown(workspace, place);

	return place->journal->is_private
		       ? shown
		       : detour_repo_path_from_here(workspace->repo, &workspace->arena, shown);
}

void detour_workspace_warn(const struct detour_workspace *workspace)
{
	const struct detour_settings *settings = &workspace->settings;
	size_t more = settings->warning_count - 1;

	if (!settings->warning_count)
		return;
	fprintf(workspace->ctx->err, "detour: %s", settings->warnings[0]);
	if (more)
		fprintf(workspace->ctx->err, " (and %zu more mistake%s: git detour config)", more,
			more == 1 ? "" : "s");
	fputc('\n', workspace->ctx->err);
}

const struct detour_state *detour_workspace_state(
	struct detour_workspace *workspace, struct detour_error *err)
{
	if (!workspace->state_tried &&
		detour_state_read(workspace->repo, &workspace->arena, &workspace->state, err))
		memset(&workspace->state, 0, sizeof(workspace->state));
	workspace->state_tried = true;
	return &workspace->state;
}

const struct detour_machine_made *detour_workspace_machine_made(struct detour_workspace *workspace)
{
	if (!workspace->programs_tried)
		detour_machine_made_read(&workspace->machine_made,
			detour_workspace_state(workspace, NULL), &workspace->arena);
	workspace->programs_tried = true;
	return &workspace->machine_made;
}

static void find_forge(
	struct detour_workspace *workspace, const char *url, struct detour_forge *out)
{
	detour_forge_find(out, &workspace->arena, url, workspace->settings.forge_kind,
		workspace->settings.forge_url);
}

const struct detour_forge *detour_workspace_forge(struct detour_workspace *workspace)
{
	struct detour_arena *arena = &workspace->arena;
	struct detour_forge upstream;

	if (workspace->forge_tried)
		return &workspace->forge;
	workspace->forge_tried = true;
	find_forge(workspace, detour_repo_push_url(workspace->repo, arena), &workspace->forge);
	/* A fork has no issues of its own, as a rule. */
	find_forge(workspace, detour_repo_remote_url(workspace->repo, arena, NULL), &upstream);
	if (!workspace->forge.page)
		workspace->forge = upstream;
	else if (upstream.page)
		workspace->forge.issues = upstream.issues;
	return &workspace->forge;
}
