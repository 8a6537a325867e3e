/*
 * A fault was searched for with git bisect before this commit, as HEAD's reflog tells.
 */
#include "../base/date.h"
#include "deed.h"
#include "signal.h"

enum { MINUTE = 60 };

bool detour_signal_bisect(const struct detour_scene *scene, struct detour_signal *out)
{
	struct detour_arena *arena = scene->arena;

	for (size_t i = scene->deed_count; i-- > 0;) {
		const struct detour_deed *deed = &scene->deeds[i];
		int64_t before = scene->commit->commit_time - deed->time;

		if (deed->kind != DETOUR_DEED_BISECT)
			continue;
		out->rule = "bisect";
		out->doing =
			detour_arena_printf(arena, "after a bisection of %zu steps", deed->times);
		out->does = detour_arena_printf(
			arena, "came after a bisection of %zu steps", deed->times);
		/* Seconds are no story. */
		if (before >= MINUTE)
			out->detail = detour_arena_printf(
				arena, "%s before", detour_date_span(arena, before));
		out->title = detour_arena_printf(arena, "%s after a bisection",
			detour_signal_topic(arena, scene->commit->subject));
		out->hint = "What was the fault, and which commit brought it?";
		return true;
	}
	return false;
}
