/* The revert signal: which messages declare one, which commits they mean, and how it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "scene.h"

enum { NOW = 1700000000, HOUR = 3600, DAY = 24 * HOUR };
#define A40 "aaaaaaa111111111111111111111111111111111"
#define B40 "bbbbbbb222222222222222222222222222222222"
#define C40 "ccccccc333333333333333333333333333333333"

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

/* The signal of the newest commit, or NULL. */
static const struct detour_signal *judge(void)
{
	size_t count = detour_signals_detect(
		scene_judge(&history, history.count - 1), DETOUR_FACT_ALL, signals);

	return count && signals[0].kind == DETOUR_KIND_revert ? &signals[0] : NULL;
}

static const struct detour_signal *says(const char *message)
{
	scene_add(&history, NULL, NOW, message);
	return judge();
}

static void check_rules(const char *const (*cases)[2], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct detour_signal *signal = says(cases[i][1]);

		if (strcmp(signal ? signal->rule : "", cases[i][0]) != 0)
			fail_msg("'%s' instead of '%s': %s", signal ? signal->rule : "",
				cases[i][0], cases[i][1]);
	}
}
#define CHECK_RULES(cases) check_rules(cases, sizeof(cases) / sizeof(*(cases)))

static void test_declared(void **state)
{
	static const char *const cases[][2] = {
		{"T1b", "Revert \"Add x\"\n\nThis reverts commit " A40 ".\n"},
		{"T1b", "Drop x\n\nThis partially reverts commit 1a2b3c4.\n"},
		{"T1b", "Drop x\r\n\r\nThis reverts commits 1a2b3c4 and\r\n5a6b7c8.\r\n"},
		{"T1b", "# *** SAY WHY WE ARE REVERTING ON THE TITLE LINE ***\n\n"
			"This reverts commit 1a2b3c4 (Add x, 2026-01-02).\n"},
		{"T1b", "fixup! Add x\n\nThis reverts commit 1a2b3c4.\n"},
		{"T1b", "Drop x\n\nThis reverts merge request !12\n"},
		{"T1b", "Drop x\n\nThis reverts CL 123456.\n"},
		{"T1b", "Drop x\n\nThis reverts r123456, it broke the bots.\n"},
		{"T1s", "Revert \"Add x\""}, {"T1s", "queue: revert \"Add x\" (#12)"},
		{"T1s", "Back out \"Add x\""}, {"T1s", "revert: \"feat: x\" (#12)"},
		{"T1s", "Revert \xe2\x80\x9c"
			"Add x\xe2\x80\x9d"},
		{"T1s", "Revert^2 \"Add x\""},
		{"T1s", "Merge pull request #2 from a/revert-1-x\n\nRevert \"Add x\"\n"},
		{"T1c", "Drop x\n\nReverts owner/repo#12\n"},
		{"T1c", "Drop x\n\nReverts #12\nCloses #13\n"},
		{"T1c", "Drop x\n\nThis is a partial revert of 1a2b3c4.\n"},
		{"T1c", "[x] y\n\nOriginal commit changeset: 1a2b3c4d5e6f\n"},
		{"T2", "Revert the queue"}, {"T2", "reverted."}, {"T2", "revert: feat: x"},
		{"T2", "[tag] queue: partially revert the retries"},
		{"T2", "Bug 12 - Backed out changeset 1a2b3c4d"},
		{"T2", "Fixed #12 -- Reverted the queue"}, {"T2", "fix: revert #12"},
		{"T2", "Revert of Add x (patchset #1 id:1 of https://example.org/1)"},
		{"T2", "Rollback r123"}, {"T2", "undo the last commit"},
		{"T2", "Undo accidental change"}, {"T2", "Reverts D123: x"},
		{"T2", "(revert the debug output)"}, {"T3", "Fix the queue by reverting 1a2b3c4"},
		{"T3", "Tidy up, revert the retries"}, {"T3", "Use x again (revert)"},
		{"T3", "last fix was reverted, it broke the build"},
		{"T4", "Use a list\n\nThis patch undoes a workaround for old systems.\n"},
		{"T4", "Use a list\n\nIt was right before, so this essentially reverts the "
		       "tree.\n"}};

	(void)state;
	CHECK_RULES(cases);
}

