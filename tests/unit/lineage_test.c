/* Ancestors by first parents; against real repositories. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lineage.h"
#include "scratch.h"
#include "signal/signal.h"

/* `count` commits, c1 first, each of which writes its number into deep/er/file. */
static struct detour_repo *start(unsigned count)
{
	scratch_run("git init -q r && cd r && mkdir -p deep/er && for i in $(seq %u); do "
		    "echo $i >deep/er/file; git add .; git commit -qm c$i; git tag t$i; done",
		count);
	scratch_enter("r");
	return scratch_open();
}

static struct detour_commit commit_at(struct detour_repo *repo, const char *revision)
{
	struct detour_oid oid = scratch_oid(scratch_read("git rev-parse '%s^{commit}'", revision));
	struct detour_commit commit;

	assert_int_equal(detour_repo_read_commit(repo, &oid, scratch_arena(), &commit, NULL), 0);
	return commit;
}

static void ancestors_come_in_order_with_their_changes(void **state)
{
	struct detour_repo *repo = start(4);
	struct detour_lineage *lineage = detour_lineage_new(repo, DETOUR_LINEAGE_SHORT);
	struct detour_commit four = commit_at(repo, "t4"), three = commit_at(repo, "t3");
	const struct detour_commit *found;
	const struct detour_change *changes;

	(void)state;
	detour_lineage_start(lineage, &four);
	found = detour_lineage_at(lineage, 2);
	assert_string_equal(detour_lineage_whole(lineage, 2)->subject, "c1");
	assert_null(found->subject);
	assert_int_equal(found->change_count, 1);
	assert_int_equal(found->changes[0].status, 'A');
	assert_string_equal(detour_lineage_whole(lineage, 0)->subject, "c3");
	assert_string_equal(detour_lineage_at(lineage, 0)->changes[0].path, "deep/er/file");
	assert_null(detour_lineage_at(lineage, 3));
	/* The next commit of a scan: what was read is given again, not read again. */
	changes = found->changes;
	detour_lineage_start(lineage, &three);
	assert_ptr_equal(detour_lineage_at(lineage, 1)->changes, changes);
	assert_string_equal(detour_lineage_whole(lineage, 0)->subject, "c2");
	assert_null(detour_lineage_at(lineage, 2));
	detour_lineage_free(lineage);
	detour_repo_free(repo);
}

static void a_merge_shows_what_it_brought(void **state)
{
	struct detour_repo *repo = start(2);
	struct detour_lineage *lineage = detour_lineage_new(repo, DETOUR_LINEAGE_SHORT);
	struct detour_commit tip;
	const struct detour_commit *merge;

	(void)state;
	scratch_run("git checkout -q -b side t1 && echo x >side && git add side && "
		    "git commit -qm side && git checkout -q main && "
		    "git merge -q --no-ff -m merge side && git commit -q --allow-empty -m tip");
	tip = commit_at(repo, "main");
	detour_lineage_start(lineage, &tip);
	merge = detour_lineage_at(lineage, 0);
	assert_int_equal(detour_lineage_whole(lineage, 0)->parent_count, 2);
	assert_int_equal(merge->change_count, 1);
	assert_string_equal(merge->changes[0].path, "side");
	assert_string_equal(detour_lineage_whole(lineage, 1)->subject, "c2");
	detour_lineage_free(lineage);
	detour_repo_free(repo);
}

static void what_was_read_is_lent(void **state)
{
	struct detour_repo *repo = start(3);
	struct detour_lineage *lineage = detour_lineage_new(repo, DETOUR_LINEAGE_SHORT);
	struct detour_commit three = commit_at(repo, "t3"), two = commit_at(repo, "t2");
	const struct detour_commit *ancestor;

	(void)state;
	assert_false(detour_lineage_lend(lineage, &two, scratch_arena()));
	detour_lineage_start(lineage, &three);
	ancestor = detour_lineage_at(lineage, 0);
	assert_true(detour_lineage_lend(lineage, &two, scratch_arena()));
	assert_true(two.facts & DETOUR_FACT_PATHS);
	assert_int_equal(two.change_count, 1);
	assert_string_equal(two.changes[0].path, "deep/er/file");
	assert_ptr_not_equal(two.changes[0].path, ancestor->changes[0].path);
	assert_int_equal(two.changes[0].status, 'M');
	detour_lineage_free(lineage);
	detour_repo_free(repo);
}

enum { COMMITS = 4500 };

/* A line of empty commits, newest first. */
static struct detour_commit *long_line(struct detour_repo **repo)
{
	struct detour_commit *commits =
		detour_arena_array(scratch_arena(), COMMITS, sizeof(*commits));
	struct detour_oid at;

	scratch_run("git init -q r && cd r && for i in $(seq %d); do "
		    "printf 'commit refs/heads/main\\ncommitter A <a@b> 1700000000 +0000\\n"
		    "data 2\\nx\\n\\n'; done | git fast-import --quiet",
		COMMITS);
	scratch_enter("r");
	*repo = scratch_open();
	at = scratch_oid(scratch_read("git rev-parse main"));
	for (int i = 0; i < COMMITS; i++) {
		struct detour_commit *commit = &commits[i];

		assert_int_equal(
			detour_repo_read_commit(*repo, &at, scratch_arena(), commit, NULL), 0);
		if (commit->parent_count)
			at = commit->parents[0];
	}
	return commits;
}

/* The first `count` ancestors of commits[i] are what they should be, also once all are read. */
static void expect_ancestors(
	struct detour_lineage *lineage, const struct detour_commit *commits, size_t i, size_t count)
{
	detour_lineage_start(lineage, &commits[i]);
	for (int round = 0; round < 2; round++)
		for (size_t far = 0; far < count; far++)
			assert_true(detour_oid_equal(
				&detour_lineage_at(lineage, far)->oid, &commits[i + far + 1].oid));
}

/* More commits than are kept, forth and back again. */
static void readings_make_room_for_others(void **state)
{
	struct detour_repo *repo;
	struct detour_commit *commits = long_line(&repo);
	struct detour_lineage *lineage = detour_lineage_new(repo, DETOUR_LINEAGE_SHORT);

	(void)state;
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i + DETOUR_ANCESTOR_LIMIT < COMMITS; i += 23)
			expect_ancestors(lineage, commits, i, DETOUR_ANCESTOR_LIMIT);
	assert_null(detour_lineage_at(lineage, DETOUR_ANCESTOR_LIMIT));
	detour_lineage_free(lineage);
	detour_repo_free(repo);
}

/* Those that would be next to go are given again, and more are read behind them. */
static void what_was_given_stays(void **state)
{
	struct detour_repo *repo;
	struct detour_commit *commits = long_line(&repo);
	struct detour_lineage *lineage = detour_lineage_new(repo, DETOUR_LINEAGE_SHORT);

	(void)state;
	expect_ancestors(lineage, commits, 99, 31);
	for (size_t i = 200; i < 4250; i += 50)
		expect_ancestors(lineage, commits, i, 50);
	expect_ancestors(lineage, commits, 4250, 15); /* 4,096 in all */
	expect_ancestors(lineage, commits, 99, 50);
	detour_lineage_free(lineage);
	detour_repo_free(repo);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(ancestors_come_in_order_with_their_changes),
		TEST(a_merge_shows_what_it_brought), TEST(what_was_read_is_lent),
		TEST(readings_make_room_for_others), TEST(what_was_given_stays)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
