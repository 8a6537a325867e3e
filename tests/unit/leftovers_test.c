/* What lies around: in real repositories. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "leftovers.h"
#include "scratch.h"

#define MADE "git init -q r && cd r && echo 1 >a && git add . && git commit -q -m One && "
#define PUSHED                                                                                     \
	"git init -q --bare ../o && git remote add origin ../o && "                                \
	"git push -q -u origin main 2>&1 && "

static struct detour_workspace workspace;
static struct detour_leftovers found;
static struct detour_oid own[2];

/* Those of a branch, or of HEAD (NULL), with HEAD's commit as its only own one. */
static void look(const char *folder, const char *branch)
{
	struct detour_leftovers_of of = {.branch = branch, .is_head = true};

	scratch_enter(folder);
	assert_int_equal(detour_workspace_open(&workspace, scratch_context(), NULL), 0);
	if (!detour_repo_resolve(workspace.repo, branch ? branch : "HEAD", &own[0], NULL)) {
		of.tip = &own[0];
		of.own = own;
		of.own_count = 1;
	}
	detour_leftovers_find(&found, &workspace, &of);
}

static void done(void)
{
	detour_workspace_close(&workspace);
}

static void stash_messages_name_their_branch(void **state)
{
	(void)state;
	assert_true(detour_stash_is_of("WIP on main: abc1234 One: two", "main"));
	assert_true(detour_stash_is_of("On ana/queue: try", "ana/queue"));
	assert_true(detour_stash_is_of("WIP on (no branch): abc1234 One", NULL));
	assert_false(detour_stash_is_of("On main2: try", "main"));
	assert_false(detour_stash_is_of("On main: try", "main2"));
	assert_false(detour_stash_is_of("main: try", "main"));
	assert_false(detour_stash_is_of("On main", "main"));
	assert_false(detour_stash_is_of("", NULL));
}

static void stashes_of_this_branch_alone(void **state)
{
	(void)state;
	scratch_run(MADE "echo 2 >a && git stash -q && git checkout -q -b side && echo 3 >a && "
			 "git stash push -q -m Side && echo 4 >a && "
			 "git stash store -m autostash $(git stash create x)");
	look("r", "side");
	assert_int_equal(found.stash_count, 2);
	assert_int_equal(found.stashes[0].number, 0);
	assert_string_equal(found.stashes[0].message, "autostash");
	assert_int_equal(found.stashes[1].number, 1);
	assert_string_equal(found.stashes[1].message, "On side: Side");
	done();
	look("r", "main");
	assert_int_equal(found.stash_count, 1);
	assert_int_equal(found.stashes[0].number, 2);
	assert_false(found.is_here);
	assert_int_equal(found.loose.count, 0);
	done();
	scratch_run("git stash clear");
	look("r", "main");
	assert_int_equal(found.stash_count, 0);
	done();
}

static void what_is_not_pushed_is_counted(void **state)
{
	(void)state;
	scratch_run(MADE "git commit -q --allow-empty -m Two");
	look("r", "main");
	assert_int_equal(found.unpushed.state, DETOUR_PUSH_NO_REMOTE);
	done();
	scratch_run(PUSHED "git commit -q --allow-empty -m Three");
	look("r", "main");
	assert_int_equal(found.unpushed.state, DETOUR_PUSH_UPSTREAM);
	assert_int_equal(found.unpushed.commits, 1);
	assert_int_equal(found.unpushed.behind, 0);
	done();
	scratch_run("git reset -q --hard HEAD~2 && git commit -q --allow-empty -m Four && "
		    "git checkout -q -b side && git commit -q --allow-empty -m Five");
	look("r", "main");
	assert_int_equal(found.unpushed.commits, 1);
	assert_int_equal(found.unpushed.behind, 1);
	done();
	look("r", "side");
	assert_int_equal(found.unpushed.state, DETOUR_PUSH_NO_UPSTREAM);
	assert_int_equal(found.unpushed.commits, 2);
	done();
}

