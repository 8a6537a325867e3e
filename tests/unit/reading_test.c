/* Sessions taken apart for their readers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* A line may be a megabyte of what begins links and code and ends none. */
static void what_only_begins_costs_no_more_than_its_length(void **state)
{
	static const char *const beginnings[] = {"[", "[[x](", "![", "`", "` ``", "[\\"};
	enum { LENGTH = 400000, PATIENCE = 15 };
	char *line = detour_realloc(NULL, LENGTH + 1);

	(void)state;
	alarm(PATIENCE); /* by its square it would take hours */
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++) {
		size_t size = strlen(beginnings[i]);

		for (size_t at = 0; at < LENGTH; at++)
			line[at] = beginnings[i][at % size];
		line[LENGTH] = '\0';
		assert_true(strlen(detour_reading_plain(&arena, line)) > LENGTH / 4);
	}
	alarm(0);
	free(line);
	assert_string_equal(
		detour_reading_plain(&arena, "``` a `b` [c [d]](e) ["), "``` a b c [d] [");
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
		{"Tests cover an empty edit, both verified silently dropped.", false, false},
		{"The shared folder dropped. It fails validation.", true, false},
		{"Three dead ends before that.", true, false},
		{"Dead end: the queue in Redis.", true, false},
		{"The list is a dead end.", true, false},
		{"Is the dead end legible at three items?", false, false},
		{"A wall fails a scenario / dead-ends / corrupts data.", false, false},
		{"The loop closes, no unread dead-end.", false, false},
		{"If you promote any to a blocker, say why.", false, false},
		{"A ranked list or a blocker list.", false, false},
		{"Mermaid was the blocker there.", true, false},
		{"Each test failed under its mutant, which was then reverted.", false, false},
		{"It would fail if the left anchor were dropped.", false, false},
		{"Prevents reverting locked forms.", false, false},
		{"Locked forms: cannot be reverted.", false, false},
		{"On an error the write is rolled back.", false, false},
		{"We rolled it back after an hour.", true, false},
		{"The cache was reverted.", true, false},
		{"The old flag must be reverted.", false, false},
		{"The filter shows open ones (resolved/abandoned never appear).", false, false},
		{"The test pins the overturned order.", false, false},
		{"A later test overturned the finding.", true, false},
		{"What was reverted:", false, false},
		{"Der Ansatz war eine Sackgasse.", true, false},
		{"Die Idee wurde verworfen.", true, false},
		{"Was nicht funktioniert", false, false},
		{"Jetzt stattdessen mit Postgres.", false, true},
		/* a blind alley was it; gave it up; works well now */
		{"\xe3\x81\x93\xe3\x82\x8c\xe3\x81\xaf\xe8\xa1\x8c\xe3\x81\x8d\xe6\xad\xa2\xe3"
		 "\x81\xbe\xe3\x82\x8a\xe3\x81\xa0\xe3\x81\xa3\xe3\x81\x9f\xe3\x80\x82",
			true, false},
		{"Redis\xe3\x81\xaf\xe6\x96\xad\xe5\xbf\xb5\xe3\x81\x97\xe3\x81\x9f\xe3\x80\x82",
			true, false},
		{"\xe3\x81\x86\xe3\x81\xbe\xe3\x81\x8f\xe5\x8b\x95\xe3\x81\x84\xe3\x81\x9f\xe3"
		 "\x80\x82",
			false, false},
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

static void a_table_is_no_sentence(void **state)
{
	struct detour_reading reading = read_text(
		"## Assumptions\n\n| What | Sure |\n|---|---|\n| Did not work | High |\n\nText.\n");

	(void)state;
	assert_int_equal(reading.count, 3);
	assert_true(reading.passages[1].is_row);
	assert_false(detour_passage_is_dead_end(&reading.passages[1]));
	assert_false(reading.passages[2].is_row);
	assert_string_equal(detour_reading_key(&reading, &arena).text, "Text.");
}

