/* The followup signal: which words say that something is mended, and what must lie near. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "scene.h"
#include "signal/followup.h"

enum { NOW = 1700000000, MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR };
#define A40 "aaaaaaa111111111111111111111111111111111"

static struct scene_history history;
static struct detour_signal signals[DETOUR_KIND_COUNT];
static size_t paths_read;

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

static struct detour_commit *add(int64_t time, const char *message, const char *path)
{
	struct detour_commit *commit = scene_add(&history, NULL, time, message);

	scene_path(&history, commit, path);
	return commit;
}

static const struct detour_commit *counted_paths(void *data)
{
	struct scene_history *all = data;

	paths_read++;
	return &all->commits[all->judged];
}

static const struct detour_commit *counted_past_paths(void *data, size_t i)
{
	paths_read++;
	return history.scene.past(data, i);
}

/* The signal of the newest commit, or NULL. */
static const struct detour_signal *judge(void)
{
	struct detour_scene scene = *scene_judge(&history, history.count - 1);

	scene.paths = counted_paths;
	scene.past_paths = counted_past_paths;
	paths_read = 0;
	memset(&signals[0], 0, sizeof(signals[0]));
	signals[0].commit = scene.commit;
	return detour_signal_followup(&scene, &signals[0]) ? &signals[0] : NULL;
}

/* A commit on queue.c, some minutes after an own one on it. */
static const struct detour_signal *says(const char *message)
{
	history.count = 0;
	add(NOW, "Add the retry queue", "queue.c");
	add(NOW + 20 * MINUTE, message, "queue.c");
	return judge();
}

static void test_words(void **state)
{
	static const char *const cases[][2] = {{"OOPS", "Oops, forgot the header"},
		{"OOPS", "oops"}, {"OOPS", "queue: whoops"}, {"OOPS", "Argh, the wrong file"},
		{"OOPS", "doh! the header"}, {"OOPS", "Close the file, sorry"},
		{"OOPS", "chore: my bad"}, {"OOPS", "Fix an oops"}, {"OOPS", "Brown paper bag fix"},
		{"OOPS", "fix(queue): silly mistake"}, {"FORGOT", "Forgot the header"},
		{"FORGOT", "queue: forgot to close the file"}, {"FORGOT", "missed a spot"},
		{"FORGOT", "I missed the second caller"},
		{"FORGOT", "Restore an accidentally removed comment"},
		{"FORGOT", "Remove stray dbg!"}, {"FORGOT", "Remove debug output"},
		{"FORGOT", "stray debug"}, {"FORGOT", "Add the file left out by mistake"},
		{"FOLLOW", "Follow-up to the queue"}, {"FOLLOW", "queue: follow up on the review"},
		{"FOLLOW", "Fix the error of the previous commit"},
		{"FOLLOW", "Fix fallout from 12"}, {"FOLLOW", "the last change broke the build"},
		{"AGAIN", "Fix the queue again"}, {"AGAIN", "Close it, this time for real"},
		{"AGAIN", "Close the queue, take 2"}, {"AGAIN", "another attempt"},
		{"AGAIN", "try to fix the queue"}, {"REVIEW", "Address review comments"},
		{"REVIEW", "Apply suggestions from code review"}, {"REVIEW", "nits"},
		{"FIXB", "Fix typo"}, {"FIXB", "queue: fix the build"}, {"FIXB", "Fix clippy"},
		{"FIXB", "lint fixes"}, {"FIXB", "typo"}, {"FIXB", "Fix -Wshadow warnings"},
		{"FIXB", "Unbreak the tests"}, {"TRIV", "wip"}, {"TRIV", "chore: cleanup"},
		{"TRIV", "fix"}, {"TRIV", "minor fix"}, {"TRIV", "wip 2"},
		/* traps */
		{"", "Add the retry queue"}, {"", "Free the arg of ops"},
		{"", "queue: check the arg"}, {"", "doh.c: drop a return"},
		{"", "doh: support HTTP/3"}, {"", "Move to v12"}, {"", "dts fixup"},
		{"", "Fix #1671"}, {"", "fixes #984"}, {"", "Fix a kernel oops in the driver"},
		{"", "Warn users who forgot to log in"},
		{"", "Do not crash when a forgotten node is added"},
		{"", "Prevent accidental deletion by mistake"}, {"", "Add a forgot password page"},
		{"", "parse-options: simplify the argh handling"},
		{"", "test: do not rely on echo Oops"},
		{"", "Do not let it be committed by mistake"},
		{"", "Don't process the clients again"}, {"", "Log when it will be tried again"},
		{"", "Try to commit without forking"}, {"", "Sorry if this is slow"},
		{"", "Add missed error counting"}, {"", "Retry against another server"},
		{"", "Show the id of the previous commit"}, {"", "Add a review page"},
		{"", "Test the queue"}, {"", "Update the manual"},
		{"", "Use \"oops\" as the title"}, {"", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int number = detour_followup_find(cases[i][1], 0);
		const char *name = number < 0 ? "" : detour_followup_class(number)->name;

		if (strcmp(name, cases[i][0]) != 0)
			fail_msg("'%s' instead of '%s': %s", name, cases[i][0], cases[i][1]);
	}
}

static void test_sentences(void **state)
{
	const struct detour_signal *signal = says("Oops, forgot the header");

	(void)state;
	assert_non_null(signal);
	assert_int_equal(signal->level, DETOUR_LEVEL_ASK);
	assert_false(signal->always_asks);
	assert_string_equal(signal->rule, "OOPS");
	assert_int_equal(signal->related_count, 1);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[0].oid));
	assert_string_equal(signal->doing, "mending your 0000001 \"Add the retry queue\"");
	assert_string_equal(signal->does, "mends your 0000001 \"Add the retry queue\"");
	assert_string_equal(signal->detail, "20 minutes old, 1 file");
	assert_string_equal(signal->title, "Retry queue mended");
	assert_string_equal(signal->hint, "What went wrong in 0000001, and how did that show?");
	signal = says("Forgot the header");
	assert_string_equal(signal->hint, "What did 0000001 forget, and how did that show?");
}

