/* Link lines, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/link.h"

#define HASH "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"

/* 2026-11-22 14:03:25 +0100 */
static const int64_t moment = 1795352605;

static struct detour_commit commit_of(const char *hex, const char *subject)
{
	struct detour_commit commit = {
		.subject = subject, .author_time = moment, .author_offset = 60};

	assert_true(detour_oid_parse(&commit.oid, hex));
	return commit;
}

static void assert_line(const char *subject, const char *base, const char *expected)
{
	struct detour_commit commit = commit_of(HASH, subject);
	struct detour_buf out = DETOUR_BUF_INIT;

	detour_link_write(&out, &commit, base);
	assert_string_equal(out.ptr, expected);
	detour_buf_release(&out);
}

static void the_line_is_the_designed_one(void **state)
{
	(void)state;
	assert_line("Add the retry queue", "https://github.com/ana/shop/commit/",
		"- [`a1b2c3d`](https://github.com/ana/shop/commit/" HASH
		") Add the retry queue (2026-11-22 14:03 +0100)\n");
	assert_line("Add the retry queue", NULL,
		"- `a1b2c3d4e5f6` Add the retry queue (2026-11-22 14:03 +0100)\n");
	assert_line("", NULL, "- `a1b2c3d4e5f6` (2026-11-22 14:03 +0100)\n");
}

static void a_hostile_subject_stays_in_its_line(void **state)
{
	struct detour_commit commit =
		commit_of(HASH, "x\n## y <!-- `z` [a](b) (2020-01-01 00:00 +0000)\x1b[2J");
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf out = DETOUR_BUF_INIT;
	struct detour_link link;

	(void)state;
	detour_link_write(&out, &commit, NULL);
	assert_ptr_equal(strchr(out.ptr, '\n'), out.ptr + out.size - 1);
	assert_null(strchr(out.ptr, '\x1b'));
	assert_null(strstr(out.ptr, " <!--"));
	assert_true(detour_link_parse(&arena, out.ptr, out.size - 1, &link));
	assert_int_equal(link.time, moment - 25);
	detour_oid_parse(&commit.oid, "0000000000000000000000000000000000000001");
	assert_true(detour_link_matches(&link, &commit));
	detour_buf_release(&out);
	detour_arena_release(&arena);
}

static void assert_parsed(const char *line, const char *hex, const char *subject)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_link link;

	if (!detour_link_parse(&arena, line, strlen(line), &link))
		fail_msg("'%s' is a link line", line);
	assert_string_equal(link.hex, hex);
	assert_string_equal(link.subject, subject);
	assert_int_equal(link.time, moment - 25);
	assert_int_equal(link.offset, 60);
	detour_arena_release(&arena);
}

static void lines_are_read_as_formatters_leave_them(void **state)
{
	(void)state;
	assert_parsed("- [`a1b2c3d`](https://x.org/commit/" HASH ") Sub (2026-11-22 14:03 +0100)",
		HASH, "Sub");
	assert_parsed("  * `A1B2C3D` Sub (2026-11-22 14:03 +0100)\r", "a1b2c3d", "Sub");
	assert_parsed("- `a1b2c3d` (2026-11-22 14:03 +0100)", "a1b2c3d", "");
	/* An address that goes elsewhere is not believed. */
	assert_parsed("- [`bbbbbbb`](https://x.org/commit/" HASH ") S (2026-11-22 14:03 +0100)",
		"bbbbbbb", "S");
}

static void other_lines_are_none(void **state)
{
	static const char *const lines[] = {"", "-", "- ", "- `a1b2c3d`", "- `a1b2c3d` Subject",
		"- `a1b2c` S (2026-11-22 14:03 +0100)", "- `notahex` S (2026-11-22 14:03 +0100)",
		"`a1b2c3d` S (2026-11-22 14:03 +0100)", "- [`a1b2c3d`] S (2026-11-22 14:03 +0100)",
		"- [`a1b2c3d`](x S 2026-11-22 14:03 +0100",
		"- `a1b2c3d` S (2026-13-22 14:03 +0100)",
		"- `a1b2c3d` S (2026-11-22 14:03 +0100) and more", "- [`a1b2c3d`", "- [`a1b2c3d`](",
		"- a1b2c3d S (2026-11-22 14:03 +0100)"};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_link link;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (detour_link_parse(&arena, lines[i], strlen(lines[i]), &link))
			fail_msg("'%s' is no link line", lines[i]);
	detour_arena_release(&arena);
}

static void a_rewritten_commit_is_known_by_subject_and_minute(void **state)
{
	struct detour_commit commit = commit_of(HASH, "Fix *all* the _things_ #7");
	struct detour_commit other = commit_of(HASH, "Fix some");
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf out = DETOUR_BUF_INIT;
	/* As a formatter writes it that knows which escapes are needed. */
	const char *loose = "- `0123456` Fix \\*all\\* the \\_things_ #7 (2026-11-22 14:03 +0100)";
	struct detour_link link;

	(void)state;
	detour_link_write(&out, &commit, NULL);
	assert_true(detour_link_parse(&arena, out.ptr, out.size - 1, &link));
	assert_true(detour_link_matches(&link, &commit));
	assert_true(detour_link_matches(&link, &other)); /* by its hash */
	detour_oid_parse(&commit.oid, "0000000000000000000000000000000000000001");
	other.oid = commit.oid;
	assert_true(detour_link_matches(&link, &commit));
	assert_false(detour_link_matches(&link, &other));
	commit.author_time += 60;
	assert_false(detour_link_matches(&link, &commit));
	commit.author_time -= 60 + 20; /* the same minute */
	assert_true(detour_link_matches(&link, &commit));
	assert_true(detour_link_parse(&arena, loose, strlen(loose), &link));
	assert_true(detour_link_matches(&link, &commit));
	link.subject = NULL; /* a hash in the text */
	assert_false(detour_link_matches(&link, &commit));
	detour_buf_release(&out);
	detour_arena_release(&arena);
}

/* The same commit under the addresses of other forges, and as a formatter may write them. */
static void the_hash_is_found_in_every_address(void **state)
{
	static const char *const ends[] = {"commit/" HASH, "-/commit/" HASH, "commits/" HASH,
		"+/" HASH, "My%20Project/_git/r/commit/" HASH, "r.git/commit/?id=" HASH};

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;

		assert_parsed(detour_arena_printf(&arena,
				      "- [`a1b2c3d`](https://x.org/%s) Sub "
				      "(2026-11-22 14:03 +0100)",
				      ends[i]),
			HASH, "Sub");
		assert_parsed(detour_arena_printf(&arena,
				      "- [`a1b2c3d`](<https://x.org/%s>) Sub "
				      "(2026-11-22 14:03 +0100)",
				      ends[i]),
			HASH, "Sub");
		detour_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_line_is_the_designed_one),
		cmocka_unit_test(a_hostile_subject_stays_in_its_line),
		cmocka_unit_test(lines_are_read_as_formatters_leave_them),
		cmocka_unit_test(other_lines_are_none),
		cmocka_unit_test(a_rewritten_commit_is_known_by_subject_and_minute),
		cmocka_unit_test(the_hash_is_found_in_every_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
