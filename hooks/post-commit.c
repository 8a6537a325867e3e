/*
 * git-detour at post-commit: notices when the commit just made went off plan. Whatever happens, the
 * commit stands and git goes on.
 */
#include "detour.h"

extern char **environ;

int main(int argc, char **argv)
{
	struct detour_context ctx;

	(void)argc;
	detour_context_init(&ctx, environ, argv[0], DETOUR_EXIT_OK);
	return detour_hook_post_commit(&ctx);
}
