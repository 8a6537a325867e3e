/* The gap signal: what is a day, a rhythm, and news. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"
#include "signal/rhythm.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR };
#define MONDAY INT64_C(1700438400) /* Mon 2023-11-20 00:00 UTC */

static struct scene_history history;
static struct detour_signal signal;

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scene_release(&history);
	return 0;
}

/* The rule that fires for the newest commit, or "". */
static const char *judge_with(int64_t active_until)
{
	struct detour_scene scene = *scene_judge(&history, history.count - 1);
	struct detour_signal signals[DETOUR_KIND_COUNT];

	scene.active_until = active_until;
	if (!detour_signals_detect(&scene, DETOUR_FACT_ALL, signals))
		return "";
	signal = signals[0];
	return signal.rule;
}

static const char *judge(void)
{
	return judge_with(0);
}

enum { BEFORE = 5 }; /* own commits in the week before what `after` judges */

static const char *after(int64_t time, int64_t gap)
{
	history.count = 0;
	for (int i = BEFORE; i > 0; i--)
		scene_add(&history, NULL, time - i * DAY, "Work");
	scene_add(&history, NULL, time, "Add the retry queue");
	scene_add(&history, NULL, time + gap, "Add more");
	return judge();
}

static void test_days(void **state)
{
	int64_t monday = detour_rhythm_day(MONDAY + 5 * HOUR, 0);

	(void)state;
	assert_int_equal(detour_rhythm_day(MONDAY + 28 * HOUR - 1, 0), monday);
	assert_int_equal(detour_rhythm_day(MONDAY + 28 * HOUR, 0), monday + 1);
	assert_int_equal(detour_rhythm_day(MONDAY + 27 * HOUR, 60), monday + 1);
	assert_int_equal(detour_rhythm_skipped(monday, monday + 1), 0);
	assert_int_equal(detour_rhythm_skipped(monday, monday + 2), 1);
	assert_int_equal(detour_rhythm_skipped(monday, monday + 7), 4);
	assert_int_equal(detour_rhythm_skipped(monday + 4, monday + 7), 0); /* a weekend */
	assert_int_equal(detour_rhythm_skipped(monday + 5, monday + 6), 0);
	assert_int_equal(detour_rhythm_skipped(monday, monday + 21), 14);
	assert_int_equal(detour_rhythm_skipped(monday, monday), 0);
	assert_int_equal(detour_rhythm_skipped(monday, monday - 3), 0);
	assert_int_equal(detour_rhythm_day(-1, 0), -1);
}

static void test_unknown_rhythm(void **state)
{
	const int64_t nine = MONDAY + 9 * HOUR;

	(void)state;
	assert_string_equal(after(nine, 4 * HOUR - 1), "");
	assert_string_equal(after(nine, 4 * HOUR), "stuck");
	assert_string_equal(after(nine, 18 * HOUR), "stuck"); /* 03:00 is still Monday */
	assert_string_equal(after(nine, 20 * HOUR), "");      /* overnight */
	assert_string_equal(after(nine, 7 * DAY), "");        /* four workdays */
	assert_string_equal(after(nine, 8 * DAY), "away");
	assert_string_equal(after(nine, -8 * DAY), "");
	assert_string_equal(after(nine, 0), "");
}

static void test_sentences(void **state)
{
	(void)state;
	assert_string_equal(after(MONDAY + 9 * HOUR, 5 * HOUR), "stuck");
	assert_int_equal(signal.level, DETOUR_LEVEL_REMIND);
	assert_string_equal(signal.doing, "5 hours after your 0000006 \"Add the retry queue\"");
	assert_string_equal(signal.does, "came 5 hours after your 0000006 \"Add the retry queue\"");
	assert_string_equal(signal.detail, "");
	assert_int_equal(signal.related_count, 1);
	assert_string_equal(after(MONDAY + 9 * HOUR, 12 * DAY), "away");
	assert_int_equal(signal.level, DETOUR_LEVEL_ASK);
	assert_string_equal(signal.doing, "12 days since 0000006 \"Add the retry queue\"");
	assert_string_equal(signal.detail, "9 workdays in between");
	assert_string_equal(signal.title, "Back after 12 days");
	history.settings.level_is_set[DETOUR_KIND_gap] = true;
	history.settings.levels[DETOUR_KIND_gap] = DETOUR_LEVEL_LIST;
	after(MONDAY, 12 * DAY);
	assert_int_equal(signal.level, DETOUR_LEVEL_LIST);
}

