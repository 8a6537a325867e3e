/* What the state log is asked, and the form of its lines; pure. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "records.h"
#include "state/line.h"

/* A line that was torn anywhere and closed off later is no record. */
static void test_no_part_of_a_line_is_a_record(void **state)
{
	struct detour_buf line = DETOUR_BUF_INIT;
	struct detour_record whole = record_about(DETOUR_EVENT_REWRITTEN, 1, "a subject."), got;
	char copy[400];

	(void)state;
	whole.other = record_oid(2);
	detour_state_line_add(&line, &whole);
	assert_true(line.size < sizeof(copy));
	for (size_t size = 0; size < line.size; size++) {
		memcpy(copy, line.ptr, size + 1);
		assert_int_equal(detour_state_line_parse(copy, size, &got), size == line.size - 1);
	}
	record_assert_same(&got, &whole);
	detour_buf_release(&line);
}

static void test_shortest_line_is_a_record(void **state)
{
	struct detour_buf line = DETOUR_BUF_INIT;
	struct detour_record least = {.event = DETOUR_EVENT_HELD}, got;

	(void)state;
	detour_state_line_add(&line, &least);
	assert_int_equal(line.size - 1, DETOUR_STATE_LINE_LEAST);
	assert_true(detour_state_line_parse(line.ptr, line.size - 1, &got));
	assert_string_equal(got.subject, "");
	detour_buf_release(&line);
}

static unsigned found(const struct detour_state *state, unsigned mask, const char *kind,
	unsigned commit, const char *subject)
{
	struct detour_commit c = {
		.oid = record_oid(commit), .author_time = 1600000000, .subject = subject};
	const struct detour_record *r = detour_state_find(state, mask, kind, &c);

	return r ? r->commit.id[19] : 0;
}

static void test_find_by_id(void **state)
{
	const struct detour_record records[] = {
		record_about(DETOUR_EVENT_ASKED, 1, "one"),
		record_about(DETOUR_EVENT_DISMISSED, 1, "one"),
		record_about(DETOUR_EVENT_ASKED, 2, "two"),
	};
	const struct detour_state s = {records, 3};
	struct detour_commit c = {.oid = record_oid(1), .subject = ""};

	(void)state;
	assert_int_equal(found(&s, ASKED, "revert", 1, "other"), 1);
	assert_int_equal(found(&s, ASKED, NULL, 2, "other"), 2);
	assert_int_equal(found(&s, ASKED, "fixup", 1, "one"), 0);
	assert_int_equal(found(&s, DISMISSED, "revert", 2, "other"), 0);
	assert_int_equal(found(&s, ASKED, "revert", 3, "other"), 0);
	assert_ptr_equal(detour_state_find(&s, ASKED | DISMISSED, NULL, &c), &records[1]);
}

static void test_find_by_subject_and_time(void **state)
{
	const struct detour_record records[] = {
		record_about(DETOUR_EVENT_ASKED, 1, "one"),
		record_about(DETOUR_EVENT_ASKED, 2, "two"),
		record_about(DETOUR_EVENT_ASKED, 3, "one"),
	};
	const struct detour_state s = {records, 3};
	struct detour_commit c = {
		.oid = record_oid(9), .author_time = 1600000001, .subject = "one"};

	(void)state;
	assert_int_equal(found(&s, ASKED, "revert", 9, "one"), 3);
	assert_int_equal(found(&s, ASKED, "revert", 1, "one"), 1); /* the id counts more */
	assert_int_equal(found(&s, ASKED, "fixup", 9, "one"), 0);
	assert_null(detour_state_find(&s, ASKED, "revert", &c)); /* another time */
	assert_int_equal(found(&s, ASKED, "revert", 9, ""), 0);
}

static void test_find_through_rewrites(void **state)
{
	const struct detour_record records[] = {
		record_about(DETOUR_EVENT_ASKED, 1, "one"),
		record_rewritten(1, 2),
		record_rewritten(2, 3),
		record_about(DETOUR_EVENT_DISMISSED, 3, "uno"),
		/* 4 and 5 are squashed into 6. */
		record_about(DETOUR_EVENT_ASKED, 5, "five"),
		record_rewritten(4, 6),
		record_rewritten(5, 6),
		/* Once more from 5, after a reset: 8 is what became of 5, not of 6. */
		record_rewritten(5, 8),
		record_about(DETOUR_EVENT_DISMISSED, 8, "eight"),
	};
	const struct detour_state s = {records, 9};

	(void)state;
	assert_int_equal(found(&s, ASKED, "revert", 3, "new subject"), 1);
	assert_int_equal(found(&s, ASKED, "revert", 2, "new subject"), 1);
	assert_int_equal(found(&s, DISMISSED, "revert", 1, "one"), 3);
	assert_int_equal(found(&s, ASKED, "revert", 6, "squash"), 5);
	assert_int_equal(found(&s, ASKED, "revert", 4, "four"), 0);
	assert_int_equal(found(&s, DISMISSED, "revert", 5, "five"), 8);
	assert_int_equal(found(&s, DISMISSED, "revert", 6, "squash"), 0);
}

static void test_find_ends_in_circles_and_long_chains(void **state)
{
	static struct detour_record records[3000];
	const struct detour_state s = {records, 3000};
	const struct detour_state circle = {records, 4};

	(void)state;
	records[0] = record_rewritten(1, 2);
	records[1] = record_rewritten(2, 1);
	records[2] = record_rewritten(1, 1);
	records[3] = record_about(DETOUR_EVENT_ASKED, 2, "two");
	assert_int_equal(found(&circle, ASKED, "revert", 1, "one"), 2);
	for (unsigned i = 0; i < 2999; i++)
		records[i + 1] = record_rewritten(i + 1, i + 2);
	records[0] = record_about(DETOUR_EVENT_ASKED, 1, "the first");
	assert_int_equal(found(&s, ASKED, "revert", 200, "x"), 1);
	assert_int_equal(found(&s, ASKED, "revert", 2999, "x"), 0); /* too far: forgotten */
}

