/* The rework signal: own lines that are thrown away, or come back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"

enum { DAY = 24 * 3600 };
#define NOON INT64_C(1700481600)

static struct scene_history history;
static struct detour_signal signal;

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	scene_add(&history, NULL, NOON - 30 * DAY, "Begin");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scene_release(&history);
	return 0;
}

/* The lines from `from` on: a line is a number here. */
static const uint64_t *numbers(size_t from, size_t count, const uint16_t **changes)
{
	uint64_t *list = detour_arena_array(&history.arena, count, sizeof(*list));

	for (size_t i = 0; i < count; i++)
		list[i] = from + i;
	*changes = detour_arena_array(&history.arena, count, sizeof(**changes));
	return list;
}

/* A commit that changes one file. */
static struct detour_commit *work(const char *path, int64_t time, const char *message,
	size_t deleted_from, size_t deleted, size_t added_from, size_t added)
{
	static int version;
	struct detour_commit *commit = scene_add(&history, NULL, time, message);
	struct detour_line_set *set = detour_arena_alloc(&history.arena, sizeof(*set));
	const char *before = detour_arena_printf(&history.arena, "v%d", version % 90);
	const char *after = detour_arena_printf(&history.arena, "v%d", ++version % 90);

	scene_change(&history, commit, path, before, after);
	set->deleted = numbers(deleted_from, deleted, &set->deleted_change);
	set->deleted_count = set->all_deleted = deleted;
	set->added = numbers(added_from, added, &set->added_change);
	set->added_count = set->all_added = added;
	commit->lines = set;
	return commit;
}

/* The rule that fires for the newest commit, or "". */
static const char *judge(void)
{
	struct detour_signal signals[DETOUR_KIND_COUNT];
	size_t count = detour_signals_detect(
		scene_judge(&history, history.count - 1), DETOUR_FACT_ALL, signals);

	for (size_t i = 0; i < count; i++)
		if (signals[i].kind == DETOUR_KIND_rework) {
			signal = signals[i];
			return signal.rule;
		}
	return "";
}

static void test_drop(void **state)
{
	(void)state;
	work("q.c", NOON, "Add the retry queue", 0, 0, 100, 10);
	work("q.c", NOON + DAY, "Keep jobs apart", 0, 0, 200, 12);
	work("q.c", NOON + 2 * DAY, "Use a table", 100, 300, 900, 3);
	assert_string_equal(judge(), "");
	work("q.c", NOON + 2 * DAY, "Use a table", 100, 10, 0, 0);
	assert_string_equal(judge(), "");
	history.count -= 2;
	work("q.c", NOON + 2 * DAY, "Keep them", 300, 0, 300, 10);
	work("q.c", NOON + 3 * DAY, "Use a table", 200, 12, 900, 3);
	assert_string_equal(judge(), "");
	history.count -= 2;

	/* Both at once. */
	work("q.c", NOON + DAY + 60, "More of it", 0, 0, 110, 20);
	work("q.c", NOON + 2 * DAY, "Use a table", 100, 30, 900, 15);
	assert_string_equal(judge(), "DROP");
	assert_int_equal(signal.level, DETOUR_LEVEL_REMIND);
	assert_string_equal(
		signal.doing, "throwing away 30 lines of your 0000004 \"More of it\" and 1 more");
	assert_string_equal(
		signal.does, "throws away 30 lines of your 0000004 \"More of it\" and 1 more");
	assert_string_equal(signal.detail, "23 hours old, 1 file");
	assert_int_equal(signal.related_count, 2);
	assert_true(detour_oid_equal(&signal.related[0], &history.commits[3].oid));
	assert_true(detour_oid_equal(&signal.related[1], &history.commits[1].oid));
}

/* `deleted` lines go, `own` of them a day old; `added` ones come. */
static const char *drop(size_t own, size_t deleted, size_t added)
{
	history.count = 1;
	work("q.c", NOON, "Add the queue", 0, 0, 100, own);
	work("q.c", NOON + DAY, "Use a table", 100, deleted, 900, added);
	return judge();
}

static void test_drop_counts(void **state)
{
	(void)state;
	assert_string_equal(drop(14, 14, 0), "");
	assert_string_equal(drop(15, 15, 0), "DROP");
	assert_string_equal(drop(70, 100, 50), "DROP");
	assert_string_equal(drop(69, 100, 50), "");
	assert_string_equal(drop(70, 100, 51), "");
}

