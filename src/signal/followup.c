/*
 * Commits that mend, soon after, what an own commit forgot or broke.
 *
 * What a message says comes first, and costs next to nothing where it says nothing. Then the paths
 * have to agree: "oops" is a slip in any case, but only where the author's own work of the last day
 * lies in the same files is it known what slipped, and only then is it asked about. "Fix typo"
 * alone is anybody's daily work: it is listed where the whole commit stays within that own work.
 */
#include "../base/text.h"
#include "author.h"
#include "autosquash.h"
#include "fixup.h"
#include "followup.h"
#include "recent.h"
#include "revert.h"

enum {
	DAY = 24 * 3600,
	FRESH_DAYS = 7,
	NAMES = 8,
	ID_DIGITS = 7,
	QUOTE_COLUMNS = 60,
	HABIT_COMMITS = 100, /* own ones */
	HABIT_NAMING = 3,    /* of those; more are a habit */
};

/* Merges bring along what speaks for itself; fixups have a signal of their own. */
static bool can_follow_up(const struct detour_commit *commit)
{
	return commit->parent_count < 2 && !detour_autosquash_rest(commit->subject) &&
	       !detour_fixup_is_bare(commit->subject);
}

static bool is_fresh_and_own(const struct detour_scene *scene, const struct detour_commit *commit)
{
	int64_t age = scene->commit->author_time - commit->author_time;

	return age >= 0 && age <= FRESH_DAYS * DAY &&
	       detour_author_is_same(scene->commit, commit) &&
	       !detour_oid_equal(&scene->commit->oid, &commit->oid);
}

/* The first commit that `Fixes:` or `Follow-up to` name and that is the author's own, of these
 * days; what others or long ago went wrong is plain work. */
static bool find_named(const struct detour_scene *scene, struct detour_commit *out)
{
	struct detour_match names[NAMES];
	const char *text = "";
	size_t count = detour_followup_names(scene, names, NAMES, &text);

	for (size_t i = 0; i < count; i++)
		if (!scene->find(scene->data, text + names[i].start, names[i].end - names[i].start,
			    out) &&
			is_fresh_and_own(scene, out))
			return true;
	return false;
}

/* Some name the commit before time and again, as others make fixups: no news then. The
 * judged commit counts. */
static bool is_habit(const struct detour_scene *scene)
{
	size_t own = 1, naming = 1;

	/* Over at the first that makes it one: every message is searched for words. */
	for (size_t i = 0; own < HABIT_COMMITS && naming <= HABIT_NAMING && i < DETOUR_RHYTHM_LIMIT;
		i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit)
			break;
		if (!detour_author_is_same(scene->commit, commit) || commit->parent_count > 1)
			continue;
		own++;
		naming += detour_followup_is_naming(commit);
	}
	return naming > HABIT_NAMING;
}

static bool is_told_elsewhere(const struct detour_scene *scene)
{
	struct detour_revert revert;

	return detour_author_is_bot(scene->commit) || detour_revert_read(scene, &revert);
}

/* The level at which a class is told beside this own work; OFF: not at all. */
static enum detour_level level(
	const struct detour_followup_class *class, const struct detour_recent *recent)
{
	switch (class->gate) {
	case DETOUR_FOLLOWUP_FREE:
		return recent->last ? class->level : DETOUR_LEVEL_LIST;
	case DETOUR_FOLLOWUP_SHARES:
		return recent->last ? class->level : DETOUR_LEVEL_OFF;
	default:
		return recent->last && recent->all ? class->level : DETOUR_LEVEL_OFF;
	}
}

static void tell(const struct detour_scene *scene, struct detour_signal *out,
	const struct detour_commit *target, const char *const hint[2])
{
	struct detour_arena *arena = scene->arena;
	const char *subject = target ? target->subject : scene->commit->subject;
	const char *what, *id = "the earlier work";

	if (target) {
		what = detour_signal_quote(scene, target);
		id = detour_oid_short(arena, &target->oid, ID_DIGITS);
		detour_signal_relate(out, &target->oid);
	} else {
		what = detour_arena_printf(arena, "earlier work (\"%s\")",
			detour_text_line(arena, subject, QUOTE_COLUMNS));
	}
	out->doing = detour_arena_printf(arena, "mending %s", what);
	out->does = detour_arena_printf(arena, "mends %s", what);
	out->detail = detour_signal_detail(scene, target);
	out->title = detour_arena_printf(arena, "%s mended", detour_signal_topic(arena, subject));
	out->hint = detour_arena_printf(arena, "%s%s%s", hint[0], id, hint[1]);
}

/* The first class that the subject belongs to, or -1. Those that are only listed stand behind those
 * that are not. */
static int find_class(const struct detour_scene *scene)
{
	int number = detour_followup_find(scene->commit->subject, 0);

	if (number >= 0 && scene->only_spoken_of &&
		detour_followup_class(number)->level < DETOUR_LEVEL_REMIND)
		return -1;
	return number;
}

static bool tell_class(const struct detour_scene *scene, struct detour_signal *out, int number,
	const struct detour_recent *recent)
{
	const char *subject = scene->commit->subject;

	for (; number >= 0; number = detour_followup_find(subject, number + 1)) {
		const struct detour_followup_class *class = detour_followup_class(number);

		out->level = level(class, recent);
		if (out->level == DETOUR_LEVEL_OFF)
			continue;
		out->rule = class->name;
		tell(scene, out, recent->last, class->hint);
		return true;
	}
	return false;
}

bool detour_signal_followup(const struct detour_scene *scene, struct detour_signal *out)
{
	static const char *const hint[] = {
		"What did ", " leave open or break, and how did that show?"};
	const struct detour_commit *commit = scene->commit;
	struct detour_recent recent;
	struct detour_commit named;
	bool is_named;
	int number;

	if (!can_follow_up(commit))
		return false;
	is_named = find_named(scene, &named);
	number = find_class(scene);
	if ((!is_named && number < 0) || is_told_elsewhere(scene) ||
		!detour_recent_read(scene, &recent))
		return false;
	if (!is_named)
		return tell_class(scene, out, number, &recent);
	out->rule = "named";
	out->level = is_habit(scene) ? DETOUR_LEVEL_LIST : DETOUR_LEVEL_ASK;
	tell(scene, out, &named, hint);
	return true;
}
