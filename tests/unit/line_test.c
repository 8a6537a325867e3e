/* One line of text being typed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "prompt/line.h"

static struct detour_line line_of(const char *text)
{
	struct detour_line line = {"", 0, 0};

	assert_true(detour_line_insert(&line, text, strlen(text)));
	return line;
}

static void press(struct detour_line *line, enum detour_key key, int times)
{
	for (; times > 0; times--)
		assert_true(detour_line_edit(line, key));
}

static void test_insert(void **state)
{
	struct detour_line line = line_of("ac");

	(void)state;
	press(&line, DETOUR_KEY_LEFT, 1);
	detour_line_insert(&line, "b", 1);
	assert_string_equal(line.text, "abc");
	assert_int_equal(line.cursor, 2);
}

static void test_unwanted_characters(void **state)
{
	/* Esc, NUL's neighbour, C1, a line separator, an override, an isolate, invalid bytes */
	struct detour_line line =
		line_of("a\033\001\xc2\x9b\xe2\x80\xa8\xe2\x80\xae\xe2\x81\xa6\xff\xc3z");

	(void)state;
	assert_string_equal(line.text, "az");
	/* joiners are part of words and pictures */
	line = line_of("\xe2\x80\x8c");
	assert_int_equal(line.size, 3);
}

/* The cursor stands within no character, also where an accent came first. */
static void test_accent_first(void **state)
{
	struct detour_line line = line_of("\xcc\x81");
	struct detour_line_view view;

	(void)state;
	press(&line, DETOUR_KEY_HOME, 1);
	assert_int_equal(line.cursor, 0);
	assert_true(detour_line_insert(&line, "xe", 2));
	assert_string_equal(line.text, "xe\xcc\x81");
	assert_int_equal(line.cursor, line.size);
	view = detour_line_view(&line, 1);
	assert_true(view.start <= line.cursor && line.cursor <= view.end);
	press(&line, DETOUR_KEY_BACKSPACE, 1);
	assert_string_equal(line.text, "x");
}

static void test_backspace(void **state)
{
	/* a, e with a combining accent, a wide one, an emoji */
	struct detour_line line = line_of("ae\xcc\x81\xe5\xbe\x85\xf0\x9f\x98\x80");

	(void)state;
	press(&line, DETOUR_KEY_BACKSPACE, 1);
	assert_string_equal(line.text, "ae\xcc\x81\xe5\xbe\x85");
	press(&line, DETOUR_KEY_BACKSPACE, 1);
	assert_string_equal(line.text, "ae\xcc\x81");
	press(&line, DETOUR_KEY_BACKSPACE, 1);
	assert_string_equal(line.text, "a");
	press(&line, DETOUR_KEY_BACKSPACE, 3);
	assert_string_equal(line.text, "");
	assert_int_equal(line.cursor, 0);
}

static void test_erase(void **state)
{
	struct detour_line line = line_of("one two  three ");

	(void)state;
	press(&line, DETOUR_KEY_ERASE_WORD, 1);
	assert_string_equal(line.text, "one two  ");
	press(&line, DETOUR_KEY_ERASE_WORD, 1);
	assert_string_equal(line.text, "one ");
	press(&line, DETOUR_KEY_LEFT, 2);
	press(&line, DETOUR_KEY_ERASE_LINE, 1);
	assert_string_equal(line.text, "e ");
	press(&line, DETOUR_KEY_DELETE, 1);
	assert_string_equal(line.text, " ");
	press(&line, DETOUR_KEY_ERASE_REST, 1);
	assert_string_equal(line.text, "");
	press(&line, DETOUR_KEY_DELETE, 1);
	press(&line, DETOUR_KEY_ERASE_WORD, 1);
	assert_false(detour_line_edit(&line, DETOUR_KEY_OTHER));
}

static void test_moves(void **state)
{
	struct detour_line line = line_of("ae\xcc\x81z");

	(void)state;
	press(&line, DETOUR_KEY_LEFT, 2);
	assert_int_equal(line.cursor, 1);
	press(&line, DETOUR_KEY_RIGHT, 1);
	assert_int_equal(line.cursor, 4);
	press(&line, DETOUR_KEY_HOME, 2);
	press(&line, DETOUR_KEY_LEFT, 1);
	assert_int_equal(line.cursor, 0);
	press(&line, DETOUR_KEY_END, 1);
	press(&line, DETOUR_KEY_RIGHT, 2);
	assert_int_equal(line.cursor, 5);
}

static void test_full(void **state)
{
	struct detour_line line = line_of("");

	(void)state;
	for (int i = 0; i < DETOUR_LINE_LIMIT - 1; i++)
		assert_true(detour_line_insert(&line, "x", 1));
	assert_false(detour_line_insert(&line, "\xc3\xa4", 2));
	assert_true(detour_line_insert(&line, "x", 1));
	assert_false(detour_line_insert(&line, "x", 1));
	assert_int_equal(line.size, DETOUR_LINE_LIMIT);
	assert_int_equal(strlen(line.text), DETOUR_LINE_LIMIT);
}

static void test_view_whole(void **state)
{
	struct detour_line line = line_of("ab\xe5\xbe\x85");
	struct detour_line_view view;

	(void)state;
	press(&line, DETOUR_KEY_LEFT, 1);
	view = detour_line_view(&line, 4);
	assert_int_equal(view.start, 0);
	assert_int_equal(view.end, 5);
	assert_int_equal(view.before, 2);
	assert_int_equal(view.after, 2);
}

/* Whatever the width and wherever the cursor, the part fits and holds the cursor. */
static void test_view_always_fits(void **state)
{
	struct detour_line line =
		line_of("\xe5\xbe\x85\xe5\xbe\x85 some words, e\xcc\x81 \xe5\xbe\x85 more");

	(void)state;
	for (int columns = 4; columns < 40; columns++) {
		press(&line, DETOUR_KEY_HOME, 1);
		for (int i = 0; i < 30; i++) {
			struct detour_line_view view = detour_line_view(&line, columns);

			assert_true(view.start <= line.cursor && line.cursor <= view.end);
			assert_true(view.before >= 0 && view.after >= 0);
			assert_true(view.before + view.after <= columns);
			press(&line, DETOUR_KEY_RIGHT, 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_unwanted_characters),
		cmocka_unit_test(test_accent_first),
		cmocka_unit_test(test_backspace),
		cmocka_unit_test(test_erase),
		cmocka_unit_test(test_moves),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_view_whole),
		cmocka_unit_test(test_view_always_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
