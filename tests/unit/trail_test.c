/* Deeds from the reflogs of real repositories: what is told, and above all what is not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scratch.h"
#include "trail.h"

static struct detour_repo *repo;
static struct detour_trail *trail;

/* A repository with one commit, a shell function `c SUBJECT FILE` for more. */
#define C "c() { printf '%%s\\n' \"$1\" >>\"$2\" && git add -- \"$2\" && git commit -qm \"$1\"; }; "

static int set_up(void **state)
{
	int code = scratch_setup(state);

	if (code)
		return code;
	scratch_run("git init -q r && cd r && " C "c Base base");
	scratch_enter("r");
	return 0;
}

static int tear_down(void **state)
{
	detour_trail_free(trail);
	detour_repo_free(repo);
	trail = NULL;
	repo = NULL;
	return scratch_teardown(state);
}

static const struct detour_deed *deeds_of(const char *revision, size_t *count)
{
	struct detour_oid oid = scratch_oid(scratch_read("git rev-parse %s", revision));

	if (!repo)
		repo = scratch_open();
	if (!trail)
		trail = detour_trail_new(repo, NULL);
	return detour_trail_of(trail, &oid, count);
}

static const struct detour_deed *only_deed(const char *revision, enum detour_deed_kind kind)
{
	size_t count;
	const struct detour_deed *deeds = deeds_of(revision, &count);

	assert_int_equal(count, 1);
	assert_int_equal(deeds[0].kind, kind);
	return &deeds[0];
}

static void assert_nothing(void)
{
	const char *all = scratch_read("git rev-list --all");
	size_t count;

	for (; *all; all += strcspn(all, "\n"), all += *all == '\n') {
		deeds_of(detour_arena_strndup(scratch_arena(), all, DETOUR_HEX_SIZE), &count);
		assert_int_equal(count, 0);
	}
}

static void assert_subjects(const struct detour_deed *deed, size_t count, const char *first)
{
	assert_int_equal(deed->total, count);
	assert_int_equal(deed->commit_count, count);
	assert_string_equal(deed->commits[0]->subject, first);
}

static void a_hard_reset_drops(void **state)
{
	const struct detour_deed *deed;

	(void)state;
	scratch_run(C "c A a && c B b && git reset -q --hard HEAD~2 && c C c");
	deed = only_deed("HEAD", DETOUR_DEED_RESET);
	assert_subjects(deed, 2, "B");
	assert_string_equal(deed->commits[1]->subject, "A");
	assert_int_equal(deed->time, 1700000100);
}

static void two_tries_land_on_what_stayed(void **state)
{
	size_t count;

	(void)state;
	scratch_run(C "c A a && git reset -q --hard HEAD~1 && c B b && "
		      "git reset -q --hard HEAD~1 && c C c && git commit -q --amend -m D");
	deeds_of("HEAD", &count);
	assert_int_equal(count, 2);
}

static void nothing_lands_yet(void **state)
{
	(void)state;
	scratch_run(C "c A a && git reset -q --hard HEAD~1");
	assert_nothing();
}

static void what_is_made_again_is_no_loss(void **state)
{
	(void)state;
	/* Uncommit and commit; two into one; one into two; changed meanwhile; a checkout -B. */
	scratch_run(C "c A a && git reset -q --soft HEAD~1 && git commit -qm 'A, better'");
	scratch_run(C "c B b && c C c && git reset -q --soft HEAD~2 && git commit -qm BC");
	scratch_run("echo d >d && echo e >e && git add . && git commit -qm DE && "
		    "git reset -q HEAD~1 && git add d && git commit -qm D && git add e && "
		    "git commit -qm E");
	scratch_run(C "c F f && git reset -q --soft HEAD~1 && c 'F, differently' f");
	scratch_run(C "c G g && git checkout -q -B main HEAD~1 && c 'G again' g");
	assert_nothing();
}

static void what_is_elsewhere_is_no_loss(void **state)
{
	(void)state;
	scratch_run(C "c A a && git branch kept && git reset -q --hard HEAD~1 && c B b && "
		      "git tag mark && git reset -q --hard HEAD~1 && c C c && "
		      "git worktree add -q --detach ../w && git reset -q --hard HEAD~1 && c D d");
	/* Moved to another branch by a pick. */
	scratch_run(C "c E e && git branch other HEAD~1 && git checkout -q other && "
		      "git cherry-pick main && git checkout -q main && "
		      "git reset -q --hard HEAD~1 && c F f");
	assert_nothing();
}

