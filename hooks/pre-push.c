/*
 * git-detour at pre-push: reminds of what in the push is not written down. Returns other than 0
 * only where the user set push.mode to block.
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
	return detour_hook_pre_push(&ctx, argc > 1 ? argv[1] : NULL);
}
