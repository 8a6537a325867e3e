/* The words of the question. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "prompt/question.h"

static struct detour_arena arena = DETOUR_ARENA_INIT;
static const char session[] = "2026-11-18-queue-stalls.md";

static int teardown(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static bool add_first;

static const char *choices(const char *name, bool resume, int columns)
{
	struct detour_question question = {"fact", name, "762fae5", resume, 20000, add_first};
	struct detour_question_text text;

	detour_question_compose(&text, &question, columns, &arena);
	return text.choices;
}

static void test_wide(void **state)
{
	(void)state;
	assert_string_equal(choices(session, false, 100),
		"[n]ote in one line  [e]ditor  [a]dd to 2026-11-18-queue-stalls.md  [l]ater  "
		"[d]ismiss  [?] ");
	assert_string_equal(
		choices(NULL, false, 80), "[n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?] ");
	assert_string_equal(choices(NULL, true, 80),
		"[r]esume  [n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?] ");
}

static void test_narrower(void **state)
{
	(void)state;
	assert_string_equal(choices(session, false, 80),
		"[n]ote  [e]ditor  [a]dd to 2026-11-18-queue-stalls.md  [l]ater  [d]ismiss  [?] ");
	assert_string_equal(choices(session, false, 79),
		"[n]ote  [e]ditor  [a]dd to 2026-11-18-queue-stalls.\xe2\x80\xa6  [l]ater  "
		"[d]ismiss  "
		"[?] ");
	assert_string_equal(
		choices(session, false, 60), "[n]ote  [e]ditor  [a]dd  [l]ater  [d]ismiss  [?] ");
	assert_string_equal(
		choices(session, false, 40), "[n]ote  [e]ditor  [a]dd  [l]ater\n[d]ismiss  [?] ");
	assert_string_equal(choices(session, true, 20),
		"[r]esume  [n]ote\n[e]ditor  [a]dd\n[l]ater  [d]ismiss\n[?] ");
}

/* No row is as wide as the terminal: the key is shown behind the last one. */
static void test_every_width(void **state)
{
	(void)state;
	for (int columns = 20; columns < 130; columns++) {
		const char *row = choices(session, columns % 2 == 0, columns);

		while (*row) {
			size_t length = strcspn(row, "\n");

			/* "…" is one column of three bytes */
			if (strstr(row, "\xe2\x80\xa6"))
				length -= 2;
			assert_true(length < (size_t)columns);
			row += strcspn(row, "\n");
			row += *row == '\n';
		}
	}
}

static void test_choice(void **state)
{
	struct detour_question question = {"fact", NULL, "762fae5", false, 20000, false};

	(void)state;
	assert_int_equal(detour_question_choice(&question, "n")->answer, DETOUR_ANSWER_NOTE);
	assert_int_equal(detour_question_choice(&question, "D")->answer, DETOUR_ANSWER_DISMISS);
	assert_int_equal(detour_question_choice(&question, "?")->key, '?');
	assert_null(detour_question_choice(&question, "a"));
	assert_null(detour_question_choice(&question, "r"));
	assert_null(detour_question_choice(&question, "x"));
	assert_null(detour_question_choice(&question, "\xc3\xa4"));
	question.add_name = session;
	question.resume = true;
	assert_int_equal(detour_question_choice(&question, "a")->answer, DETOUR_ANSWER_ADD);
	assert_int_equal(detour_question_choice(&question, "R")->answer, DETOUR_ANSWER_RESUME);
}

static void test_later(void **state)
{
	struct detour_question question = {"fact", NULL, "762fae5", false, 20000, false};
	struct detour_question_text text;

	(void)state;
	detour_question_compose(&text, &question, 200, &arena);
	assert_non_null(strstr(text.explanation, "waiting: you are reminded at push\n"));
	/* Nobody is reminded of a welcome. */
	question.resume = true;
	detour_question_compose(&text, &question, 200, &arena);
	assert_non_null(strstr(text.explanation, "any other key and waiting\n"));
	assert_null(strstr(text.explanation, "reminded"));
}

static void test_hostile_words(void **state)
{
	struct detour_question question = {
		"\033]0;title\007\nfact", "a\033[31m.md", "7\r\n62", false, 20000, false};
	struct detour_question_text text;

	(void)state;
	detour_question_compose(&text, &question, 200, &arena);
	assert_null(strpbrk(text.fact, "\033\007\r"));
	assert_ptr_equal(strchr(text.fact, '\n'), text.fact + strlen(text.fact) - 1);
	assert_null(strpbrk(text.choices, "\033\007\r\n"));
	assert_null(strpbrk(text.explanation, "\033\007\r"));
}

static void test_a_story_that_is_told_already(void **state)
{
	struct detour_question question = {"fact", session, "762fae5", false, 20000, true};
	struct detour_question_text text;

	(void)state;
	add_first = true;
	assert_string_equal(choices(session, true, 120),
		"[r]esume  [a]dd to 2026-11-18-queue-stalls.md  [n]ote in one line  [e]ditor  "
		"[l]ater  [d]ismiss  [?] ");
	assert_string_equal(choices(session, false, 80),
		"[a]dd to 2026-11-18-queue-stalls.md  [n]ote  [e]ditor  [l]ater  [d]ismiss  [?] ");
	assert_string_equal(
		choices(session, false, 60), "[a]dd  [n]ote  [e]ditor  [l]ater  [d]ismiss  [?] ");
	assert_string_equal(
		choices(NULL, false, 80), "[n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?] ");
	add_first = false;
	detour_question_compose(&text, &question, 80, &arena);
	assert_non_null(strstr(text.explanation, "tells of this already"));
	assert_true(strstr(text.explanation, "  a  ") < strstr(text.explanation, "  n  "));
}

static void test_explanation(void **state)
{
	struct detour_question question = {"fact", session, "762fae5", true, 20000, false};
	struct detour_question_text text;

	(void)state;
	detour_question_compose(&text, &question, 80, &arena);
	assert_non_null(strstr(text.explanation, "links 762fae5"));
	assert_non_null(strstr(text.explanation, session));
	assert_non_null(strstr(text.explanation, "git config detour.prompt.mode remind\n"));
	assert_non_null(strstr(text.explanation, "KIND: revert"));
	for (const char *row = text.explanation; *row; row = strchr(row, '\n') + 1)
		assert_true(strcspn(row, "\n") < 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_narrower),
		cmocka_unit_test(test_every_width),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_later),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_a_story_that_is_told_already),
		cmocka_unit_test(test_explanation),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
