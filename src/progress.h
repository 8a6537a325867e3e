/*
 * How far something long has come, as git tells it: on a terminal only, not before two seconds have
 * passed (GIT_PROGRESS_DELAY, in seconds), then once a second, and nothing while in the background.
 *
 * detour_progress_begin; detour_progress_show as often as one likes; detour_progress_end.
 */
#ifndef DETOUR_PROGRESS_H
#define DETOUR_PROGRESS_H

#include "detour.h"

struct detour_progress {
	FILE *out; /* NULL: nobody would see it */
	const char *title;
	int64_t next; /* when there is something to show, in milliseconds of a steady clock */
	size_t count; /* that was told of last */
	bool shown;
};

/* `title` is kept: "Looking at commits". */
void detour_progress_begin(
	struct detour_progress *progress, const struct detour_context *ctx, const char *title);
/* `data` is the struct detour_progress, as a callback wants it. */
void detour_progress_show(void *data, size_t count);
/* The last count, and ", done." where anything was shown. */
void detour_progress_end(struct detour_progress *progress);

#endif
