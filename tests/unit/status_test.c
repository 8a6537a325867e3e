/* Uncommitted files and work trees: git itself is asked whether they are right. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "git/status.h"
#include "scratch.h"

#define MADE                                                                                       \
	"git init -q r && cd r && mkdir d && echo 1 >a && echo 1 >b && echo 1 >c && "              \
	"echo 1 >d/e && git add . && git commit -q -m One && "

static char *as_git_prints(const struct detour_loose *found)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	char *copy;

	for (size_t i = 0; i < found->count; i++)
		detour_buf_addf(&text, "%s%c%c %s", i ? "\n" : "", found->files[i].staged,
			found->files[i].changed, found->files[i].path);
	copy = detour_arena_strdup(scratch_arena(), text.ptr);
	detour_buf_release(&text);
	return copy;
}

/* In the current directory. Returns how many files there are; the index must stay as it is. */
static size_t agrees_with_git(void)
{
	struct detour_repo *repo = scratch_open();
	struct detour_loose found;
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *index = "cat $(git rev-parse --git-path index) 2>/dev/null | cksum";
	const char *before = scratch_read("%s", index);

	if (detour_repo_loose_files(repo, 50, scratch_arena(), &found, &err))
		fail_msg("%s", err.message);
	assert_string_equal(scratch_read("%s", index), before);
	assert_string_equal(as_git_prints(&found),
		scratch_read("git --no-optional-locks -c core.quotePath=false status "
			     "--porcelain --no-renames | tr -d '\"'"));
	detour_repo_free(repo);
	return found.count;
}

static void files_are_told_as_git_tells_them(void **state)
{
	(void)state;
	scratch_run(MADE "echo 2 >>a && git add a && echo 3 >>a && rm b && git rm -q --cached c && "
			 "ln -s a l && git add l && mkdir -p new/deep empty && echo 1 >new/deep/f "
			 "&& echo 1 >'Ä b' && echo ign >.gitignore && echo x >ign && "
			 "git init -q nested && echo 1 >nested/g && rm d/e && ln -s ../a d/e && "
			 "touch n && git add -N n");
	scratch_enter("r");
	assert_int_equal(agrees_with_git(), 11);
	scratch_run("rm -r nested && git commit -q -am Two && git add . && git commit -q -m Three");
	assert_int_equal(agrees_with_git(), 0);
}

static void conflicts_have_both_letters(void **state)
{
	(void)state;
	scratch_run(MADE "git checkout -q -b side && echo s >a && git rm -q b && echo s >c && "
			 "echo s >both && git add . && git commit -q -m Side && "
			 "git checkout -q main && echo m >a && echo m >b && git rm -q c && "
			 "echo m >both && git add . && git commit -q -m Main && "
			 "! git merge -q side");
	scratch_enter("r");
	assert_int_equal(agrees_with_git(), 4);
}

static void what_touched_files_hold_is_looked_at(void **state)
{
	(void)state;
	scratch_run(MADE "touch -d 2001-01-01 a && printf '1\\r\\n' >b && "
			 "echo '* text=auto' >.gitattributes && chmod +x c");
	scratch_enter("r");
	agrees_with_git();
}

static void an_unborn_branch_and_an_empty_repository(void **state)
{
	(void)state;
	scratch_run("git init -q r");
	scratch_enter("r");
	assert_int_equal(agrees_with_git(), 0);
	scratch_run("echo 1 >a && echo 1 >b && git add a");
	assert_int_equal(agrees_with_git(), 2);
}

static void submodules_at_another_commit(void **state)
{
	(void)state;
	scratch_run(MADE "git -c protocol.file.allow=always submodule --quiet add ../r/.git sub && "
			 "git commit -q -m Sub && echo x >sub/untracked && echo 2 >>sub/a");
	scratch_enter("r");
	assert_int_equal(agrees_with_git(), 1);
	scratch_run("cd sub && git commit -q --allow-empty -m Own");
	assert_int_equal(agrees_with_git(), 1);
	scratch_enter("r/sub");
	assert_int_equal(agrees_with_git(), 2);
}

static void sparse_checkouts_and_other_forms_of_the_index(void **state)
{
	(void)state;
	scratch_run(MADE "git sparse-checkout set --no-cone /a /b && echo 2 >>a");
	scratch_enter("r");
	assert_int_equal(agrees_with_git(), 1);
	scratch_run("git update-index --index-version 4 && echo 2 >>b");
	assert_int_equal(agrees_with_git(), 2);
	scratch_run("git sparse-checkout disable && git update-index --skip-worktree b && "
		    "git update-index --assume-unchanged c && echo 2 >>c");
	assert_int_equal(agrees_with_git(), 1);
}

static void an_index_that_libgit2_cannot_read_is_told(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_loose found;
	struct detour_repo *repo;

	(void)state;
	scratch_run(MADE "git sparse-checkout set --cone --sparse-index . && echo 2 >>a");
	scratch_enter("r");
	repo = scratch_open();
	if (!detour_repo_loose_files(repo, 50, scratch_arena(), &found, &err))
		assert_string_equal(as_git_prints(&found), " M a");
	else
		assert_non_null(strstr(err.message, "cannot look for changes"));
	detour_repo_free(repo);
}

static void untracked_files_that_nobody_wants_to_see(void **state)
{
	struct detour_loose found;
	struct detour_repo *repo;

	(void)state;
	scratch_run(MADE "git config status.showUntrackedFiles no && echo 1 >u && echo 2 >>a");
	scratch_enter("r");
	assert_int_equal(agrees_with_git(), 1);
	repo = scratch_open();
	detour_repo_loose_files(repo, 50, scratch_arena(), &found, NULL);
	assert_true(found.untracked_hidden);
	detour_repo_free(repo);
}

