/*
 * git-detour at post-rewrite: what was asked and answered about a commit follows it through an
 * amend or a rebase.
 */
#include "detour.h"

extern char **environ;

int main(int argc, char **argv)
{
	struct detour_context ctx;

	detour_context_init(&ctx, environ, argv[0], DETOUR_EXIT_OK);
	return detour_hook_post_rewrite(&ctx, argc > 1 ? argv[1] : NULL);
}
