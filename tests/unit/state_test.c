/* The state log: what goes in comes out, whatever happens to the file meanwhile. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "git/repository.h"
#include "records.h"
#include "state/state.h"

struct fixture {
	struct detour_arena arena;
	struct detour_context ctx;
	char *environment[3];
	struct detour_repo *repo;
	char top[64];
	const char *folder, *log;
};

static const char *join(struct fixture *f, const char *rest)
{
	return detour_arena_printf(&f->arena, "%s/%s", f->top, rest);
}

static void put_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);

	assert_true(fd >= 0);
	assert_int_equal(detour_write_full(fd, text, strlen(text)), 0);
	close(fd);
}

/* The least that git takes for a repository. */
static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct detour_error err = DETOUR_ERROR_INIT;

	assert_non_null(f);
	strcpy(f->top, "/tmp/detour-state-XXXXXX");
	assert_non_null(mkdtemp(f->top));
	assert_int_equal(mkdir(join(f, ".git"), 0777), 0);
	assert_int_equal(mkdir(join(f, ".git/objects"), 0777), 0);
	assert_int_equal(mkdir(join(f, ".git/refs"), 0777), 0);
	put_file(join(f, ".git/HEAD"), "ref: refs/heads/main\n");
	f->environment[0] = detour_arena_printf(&f->arena, "GIT_DIR=%s/.git", f->top);
	f->environment[1] = detour_arena_printf(&f->arena, "GIT_WORK_TREE=%s", f->top);
	f->ctx.environment = f->environment;
	if (detour_repo_open(&f->repo, &f->ctx, &err) < 0)
		fail_msg("%s", err.message);
	f->folder = join(f, ".git/detour");
	f->log = join(f, ".git/detour/log");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[100];

	detour_repo_free(f->repo);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->top);
	assert_int_equal(system(command), 0);
	detour_arena_release(&f->arena);
	free(f);
	return 0;
}

static struct detour_state read_all(struct fixture *f)
{
	struct detour_state all;
	struct detour_error err = DETOUR_ERROR_INIT;

	if (detour_state_read(f->repo, &f->arena, &all, &err) < 0)
		fail_msg("%s", err.message);
	return all;
}

static void append(struct fixture *f, const struct detour_record *records, size_t count)
{
	struct detour_error err = DETOUR_ERROR_INIT;

	if (detour_state_append(f->repo, records, count, &err) < 0)
		fail_msg("%s", err.message);
}

static void append_one(struct fixture *f, struct detour_record r)
{
	append(f, &r, 1);
}

static void test_nothing_there(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_all(f).count, 0);
	append(f, NULL, 0);
	assert_int_equal(access(f->folder, F_OK), -1);
}

static void test_comes_back_as_it_went(void **state)
{
	struct fixture *f = *state;
	char every_byte[256], chunk[4][100];
	struct detour_record all[DETOUR_EVENT_COUNT + 4];
	size_t count = 0;
	struct detour_state got;

	for (unsigned i = 0; i < DETOUR_EVENT_COUNT; i++)
		all[count++] = record_about((enum detour_event)i, i, "Add the retry queue");
	all[0].kind = all[0].detour = all[0].subject = "";
	all[0].commit = record_oid(0);
	memset(&all[0].commit, 0, sizeof(all[0].commit));
	all[1].time = INT64_MIN + 1;
	all[1].author_time = INT64_MAX;
	all[2].answer = "no\tte\\";
	all[7].other = record_oid(77);
	for (unsigned i = 0; i < 255; i++)
		every_byte[i] = (char)(i + 1);
	every_byte[255] = '\0';
	for (unsigned i = 0; i < 4; i++) {
		snprintf(chunk[i], sizeof(chunk[i]), "%.64s", every_byte + 64 * i);
		all[count++] = record_about(DETOUR_EVENT_ASKED, 100 + i, chunk[i]);
	}
	append(f, all, 3);
	append(f, all + 3, count - 3);
	got = read_all(f);
	assert_int_equal(got.count, count);
	for (size_t i = 0; i < count; i++)
		record_assert_same(&got.records[i], &all[i]);
}

