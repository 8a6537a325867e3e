/* post-rewrite: what is remembered about a commit follows it to its new id. */
#include <unistd.h>

#include "hook.h"
#include "input.h"

enum { WAIT_MS = 5000 };

static int post_rewrite(
	struct detour_workspace *workspace, void *data, int *refusal, struct detour_error *err)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_rewrite *rewrites;
	size_t count;
	int code;

	(void)data;
	(void)refusal;
	code = detour_input_read(fileno(workspace->ctx->in), WAIT_MS, &bytes, err);
	if (!code) {
		detour_input_rewrites(bytes.ptr, bytes.size, &workspace->arena, &rewrites, &count);
		code = detour_hook_carry(workspace, rewrites, count, err);
	}
	detour_buf_release(&bytes);
	return code;
}

int detour_hook_post_rewrite(struct detour_context *ctx)
{
	return detour_hook_run(ctx, post_rewrite, NULL);
}