static void rewriting_and_stashing_is_no_loss(void **state)
{
	(void)state;
	scratch_run(C "c A a && git commit -q --amend -m AA && echo x >>a && git stash -q && "
		      "c S s && git stash pop -q && git commit -qam P");
	scratch_run(C "git checkout -q -b topic HEAD~1 && c T t && c U u && "
		      "git commit --allow-empty -qm 'fixup! T' && git rebase -q main && "
		      "GIT_SEQUENCE_EDITOR=: git rebase -q -i --autosquash --keep-empty main && "
		      "c V v");
	assert_nothing();
}

static void a_branch_takes_its_commits_along(void **state)
{
	const struct detour_deed *deed;

	(void)state;
	scratch_run(C "git checkout -q -b try && c A a && c B b && git checkout -q main && "
		      "c C c && git branch -qD try");
	deed = only_deed("HEAD", DETOUR_DEED_BRANCH);
	assert_subjects(deed, 2, "B");
	assert_string_equal(deed->name, "try");
}

static void what_was_rewritten_is_dropped_once(void **state)
{
	(void)state;
	scratch_run(C "git checkout -q -b try && c A a && git commit -q --amend -m AA && "
		      "git checkout -q main && c C c && git branch -qD try");
	assert_subjects(only_deed("HEAD", DETOUR_DEED_BRANCH), 1, "AA");
}

static void what_was_rebased_is_dropped_once(void **state)
{
	size_t count;

	(void)state;
	scratch_run(C "git checkout -q -b try && c A a && git checkout -q main && c M m && "
		      "git checkout -q try && GIT_SEQUENCE_EDITOR='sed -i 1s/pick/reword/' "
		      "GIT_EDITOR='echo AA >' git rebase -q -i main && "
		      "git checkout -q main && c C c && git branch -qD try");
	assert_subjects(only_deed("HEAD", DETOUR_DEED_BRANCH), 1, "AA");
	deeds_of("main~1", &count);
	assert_int_equal(count, 0);
}

static void a_merged_branch_is_no_loss(void **state)
{
	(void)state;
	scratch_run(C "git checkout -q -b squashed && c A a && c B b && git checkout -q main && "
		      "git merge -q --squash squashed && git commit -qm AB && "
		      "git branch -qD squashed && git checkout -q -b merged && c D d && "
		      "git checkout -q main && git merge -q --no-ff merged && "
		      "git branch -qD merged && c E e");
	assert_nothing();
}

static void a_branch_moved_by_force(void **state)
{
	(void)state;
	scratch_run(C "git checkout -q -b try && c A a && git checkout -q main && "
		      "git checkout -q -B try main && c B b");
	assert_subjects(only_deed("HEAD", DETOUR_DEED_RESET), 1, "A");
}

static void an_aborted_rebase_drops_what_was_new(void **state)
{
	(void)state;
	scratch_run(C "git checkout -q -b topic && c A a && c B b && git checkout -q main && "
		      "c M m && git checkout -q topic && "
		      "GIT_SEQUENCE_EDITOR='sed -i 1s/pick/edit/' git rebase -q -i main && "
		      "c New n && git rebase --abort && c C c");
	assert_subjects(only_deed("HEAD", DETOUR_DEED_ABORT), 1, "New");
}

static void an_aborted_rebase_of_picks_is_nothing(void **state)
{
	(void)state;
	scratch_run(C "git checkout -q -b topic && c A a && c B x && git checkout -q main && "
		      "c M x && git checkout -q topic && ! git rebase -q main && "
		      "git rebase --abort && c C c");
	assert_nothing();
}

static void a_storm_of_amends(void **state)
{
	size_t count;

	(void)state;
	scratch_run(C "c A a && for i in 1 2 3 4 5; do git commit -q --amend -m $i; done && c B b "
		      "&& for i in 1 2 3 4 5 6; do git commit -q --amend -m $i; done && c C c");
	assert_int_equal(only_deed("HEAD~1", DETOUR_DEED_AMENDS)->times, 6);
	deeds_of("HEAD~2", &count);
	assert_int_equal(count, 0);
}

