/*
 * How long a hook may take by itself: git waits for it, and so does whoever committed. A pipe in
 * the place of a file, a file system that does not answer, a lock of libgit2's: whatever it is, it
 * ends here, in a line, and git goes on.
 *
 * begin, then lift as soon as a person is asked, who has time limits of their own and a Ctrl-C.
 * What is being written when the time is over is the old or the new whole, as after a kill.
 */
#ifndef DETOUR_HOOK_LIMIT_H
#define DETOUR_HOOK_LIMIT_H

#include "detour.h"

void detour_hook_limit_begin(const struct detour_context *ctx);
void detour_hook_limit_lift(void);
/* In seconds. */
unsigned detour_hook_limit(const struct detour_context *ctx);

#endif
