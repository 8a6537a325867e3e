/* An author's rhythm from the gaps between past commits; see rhythm.h. */
#include "rhythm.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HOUR = 3600, DAY = 24 * HOUR, DAY_STARTS = 4 * HOUR };

/* How many gaps are looked at: those within a working day, and those from one to another. */
enum { PAUSES = 100, ABSENCES = 60 };

enum { WORKED_DAYS = 28 };

/* What is unusual for anybody, and before a rhythm is known. */
enum { STUCK_LEAST = 3 * HOUR, STUCK_UNKNOWN = 4 * HOUR, AWAY_LEAST = 5 };

bool detour_rhythm_time_is_sane(int64_t time)
{
	return time > 0 && time < INT64_C(253402300800); /* the year 10000 */
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t detour_rhythm_day(int64_t time, int offset_minutes)
{
	return floor_div(time + (int64_t)offset_minutes * 60 - DAY_STARTS, DAY);
}

/* Workdays before `day`, counted from a Monday that lies before all of them. */
static int64_t workdays_before(int64_t day)
{
	int64_t since_monday = day + 3; /* 1970-01-01 was a Thursday */
	int64_t week = floor_div(since_monday, 7), weekday = since_monday - 7 * week;

	return week * 5 + (weekday < 5 ? weekday : 5);
}

int64_t detour_rhythm_skipped(int64_t from_day, int64_t to_day)
{
	return to_day > from_day ? workdays_before(to_day) - workdays_before(from_day + 1) : 0;
}

bool detour_rhythm_is_own(const struct detour_scene *scene, const struct detour_commit *commit)
{
	const char *email = scene->commit->author_email;

	return commit->author_email && email && !strcasecmp(commit->author_email, email) &&
	       detour_rhythm_time_is_sane(commit->author_time);
}

bool detour_rhythm_by_program(const struct detour_scene *scene, const struct detour_commit *commit)
{
	return scene->by_program && scene->by_program(scene->data, commit);
}

struct gaps {
	int64_t pauses[PAUSES], absences[ABSENCES];
	size_t pause_count, absence_count;
	bool window_is_full; /* there are older commits that were not looked at */
};

static void add_gap(struct gaps *gaps, int64_t seconds, int64_t from_day, int64_t to_day)
{
	if (seconds < 0)
		return; /* a rebase or a wrong clock */
	if (from_day >= to_day) {
		if (gaps->pause_count < PAUSES)
			gaps->pauses[gaps->pause_count++] = seconds;
	} else if (gaps->absence_count < ABSENCES) {
		gaps->absences[gaps->absence_count++] = detour_rhythm_skipped(from_day, to_day);
	}
}

/* The gaps between own commits before the judged one, newest first. */
static void collect(const struct detour_scene *scene, struct gaps *gaps)
{
	int64_t later = 0, later_day = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < DETOUR_RHYTHM_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);
		int64_t day;

		if (!commit || (gaps->pause_count == PAUSES && gaps->absence_count == ABSENCES))
			break;
		/* Programs work at any hour and do not shape the rhythm of the person. */
		if (!detour_rhythm_is_own(scene, commit) || detour_rhythm_by_program(scene, commit))
			continue;
		day = detour_rhythm_day(commit->author_time, commit->author_offset);
		if (any)
			add_gap(gaps, later - commit->author_time, day, later_day);
		later = commit->author_time;
		later_day = day;
		any = true;
	}
	gaps->window_is_full = i == DETOUR_RHYTHM_LIMIT;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Of sorted values, the smallest that `percent` of them do not exceed. */
static int64_t percentile(const int64_t *values, size_t count, size_t percent)
{
	return values[(count * percent + 99) / 100 - 1];
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void read_pauses(struct gaps *gaps, struct detour_rhythm *out)
{
	int64_t usual;

	qsort(gaps->pauses, gaps->pause_count, sizeof(*gaps->pauses), compare);
	out->usual_pause = percentile(gaps->pauses, gaps->pause_count, 75);
	usual = larger(percentile(gaps->pauses, gaps->pause_count, 98),
		6 * percentile(gaps->pauses, gaps->pause_count, 50));
	out->stuck = larger(STUCK_LEAST, usual);
}

static void read_absences(struct gaps *gaps, struct detour_rhythm *out)
{
	qsort(gaps->absences, gaps->absence_count, sizeof(*gaps->absences), compare);
	out->away = larger(AWAY_LEAST, 2 * percentile(gaps->absences, gaps->absence_count, 95) + 1);
}

bool detour_rhythm_is_known(const struct detour_rhythm *rhythm)
{
	return rhythm->gaps >= DETOUR_RHYTHM_KNOWN;
}

void detour_rhythm_worked(
	const struct detour_scene *scene, int64_t until, size_t *days, size_t *commits)
{
	bool worked[WORKED_DAYS + 2] = {false};

	*days = *commits = 0;
	for (size_t i = 0; i < DETOUR_RHYTHM_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);
		int64_t age;

		if (!commit)
			break;
		/* In one zone for all: a journey makes no working day more. */
		age = until - commit->author_time;
		if (age < 0 || age > WORKED_DAYS * DAY || !detour_rhythm_is_own(scene, commit) ||
			detour_rhythm_by_program(scene, commit))
			continue;
		age = detour_rhythm_day(until, scene->commit->author_offset) -
		      detour_rhythm_day(commit->author_time, scene->commit->author_offset);
		*days += !worked[age];
		worked[age] = true;
		++*commits;
	}
}

void detour_rhythm_read(const struct detour_scene *scene, struct detour_rhythm *out)
{
	struct gaps gaps = {.pause_count = 0};

	*out = (struct detour_rhythm){STUCK_UNKNOWN, AWAY_LEAST, 0, 0};
	collect(scene, &gaps);
	out->gaps = gaps.pause_count + gaps.absence_count;
	/* Few gaps in a long window: somebody who comes by now and then, for whom five days are no
	 * absence. The same few in a young history tell nothing yet. */
	if (gaps.window_is_full && (!gaps.absence_count || !detour_rhythm_is_known(out)))
		out->away = INT64_MAX;
	if (!detour_rhythm_is_known(out) && !gaps.window_is_full)
		return;
	if (gaps.pause_count)
		read_pauses(&gaps, out);
	if (gaps.absence_count && detour_rhythm_is_known(out))
		read_absences(&gaps, out);
}
