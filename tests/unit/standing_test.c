/* Where branches stand, beside git: names, trunks, what commits touch, what is not committed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "git/standing.h"
#include "scratch.h"

static void make_repository(void)
{
	scratch_run("git init -q -b main repo");
	scratch_enter("repo");
	scratch_run("mkdir -p src/deep && echo a >src/deep/a.c && echo b >b.c && git add . && "
		    "git commit -qm one");
	scratch_run("echo aa >src/deep/a.c && git commit -qam two");
	scratch_run("echo bb >b.c && git commit -qam three");
	scratch_run("git checkout -qb ana/queue && git rm -qr src && git commit -qm four");
	scratch_run("git checkout -q main && echo c >c.c && git add . && git commit -qm five");
	scratch_run("git merge -q --no-edit ana/queue");
	scratch_run("git update-ref refs/remotes/origin/ana/queue ana/queue");
	scratch_run("git update-ref refs/remotes/origin/ana/far ana/queue");
	scratch_run("git update-ref refs/remotes/origin/stem main");
	scratch_run("git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/stem");
}

static const char *found(struct detour_repo *repo, const char *name)
{
	struct detour_branch branch;

	return detour_repo_find_branch(repo, scratch_arena(), name, &branch) ? NULL : branch.ref;
}

static void branches_by_name(void **state)
{
	struct detour_repo *repo;
	struct detour_branch branch;

	(void)state;
	make_repository();
	repo = scratch_open();
	assert_string_equal(found(repo, "ana/queue"), "refs/heads/ana/queue");
	assert_string_equal(found(repo, "heads/ana/queue"), "refs/heads/ana/queue");
	assert_string_equal(found(repo, "origin/ana/queue"), "refs/remotes/origin/ana/queue");
	assert_string_equal(found(repo, "refs/heads/main"), "refs/heads/main");
	assert_string_equal(found(repo, "ana/far"), "refs/remotes/origin/ana/far");
	assert_null(found(repo, "queue"));
	assert_null(found(repo, "HEAD~1"));
	scratch_run("git update-ref refs/remotes/fork/ana/far main");
	assert_null(found(repo, "ana/far"));
	assert_int_equal(
		detour_repo_find_branch(repo, scratch_arena(), "origin/ana/queue", &branch), 0);
	assert_string_equal(branch.name, "origin/ana/queue");
	assert_string_equal(branch.line, "ana/queue");
	assert_true(branch.is_remote);
	assert_string_equal(
		scratch_hex(&branch.tip), scratch_read("git rev-parse origin/ana/queue"));
	detour_repo_free(repo);
}

static void trunks_are_the_default_and_the_usual_ones(void **state)
{
	struct detour_branch *trunks;
	struct detour_repo *repo;
	size_t count;

	(void)state;
	make_repository();
	repo = scratch_open();
	detour_repo_trunks(repo, scratch_arena(), &trunks, &count);
	assert_int_equal(count, 2);
	assert_string_equal(trunks[0].name, "origin/stem");
	assert_string_equal(trunks[1].name, "main");
	detour_repo_free(repo);
}

/* git log names what does; merges are none for both. */
static void commits_touch_what_git_log_says(void **state)
{
	static const char *const paths[] = {"b.c", "src", "src/deep", "src/deep/a.c", "src/deep/a",
		"c.c", "none/at/all", "b.c/x"};
	struct detour_repo *repo;
	const char *all;

	(void)state;
	make_repository();
	repo = scratch_open();
	all = scratch_read("git rev-list --all");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const char *those = scratch_read(
			"git log --all --no-merges --full-history --format=%%H -- %s", paths[i]);

		for (const char *at = all; *at; at += strcspn(at, "\n"), at += *at == '\n') {
			char hex[41];
			struct detour_oid oid;

			snprintf(hex, sizeof(hex), "%.40s", at);
			oid = scratch_oid(hex);
			if (detour_repo_touches(repo, &oid, paths[i]) !=
				(strstr(those, hex) != NULL))
				fail_msg("%s: %s", hex, paths[i]);
		}
	}
	detour_repo_free(repo);
}

static void a_tree_holds_files_and_folders(void **state)
{
	struct detour_repo *repo;
	struct detour_oid one, tip;

	(void)state;
	make_repository();
	repo = scratch_open();
	one = scratch_oid(scratch_read("git rev-parse main~3"));
	tip = scratch_oid(scratch_read("git rev-parse main"));
	assert_true(detour_repo_holds(repo, &one, "src/deep"));
	assert_true(detour_repo_holds(repo, &one, "src/deep/a.c"));
	assert_true(detour_repo_holds(repo, &one, ""));
	assert_false(detour_repo_holds(repo, &one, "src/deep/b.c"));
	assert_false(detour_repo_holds(repo, &tip, "src"));
	detour_repo_free(repo);
}

static void what_is_not_committed_is_counted(void **state)
{
	struct detour_uncommitted files;
	struct detour_repo *repo;

	(void)state;
	make_repository();
	repo = scratch_open();
	detour_repo_uncommitted(repo, &files);
	assert_true(files.known);
	assert_int_equal(files.staged + files.changed + files.untracked + files.conflicted, 0);
	scratch_run(
		"echo x >>b.c && echo new >new.c && git add new.c && mkdir far && echo y >far/y && "
		"echo z >far/z && echo w >w && echo .x >.gitignore && echo i >.x");
	detour_repo_uncommitted(repo, &files);
	assert_int_equal(files.staged, 1);
	assert_int_equal(files.changed, 1);
	assert_int_equal(files.untracked, 3); /* far/, w, .gitignore */
	scratch_run("git config status.showUntrackedFiles no");
	detour_repo_free(repo);
	repo = scratch_open();
	detour_repo_uncommitted(repo, &files);
	assert_int_equal(files.untracked, 0);
	scratch_run("git checkout -q . && git update-index --skip-worktree b.c && rm b.c");
	detour_repo_free(repo);
	repo = scratch_open();
	detour_repo_uncommitted(repo, &files);
	assert_int_equal(files.changed, 0); /* a sparse checkout leaves it out */
	detour_repo_free(repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(branches_by_name, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			trunks_are_the_default_and_the_usual_ones, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			commits_touch_what_git_log_says, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_tree_holds_files_and_folders, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_not_committed_is_counted, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests_name("standing", tests, NULL, NULL);
}
