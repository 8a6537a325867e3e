/* What tools and houses write to declare a revert, and how the rules fare on labelled commits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "corpus.h"
#include "scene.h"

enum { NOW = 1700000000 };
#define A40 "aaaaaaa111111111111111111111111111111111"
#define B40 "bbbbbbb222222222222222222222222222222222"

static struct scene_history history;

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

/* The rule that sees a commit of this message, or "". */
static const char *rule_of(const char *message)
{
	struct detour_signal signal;

	memset(&signal, 0, sizeof(signal));
	signal.commit = scene_add(&history, NULL, NOW, message);
	return detour_signal_revert(scene_judge(&history, history.count - 1), &signal) ? signal.rule
										       : "";
}

static void test_forms(void **state)
{
	static const char *const cases[][2] = {{"T1b", "Revert \"x\"\n\nThis reverts commit " A40
						       ", reversing\nchanges made to " B40 ".\n"},
		{"T1b", "x: go back\n\nThis reverts commit 1a2b3c4d5e6f (\"x: go on\").\n"},
		{"T1b", "Drop x\n\nThis reverts merge request group/project!12\n"},
		{"T1b", "Drop x\n\nThis reverts commit rG1a2b3c4d5e6f.\n"},
		{"T1b", "Drop x\n\nThis reverts D12345.\n"},
		{"T1b", "Drop x\n\nThis reverts change I0123456789abcdef.\n"},
		{"T1b", "Drop x\n\nThis reverts commit r1757391.\n"},
		{"T1b", "Drop x\n\nThis reverts PR #12.\n"}, {"T2", "Revert rG1a2b3c4d5e6f \"x\""},
		{"T2", "Revert D12345: x"}, {"T1c", "Revert r1757391"},
		{"T1c", "Revert r1757391 and r1757392, they broke x"},
		{"T1s", "Revert^3 \"Add x\""}, {"T1s", "Reapply \"Add x\""},
		{"T1s", "Reapply \"Add x\"\n\nReason for revert: it was not to blame\n"},
		{"T1s", "Revert \"x\"\n\nReason for revert: crashes\n\nOriginal change's "
			"description:\n> Add x\n>\n> This reverts commit " A40 ".\n"},
		{"T1c", "Drop x\n\nRevert submission 12345-topic\n"},
		{"T1c", "Drop x\n\nRevert-of: 1a2b3c4d\n"},
		{"T1c", "Drop x\n\nThis is a reland of 1a2b3c4d5e6f\n"},
		{"T1c", "Drop x\n\nThis is a revert of 1a2b3c4d5e6f\n"},
		{"T2", "Backed out changeset 1a2b3c4d5e6f (bug 1234567) for bustage"},
		{"T2", "Backed out 3 changesets (bug 1234567) for causing failures CLOSED TREE"},
		{"T2", "Backout 1a2b3c4d5e6f"}, {"T2", "Bug 123 - Back out the new cache. r=me"},
		{"T2", "revert(queue): use a table"}, {"T2", "revert(queue)!: use a table"},
		{"T2", "revert!: use a table"},
		{"T2", "revert: let it be\n\nRefs: 676104e, a215868\n"},
		{"T2", "fix: revert the new queue"}, {"T2", "chore(deps): revert the update of x"},
		{"T1s", "fix(queue)!: revert \"use a table\""},
		{"T2", "Roll back the parser to version 2.5.1"},
		{"T2", "Rollback Go version to 1.25.0 in go.mod files"},
		{"T2", "Rollback parser requirements (#13)"}, {"T2", "Rollback old parser version"},
		{"T3", "src/queue.c revert unrelated changes"},
		{"", "Undo the budget decrement on a pending poll"},
		{"", "Roll back to the savepoint on error"},
		{"", "tsdb: do a full rollback upon a commit error"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *rule = rule_of(cases[i][1]);

		if (strcmp(rule, cases[i][0]) != 0)
			fail_msg("'%s' instead of '%s': %s", rule, cases[i][0], cases[i][1]);
	}
}

/* ---- the labelled corpus */

static bool is_seen(const struct detour_commit *commit, bool *asks)
{
	struct scene_history alone;
	struct detour_signal signal;
	bool seen;

	scene_init(&alone);
	alone.commits = detour_realloc(NULL, sizeof(*alone.commits));
	alone.commits[0] = *commit;
	alone.count = alone.capacity = 1;
	memset(&signal, 0, sizeof(signal));
	signal.commit = commit;
	seen = detour_signal_revert(scene_judge(&alone, 0), &signal);
	*asks = seen && signal.always_asks;
	scene_release(&alone);
	return seen;
}

static void test_corpus(void **state)
{
	size_t right = 0, missed = 0, wrong = 0, asked = 0, wrongly_asked = 0;
	struct corpus corpus;

	(void)state;
	if (!corpus_open(&corpus))
		skip();
	for (size_t i = 0; i < corpus.count; i++)
		for (size_t k = 0; k < corpus.commits[i].label_count; k++) {
			const struct corpus_label *label = &corpus.commits[i].labels[k];
			bool seen, asks;

			if (strncmp(label->kind, "revert:", 7) != 0 || label->label == 'U')
				continue;
			seen = is_seen(&corpus.commits[i].commit, &asks);
			right += seen && label->label == 'Y';
			missed += !seen && label->label == 'Y';
			wrong += seen && label->label == 'N';
			asked += asks && label->label == 'Y';
			wrongly_asked += asks && label->label == 'N';
		}
	corpus_release(&corpus);
	assert_true(right * 1000 >= (right + missed) * 995); /* recall */
	assert_true(right * 1000 >= (right + wrong) * 985);  /* precision, the body rule included */
	assert_true(asked * 1000 >= (asked + wrongly_asked) * 990);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_forms), TEST(test_corpus)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