/* The level of this message, with own work on the same path, on some of two paths, on none. */
static void check_levels(const char *message, int same, int some, int none)
{
	const struct detour_signal *signal = says(message);

	assert_int_equal(signal ? (int)signal->level : -1, same);
	scene_path(&history, &history.commits[1], "worker.c");
	signal = judge();
	assert_int_equal(signal ? (int)signal->level : -1, some);
	history.commits[0].author_time -= DAY;
	signal = judge();
	assert_int_equal(signal ? (int)signal->level : -1, none);
}

static void test_gates(void **state)
{
	(void)state;
	check_levels("Oops", DETOUR_LEVEL_ASK, DETOUR_LEVEL_ASK, DETOUR_LEVEL_LIST);
	check_levels("Forgot it", DETOUR_LEVEL_ASK, DETOUR_LEVEL_ASK, DETOUR_LEVEL_LIST);
	check_levels("Follow-up", DETOUR_LEVEL_ASK, DETOUR_LEVEL_ASK, DETOUR_LEVEL_LIST);
	check_levels("Address review comments", DETOUR_LEVEL_LIST, DETOUR_LEVEL_LIST, -1);
	check_levels("Fix it again", DETOUR_LEVEL_REMIND, -1, -1);
	check_levels("Fix typo", DETOUR_LEVEL_LIST, -1, -1);
	check_levels("wip", DETOUR_LEVEL_LIST, -1, -1);
	/* A class whose gate is shut leaves room for the next. */
	check_levels("Fix review comments again", DETOUR_LEVEL_REMIND, DETOUR_LEVEL_LIST, -1);
}

