/* Rows of the screen: words broken at spaces, never wider than the terminal. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "resume_internal.h"

static struct detour_arena arena = DETOUR_ARENA_INIT;

static int teardown(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static void words_go_into_rows(void **state)
{
	size_t rows;

	(void)state;
	assert_string_equal(detour_resume_wrap(&arena, "  7: ", 5, "one two three", 80, 2, &rows),
		"  7: one two three\n");
	assert_int_equal(rows, 1);
	assert_string_equal(detour_resume_wrap(&arena, "  7: ", 5,
				    "one two three four five six seven eight", 30, 3, &rows),
		"  7: one two three four five\n     six seven eight\n");
	assert_int_equal(rows, 2);
	assert_string_equal(detour_resume_wrap(&arena, "", 2, "", 80, 2, &rows), "\n");
}

static void what_does_not_fit_is_cut(void **state)
{
	size_t rows;

	(void)state;
	assert_string_equal(detour_resume_wrap(&arena, "- ", 2,
				    "one two three four five six seven eight nine", 24, 2, &rows),
		"- one two three four\n  five six seven eight\xe2\x80\xa6\n");
	assert_int_equal(rows, 2);
	assert_string_equal(
		detour_resume_wrap(&arena, "- ", 2, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 24, 1, &rows),
		"- aaaaaaaaaaaaaaaaaaaa\xe2\x80\xa6\n");
}

/* Of any width, no row reaches the last column, wherever the words end. */
static void no_row_is_too_wide(void **state)
{
	static const char text[] = "Redis evicts the queue under memory pressure, so the jobs "
				   "vanish; trying Postgres with SKIP LOCKED instead of it";

	(void)state;
	for (int columns = 24; columns < 140; columns++)
		for (size_t most = 1; most < 4; most++) {
			size_t rows, seen = 0;
			const char *row = detour_resume_wrap(
				&arena, "    12: ", 4, text, columns, most, &rows);

			for (; *row; row += strcspn(row, "\n") + 1, seen++) {
				size_t size = strcspn(row, "\n");

				if (size > 3 && !memcmp(row + size - 3, "\xe2\x80\xa6", 3))
					size -= 2;
				if (size >= (size_t)columns)
					fail_msg("%d columns: %s", columns, row);
			}
			assert_int_equal(seen, rows);
			assert_true(rows <= most);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_go_into_rows),
		cmocka_unit_test(what_does_not_fit_is_cut),
		cmocka_unit_test(no_row_is_too_wide),
	};

	return cmocka_run_group_tests_name("resume", tests, NULL, teardown);
}
