/* Walks, beside `git rev-list`: order, ranges, wrong clocks, shallow and broken histories. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "git/walk.h"
#include "histories.h"
#include "scratch.h"

/* Ranges between branches that the seed picks. */
static void expect_ranges_as_git(struct detour_repo *repo, unsigned seed)
{
	for (unsigned k = 0; k < 6; k++) {
		unsigned a = 1 + history_random(&seed) % 50, b = 1 + history_random(&seed) % 50;
		unsigned c = 1 + history_random(&seed) % 50;

		expect_walk_as_git(
			repo, detour_arena_printf(scratch_arena(), "b%u ^b%u b%u", a, b, c));
		expect_walk_as_git(repo, detour_arena_printf(scratch_arena(), "b%u..b%u", a, b));
		expect_walk_as_git(repo, detour_arena_printf(scratch_arena(), "b%u...b%u", a, b));
		expect_walk_as_git(repo, detour_arena_printf(scratch_arena(), "b%u b%u", a, c));
	}
}

static const unsigned skews[] = {0, 0, 60, 5000};

static void random_histories_as_git_walks_them(void **state)
{
	struct detour_repo *repo;

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		char folder[16] = {(char)('a' + i), '\0'};

		scratch_run("git init -q --bare %s", folder);
		assert_int_equal(chdir(folder), 0);
		history_make(i + 1, 50, skews[i % 4]);
		repo = scratch_open();
		expect_ranges_as_git(repo, 3 + i);
		expect_walk_as_git(repo, "--all");
		detour_repo_free(repo);
		assert_int_equal(chdir(".."), 0);
	}
}

static void arguments_as_git_takes_them(void **state)
{
	static const char *const cases[] = {"HEAD", "@", "HEAD~2..", "..main", "HEAD~3...side",
		"main ^side", "^side main", "main --not side", "--not side --not main",
		"--branches", "--branches=s*", "--remotes", "--remotes=origin", "--tags",
		"--all --not main", "--all --not --remotes", "HEAD^!", "side~1^!", "main^@",
		"tagged", "main..main", "--branches=main"};
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && for i in 1 2 3 4 5; do git commit -q --allow-empty -m $i; "
		    "done && "
		    "git checkout -q -b side HEAD~2 && git commit -q --allow-empty -m s && "
		    "git tag -m t tagged && git checkout -q main && git merge -q -m m side && "
		    "git commit -q --allow-empty -m last && git tag -m t tree HEAD^{tree} && "
		    "git update-ref refs/remotes/origin/main main~1 && "
		    "git update-ref refs/remotes/other/main side");
	repo = scratch_open();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_walk_as_git(repo, cases[i]);
	detour_repo_free(repo);
}

static void bad_arguments_are_told(void **state)
{
	static const char *const cases[][2] = {
		{"nothing", "cannot read range 'nothing': there is no commit 'nothing'"},
		{"main..nothing",
			"cannot read range 'main..nothing': there is no commit 'nothing'"},
		{"^nothing", "cannot read range '^nothing': there is no commit 'nothing'"},
		{"nothing^!", "cannot read range 'nothing^!': there is no commit 'nothing'"},
		{"--since=1", "cannot read range '--since=1': no such option"},
		{"-5", "cannot read range '-5': no such option"},
		{"", "cannot read range '': it names no commit"},
		{"^", "cannot read range '^': it names no commit"},
	};
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && git commit -q --allow-empty -m x");
	repo = scratch_open();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct detour_walk *walk = detour_walk_new(repo);
		struct detour_error err = DETOUR_ERROR_INIT;

		assert_int_equal(
			detour_walk_arguments(walk, &cases[i][0], 1, &err), DETOUR_EINVALID);
		assert_string_equal(err.message, cases[i][1]);
		detour_walk_free(walk);
	}
	detour_repo_free(repo);
}

