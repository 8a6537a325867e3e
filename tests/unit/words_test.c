/* Text taken apart into stems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "patterns/words.h"

enum { LIMIT = 32 };

static struct detour_words *words;
static struct detour_word list[LIMIT];

static int begin(void **state)
{
	(void)state;
	words = detour_words_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	detour_words_free(words);
	return 0;
}

static unsigned language_of(const char *text)
{
	return detour_words_guess(words, text, strlen(text));
}

/* All words of a text, in `list`. */
static size_t read_words(unsigned language, const char *text)
{
	struct detour_words_reader reader;
	size_t count = 0;

	detour_words_read(&reader, words, language, text, strlen(text));
	while (count < LIMIT && detour_words_next(&reader, &list[count]))
		count++;
	return count;
}

static void forms_of_a_word_have_one_stem(void **state)
{
	(void)state;
	assert_int_equal(read_words(0, "dogfood dogfooding Dogfooded queues queue"), 5);
	assert_int_equal(list[0].stem, list[1].stem);
	assert_int_equal(list[0].stem, list[2].stem);
	assert_int_equal(list[3].stem, list[4].stem);
	assert_int_not_equal(list[0].stem, list[3].stem);
	assert_string_equal(detour_words_shown(words, list[1].stem), "dogfood");
	assert_true(list[3].stem < detour_words_count(words));
}

static void what_says_nothing_is_known(void **state)
{
	(void)state;
	assert_int_equal(read_words(0, "the updated tests evict"), 4);
	assert_true(list[0].is_stop);
	assert_true(list[1].is_stop);
	assert_true(list[2].is_weak && !list[2].is_stop);
	assert_true(detour_words_is_weak(words, list[2].stem));
	assert_false(list[3].is_stop || list[3].is_weak);
}

static void phrases_do_not_reach_over_a_stop(void **state)
{
	(void)state;
	assert_int_equal(read_words(0, "retry queue, worker pool; retry-queue"), 6);
	assert_false(list[0].is_joined);
	assert_true(list[1].is_joined);
	assert_false(list[2].is_joined);
	assert_true(list[3].is_joined);
	assert_false(list[4].is_joined);
	assert_true(list[5].is_joined);
	assert_int_equal(list[1].stem, list[5].stem);
	assert_int_equal(read_words(0, "code-review html-mockup-prototyping non-trivial"), 4);
	assert_true(list[1].is_joined);
	assert_int_equal(list[2].size, strlen("html-mockup-prototyping"));
	assert_int_equal(list[3].size, strlen("non-trivial"));
}

static void names_are_told_by_how_they_are_written(void **state)
{
	(void)state;
	assert_int_equal(read_words(0, "Lucide. Then Redis, createIcons and SO_REUSEADDR"), 6);
	assert_false(list[0].is_name); /* a sentence begins with it */
	assert_false(list[1].is_name);
	assert_true(list[2].is_name);
	assert_true(list[3].is_name);
	assert_true(list[5].is_name);
	assert_int_equal(read_words(0, "a redis and Redis' Redis's"), 5);
	assert_int_equal(list[1].stem, list[3].stem);
	assert_int_equal(list[1].stem, list[4].stem);
}

static void paths_numbers_and_addresses_are_no_words(void **state)
{
	(void)state;
	assert_int_equal(
		read_words(0, "see src/queue.c, SKILL.md:12 (https://x.org/a) 42 a@b.c"), 1);
	assert_int_equal(read_words(0, "evicts.md evicts."), 1);
	assert_int_equal(list[0].start, strlen("evicts.md "));
}

static void the_language_is_guessed(void **state)
{
	unsigned german = language_of("Der Speicher war voll und die Warteschlange wurde nicht "
				      "geleert, weil es keine Grenze für sie gab.");

	(void)state;
	assert_string_equal(detour_words_language(german), "german");
	assert_string_equal(detour_words_language(language_of(
				    "The memory was full and the queue was not emptied.")),
		"english");
	assert_string_equal(detour_words_language(language_of("Redis evicts")), "english");
	assert_int_equal(language_of(""), 0);
	assert_int_equal(read_words(german, "Warteschlangen Warteschlange"), 2);
	assert_int_equal(list[0].stem, list[1].stem);
}

static void any_bytes_are_taken(void **state)
{
	static char text[4096];
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = (char)(i * 7 + i / 255 + 1);
	(void)language_of(text);
	count = read_words(0, text);
	assert_true(count >= 1 && count <= LIMIT);
	assert_int_equal(read_words(0, "\xc3\x84rger \xc3\xa4rger"), 2);
	assert_int_equal(list[0].stem, list[1].stem);
	memset(text, 'a', sizeof(text) - 1);
	assert_int_equal(read_words(0, text), 0); /* no word is that long */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(forms_of_a_word_have_one_stem, begin, end),
		cmocka_unit_test_setup_teardown(what_says_nothing_is_known, begin, end),
		cmocka_unit_test_setup_teardown(phrases_do_not_reach_over_a_stop, begin, end),
		cmocka_unit_test_setup_teardown(names_are_told_by_how_they_are_written, begin, end),
		cmocka_unit_test_setup_teardown(
			paths_numbers_and_addresses_are_no_words, begin, end),
		cmocka_unit_test_setup_teardown(the_language_is_guessed, begin, end),
		cmocka_unit_test_setup_teardown(any_bytes_are_taken, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
