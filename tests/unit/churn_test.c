/* The churn signal: the fourth round on a file within a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"

enum { HOUR = 3600 };
#define NOON INT64_C(1700481600)

static struct scene_history history;
static struct detour_signal signal;

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	scene_add(&history, NULL, NOON - 1000 * HOUR, "Begin");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scene_release(&history);
	return 0;
}

static bool churns(void)
{
	struct detour_signal signals[DETOUR_KIND_COUNT];
	size_t count = detour_signals_detect(scene_judge(&history, history.count - 1),
		DETOUR_FACT_MESSAGE | DETOUR_FACT_PATHS, signals);

	for (size_t i = 0; i < count; i++)
		if (signals[i].kind == DETOUR_KIND_churn) {
			signal = signals[i];
			return true;
		}
	return false;
}

static bool round_on(const char *path, int64_t time)
{
	scene_path(&history, scene_add(&history, NULL, time, "Try again"), path);
	return churns();
}

static void test_only_the_fourth(void **state)
{
	(void)state;
	assert_false(round_on("a.c", NOON));
	assert_false(round_on("a.c", NOON + HOUR));
	assert_false(round_on("b.c", NOON + HOUR));
	assert_false(round_on("a.c", NOON + 2 * HOUR));
	assert_true(round_on("a.c", NOON + 3 * HOUR));
	assert_int_equal(signal.level, DETOUR_LEVEL_LIST);
	assert_string_equal(signal.does, "changes a.c for the fourth time");
	assert_string_equal(signal.detail, "in 3 hours");
	assert_int_equal(signal.related_count, 3);
	assert_true(detour_oid_equal(&signal.related[0], &history.commits[4].oid));
	assert_true(detour_oid_equal(&signal.related[2], &history.commits[1].oid));
	/* The run goes on, and was told of: also where its first rounds are a day old by now. */
	assert_false(round_on("a.c", NOON + 4 * HOUR));
	assert_false(round_on("a.c", NOON + 25 * HOUR + 1));
}

static void test_a_day(void **state)
{
	(void)state;
	round_on("a.c", NOON);
	round_on("a.c", NOON + 20 * HOUR);
	round_on("a.c", NOON + 22 * HOUR);
	assert_false(round_on("a.c", NOON + 24 * HOUR + 1));
	assert_true(round_on("a.c", NOON + 30 * HOUR));
}

static bool fourth_by(const char *path, const char *email)
{
	history.count = 1;
	for (int i = 0; i < 3; i++)
		round_on(path, NOON + i * HOUR);
	history.commits[2].author_email = email;
	return round_on(path, NOON + 3 * HOUR);
}

static void test_what_is_no_round(void **state)
{
	(void)state;
	history.generated = "made.c";
	assert_true(fourth_by("a.c", history.me));
	assert_false(fourth_by("a.c", "other@example.org"));
	assert_false(fourth_by("made.c", history.me));
	assert_false(fourth_by("yarn.lock", history.me));
	assert_false(fourth_by("docs/plan.md", history.me));
	fourth_by("a.c", history.me);
	history.commits[4].parent_count = 2;
	assert_false(churns());
	history.commits[4].parent_count = 1;
	history.commits[2].parent_count = 2;
	assert_false(churns());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_only_the_fourth), TEST(test_a_day), TEST(test_what_is_no_round)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
