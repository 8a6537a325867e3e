/* What git writes to its hooks, and what others might. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hook/input.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ZERO "0000000000000000000000000000000000000000"

static void ref_updates_are_read(void **state)
{
	const char text[] = "refs/heads/main " A " refs/heads/main " B "\n"
			    "(delete) " ZERO " refs/heads/old " B "\n"
			    "garbage\n"
			    "refs/heads/x abc refs/heads/x " B "\n"
			    "HEAD " A " refs/heads/new " ZERO;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_ref_update *updates;
	size_t count;

	(void)state;
	detour_input_updates(text, sizeof(text) - 1, &arena, &updates, &count);
	assert_int_equal(count, 3);
	assert_string_equal(updates[0].local_ref, "refs/heads/main");
	assert_false(detour_oid_is_zero(&updates[0].local_oid));
	assert_true(detour_oid_is_zero(&updates[1].local_oid));
	assert_string_equal(updates[2].remote_ref, "refs/heads/new");
	assert_true(detour_oid_is_zero(&updates[2].remote_oid));
	detour_input_updates("", 0, &arena, &updates, &count);
	assert_int_equal(count, 0);
	detour_arena_release(&arena);
}

static void rewrites_are_read(void **state)
{
	const char text[] = A " " B "\n" B " " A " extra words\n" A "\n\n";
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_rewrite *rewrites;
	size_t count;

	(void)state;
	detour_input_rewrites(text, sizeof(text) - 1, &arena, &rewrites, &count);
	assert_int_equal(count, 2);
	assert_true(rewrites[0].from.id[0] == 0xaa && rewrites[0].to.id[0] == 0xbb);
	detour_arena_release(&arena);
}

static void reading_ends_with_the_input_or_the_wait(void **state)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	assert_int_equal(detour_input_read(ends[0], 30, &bytes, NULL), DETOUR_EBUSY);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	close(ends[1]);
	assert_int_equal(detour_input_read(ends[0], 30, &bytes, NULL), 0);
	assert_string_equal(bytes.ptr, "abc");
	close(ends[0]);
	detour_buf_release(&bytes);
}

static void input_is_handed_on_to_its_end_or_the_limit(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	int in[2], out[2];
	char got[8] = "";

	(void)state;
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	assert_int_equal(write(in[1], "abc", 3), 3);
	assert_int_equal(detour_input_copy(in[0], out[1], 30, &err), DETOUR_EBUSY);
	assert_non_null(strstr(err.message, "it has no end after"));
	assert_int_equal(read(out[0], got, sizeof(got)), 3);
	assert_memory_equal(got, "abc", 3);
	assert_int_equal(write(in[1], "de\n", 3), 3);
	close(in[1]);
	assert_int_equal(detour_input_copy(in[0], out[1], 30, NULL), 0);
	assert_int_equal(read(out[0], got, sizeof(got)), 3);
	assert_memory_equal(got, "de\n", 3);
	close(in[0]);
	close(out[0]);
	close(out[1]);
	assert_int_equal(detour_input_copy(in[0], out[1], 30, NULL), DETOUR_EFAIL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ref_updates_are_read),
		cmocka_unit_test(rewrites_are_read),
		cmocka_unit_test(input_is_handed_on_to_its_end_or_the_limit),
		cmocka_unit_test(reading_ends_with_the_input_or_the_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
