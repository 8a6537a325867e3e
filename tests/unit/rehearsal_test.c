/* The rules of the hooks, played over a past: what is asked, what waits, and how often. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rehearsal.h"
#include "scene.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR, COMMITS = 1400 };
#define MONDAY INT64_C(1700438400) /* Mon 2023-11-20 00:00 UTC */

/* Oldest first, as they are made; a walk gives them the other way round. */
static struct detour_commit commits[COMMITS];
static struct detour_change paths[COMMITS];
static char subjects[COMMITS][40];
static struct detour_signal signals[COMMITS * 2], ordered[COMMITS * 2];
static size_t commit_count, signal_count;
static struct detour_rehearsal rehearsal;

static int start(void **unused)
{
	(void)unused;
	memset(commits, 0, sizeof(commits));
	memset(signals, 0, sizeof(signals));
	commit_count = signal_count = 0;
	detour_rehearsal_init(&rehearsal);
	return 0;
}

static int finish(void **unused)
{
	(void)unused;
	detour_rehearsal_release(&rehearsal);
	return 0;
}

static struct detour_commit *make(int64_t time, const char *path)
{
	size_t i = commit_count++;
	struct detour_commit *commit = &commits[i];

	assert_true(i < COMMITS);
	commit->oid.id[0] = 1;
	memcpy(commit->oid.id + 1, &i, sizeof(i));
	snprintf(subjects[i], sizeof(subjects[i]), "Work %zu", i);
	commit->subject = subjects[i];
	commit->message = "";
	commit->author_name = "Ana";
	commit->author_email = "ana@example.com";
	commit->author_time = commit->commit_time = time;
	paths[i].path = path;
	commit->changes = &paths[i];
	commit->change_count = path ? 1 : 0;
	return commit;
}

/* A signal on the newest commit. */
static struct detour_signal *see(enum detour_kind kind, enum detour_level level)
{
	struct detour_signal *signal = &signals[signal_count++];

	signal->kind = kind;
	signal->level = level;
	signal->commit = &commits[commit_count - 1];
	signal->rule = signal->detail = "";
	signal->always_asks = kind == DETOUR_KIND_revert;
	return signal;
}

static void play(void)
{
	for (size_t i = commit_count; i-- > 0;)
		detour_rehearsal_see(&rehearsal, &commits[i], true);
	for (size_t i = 0; i < signal_count; i++) {
		ordered[i] = signals[signal_count - 1 - i];
		ordered[i].place = commit_count - 1 - (size_t)(ordered[i].commit - commits);
	}
	detour_rehearsal_play(&rehearsal, ordered, signal_count);
}

static void expect(size_t questions, size_t at_pushes)
{
	play();
	assert_int_equal(rehearsal.count, questions);
	assert_int_equal(rehearsal.at_pushes, at_pushes);
}

static void a_question_then_the_cool_down(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(MONDAY + 3 * HOUR, "b.c"); /* another detour, too soon */
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(MONDAY + 4 * HOUR, "c.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	expect(2, 1);
	assert_ptr_equal(rehearsal.questions[0].main->commit, &commits[2]); /* newest first */
	assert_int_equal(rehearsal.commits, 3);
	assert_int_equal(rehearsal.author_weeks, 1);
}

static void one_question_a_detour(void **unused)
{
	(void)unused;
	for (int i = 0; i < 6; i++) {
		make(MONDAY + i * 6 * HOUR, "a.c");
		see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	}
	expect(1, 0);
}

static void reverts_are_not_held_back(void **unused)
{
	(void)unused;
	for (int i = 0; i < 10; i++) {
		make(MONDAY + i * MINUTE, NULL);
		see(DETOUR_KIND_revert, DETOUR_LEVEL_ASK);
	}
	expect(10, 0);
}

static void two_kinds_that_remind_are_a_question(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND);
	make(MONDAY + HOUR, "a.c");
	make(MONDAY + 2 * HOUR, "a.c");
	see(DETOUR_KIND_plan, DETOUR_LEVEL_REMIND);
	expect(1, 0); /* what waited for the push was asked after all */
	assert_int_equal(rehearsal.questions[0].signals, 2);
	assert_int_equal(rehearsal.questions[0].time, MONDAY + 2 * HOUR);
}

static void a_lone_reminder_waits_for_the_push(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND);
	make(MONDAY + HOUR, "a.c");
	see(DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND); /* the same detour */
	make(MONDAY + 2 * HOUR, "b.c");
	see(DETOUR_KIND_churn, DETOUR_LEVEL_LIST); /* nobody is told */
	expect(0, 1);
}