static void nothing_pushed_gives_nothing(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_repo *repo;
	struct detour_walk *walk;
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	walk = detour_walk_new(repo);
	assert_false(detour_walk_is_limited(walk));
	assert_int_equal(detour_walk_push_all_refs(walk, &err), 0);
	assert_int_equal(walk_all(walk, &text, &err), DETOUR_ENOTFOUND);
	assert_string_equal(text.ptr, "");
	assert_string_equal(err.message, "");
	assert_int_equal(detour_walk_unpushed(walk, &err), DETOUR_ENOTFOUND);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

static void reads_no_further_than_asked(void **state)
{
	struct detour_repo *repo;
	struct detour_walk *walk;
	struct detour_oid oid;
	struct detour_commit commit;
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *parent;

	(void)state;
	scratch_run("git init -q . && git commit -q --allow-empty -m 1 && "
		    "git commit -q --allow-empty -m 2");
	parent = scratch_read("git rev-parse HEAD^");
	oid = scratch_oid(scratch_read("git rev-parse HEAD"));
	scratch_run("rm -f .git/objects/%.2s/%s", parent, parent + 2);
	repo = scratch_open();
	walk = detour_walk_new(repo);
	assert_int_equal(detour_walk_push(walk, &oid, &err), 0);
	assert_int_equal(detour_walk_next(walk, scratch_arena(), &commit, &err), 0);
	assert_int_equal(
		detour_walk_hide(walk, &oid, NULL), DETOUR_EINVALID); /* too late for that */
	assert_int_equal(detour_walk_next(walk, scratch_arena(), &commit, &err), DETOUR_EFAIL);
	assert_non_null(strstr(err.message, parent));
	detour_walk_free(walk);
	detour_repo_free(repo);
}

static void hiding_what_is_not_here(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_repo *repo;
	struct detour_walk *walk;
	struct detour_oid oid, absent = {{1, 2, 3}};

	(void)state;
	scratch_run("git init -q . && git commit -q --allow-empty -m 1");
	repo = scratch_open();
	walk = detour_walk_new(repo);
	oid = scratch_oid(scratch_read("git rev-parse HEAD"));
	assert_int_equal(detour_walk_hide(walk, &absent, NULL), 0);
	assert_true(detour_walk_is_limited(walk));
	assert_int_equal(detour_walk_push(walk, &absent, NULL), DETOUR_ENOTFOUND);
	assert_int_equal(detour_walk_push(walk, &oid, NULL), 0);
	assert_int_equal(walk_all(walk, &text, NULL), DETOUR_ENOTFOUND);
	assert_string_equal(text.ptr, scratch_hex(&oid));
	detour_buf_release(&text);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

static void shallow_histories_end(void **state)
{
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q r && cd r && for i in 1 2 3 4 5; do git commit -q --allow-empty "
		    "-m $i; "
		    "done && git clone -q --depth 3 \"file://$PWD\" ../s");
	assert_int_equal(chdir("s"), 0);
	repo = scratch_open();
	expect_walk_as_git(repo, "HEAD");
	expect_walk_as_git(repo, "HEAD~1..HEAD");
	expect_walk_as_git(repo, "HEAD~2..HEAD");
	expect_walk_as_git(repo, "HEAD~2...HEAD");
	detour_repo_free(repo);
}

static void absurd_dates_and_many_parents(void **state)
{
	static const char *const dates[] = {"0", "18446744073709551615", "99999999999999999999999",
		"-5", "x", "2147483648", "1"};
	struct detour_buf text = DETOUR_BUF_INIT, octopus = DETOUR_BUF_INIT, all = DETOUR_BUF_INIT;
	const char *tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
	struct detour_repo *repo;
	struct detour_walk *walk;
	struct detour_oid oid;
	const char *hex = NULL;
	size_t lines = 1;

	(void)state;
	scratch_run("git init -q .");
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		detour_buf_clear(&text);
		detour_buf_addf(&text, "tree %s\n", tree);
		if (hex)
			detour_buf_addf(&text, "parent %s\n", hex);
		detour_buf_addf(&text, "author A <a@b> 1 +0000\ncommitter A <a@b> %s +0000\n\nm\n",
			dates[i]);
		hex = scratch_feed(
			text.ptr, text.size, "git hash-object -t commit -w --literally --stdin");
	}
	/* 10,000 roots in one pack, and a commit on top of all. */
	for (int i = 0; i < 10000; i++)
		detour_buf_addf(&all,
			"reset refs/heads/x\n\ncommit refs/heads/x\nmark :%d\n"
			"committer A <a@b> %d +0000\ndata 0\n\n",
			i + 1, 1000000 + i);
	scratch_feed(all.ptr, all.size, "git fast-import --quiet --export-marks=marks");
	detour_buf_addf(&octopus, "tree %s\nparent %s\n", tree, hex);
	for (const char *mark = scratch_read("cut -d' ' -f2 marks"); *mark;
		mark += DETOUR_HEX_SIZE + (mark[DETOUR_HEX_SIZE] == '\n'))
		detour_buf_addf(&octopus, "parent %.40s\n", mark);
	detour_buf_addstr(&octopus, "author A <a@b> 1 +0000\ncommitter A <a@b> 5 +0000\n\nm\n");
	oid = scratch_oid(scratch_feed(
		octopus.ptr, octopus.size, "git hash-object -t commit -w --literally --stdin"));
	repo = scratch_open();
	walk = detour_walk_new(repo);
	assert_int_equal(detour_walk_push(walk, &oid, NULL), 0);
	detour_buf_clear(&text);
	assert_int_equal(walk_all(walk, &text, NULL), DETOUR_ENOTFOUND);
	for (const char *at = text.ptr; *at; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 10000 + sizeof(dates) / sizeof(*dates) + 1);
	detour_buf_release(&text);
	detour_buf_release(&all);
	detour_buf_release(&octopus);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

/* ---- what is pushed */

static void expect_unpushed(const char *range)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_repo *repo = scratch_open();
	struct detour_walk *walk = detour_walk_new(repo);

	assert_int_equal(detour_walk_unpushed(walk, NULL), 0);
	assert_true(detour_walk_is_limited(walk));
	assert_int_equal(walk_all(walk, &text, NULL), DETOUR_ENOTFOUND);
	assert_string_equal(text.ptr, scratch_read("git rev-list %s", range));
	detour_buf_release(&text);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

static void what_is_not_yet_pushed(void **state)
{
	struct detour_repo *repo;
	struct detour_oid oid;

	(void)state;
	scratch_run(
		"git init -q r && cd r && for i in 1 2 3; do git commit -q --allow-empty -m $i; "
		"done && git checkout -q -b other HEAD~1 && git commit -q --allow-empty -m o");
	scratch_run("git clone -q -b main r c && cd c && git commit -q --allow-empty -m new");
	assert_int_equal(chdir("r"), 0);
	expect_unpushed("HEAD");
	assert_int_equal(chdir("../c"), 0);
	expect_unpushed("@{upstream}..HEAD");
	scratch_run("git checkout -q -b loose origin/other && git branch --unset-upstream && "
		    "git commit -q --allow-empty -m l");
	expect_unpushed("HEAD --not --remotes");
	scratch_run("git checkout -q --detach");
	expect_unpushed("HEAD --not --remotes");
	repo = scratch_open();
	assert_int_equal(detour_repo_upstream(repo, "main", &oid), 0);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse origin/main"));
	assert_int_equal(detour_repo_upstream(repo, "loose", &oid), DETOUR_ENOTFOUND);
	assert_int_equal(detour_repo_upstream(repo, NULL, &oid), DETOUR_ENOTFOUND);
	detour_repo_free(repo);
	scratch_run("git branch -q -t local main && git config remote.odd.fetch "
		    "'+refs/heads/m*:refs/remotes/o/x*y' && git update-ref refs/remotes/o/xainy "
		    "HEAD && "
		    "git config branch.loose.remote odd && git config branch.loose.merge "
		    "refs/heads/main");
	repo = scratch_open();
	assert_int_equal(detour_repo_upstream(repo, "local", &oid), 0);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse main"));
	assert_int_equal(detour_repo_upstream(repo, "loose", &oid), 0);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse HEAD"));
	detour_repo_free(repo);
}

static bool is_pushed(struct detour_repo *repo, const char *name, size_t limit)
{
	struct detour_oid oid = scratch_oid(scratch_read("git rev-parse %s", name));

	return detour_repo_is_pushed(repo, &oid, limit);
}

static void is_it_in_a_remote_branch(void **state)
{
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && for i in 1 2 3 4 5 6; do "
		    "GIT_COMMITTER_DATE=\"170000010$i +0000\" git commit -q --allow-empty -m $i; "
		    "done && "
		    "git update-ref refs/remotes/origin/main HEAD~1");
	repo = scratch_open();
	assert_false(is_pushed(repo, "HEAD", 100));
	assert_true(is_pushed(repo, "HEAD~1", 100));
	assert_true(is_pushed(repo, "HEAD~1", 0));
	assert_true(is_pushed(repo, "HEAD~5", 100));
	assert_false(is_pushed(repo, "HEAD~5", 2));
	detour_repo_free(repo);
}