static void test_traps(void **state)
{
	static const char *const cases[][2] = {{"", "Add a revert command"},
		{"", "REVERTME: debug"}, {"", "Add a patch (to revert)"},
		{"", "Don't revert to the old value"}, {"", "Fix fallout from revert"},
		{"", "Pass it to finish_revert_migration()"}, {"", "revert.c: free the options"},
		{"", "Teach it to merge, revert and friends"},
		{"", "Validate structs in cherry-pick and revert"},
		{"", "Revert button is blue now"}, {"", "undo stack: fix a leak"},
		{"", "Undo and redo support"}, {"", "Roll back the transaction on error"},
		{"", "Let users undo a renamed command"}, {"", "Re-enable the test"},
		{"", "Reintroduce the dialog"}, {"", "Move it back out of the loop"},
		{"", "Reapply the settings when the theme changes"},
		{"", "RelNotes: x has been reverted"}, {"", "Try it, revert if it breaks"},
		{"", "Update docs for the -x/-y revert"},
		{"", "amend! Revert \"x\"\n\nRevert \"x\"\n\nThis reverts commit " A40 ".\n"},
		{"", "fixup! Revert \"x\""},
		{"", "Squashed 'lib/' changes from 1..2\n\nReverts #12\n"},
		{"", "Land x\n\n> This reverts commit " A40 ".\n"},
		{"", "Quote it\n\n    This reverts commit " A40 ".\n"},
		{"", "Add x (#12)\n\n* Revert \"y\"\n\nThis reverts commit " A40 ".\n\n* fix\n"},
		{"", "Add x (#12)\n\n* one\n\nwhy\n\n* two\n\nThis reverts commit " A40 ".\n"},
		{"", "Add x\n\nSquashed commit of the following:\n\ncommit " A40
		     "\n\nThis reverts commit " B40 ".\n"},
		{"", "Merge branch 'maint'\n\n* maint:\n  this patch reverts part of the queue\n"},
		{"", "Keep y\n\nIt was lost in 1a2b3c4 (Revert \"Add y\", 2026-01-02).\n"},
		{"", ""}, {"", "\n"}};

	(void)state;
	CHECK_RULES(cases);
	/* A point that somebody makes is no list of commits. */
	assert_non_null(says("Drop x\n\n* it is slow\n\nThis reverts commit 1a2b3c4.\n"));
}

static void test_component(void **state)
{
	struct detour_commit *commit = scene_add(&history, NULL, NOW, "revert: use a table");

	(void)state;
	assert_non_null(judge());
	scene_path(&history, commit, "src/revertible.c");
	assert_non_null(judge());
	scene_path(&history, commit, "builtin/revert.c");
	assert_null(judge());
	commit = scene_add(&history, NULL, NOW, "revert: feat(x): use a table");
	scene_path(&history, commit, "builtin/revert.c");
	assert_non_null(judge()); /* no component has a subject of its own */
	commit = scene_add(&history, NULL, NOW, "Revert the table");
	scene_path(&history, commit, "builtin/revert.c");
	assert_non_null(judge());
}

static void test_reapply(void **state)
{
	static const struct {
		bool reapply;
		const char *message;
	} cases[] = {{true, "Reapply \"Add x\""}, {true, "Reland: Add x"}, {true, "[reland] Add x"},
		{true, "Revert \"Revert \"Add x\"\""}, {true, "Revert^2 \"Add x\""},
		{false, "Revert^3 \"Add x\""}, {true, "unrevert the queue"},
		{true, "Recommit r1234"}, {true, "Re-apply rebased #12"},
		{true, "Add x\n\nThis is a reland of 1a2b3c4.\n"},
		{false, "Revert \"Reapply \"Add x\"\""},
		{false, "Revert \"Revert \"Revert \"Add x\"\"\""},
		{false, "revert: revert the lock file"}, {true, "Reintroduce commit 1a2b3c4"},
		{false, "Revert \"Undo the change\""}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct detour_signal *signal = says(cases[i].message);

		assert_non_null(signal);
		if (!strncmp(signal->doing, "reapplying", 10) != cases[i].reapply)
			fail_msg("%s: %s", cases[i].message, signal->doing);
	}
}