/* What a hook does not look for at a commit asks nothing by itself. */
static void dear_facts_wait_for_the_push(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_rework, DETOUR_LEVEL_ASK);
	expect(0, 1);
}

static void a_story_ends_with_the_last_commits(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND);
	for (size_t i = 0; i < DETOUR_STORY_COMMITS; i++)
		make(MONDAY + HOUR, "b.c");
	make(MONDAY + 2 * HOUR, "a.c");
	see(DETOUR_KIND_plan, DETOUR_LEVEL_REMIND);
	expect(0, 2);
}

static void the_budget_is_per_author(void **unused)
{
	(void)unused;
	for (int i = 0; i < 8; i++) {
		make(MONDAY + i * DAY, NULL);
		see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	}
	for (int i = 0; i < 3; i++) {
		make(MONDAY + (10 + i) * DAY, NULL)->author_email =
			i % 2 ? "bo@example.com" : "Bo@example.com";
		see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	}
	expect(DETOUR_BUDGET + 3, 3);
	assert_int_equal(rehearsal.authors, 2);
	detour_rehearsal_release(&rehearsal);
	rehearsal.together = true;
	expect(DETOUR_BUDGET, 6);
	assert_int_equal(rehearsal.authors, 1);
}

static void the_budget_comes_back_with_a_hundred_commits(void **unused)
{
	(void)unused;
	for (int i = 0; i < 210; i++) {
		make(MONDAY + i * 5 * HOUR, NULL);
		if (i < 6 || i >= 104)
			see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	}
	/* 0 to 4; 104 to 108, for those left the last hundred; 204 to 208. */
	expect(3 * DETOUR_BUDGET, 1 + 95 + 1);
}

