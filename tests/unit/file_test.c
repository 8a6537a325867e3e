/* Reading within limits, publishing whole or not at all, locks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static char folder[] = "/tmp/detour-file-XXXXXX";

static int enter(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void assert_content(const char *path, const char *expected)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;

	assert_int_equal(detour_file_read(path, 1000, 0, &bytes, NULL), 0);
	assert_string_equal(bytes.ptr, expected);
	detour_buf_release(&bytes);
}

static int count_files(void)
{
	FILE *pipe = popen("ls -A | wc -l", "r");
	int count = -1;

	if (pipe && fscanf(pipe, "%d", &count) != 1)
		count = -1;
	if (pipe)
		pclose(pipe);
	return count;
}

static void a_new_file_never_replaces_another(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	int before = count_files();

	(void)state;
	assert_int_equal(detour_file_create("new", "one", 3, 0644, &err), 0);
	assert_int_equal(detour_file_create("new", "two", 3, 0644, &err), DETOUR_EEXISTS);
	assert_content("new", "one");
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(detour_file_create("dangling", "x", 1, 0644, &err), DETOUR_EEXISTS);
	assert_int_equal(count_files(), before + 2); /* no temporary file is left */
}

static void replacing_refuses_what_is_no_file(void **state)
{
	struct stat info;

	(void)state;
	assert_int_equal(detour_file_create("old", "one", 3, 0644, NULL), 0);
	assert_int_equal(detour_file_replace("old", "longer", 6, 0600, NULL), 0);
	assert_content("old", "longer");
	assert_int_equal(stat("old", &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(symlink("old", "link"), 0);
	assert_int_equal(detour_file_replace("link", "x", 1, 0644, NULL), DETOUR_EINVALID);
	assert_content("old", "longer");
	assert_int_equal(mkdir("dir", 0755), 0);
	assert_int_equal(detour_file_replace("dir", "x", 1, 0644, NULL), DETOUR_EINVALID);
}

/* What somebody else wrote is not replaced, and nothing is left of the attempt. */
static void what_changed_is_not_replaced(void **state)
{
	const struct detour_bytes one = {"one", 3}, on = {"on", 2}, ones = {"ones", 4};
	struct detour_error err = DETOUR_ERROR_INIT;
	int before;

	(void)state;
	assert_int_equal(detour_file_create("kept", "one", 3, 0640, NULL), 0);
	before = count_files();
	assert_int_equal(
		detour_file_replace_unchanged("kept", &on, "x", 1, 0640, &err), DETOUR_EBUSY);
	assert_int_equal(
		detour_file_replace_unchanged("kept", &ones, "x", 1, 0640, &err), DETOUR_EBUSY);
	assert_int_equal(
		detour_file_replace_unchanged("gone", &one, "x", 1, 0640, &err), DETOUR_EBUSY);
	assert_content("kept", "one");
	assert_int_equal(detour_file_replace_unchanged("kept", &one, "longer", 6, 0640, &err), 0);
	assert_content("kept", "longer");
	assert_int_equal(count_files(), before);
}

static void the_bytes_of_a_file_are_compared(void **state)
{
	char large[10000];

	(void)state;
	memset(large, 'x', sizeof(large));
	assert_int_equal(detour_file_create("large", large, sizeof(large), 0644, NULL), 0);
	assert_int_equal(detour_file_create("empty", "", 0, 0644, NULL), 0);
	assert_true(detour_file_holds("large", large, sizeof(large)));
	assert_false(detour_file_holds("large", large, sizeof(large) - 1));
	assert_true(detour_file_holds("empty", "", 0));
	assert_false(detour_file_holds("empty", large, 1));
	assert_false(detour_file_holds(".", "", 0));
	large[9000] = 'y';
	assert_false(detour_file_holds("large", large, sizeof(large)));
}

static void reading_takes_only_small_regular_files(void **state)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_error err = DETOUR_ERROR_INIT;
	size_t skipped;

	(void)state;
	assert_int_equal(detour_file_create("ten", "0123456789", 10, 0644, NULL), 0);
	assert_int_equal(detour_file_read("ten", 10, 0, &bytes, NULL), 0);
	assert_int_equal(bytes.size, 10);
	assert_int_equal(detour_file_read("ten", 9, 0, &bytes, &err), DETOUR_ELIMIT);
	assert_non_null(strstr(err.message, "ten"));
	assert_int_equal(detour_file_read("absent", 9, 0, &bytes, NULL), DETOUR_ENOTFOUND);
	assert_int_equal(mkfifo("fifo", 0644), 0);
	assert_int_equal(detour_file_read("fifo", 9, 0, &bytes, NULL), DETOUR_EINVALID);
	assert_int_equal(symlink("ten", "to-ten"), 0);
	assert_int_equal(detour_file_read("to-ten", 10, 0, &bytes, NULL), DETOUR_EINVALID);
	assert_int_equal(detour_file_read("to-ten", 10, DETOUR_FILE_FOLLOW, &bytes, NULL), 0);
	assert_int_equal(detour_file_read_tail("ten", 3, &bytes, &skipped, NULL), 0);
	assert_string_equal(bytes.ptr, "789");
	assert_int_equal(skipped, 7);
	detour_buf_release(&bytes);
}

static void folders_are_made_below_their_root_only(void **state)
{
	char root[200], path[300];
	struct stat info;

	(void)state;
	assert_non_null(getcwd(root, sizeof(root)));
	snprintf(path, sizeof(path), "%s/a/b/c", root);
	assert_int_equal(detour_file_make_dirs(root, path, 0755, NULL), 0);
	assert_int_equal(stat("a/b/c", &info), 0);
	assert_int_equal(detour_file_make_dirs(root, path, 0755, NULL), 0);
	assert_true(detour_file_is_inside(root, path));
	snprintf(path, sizeof(path), "%s/a/../../x", root);
	assert_int_equal(detour_file_make_dirs(root, path, 0755, NULL), DETOUR_EINVALID);
	assert_false(detour_file_is_inside(root, path));
	assert_int_equal(symlink("/tmp", "out"), 0);
	snprintf(path, sizeof(path), "%s/out/x", root);
	assert_int_equal(detour_file_make_dirs(root, path, 0755, NULL), DETOUR_EINVALID);
	assert_false(detour_file_is_inside(root, path));
	assert_int_equal(detour_file_make_dirs(root, "/elsewhere", 0755, NULL), DETOUR_EINVALID);
}

static void a_lock_waits_and_gives_up(void **state)
{
	struct detour_lock lock = DETOUR_LOCK_INIT;
	int status;
	pid_t child;

	(void)state;
	assert_int_equal(detour_lock_take(&lock, "lock", 0, NULL), 0);
	child = fork();
	if (child == 0) {
		struct detour_lock other = DETOUR_LOCK_INIT;

		_exit(detour_lock_take(&other, "lock", 30, NULL) == DETOUR_EBUSY ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	detour_lock_release(&lock);
	assert_int_equal(detour_lock_take(&lock, "lock", 0, NULL), 0);
	detour_lock_release(&lock);
}

static void only_what_nobody_changed_is_removed(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	int before;

	(void)state;
	assert_int_equal(detour_file_create("gone", "one", 3, 0644, NULL), 0);
	assert_int_equal(detour_file_create("changed", "one", 3, 0640, NULL), 0);
	assert_int_equal(symlink("gone", "lead"), 0);
	before = count_files();
	/* Other bytes, more and fewer of them: it keeps its name and its mode. */
	assert_int_equal(detour_file_remove_unchanged("changed", "two", 3, &err), DETOUR_EBUSY);
	assert_int_equal(detour_file_remove_unchanged("changed", "on", 2, &err), DETOUR_EBUSY);
	assert_int_equal(detour_file_remove_unchanged("changed", "ones", 4, &err), DETOUR_EBUSY);
	assert_int_equal(detour_file_remove_unchanged("changed", "", 0, &err), DETOUR_EBUSY);
	assert_content("changed", "one");
	assert_int_equal(detour_file_remove_unchanged("lead", "one", 3, &err), DETOUR_EINVALID);
	assert_int_equal(detour_file_remove_unchanged(".", "one", 3, &err), DETOUR_EINVALID);
	assert_int_equal(detour_file_remove_unchanged("none", "one", 3, &err), DETOUR_ENOTFOUND);
	assert_int_equal(count_files(), before); /* nothing is left aside */
	assert_int_equal(detour_file_remove_unchanged("gone", "one", 3, &err), 0);
	assert_int_equal(access("gone", F_OK), -1);
	assert_int_equal(count_files(), before - 1);
}

static void write_plainly(const char *path, const char *text)
{
	FILE *file = fopen(path, "wx");

	if (file) {
		fputs(text, file);
		fclose(file);
	}
}

/* As editors do it: the whole file anew, put in its place. Each line gets a second name as soon as
 * the first leads to it. */
static void write_lines(int count)
{
	const struct timespec pause = {0, 20000};

	for (int i = 0; i < count; i++) {
		char name[32], kept[32], text[32];

		snprintf(name, sizeof(name), "race/new%d", i);
		snprintf(kept, sizeof(kept), "race/kept%d", i);
		snprintf(text, sizeof(text), "line %d\n", i);
		write_plainly(name, text);
		if (rename(name, "race/file"))
			_exit(1);
		nanosleep(&pause, NULL);
		while (link("race/file", kept) < 0)
			nanosleep(&pause, NULL);
		unlink("race/file");
	}
	_exit(0);
}

static void what_is_written_meanwhile_is_not_lost(void **state)
{
	enum { LINES = 150 };
	int found = 0, status;
	FILE *pipe;
	pid_t child;

	(void)state;
	assert_int_equal(mkdir("race", 0777), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		write_lines(LINES);
	while (waitpid(child, &status, WNOHANG) == 0) {
		write_plainly("race/file", "");
		(void)detour_file_remove_unchanged("race/file", "", 0, NULL);
	}
	assert_int_equal(status, 0);
	pipe = popen("cat race/* race/.detour-* 2>/dev/null | sort -u | grep -c line", "r");
	assert_non_null(pipe);
	assert_int_equal(fscanf(pipe, "%d", &found), 1);
	pclose(pipe);
	assert_int_equal(found, LINES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_file_never_replaces_another),
		cmocka_unit_test(replacing_refuses_what_is_no_file),
		cmocka_unit_test(what_changed_is_not_replaced),
		cmocka_unit_test(the_bytes_of_a_file_are_compared),
		cmocka_unit_test(reading_takes_only_small_regular_files),
		cmocka_unit_test(folders_are_made_below_their_root_only),
		cmocka_unit_test(a_lock_waits_and_gives_up),
		cmocka_unit_test(only_what_nobody_changed_is_removed),
		cmocka_unit_test(what_is_written_meanwhile_is_not_lost),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
