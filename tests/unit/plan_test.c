/* The plan signal: what changes a plan, and what is only following it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"

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

static const char *judge(void)
{
	memset(&signal, 0, sizeof(signal));
	signal.rule = signal.doing = signal.detail = "";
	return detour_signal_plan(scene_judge(&history, history.count - 1), &signal) ? signal.rule
										     : "";
}

static struct detour_commit *start(const char *subject)
{
	history.count = 0;
	scene_add(&history, NULL, 0, "Start");
	return scene_add(&history, NULL, 1, subject);
}

/* The rule for a commit that changes the plan from one text to the other, and code. */
static const char *change(const char *before, const char *after)
{
	struct detour_commit *commit = start("Add the retry queue");

	scene_change(&history, commit, "docs/plans/queue.md", before, after);
	scene_path(&history, commit, "src/queue.c");
	return judge();
}

#define OLD                                                                                        \
	"# Queue\n\n## Phase 1\n\n- [ ] Use Redis for the queue\n- [x] Write the worker\n"         \
	"  1. [ ] Drain it at the end\n"

static void test_silent(void **state)
{
	(void)state;
	/* Checked off, with or without a note, and other marks for the same list. */
	assert_string_equal(change("- [ ] Use Redis\n", "- [x] Use Redis\n"), "");
	assert_string_equal(change("- [ ] Use Redis\n",
				    "* [X] Use Redis (2026-11-20, `a1b2c3d`) \xe2\x9c\x85\n"),
		"");
	assert_string_equal(change("- [ ] Use Redis\n", "- [x] ~~Use Redis~~\r\n"), "struck");
	assert_string_equal(change("- [ ] Use Redis\n", "- [x] Use **Redis** DONE (#12)\r\n"), "");
	/* What was done is told in other words. */
	assert_string_equal(change("# A\n- [ ] Test: a long message is cut\n",
				    "# A\n- [x] Truncation is checked by two tests\n"),
		"");
	/* In another order, in another section, under another number. */
	assert_string_equal(change("- [ ] One thing\n- [ ] Other thing\n",
				    "# Next\n- [ ] Other thing\n1. [ ] One thing\n"),
		"");
	/* A slip of the pen, a remark, another line length. */
	assert_string_equal(change("- [ ] Recieve the jobs\n", "- [ ] Receive the jobs\n"), "");
	assert_string_equal(change("- [ ] Use Redis\n", "- [ ] Use Redis, see the notes\n"), "");
	assert_string_equal(change("- [ ] Use Redis\n", "- [ ] Use Redis, which keeps all of the "
							"jobs over a restart of the machine\n"),
		"");
	assert_string_equal(
		change("- [ ] Use Redis for\n  the queue\n", "- [ ] Use Redis\n  for the queue\n"),
		"");
	/* A plan is made, or gets its first list; finished items leave. */
	assert_string_equal(change(NULL, OLD), "");
	assert_string_equal(change("# Queue\n", OLD), "");
	assert_string_equal(change(OLD, "## Phase 1\n- [ ] Use Redis for the queue\n"
					"- [ ] Drain it at the end\n"),
		"");
	assert_string_equal(change("- [ ] A b\n", "- [ ] A b\n```\n- [ ] In a fence\n```\n"), "");
}

static void test_struck(void **state)
{
	(void)state;
	assert_string_equal(change(OLD, "# Queue\n\n## Phase 1\n\n- [ ] ~~Use Redis for the "
					"queue~~\n- [x] Write the worker\n  1. [ ] Drain it at the "
					"end\n"),
		"struck");
	assert_string_equal(signal.doing, "changing the plan: struck \"Use Redis for the queue\"");
	assert_string_equal(signal.does, "changes the plan: struck \"Use Redis for the queue\"");
	assert_string_equal(signal.detail, "docs/plans/queue.md");
	assert_string_equal(signal.title, "Plan changed: Use Redis for the queue");
	assert_string_equal(signal.hint, "Why did \"Use Redis for the queue\" not hold?");
	assert_string_equal(
		change(OLD, "# Queue\n\n## Phase 1\n\n- [x] Write the worker\n"), "struck");
	assert_string_equal(signal.detail, "docs/plans/queue.md, 1 more item");
	assert_string_equal(change("- [ ] Use Redis\n", "- [-] Use Redis\n"), "struck");
	/* It was struck before. */
	assert_string_equal(change("- [ ] ~~Use Redis~~\n", "# A\n- [ ] ~~Use Redis~~\n"), "");
}

static void test_unchecked(void **state)
{
	(void)state;
	assert_string_equal(change("- [x] Write it\n", "- [ ] Write it\n"), "unchecked");
	assert_string_equal(signal.doing, "changing the plan: unchecked \"Write it\"");
}

static void test_reworded(void **state)
{
	(void)state;
	assert_string_equal(
		change("- [ ] Use Redis for the queue\n", "- [ ] Use Postgres for the queue\n"),
		"reworded");
	assert_string_equal(signal.doing, "changing the plan: reworded \"Use Redis for the queue\" "
					  "to \"Use Postgres for the queue\"");
	assert_string_equal(signal.hint, "Why did the plan (\"Use Redis for the queue\" to \"Use "
					 "Postgres for the queue\") not hold?");
}

