/* The undo signal: which commits go back to what was, what it says of them, and at which level. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"

enum { NOW = 1700000000, HOUR = 3600, DAY = 24 * HOUR };

static struct scene_history history;

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scene_release(&history);
	return 0;
}

static struct detour_commit *add(int64_t time, const char *message)
{
	return scene_add(&history, NULL, time, message);
}

static void change(const char *path, const char *before, const char *after)
{
	scene_change(&history, &history.commits[history.count - 1], path, before, after);
}

/* The newest commit; the signal or NULL. */
static const struct detour_signal *judge(void)
{
	static struct detour_signal signals[DETOUR_KIND_COUNT];
	const struct detour_scene *scene = scene_judge(&history, history.count - 1);
	size_t count =
		detour_signals_detect(scene, DETOUR_FACT_MESSAGE | DETOUR_FACT_PATHS, signals);

	for (size_t i = 0; i < count; i++)
		if (signals[i].kind == DETOUR_KIND_undo)
			return &signals[i];
	return NULL;
}

/* "Add the retry queue" two days ago in two files, and something else since. */
static void start(void)
{
	add(NOW - 9 * DAY, "Begin");
	change("queue.c", NULL, "one");
	change("worker.c", NULL, "one");
	add(NOW - 2 * DAY, "Add the retry queue");
	change("queue.c", "one", "two");
	change("worker.c", "one", "two");
	add(NOW - HOUR, "Tune the log");
	change("log.c", "a", "b");
}

static void say(struct detour_commit *commit, const char *message)
{
	commit->message = message;
	commit->message_size = strlen(message);
	commit->subject = scene_subject(&history.arena, message);
}

static struct detour_commit *go_back(const char *message)
{
	struct detour_commit *commit = add(NOW, message);

	change("queue.c", "two", "one");
	change("worker.c", "two", "one");
	return commit;
}

static void test_tells(void **state)
{
	const struct detour_signal *signal;

	(void)state;
	start();
	go_back("Simplify the worker");
	signal = judge();
	assert_non_null(signal);
	assert_string_equal(signal->rule, "fullM");
	assert_int_equal(signal->level, DETOUR_LEVEL_ASK);
	assert_false(signal->always_asks);
	assert_string_equal(signal->doing,
		"taking back your 0000002 \"Add the retry queue\" without saying so");
	assert_string_equal(
		signal->does, "takes back your 0000002 \"Add the retry queue\" without saying so");
	assert_string_equal(signal->detail, "2 days old, 2 files");
	assert_string_equal(signal->title, "Retry queue taken back");
	assert_non_null(strstr(signal->hint, "0000002"));
	assert_int_equal(signal->related_count, 1);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[1].oid));
}

static void test_part_and_several(void **state)
{
	const struct detour_signal *signal;

	(void)state;
	start();
	add(NOW - HOUR, "Retry twice");
	change("queue.c", "two", "three");
	add(NOW, "Restore the queue");
	change("queue.c", "three", "one");
	signal = judge();
	assert_non_null(signal);
	/* Of two that changed one file each, the older left what it went back to. */
	assert_string_equal(signal->doing,
		"taking back part of your 0000002 \"Add the retry queue\" and 1 more");
	assert_string_equal(signal->title, "Retry queue partly taken back");
	assert_int_equal(signal->related_count, 2);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[1].oid));
	assert_true(detour_oid_equal(&signal->related[1], &history.commits[3].oid));
}

/* Not all of it goes back, or to what never was. */
static void test_some_files(void **state)
{
	(void)state;
	start();
	go_back("Simplify");
	change("zebra.c", "a", "b");
	assert_null(judge());
	add(NOW, "New");
	change("queue.c", "one", "never before");
	assert_null(judge());
	/* A new file is no return, and neither is an old one that goes. */
	add(NOW, "Add more");
	change("more.c", NULL, "one");
	assert_null(judge());
	add(NOW, "Remove the tools");
	change("tools.c", "one", NULL);
	assert_null(judge());
	/* What was deleted and is there again is no M, and what was renamed and back neither. */
	add(NOW, "Add the tools");
	change("tools.c", NULL, "one");
	assert_null(judge());
}