static void test_own_work(void **state)
{
	(void)state;
	says("Oops");
	history.commits[0].author_email = "ana@example.org";
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
	assert_int_equal(signals[0].related_count, 0);
	assert_string_equal(signals[0].doing, "mending earlier work (\"Oops\")");
	history.commits[0].author_email = "ME@example.org";
	assert_int_equal(judge()->level, DETOUR_LEVEL_ASK);
	history.commits[0].parent_count = 2;
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
	history.commits[0].parent_count = 1;
	history.commits[0].author_time = NOW + HOUR; /* after it: a wrong clock, or a rebase */
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
	/* The newest of several, and all of them together for the narrow gate. */
	history.count = 0;
	add(NOW, "Add the queue", "queue.c");
	add(NOW + 1, "Add the worker", "worker.c");
	add(NOW + 2, "Add the door", "door.c");
	scene_path(&history, add(NOW + 3, "Fix the tests", "queue.c"), "worker.c");
	assert_string_equal(judge()->rule, "FIXB");
	assert_true(detour_oid_equal(&signals[0].related[0], &history.commits[1].oid));
}

static void test_silence(void **state)
{
	(void)state;
	assert_null(says("fixup! Oops"));
	assert_null(says("squash! Oops"));
	assert_null(says("amend! Oops"));
	assert_null(says("fixup for the previous commit")); /* the other signal tells it */
	assert_null(says("Revert \"Oops\""));
	assert_null(says("Oops\n\nThis reverts commit " A40 ".\n"));
	assert_non_null(says("Oops"));
	history.commits[1].parent_count = 2;
	assert_null(judge());
	history.commits[1].parent_count = 1;
	history.commits[1].author_name = "renovate[bot]";
	assert_null(judge());
	history.commits[1].author_name = "Me";
	history.generated = "queue.c";
	assert_null(judge());
	history.generated = NULL;
	assert_non_null(judge());
	history.commits[1].change_count = 0;
	assert_null(judge());
	/* What tools write neither opens the gate nor shuts it. */
	history.count = 0;
	add(NOW, "Add x", "package-lock.json");
	scene_path(&history, add(NOW + 1, "Oops", "package-lock.json"), "queue.c");
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
	history.count = 0;
	add(NOW, "Add x", "queue.c");
	scene_path(&history, add(NOW + 1, "Fix typo", "package-lock.json"), "queue.c");
	assert_non_null(judge());
}

static const struct detour_signal *names(const char *message, int64_t age)
{
	history.count = 0;
	scene_add(&history, A40, NOW - age, "Add the retry queue");
	add(NOW, message, "worker.c");
	return judge();
}

static void test_named(void **state)
{
	(void)state;
	assert_non_null(
		names("Close the queue\n\nFixes: aaaaaaa1 (\"Add the retry queue\")\n", DAY));
	assert_int_equal(signals[0].level, DETOUR_LEVEL_ASK);
	assert_string_equal(signals[0].rule, "named");
	assert_int_equal(signals[0].related_count, 1);
	assert_true(detour_oid_equal(&signals[0].related[0], &history.commits[0].oid));
	assert_string_equal(signals[0].doing, "mending your aaaaaaa \"Add the retry queue\"");
	assert_string_equal(signals[0].detail, "1 day old, 1 file");
	assert_non_null(names("Close it\n\nFollow-up to aaaaaaa1\n", 7 * DAY));
	assert_non_null(names("Follow-up to aaaaaaa1: close it", DAY));
	assert_string_equal(signals[0].rule, "named");
	assert_non_null(names("queue: close it - aaaaaaa1 follow-up", DAY));
	assert_non_null(names("queue: follow-up for commit aaaaaaa1", DAY));
	assert_string_equal(signals[0].rule, "named");
	assert_non_null(names("Close it\n\nFixes commit " A40 ".\n", DAY));
	assert_non_null(names("Close it\n\nFixes: bbbbbbb2\nFixes: aaaaaaa1\n", DAY));
	assert_null(names("Close it\n\nFixes: aaaaaaa1\n", 8 * DAY));
	assert_null(names("Close it\n\nFixes: aaaaaaa1\n", -DAY));
	assert_null(names("Close it\n\nFixes: bbbbbbb2\n", DAY));
	assert_null(names("Close it\n\nFixes: #1671\n", DAY));
	assert_null(names("Close it\n\n> Fixes: aaaaaaa1\n", DAY));
	assert_null(names("Close it\n\nSee aaaaaaa1\n", DAY));
	names("Close it\n\nFixes: aaaaaaa1\n", DAY);
	history.commits[0].author_email = "ana@example.org";
	assert_null(judge());
}