static void lines_with_labels_stand_alone(void **state)
{
	struct detour_reading reading = read_text(
		"# Titel\n\n**Datum:** 2. Dezember 2025\n**Dauer**: zwei Tage\n"
		"**Ausgang:** die Idee wurde verworfen\n\nText mit\n**Nachdruck:** bleibt "
		"ganz.\n\n## Teil\n\n**Merit:** holds\n");

	(void)state;
	assert_int_equal(reading.count, 5);
	assert_string_equal(reading.passages[0].text, "Datum: 2. Dezember 2025");
	assert_true(reading.passages[0].is_note);
	assert_true(reading.passages[1].is_note);
	assert_false(reading.passages[2].is_note);
	assert_string_equal(reading.passages[3].text, "Text mit Nachdruck: bleibt ganz.");
	assert_false(reading.passages[4].is_note);
}

static void what_a_line_break_tore_is_joined(void **state)
{
	struct detour_reading reading = read_text(
		"- set `margin\n  - bottom` there\n- so it stacks (see the\n  - 2 rule) at "
		"last\n- a smile (really\n- another\n");

	(void)state;
	assert_int_equal(reading.count, 4);
	assert_string_equal(reading.passages[0].text, "set margin - bottom there");
	assert_string_equal(reading.passages[1].text, "so it stacks (see the - 2 rule) at last");
	assert_string_equal(reading.passages[2].text, "a smile (really");
	reading = read_text("Fixed the layout (`flex`\n\n- `margin`) so it stacks.\n\n- An item\n");
	assert_int_equal(reading.count, 2);
	assert_string_equal(
		reading.passages[0].text, "Fixed the layout (flex - margin) so it stacks.");
	assert_int_equal(reading.passages[0].line, 1);
}

static void open_lines(const struct detour_reading *reading, size_t *lines, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < reading->count && count < room; i++)
		if (detour_passage_is_open(&reading->passages[i]))
			lines[count++] = reading->passages[i].line;
	while (count < room)
		lines[count++] = 0;
}

static void details_are_no_follow_ups_of_their_own(void **state)
{
	struct detour_reading reading = read_text(
		"## Next Steps\n\n1. **Phase 1** (week 1)\n   - write the token\n2. Tests:\n"
		"   - unit\n3. ~~Verify it~~\n   - found it constant\n4. Which oracle do we take "
		"for the price? Options:\n   - the first\n\nThe rerun has to show:\n\n- four "
		"turns;\n- no loose end.\n\n### Done\n\n- the review\n- [ ] a box\n");
	size_t lines[6];

	(void)state;
	open_lines(&reading, lines, 6);
	assert_int_equal(lines[0], 3);
	assert_int_equal(lines[1], 6);
	assert_int_equal(lines[2], 9);
	assert_int_equal(lines[3], 12);
	assert_int_equal(lines[4], 20);
	assert_int_equal(lines[5], 0);
}

static void a_line_of_the_template_still_leads_to_references(void **state)
{
	static const char templ_text[] = "# T\n\n## Follow-up\n\n---\n\n**Related Documents:**\n";
	static const char text[] = "# T\n\n## Follow-up\n\n- measure\n\n---\n\n**Related "
				   "Documents:**\n\n- [Plan](p.md) \xc2\xb7 [Idea](i.md)\n";
	struct detour_reading reading;
	struct detour_template templ;

	(void)state;
	detour_template_init(&templ, templ_text, strlen(templ_text), &arena);
	detour_reading_make(&reading, text, strlen(text), &templ, &arena);
	assert_int_equal(reading.count, 2);
	assert_true(detour_passage_is_open(&reading.passages[0]));
	assert_false(detour_passage_is_open(&reading.passages[1]));
}