static void test_declared(void **state)
{
	struct detour_commit *commit;

	(void)state;
	start();
	commit = go_back("Revert \"Add the retry queue\"");
	assert_null(judge());
	say(commit, "fixup! Add the retry queue");
	assert_null(judge());
	say(commit, "Simplify");
	assert_non_null(judge());
	say(commit, "Simplify\n\n(cherry picked from commit 1234567890)\n");
	assert_null(judge());
}

static void test_makers(void **state)
{
	struct detour_commit *commit;

	(void)state;
	start();
	commit = go_back("Simplify");
	assert_non_null(judge());
	commit->parent_count = 2;
	assert_null(judge());
	commit->parent_count = 1;
	commit->changes_cut = true;
	assert_null(judge());
	commit->changes_cut = false;
	commit->author_name = "renovate[bot]";
	assert_null(judge());
}

static void expect_level(enum detour_level level)
{
	const struct detour_signal *signal = judge();

	assert_non_null(signal);
	assert_int_equal(signal->level, level);
}

static void test_levels(void **state)
{
	struct detour_commit *undone, *undoing;

	(void)state;
	start();
	undoing = go_back("Simplify");
	undone = &history.commits[1];
	expect_level(DETOUR_LEVEL_ASK);
	undone->author_time = NOW - 31 * DAY;
	expect_level(DETOUR_LEVEL_REMIND);
	undone->author_time = NOW - 30 * DAY;
	expect_level(DETOUR_LEVEL_ASK);
	undone->author_email = "ana@example.org";
	expect_level(DETOUR_LEVEL_REMIND);
	assert_string_equal(
		judge()->doing, "taking back 0000002 \"Add the retry queue\" without saying so");
	undone->author_email = history.me;
	/* What a merge brought is not own work. */
	undone->parent_count = 2;
	expect_level(DETOUR_LEVEL_REMIND);
	undone->parent_count = 1;
	say(undone, "Add the retry queue\n\nFor now.\n");
	expect_level(DETOUR_LEVEL_LIST);
	say(undone, "Add the retry queue");
	say(undoing, "Re-enable the worker");
	expect_level(DETOUR_LEVEL_LIST);
	say(undoing, "Bump version to 1.2");
	expect_level(DETOUR_LEVEL_LIST);
	say(undoing, "Fix the conversion of 12");
	expect_level(DETOUR_LEVEL_ASK);
	say(undoing, "Use the version for utf8 (#12)");
	expect_level(DETOUR_LEVEL_ASK);
}

/* A file that is changed and changed back; what of the level. */
static void toggle(const char *path, const char *a, const char *b, enum detour_level level)
{
	add(NOW - HOUR, "There");
	change(path, a, b);
	add(NOW, "And here");
	change(path, b, a);
	expect_level(level);
}

static void test_paths(void **state)
{
	(void)state;
	add(NOW - 9 * DAY, "Begin");
	toggle("src/a.c", "one", "two", DETOUR_LEVEL_ASK);
	toggle("CMakeLists.txt", "one", "two", DETOUR_LEVEL_ASK);
	toggle("docs/TODO", "one", "two", DETOUR_LEVEL_LIST);
	toggle("README.md", "one", "two", DETOUR_LEVEL_LIST);
	toggle("CHANGELOG.md", "one", "two", DETOUR_LEVEL_LIST);
	toggle("package-lock.json", "one", "two", DETOUR_LEVEL_LIST);
	history.generated = "parser.c";
	toggle("parser.c", "one", "two", DETOUR_LEVEL_LIST);
}

static void set_modes(unsigned old_mode, unsigned new_mode)
{
	struct detour_commit *commit = &history.commits[history.count - 1];
	struct detour_change *last =
		(struct detour_change *)&commit->changes[commit->change_count - 1];

	last->old_mode = old_mode;
	last->new_mode = new_mode;
}

