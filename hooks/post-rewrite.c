/*
 * git-detour at post-rewrite: what was asked and answered about a commit follows it through an
 * amend or a rebase.
 */
#include "detour.h"

extern char **environ;

int main(int argc, char **argv)
{
	struct detour_context ctx;
	bool is_input = detour_hook_is_input(argc, argv);

	detour_context_init(&ctx, environ, argv[0], is_input ? DETOUR_EXIT_FATAL : DETOUR_EXIT_OK);
	if (is_input)
		return detour_hook_input(&ctx);
	return detour_hook_post_rewrite(&ctx, argc > 1 ? argv[1] : NULL);
}
