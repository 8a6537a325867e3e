/* Bytes of a terminal to keys. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "prompt/keys.h"

/* All keys of some bytes, as letters: what was typed as itself, `text` of more bytes in brackets.
 */
static const char *keys_of(struct detour_keys *keys, const char *bytes, size_t size)
{
	static const char names[] = "_t|E<XUWKlr^$CD?";
	static char out[400];
	size_t at = 0;

	for (size_t i = 0; i < size && at + 12 < sizeof(out); i++) {
		enum detour_key key = detour_keys_feed(keys, (unsigned char)bytes[i]);

		if (key == DETOUR_KEY_TEXT)
			at += (size_t)snprintf(out + at, sizeof(out) - at, "'%s'", keys->text);
		else if (key != DETOUR_KEY_NONE)
			out[at++] = names[key];
	}
	out[at] = '\0';
	return out;
}

#define assert_keys(bytes, wanted)                                                                 \
	do {                                                                                       \
		struct detour_keys fresh;                                                          \
		memset(&fresh, 0, sizeof(fresh));                                                  \
		assert_string_equal(keys_of(&fresh, bytes, sizeof(bytes) - 1), wanted);            \
		assert_int_equal(fresh.state, DETOUR_KEYS_GROUND);                                 \
	} while (0)

static void test_plain(void **state)
{
	(void)state;
	assert_keys("n?", "'n''?'");
	assert_keys("\r\n", "EE");
	assert_keys("\x7f\x08", "<<");
	assert_keys("\x03\x1c\x04", "CCD");
	assert_keys("\x15\x17\x0b\x01\x05\x02\x06", "UWK^$lr");
	assert_keys("\x11\x13\x1a", "");
	assert_keys("\t", "?");
	assert_keys("\0a", "'a'");
}

static void test_characters(void **state)
{
	(void)state;
	assert_keys("\xc3\xa4\xe5\xbe\x85\xf0\x9f\x98\x80",
		"'\xc3\xa4''\xe5\xbe\x85''\xf0\x9f\x98\x80'");
	/* cut short, too long, a surrogate, beyond the last: dropped, and what follows is kept */
	assert_keys("\xc3n", "'n'");
	assert_keys("\xe5\xbe\xc3\xa4", "'\xc3\xa4'");
	assert_keys("\x80\xbf\xc0\xafn", "'n'");
	assert_keys("\xe0\x80\xafn", "'n'");
	assert_keys("\xed\xa0\x80n", "'n'");
	assert_keys("\xf5\x80\x80\x80n", "'n'");
	assert_keys("\xe5\x03", "C");
}

static void test_sequences(void **state)
{
	(void)state;
	assert_keys("\033[D\033[C\033OD\033OC", "lrlr");
	assert_keys("\033[H\033[F\033[1~\033[4~\033[7~\033[8~\033[3~", "^$^$^$X");
	assert_keys("\033[A\033OP\033[15~\033[1;5P\033[[A", "?????");
	assert_keys("\033x", "?");
	assert_keys("\033\033[D", "l");
	/* what terminals say by themselves is no key */
	assert_keys("\033[12;40R\033[?62;c\033[I\033[O\033[<0;1;2M", "");
	assert_keys("\033]11;rgb:0000/0000/0000\033\\n", "'n'");
	assert_keys("\033]11;rgb:0000\007n", "'n'");
	assert_keys("\033P1$r0m\033\\n", "'n'");
	/* longer than any that we know */
	assert_keys("\033[1;2;3;4;5;6;7;8;9;10;11;12;13~n", "?'n'");
}

static void test_ctrl_c_is_heard_everywhere(void **state)
{
	(void)state;
	assert_keys("\033[1;\x03", "C");
	assert_keys("\033\x03", "C");
	assert_keys("\033]11;\x03", "C");
	assert_keys("\033O\x03", "C");
}

static void test_endless_reply_ends(void **state)
{
	struct detour_keys keys;
	enum detour_key key = DETOUR_KEY_NONE;

	(void)state;
	memset(&keys, 0, sizeof(keys));
	keys_of(&keys, "\033]", 2);
	for (int i = 0; i < 600 && key == DETOUR_KEY_NONE; i++)
		key = detour_keys_feed(&keys, 'x');
	assert_int_equal(key, DETOUR_KEY_TEXT);
}

static void test_paste(void **state)
{
	(void)state;
	assert_keys("\033[200~a\r\nb\x03\x04\033[201~\r", "?'a'||'b'E");
	assert_keys("\033[200~\033[D\033]x\t\033[201~c", "?'x'|'c'");
}

static void test_idle(void **state)
{
	struct detour_keys keys;

	(void)state;
	memset(&keys, 0, sizeof(keys));
	assert_int_equal(detour_keys_patience(&keys), -1);
	detour_keys_feed(&keys, 0x1b);
	assert_true(detour_keys_patience(&keys) > 0);
	assert_int_equal(detour_keys_idle(&keys), DETOUR_KEY_CANCEL);
	assert_int_equal(detour_keys_patience(&keys), -1);
	keys_of(&keys, "\033[1", 3);
	assert_int_equal(detour_keys_idle(&keys), DETOUR_KEY_OTHER);
	assert_int_equal(detour_keys_feed(&keys, 'n'), DETOUR_KEY_TEXT);
}

static void test_paste_without_end(void **state)
{
	struct detour_keys keys;

	(void)state;
	memset(&keys, 0, sizeof(keys));
	keys_of(&keys, "\033[200~a", 7);
	assert_true(detour_keys_patience(&keys) > 0);
	assert_int_equal(detour_keys_idle(&keys), DETOUR_KEY_NONE);
	assert_int_equal(detour_keys_feed(&keys, '\r'), DETOUR_KEY_ENTER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_sequences),
		cmocka_unit_test(test_ctrl_c_is_heard_everywhere),
		cmocka_unit_test(test_endless_reply_ends),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_paste_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
