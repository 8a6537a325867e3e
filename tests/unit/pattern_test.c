/* Patterns: the prefilter, groups, bytes that are no UTF-8, and limits. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "pattern.h"

static bool matches(struct detour_pattern *pattern, const char *text)
{
	return detour_pattern_match(pattern, text, strlen(text), NULL, 0);
}

static void test_prefilter(void **state)
{
	struct detour_pattern pattern =
		DETOUR_PATTERN("revert|back out", "revert", DETOUR_PATTERN_CASELESS);

	(void)state;
	assert_false(matches(&pattern, "a quiet commit, back and out"));
	assert_null(pattern.compiled); /* nothing was compiled for it */
	assert_false(detour_pattern_may_match(&pattern, "rever", 5));
	assert_false(detour_pattern_may_match(&pattern, "xrevert", 6)); /* cut before its end */
	assert_true(detour_pattern_may_match(&pattern, "xREVERt", 7));
	assert_true(detour_pattern_may_match(&pattern, "we Back Out", 11));
	assert_false(detour_pattern_may_match(&pattern, "", 0));
	assert_false(matches(&pattern, "back out")); /* passes the prefilter, does not match */
	assert_true(matches(&pattern, "Reverting"));
	assert_non_null(pattern.compiled);
	detour_pattern_release(&pattern);
}

static void test_no_text(void **state)
{
	struct detour_pattern pattern = DETOUR_PATTERN(NULL, "x|^$", 0);

	(void)state;
	assert_true(detour_pattern_match(&pattern, NULL, 0, NULL, 0));
	assert_int_equal(pattern.runaways, 0);
	detour_pattern_release(&pattern);
}

static void test_short_literals(void **state)
{
	struct detour_pattern pattern = DETOUR_PATTERN("ab|long one|-", "", 0);
	struct detour_pattern three = DETOUR_PATTERN("abc", "", 0);

	(void)state;
	assert_true(detour_pattern_may_match(&three, "xabC", 4)); /* at the very end */
	assert_false(detour_pattern_may_match(&three, "xabc", 3));
	assert_true(detour_pattern_may_match(&pattern, "xAB", 3));
	assert_true(detour_pattern_may_match(&pattern, "-", 1));
	assert_false(detour_pattern_may_match(&pattern, "a b long", 8));
	detour_pattern_release(&pattern);
	detour_pattern_release(&three);
}

static void test_groups(void **state)
{
	struct detour_pattern pattern = DETOUR_PATTERN(
		NULL, "^ (a+) (x)? (b)?", DETOUR_PATTERN_EXTENDED | DETOUR_PATTERN_LINES);
	struct detour_match groups[5];

	(void)state;
	assert_true(detour_pattern_match(&pattern, "zz\naab", 6, groups, 5));
	assert_int_equal(groups[0].start, 3);
	assert_int_equal(groups[0].end, 6);
	assert_int_equal(groups[1].end, 5);
	assert_int_equal(groups[2].start, (size_t)-1);
	assert_int_equal(groups[3].start, 5);
	assert_int_equal(groups[4].start, (size_t)-1);
	assert_false(detour_pattern_match_from(&pattern, "zz\naab", 6, 4, groups, 5));
	assert_false(detour_pattern_match_from(&pattern, "aa", 2, 3, groups, 5));
	detour_pattern_release(&pattern);
}

static void test_bytes(void **state)
{
	struct detour_pattern pattern = DETOUR_PATTERN(NULL, "b$", DETOUR_PATTERN_LINES);

	(void)state;
	assert_true(detour_pattern_match(&pattern,
		"\xff\xfe\0\x80"
		"ab",
		6, NULL, 0));
	assert_true(matches(&pattern, "ab\r\nc"));
	detour_pattern_release(&pattern);
}

static void test_runaway(void **state)
{
	struct detour_pattern pattern = DETOUR_PATTERN(NULL, "(?:a+)+$", 0);
	char text[2000];
	clock_t start = clock();

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 'b';
	assert_false(detour_pattern_match(&pattern, text, sizeof(text), NULL, 0));
	assert_true(clock() - start < CLOCKS_PER_SEC);
	detour_pattern_release(&pattern);
}

/* Each start stays below the library's limit; all of them together would take minutes. */
static void test_metered(void **state)
{
	struct detour_pattern slow =
		DETOUR_PATTERN(NULL, "(?:a{1,300}){2}[^ab]", DETOUR_PATTERN_METERED);
	struct detour_pattern plain = DETOUR_PATTERN(NULL, "b$", DETOUR_PATTERN_METERED);
	static char text[60000];
	clock_t start = clock();

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 'b';
	detour_pattern_allow();
	assert_false(detour_pattern_match(&slow, text, sizeof(text), NULL, 0));
	assert_int_equal(slow.runaways, 1);
	assert_true(detour_pattern_match(&plain, text, sizeof(text), NULL, 0));
	while (!detour_pattern_is_spent())
		assert_false(detour_pattern_match(&slow, text, sizeof(text), NULL, 0));
	assert_false(detour_pattern_match(&plain, text, sizeof(text), NULL, 0));
	assert_int_equal(plain.runaways, 0); /* it was not the one */
	detour_pattern_allow();
	assert_true(detour_pattern_match(&plain, text, sizeof(text), NULL, 0));
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
	detour_pattern_release(&slow);
	detour_pattern_release(&plain);
}

static void test_broken(void **state)
{
	struct detour_pattern pattern = DETOUR_PATTERN(NULL, "a(b", 0);
	struct detour_pattern utf = DETOUR_PATTERN(NULL, "(*UTF)a", 0);
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	assert_int_equal(detour_pattern_compile(&pattern, &err), DETOUR_EINVALID);
	assert_string_equal(
		err.message, "cannot use pattern 'a(b': missing closing parenthesis at 3");
	assert_false(matches(&pattern, "ab"));
	assert_int_equal(detour_pattern_compile(&utf, NULL), DETOUR_EINVALID);
	detour_pattern_release(&pattern);
	detour_pattern_release(&utf);
}

/* Each byte that is no text is shown by three: the message ends with a whole one. */
static void test_broken_bytes(void **state)
{
	char text[201];
	struct detour_pattern pattern = DETOUR_PATTERN(NULL, text, 0);
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	for (size_t before = 1; before < 4; before++) {
		memset(text, '\xaf', 200);
		memset(text, '(', before);
		text[200] = '\0';
		assert_int_equal(detour_pattern_compile(&pattern, &err), DETOUR_EINVALID);
		assert_true(strlen(err.message) > sizeof(err.message) - 4);
		assert_true(detour_utf8_valid(err.message, strlen(err.message)));
	}
	/* The cause comes behind what is shown of the name. */
	assert_int_equal(
		detour_error_errno(&err, ENOENT, "cannot read %s", text), DETOUR_ENOTFOUND);
	assert_true(detour_utf8_valid(err.message, strlen(err.message)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_broken_bytes),
		cmocka_unit_test(test_prefilter), cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_short_literals), cmocka_unit_test(test_groups),
		cmocka_unit_test(test_bytes), cmocka_unit_test(test_runaway),
		cmocka_unit_test(test_metered), cmocka_unit_test(test_broken)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
