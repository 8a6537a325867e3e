/* Rules of the team's own, and those that are built in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "pattern.h"
#include "scene.h"
#include "signal/added.h"

static struct scene_history history;
static struct detour_signal signal;
static struct detour_rule rules[4];
static struct detour_pattern patterns[4];

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	history.settings.rules = rules;
	scene_add(&history, NULL, 0, "Start");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < history.settings.rule_count; i++)
		detour_pattern_release(&patterns[i]);
	scene_release(&history);
	return 0;
}

static void rule(
	const char *name, const char *match, enum detour_rule_place in, enum detour_level level)
{
	size_t i = history.settings.rule_count++;

	patterns[i] = (struct detour_pattern)DETOUR_PATTERN(NULL, match, DETOUR_PATTERN_LINES);
	rules[i] = (struct detour_rule){name, match, in, level, "", &patterns[i]};
}

static const char *judge_with(unsigned facts)
{
	struct detour_scene scene = *scene_judge(&history, history.count - 1);

	scene.facts = facts;
	memset(&signal, 0, sizeof(signal));
	return detour_signal_rule(&scene, &signal) ? signal.rule : "";
}

static const char *judge(void)
{
	return judge_with(DETOUR_FACT_ALL);
}

/* The rule for a commit that changes this file. */
static const char *change(const char *path, const char *before, const char *after)
{
	history.count = 1;
	scene_change(&history, scene_add(&history, NULL, 1, "Add the queue"), path, before, after);
	return judge();
}

static void test_places(void **state)
{
	(void)state;
	rule("sorry", "^Sorry.*", DETOUR_RULE_MESSAGE, DETOUR_LEVEL_ASK);
	rule("db", "\\.sql$", DETOUR_RULE_PATH, DETOUR_LEVEL_REMIND);
	rule("sleep", "sleep\\(\\d+\\)", DETOUR_RULE_ADDED, DETOUR_LEVEL_REMIND);
	scene_add(&history, NULL, 1, "Add it\n\nSorry for the mess.\n");
	assert_string_equal(judge(), "sorry");
	assert_int_equal(signal.level, DETOUR_LEVEL_ASK);
	assert_string_equal(signal.doing, "meeting [rule \"sorry\"]: \"Sorry for the mess.\"");
	assert_string_equal(signal.does, "meets [rule \"sorry\"]: \"Sorry for the mess.\"");
	assert_string_equal(signal.detail, "");
	assert_string_equal(change("db/1.sql", NULL, "x"), "db");
	assert_string_equal(signal.doing, "meeting [rule \"db\"]: \".sql\"");
	assert_string_equal(change("a.c", "a\n", "a\r\n\tsleep(5);\n"), "sleep");
	assert_string_equal(signal.doing, "meeting [rule \"sleep\"]: \"sleep(5)\"");
	assert_string_equal(signal.detail, "a.c");
	assert_string_equal(change("a.c", "sleep(5);\n", NULL), "");
	assert_string_equal(change("a.c", "sleep(5);\nb\n", "b\nsleep(5);\n"), ""); /* moved */
	assert_string_equal(change("vendor/x/a.c", "", "sleep(5);\n"), "");
	assert_string_equal(change("a.bin", "", "sleep(5);\n"), "sleep");
	assert_string_equal(change("a.c", "a\n", "b\n"), "");
	assert_string_equal(change(".detour.ini", "", "match = sleep(5)\n"), "");
}

static void test_facts(void **state)
{
	(void)state;
	rule("sleep", "sleep", DETOUR_RULE_ADDED, DETOUR_LEVEL_ASK);
	rule("c", "\\.c$", DETOUR_RULE_PATH, DETOUR_LEVEL_ASK);
	assert_string_equal(change("a.c", NULL, "sleep();\n"), "sleep");
	assert_string_equal(judge_with(DETOUR_FACT_MESSAGE | DETOUR_FACT_PATHS), "c");
	assert_string_equal(judge_with(DETOUR_FACT_MESSAGE), "");
}

