/* The lines that say where to go on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/next.h"

static struct detour_arena arena = DETOUR_ARENA_INIT;
static struct detour_next *list;

static int teardown(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static size_t find(const char *text)
{
	return detour_next_find(text, strlen(text), &arena, &list);
}

static void assert_one(const char *text, const char *expected, const char *day, int minute)
{
	if (find(text) != 1)
		fail_msg("not one in: %s", text);
	assert_string_equal(list[0].text, expected);
	assert_int_equal(list[0].minute, minute);
	if (day)
		assert_string_equal(list[0].day, day);
	else
		assert_null(list[0].day);
}

static void every_form_is_found(void **state)
{
	(void)state;
	assert_one("- 14:32 next: rerun it\n", "rerun it", NULL, 14 * 60 + 32);
	assert_one("- next: rerun it\n", "rerun it", NULL, -1);
	assert_one("Next: rerun it", "rerun it", NULL, -1);
	assert_one("- 2026-11-25 14:32 next: rerun it\r\n", "rerun it", "2026-11-25", 872);
	assert_one("* 9:05 NEXT : rerun: all\n", "rerun: all", NULL, 545);
	assert_one("1. **Next:** rerun it\n", "rerun it", NULL, -1);
	assert_one("**Next**: rerun it\n", "rerun it", NULL, -1);
	assert_one("- [ ] next: rerun it\n", "rerun it", NULL, -1);
	assert_one("- 2026-11-25 next: a\n", "a", "2026-11-25", -1);
}

static void what_is_none(void **state)
{
	static const char *const none[] = {"", "next steps: a\n", "- nextish: a\n", "next\n",
		"next:\n", "- 14:32 next:  \n", "## Next: a\n", "<!-- next: a -->\n",
		"```\nnext: a\n```\n", "---\nnext: a\n---\n", "say next: a\n", "- [x] next: a\n",
		"- [X] next: a\n", "**next\n", "**\n", "2026-13-45 next: a\n", "- 24:00 next: a\n",
		"- 2026-11-25\n", "- 1\n", "- 14:3\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (find(none[i]))
			fail_msg("found '%s' in: %s", list[0].text, none[i]);
}

static void the_newest_comes_last(void **state)
{
	(void)state;
	assert_int_equal(find("- 10:00 next: one\n\n## Later\n\n- 2026-11-25 09:00 next: two\n"
			      "- next: three\n- next: four\n- next: five\n"),
		5);
	assert_string_equal(list[0].text, "one");
	assert_string_equal(list[4].text, "five");
}

static void a_later_note_follows_it(void **state)
{
	(void)state;
	assert_int_equal(find("- 10:00 next: one\n- 11:00 did one\n- 12:00 next: two\n"), 2);
	assert_true(list[0].followed);
	assert_false(list[1].followed);
	/* Neither prose nor a link line is a later note. */
	assert_int_equal(find("- 10:00 next: one\n\ntext\n- item\n- 12 apples\n"), 1);
	assert_false(list[0].followed);
}

static void lines_that_go_on(void **state)
{
	(void)state;
	assert_one("- next: one\n  two\n\tthree\n\n  four\n", "one two three", NULL, -1);
	assert_one("- next: one\n  - two\n", "one", NULL, -1);
	assert_one("- next: one\ntwo\n", "one", NULL, -1);
}

static void it_is_plain(void **state)
{
	(void)state;
	assert_int_equal(find("- next: a\033[31m b\n"), 1);
	assert_null(strchr(list[0].text, '\033'));
}

/* A control byte is a space, and what shows nothing is nothing. */
static void what_nobody_sees_is_none(void **state)
{
	static const char nul[] = "- next: a\n- next: \0\0\n";

	(void)state;
	assert_one("- next: a\n- next: \001\n", "a", NULL, -1);
	assert_one("- next: a\n- next: \342\200\213\n", "a", NULL, -1);
	assert_int_equal(detour_next_find(nul, sizeof(nul) - 1, &arena, &list), 1);
	assert_one("- next: \001a\001b\n", "a b", NULL, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_found),
		cmocka_unit_test(what_is_none),
		cmocka_unit_test(the_newest_comes_last),
		cmocka_unit_test(a_later_note_follows_it),
		cmocka_unit_test(lines_that_go_on),
		cmocka_unit_test(it_is_plain),
		cmocka_unit_test(what_nobody_sees_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
