/*
 * git's pager, for what is longer than the terminal is high: what a verb prints is kept until it is
 * done, then shown at once or handed to the pager. Elsewhere than on a terminal nothing is kept.
 *
 * detour_pager_begin before a verb runs, detour_pager_end with its exit code after.
 */
#ifndef DETOUR_CMD_PAGER_H
#define DETOUR_CMD_PAGER_H

#include "detour.h"

struct detour_pager {
	FILE *terminal; /* NULL: nothing is kept */
	char *text;
	size_t size;
};

/* From now on ctx->out is kept, if it is a terminal that a pager can use. */
void detour_pager_begin(struct detour_pager *pager, struct detour_context *ctx);
/* Shows what was kept. Returns `leave`, or DETOUR_EXIT_FATAL where not all could be written. */
int detour_pager_end(struct detour_pager *pager, struct detour_context *ctx, int leave);

#endif
