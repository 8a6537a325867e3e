/* How wide what is printed may be; see cmd.h. */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"

int detour_cmd_columns(const struct detour_context *ctx)
{
	const char *set = detour_context_env(ctx, "COLUMNS");
	struct winsize size;

	if (!ctx->is_terminal)
		return 0;
	/* Not of ctx->out: a pager may keep it in memory first. */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return set && atoi(set) > 0 ? atoi(set) : 80;
}