/* Of `added` lines, `own` had gone a day before. */
static const char *flip(size_t own, size_t added)
{
	history.count = 1;
	work("q.c", NOON, "Drop the queue", 100, own, 0, 0);
	work("q.c", NOON + DAY, "Queue again", 900, 3, 100, added);
	return judge();
}

static void test_flip(void **state)
{
	(void)state;
	assert_string_equal(flip(4, 4), "");
	assert_string_equal(flip(5, 11), "");
	assert_string_equal(flip(5, 10), "FLIP");
	assert_string_equal(signal.doing,
		"bringing back 5 lines that went with your 0000002 \"Drop the queue\"");
	assert_string_equal(
		signal.does, "brings back 5 lines that went with your 0000002 \"Drop the queue\"");
	assert_string_equal(signal.detail, "1 day old, 1 file");
}

static const char *drop_after(int64_t age, const char *email)
{
	history.count = 1;
	work("q.c", NOON, "Add the queue", 0, 0, 100, 20)->author_email = email;
	work("q.c", NOON + age, "Use a table", 100, 20, 900, 2);
	return judge();
}

static void test_whose_and_when(void **state)
{
	(void)state;
	assert_string_equal(drop_after(7 * DAY - 1, history.me), "DROP");
	assert_string_equal(drop_after(7 * DAY, history.me), "");
	assert_string_equal(drop_after(DAY, "other@example.org"), "");
	/* A day that a rebase put into another order. */
	assert_string_equal(drop_after(-60, history.me), "DROP");
	assert_string_equal(signal.detail, "just made, 1 file");
}

static const char *drop_by(const char *path, const char *message, size_t parents)
{
	history.count = 1;
	work(path, NOON, "Add the queue", 0, 0, 100, 20);
	work(path, NOON + DAY, message, 100, 20, 900, 2)->parent_count = parents;
	return judge();
}

static void test_what_is_no_news(void **state)
{
	(void)state;
	assert_string_equal(drop_by("q.c", "Use a table", 1), "DROP");
	assert_string_equal(drop_by("q.c", "Use a table", 2), "");
	assert_string_equal(drop_by("q.c", "fixup! Add the queue", 1), "");
	assert_string_equal(drop_by("q.c", "Revert \"Add the queue\"", 1), "");
	assert_string_equal(drop_by("q.c", "style: run rustfmt", 1), "");
	assert_string_equal(drop_by("q.c", "Clean up the queue", 1), "");
	assert_string_equal(drop_by("q.c", "Informational output", 1), "DROP");
	assert_string_equal(drop_by("README.md", "Use a table", 1), "");
	assert_string_equal(drop_by("CHANGELOG", "Use a table", 1), "");
	drop_by("q.c", "Use a table", 1);
	history.commits[2].author_name = "release-bot";
	assert_string_equal(judge(), "");
	drop_by("q.c", "Use a table", 1);
	((struct detour_line_set *)history.commits[2].lines)->cut = true;
	assert_string_equal(judge(), "");
}

/* Where all files hold again what they held, `undo` says so. */
static void test_undone(void **state)
{
	struct detour_change *change;

	(void)state;
	drop_by("q.c", "Use a table", 1);
	change = (struct detour_change *)history.commits[2].changes;
	change->new_blob = history.commits[1].changes->old_blob;
	assert_string_equal(judge(), "");
}

static void test_bounded(void **state)
{
	(void)state;
	history.count = 1;
	work("q.c", NOON, "Add the queue", 0, 0, 100, 20);
	for (int i = 0; i < 99; i++)
		scene_add(&history, NULL, NOON - 20 * DAY, "Old");
	work("q.c", NOON + DAY, "Use a table", 100, 20, 900, 2);
	assert_string_equal(judge(), "DROP");
	history.count--;
	scene_add(&history, NULL, NOON - 20 * DAY, "Old");
	work("q.c", NOON + DAY, "Use a table", 100, 20, 900, 2);
	assert_string_equal(judge(), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_drop), TEST(test_drop_counts), TEST(test_flip),
		TEST(test_whose_and_when), TEST(test_what_is_no_news), TEST(test_undone),
		TEST(test_bounded)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
