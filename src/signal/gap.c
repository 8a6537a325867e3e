/*
 * A pause far longer than the author's own rhythm: stuck within a working day, or away for days.
 *
 * Whether a gap is long depends on who works here: fixed limits fire all the time for some and
 * never for others. Nights and weekends are no news. The rhythm is read only where the gap would be
 * long for anybody.
 */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "author.h"
#include "rhythm.h"

enum { STUCK_LEAST = 3 * 3600, AWAY_LEAST = 5 };

/* Who is missed: in the four weeks before, somebody worked on so many days. Before a rhythm is
 * known, so many commits are enough. */
enum { REGULAR_DAYS = 6, REGULAR_COMMITS = 5 };

struct gap {
	const struct detour_commit *before; /* the author's last commit, or NULL */
	int64_t since;                      /* when the author was last seen at work */
	int64_t seconds;
	int64_t skipped; /* workdays in between */
	bool same_day;
};

static void measure(const struct detour_scene *scene, struct gap *gap)
{
	const struct detour_commit *commit = scene->commit;
	int64_t day = detour_rhythm_day(commit->author_time, commit->author_offset);
	int offset = commit->author_offset;
	int64_t from;

	gap->since = gap->before->author_time;
	if (scene->active_until > gap->since)
		gap->since = scene->active_until;
	else
		offset = gap->before->author_offset;
	from = detour_rhythm_day(gap->since, offset);
	gap->seconds = commit->author_time - gap->since;
	gap->same_day = from >= day;
	gap->skipped = detour_rhythm_skipped(from, day);
}

static const struct detour_commit *own_before(const struct detour_scene *scene)
{
	for (size_t i = 0; i < DETOUR_RHYTHM_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit)
			return NULL;
		if (detour_rhythm_is_own(scene, commit))
			return commit;
	}
	return NULL;
}

/* After a rebase the commit before this one can be old work that came to lie on top of newer. */
static const struct detour_commit *latest_before(const struct detour_scene *scene)
{
	const struct detour_commit *latest = NULL;

	for (size_t i = 0; i < DETOUR_RHYTHM_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit)
			break;
		if (detour_rhythm_is_own(scene, commit) &&
			commit->author_time <= scene->commit->author_time &&
			(!latest || commit->author_time > latest->author_time))
			latest = commit;
	}
	return latest;
}

static bool is_away(const struct detour_settings *settings, const struct gap *gap, int64_t workdays)
{
	if (settings->gap_away != DETOUR_SPAN_AUTO)
		return !gap->same_day && gap->seconds >= settings->gap_away;
	return gap->skipped >= workdays;
}

static bool is_stuck(const struct detour_settings *settings, const struct gap *gap, int64_t seconds)
{
	if (settings->gap_stuck != DETOUR_SPAN_AUTO)
		seconds = settings->gap_stuck;
	return gap->same_day && gap->seconds >= seconds;
}

/* `40 minutes`, rounded up so that "under" is true. */
static const char *round_up(struct detour_arena *arena, int64_t seconds)
{
	int64_t minutes = seconds / 60 + 1;

	if (minutes > 90)
		minutes = (minutes + 59) / 60 * 60;
	else if (minutes > 60)
		minutes = 120;
	else if (minutes > 10)
		minutes = (minutes + 9) / 10 * 10;
	return minutes == 60 ? "1 hour" : detour_date_span(arena, minutes * 60);
}

