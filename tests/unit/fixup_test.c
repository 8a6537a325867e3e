/* The fixup signal: what it says and at which level. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"
#include "signal/fixup.h"

enum { NOW = 1700000000, HOUR = 3600, DAY = 24 * HOUR };

static struct scene_history history;
static struct detour_fold fold;
static struct detour_signal signals[DETOUR_KIND_COUNT];

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	memset(&fold, 0, sizeof(fold));
	fold.nth = 1;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scene_release(&history);
	return 0;
}

/* The newest commit as a fixup of the i-th; the signal or NULL. */
static const struct detour_signal *judge(size_t target)
{
	struct detour_scene scene = *scene_judge(&history, history.count - 1);

	fold.target = target < history.count ? &history.commits[target] : NULL;
	scene.fold = &fold;
	return detour_signals_detect(&scene, DETOUR_FACT_ALL, signals) ? &signals[0] : NULL;
}

static void test_lone(void **state)
{
	const struct detour_signal *signal;

	(void)state;
	scene_add(&history, NULL, NOW, "feat(queue): Add the retry queue (#12)");
	scene_add(&history, NULL, NOW + HOUR, "fixup! feat(queue): Add the retry queue (#12)");
	signal = judge(0);
	assert_non_null(signal);
	assert_int_equal(signal->kind, DETOUR_KIND_fixup);
	assert_int_equal(signal->level, DETOUR_LEVEL_REMIND);
	assert_false(signal->always_asks);
	assert_int_equal(signal->related_count, 1);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[0].oid));
	assert_string_equal(signal->doing,
		"leaving a fixup! for your 0000001 \"feat(queue): Add the retry queue (#12)\"");
	assert_string_equal(signal->does,
		"is a fixup! for your 0000001 \"feat(queue): Add the retry queue (#12)\"");
	assert_string_equal(signal->detail, "");
	assert_string_equal(signal->title, "Retry queue fixed up");
}

static void test_levels(void **state)
{
	(void)state;
	scene_add(&history, NULL, NOW, "Add the retry queue");
	scene_add(&history, NULL, NOW + HOUR, "squash! Add the retry queue");
	fold.nth = 2;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_REMIND);
	fold.nth = 3;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_ASK);
	assert_string_equal(signals[0].detail, "the third on it");
	fold.nth = 4;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_REMIND);
	fold.target_pushed = true;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_ASK);
	assert_string_equal(signals[0].detail, "number 4 on it, already pushed");
	fold.nth = 1;
	fold.target_pushed = false;
	history.commits[1].author_time = NOW + 2 * DAY;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_ASK);
	assert_string_equal(signals[0].detail, "2 days old");
	history.settings.levels[DETOUR_KIND_fixup] = DETOUR_LEVEL_LIST;
	history.settings.level_is_set[DETOUR_KIND_fixup] = true;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_LIST);
	history.settings.levels[DETOUR_KIND_fixup] = DETOUR_LEVEL_OFF;
	assert_null(judge(0));
}

static void test_habit(void **state)
{
	(void)state;
	scene_add(&history, NULL, NOW, "Add the retry queue");
	for (int i = 1; i <= 100; i++)
		scene_add(&history, NULL, NOW + i, i % 20 ? "More" : "fixup! More");
	scene_add(&history, NULL, NOW + HOUR, "fixup! Add the retry queue");
	fold.nth = 3;
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_ASK); /* 5 of 100 are no habit yet */
	history.commits[99].subject = "amend! More";
	assert_int_equal(judge(0)->level, DETOUR_LEVEL_LIST);
}

static void test_lost_and_named(void **state)
{
	const struct detour_signal *signal;

	(void)state;
	scene_add(&history, NULL, NOW, "a");
	scene_add(&history, NULL, NOW, "fixup! a");
	scene_add(&history, NULL, NOW, "amend! no \x1b[31msuch thing");
	signal = judge(99);
	assert_int_equal(signal->related_count, 0);
	assert_int_equal(signal->level, DETOUR_LEVEL_REMIND);
	assert_null(strchr(signal->doing, '\x1b'));
	assert_non_null(strstr(signal->doing, "leaving an amend! that fits no commit here: \"no "));
	fold.named = &history.commits[1];
	signal = judge(0);
	assert_int_equal(signal->related_count, 2);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[0].oid));
	assert_true(detour_oid_equal(&signal->related[1], &history.commits[1].oid));
}

