/* What sessions are about: paths in a text, and the words by which people speak of a path. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "about.h"

static struct detour_arena arena = DETOUR_ARENA_INIT;

static int teardown(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static void a_path_is_below_whole_folders(void **state)
{
	(void)state;
	assert_true(detour_about_is_below("src/queue/a.c", "src/queue"));
	assert_true(detour_about_is_below("src/queue", "src/queue"));
	assert_true(detour_about_is_below("src/queue", ""));
	assert_false(detour_about_is_below("src/queues/a.c", "src/queue"));
	assert_false(detour_about_is_below("src", "src/queue"));
}

static void a_text_names_a_path_or_one_below(void **state)
{
	(void)state;
	assert_true(detour_about_names("it is `src/queue.c`.", "src/queue.c"));
	assert_true(detour_about_names("see src/queue/a.c", "src/queue"));
	assert_true(detour_about_names("in (lib/)", "lib"));
	assert_false(detour_about_names("src/queue.cc", "src/queue.c"));
	assert_false(detour_about_names("my-src/queue.c", "src/queue.c"));
	assert_false(detour_about_names("the lib was slow", "lib"));
	assert_false(detour_about_names("anything", ""));
}

static void a_word_is_the_last_part_unless_it_is_common(void **state)
{
	(void)state;
	assert_string_equal(detour_about_word(&arena, "src/retry-queue.test.c"), "retry-queue");
	assert_string_equal(detour_about_word(&arena, "plugins/grapevine"), "grapevine");
	assert_null(detour_about_word(&arena, "plugins/grapevine/src"));
	assert_null(detour_about_word(&arena, "lib/Utils"));
	assert_null(detour_about_word(&arena, "src/a.c"));
	assert_string_equal(detour_about_word(&arena, ".eslintrc.json"), "eslintrc");
}

static void a_word_is_counted_alone_or_in_a_name(void **state)
{
	(void)state;
	assert_int_equal(detour_about_count("The Retry Queue, retry_queue.c", "retry-queue"), 2);
	assert_int_equal(detour_about_count("queued dequeue queues", "queue"), 1);
	assert_int_equal(detour_about_count("queue", "queue"), 1);
	assert_int_equal(detour_about_count("", "queue"), 0);
	assert_int_equal(detour_about_count("feat/hivemind-plugin", "hivemind-plugin"), 1);
	assert_int_equal(detour_about_count("retry\xc3\xa9", "retry"), 0);
}

static void a_project_is_what_its_sessions_and_plan_lie_in(void **state)
{
	(void)state;
	assert_string_equal(
		detour_about_project(&arena, "docs/projects/queue/sessions/2026-01-02-x.md"),
		"docs/projects/queue");
	assert_string_equal(
		detour_about_project(&arena, "docs/projects/queue/plan.md"), "docs/projects/queue");
	assert_null(detour_about_project(&arena, "docs/sessions/2026-01-02-x.md"));
	assert_null(detour_about_project(&arena, "sessions/2026-01-02-x.md"));
	assert_null(detour_about_project(&arena, "docs/plans/queue.md"));
	assert_null(detour_about_project(&arena, "plan.md"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_is_below_whole_folders),
		cmocka_unit_test(a_text_names_a_path_or_one_below),
		cmocka_unit_test(a_word_is_the_last_part_unless_it_is_common),
		cmocka_unit_test(a_word_is_counted_alone_or_in_a_name),
		cmocka_unit_test(a_project_is_what_its_sessions_and_plan_lie_in),
	};

	return cmocka_run_group_tests_name("about", tests, NULL, teardown);
}