static void dropped_commits_that_are_kept(void **state)
{
	(void)state;
	scratch_run(
		MADE "git commit -q --allow-empty -m Dropped && "
		     "git update-ref refs/detour/2026-01-02-a HEAD && git reset -q --hard HEAD~1 "
		     "&& git update-ref refs/detour/2026-01-03-b "
		     "$(git commit-tree -p main -m Other main^{tree}) && git checkout -q "
		     "--orphan side && git commit -q --allow-empty -m Side && git update-ref "
		     "refs/detour/2026-01-01-c $(git commit-tree -m Far main^{tree})");
	look("r", "main");
	assert_int_equal(found.kept_count, 2);
	assert_string_equal(found.kept[0].ref, "refs/detour/2026-01-02-a");
	assert_string_equal(found.kept[0].commit.subject, "Dropped");
	assert_string_equal(found.kept[1].commit.subject, "Other");
	done();
	look("r", "side");
	assert_int_equal(found.kept_count, 0);
	done();
}

static void other_work_trees_and_what_is_under_way(void **state)
{
	(void)state;
	scratch_run(MADE "git worktree add -q --force ../w main && git checkout -q -b side && "
			 "echo 2 >a && git commit -q -am Two && git checkout -q -b third HEAD~1 && "
			 "echo 3 >a && git commit -q -am Three && ! git merge -q side && echo >u");
	look("r", "third");
	assert_true(found.is_here);
	assert_int_equal(found.operation, DETOUR_OPERATION_MERGE);
	assert_int_equal(found.loose.count, 2);
	assert_string_equal(found.loose.files[0].path, "a");
	assert_int_equal(found.elsewhere_count, 0);
	done();
	look("r", "main");
	assert_false(found.is_here);
	assert_int_equal(found.operation, DETOUR_OPERATION_NONE);
	assert_int_equal(found.elsewhere_count, 1);
	assert_string_equal(found.elsewhere[0], "../w");
	done();
	scratch_run("git worktree add -q --force sub/x main");
	look("r/sub/x", "side");
	assert_int_equal(found.elsewhere_count, 0);
	done();
	look("w", "third");
	assert_string_equal(found.elsewhere[0], "../r");
	done();
	look("r", "main");
	assert_string_equal(found.elsewhere[1], "sub/x");
	done();
	look("r/sub/x", "third");
	assert_string_equal(found.elsewhere[0], "../..");
	done();
}

static void a_branch_in_the_middle_of_its_rebase_is_here(void **state)
{
	(void)state;
	scratch_run(MADE "git checkout -q -b side && echo 2 >a && git commit -q -am Two && "
			 "git checkout -q main && echo 3 >a && git commit -q -am Three && "
			 "! git rebase -q main side");
	look("r", "side");
	assert_true(found.is_here);
	assert_int_equal(found.operation, DETOUR_OPERATION_REBASE);
	done();
}

static void without_commits_or_without_a_work_tree(void **state)
{
	(void)state;
	scratch_run("git init -q r && cd r && echo 1 >a");
	look("r", "main");
	assert_true(found.is_here);
	assert_int_equal(found.loose.count, 1);
	done();
	scratch_enter("");
	scratch_run("rm -r r && " MADE "git checkout -q --detach && echo 2 >a");
	look("r", NULL);
	assert_true(found.is_here);
	assert_int_equal(found.loose.count, 1);
	done();
	scratch_run("git clone -q --bare . ../b");
	look("b", "main");
	assert_int_equal(found.loose.count, 0);
	assert_int_equal(found.loose_error.code, 0);
	done();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
		cmocka_unit_test(stash_messages_name_their_branch),
		TEST(stashes_of_this_branch_alone),
		TEST(what_is_not_pushed_is_counted),
		TEST(dropped_commits_that_are_kept),
		TEST(other_work_trees_and_what_is_under_way),
		TEST(a_branch_in_the_middle_of_its_rebase_is_here),
		TEST(without_commits_or_without_a_work_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