static void test_long_subjects_end_at_a_character(void **state)
{
	struct fixture *f = *state;
	char subject[400] = "x";
	struct detour_commit commit = {.author_time = 1600000000, .subject = subject};

	for (size_t i = 1; i + 2 < sizeof(subject); i += 2)
		memcpy(subject + i, "\xc3\xa9", 3);
	append_one(f, record_about(DETOUR_EVENT_ASKED, 1, subject));
	struct detour_state got = read_all(f);

	assert_int_equal(got.count, 1);
	assert_int_equal(strlen(got.records[0].subject), 199);
	/* It is still found by the whole of it. */
	commit.oid = record_oid(2);
	assert_ptr_equal(detour_state_find(&got, ASKED, "revert", &commit), &got.records[0]);
}

static void test_torn_line_is_passed_over_and_mended(void **state)
{
	struct fixture *f = *state;

	append_one(f, record_about(DETOUR_EVENT_ASKED, 1, "one"));
	put_file(f->log, "1\tdismissed\t1700000000\trevert\tab12");
	assert_int_equal(read_all(f).count, 1);
	append_one(f, record_about(DETOUR_EVENT_ASKED, 2, "two"));
	struct detour_state got = read_all(f);

	assert_int_equal(got.count, 2);
	assert_string_equal(got.records[1].subject, "two");
}

static void test_foreign_lines_are_passed_over(void **state)
{
	struct fixture *f = *state;
	static const char oid_text[] = "ab00000000000000000000000000000000000007";

	append_one(f, record_about(DETOUR_EVENT_ASKED, 1, "one"));
	put_file(f->log, "\n\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\nhello, "
			 "this is not a log line\n");
	put_file(f->log, "2\tasked\t1\trevert\td\t-\t-\t1\t\tsubject of a later version\t.\n");
	put_file(f->log, "1\tsung\t1\trevert\td\t-\t-\t1\t\tunknown event here\t.\n");
	put_file(f->log, "1\tasked\t1x\trevert\td\t-\t-\t1\t\tno number\t.\n");
	put_file(f->log, "1\tasked\t99999999999999999999\trevert\td\t-\t-\t1\t\ttoo large\t.\n");
	put_file(f->log, "1\tasked\t1\trevert\td\t-\t-\t1\ttoo few fields\t.\n");
	put_file(f->log, "1\tasked\t1\trevert\td\tabcdef\t-\t1\t\tshort id\t.\n");
	put_file(f->log, "1\tasked\t1\trevert\td\t-\t-\t1\t\tbad \\q escape\t.\n");
	put_file(f->log, "1\tasked\t1\trevert\td\t-\t-\t1\t\tbad \\x0 escape\t.\n");
	put_file(f->log, "1\tasked\t1\trevert\td\t-\t-\t1\t\tNUL \\x00 escape\t.\n");
	put_file(f->log, "1\tasked\t1\trevert\td\t-\t-\t1\t\tbare \x1b[31m control\t.\n");
	assert_int_equal(read_all(f).count, 1);
	/* A later version's further field is no reason to forget the rest. */
	put_file(f->log, detour_arena_printf(&f->arena,
				 "1\tasked\t5\trevert\td\t%s\t-\t6\t\tmore\tnews\t.\n", oid_text));
	struct detour_state got = read_all(f);

	assert_int_equal(got.count, 2);
	assert_string_equal(got.records[1].subject, "more");
	assert_int_equal(got.records[1].author_time, 6);
}

static void expect_refused(struct fixture *f, const char *word)
{
	struct detour_record r = record_about(DETOUR_EVENT_ASKED, 1, "one");
	struct detour_state all;
	struct detour_error err = DETOUR_ERROR_INIT;

	assert_true(detour_state_append(f->repo, &r, 1, &err) < 0);
	assert_non_null(strstr(err.message, word));
	assert_true(detour_state_read(f->repo, &f->arena, &all, &err) <= 0);
	assert_int_equal(all.count, 0);
}

