/* git detour hook NAME: runs a hook, for shims and hook managers. */
#include <string.h>

#include "cmd.h"

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	const char *name = argc ? argv[0] : "";

	if (detour_hook_is_input(argc, argv))
		return detour_hook_input(ctx);
	if (!strcmp(name, "post-commit"))
		return detour_hook_post_commit(ctx);
	if (!strcmp(name, "pre-push"))
		return detour_hook_pre_push(ctx, argc > 1 ? argv[1] : NULL);
	if (!strcmp(name, "post-rewrite"))
		return detour_hook_post_rewrite(ctx, argc > 1 ? argv[1] : NULL);
	if (!strcmp(name, "-h")) {
		detour_verb_usage(verb, ctx->out);
		return DETOUR_EXIT_OK;
	}
	/* A hook of a later version that this one does not know must not stop git. */
	return *name ? DETOUR_EXIT_OK : DETOUR_EXIT_USAGE;
}

const struct detour_verb detour_verb_hook = {
	.name = "hook",
	.arguments = "post-commit|pre-push|post-rewrite [ARGUMENT]...",
	.summary = "run a hook, for shims and hook managers",
	.run = run,
	.unlisted = true,
};
