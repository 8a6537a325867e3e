/* Tells how far something long has come; see progress.h. */
#include "progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { USUAL_DELAY = 2, SECOND = 1000 };

static int64_t steady_clock(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000000;
}

static int64_t delay(const struct detour_context *ctx)
{
	const char *set = detour_context_env(ctx, "GIT_PROGRESS_DELAY");
	char *end;
	long seconds;

	if (!set || !*set)
		return USUAL_DELAY;
	seconds = strtol(set, &end, 10);
	return *end || seconds < 0 || seconds > INT32_MAX ? USUAL_DELAY : seconds;
}

void detour_progress_begin(
	struct detour_progress *progress, const struct detour_context *ctx, const char *title)
{
	memset(progress, 0, sizeof(*progress));
	progress->title = title;
	if (!isatty(fileno(ctx->err)))
		return;
	progress->out = ctx->err;
	progress->next = steady_clock() + delay(ctx) * SECOND;
}

/* A job in the background leaves the line to whoever types there. */
static bool is_in_front(const struct detour_progress *progress)
{
	pid_t group = tcgetpgrp(fileno(progress->out));

	return group < 0 || group == getpgrp();
}

static void print(struct detour_progress *progress, const char *end)
{
	progress->shown = true;
	fprintf(progress->out, "%s: %zu%s", progress->title, progress->count, end);
	fflush(progress->out);
}

void detour_progress_show(void *data, size_t count)
{
	struct detour_progress *progress = data;
	int64_t now;

	progress->count = count;
	if (!progress->out)
		return;
	now = steady_clock();
	if (now < progress->next)
		return;
	progress->next = now + SECOND;
	if (is_in_front(progress))
		print(progress, "\r");
}

void detour_progress_end(struct detour_progress *progress)
{
	if (progress->shown)
		print(progress, ", done.\n");
	progress->out = NULL;
	progress->shown = false;
}