static void reachability_as_git_tells_it(void **state)
{
	struct detour_repo *repo;
	struct detour_oid oids[41], absent = {{7}};

	(void)state;
	scratch_run("git init -q --bare .");
	history_make(11, 40, 3000);
	repo = scratch_open();
	for (unsigned i = 1; i <= 40; i++)
		oids[i] = scratch_oid(scratch_read("git rev-parse b%u", i));
	for (unsigned a = 1; a <= 40; a += 3) {
		const char *below = scratch_read("git rev-list b%u", a);

		for (unsigned b = 1; b <= 40; b++)
			assert_int_equal(detour_repo_reaches(repo, &oids[a], &oids[b]),
				strstr(below, scratch_hex(&oids[b])) != NULL);
	}
	assert_false(detour_repo_reaches(repo, &absent, &oids[1]));
	assert_false(detour_repo_reaches(repo, &oids[1], &absent));
	assert_false(detour_repo_reaches(repo, &absent, &absent));
	detour_repo_free(repo);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(random_histories_as_git_walks_them),
		TEST(arguments_as_git_takes_them),
		TEST(bad_arguments_are_told),
		TEST(nothing_pushed_gives_nothing),
		TEST(reads_no_further_than_asked),
		TEST(hiding_what_is_not_here),
		TEST(shallow_histories_end),
		TEST(absurd_dates_and_many_parents),
		TEST(what_is_not_yet_pushed),
		TEST(is_it_in_a_remote_branch),
		TEST(reachability_as_git_tells_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