static void test_answers_stay_with_a_name_that_was_reworded(void **state)
{
	/* 1 was dismissed and picked as 2, which no rewrite tells; 2 was reworded. */
	struct detour_record records[] = {
		record_about(DETOUR_EVENT_DISMISSED, 1, "one"),
		record_rewritten(2, 3),
	};
	const struct detour_state s = {records, 2};

	(void)state;
	assert_int_equal(found(&s, DISMISSED, "revert", 3, "uno"), 0);
	records[1].subject = "one";
	assert_int_equal(found(&s, DISMISSED, "revert", 3, "uno"), 1);
	assert_int_equal(found(&s, DISMISSED, "revert", 4, "uno"), 0);
	records[1].author_time++;
	assert_int_equal(found(&s, DISMISSED, "revert", 3, "uno"), 0);
}

static struct detour_record said(enum detour_event event, const char *answer)
{
	struct detour_record record = record_about(event, 1, "one");

	record.answer = answer;
	return record;
}

static void test_a_person_has_the_last_word(void **state)
{
	const struct detour_record records[] = {
		said(DETOUR_EVENT_DISMISSED, DETOUR_STATE_PROGRAM),
		said(DETOUR_EVENT_DISMISSED, ""),
		said(DETOUR_EVENT_DISMISSED, DETOUR_STATE_PROGRAM),
		said(DETOUR_EVENT_UNDONE, ""),
		said(DETOUR_EVENT_DISMISSED, DETOUR_STATE_PROGRAM),
	};
	static const int expected[] = {0, 1, 1, -1, 4};
	const struct detour_commit commit = {.oid = record_oid(1), .subject = "one"};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		const struct detour_state s = {records, i + 1};
		const struct detour_record *record = detour_state_dismissal(&s, NULL, &commit);

		assert_int_equal(record ? record - records : -1, expected[i]);
	}
}

static void test_what_a_program_made_stays_so(void **state)
{
	struct detour_record records[] = {
		record_about(DETOUR_EVENT_PROGRAM, 1, "one"),
		record_rewritten(1, 2),
		record_rewritten(2, 3),
		record_rewritten(4, 5),
		record_rewritten(3, 6),
	};
	const struct detour_state s = {records, 5};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_machine_made programs;

	(void)state;
	records[4].answer = DETOUR_STATE_PART;
	detour_machine_made_read(&programs, &s, &arena);
	for (unsigned i = 1; i <= 6; i++) {
		const struct detour_commit commit = {
			.oid = record_oid(i), .subject = "reworded", .author_time = 1600000000};

		assert_int_equal(detour_machine_made_has(&programs, &commit), i <= 3);
	}
	assert_true(detour_machine_made_has(&programs,
		&(struct detour_commit){
			.oid = record_oid(9), .subject = "one", .author_time = 1600000000}));
	assert_false(detour_machine_made_has(&programs,
		&(struct detour_commit){
			.oid = record_oid(9), .subject = "one", .author_time = 1600000001}));
	detour_arena_release(&arena);
}

static void test_counting(void **state)
{
	struct detour_record records[] = {
		record_about(DETOUR_EVENT_ASKED, 1, "one"),
		record_about(DETOUR_EVENT_REMINDED, 1, "one"),
		record_about(DETOUR_EVENT_ASKED, 2, "two"),
		record_about(DETOUR_EVENT_INSTALLED, 0, ""),
		record_about(DETOUR_EVENT_ASKED, 3, "three"),
	};
	const struct detour_state s = {records, 5}, none = {NULL, 0};
	size_t count;

	(void)state;
	records[2].detour = "d2";
	records[3].detour = "";
	assert_ptr_equal(detour_state_find_detour(&s, ASKED, "d1", &count), &records[4]);
	assert_int_equal(count, 2);
	assert_null(detour_state_find_detour(&s, ASKED, "d3", &count));
	assert_int_equal(count, 0);
	assert_null(detour_state_find_detour(&s, ~0U, "", &count));
	assert_ptr_equal(detour_state_find_detour(&s, ~ASKED, "d1", NULL), &records[1]);
	assert_int_equal(detour_state_installed(&s), 1700000000);
	assert_int_equal(detour_state_installed(&none), -1);
	assert_int_equal(detour_state_last(&s, ASKED, 1800000000), 1700000003);
	assert_int_equal(detour_state_last(&s, ASKED, 1700000002), 1700000002);
	assert_int_equal(detour_state_last(&none, ASKED, 1800000000), -1);
	assert_int_equal(detour_state_count(&s, ASKED, 1700000002), 2);
	assert_int_equal(detour_state_count(&s, ASKED, 0), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_part_of_a_line_is_a_record),
		cmocka_unit_test(test_shortest_line_is_a_record),
		cmocka_unit_test(test_find_by_id),
		cmocka_unit_test(test_find_by_subject_and_time),
		cmocka_unit_test(test_find_through_rewrites),
		cmocka_unit_test(test_find_ends_in_circles_and_long_chains),
		cmocka_unit_test(test_answers_stay_with_a_name_that_was_reworded),
		cmocka_unit_test(test_a_person_has_the_last_word),
		cmocka_unit_test(test_what_a_program_made_stays_so),
		cmocka_unit_test(test_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
