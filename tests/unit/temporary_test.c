/* What killed processes left beside files: told of, and removed, and nothing else is. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/temporary.h"

enum { HOUR = 3600 };

static char folder[] = "/tmp/detour-temporary-XXXXXX";

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

static void put(const char *path, const char *text, int age)
{
	FILE *file = fopen(path, "w");
	struct timeval then[2];

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	gettimeofday(&then[0], NULL);
	then[0].tv_sec -= age;
	then[1] = then[0];
	assert_int_equal(utimes(path, then), 0);
}

static bool is_there(const char *path)
{
	struct stat info;

	return lstat(path, &info) == 0;
}

static void only_what_is_old_and_ours_by_name_goes(void **state)
{
	(void)state;
	put(".detour-new-AbC123", "half a sess", 2 * HOUR);
	put(".detour-new-young1", "half a sess", HOUR / 2);
	put(".detour-old-empty1", "", 2 * HOUR);
	put(".detour-old-filled", "Somebody wrote this.\n", 2 * HOUR);
	put(".detour-new-config", "", HOUR / 2);
	put(".detour-new-abc12", "too short", 2 * HOUR);
	put(".detour-new-abc1234", "too long", 2 * HOUR);
	put(".detour-new-abc.md", "other letters", 2 * HOUR);
	put(".detour-config", "the user's own", 2 * HOUR);
	put("detour-new-AbC123", "no dot", 2 * HOUR);
	assert_int_equal(symlink(".detour-config", ".detour-new-linked"), 0);
	assert_int_equal(mkdir(".detour-new-folder", 0755), 0);
	detour_temporary_sweep(".", time(NULL));
	assert_false(is_there(".detour-new-AbC123"));
	assert_false(is_there(".detour-old-empty1"));
	assert_true(is_there(".detour-new-young1"));
	assert_true(is_there(".detour-old-filled"));
	assert_true(is_there(".detour-new-config"));
	assert_true(is_there(".detour-new-abc12"));
	assert_true(is_there(".detour-new-abc1234"));
	assert_true(is_there(".detour-new-abc.md"));
	assert_true(is_there(".detour-config"));
	assert_true(is_there("detour-new-AbC123"));
	assert_true(is_there(".detour-new-linked"));
	assert_true(is_there(".detour-new-folder"));
	assert_int_equal(system("rm -rf .detour-* detour-*"), 0);
}

static void a_later_write_removes_it(void **state)
{
	(void)state;
	put(".detour-new-AbC123", "half a sess", 2 * HOUR);
	assert_int_equal(detour_file_create("fresh", "x", 1, 0644, NULL), 0);
	assert_false(is_there(".detour-new-AbC123"));
	put(".detour-new-AbC123", "half a sess", 2 * HOUR);
	assert_int_equal(detour_file_replace("fresh", "y", 1, 0644, NULL), 0);
	assert_false(is_there(".detour-new-AbC123"));
}

/* Makes one, as old as it says, then waits to be killed. */
static pid_t start_writer(const char **name, int age)
{
	static char made[200];
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		const char *path = "";
		int fd = detour_temporary_new(&arena, "./session.md", DETOUR_TEMPORARY_NEW, &path);
		struct timeval then[2] = {{.tv_sec = time(NULL) - age}};

		then[1] = then[0];
		if (fd < 0 || utimes(path, then) < 0 || write(ends[1], path, strlen(path) + 1) < 0)
			_exit(1);
		alarm(20); /* where the test failed, nobody kills it */
		for (;;)
			pause();
	}
	close(ends[1]);
	assert_true(read(ends[0], made, sizeof(made)) > 1);
	close(ends[0]);
	*name = made;
	return pid;
}

static void what_a_live_process_writes_is_let_alone(void **state)
{
	const char *name;
	pid_t pid = start_writer(&name, 2 * HOUR);
	int status;

	(void)state;
	assert_int_equal(strncmp(name, "./.detour-new-", 14), 0);
	detour_temporary_sweep(".", time(NULL));
	assert_int_equal(detour_file_create("beside", "x", 1, 0644, NULL), 0);
	assert_true(is_there(name));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	detour_temporary_sweep(".", time(NULL));
	assert_false(is_there(name));
}

struct told {
	char text[500];
};

static void tell(void *data, enum detour_temporary kind, const char *path)
{
	struct told *told = data;
	size_t used = strlen(told->text);

	snprintf(told->text + used, sizeof(told->text) - used, "%s %s\n",
		kind == DETOUR_TEMPORARY_NEW ? "new" : "old", path);
}

static void each_is_told_of_with_its_kind(void **state)
{
	struct told told = {""}, none = {""};

	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	put("sub/.detour-new-AbC123", "half", 100);
	detour_temporary_each("sub", time(NULL), 60, 1000, tell, &told);
	assert_string_equal(told.text, "new sub/.detour-new-AbC123\n");
	assert_int_equal(unlink("sub/.detour-new-AbC123"), 0);
	put("sub/.detour-old-AbC123", "whole", 100);
	detour_temporary_each("sub", time(NULL), 60, 1000, tell, &told);
	assert_string_equal(told.text, "new sub/.detour-new-AbC123\nold sub/.detour-old-AbC123\n");
	detour_temporary_each("sub", time(NULL), 200, 1000, tell, &none);
	detour_temporary_each("nowhere", time(NULL), 60, 1000, tell, &none);
	assert_string_equal(none.text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_old_and_ours_by_name_goes),
		cmocka_unit_test(a_later_write_removes_it),
		cmocka_unit_test(what_a_live_process_writes_is_let_alone),
		cmocka_unit_test(each_is_told_of_with_its_kind),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
