/* Finds out what pre-commit does not pass on; see manager.h. */
#include "manager.h"

#include <string.h>

#include "../base/file.h"

const char *detour_manager_env(const struct detour_context *ctx, const char *name)
{
	const char *value = detour_context_env(ctx, "PRE_COMMIT");

	value = value && *value ? detour_context_env(ctx, name) : NULL;
	return value && *value ? value : NULL;
}

/* A new branch begins where the remote's history ends, as far as anybody knows; where the remote
 * has nothing of it there is no such place, and no id of what is pushed either. */
size_t detour_manager_updates(
	struct detour_workspace *workspace, struct detour_ref_update **updates)
{
	const struct detour_context *ctx = workspace->ctx;
	const char *to = detour_manager_env(ctx, "PRE_COMMIT_TO_REF");
	const char *from = detour_manager_env(ctx, "PRE_COMMIT_FROM_REF");
	const char *local = detour_manager_env(ctx, "PRE_COMMIT_LOCAL_BRANCH");
	const char *remote = detour_manager_env(ctx, "PRE_COMMIT_REMOTE_BRANCH");
	struct detour_ref_update *update = detour_arena_alloc(&workspace->arena, sizeof(*update));

	*updates = update;
	if (!to)
		to = local;
	if (!to || detour_repo_resolve(workspace->repo, to, &update->local_oid, NULL))
		return 0;
	if (from && detour_repo_resolve(workspace->repo, from, &update->remote_oid, NULL))
		return 0;
	update->local_ref = local ? local : to;
	update->remote_ref = remote ? remote : "";
	return 1;
}

void detour_manager_rewrites(struct detour_workspace *workspace, struct detour_buf *out)
{
	static const char *const names[] = {
		"rebase-merge/rewritten-list", "rebase-apply/rewritten"};
	const char *git_dir = detour_repo_git_dir(workspace->repo);

	for (size_t i = 0; !out->size && i < sizeof(names) / sizeof(names[0]); i++) {
		const char *path =
			detour_arena_printf(&workspace->arena, "%s/%s", git_dir, names[i]);

		if (detour_file_read(path, DETOUR_INPUT_LIMIT, 0, out, NULL))
			detour_buf_clear(out);
	}
}
