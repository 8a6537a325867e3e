/* The tail of a reflog, from bytes and from real repositories. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "git/reflog.h"
#include "scratch.h"

#define OLD "1111111111111111111111111111111111111111"
#define NEW "2222222222222222222222222222222222222222"

static void parse(const char *text, bool inside, size_t limit, struct detour_reflog *out)
{
	detour_reflog_parse(text, strlen(text), inside, limit, scratch_arena(), out);
}

static void newest_entry_comes_first(void **state)
{
	struct detour_reflog log;

	(void)state;
	parse(OLD " " NEW " Ana B <ana@b> 1700000000 +0130\tcommit: One\n" NEW " " OLD
		  " Ana B <ana@b> 1700000060 -0200\tcommit (amend): Two\tand a tab\n",
		false, 10, &log);
	assert_int_equal(log.count, 2);
	assert_string_equal(log.entries[0].message, "commit (amend): Two\tand a tab");
	assert_string_equal(scratch_hex(&log.entries[0].old_oid), NEW);
	assert_string_equal(scratch_hex(&log.entries[0].new_oid), OLD);
	assert_int_equal(log.entries[0].time, 1700000060);
	assert_int_equal(log.entries[0].offset, -120);
	assert_string_equal(log.entries[1].email, "ana@b");
	assert_int_equal(log.entries[1].offset, 90);
}

static void what_is_broken_is_passed_over(void **state)
{
	struct detour_reflog log;

	(void)state;
	parse("rest of a line\n\nnonsense\n" OLD " " NEW "\n" OLD " " NEW " A <a@b> 5 +0000\n" OLD
	      " 22 A <a@b> 6 +0000\tshort id\n",
		true, 10, &log);
	assert_int_equal(log.count, 1);
	assert_string_equal(log.entries[0].message, "");
	parse(OLD " " NEW " A <a@b> 5 +0000\tfirst\n", true, 10, &log);
	assert_int_equal(log.count, 0);
	parse("", false, 10, &log);
	assert_int_equal(log.count, 0);
}

static void last_line_may_lack_its_end_and_the_limit_holds(void **state)
{
	struct detour_reflog log;

	(void)state;
	parse(OLD " " NEW " A <a@b> 5 +0000\tone\n" OLD " " NEW " A <a@b> 6 +0000\ttwo", false, 1,
		&log);
	assert_int_equal(log.count, 1);
	assert_string_equal(log.entries[0].message, "two");
	parse(OLD " " NEW " A <a@b> 5 +0000\tone\n", false, 0, &log);
	assert_int_equal(log.count, 0);
}

static void head_and_branches_of_a_real_repository(void **state)
{
	struct detour_reflog log;
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q r && cd r && git commit -q --allow-empty -m One && "
		    "git commit -q --amend --allow-empty -m Two && git worktree add -q ../w");
	assert_int_equal(chdir("r"), 0);
	repo = scratch_open();
	assert_int_equal(detour_reflog_tail(repo, "HEAD", 10, scratch_arena(), &log, NULL), 0);
	assert_int_equal(log.count, 2);
	assert_string_equal(log.entries[0].message, "commit (amend): Two");
	assert_string_equal(log.entries[0].email, "ana@example.org");
	assert_int_equal(log.entries[0].time, 1700000100);
	assert_true(detour_oid_is_zero(&log.entries[1].old_oid));
	assert_int_equal(
		detour_reflog_tail(repo, "refs/heads/none", 10, scratch_arena(), &log, NULL), 0);
	assert_int_equal(log.count, 0);
	assert_int_equal(detour_reflog_tail(repo, "../../secret", 10, scratch_arena(), &log, NULL),
		DETOUR_EINVALID);
	detour_repo_free(repo);

	assert_int_equal(chdir("../w"), 0);
	repo = scratch_open();
	detour_reflog_tail(repo, "refs/heads/main", 10, scratch_arena(), &log, NULL);
	assert_int_equal(log.count, 2);
	detour_reflog_tail(repo, "HEAD", 1, scratch_arena(), &log, NULL);
	assert_int_equal(log.count, 1);
	detour_repo_free(repo);
}

static void a_huge_reflog_is_read_from_its_end(void **state)
{
	struct detour_reflog log;
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && git commit -q --allow-empty -m One && "
		    "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do "
		    "cat .git/logs/HEAD .git/logs/HEAD >x; mv x .git/logs/HEAD; done; "
		    "git commit -q --allow-empty -m Last");
	repo = scratch_open();
	detour_reflog_tail(repo, "HEAD", 5, scratch_arena(), &log, NULL);
	assert_int_equal(log.count, 5);
	assert_string_equal(log.entries[0].message, "commit: Last");
	assert_string_equal(log.entries[4].message, "commit (initial): One");
	detour_repo_free(repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			newest_entry_comes_first, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_broken_is_passed_over, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(last_line_may_lack_its_end_and_the_limit_holds,
			scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			head_and_branches_of_a_real_repository, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_huge_reflog_is_read_from_its_end, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
