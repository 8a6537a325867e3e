/* Sessions taken apart for their readers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/reading.h"

static struct detour_arena arena = DETOUR_ARENA_INIT;

static int forget(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static struct detour_reading read_text(const char *text)
{
	struct detour_reading reading;

	detour_reading_make(&reading, text, strlen(text), NULL, &arena);
	return reading;
}

static void lines_that_belong_together_are_one_passage(void **state)
{
	struct detour_reading reading =
		read_text("# T\n\n## What Happened\n\nOne paragraph\nover two "
			  "lines.\n\n- An item\n  goes on\n- Another\n");

	(void)state;
	assert_int_equal(reading.count, 3);
	assert_string_equal(reading.passages[0].text, "One paragraph over two lines.");
	assert_int_equal(reading.passages[0].line, 5);
	assert_int_equal(reading.passages[0].part, DETOUR_PART_HAPPENED);
	assert_string_equal(reading.passages[0].heading, "What Happened");
	assert_string_equal(reading.passages[1].text, "An item goes on");
	assert_int_equal(reading.passages[1].line, 8);
	assert_int_equal(reading.passages[2].line, 10);
}

static void what_nobody_wrote_is_no_passage(void **state)
{
	struct detour_reading reading = read_text(
		"---\ntitle: x\n---\n# T\n\n## Context\n\n- Branch: `x`\n"
		"- [`a1b2c3d`](https://x.org/c/a1b2c3d) Subject (2026-11-22 14:03 +0100)\n"
		"<!-- hint: why? -->\n\n```\ncode\n```\n\n## Changes Made\n\n- `a.c` (new)\n");

	(void)state;
	assert_int_equal(reading.count, 0);
}

static void labels_and_references_are_notes(void **state)
{
	struct detour_reading reading =
		read_text("**Date:** 2026-05-31 **Branch:** `feat/x`\n\nText: more of it\n\n"
			  "- [Plan](../plan.md) (if any)\n- [Plan](../plan.md) was wrong\n");

	(void)state;
	assert_int_equal(reading.count, 4);
	assert_true(reading.passages[0].is_note);
	assert_false(reading.passages[1].is_note);
	assert_true(reading.passages[2].is_note);
	assert_false(reading.passages[3].is_note);
}

static void a_label_ends_where_its_word_does(void **state)
{
	struct detour_reading reading =
		read_text("Updated : the cache\n\nUpdated  or not: no\n\nPlan\xe2\x80\x99s: no\n");

	(void)state;
	assert_int_equal(reading.count, 3);
	for (size_t i = 0; i < reading.count; i++)
		assert_false(reading.passages[i].is_note);
}

static void what_stands_below_the_last_rule_is_no_follow_up(void **state)
{
	struct detour_reading reading =
		read_text("## Follow-up\n\n- measure a half-\n  way case\n\n---\n\n**Related "
			  "Documents:**\n\n- Commit `63785d1` \xe2\x80\x94 the rewrite\n");

	(void)state;
	assert_int_equal(reading.count, 3);
	assert_string_equal(reading.passages[0].text, "measure a half-way case");
	assert_true(detour_passage_is_open(&reading.passages[0]));
	assert_false(detour_passage_is_open(&reading.passages[1]));
	assert_false(detour_passage_is_open(&reading.passages[2]));
}

static void a_reader_sees_no_marks(void **state)
{
	(void)state;
	assert_string_equal(detour_reading_plain(&arena, "**Bold** _it_ `a_b*c` snake_case_name"),
		"Bold it a_b*c snake_case_name");
	assert_string_equal(detour_reading_plain(&arena, "see [the `plan`](../plan.md), 2 * 3"),
		"see the plan, 2 * 3");
	assert_string_equal(detour_reading_plain(&arena, "\\*no\\* [open"), "*no* [open");
	assert_string_equal(detour_reading_plain(&arena, "~~gone~~ \x1b[31mred"), "gone  [31mred");
}

static void follow_ups_are_open_until_ticked(void **state)
{
	static const struct {
		const char *text;
		bool open;
	} cases[] = {{"- [ ] measure it\n", true}, {"- [x] measured\n", false},
		{"## Follow-up\n\n- measure it\n", true},
		{"## Open follow-ups\n\nMeasure it under load.\n", true},
		{"## Follow-up\n\n- None.\n", false},
		{"## Next steps\n\n- ~~measure it~~\n", false},
		{"## Follow-up\n\nIdeas for later:\n", false},
		{"## Context\n\n- measure it\n", false},
		{"## Follow-up\n\n- Continued in session 2: more\n", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct detour_reading reading = read_text(cases[i].text);

		assert_int_equal(reading.count, 1);
		if (detour_passage_is_open(&reading.passages[0]) != cases[i].open)
			fail_msg("%s", cases[i].text);
	}
}

static void dead_ends_and_deviations_are_told_by_their_words(void **state)
{
	static const struct {
		const char *text;
		bool dead_end, deviation;
	} cases[] = {{"Reverted to localStorage after that.", true, false},
		{"The first try did not work.", true, false},
		{"It doesn't hold under load.", true, false},
		{"Used Postgres instead of Redis.", false, true},
		{"The plan assumed one writer.", false, true},
		{"Added the queue and its tests.", false, false},
		{"The key was silently dropped there.", false, false},
		{"It now reverts an empty edit.", false, false},
		{"Works as planned.", false, false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct detour_reading reading = read_text(cases[i].text);

		if (detour_passage_is_dead_end(&reading.passages[0]) != cases[i].dead_end ||
			detour_passage_is_deviation(&reading.passages[0]) != cases[i].deviation)
			fail_msg("%s", cases[i].text);
	}
}

static void the_sentence_that_matters_is_whole(void **state)
{
	struct detour_reading reading =
		read_text("# T\n\n## Context\n\nAdding the retry queue, see plan.\n\n## What "
			  "Happened\n\nBuilt it "
			  "in v1.2 with the client. Redis evicts keys under pressure, so the queue "
			  "did not work. "
			  "Moved on.\n\n## Changes Made\n\n- `q.c`: reverted\n");
	struct detour_sentence key = detour_reading_key(&reading, &arena);

	(void)state;
	assert_string_equal(
		key.text, "Redis evicts keys under pressure, so the queue did not work.");
	assert_int_equal(key.passage->line, 9);
	reading = read_text(
		"## Notes\n\nFixed the layout (see .pill margin. So it stacks) at last.\n");
	key = detour_reading_key(&reading, &arena);
	assert_string_equal(key.text, "Fixed the layout (see .pill margin. So it stacks) at last.");
	reading = read_text("");
	key = detour_reading_key(&reading, &arena);
	assert_string_equal(key.text, "");
	assert_null(key.passage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(lines_that_belong_together_are_one_passage, forget),
		cmocka_unit_test_teardown(what_nobody_wrote_is_no_passage, forget),
		cmocka_unit_test_teardown(labels_and_references_are_notes, forget),
		cmocka_unit_test_teardown(a_label_ends_where_its_word_does, forget),
		cmocka_unit_test_teardown(what_stands_below_the_last_rule_is_no_follow_up, forget),
		cmocka_unit_test_teardown(a_reader_sees_no_marks, forget),
		cmocka_unit_test_teardown(follow_ups_are_open_until_ticked, forget),
		cmocka_unit_test_teardown(dead_ends_and_deviations_are_told_by_their_words, forget),
		cmocka_unit_test_teardown(the_sentence_that_matters_is_whole, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