static void test_never_through_a_link(void **state)
{
	struct fixture *f = *state;
	struct stat info;

	/* The folder. */
	assert_int_equal(mkdir(join(f, "elsewhere"), 0777), 0);
	assert_int_equal(symlink("../elsewhere", f->folder), 0);
	expect_refused(f, "symbolic link");
	assert_int_equal(access(join(f, "elsewhere/log"), F_OK), -1);
	assert_int_equal(access(join(f, "elsewhere/log.lock"), F_OK), -1);
	assert_int_equal(unlink(f->folder), 0);
	/* The log, to a file and dangling. */
	assert_int_equal(mkdir(f->folder, 0777), 0);
	put_file(join(f, "victim"), "mine\n");
	assert_int_equal(symlink("../../victim", f->log), 0);
	expect_refused(f, "regular");
	assert_int_equal(stat(join(f, "victim"), &info), 0);
	assert_int_equal(info.st_size, 5);
	assert_int_equal(unlink(f->log), 0);
	assert_int_equal(symlink("../../nowhere", f->log), 0);
	expect_refused(f, "regular");
	assert_int_equal(access(join(f, "nowhere"), F_OK), -1);
	assert_int_equal(unlink(f->log), 0);
	/* The lock. */
	assert_int_equal(unlink(join(f, ".git/detour/log.lock")), 0);
	assert_int_equal(symlink("../../nowhere", join(f, ".git/detour/log.lock")), 0);
	expect_refused(f, "lock");
	assert_int_equal(access(join(f, "nowhere"), F_OK), -1);
}

static void test_only_into_a_regular_file(void **state)
{
	struct fixture *f = *state;

	put_file(f->folder, "a file in the folder's place");
	expect_refused(f, "folder");
	assert_int_equal(unlink(f->folder), 0);
	assert_int_equal(mkdir(f->folder, 0777), 0);
	assert_int_equal(mkfifo(f->log, 0666), 0);
	expect_refused(f, "regular");
	assert_int_equal(unlink(f->log), 0);
	assert_int_equal(mkdir(f->log, 0777), 0);
	expect_refused(f, "regular");
}

static void test_fifty_writers(void **state)
{
	enum { writers = 50, each = 20 };
	struct fixture *f = *state;
	unsigned seen[writers] = {0};

	for (unsigned w = 0; w < writers; w++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid)
			continue;
		for (unsigned i = 0; i < each; i++) {
			struct detour_record r =
				record_about(DETOUR_EVENT_ASKED, w * 256 + i, "written by many");

			if (detour_state_append(f->repo, &r, 1, NULL) < 0)
				_exit(1);
		}
		_exit(0);
	}
	for (unsigned w = 0; w < writers; w++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	struct detour_state got = read_all(f);

	assert_int_equal(got.count, writers * each);
	/* Each writer's own are all there and in order. */
	for (size_t i = 0; i < got.count; i++) {
		const unsigned char *id = got.records[i].commit.id;

		assert_int_equal(id[19], seen[id[18]]);
		seen[id[18]]++;
	}
}

static void write_until_killed(struct fixture *f)
{
	alarm(20); /* should the test end before it ends us */
	for (unsigned i = 0;; i = (i + 1) % 1000) {
		struct detour_record r[3];

		for (unsigned k = 0; k < 3; k++)
			r[k] = record_about(DETOUR_EVENT_ASKED, i, "a writer that is killed");
		if (detour_state_append(f->repo, r, 3, NULL) < 0)
			_exit(1);
	}
}

static void test_killed_writers_leave_whole_lines(void **state)
{
	struct fixture *f = *state;
	size_t before = 0;

	for (long round = 0; round < 60; round++) {
		struct timespec pause = {0, 100000 + round * 37000};
		pid_t pid = fork();
		int status;

		assert_true(pid >= 0);
		if (!pid)
			write_until_killed(f);
		nanosleep(&pause, NULL);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		/* At once, without waiting for anybody's lock to be broken. */
		append_one(f, record_about(DETOUR_EVENT_DISMISSED, 1, "afterwards"));
		struct detour_state got = read_all(f);

		assert_true(got.count > before);
		assert_int_equal(got.records[got.count - 1].event, DETOUR_EVENT_DISMISSED);
		before = got.count;
	}
}