static void test_added(void **state)
{
	(void)state;
	assert_string_equal(change(OLD, OLD "- [ ] Evict nothing under pressure\n"), "added");
	assert_string_equal(
		signal.doing, "changing the plan: added \"Evict nothing under pressure\"");
	assert_string_equal(change(OLD, OLD "+ [x] Evict nothing under pressure\n"), "added");
	assert_string_equal(change("- [ ] A\n", "- [ ] A\n- [ ] \xe9\x98\x9f\xe5\x88\x97\n"),
		"added"); /* a script without spaces */
}

static void test_revised(void **state)
{
	(void)state;
	assert_string_equal(change("## Decision\n\nRedis.\n",
				    "## Decision\n\nPostgres instead of Redis.\nIt keeps jobs.\n"
				    "It is there already.\n"),
		"revised");
	assert_string_equal(signal.doing, "changing the plan: revised \"Decision\"");
	assert_string_equal(
		change("## Decision\n\nRedis.\n", "## Decision\n\nPostgres instead of Redis.\n"),
		""); /* not much */
	assert_string_equal(change("## Status\n\nDraft.\n", "## Status\n\nA.\n\nB.\n\nC.\n"), "");
	assert_string_equal(change("## A\n\nRedis.\n",
				    "## A\n\nRedis.\n\n## Notes\n\nB instead of C.\nD.\nE.\n"),
		""); /* a new section */
}

static void test_which_commits(void **state)
{
	const char *before = "- [ ] Use Redis\n", *after = "- [ ] ~~Use Redis~~\n";
	static const char *const planning[] = {"docs/proposals/queue.md", "docs/plans/other.png",
		"docs/sessions/2026-11-20-queue.md", "go.sum", "CHANGELOG.md"};
	static const char *const plans[] = {"plan.md", "PLAN.md", "docs/plans/a.md",
		"docs/projects/a/b/plan.md", "docs/plan.md"};
	static const char *const none[] = {"docs/plans/README.md", "src/plan.md",
		"docs/plans/YYYY-MM-DD-TEMPLATE-plan.md", "docs/projects/a/test-plan.md"};
	struct detour_commit *commit;

	(void)state;
	for (size_t i = 0; i < sizeof(planning) / sizeof(*planning); i++) {
		commit = start("Plan");
		scene_change(&history, commit, "plan.md", before, after);
		scene_path(&history, commit, planning[i]);
		assert_string_equal(judge(), "");
	}
	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++) {
		commit = start("Add it");
		scene_path(&history, commit, "a.c");
		scene_change(&history, commit, plans[i], before, after);
		assert_string_equal(judge(), "struck");
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		commit = start("Add it");
		scene_path(&history, commit, "a.c");
		scene_change(&history, commit, none[i], before, after);
		assert_string_equal(judge(), "");
	}
	history.settings.plan_files = "notes/*.txt, TODO";
	commit = start("Add it");
	scene_path(&history, commit, "a.c");
	scene_change(&history, commit, "plan.md", before, after);
	assert_string_equal(judge(), "");
	scene_change(&history, commit, "notes/a.txt", before, after);
	assert_string_equal(judge(), "struck");
	commit->author_name = "renovate[bot]";
	assert_string_equal(judge(), "");
}

/* From one file to another, or into the archive, with something else changed. */
static void test_moved(void **state)
{
	struct detour_commit *commit = start("Add it");

	(void)state;
	scene_path(&history, commit, "a.c");
	scene_change(&history, commit, "docs/plans/a.md", OLD, NULL);
	scene_change(&history, commit, "docs/plans/archive/a.md", NULL, OLD);
	assert_string_equal(judge(), "");
	scene_change(
		&history, commit, "plan.md", "- [ ] Keep\n- [ ] Go elsewhere\n", "- [ ] Keep\n");
	assert_string_equal(judge(), "struck");
	scene_change(&history, commit, "docs/plans/b.md", NULL, "- [ ] Go elsewhere\n");
	assert_string_equal(judge(), "");
	/* A plan that goes as a whole is tidied away. */
	scene_change(&history, commit, "docs/plans/c.md", "- [ ] Never mind\n", NULL);
	assert_string_equal(judge(), "");
}

static void test_hostile(void **state)
{
	char many[12000] = "";

	(void)state;
	for (int i = 0; i < 1000; i++)
		strcat(many, "- [ ] a b\n");
	assert_string_equal(change(many, "- [ ] a b\n"), "struck");
	assert_string_equal(
		change("- [ ]\n-[ ] x\n- [\n1.\n", "- [ ] \n- []\n9999999999. [ ] a\n"), "");
	assert_string_equal(
		change("- [ ] A\n", "- [ ] A\n- [ ] Ring \x1b[31m the bell\n"), "added");
	assert_null(strchr(signal.doing, '\x1b'));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_silent), TEST(test_struck),
		TEST(test_unchecked), TEST(test_reworded), TEST(test_added), TEST(test_revised),
		TEST(test_which_commits), TEST(test_moved), TEST(test_hostile)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