static void headings_of_other_languages_are_known(void **state)
{
	static const struct {
		const char *heading;
		enum detour_part part;
	} cases[] = {{"N\xc3\xa4"
		      "chste Schritte (morgen)",
			     DETOUR_PART_FOLLOW_UP},
		{"\xf0\x9f\x94\xa7 Offene Aufgaben", DETOUR_PART_FOLLOW_UP},
		{"\xf0\x9f\x93\x8a Zusammenfassung", DETOUR_PART_CONTEXT},
		{"\xe6\xac\xa1\xe3\x81\xab\xe3\x82\x84\xe3\x82\x8b\xe3\x81\x93\xe3\x81\xa8",
			DETOUR_PART_FOLLOW_UP},
		{"\xe3\x80\x8c\xe8\x83\x8c\xe6\x99\xaf\xe3\x80\x8d", DETOUR_PART_CONTEXT},
		{"Next session: start here", DETOUR_PART_FOLLOW_UP},
		{"N\xc3\xa4"
		 "chste Woche",
			DETOUR_PART_COUNT},
		{"Next \xe2\x80\x94 steps", DETOUR_PART_FOLLOW_UP}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (detour_part_find(cases[i].heading, strlen(cases[i].heading)) != cases[i].part)
			fail_msg("%s", cases[i].heading);
}

static void sentences_end_where_no_space_follows(void **state)
{
	/* "It works. Really?" in Japanese, and a stop within corner brackets. */
	static const char text[] =
		"\xe5\x8b\x95\xe3\x81\x8f\xe3\x80\x82\xe6\x9c\xac\xe5\xbd\x93\xef\xbc\x9f";
	static const char quoted[] =
		"\xe3\x80\x8c\xe5\x8b\x95\xe3\x81\x8f\xe3\x80\x82\xe3\x80\x8d\xe3\x81\xa8";

	(void)state;
	assert_int_equal(detour_sentence_size(text), 9);
	assert_int_equal(detour_sentence_size(text + 9), 9);
	assert_int_equal(detour_sentence_size(quoted), strlen(quoted));
}

static void the_key_is_a_sentence_that_is_not_told_yet(void **state)
{
	struct detour_reading reading = read_text(
		"# T\n\n## Summary\n\nWe took one type instead.\n\n## Log\n\n- "
		"Unexpected callbacks\n\nThe queue was dropped after two tries.\n\nMoved on.\n");
	static const char *const told[] = {
		"The queue was dropped after two tries.", "We took one type instead. More."};

	(void)state;
	assert_string_equal(detour_reading_key(&reading, &arena).text,
		"The queue was dropped after two tries.");
	assert_string_equal(detour_reading_other_key(&reading, told, 1, &arena).text,
		"We took one type instead.");
	assert_string_equal(
		detour_reading_other_key(&reading, told, 2, &arena).text, "Unexpected callbacks");
	reading = read_text("# T\n\nThe queue was dropped after two tries. Moved on.\n");
	assert_null(detour_reading_other_key(&reading, told, 1, &arena).passage);
}

static void a_dead_end_is_told_by_its_own_sentence(void **state)
{
	struct detour_reading reading = read_text(
		"The plan changed because the root cause turned out to be the cache. The first "
		"idea was dropped.\n\n## Dead ends\n\nThe cache in Redis.\n");

	(void)state;
	assert_string_equal(detour_passage_dead_end(&reading.passages[0], &arena).text,
		"The first idea was dropped.");
	assert_string_equal(
		detour_passage_dead_end(&reading.passages[1], &arena).text, "The cache in Redis.");
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
		cmocka_unit_test_teardown(what_only_begins_costs_no_more_than_its_length, forget),
		cmocka_unit_test_teardown(follow_ups_are_open_until_ticked, forget),
		cmocka_unit_test_teardown(dead_ends_and_deviations_are_told_by_their_words, forget),
		cmocka_unit_test_teardown(the_sentence_that_matters_is_whole, forget),
		cmocka_unit_test_teardown(a_table_is_no_sentence, forget),
		cmocka_unit_test_teardown(lines_with_labels_stand_alone, forget),
		cmocka_unit_test_teardown(what_a_line_break_tore_is_joined, forget),
		cmocka_unit_test_teardown(details_are_no_follow_ups_of_their_own, forget),
		cmocka_unit_test_teardown(a_line_of_the_template_still_leads_to_references, forget),
		cmocka_unit_test_teardown(headings_of_other_languages_are_known, forget),
		cmocka_unit_test_teardown(sentences_end_where_no_space_follows, forget),
		cmocka_unit_test_teardown(the_key_is_a_sentence_that_is_not_told_yet, forget),
		cmocka_unit_test_teardown(a_dead_end_is_told_by_its_own_sentence, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
