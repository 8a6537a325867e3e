/*
 * Commits that were dropped, as the reflogs of this repository tell: by a reset, with their branch,
 * or in an aborted rebase; and a commit that was amended again and again. What became something
 * else, or was made again, is sorted out before it comes here.
 */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "deed.h"
#include "signal.h"

enum { QUOTE_COLUMNS = 60, MINUTE = 60 };

static bool drops(const struct detour_deed *deed)
{
	return (deed->kind == DETOUR_DEED_RESET || deed->kind == DETOUR_DEED_BRANCH ||
		       deed->kind == DETOUR_DEED_ABORT) &&
	       deed->commit_count;
}

static const char *quote(const struct detour_scene *scene, const struct detour_commit *commit)
{
	return detour_arena_printf(scene->arena, "%s \"%s\"",
		detour_oid_short(scene->arena, &commit->oid, 7),
		detour_text_line(scene->arena, commit->subject, QUOTE_COLUMNS));
}

static const char *how(const struct detour_scene *scene, const struct detour_deed *deed)
{
	if (deed->kind == DETOUR_DEED_ABORT)
		return "in an aborted rebase";
	if (deed->kind == DETOUR_DEED_BRANCH)
		return detour_arena_printf(scene->arena, "with the branch %s",
			detour_text_line(scene->arena, deed->name, QUOTE_COLUMNS));
	return "by a reset";
}

static const char *when(const struct detour_scene *scene, const struct detour_deed *deed)
{
	int64_t before = scene->commit->commit_time - deed->time;

	/* Seconds are no story. */
	if (before < MINUTE)
		return "";
	return detour_arena_printf(
		scene->arena, ", %s before", detour_date_span(scene->arena, before));
}

struct drop {
	const struct detour_deed *last;
	size_t deeds, total;
};

static void add_up(const struct detour_scene *scene, struct detour_signal *out, struct drop *drop)
{
	memset(drop, 0, sizeof(*drop));
	for (size_t i = scene->deed_count; i-- > 0;) {
		const struct detour_deed *deed = &scene->deeds[i];

		if (!drops(deed))
			continue;
		if (!drop->last)
			drop->last = deed;
		drop->deeds++;
		drop->total += deed->total;
		for (size_t j = 0; j < deed->commit_count; j++)
			detour_signal_relate(out, &deed->commits[j]->oid);
	}
}

static void tell_dropped(
	const struct detour_scene *scene, struct detour_signal *out, const struct drop *drop)
{
	const struct detour_commit *newest = drop->last->commits[0];
	struct detour_arena *arena = scene->arena;
	const char *more =
		drop->total > 1 ? detour_arena_printf(arena, " and %zu more", drop->total - 1) : "";
	const char *plural = drop->total == 1 ? "" : "s";

	out->rule = "dropped";
	out->doing = detour_arena_printf(arena, "after dropping %zu commit%s: %s%s", drop->total,
		plural, quote(scene, newest), more);
	out->does = detour_arena_printf(arena, "came after %zu commit%s %s dropped: %s%s",
		drop->total, plural, drop->total == 1 ? "was" : "were", quote(scene, newest), more);
	out->detail = detour_arena_printf(arena, "%s%s%s",
		drop->deeds > 1 ? detour_arena_printf(arena, "at %zu times, the last ", drop->deeds)
				: "",
		how(scene, drop->last), when(scene, drop->last));
	out->title = detour_arena_printf(
		arena, "%s dropped", detour_signal_topic(arena, newest->subject));
	out->hint =
		detour_arena_printf(arena, "What did %s try, and what showed that it would not do?",
			detour_oid_short(arena, &newest->oid, 7));
}

static void tell_amends(const struct detour_scene *scene, struct detour_signal *out, size_t times)
{
	struct detour_arena *arena = scene->arena;

	out->rule = "amends";
	out->doing = detour_arena_printf(arena, "amending it %zu times", times);
	out->does = detour_arena_printf(arena, "was amended %zu times", times);
	out->detail = "within 2 hours";
	out->title = detour_arena_printf(arena, "%s amended %zu times",
		detour_signal_topic(arena, scene->commit->subject), times);
	out->hint = "What did not fit again and again, and what made it fit in the end?";
}

bool detour_signal_discard(const struct detour_scene *scene, struct detour_signal *out)
{
	struct drop drop;

	add_up(scene, out, &drop);
	if (drop.last) {
		tell_dropped(scene, out, &drop);
		return true;
	}
	for (size_t i = scene->deed_count; i-- > 0;)
		if (scene->deeds[i].kind == DETOUR_DEED_AMENDS) {
			tell_amends(scene, out, scene->deeds[i].times);
			return true;
		}
	return false;
}