static void tell(const struct detour_scene *scene, struct detour_signal *out, const struct gap *gap,
	const struct detour_rhythm *rhythm)
{
	struct detour_arena *arena = scene->arena;
	bool mine = scene->is_me(scene->data, scene->commit->author_email);
	bool elsewhere = gap->since != gap->before->author_time;
	const char *span = detour_date_span(arena, gap->seconds);
	const char *after = elsewhere ? (mine ? "your last commit, on another branch"
					      : "the author's last commit, on another branch")
				      : detour_signal_quote(scene, gap->before);

	/* A welcome speaks to the one who is back: "welcome back, 12 days since 9c1d2e3". */
	if (!strcmp(out->rule, "away"))
		out->doing = detour_arena_printf(arena, "%s since %s", span,
			elsewhere || !mine ? after : after + strlen("your "));
	else
		out->doing = detour_arena_printf(arena, "%s after %s", span, after);
	out->does = detour_arena_printf(arena, "came %s after %s", span, after);
	if (!elsewhere)
		detour_signal_relate(out, &gap->before->oid);
	if (gap->same_day && rhythm->usual_pause)
		out->detail = detour_arena_printf(arena, "%s pauses are usually under %s",
			mine ? "your" : "the author's", round_up(arena, rhythm->usual_pause));
	else if (gap->skipped > 1)
		out->detail = detour_arena_printf(
			arena, "%lld workdays in between", (long long)gap->skipped);
}

/* Only work that goes on can be left. A length that somebody chose counts as it is. */
static bool is_missed(
	const struct detour_scene *scene, const struct gap *gap, const struct detour_rhythm *rhythm)
{
	size_t days, commits;

	if (scene->settings->gap_away != DETOUR_SPAN_AUTO)
		return true;
	detour_rhythm_worked(scene, gap->since, &days, &commits);
	return detour_rhythm_is_known(rhythm) ? days >= REGULAR_DAYS : commits >= REGULAR_COMMITS;
}

static void tell_away(const struct detour_scene *scene, struct detour_signal *out,
	const struct gap *gap, bool missed)
{
	out->rule = "away";
	out->level = missed ? DETOUR_LEVEL_ASK : DETOUR_LEVEL_LIST;
	out->title = detour_arena_printf(
		scene->arena, "Back after %s", detour_date_span(scene->arena, gap->seconds));
	out->hint = "Where had the work been left? What is different now, and what comes next?";
}

static void tell_stuck(
	const struct detour_scene *scene, struct detour_signal *out, const struct gap *gap)
{
	struct detour_arena *arena = scene->arena;

	out->rule = "stuck";
	out->level = DETOUR_LEVEL_REMIND;
	out->title = detour_arena_printf(arena, "%s took %s",
		detour_signal_topic(arena, scene->commit->subject),
		detour_date_span(arena, gap->seconds));
	out->hint = detour_arena_printf(arena,
		"What took the %s before %s? What do you know now that would have saved them?",
		detour_date_span(arena, gap->seconds),
		detour_oid_short(arena, &scene->commit->oid, 7));
}

static bool can_have_a_gap(const struct detour_commit *commit)
{
	return commit->parent_count < 2 && commit->author_email && !detour_author_is_bot(commit) &&
	       detour_rhythm_time_is_sane(commit->author_time);
}

bool detour_signal_gap(const struct detour_scene *scene, struct detour_signal *out)
{
	struct detour_rhythm rhythm;
	struct gap gap;
	bool missed;

	if (!can_have_a_gap(scene->commit))
		return false;
	gap.before = own_before(scene);
	if (!gap.before)
		return false;
	measure(scene, &gap);
	/* Cheap first: would it be long for anybody? */
	if (gap.seconds <= 0 || (!is_away(scene->settings, &gap, AWAY_LEAST) &&
					!is_stuck(scene->settings, &gap, STUCK_LEAST)))
		return false;
	gap.before = latest_before(scene);
	if (!gap.before || detour_rhythm_by_program(scene, scene->commit))
		return false;
	measure(scene, &gap);
	detour_rhythm_read(scene, &rhythm);
	if (is_away(scene->settings, &gap, rhythm.away)) {
		missed = is_missed(scene, &gap, &rhythm);
		/* Nothing is known of somebody who was hardly here. */
		if (!missed && !detour_rhythm_is_known(&rhythm))
			return false;
		tell_away(scene, out, &gap, missed);
	} else if (is_stuck(scene->settings, &gap, rhythm.stuck)) {
		tell_stuck(scene, out, &gap);
	} else {
		return false;
	}
	tell(scene, out, &gap, &rhythm);
	return true;
}