static void test_full_disk_leaves_the_old_log(void **state)
{
	struct fixture *f = *state;
	struct detour_record many[50];
	struct rlimit old, limit;
	struct stat before, after;
	struct detour_error err = DETOUR_ERROR_INIT;

	for (unsigned i = 0; i < 50; i++)
		many[i] = record_about(DETOUR_EVENT_ASKED, i, "too much for this disk");
	append(f, many, 3);
	assert_int_equal(stat(f->log, &before), 0);
	/* A limit on the size of files cuts a write short just as a full disk does. */
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	limit = old;
	limit.rlim_cur = (rlim_t)before.st_size + 1000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_true(detour_state_append(f->repo, many, 50, &err) < 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(stat(f->log, &after), 0);
	assert_int_equal(after.st_size, before.st_size);
	append(f, many, 50);
	assert_int_equal(read_all(f).count, 53);
}

static void test_installed_is_not_lost_in_a_long_log(void **state)
{
	struct fixture *f = *state;
	static struct detour_record many[2000];
	char subject[201];
	struct stat info;
	struct detour_state got;

	memset(subject, 's', 200);
	subject[200] = '\0';
	append_one(f, record_about(DETOUR_EVENT_INSTALLED, 1, ""));
	append_one(f, record_about(DETOUR_EVENT_INSTALLED, 2, ""));
	for (unsigned i = 0; i < 2000; i++)
		many[i] = record_about(DETOUR_EVENT_ASKED, i, subject);
	for (int i = 0; i < 12; i++) {
		append(f, many, 2000);
		got = read_all(f);
		assert_int_equal(detour_state_installed(&got), 1700000002);
	}
	assert_int_equal(stat(f->log, &info), 0);
	assert_true(info.st_size > 6 * 1024 * 1024);
	assert_true(got.count < 15000 && got.count > 10000);
}

static void test_waits_a_second_at_the_most(void **state)
{
	struct fixture *f = *state;
	struct detour_record r = record_about(DETOUR_EVENT_ASKED, 1, "one");
	struct detour_error err = DETOUR_ERROR_INIT;
	struct timespec start, end;
	int ready[2];
	char byte;
	pid_t pid;

	append_one(f, r);
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		struct detour_lock lock = DETOUR_LOCK_INIT;

		if (detour_lock_take(&lock, join(f, ".git/detour/log.lock"), 0, NULL) < 0 ||
			write(ready[1], "x", 1) != 1)
			_exit(1);
		alarm(20); /* should the test end before it ends us */
		for (;;)
			pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	clock_gettime(CLOCK_MONOTONIC, &start);
	assert_int_equal(detour_state_append(f->repo, &r, 1, &err), DETOUR_EBUSY);
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_true(end.tv_sec - start.tv_sec < 4);
	/* Reading waits for nobody. */
	assert_int_equal(read_all(f).count, 1);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	append_one(f, r);
	close(ready[0]);
	close(ready[1]);
}

static void test_a_group_shares(void **state)
{
	struct fixture *f = *state;
	struct stat info;
	mode_t old = umask(077);

	assert_int_equal(chmod(join(f, ".git"), 02775), 0);
	append_one(f, record_about(DETOUR_EVENT_ASKED, 1, "one"));
	umask(old);
	assert_int_equal(stat(f->folder, &info), 0);
	assert_int_equal(info.st_mode & 07777, 02775);
	assert_int_equal(stat(f->log, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0664);
	assert_int_equal(stat(join(f, ".git/detour/log.lock"), &info), 0);
	assert_int_equal(info.st_mode & 07777, 0664);
}

static void test_others_keep_out(void **state)
{
	struct fixture *f = *state;
	struct stat info;
	mode_t old = umask(077);

	assert_int_equal(chmod(join(f, ".git"), 0755), 0);
	append_one(f, record_about(DETOUR_EVENT_ASKED, 1, "one"));
	umask(old);
	assert_int_equal(stat(f->log, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
}

int main(void)
{
#define WITH_REPOSITORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_REPOSITORY(test_nothing_there),
		WITH_REPOSITORY(test_comes_back_as_it_went),
		WITH_REPOSITORY(test_long_subjects_end_at_a_character),
		WITH_REPOSITORY(test_torn_line_is_passed_over_and_mended),
		WITH_REPOSITORY(test_foreign_lines_are_passed_over),
		WITH_REPOSITORY(test_never_through_a_link),
		WITH_REPOSITORY(test_only_into_a_regular_file),
		WITH_REPOSITORY(test_fifty_writers),
		WITH_REPOSITORY(test_killed_writers_leave_whole_lines),
		WITH_REPOSITORY(test_full_disk_leaves_the_old_log),
		WITH_REPOSITORY(test_installed_is_not_lost_in_a_long_log),
		WITH_REPOSITORY(test_waits_a_second_at_the_most),
		WITH_REPOSITORY(test_a_group_shares),
		WITH_REPOSITORY(test_others_keep_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