/* ---- targets */

/* The related commits as the letters of A40, B40, C40; '?' for others. */
static const char *targets(const char *message)
{
	static char out[DETOUR_RELATED_LIMIT + 1];
	const struct detour_signal *signal = says(message);
	size_t count = signal ? signal->related_count : 0;

	for (size_t i = 0; i < count; i++) {
		unsigned char first = signal->related[i].id[0];

		out[i] = first == 0xaa ? 'a' : first == 0xbb ? 'b' : first == 0xcc ? 'c' : '?';
	}
	out[count] = '\0';
	return out;
}

static void test_ids(void **state)
{
	(void)state;
	scene_add(&history, A40, NOW, "Add a");
	scene_add(&history, B40, NOW, "Add b");
	scene_add(&history, C40, NOW, "Add c");
	assert_string_equal(targets("Drop\n\nThis reverts commit " B40 ".\n"), "b");
	assert_string_equal(
		targets("Drop\n\nThis reverts commits " A40 ", " B40 " and\n" C40 ".\n"), "abc");
	assert_string_equal(
		targets("Drop\n\nThis reverts commit " B40 ".\nThis reverts commit " A40 ".\n"),
		"ba");
	assert_string_equal(
		targets("Drop\n\nThis reverts commit bbbbbbb2 (\"Add b\") because of\nccccccc3.\n"),
		"b");
	assert_string_equal(targets("Revert\n\nThis reverts the following commits:\n\n  aaaaaaa1 "
				    "Add a\n  ccccccc3 Add c\n"),
		"ac");
	assert_string_equal(targets("Revert\n\nThis reverts commit " B40
				    ", reversing\nchanges made to " A40 ".\n"),
		"b");
	assert_string_equal(targets("Revert ccccccc3, aaaaaaa1 and bbbbbbb2"), "cab");
	assert_string_equal(targets("Revert the breakage introduced by ccccccc3"), "c");
	assert_string_equal(targets("Revert to bbbbbbb2"), "");
	assert_string_equal(targets("fix: x by reverting bbbbbbb2, fix ccccccc3"), "b");
	assert_string_equal(
		targets("Drop\n\nThis reverts https://example.org/o/r/commit/bbbbbbb2.\n"), "b");
	assert_string_equal(targets("revert: the table\n\nRefs: aaaaaaa1, bbbbbbb2\n"), "ab");
	assert_string_equal(
		targets("Revert x (#3)\n\n* Revert x\n\nThis reverts commit " C40 ".\n"), "c");
}

static void test_absent_ids(void **state)
{
	(void)state;
	scene_add(&history, A40, NOW, "Add a");
	assert_string_equal(targets("Revert \"Add a\"\n\nThis reverts commit " B40 ".\n"), "ab");
	assert_string_equal(targets("Revert \"Add z\"\n\nThis reverts commit " B40 ".\n"), "b");
	assert_string_equal(signals[0].doing, "reverting bbbbbbb, which is not here");
	assert_string_equal(targets("Revert \"Add z\"\n\nThis reverts commit bbbbbbb2.\n"), "");
	assert_string_equal(signals[0].doing, "reverting earlier work (\"Revert \"Add z\"\")");
	/* Never itself. */
	scene_add(&history, C40, NOW, "Revert\n\nThis reverts commit " C40 ".\n");
	assert_int_equal(judge()->related_count, 0);
}

static void test_subjects(void **state)
{
	(void)state;
	scene_add(&history, B40, NOW, "feat(queue): Add the \"retry\" queue");
	scene_add(&history, C40, NOW, "Add the retry queue");
	scene_add(&history, A40, NOW, "Add the retry queue (#12)");
	assert_string_equal(targets("Revert \"Add the retry queue\""), "a"); /* the newest */
	assert_string_equal(targets("Revert \"Add the retry queue (#12)\" (#13)"), "a");
	assert_string_equal(targets("Revert \"feat(queue): Add the \"retry\" queue\""), "b");
	assert_string_equal(targets("revert: feat(queue): Add the \"retry\" queue (#14)"), "b");
	assert_string_equal(targets("Revert \"feat(queue): Add the \xe2\x80\xa6\" (#15)"), "b");
	assert_string_equal(targets("Revert \"feat(queue): Add the \"ret"), "b");
	assert_string_equal(targets("Revert \"Add\""), "");
	assert_string_equal(targets("Revert of Add the retry queue. (patchset #1 id:1)"), "a");
}

