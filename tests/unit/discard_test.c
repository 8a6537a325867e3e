/* What is said of dropped commits, of rewritten branches, bisections and conflicts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"
#include "signal/deed.h"

enum { NOW = 1700000000, MINUTE = 60 };

static struct scene_history history;
static struct detour_signal signals[DETOUR_KIND_COUNT];

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

static struct detour_deed drop(enum detour_deed_kind kind, size_t total)
{
	struct detour_deed deed = {.kind = kind, .time = NOW - 20 * MINUTE, .name = ""};

	for (size_t i = 0; i < total && i < DETOUR_DEED_COMMITS; i++)
		deed.commits[deed.commit_count++] = &history.commits[i];
	deed.total = total;
	return deed;
}

/* The one signal about the newest commit, or NULL. */
static const struct detour_signal *judge(const struct detour_deed *deeds, size_t count)
{
	struct detour_scene scene = *scene_judge(&history, history.count - 1);
	size_t found;

	scene.deeds = deeds;
	scene.deed_count = count;
	found = detour_signals_detect(&scene, DETOUR_FACT_ALL, signals);
	assert_true(found <= 1);
	return found ? &signals[0] : NULL;
}

static void make(const char *message)
{
	scene_add(&history, NULL, NOW - 3600, "Add the retry queue");
	scene_add(&history, NULL, NOW - 3000, "Tune it");
	scene_add(&history, NULL, NOW - 2400, "Log it");
	scene_add(&history, NULL, NOW, message);
}

static void dropped_commits_are_named(void **state)
{
	struct detour_deed deed;
	const struct detour_signal *signal;

	(void)state;
	make("Use Postgres");
	deed = drop(DETOUR_DEED_RESET, 3);
	signal = judge(&deed, 1);
	assert_non_null(signal);
	assert_int_equal(signal->kind, DETOUR_KIND_discard);
	assert_int_equal(signal->level, DETOUR_LEVEL_REMIND);
	assert_string_equal(signal->doing,
		"after dropping 3 commits: 0000001 \"Add the retry queue\" and 2 more");
	assert_string_equal(signal->does,
		"came after 3 commits were dropped: 0000001 \"Add the retry queue\" and 2 more");
	assert_string_equal(signal->detail, "by a reset, 20 minutes before");
	assert_string_equal(signal->title, "Retry queue dropped");
	assert_int_equal(signal->related_count, 3);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[0].oid));
}

static void one_commit_a_branch_a_rebase(void **state)
{
	struct detour_deed deed;
	const struct detour_signal *signal;

	(void)state;
	make("Use Postgres");
	deed = drop(DETOUR_DEED_BRANCH, 1);
	deed.name = "try\033redis";
	signal = judge(&deed, 1);
	assert_string_equal(
		signal->doing, "after dropping 1 commit: 0000001 \"Add the retry queue\"");
	assert_string_equal(
		signal->does, "came after 1 commit was dropped: 0000001 \"Add the retry queue\"");
	assert_string_equal(signal->detail, "with the branch try redis, 20 minutes before");
	deed = drop(DETOUR_DEED_ABORT, 1);
	deed.time = NOW - 1;
	assert_string_equal(judge(&deed, 1)->detail, "in an aborted rebase");
}

static void several_tries_are_one_story(void **state)
{
	struct detour_deed deeds[2];
	const struct detour_signal *signal;

	(void)state;
	make("Use Postgres");
	deeds[0] = drop(DETOUR_DEED_RESET, 1);
	deeds[1] = drop(DETOUR_DEED_RESET, 1);
	deeds[1].commits[0] = &history.commits[1];
	signal = judge(deeds, 2);
	assert_string_equal(
		signal->doing, "after dropping 2 commits: 0000002 \"Tune it\" and 1 more");
	assert_string_equal(signal->detail, "at 2 times, the last by a reset, 20 minutes before");
	assert_int_equal(signal->related_count, 2);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[1].oid));
}

static void a_storm_of_amends(void **state)
{
	struct detour_deed deed = {.kind = DETOUR_DEED_AMENDS, .time = NOW, .times = 7, .name = ""};
	const struct detour_signal *signal;

	(void)state;
	make("Use Postgres");
	signal = judge(&deed, 1);
	assert_int_equal(signal->kind, DETOUR_KIND_discard);
	assert_string_equal(signal->doing, "amending it 7 times");
	assert_string_equal(signal->does, "was amended 7 times");
	assert_string_equal(signal->detail, "within 2 hours");
}

static void a_rewritten_branch(void **state)
{
	struct detour_deed deed;
	const struct detour_signal *signal;

	(void)state;
	make("Use Postgres");
	deed = drop(DETOUR_DEED_REWRITTEN, 2);
	deed.name = "origin/main";
	signal = judge(&deed, 1);
	assert_int_equal(signal->kind, DETOUR_KIND_rewrite);
	assert_int_equal(signal->level, DETOUR_LEVEL_LIST);
	assert_string_equal(signal->does,
		"replaces 2 commits on origin/main: 0000001 \"Add the retry queue\" and 1 more");
	deed.shared = true;
	signal = judge(&deed, 1);
	assert_int_equal(signal->level, DETOUR_LEVEL_REMIND);
	assert_string_equal(signal->detail, "work of others is lost there");
}

static void a_bisection(void **state)
{
	struct detour_deed deed = {
		.kind = DETOUR_DEED_BISECT, .time = NOW - 600, .times = 5, .name = ""};
	const struct detour_signal *signal;

	(void)state;
	make("Mend the queue");
	signal = judge(&deed, 1);
	assert_int_equal(signal->kind, DETOUR_KIND_bisect);
	assert_int_equal(signal->level, DETOUR_LEVEL_LIST);
	assert_string_equal(signal->does, "came after a bisection of 5 steps");
	assert_string_equal(signal->detail, "10 minutes before");
}

static void conflicts(void **state)
{
	struct detour_deed deed = {.kind = DETOUR_DEED_CONFLICT, .time = NOW, .name = ""};
	const struct detour_signal *signal;

	(void)state;
	make("Merge topic\n\n# Conflicts:\n#\tqueue.c\n#\tworker.c\n");
	signal = judge(NULL, 0);
	assert_int_equal(signal->kind, DETOUR_KIND_conflict);
	assert_int_equal(signal->level, DETOUR_LEVEL_LIST);
	assert_string_equal(signal->does, "resolved conflicts in queue.c and 1 more");
	make("Merge topic\n\nConflicts:\n\tqueue.c");
	assert_string_equal(judge(NULL, 0)->doing, "resolving conflicts in queue.c");
	make("Package it\n\nConflicts:\nfoo\n");
	assert_null(judge(NULL, 0));
	make("Say Conflicts: often\n\nConflicts: foo\n\tbar\n");
	assert_null(judge(NULL, 0));
	assert_string_equal(judge(&deed, 1)->does, "ended a pick by hand");
}

static void nothing_without_a_deed(void **state)
{
	(void)state;
	make("Use Postgres");
	assert_null(judge(NULL, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dropped_commits_are_named),
		TEST(one_commit_a_branch_a_rebase),
		TEST(several_tries_are_one_story),
		TEST(a_storm_of_amends),
		TEST(a_rewritten_branch),
		TEST(a_bisection),
		TEST(conflicts),
		TEST(nothing_without_a_deed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
