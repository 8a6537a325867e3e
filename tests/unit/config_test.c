/* Settings files: what git's users write, and what breaks parsers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "config.h"

/* One line an entry: "line section|name|key=value" or "line !problem". */
static void write_entry(void *data, const struct detour_config_entry *entry)
{
	struct detour_buf *out = data;

	if (entry->problem)
		detour_buf_addf(out, "%d !%s\n", entry->line, entry->problem);
	else
		detour_buf_addf(out, "%d %s|%s|%s=%s\n", entry->line, entry->section, entry->name,
			entry->key, entry->value);
}

static void check_bytes(const char *bytes, size_t size, const char *expected)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	/* A copy of exactly this size, so that the sanitizer sees a read past the end. */
	char *copy = malloc(size ? size : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	detour_config_parse(copy, size, write_entry, &out);
	assert_string_equal(out.ptr, expected);
	detour_buf_release(&out);
	free(copy);
}

static void check(const char *text, const char *expected)
{
	check_bytes(text, strlen(text), expected);
}

static void test_plain_file(void **state)
{
	(void)state;
	check("[prompt]\nmode = ask\ntimeout=20s\n\n[push]\nmode : block\n",
		"2 prompt||mode=ask\n3 prompt||timeout=20s\n6 push||mode=block\n");
	check("", "");
	check("\n\n", "");
	check("a = 1", "1 ||a=1\n");
}

static void test_indented_as_git_does(void **state)
{
	(void)state;
	check("[prompt]\n\tmode = ask\n\ttimeout = 20s\n  \t[push]\n\t\tmode = off\n",
		"2 prompt||mode=ask\n3 prompt||timeout=20s\n5 push||mode=off\n");
}

static void test_comments(void **state)
{
	(void)state;
	check("; one\n# two\n\t; three\n[a] ; four\nb = c ; five\nd = e # six\nf = g;h#i\n",
		"5 a||b=c\n6 a||d=e\n7 a||f=g;h#i\n");
	check("[a]\nb = # nothing\nc = ; nothing\nd =\n", "2 a||b=\n3 a||c=\n4 a||d=\n");
}

static void test_sections(void **state)
{
	(void)state;
	check("[rule \"hack\"]\nmatch = \\b(HACK|XXX)\\b\n",
		"2 rule|hack|match=\\b(HACK|XXX)\\b\n");
	check("[Rule \"Ha\\\"ck ]\"]\nIN = Added\n", "2 rule|Ha\"ck ]|in=Added\n");
	check("[a \"b\"]\nx = 1\n[ c ]\nx = 2\n", "2 a|b|x=1\n4 c||x=2\n");
}

static void test_quotes(void **state)
{
	(void)state;
	check("[a]\nb = \"c ; d # e\" ; f\n", "2 a||b=c ; d # e\n");
	check("[a]\nb = \"  c \\\"d\\\" \\\\e \"\n", "2 a||b=  c \"d\" \\e \n");
	check("[a]\nb = \"\"\n", "2 a||b=\n");
	check("[a]\nb = say \"x\"\n", "2 a||b=say \"x\"\n");
	check("[a]\nb = \"c\nd = e\n", "2 !a quote is not closed\n3 a||d=e\n");
	check("[a]\nb = \"c\" d\n", "2 !text follows the closing quote\n");
}

static void test_line_ends_and_marks(void **state)
{
	(void)state;
	check("\xef\xbb\xbf[a]\r\nb = c\r\n\r\nd = e\r", "2 a||b=c\n4 a||d=e\n");
	check("\xef\xbb\xbf", "");
}

static void test_mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	check("[a]\nb\nc = d\ne", "2 !a setting is written as key = value\n3 a||c=d\n"
				  "4 !a setting is written as key = value\n");
	check("[a]\n= d\n", "2 !no key stands before the '='\n");
	check("b ; = c\n", "1 !a setting is written as key = value\n");
	check_bytes("[a]\nb\0c = d\ne = f\n", 17, "2 !this line holds a control byte\n3 a||e=f\n");
	check("[a]\nb = \x1b[31m\n", "2 !this line holds a control byte\n");
}