/* The same commit on another branch is nothing that this one mends. */
static void test_twins(void **state)
{
	(void)state;
	says("Oops");
	history.commits[0].subject = "Oops";
	assert_int_equal(judge()->level, DETOUR_LEVEL_ASK);
	history.commits[0].author_time = history.commits[history.count - 1].author_time - 20;
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
}

/* Who names the commit before all the time tells nothing new with it. */
static void test_named_habit(void **state)
{
	char message[100], hex[DETOUR_HEX_SIZE + 1];

	(void)state;
	for (int i = 0; i < 8; i++) {
		const struct detour_commit *before = add(NOW + i * HOUR, "Add x", "queue.c");

		detour_oid_hex(&before->oid, hex);
		snprintf(message, sizeof(message), "Mend x\n\nFollow-up to %s\n", hex);
		add(NOW + i * HOUR + 60, message, "queue.c");
		assert_non_null(judge());
		assert_string_equal(signals[0].rule, "named");
		assert_int_equal(signals[0].level, i < 3 ? DETOUR_LEVEL_ASK : DETOUR_LEVEL_LIST);
	}
}

static void test_costs(void **state)
{
	(void)state;
	assert_null(says("Add a worker for the queue"));
	assert_int_equal(history.past_reads, 0);
	assert_int_equal(paths_read, 0);
	/* Paths of own commits of that day only: the judged one's (twice: for the gate and for the
	 * sentence), and one of these. */
	history.count = 0;
	add(NOW - 2 * DAY, "Add x", "queue.c");
	add(NOW, "Add y", "worker.c")->author_email = "ana@example.org";
	add(NOW, "Add z", "door.c");
	add(NOW + HOUR, "Oops", "queue.c");
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
	assert_int_equal(paths_read, 3);
	/* A long past is not walked through. */
	history.count = 0;
	for (int i = 0; i < 700; i++)
		add(NOW - 3 * DAY + i, "Add x", "queue.c");
	add(NOW, "Oops", "queue.c");
	judge();
	assert_true(history.past_reads < 20);
}

/* Bytes of all kinds, long lines: it ends, soon. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = {"oops ", "fix ", "previous ", ": ", "[", "]", "again",
		"forgot ", "the ", "Fixes: ", A40, "\n", "review ", "\xff", "remove ", "debug ",
		"accidentally ", "build ", "take 2", "(", "user ", "follow-up "};
	struct detour_buf message = DETOUR_BUF_INIT;
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 1000; round++) {
		size_t parts = round < 990 ? 12 : 3000;

		detour_buf_clear(&message);
		for (size_t i = 0; i < parts; i++) {
			random = random * 1664525U + 1013904223U;
			detour_buf_addstr(&message,
				pieces[(random >> 8) % (sizeof(pieces) / sizeof(*pieces))]);
		}
		says(message.ptr);
	}
	detour_buf_release(&message);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_words), TEST(test_sentences), TEST(test_gates),
		TEST(test_own_work), TEST(test_silence), TEST(test_named), TEST(test_named_habit),
		TEST(test_twins), TEST(test_costs), TEST(test_hostile)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
