/* post-rewrite: what is remembered about a commit follows it to its new id. */
#include <string.h>
#include <unistd.h>

#include "../base/file.h"
#include "../base/text.h"
#include "hook.h"
#include "input.h"
#include "manager.h"

enum { WAIT_MS = 5000, LINE_LIMIT = 4096 };

struct rewriting {
	const char *command; /* "amend" or "rebase"; NULL where a client left it out */
};

/* The step that a rebase is at: the last line of what it has done. */
static const char *rebase_step(struct detour_workspace *workspace)
{
	const char *path = detour_arena_printf(
		&workspace->arena, "%s/rebase-merge/done", detour_repo_git_dir(workspace->repo));
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *step = "", *line;
	size_t skipped;

	if (!detour_file_read_tail(path, LINE_LIMIT, &bytes, &skipped, NULL)) {
		while (bytes.size && bytes.ptr[bytes.size - 1] == '\n')
			bytes.size--;
		step = detour_arena_strndup(&workspace->arena, bytes.ptr, bytes.size);
		line = strrchr(step, '\n');
		step = line ? line + 1 : step;
	}
	detour_buf_release(&bytes);
	return step;
}

/* `fixup -C` gives a commit the words of another one. git tells that as an amend of the first;
 * which of both it is from now on shows at the end of the rebase, when all that went into it are
 * told. */
static bool takes_words_of_another(struct detour_workspace *workspace, const char *command)
{
	static const char *const steps[] = {"fixup -C", "fixup -c", "f -C", "f -c"};
	const char *step;

	if (!command || strcmp(command, "amend") != 0)
		return false;
	step = rebase_step(workspace);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (detour_text_starts(step, steps[i]))
			return true;
	return false;
}

static int post_rewrite(
	struct detour_workspace *workspace, void *data, int *refusal, struct detour_error *err)
{
	const struct rewriting *rewriting = data;
	const char *command = rewriting->command;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_rewrite *rewrites;
	size_t count;
	int code;

	(void)refusal;
	code = detour_input_read(fileno(workspace->ctx->in), WAIT_MS, &bytes, err);
	if (!command)
		command = detour_manager_env(workspace->ctx, "PRE_COMMIT_REWRITE_COMMAND");
	/* An amend was told by its reflog before. */
	if (!code && !bytes.size && command && !strcmp(command, "rebase"))
		detour_manager_rewrites(workspace, &bytes);
	if (!code && !takes_words_of_another(workspace, command)) {
		detour_input_rewrites(bytes.ptr, bytes.size, &workspace->arena, &rewrites, &count);
		code = detour_hook_carry(workspace, rewrites, count, err);
	}
	detour_buf_release(&bytes);
	return code;
}

int detour_hook_post_rewrite(struct detour_context *ctx, const char *command)
{
	struct rewriting rewriting = {command};

	return detour_hook_run(ctx, post_rewrite, &rewriting);
}