static void filter_programs_are_not_guessed_at(void **state)
{
	struct detour_loose found;
	struct detour_repo *repo;

	(void)state;
	scratch_run(MADE "git config filter.up.clean 'tr a-z A-Z' && echo 'f filter=up' "
			 ">.gitattributes && echo abc >f && git add . && git commit -q -m F && "
			 "touch -d 2001-01-01 f && echo 2 >>a");
	scratch_enter("r");
	repo = scratch_open();
	detour_repo_loose_files(repo, 50, scratch_arena(), &found, NULL);
	assert_string_equal(as_git_prints(&found), " M a\n M f");
	assert_false(found.files[0].perhaps);
	assert_true(found.files[1].perhaps);
	detour_repo_free(repo);
}

static void the_limit_holds_and_the_rest_is_counted(void **state)
{
	struct detour_loose found;
	struct detour_repo *repo;

	(void)state;
	scratch_run(MADE "for i in 1 2 3 4 5; do echo >u$i; done; echo 2 >>c");
	scratch_enter("r");
	repo = scratch_open();
	detour_repo_loose_files(repo, 3, scratch_arena(), &found, NULL);
	assert_string_equal(as_git_prints(&found), " M c\n?? u1\n?? u2");
	assert_int_equal(found.more, 3);
	detour_repo_free(repo);
}

static void bare_repositories_have_no_work_tree(void **state)
{
	struct detour_loose found;
	struct detour_repo *repo;

	(void)state;
	scratch_run(MADE "git clone -q --bare . ../b");
	scratch_enter("b");
	repo = scratch_open();
	assert_int_equal(
		detour_repo_loose_files(repo, 3, scratch_arena(), &found, NULL), DETOUR_ENOTFOUND);
	detour_repo_free(repo);
}

static void a_work_tree_that_is_elsewhere(void **state)
{
	(void)state;
	scratch_run(MADE "cd .. && mv r/.git dots && cd r && echo 2 >>a && echo 1 >u");
	scratch_enter("r");
	setenv("GIT_DIR", "../dots", 1);
	setenv("GIT_WORK_TREE", ".", 1);
	assert_int_equal(agrees_with_git(), 2);
	unsetenv("GIT_DIR");
	unsetenv("GIT_WORK_TREE");
	scratch_run("mv ../dots .git && git worktree add -q ../w -b side && cd ../w && "
		    "echo 2 >>b");
	scratch_enter("w");
	assert_int_equal(agrees_with_git(), 1);
}

static void another_index(void **state)
{
	(void)state;
	scratch_run(
		MADE "cp .git/index ../other && echo 2 >>a && git add a && git commit -q -m Two");
	scratch_enter("r");
	setenv("GIT_INDEX_FILE", "../other", 1);
	assert_int_equal(agrees_with_git(), 1);
	unsetenv("GIT_INDEX_FILE");
	assert_int_equal(agrees_with_git(), 0);
}

/* ---- work trees */

static const char *work_trees(const char *folder)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	const struct detour_work_tree *list;
	struct detour_repo *repo;
	const char *copy;
	size_t count;

	scratch_enter(folder);
	repo = scratch_open();
	detour_repo_work_trees(repo, 10, scratch_arena(), &list, &count);
	for (size_t i = 0; i < count; i++)
		detour_buf_addf(&text, "%s%s=%s%s", i ? " " : "",
			list[i].path + strlen(scratch_place()),
			list[i].branch ? list[i].branch : "", list[i].is_here ? "*" : "");
	copy = detour_arena_strdup(scratch_arena(), text.ptr);
	detour_buf_release(&text);
	detour_repo_free(repo);
	return copy;
}

static void work_trees_and_their_branches(void **state)
{
	(void)state;
	scratch_run(
		MADE "git worktree add -q ../w -b ana/side && git worktree add -q --detach ../x "
		     "&& git worktree add -q ../gone -b gone && rm -r ../gone");
	assert_string_equal(work_trees("r"), "/r=main* /w=ana/side /x=");
	assert_string_equal(work_trees("w"), "/r=main /w=ana/side* /x=");
	scratch_enter("");
	scratch_run("git clone -q --bare r b && cd b && git worktree add -q ../y -b bee");
	assert_string_equal(work_trees("b"), "/y=bee");
	assert_string_equal(work_trees("y"), "/y=bee*");
}

static void a_branch_that_is_rebased_or_bisected(void **state)
{
	(void)state;
	scratch_run(
		MADE "git worktree add -q ../w -b side && cd ../w && echo s >a && "
		     "git commit -q -am Side && echo m >../r/a && git -C ../r commit -q -am Main "
		     "&& ! git rebase -q main && cd ../r && git worktree add -q ../x -b ex && "
		     "cd ../x && git bisect start HEAD HEAD~1");
	assert_string_equal(work_trees("r"), "/r=main* /w=side /x=ex");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
		TEST(files_are_told_as_git_tells_them),
		TEST(conflicts_have_both_letters),
		TEST(what_touched_files_hold_is_looked_at),
		TEST(an_unborn_branch_and_an_empty_repository),
		TEST(submodules_at_another_commit),
		TEST(sparse_checkouts_and_other_forms_of_the_index),
		TEST(an_index_that_libgit2_cannot_read_is_told),
		TEST(untracked_files_that_nobody_wants_to_see),
		TEST(filter_programs_are_not_guessed_at),
		TEST(the_limit_holds_and_the_rest_is_counted),
		TEST(bare_repositories_have_no_work_tree),
		TEST(a_work_tree_that_is_elsewhere),
		TEST(another_index),
		TEST(work_trees_and_their_branches),
		TEST(a_branch_that_is_rebased_or_bisected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