static void test_others(void **state)
{
	(void)state;
	scene_add(&history, NULL, NOW, "Add")->author_email = "ana@example.org";
	scene_add(&history, NULL, NOW, "fixup! Add");
	assert_string_equal(judge(0)->does, "is a fixup! for 0000001 \"Add\"");
	/* Without a fold, and for other subjects, nothing is seen. */
	assert_int_equal(
		detour_signals_detect(scene_judge(&history, 1), DETOUR_FACT_ALL, signals), 0);
	scene_add(&history, NULL, NOW, "fixup Add");
	assert_null(judge(0));
}

/* ---- the bare form */

static const struct detour_signal *judge_bare(void)
{
	size_t count = detour_signals_detect(
		scene_judge(&history, history.count - 1), DETOUR_FACT_ALL, signals);

	return count && signals[0].kind == DETOUR_KIND_fixup ? &signals[0] : NULL;
}

static void test_bare_words(void **state)
{
	static const char *const bare[] = {"fixup", "Fixup", "fixup the queue", "fixup: the queue",
		"queue: fixup", "[queue] fix-up for 1a2b3c4", "squash", "squash me", "squashme",
		"squash this into the queue", "(to squash) queue", "!fixup", "Fixup! Add x",
		"amend previous commit"};
	static const char *const others[] = {"fixup! Add x", "squash! Add x", "amend! Add x",
		"dts fixup", "Teach rebase about fixup", "fixup commits are folded",
		"fixup_queue: free it", "fixup.c: free it", "squash merges are plain",
		"Squash the warnings", "Amend the manual", "rebase: amend to a fixup", "prefixup",
		"fixup-builtins: retire the script"};

	(void)state;
	for (size_t i = 0; i < sizeof(bare) / sizeof(*bare); i++)
		if (!detour_fixup_is_bare(bare[i]))
			fail_msg("not bare: %s", bare[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (detour_fixup_is_bare(others[i]))
			fail_msg("bare: %s", others[i]);
}

static void test_bare(void **state)
{
	const struct detour_signal *signal;

	(void)state;
	scene_path(&history, scene_add(&history, NULL, NOW, "Add the retry queue"), "queue.c");
	scene_path(&history, scene_add(&history, NULL, NOW + 60, "Add the worker"), "worker.c");
	scene_path(&history, scene_add(&history, NULL, NOW + 3 * HOUR, "fixup queue"), "queue.c");
	signal = judge_bare();
	assert_non_null(signal);
	assert_int_equal(signal->level, DETOUR_LEVEL_REMIND);
	assert_string_equal(signal->rule, "bare");
	assert_int_equal(signal->related_count, 1);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[0].oid));
	assert_string_equal(
		signal->doing, "leaving a fixup for your 0000001 \"Add the retry queue\"");
	assert_string_equal(signal->does, "is a fixup for your 0000001 \"Add the retry queue\"");
	assert_string_equal(signal->detail, "3 hours old, 1 file");
	assert_string_equal(signal->title, "Retry queue fixed up");
	assert_string_equal(signal->hint, "What did 0000001 miss, and how did that show?");
	/* A day later nothing tells what it is for. */
	history.commits[2].author_time = NOW + 2 * DAY;
	signal = judge_bare();
	assert_non_null(signal);
	assert_int_equal(signal->related_count, 0);
	assert_string_equal(signal->does, "is a fixup: \"fixup queue\"");
	assert_string_equal(signal->detail, "1 file");
	history.commits[2].parent_count = 2;
	assert_null(judge_bare());
	history.commits[2].parent_count = 1;
	history.commits[2].author_name = "dependabot[bot]";
	assert_null(judge_bare());
}

static void test_bare_habit(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		scene_add(&history, NULL, NOW + i,
			i % 20   ? "More"
			: i % 40 ? "fixup! More"
				 : "fixup");
	scene_add(&history, NULL, NOW + HOUR, "fixup");
	assert_int_equal(judge_bare()->level, DETOUR_LEVEL_REMIND); /* 5 of 100 */
	history.commits[99].subject = "squash me";
	assert_int_equal(judge_bare()->level, DETOUR_LEVEL_LIST);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_lone), TEST(test_levels), TEST(test_habit),
		TEST(test_lost_and_named), TEST(test_others), TEST(test_bare_words),
		TEST(test_bare), TEST(test_bare_habit)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