/* inih would put these keys into the section before. */
static void test_keys_of_a_broken_section_belong_to_nobody(void **state)
{
	static const char form[] =
		"3 !a section is written as [name] or [name \"word\"]\n6 b||x=2\n";

	(void)state;
	check("[a]\n\n[push\nmode = off\n[b]\nx = 2\n", form);
	check("[a]\n\n[]\nmode = off\n[b]\nx = 2\n", form);
	check("[a]\n\n[x y]\nmode = off\n[b]\nx = 2\n", form);
	check("[a]\n\n[x \"y\" z]\nmode = off\n[b]\nx = 2\n", form);
	check("[a]\n\n[x \"y]\nmode = off\n[b]\nx = 2\n",
		"3 !the word of this section is too long or its quote is not closed\n6 b||x=2\n");
	check("[a] b = c\n", "1 !a key stands on a line of its own, below the section\n");
}

static void test_long_names_are_not_cut(void **state)
{
	char text[400], fits[50], longer[51];

	(void)state;
	memset(fits, 's', 49);
	fits[49] = '\0';
	memset(longer, 's', 50);
	longer[50] = '\0';
	snprintf(text, sizeof(text), "[%s]\na = 1\n[%s]\na = 2\n[c]\na = 3\n", fits, longer);
	char expected[200];

	snprintf(expected, sizeof(expected),
		"2 %s||a=1\n3 !the name of this section is too long\n6 c||a=3\n", fits);
	check(text, expected);
}

static void test_long_lines_are_refused_whole(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;

	(void)state;
	detour_buf_addstr(&text, "[a]\nb = ");
	for (int i = 0; i < 1024 * 1024; i++)
		detour_buf_addch(&text, 'x');
	detour_buf_addstr(&text, "\n# ");
	for (int i = 0; i < 1000; i++)
		detour_buf_addch(&text, 'y');
	detour_buf_addstr(&text, "\nmode = ask\n");
	check(text.ptr, "2 !this line is too long\n4 a||mode=ask\n");
	detour_buf_release(&text);
}

static void test_longest_line(void **state)
{
	char text[300] = "k = ", expected[320];

	(void)state;
	memset(text + 4, 'v', 194);
	snprintf(expected, sizeof(expected), "1 ||k=%s\n", text + 4);
	check(text, expected);
	/* As long as inih's line: the one below it must stay a line of its own. */
	text[198] = 'v';
	strcpy(text + 199, "\na = b");
	check(text, "1 !this line is too long\n2 ||a=b\n");
	text[199] = 'v';
	text[200] = '\0';
	check(text, "1 !this line is too long\n");
}

static void count_entry(void *data, const struct detour_config_entry *entry)
{
	*(int *)data += entry->problem != NULL;
}

static void test_mistakes_have_an_end(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	int count = 0;

	(void)state;
	for (int i = 0; i < 5000; i++)
		detour_buf_addstr(&text, i % 2 ? "x\n" : "[\n");
	detour_config_parse(text.ptr, text.size, count_entry, &count);
	assert_int_equal(count, 2000);
	detour_buf_clear(&text);
	count = 0;
	for (int i = 0; i < 5000; i++)
		detour_buf_addstr(&text, "x\n");
	detour_config_parse(text.ptr, text.size, count_entry, &count);
	assert_int_equal(count, 2000);
	detour_buf_release(&text);
}

/* Whatever the bytes are, it ends, and tells nothing but text. */
static void check_entry(void *data, const struct detour_config_entry *entry)
{
	(void)data;
	assert_true(entry->line > 0);
	for (const char *c = entry->value; *c; c++)
		assert_true((unsigned char)*c >= 0x20 || *c == '\t');
	assert_true(strlen(entry->section) <= 49);
}

static void test_any_bytes(void **state)
{
	static const char alphabet[] = "[]\"\\=:;# \t\r\nab.\xef\xbb\xbf\x01\x00";
	uint32_t seed = 12345;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char bytes[64];
		size_t size = (size_t)round % sizeof(bytes);
		char *copy;

		for (size_t i = 0; i < size; i++) {
			seed = seed * 1664525u + 1013904223u;
			bytes[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		copy = malloc(size ? size : 1);
		assert_non_null(copy);
		memcpy(copy, bytes, size);
		detour_config_parse(copy, size, check_entry, NULL);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_file),
		cmocka_unit_test(test_indented_as_git_does),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_line_ends_and_marks),
		cmocka_unit_test(test_mistakes_are_told_with_their_line),
		cmocka_unit_test(test_keys_of_a_broken_section_belong_to_nobody),
		cmocka_unit_test(test_long_names_are_not_cut),
		cmocka_unit_test(test_long_lines_are_refused_whole),
		cmocka_unit_test(test_longest_line),
		cmocka_unit_test(test_mistakes_have_an_end),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
