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

int detour_workspace_journal(
	struct detour_workspace *workspace, struct detour_journal **out, struct detour_error *err)
{
	*out = &workspace->journal;
	if (!workspace->journal_tried)
		workspace->journal_code = detour_journal_open(&workspace->journal, workspace->repo,
			&workspace->settings, &workspace->arena, &workspace->journal_error);
	workspace->journal_tried = true;
	if (workspace->journal_code)
		return detour_error_set(
			err, workspace->journal_code, "%s", workspace->journal_error.message);
	return 0;
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

const char *detour_workspace_forge(struct detour_workspace *workspace)
{
	const char *url = detour_repo_remote_url(workspace->repo, &workspace->arena, NULL);

	return url ? detour_forge_commit_base(&workspace->arena, url) : NULL;
}
