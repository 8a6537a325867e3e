/*
 * fixup!, squash! and amend! commits, and what they are folded into.
 *
 * A lone one is the plan working, not a detour: it is only named at push, while it is still there.
 * The third on one target tells that the target does not come right; one for a commit that others
 * have already, or that is older than a day, tells of something found late. Where such commits are
 * how somebody works every day, they are no news at all.
 *
 * The bare form, `fixup quic.h` or `squash me`, means the same to people, but no tool folds it: it
 * stays in the history unless somebody remembers, so it is named wherever it stands.
 */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../pattern.h"
#include "author.h"
#include "autosquash.h"
#include "fixup.h"
#include "recent.h"
#include "revert.h"

enum { DAY = 24 * 3600, TELLING_COUNT = 3, HABIT_PERCENT = 5, QUOTE_COLUMNS = 60 };

/* Behind scopes and marks, so that "dts fixup" is none; not git's own words for such commits. */
static struct detour_pattern bare = DETOUR_PATTERN("fixup|fix-up|squash|amend",
	"^ [\\s!*>.(\\[-]{0,4} (?: \\[[^\\]\\n]{1,40}\\] \\s* | [^\\s:\"']{1,60} (?:\\ "
	"[^\\s:\"']{1,30})? : \\s+ "
	"){0,3} [\\s!*>.(\\[-]{0,4} (?:"
	"   fix-?up \\b (?! [\\w./(-]*[./(_] | -\\w | \\s commit\\ for\\ tag"
	"     | \\s (?:commits?|commands?|options?|modes?|hooks?)\\b )"
	" | squash (?: me\\b | [\\s!.)\\]]* $ | \\s (?:me|this|into|with)\\b ) | to\\ squash \\)"
	" | amend \\s (?:after|previous|last|to\\s(?:the\\s)?(?:previous|last))\\b )",
	DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

bool detour_fixup_is_bare(const char *subject)
{
	size_t size = strlen(subject);

	return detour_pattern_match(&bare, subject, size < 300 ? size : 300, NULL, 0) &&
	       !detour_autosquash_rest(subject);
}

static bool is_any(const char *subject)
{
	return detour_autosquash_rest(subject) || detour_fixup_is_bare(subject);
}

static bool is_fold(const char *subject)
{
	return detour_autosquash_rest(subject) != NULL;
}

static bool is_habit(const struct detour_scene *scene, bool (*counts)(const char *subject))
{
	size_t fixups = 0;

	for (size_t i = 0; i < DETOUR_HABIT_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit)
			break;
		fixups += counts(commit->subject);
	}
	return fixups * 100 > HABIT_PERCENT * DETOUR_HABIT_LIMIT;
}

static int64_t age(const struct detour_scene *scene)
{
	const struct detour_commit *target = scene->fold->target;

	return target ? scene->commit->author_time - target->author_time : 0;
}

static enum detour_level level(const struct detour_scene *scene)
{
	const struct detour_fold *fold = scene->fold;

	if (is_habit(scene, is_fold))
		return DETOUR_LEVEL_LIST;
	/* Only the third: the ones after it belong to a story that was asked about already. */
	if (fold->target && (fold->nth == TELLING_COUNT || fold->target_pushed || age(scene) > DAY))
		return DETOUR_LEVEL_ASK;
	return DETOUR_LEVEL_REMIND;
}

static const char *what_it_is(const char *subject)
{
	if (detour_text_starts(subject, "squash!"))
		return "a squash!";
	return detour_text_starts(subject, "amend!") ? "an amend!" : "a fixup!";
}

static const char *detail(const struct detour_scene *scene)
{
	static const char *const ordinals[] = {"", "", "the second on it", "the third on it"};
	const struct detour_fold *fold = scene->fold;
	struct detour_arena *arena = scene->arena;
	const char *nth = "", *old = "";

	if (fold->nth > 3)
		nth = detour_arena_printf(arena, "number %zu on it", fold->nth);
	else
		nth = ordinals[fold->nth];
	if (fold->target_pushed)
		old = "already pushed";
	else if (age(scene) > DAY)
		old = detour_arena_printf(arena, "%s old", detour_date_span(arena, age(scene)));
	return detour_arena_printf(arena, "%s%s%s", nth, *nth && *old ? ", " : "", old);
}