/* Twenty commits a day with pauses of `pause`, over `days` working days from a Monday on. */
static int64_t work(int days, int per_day, int64_t pause)
{
	int64_t last = 0;

	for (int day = 0; day < days; day++)
		for (int i = 0; i < per_day; i++) {
			last = MONDAY + (day / 5 * 7 + day % 5) * DAY + 9 * HOUR + i * pause;
			scene_add(&history, NULL, last, "Work");
		}
	return last;
}

static void test_known_pauses(void **state)
{
	int64_t last = work(5, 8, 35 * MINUTE);

	(void)state;
	scene_add(&history, NULL, last + 3 * HOUR + 29 * MINUTE, "More");
	assert_string_equal(judge(), ""); /* less than six medians */
	history.commits[history.count - 1].author_time += 2 * MINUTE;
	assert_string_equal(judge(), "stuck");
	assert_string_equal(signal.detail, "your pauses are usually under 40 minutes");
}

/* Quick work with a long lunch each day: the lunch is no news, a longer one is. */
static void test_long_pauses(void **state)
{
	(void)state;
	for (int day = 0; day < 5; day++)
		for (int i = 0; i < 8; i++)
			scene_add(&history, NULL,
				MONDAY + day * DAY + 9 * HOUR + i * 10 * MINUTE +
					(i > 3) * 5 * HOUR,
				"Work");
	scene_add(&history, NULL, history.commits[39].author_time + 5 * HOUR, "More");
	assert_string_equal(judge(), "");
	history.commits[40].author_time += 11 * MINUTE;
	assert_string_equal(judge(), "stuck");
}

static void test_known_absences(void **state)
{
	int64_t last = 0;

	(void)state;
	/* Two weeks on a project, one elsewhere: five skipped workdays are the rule. */
	for (int i = 0; i < 60; i++) {
		last = MONDAY + 9 * HOUR + (i / 10 * 21 + i % 10 / 5 * 7 + i % 5) * DAY;
		scene_add(&history, NULL, last, "Work");
	}
	scene_add(&history, NULL, last + 17 * DAY, "More"); /* Fri to Mon: ten skipped */
	assert_string_equal(judge(), "");
	history.commits[history.count - 1].author_time = last + 18 * DAY;
	assert_string_equal(judge(), "away");
	assert_int_equal(signal.level, DETOUR_LEVEL_ASK);
	/* Half of the zones' days away is no other rhythm. */
	history.commits[history.count - 1].author_offset = -720;
	history.commits[history.count - 1].author_time += 12 * HOUR;
	assert_string_equal(judge(), "away");
}

/* Comes every other Monday: nobody waits for them. It is listed, and never asked about. */
static void test_now_and_then(void **state)
{
	int64_t last = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		last = MONDAY + 9 * HOUR + i * 14 * DAY;
		scene_add(&history, NULL, last, "Work");
	}
	scene_add(&history, NULL, last + 21 * DAY, "More");
	assert_string_equal(judge(), "");
	history.commits[history.count - 1].author_time = last + 28 * DAY;
	assert_string_equal(judge(), "away");
	assert_int_equal(signal.level, DETOUR_LEVEL_LIST);
	/* A series sent in one day is one visit. */
	for (int i = 0; i < 10; i++)
		scene_add(&history, NULL, last + 28 * DAY + i * MINUTE, "A series");
	scene_add(&history, NULL, last + 56 * DAY, "More");
	assert_string_equal(judge(), "away");
	assert_int_equal(signal.level, DETOUR_LEVEL_LIST);
}

/* Nothing is known of somebody who was hardly here: not what is usual, not what is news. */
static void test_newcomers(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		scene_add(&history, NULL, MONDAY + i * HOUR, "Mine");
	scene_add(&history, NULL, MONDAY + 30 * DAY, "Mine");
	assert_string_equal(judge(), "");
	history.commits[4].author_time = MONDAY + 4 * HOUR;
	scene_add(&history, NULL, MONDAY + 30 * DAY, "Mine");
	assert_string_equal(judge(), "away");
	/* An import: long ago, all at once, and somebody who works here since. */
	history.commits[4].author_time = MONDAY - 400 * DAY;
	assert_string_equal(judge(), "");
}