static void test_nested_subjects(void **state)
{
	(void)state;
	scene_add(&history, A40, NOW, "Add x");
	scene_add(&history, B40, NOW, "Revert \"Add x\" (#12)");
	scene_add(&history, C40, NOW, "Unrelated");
	assert_string_equal(targets("Reapply \"Add x\""), "b");
	assert_string_equal(signals[0].doing,
		"reapplying what your bbbbbbb \"Revert \"Add x\" (#12)\" took back");
	assert_string_equal(targets("Revert \"Revert \"Add x\"\""), "b");
	assert_string_equal(targets("Reland Add x"), "b");
	assert_string_equal(targets("Revert \"Add x\""), "a");
}

static void test_forges(void **state)
{
	(void)state;
	scene_add(&history, A40, NOW, "Merge pull request #12 from a/b\n\nAdd x");
	scene_add(&history, B40, NOW,
		"Add y (#123)\n\nChange-Id: I0123456789abcdef\n"
		"Reviewed-on: https://example.org/c/tools/+/158999\n");
	scene_add(&history, C40, NOW,
		"Add z\n\nDifferential Revision: https://example.org/D77\n\n"
		"git-svn-id: https://example.org/trunk@1757391 uuid\n");
	assert_string_equal(targets("Drop\n\nReverts owner/repo#12\n"), "a");
	assert_string_equal(targets("fix: revert #123 (#124)"), "b");
	assert_string_equal(targets("Drop\n\nThis reverts change I0123456.\n"), "b");
	assert_string_equal(targets("Drop\n\nThis reverts CL 158999, it broke x.\n"), "b");
	assert_string_equal(targets("Revert D77"), "c");
	assert_string_equal(targets("Revert D7"), "");
	assert_string_equal(targets("Revert r1757391, sorry"), "c");
	assert_string_equal(targets("Revert 1757391"), "c");
	assert_string_equal(targets("Revert r757391"), "");
	history.commits[0].subject = "Bug 1234 - Add x";
	assert_string_equal(
		targets("Backed out changeset 0f0f0f0f0f0f (bug 1234) for bustage"), "a");
}

static void test_window(void **state)
{
	(void)state;
	scene_add(&history, A40, NOW, "Add x");
	for (size_t i = 1; i < DETOUR_PAST_LIMIT; i++)
		scene_add(&history, NULL, NOW, "More");
	assert_string_equal(targets("Revert \"Add x\""), "a");
	assert_string_equal(targets("Revert \"Add x\""), "");
}

/* ---- what is told */

static void test_sentences(void **state)
{
	const struct detour_signal *signal;
	struct detour_commit *commit;

	(void)state;
	scene_add(&history, A40, NOW - 2 * DAY, "feat(queue): Add the retry queue");
	commit = scene_add(&history, NULL, NOW, "Revert x\n\nThis reverts commit " A40 ".\n");
	for (int i = 0; i < 3; i++)
		scene_path(&history, commit, "a");
	signal = judge();
	assert_string_equal(
		signal->doing, "reverting your aaaaaaa \"feat(queue): Add the retry queue\"");
	assert_string_equal(
		signal->does, "reverts your aaaaaaa \"feat(queue): Add the retry queue\"");
	assert_string_equal(signal->detail, "2 days old, 3 files");
	assert_string_equal(signal->title, "Retry queue reverted");
	assert_string_equal(
		signal->hint, "What did you expect of aaaaaaa? What showed that it does not hold?");
	assert_string_equal(detour_signal_evidence(&history.arena, signal),
		"reverting your aaaaaaa \"feat(queue): Add the retry queue\" (2 days old, 3 "
		"files)");
	assert_int_equal(signal->level, DETOUR_LEVEL_ASK);
	assert_true(signal->always_asks);
	history.commits[0].author_email = "ana@example.org";
	history.commits[0].author_time = NOW + DAY;
	history.commits[0].subject =
		"\x1b[31mAdd\n\xff the retry queue and some words that do not fit into a line";
	signal = judge();
	assert_string_equal(signal->detail, "3 files");
	assert_string_equal(signal->does,
		"reverts aaaaaaa \" [31mAdd \xef\xbf\xbd the retry queue and some "
		"words that do not fit i\xe2\x80\xa6\"");
}