static void tell_lost(const struct detour_scene *scene, struct detour_signal *out)
{
	const char *subject = scene->commit->subject, *what = what_it_is(subject);
	const char *rest =
		detour_text_line(scene->arena, detour_autosquash_rest(subject), QUOTE_COLUMNS);

	out->rule = "lost";
	out->doing = detour_arena_printf(
		scene->arena, "leaving %s that fits no commit here: \"%s\"", what, rest);
	out->does = detour_arena_printf(
		scene->arena, "is %s that fits no commit here: \"%s\"", what, rest);
	out->hint = "Which commit was it meant for, and what did it put right?";
}

static void tell_target(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_fold *fold = scene->fold;
	const char *what = what_it_is(scene->commit->subject);
	const char *quote = detour_signal_quote(scene, fold->target);

	out->rule = "autosquash";
	detour_signal_relate(out, &fold->target->oid);
	if (fold->named)
		detour_signal_relate(out, &fold->named->oid);
	out->doing = detour_arena_printf(scene->arena, "leaving %s for %s", what, quote);
	out->does = detour_arena_printf(scene->arena, "is %s for %s", what, quote);
	out->detail = detail(scene);
	out->hint = detour_arena_printf(scene->arena, "What did %s miss, and how did that show?",
		detour_oid_short(scene->arena, &fold->target->oid, 7));
}

static void tell_bare(const struct detour_scene *scene, struct detour_signal *out,
	const struct detour_commit *target)
{
	struct detour_arena *arena = scene->arena;
	const char *subject = target ? target->subject : scene->commit->subject;

	out->rule = "bare";
	out->level = is_habit(scene, is_any) ? DETOUR_LEVEL_LIST : DETOUR_LEVEL_REMIND;
	if (target) {
		const char *quote = detour_signal_quote(scene, target);

		detour_signal_relate(out, &target->oid);
		out->doing = detour_arena_printf(arena, "leaving a fixup for %s", quote);
		out->does = detour_arena_printf(arena, "is a fixup for %s", quote);
		out->hint = detour_arena_printf(arena, "What did %s miss, and how did that show?",
			detour_oid_short(arena, &target->oid, 7));
	} else {
		const char *own = detour_text_line(arena, subject, QUOTE_COLUMNS);

		out->doing = detour_arena_printf(arena, "leaving a fixup: \"%s\"", own);
		out->does = detour_arena_printf(arena, "is a fixup: \"%s\"", own);
		out->hint = "Which commit was it meant for, and what did it put right?";
	}
	out->detail = detour_signal_detail(scene, target);
	out->title = detour_arena_printf(arena, "%s fixed up", detour_signal_topic(arena, subject));
}

static bool see_bare(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_commit *commit = scene->commit;
	struct detour_revert revert;
	struct detour_recent recent;

	if (commit->parent_count > 1 || !detour_fixup_is_bare(commit->subject) ||
		detour_author_is_bot(commit) || detour_revert_read(scene, &revert))
		return false;
	detour_recent_read(scene, &recent);
	tell_bare(scene, out, recent.last);
	return true;
}

static void see_fold(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_commit *target = scene->fold->target;

	out->level = level(scene);
	if (target)
		tell_target(scene, out);
	else
		tell_lost(scene, out);
	out->title = detour_arena_printf(scene->arena, "%s fixed up",
		detour_signal_topic(
			scene->arena, target ? target->subject : scene->commit->subject));
}

bool detour_signal_fixup(const struct detour_scene *scene, struct detour_signal *out)
{
	if (!scene->fold)
		return see_bare(scene, out);
	if (!detour_autosquash_rest(scene->commit->subject))
		return false;
	see_fold(scene, out);
	return true;
}