static void test_loudest(void **state)
{
	(void)state;
	rule("quiet", "queue", DETOUR_RULE_MESSAGE, DETOUR_LEVEL_LIST);
	rule("loud", "sleep", DETOUR_RULE_ADDED, DETOUR_LEVEL_REMIND);
	rule("off", "Add", DETOUR_RULE_MESSAGE, DETOUR_LEVEL_OFF);
	assert_string_equal(change("a.c", "", "sleep(5);\nHACK\n"), "loud");
	assert_int_equal(signal.level, DETOUR_LEVEL_REMIND);
	assert_string_equal(signal.detail, "a.c, and 2 more rules: quiet, hack");
}

static void test_built_in(void **state)
{
	(void)state;
	assert_string_equal(change("a.c", "", "a(); // HACK: wait\n"), "hack");
	assert_int_equal(signal.level, DETOUR_LEVEL_LIST);
	assert_string_equal(signal.doing, "meeting [rule \"hack\"]: \"HACK: wait\"");
	assert_string_equal(change("a.c", "", "/* XXX: for now */\n"), "");
	assert_string_equal(change("a.c", "", "/* WORKAROUND until 2.0 */\n"), "");
	assert_string_equal(change("a.c", "", "// a hack, xxx, HACKS, mktemp a.XXX\n"), "");
	assert_string_equal(change("a.md", "", "HACK\n"), "");
	assert_string_equal(change("tests/a.py", "", "@pytest.mark.skip\n"), "skip");
	assert_string_equal(change("a_test.go", "", "\tt.Skip(\"slow\")\n"), "skip");
	assert_string_equal(change("tests/a.rs", "", "#[ignore]\n"), "skip");
	assert_string_equal(change("web/a.test.ts", "", "xit('works')\n"), "skip");
	assert_string_equal(change("web/a.test.ts", "", "process.exit(1)\n"), "");
	assert_string_equal(change("src/a.py", "", "@skip\n"), "");
	change("a.c", "", "// HACK\n");
	history.commits[1].author_name = "renovate[bot]";
	assert_string_equal(judge(), "");
	history.commits[1].author_name = "Me";
	history.commits[1].subject = "Release 1.2.3";
	assert_string_equal(judge(), "");
}

static void test_replaced(void **state)
{
	(void)state;
	rule("hack", "kludge", DETOUR_RULE_ADDED, DETOUR_LEVEL_REMIND);
	assert_string_equal(change("a.c", "", "// HACK\n"), "");
	assert_string_equal(change("a.c", "", "// kludge\n"), "hack");
	rules[0].level = DETOUR_LEVEL_OFF;
	assert_string_equal(change("a.c", "", "// HACK, kludge\n"), "");
}

static void test_hostile(void **state)
{
	char text[2000];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) - 2, "!", 2);
	rule("runaway", "^(a+)+$", DETOUR_RULE_MESSAGE, DETOUR_LEVEL_ASK);
	rule("broken", "(", DETOUR_RULE_MESSAGE, DETOUR_LEVEL_ASK);
	rule("ring", "bell.*", DETOUR_RULE_MESSAGE, DETOUR_LEVEL_LIST);
	scene_add(&history, NULL, 1, text);
	for (int i = 0; i < 5; i++)
		assert_string_equal(judge(), "");
	assert_int_equal(patterns[0].runaways, 3); /* then it rests */
	scene_add(&history, NULL, 2, "a bell \x1b[31m\nand more");
	assert_string_equal(judge(), "ring");
	assert_null(strchr(signal.doing, '\x1b'));
}

static void test_added_lines(void **state)
{
	struct detour_added added;
	const char *line, *old = "a\nb\nb\n", *text = "b\r\nc\nb\nb\na";
	size_t size;

	(void)state;
	detour_added_init(&added, &history.arena, old, strlen(old), text, strlen(text));
	assert_true(detour_added_next(&added, &line, &size));
	assert_int_equal(size, 1);
	assert_memory_equal(line, "c", 1);
	assert_true(detour_added_next(&added, &line, &size));
	assert_memory_equal(line, "b\na", 3); /* the third */
	assert_false(detour_added_next(&added, &line, &size));
	detour_added_init(&added, &history.arena, "", 0, "", 0);
	assert_false(detour_added_next(&added, &line, &size));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_places), TEST(test_facts), TEST(test_loudest),
		TEST(test_built_in), TEST(test_replaced), TEST(test_hostile),
		TEST(test_added_lines)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