static void test_modes(void **state)
{
	(void)state;
	add(NOW - 9 * DAY, "Begin");
	/* Permissions alone, to and fro. */
	add(NOW - HOUR, "Make it run");
	change("run.sh", "one", "one");
	set_modes(0100644, 0100755);
	add(NOW, "Not so");
	change("run.sh", "one", "one");
	set_modes(0100755, 0100644);
	assert_null(judge());
	/* A submodule. */
	add(NOW - HOUR, "Update the library");
	change("library", "one", "two");
	set_modes(0160000, 0160000);
	add(NOW, "Library");
	change("library", "two", "one");
	set_modes(0160000, 0160000);
	expect_level(DETOUR_LEVEL_LIST);
}

static void test_added_and_deleted(void **state)
{
	const struct detour_signal *signal;

	(void)state;
	add(NOW - 9 * DAY, "Begin");
	add(NOW - DAY, "Add a cache");
	change("cache.c", NULL, "one");
	change("cache.h", NULL, "two");
	add(NOW - HOUR, "Tune the cache");
	change("cache.c", "one", "three");
	add(NOW, "Less is more");
	change("cache.c", "three", NULL);
	change("cache.h", "two", NULL);
	signal = judge();
	assert_non_null(signal);
	assert_string_equal(signal->rule, "fullAD");
	assert_int_equal(signal->level, DETOUR_LEVEL_REMIND);
	assert_int_equal(signal->related_count, 2);
	assert_true(detour_oid_equal(&signal->related[0], &history.commits[1].oid));
	/* With a file that stays it is a change like others. */
	change("make.c", "all", "none");
	assert_null(judge());
	scene_change(&history, &history.commits[1], "make.c", "none", "all");
	signal = judge();
	assert_non_null(signal);
	assert_string_equal(signal->rule, "fullM");
	assert_int_equal(signal->level, DETOUR_LEVEL_ASK);
}

static void test_empty_files(void **state)
{
	struct detour_oid empty;
	struct detour_change *there, *back;

	(void)state;
	assert_true(detour_oid_parse(&empty, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"));
	add(NOW - 9 * DAY, "Begin");
	add(NOW - HOUR, "Add a package");
	change("pkg/__init__.py", NULL, "");
	there = (struct detour_change *)history.commits[1].changes;
	add(NOW, "Less");
	change("pkg/__init__.py", "", NULL);
	back = (struct detour_change *)history.commits[2].changes;
	expect_level(DETOUR_LEVEL_REMIND);
	there->new_blob = back->old_blob = empty;
	expect_level(DETOUR_LEVEL_LIST);
}

/* Fifty commits are looked at, no more. */
static void test_window(void **state)
{
	(void)state;
	start();
	for (int i = 0; i < 48; i++)
		add(NOW - 60, "More");
	go_back("Simplify");
	assert_non_null(judge());
	history.count--;
	add(NOW - 60, "More");
	go_back("Simplify");
	assert_null(judge());
}

static size_t asked;
static const char *refused;

static bool may_return(void *data, const struct detour_change *file)
{
	(void)data;
	asked++;
	return !refused || strcmp(file->path, refused) != 0;
}

/* The cheap no is asked for every file until there is one, and believed; a yes is not. */
static void test_gate(void **state)
{
	struct detour_scene scene;
	struct detour_signal signal = {.rule = ""};

	(void)state;
	start();
	add(NOW, "Simplify");
	change("yarn.lock", "two", "one");
	change("queue.c", "two", "one");
	change("worker.c", "two", "one");
	scene_change(&history, &history.commits[1], "worker.c", "one", "two");
	scene = *scene_judge(&history, history.count - 1);
	scene.may_return = may_return;
	signal.commit = scene.commit;
	/* The lock file was never that. */
	assert_false(detour_signal_undo(&scene, &signal));
	assert_int_equal(asked, 3);
	scene_change(&history, &history.commits[1], "yarn.lock", "one", "two");
	assert_true(detour_signal_undo(&scene, &signal));
	refused = "queue.c";
	asked = 0;
	assert_false(detour_signal_undo(&scene, &signal));
	assert_int_equal(asked, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_tells), TEST(test_part_and_several),
		TEST(test_some_files), TEST(test_declared), TEST(test_makers), TEST(test_levels),
		TEST(test_paths), TEST(test_modes), TEST(test_added_and_deleted),
		TEST(test_empty_files), TEST(test_window), TEST(test_gate)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