/* In a busy repository the window holds too few own commits to know their rhythm. */
static void test_crowd(void **state)
{
	(void)state;
	for (int i = 0; i < 600; i++)
		if (i % 50 == 0)
			scene_add(&history, NULL, MONDAY + i * HOUR, "Mine");
		else
			scene_add(&history, NULL, MONDAY + i * HOUR, "Theirs")->author_email =
				"ana@example.org";
	scene_add(&history, NULL, MONDAY + 90 * DAY, "Mine");
	assert_string_equal(judge(), "");
}

static void test_cheap_first(void **state)
{
	int64_t last = work(10, 10, 30 * MINUTE);

	(void)state;
	scene_add(&history, NULL, last + 2 * HOUR, "More");
	assert_string_equal(judge(), "");
	assert_true(history.past_reads < 3);
}

static void test_who(void **state)
{
	struct detour_commit *commit;

	(void)state;
	assert_string_equal(after(MONDAY, 12 * DAY), "away");
	commit = &history.commits[BEFORE + 1];
	commit->author_email = "ana@example.org"; /* her first */
	assert_string_equal(judge(), "");
	for (int i = 0; i <= BEFORE; i++)
		history.commits[i].author_email = "Ana@example.org";
	assert_string_equal(judge(), "away");
	assert_non_null(strstr(signal.doing, "12 days since 0000006"));
	commit->author_name = "renovate[bot]";
	assert_string_equal(judge(), "");
	commit->author_name = "Acme Release Bot";
	assert_string_equal(judge(), "");
	commit->author_name = "Abbot";
	assert_string_equal(judge(), "away");
	commit->parent_count = 2;
	assert_string_equal(judge(), "");
}

static void test_occasional(void **state)
{
	(void)state;
	scene_add(&history, NULL, MONDAY, "Mine");
	for (int i = 0; i < 500; i++)
		scene_add(&history, NULL, MONDAY + i, "Theirs")->author_email = "ana@example.org";
	history.commits[100].author_email = history.me;
	scene_add(&history, NULL, MONDAY + 30 * DAY, "Mine");
	assert_string_equal(judge(), "");
}

static void test_order(void **state)
{
	(void)state;
	/* Old work was rebased onto newer: the newest of both counts. */
	for (int i = 0; i < BEFORE; i++)
		scene_add(&history, NULL, MONDAY - i * DAY, "Work");
	scene_add(&history, NULL, MONDAY + 11 * DAY, "New");
	scene_add(&history, NULL, MONDAY, "Old, rebased");
	scene_add(&history, NULL, MONDAY + 11 * DAY + HOUR, "More");
	assert_string_equal(judge(), "");
	/* Times that no clock shows are passed over. */
	history.commits[BEFORE].author_time = INT64_MAX;
	history.commits[BEFORE + 1].author_time = INT64_MIN;
	history.commits[BEFORE + 2].author_time = MONDAY + 4 * DAY;
	assert_string_equal(judge(), "");
	history.commits[BEFORE + 2].author_time = INT64_MAX;
	assert_string_equal(judge(), "");
}

static void test_elsewhere(void **state)
{
	(void)state;
	after(MONDAY, 12 * DAY);
	assert_string_equal(judge_with(MONDAY + 11 * DAY), "");
	assert_string_equal(judge_with(MONDAY + 1 * DAY), "away");
	assert_string_equal(signal.doing, "11 days since your last commit, on another branch");
	assert_int_equal(signal.related_count, 0);
}

static void test_settings(void **state)
{
	(void)state;
	history.settings.gap_stuck = 30 * MINUTE;
	history.settings.gap_away = 3 * DAY;
	assert_string_equal(after(MONDAY + 9 * HOUR, 29 * MINUTE), "");
	assert_string_equal(after(MONDAY + 9 * HOUR, 30 * MINUTE), "stuck");
	assert_string_equal(after(MONDAY + 9 * HOUR, 2 * DAY), "");
	assert_string_equal(after(MONDAY + 9 * HOUR, 3 * DAY), "away");
	history.settings.gap_stuck = DAY;
	history.settings.gap_away = DETOUR_SPAN_AUTO;
	assert_string_equal(after(MONDAY + 9 * HOUR, 5 * HOUR), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_days), TEST(test_unknown_rhythm),
		TEST(test_sentences), TEST(test_known_pauses), TEST(test_long_pauses),
		TEST(test_known_absences), TEST(test_now_and_then), TEST(test_newcomers),
		TEST(test_crowd), TEST(test_cheap_first), TEST(test_who), TEST(test_occasional),
		TEST(test_order), TEST(test_elsewhere), TEST(test_settings)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
