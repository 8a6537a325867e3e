/* From a walk to a rehearsal; see rehearsal.h. */
#include "rehearsal.h"

#include <string.h>
#include <time.h>

#include "git/configuration.h"
#include "signal/author.h"

struct audience {
	struct detour_rehearsal_show *show;
	const struct detour_rehearsal_range *range;
	int64_t start;
};

static int64_t clock_ms(void)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The clock is not looked at for every commit. */
static bool is_tired(const struct audience *audience)
{
	const struct detour_rehearsal_range *range = audience->range;
	size_t looked_at = audience->show->looked_at;

	if (range->limit && looked_at >= range->limit)
		return true;
	return range->patience && looked_at % 32 == 0 &&
	       clock_ms() - audience->start > range->patience;
}

static bool see(void *data, const struct detour_commit *commit, bool wanted)
{
	struct audience *audience = data;
	struct detour_rehearsal_show *show = audience->show;

	detour_rehearsal_see(&show->rehearsal, commit, wanted && !detour_author_is_bot(commit));
	show->looked_at++;
	show->reaches = commit->commit_time;
	/* Past the beginning nothing is missed. */
	show->cut = is_tired(audience) && commit->commit_time > audience->range->since;
	return !is_tired(audience);
}

int detour_rehearsal_run(struct detour_rehearsal_show *out, struct detour_workspace *workspace,
	struct detour_walk *walk, const struct detour_rehearsal_range *range,
	struct detour_error *err)
{
	struct audience audience = {out, range, clock_ms()};
	struct detour_observer observer = {.workspace = workspace,
		.author = range->author,
		.only_mine = !range->author && !range->everybody,
		.oldest = range->since,
		.seen = see,
		.seen_data = &audience,
		.progress = range->progress,
		.progress_data = range->progress_data};
	int code;

	memset(out, 0, sizeof(*out));
	detour_rehearsal_init(&out->rehearsal);
	out->rehearsal.since = range->since;
	out->rehearsal.together = observer.only_mine;
	code = detour_observe_range(&observer, walk, &out->observation, err);
	if (!code)
		detour_rehearsal_play(
			&out->rehearsal, out->observation.signals, out->observation.count);
	return code;
}

void detour_rehearsal_show_release(struct detour_rehearsal_show *show)
{
	detour_rehearsal_release(&show->rehearsal);
	detour_observation_release(&show->observation);
}