static void what_came_before_only_shapes(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(MONDAY + 2 * HOUR, "b.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(MONDAY + DAY, "c.c");
	rehearsal.since = MONDAY + HOUR;
	expect(0, 1);
	assert_int_equal(rehearsal.commits, 2);
	assert_int_equal(rehearsal.first, MONDAY + 2 * HOUR);
}

/* A rebase leaves commits in another order than they were made in; clocks show anything. */
static void time_is_the_authors(void **unused)
{
	(void)unused;
	make(MONDAY + 2 * DAY, "a.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(MONDAY, "b.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(INT64_MAX, "c.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(INT64_MIN, "d.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	expect(4, 0);
	assert_ptr_equal(rehearsal.questions[3].main->commit, &commits[3]);
	assert_ptr_equal(rehearsal.questions[2].main->commit, &commits[1]);
	assert_ptr_equal(rehearsal.questions[0].main->commit, &commits[2]);
}

static void a_welcome_is_no_duty_at_the_push(void **unused)
{
	(void)unused;
	make(MONDAY, "a.c");
	see(DETOUR_KIND_followup, DETOUR_LEVEL_ASK);
	make(MONDAY + HOUR, "b.c");
	see(DETOUR_KIND_gap, DETOUR_LEVEL_ASK)->rule = "away";
	expect(1, 0);
}

/* ---- a developer's quarter, seen by the signals themselves */

enum { DAYS = 65, A_DAY = 20, ALL = DAYS * A_DAY, REVERTS = 20, BLOCK = ALL / REVERTS };

struct quarter {
	struct scene_history history;
	size_t target[ALL], nth[ALL]; /* of fixups */
	uint64_t seed;
	size_t fixups, reverts;
};

static size_t dice(struct quarter *quarter, size_t sides)
{
	quarter->seed =
		quarter->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(quarter->seed >> 33) % sides;
}

/* Nine to six, with a lunch, and never on the minute. */
static int64_t clock_at(struct quarter *quarter, size_t i)
{
	int64_t day = (int64_t)(i / A_DAY), at = (int64_t)(i % A_DAY);

	return MONDAY + (day / 5 * 7 + day % 5) * DAY + 9 * HOUR + at * 24 * MINUTE +
	       (at > 9) * HOUR + (int64_t)dice(quarter, 20 * MINUTE);
}

static const char *write_message(struct quarter *quarter, size_t i, bool reverts, size_t target)
{
	struct scene_history *history = &quarter->history;
	struct detour_arena *arena = &history->arena;
	char hex[DETOUR_HEX_SIZE + 1];

	if (!reverts && target == i)
		return detour_arena_printf(arena, "Teach part %zu of the queue", i);
	detour_oid_hex(&history->commits[target].oid, hex);
	if (reverts)
		return detour_arena_printf(arena, "Revert \"%s\"\n\nThis reverts commit %s.\n",
			history->commits[target].subject, hex);
	return detour_arena_printf(arena, "fixup! %s", history->commits[target].subject);
}

/* In each stretch of 65 commits one takes back something of the days before (20 in all, 1.54 %),
 * and one in ten is a fixup of something made the same day. */
static void live(struct quarter *quarter)
{
	size_t revert = 0;

	for (size_t i = 0; i < ALL; i++) {
		size_t target = i;
		bool reverts;

		if (i % BLOCK == 0)
			revert = i + 40 + dice(quarter, BLOCK - 40);
		reverts = i == revert;
		if (reverts)
			target = i - 10 - dice(quarter, 30);
		else if (i % A_DAY > 1 && dice(quarter, 9) == 0)
			target = i - 1 - dice(quarter, i % A_DAY < 5 ? i % A_DAY : 5);
		quarter->target[i] = target;
		scene_path(&quarter->history,
			scene_add(&quarter->history, NULL, clock_at(quarter, i),
				write_message(quarter, i, reverts, target)),
			detour_arena_printf(
				&quarter->history.arena, "src/part%zu.c", dice(quarter, 16)));
		quarter->reverts += reverts;
		if (reverts || target == i) {
			quarter->target[i] = ALL;
			continue;
		}
		quarter->fixups++;
		while (quarter->target[target] != ALL) /* a fixup of a fixup */
			target = quarter->target[target];
		quarter->target[i] = target;
		for (size_t j = 0; j <= i; j++)
			quarter->nth[i] += quarter->target[j] == target;
	}
}

/* What each commit shows to all the signals there are. Returns how many that were. */
static size_t look(struct quarter *quarter, struct detour_signal *out)
{
	struct scene_history *history = &quarter->history;
	size_t count = 0;

	for (size_t i = ALL; i-- > 0;) {
		struct detour_scene scene = *scene_judge(history, i);
		struct detour_fold fold = {.nth = quarter->nth[i]};
		struct detour_signal found[DETOUR_KIND_COUNT];
		size_t kinds;

		if (quarter->target[i] != ALL) {
			fold.target = &history->commits[quarter->target[i]];
			scene.fold = &fold;
		}
		kinds = detour_signals_detect(&scene, DETOUR_FACT_ALL, found);
		assert_true(count + kinds <= COMMITS * 2);
		for (size_t j = 0; j < kinds; j++) {
			out[count] = found[j];
			out[count++].place = ALL - 1 - i;
		}
		detour_rehearsal_see(&rehearsal, &history->commits[i], true);
	}
	return count;
}

static size_t asked_about(enum detour_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < rehearsal.count; i++)
		count += rehearsal.questions[i].main->kind == kind;
	return count;
}

/* In these five histories no fixup is the third on its target, which would be a question more. */
static void a_quarter_asks_about_every_revert_and_nothing_else(void **unused)
{
	static const uint64_t seeds[] = {1, 7, 42, 1234, 99991};
	static struct quarter quarter;

	for (size_t i = 0; i < sizeof(seeds) / sizeof(*seeds); i++) {
		start(unused);
		memset(&quarter, 0, sizeof(quarter));
		quarter.seed = seeds[i];
		scene_init(&quarter.history);
		live(&quarter);
		detour_rehearsal_play(&rehearsal, ordered, look(&quarter, ordered));
		assert_int_equal(quarter.reverts, REVERTS);
		assert_true(quarter.fixups >= 100 && quarter.fixups <= 160);
		assert_int_equal(asked_about(DETOUR_KIND_revert), REVERTS);
		assert_int_equal(rehearsal.count, REVERTS);
		assert_true(rehearsal.at_pushes >= 1 && rehearsal.at_pushes <= quarter.fixups / 2);
		scene_release(&quarter.history);
		finish(unused);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(a_question_then_the_cool_down),
		TEST(one_question_a_detour), TEST(reverts_are_not_held_back),
		TEST(two_kinds_that_remind_are_a_question),
		TEST(a_lone_reminder_waits_for_the_push), TEST(dear_facts_wait_for_the_push),
		TEST(a_story_ends_with_the_last_commits), TEST(the_budget_is_per_author),
		TEST(the_budget_comes_back_with_a_hundred_commits),
		TEST(what_came_before_only_shapes), TEST(time_is_the_authors),
		TEST(a_welcome_is_no_duty_at_the_push),
		TEST(a_quarter_asks_about_every_revert_and_nothing_else)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
