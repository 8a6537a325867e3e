/*
 * What the hooks would have asked in the past, for those who consider them.
 */
#ifndef DETOUR_CMD_PREVIEW_H
#define DETOUR_CMD_PREVIEW_H

#include "detour.h"

/* One line for the end of install-hooks, soon: after two seconds or 5,000 commits it tells of what
 * it has seen. Nothing where there is nothing to tell, or something is amiss. */
void detour_preview_sum(const struct detour_context *ctx);

#endif