static void test_partial_and_more(void **state)
{
	(void)state;
	scene_add(&history, A40, NOW - DAY, "Add a");
	scene_add(&history, B40, NOW - DAY, "Add b");
	says("Drop\n\nThis partially reverts commit " A40 ".\n");
	assert_string_equal(signals[0].does, "reverts part of your aaaaaaa \"Add a\"");
	says("Drop\n\nThis reverts commits " A40 " and " B40 ".\n");
	assert_string_equal(signals[0].does, "reverts your aaaaaaa \"Add a\" and 1 more");
}

static void test_levels(void **state)
{
	static const char body[] = "Use a list\n\nThis patch undoes a workaround.\n";

	(void)state;
	assert_int_equal(says(body)->level, DETOUR_LEVEL_LIST);
	assert_false(signals[0].always_asks);
	/* What a merge brings along has asked already. */
	scene_add(&history, NULL, NOW, "Merge pull request #2 from a/b\n\nRevert \"x\"\n")
		->parent_count = 2;
	assert_int_equal(judge()->level, DETOUR_LEVEL_LIST);
	assert_false(signals[0].always_asks);
	assert_null(says("Merge pull request #2 from a/revert\n\nrevert: use a table\n"));
	history.settings.levels[DETOUR_KIND_revert] = DETOUR_LEVEL_REMIND;
	history.settings.level_is_set[DETOUR_KIND_revert] = true;
	/* What a rule plays down stays down; what it says aloud is as loud as is chosen. */
	assert_int_equal(says(body)->level, DETOUR_LEVEL_LIST);
	assert_int_equal(says("Revert \"x\"")->level, DETOUR_LEVEL_REMIND);
	history.settings.levels[DETOUR_KIND_revert] = DETOUR_LEVEL_OFF;
	assert_null(says("Revert \"x\""));
}

static void test_topics(void **state)
{
	static const char *const cases[][2] = {{"Add the retry queue", "Retry queue"},
		{"feat(queue)!: introduce a retry queue (#12)", "Retry queue"},
		{"[queue] Fix retry_queue() on Windows.", "retry_queue() on Windows"},
		{"Revert \"Use Postgres\"", "Postgres"},
		{"Remove the cache", "\"Remove the cache\""}, {"fixup! fixup! Add x", "X"},
		{"queue", "Queue"}, {"", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(detour_signal_topic(&history.arena, cases[i][0]), cases[i][1]);
}

/* Bytes of all kinds, long lines, many names: it ends, soon, and reads nothing beyond. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = {"Revert \"", "\"", "This reverts commit ", A40, "\n",
		"\n\n", "* ", "> ", "r123, ", " and ", "(", "Revert^2 ", "back out ", "\xff",
		"\xe2\x80", "#12 ", "undo ", ": ", "Reapply ", "bug 1234 ", "reverted to ", "D123",
		"\xe2\x80\xa6", "[", "Refs: ", "commit " A40 "\n"};
	struct detour_buf message = DETOUR_BUF_INIT;
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t parts = round < 1990 ? 12 : 3000;

		detour_buf_clear(&message);
		for (size_t i = 0; i < parts; i++) {
			random = random * 1664525U + 1013904223U;
			detour_buf_addstr(&message,
				pieces[(random >> 8) % (sizeof(pieces) / sizeof(*pieces))]);
		}
		history.count = 0;
		scene_add(&history, A40, NOW, "Add x");
		says(message.ptr);
	}
	detour_buf_release(&message);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_declared), TEST(test_traps),
		TEST(test_component), TEST(test_reapply), TEST(test_ids), TEST(test_absent_ids),
		TEST(test_subjects), TEST(test_nested_subjects), TEST(test_forges),
		TEST(test_window), TEST(test_sentences), TEST(test_partial_and_more),
		TEST(test_levels), TEST(test_topics), TEST(test_hostile)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
