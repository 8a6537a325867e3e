/* Hostile text made safe: terminals, JSON, Markdown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void assert_plain(const char *text, size_t size, int columns, const char *expected)
{
	struct detour_buf out = DETOUR_BUF_INIT;

	detour_text_plain(&out, text, size, columns);
	assert_string_equal(out.ptr, expected);
	detour_buf_release(&out);
}

static void plain_text_loses_what_a_terminal_would_obey(void **state)
{
	(void)state;
	assert_plain("red \x1b[31m", 9, 0, "red  [31m");
	assert_plain("a\nb\tc\x7f", 6, 0, "a b c ");
	assert_plain("\xc2\x9b"
		     "31m",
		5, 0, " 31m"); /* CSI as one C1 control */
	assert_plain("\xe2\x80\xae"
		     "evil",
		7, 0, "evil"); /* right-to-left override */
	assert_plain("a\xffz", 3, 0, "a\xef\xbf\xbdz");
	assert_plain("a\0b", 3, 0, "a b");
}

static void plain_text_is_cut_at_columns(void **state)
{
	(void)state;
	assert_plain("abcdef", 6, 6, "abcdef");
	assert_plain("abcdef", 6, 5, "abcd…");
	assert_plain("日本語", 9, 6, "日本語");
	assert_plain("日本語", 9, 5, "日本…");
	assert_plain("日本語", 9, 4, "日…");
}

static void assert_json(const char *text, size_t size, const char *expected)
{
	struct detour_buf out = DETOUR_BUF_INIT;

	detour_text_json(&out, text, size);
	assert_string_equal(out.ptr, expected);
	detour_buf_release(&out);
}

static void json_is_valid_whatever_comes(void **state)
{
	(void)state;
	assert_json("say \"hi\" \\", 10, "\"say \\\"hi\\\" \\\\\"");
	assert_json("\n\x01\x7f", 3, "\"\\n\\u0001\\u007f\"");
	assert_json("\xff", 1, "\"\xef\xbf\xbd\"");
	/* Tags say to a machine what nobody sees. */
	assert_json("\xf3\xa0\x81\x81", 4, "\"\\udb40\\udc41\"");
	assert_json(
		"\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""); /* a surrogate */
	assert_json("é", 2, "\"é\"");
}

static void markdown_renders_as_itself(void **state)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *text = "<!-- [x](y) `z` *b* -->\n# h";

	(void)state;
	detour_text_markdown(&out, text, strlen(text));
	assert_string_equal(out.ptr, "\\<\\!-- \\[x\\](y) \\`z\\` \\*b\\* --\\> \\# h");
	detour_buf_release(&out);
}

static void utf8_is_judged_strictly(void **state)
{
	(void)state;
	assert_true(detour_utf8_valid("é日😀", 9));
	assert_true(detour_utf8_valid("\xef\xbf\xbd", 3));
	assert_false(detour_utf8_valid("\xc0\xaf", 2));         /* overlong */
	assert_false(detour_utf8_valid("\xf4\x90\x80\x80", 4)); /* past the last */
	assert_false(detour_utf8_valid("\xe6\x97", 2));         /* cut off */
}

static void trimming_and_ends(void **state)
{
	size_t size = 6;
	const char *text = detour_text_trim(" \ta b\n", &size);

	(void)state;
	assert_int_equal(size, 3);
	assert_memory_equal(text, "a b", 3);
	assert_true(detour_text_starts("fixup! x", "fixup! "));
	assert_false(detour_text_starts("fix", "fixup! "));
	assert_true(detour_text_ends("a.md", ".md"));
	assert_false(detour_text_ends("md", ".md"));
}

static void distance_counts_slips(void **state)
{
	(void)state;
	assert_int_equal(detour_text_distance("link", "link"), 0);
	assert_int_equal(detour_text_distance("lnik", "link"), 1);
	assert_int_equal(detour_text_distance("lnik", "init"), 2);
	assert_int_equal(detour_text_distance("", "show"), 4);
	assert_int_equal(detour_text_distance("timeuot", "timeout"), 1);
	assert_int_equal(detour_text_distance("abc", "cab"), 2);
	assert_int_equal(detour_text_distance("kitten", "sitting"), 3);
}

static void common_lines_are_cut_at_both_ends(void **state)
{
	static const struct {
		const char *a, *b, *left_a, *left_b;
	} cases[] = {{"", "", "", ""}, {"a\nb\n", "a\nb\n", "", ""},
		{"a\nb\nc\n", "a\nx\nc\n", "b\n", "x\n"}, {"a\nb", "a\nbc", "b", "bc"},
		{"xb\n", "yb\n", "xb\n", "yb\n"}, {"a\n", "a\na\n", "", "a\n"},
		{"one\nlong line that goes on\nsame end here\n",
			"one\nlong line that goes off\nsame end here\n", "long line that goes on\n",
			"long line that goes off\n"},
		{"same end here\n", "more\nsame end here\n", "", "more\n"},
		{"tail", "a\ntail", "", "a\n"}, {"a\n\n", "a\n\n\n", "", "\n"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *a = cases[i].a, *b = cases[i].b;
		size_t a_size = strlen(a), b_size = strlen(b);

		detour_text_skip_common(&a, &a_size, &b, &b_size);
		assert_int_equal(a_size, strlen(cases[i].left_a));
		assert_memory_equal(a, cases[i].left_a, a_size);
		assert_int_equal(b_size, strlen(cases[i].left_b));
		assert_memory_equal(b, cases[i].left_b, b_size);
	}
}

static void every_byte_changes_a_hash(void **state)
{
	char text[40];

	(void)state;
	for (size_t size = 1; size < sizeof(text); size++)
		for (size_t i = 0; i < size; i++) {
			uint64_t before;

			memset(text, 'x', sizeof(text));
			before = detour_hash_fast(text, size);
			assert_true(before != detour_hash_fast(text, size - 1));
			text[i] = 'y';
			assert_true(before != detour_hash_fast(text, size));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_loses_what_a_terminal_would_obey),
		cmocka_unit_test(plain_text_is_cut_at_columns),
		cmocka_unit_test(json_is_valid_whatever_comes),
		cmocka_unit_test(markdown_renders_as_itself),
		cmocka_unit_test(utf8_is_judged_strictly),
		cmocka_unit_test(trimming_and_ends),
		cmocka_unit_test(distance_counts_slips),
		cmocka_unit_test(common_lines_are_cut_at_both_ends),
		cmocka_unit_test(every_byte_changes_a_hash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
