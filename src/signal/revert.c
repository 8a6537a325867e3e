/*
 * Commits that say that they take back or bring back earlier work; what counts as saying so is in
 * revert_rules.c, which commits are meant in revert_target.c. Here the finding becomes a sentence.
 */
#include <string.h>

#include "../base/text.h"
#include "revert.h"

enum { ID_DIGITS = 7, QUOTE_COLUMNS = 60 };

/* What the verb is about: `your 9c1d2e3 "Add the retry queue"` and how many more. */
static const char *object(const struct detour_scene *scene, const struct detour_signal *signal,
	const struct detour_commit *target)
{
	size_t more = signal->related_count ? signal->related_count - 1 : 0;
	const char *quote;

	if (target)
		quote = detour_signal_quote(scene, target);
	else if (signal->related_count)
		quote = detour_arena_printf(scene->arena, "%s, which is not here",
			detour_oid_short(scene->arena, &signal->related[0], ID_DIGITS));
	else
		quote = detour_arena_printf(scene->arena, "earlier work (\"%s\")",
			detour_text_line(scene->arena, scene->commit->subject, QUOTE_COLUMNS));
	if (!more || !target)
		return quote;
	return detour_arena_printf(scene->arena, "%s and %zu more", quote, more);
}

static void tell_revert(const struct detour_scene *scene, const struct detour_revert *revert,
	struct detour_signal *out, const struct detour_commit *target)
{
	const char *what = object(scene, out, target), *part = revert->partial ? "part of " : "";

	out->doing = detour_arena_printf(scene->arena, "reverting %s%s", part, what);
	out->does = detour_arena_printf(scene->arena, "reverts %s%s", part, what);
	out->title = detour_arena_printf(scene->arena, "%s reverted",
		detour_signal_topic(
			scene->arena, target ? target->subject : scene->commit->subject));
	out->hint = "What was expected of the work that is taken back? What showed that it does "
		    "not hold?";
	if (target)
		out->hint = detour_arena_printf(scene->arena,
			"What did you expect of %s? What showed that it does not hold?",
			detour_oid_short(scene->arena, &target->oid, ID_DIGITS));
}

/* Where the commit meant is itself a revert, what comes back is what that one took back. */
static void tell_reapply(const struct detour_scene *scene, struct detour_signal *out,
	const struct detour_commit *target)
{
	const char *what = object(scene, out, target);
	bool of_revert = target && detour_revert_is_title(target->subject, strlen(target->subject));
	const char *before = of_revert ? "what " : "", *after = of_revert ? " took back" : "";

	out->doing = detour_arena_printf(scene->arena, "reapplying %s%s%s", before, what, after);
	out->does = detour_arena_printf(scene->arena, "reapplies %s%s%s", before, what, after);
	out->title = detour_arena_printf(scene->arena, "%s reapplied",
		detour_signal_topic(
			scene->arena, target ? target->subject : scene->commit->subject));
	out->hint = "What was wrong the first time? What is different now, and how do you know?";
}

bool detour_signal_revert(const struct detour_scene *scene, struct detour_signal *out)
{
	struct detour_revert revert;
	struct detour_commit main;
	const struct detour_commit *target;

	if (!detour_revert_read(scene, &revert))
		return false;
	out->rule = revert.rule;
	/* A merge only brings along a revert that speaks for itself. */
	out->always_asks = strcmp(revert.rule, "T4") != 0 && scene->commit->parent_count < 2;
	out->level = out->always_asks ? DETOUR_LEVEL_ASK : DETOUR_LEVEL_LIST;
	target = detour_revert_resolve(scene, &revert, out, &main) ? &main : NULL;
	if (revert.reapply)
		tell_reapply(scene, out, target);
	else
		tell_revert(scene, &revert, out, target);
	out->detail = detour_signal_detail(scene, target);
	return true;
}