static void amends_over_days_are_no_storm(void **state)
{
	(void)state;
	scratch_run(C "c A a && for i in 1 2 3 4 5 6 7; do "
		      "git commit -q --amend -m $i; done");
	scratch_run("awk 'BEGIN{t=1700000000}{sub(/> [0-9]+ /,\"> \" t \" \"); t+=3600; print}' "
		    ".git/logs/HEAD >x && cat x >.git/logs/HEAD");
	assert_nothing();
}

static void a_bisection(void **state)
{
	const struct detour_deed *deed;

	(void)state;
	scratch_run(C "for i in 1 2 3 4 5 6 7 8 9; do c $i n; done && "
		      "git bisect start HEAD HEAD~8 && git bisect good && git bisect good && "
		      "git bisect good && git bisect reset && c Mend m");
	deed = only_deed("HEAD", DETOUR_DEED_BISECT);
	assert_true(deed->times >= 3);
}

static void conflicts_are_told_of_the_commit_that_ended_them(void **state)
{
	(void)state;
	scratch_run(C "git checkout -q -b topic && c A x && git checkout -q main && c B x && "
		      "! git merge -q topic && echo both >x && git commit -qam 'Merge topic'");
	only_deed("HEAD", DETOUR_DEED_CONFLICT);
}

static void a_push_by_force(void **state)
{
	const struct detour_deed *deed;
	size_t count, rewritten = 0;

	(void)state;
	scratch_run(C "git init -q --bare ../o.git && git remote add origin ../o.git && c A a && "
		      "git -c user.email=bo@example.org commit -q --allow-empty -m Bo && "
		      "git push -q origin main && git reset -q --hard HEAD~2 && c C c && "
		      "git push -q -f origin main");
	deed = deeds_of("HEAD", &count);
	for (size_t i = 0; i < count; i++)
		if (deed[i].kind == DETOUR_DEED_REWRITTEN) {
			rewritten++;
			assert_true(deed[i].shared);
			assert_subjects(&deed[i], 2, "Bo");
			assert_string_equal(deed[i].name, "origin/main");
		}
	assert_int_equal(rewritten, 1);
}

static void a_push_that_goes_on_is_nothing_and_ones_own_is_not_shared(void **state)
{
	(void)state;
	scratch_run(C "git init -q --bare ../o.git && git remote add origin ../o.git && c A a && "
		      "git push -q origin main && c B b && git push -q origin main && "
		      "git commit -q --amend -m BB && git push -q -f origin main");
	assert_false(only_deed("HEAD", DETOUR_DEED_REWRITTEN)->shared);
}

static void missing_objects_are_passed_over(void **state)
{
	(void)state;
	scratch_run(C "c A a && git reset -q --hard HEAD~1 && c B b && "
		      "cp .git/logs/HEAD ../log && git reflog expire --expire=now --all && "
		      "git gc -q --prune=now && cp ../log .git/logs/HEAD");
	assert_nothing();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_hard_reset_drops),
		TEST(two_tries_land_on_what_stayed),
		TEST(nothing_lands_yet),
		TEST(what_is_made_again_is_no_loss),
		TEST(what_is_elsewhere_is_no_loss),
		TEST(rewriting_and_stashing_is_no_loss),
		TEST(a_branch_takes_its_commits_along),
		TEST(what_was_rewritten_is_dropped_once),
		TEST(what_was_rebased_is_dropped_once),
		TEST(a_merged_branch_is_no_loss),
		TEST(a_branch_moved_by_force),
		TEST(an_aborted_rebase_drops_what_was_new),
		TEST(an_aborted_rebase_of_picks_is_nothing),
		TEST(a_storm_of_amends),
		TEST(amends_over_days_are_no_storm),
		TEST(a_bisection),
		TEST(conflicts_are_told_of_the_commit_that_ended_them),
		TEST(a_push_by_force),
		TEST(a_push_that_goes_on_is_nothing_and_ones_own_is_not_shared),
		TEST(missing_objects_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
