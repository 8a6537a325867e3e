/* Literals in texts, short and long: what a search byte by byte finds, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sieve.h"

static const char *const lists[] = {"hack|xxx|workaround", "skip|@ignore|xit(|[ignore|disabled_",
	"ab|long one|-", "abc", "e", "zq|q", "revert|back out|undo|drop|nope|fix|one|two|three|-w",
	"<k|<ab|(", "<e"};

/* The plain way. */
static bool holds(const char *literals, const char *text, size_t size)
{
	for (const char *at = literals; *at; at += *at == '|') {
		bool begins = *at == '<';
		size_t length;

		at += begins;
		length = strcspn(at, "|");
		for (size_t i = 0; i + length <= size; i++)
			if (!strncasecmp(text + i, at, length) &&
				!(begins && i &&
					(isalnum((unsigned char)text[i - 1]) ||
						text[i - 1] == '_')))
				return true;
		at += length;
	}
	return false;
}

/* Letters, blanks and some of what the literals are made of, the same each time. */
static void fill(char *text, size_t size, uint32_t seed)
{
	static const char alphabet[] = "abcdeHKXkqstwz -@[(_";

	for (size_t i = 0; i < size; i++) {
		seed = seed * 1664525 + 1013904223;
		text[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
	}
}

static void random_texts_are_told_right(void **state)
{
	size_t found = 0, all = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct detour_sieve *sieve = detour_sieve_new(lists[i]);

		for (uint32_t seed = 0; seed < 400; seed++) {
			size_t size = seed % 3 ? seed % 40 : 500 + seed;
			char *text = malloc(size ? size : 1); /* just so long */
			bool expected;

			fill(text, size, seed * 7919);
			expected = holds(lists[i], text, size);
			assert_int_equal(detour_sieve_finds(sieve, text, size), expected);
			found += expected;
			all++;
			free(text);
		}
		free(sieve);
	}
	assert_in_range(found, all / 10, all - all / 10);
}

/* Each literal at the start, in the middle and at the very end, and cut there. */
static void each_literal_is_found_everywhere(void **state)
{
	static const size_t sizes[] = {30, 2000};

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct detour_sieve *sieve = detour_sieve_new(lists[i]);

		for (const char *at = lists[i]; *at; at += *at == '|') {
			size_t length;

			at += *at == '<';
			length = strcspn(at, "|");
			for (size_t k = 0; k < 2; k++) {
				char text[2000];
				size_t places[] = {0, sizes[k] / 2, sizes[k] - length};

				for (size_t p = 0; p < 3; p++) {
					memset(text, '.', sizes[k]);
					assert_false(detour_sieve_finds(sieve, text, sizes[k]));
					memcpy(text + places[p], at, length);
					assert_true(detour_sieve_finds(sieve, text, sizes[k]));
				}
				assert_false(detour_sieve_finds(sieve, text, sizes[k] - 1));
			}
			at += length;
		}
		free(sieve);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(random_texts_are_told_right),
		cmocka_unit_test(each_literal_is_found_everywhere)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
