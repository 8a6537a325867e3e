/* Ranges are reported, the past goes on behind their start; against real repositories. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "timeline.h"

/* Twenty commits in a line, a day apart. */
static const char history[] =
	"git init -q r && cd r && for i in $(seq 20); do"
	"  GIT_AUTHOR_DATE=\"@$((1600000000 + i * 86400)) +0000\""
	"  GIT_COMMITTER_DATE=\"@$((1600000000 + i * 86400)) +0000\""
	"  git commit -q --allow-empty -m \"c$i\" || exit 1; git tag t$i; done";

static struct detour_repo *start(void)
{
	assert_int_equal(system(history), 0);
	scratch_enter("r");
	return scratch_open();
}

static struct detour_timeline *over(
	struct detour_repo *repo, struct detour_walk *walk, const char *range)
{
	struct detour_timeline *timeline;

	assert_int_equal(detour_walk_arguments(walk, &range, 1, NULL), 0);
	assert_int_equal(detour_timeline_new(&timeline, repo, walk, NULL), 0);
	return timeline;
}

static size_t count(struct detour_timeline *timeline)
{
	const struct detour_commit *commit;
	size_t reported = 0;
	int code;

	while (!(code = detour_timeline_next(timeline, &commit, NULL)))
		reported++;
	assert_int_equal(code, DETOUR_ENOTFOUND);
	return reported;
}

static void a_range_is_reported_and_its_past_is_seen(void **state)
{
	struct detour_repo *repo = start();
	struct detour_walk *walk = detour_walk_new(repo);
	struct detour_timeline *timeline = over(repo, walk, "t10..t12");
	const struct detour_commit *commit;

	(void)state;
	assert_int_equal(detour_timeline_next(timeline, &commit, NULL), 0);
	assert_string_equal(commit->subject, "c12");
	assert_string_equal(detour_timeline_past(timeline, 0)->subject, "c11");
	assert_string_equal(detour_timeline_past(timeline, 4)->subject, "c7");
	assert_string_equal(detour_timeline_past(timeline, 10)->subject, "c1");
	assert_null(detour_timeline_past(timeline, 11));
	assert_int_equal(detour_timeline_next(timeline, &commit, NULL), 0);
	assert_string_equal(commit->subject, "c11");
	assert_string_equal(detour_timeline_past(timeline, 0)->subject, "c10");
	assert_int_equal(detour_timeline_next(timeline, &commit, NULL), DETOUR_ENOTFOUND);
	detour_timeline_free(timeline);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

static void whole_histories_and_empty_ranges(void **state)
{
	struct detour_repo *repo = start();
	struct detour_walk *walk = detour_walk_new(repo);
	struct detour_timeline *timeline = over(repo, walk, "t20");

	(void)state;
	assert_int_equal(count(timeline), 20);
	detour_timeline_free(timeline);
	detour_walk_free(walk);
	walk = detour_walk_new(repo);
	timeline = over(repo, walk, "t20..t20");
	assert_int_equal(count(timeline), 0);
	detour_timeline_free(timeline);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

static void one_commit_alone(void **state)
{
	struct detour_repo *repo = start();
	struct detour_oid oid = scratch_oid(scratch_read("git rev-parse t7"));
	const struct detour_commit *commit;
	struct detour_timeline *timeline;

	(void)state;
	assert_int_equal(detour_timeline_new_single(&timeline, repo, &oid, NULL), 0);
	assert_int_equal(detour_timeline_next(timeline, &commit, NULL), 0);
	assert_string_equal(commit->subject, "c7");
	assert_string_equal(detour_timeline_past(timeline, 5)->subject, "c1");
	assert_int_equal(detour_timeline_next(timeline, &commit, NULL), DETOUR_ENOTFOUND);
	detour_timeline_free(timeline);
	detour_repo_free(repo);
}

static void a_history_that_breaks_off_is_told(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_repo *repo = start();
	struct detour_walk *walk = detour_walk_new(repo);
	struct detour_timeline *timeline = over(repo, walk, "t20");
	const struct detour_commit *commit;
	size_t reported = 0;
	int code;

	(void)state;
	assert_int_equal(
		system("id=$(git rev-parse t15) && rm -f .git/objects/$(echo $id | cut -c1-2)/"
		       "$(echo $id | cut -c3-)"),
		0);
	while (!(code = detour_timeline_next(timeline, &commit, &err)))
		reported++;
	assert_int_not_equal(code, DETOUR_ENOTFOUND);
	assert_int_equal(reported, 5);
	assert_true(err.message[0] != '\0');
	detour_timeline_free(timeline);
	detour_walk_free(walk);
	detour_repo_free(repo);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_range_is_reported_and_its_past_is_seen),
		TEST(whole_histories_and_empty_ranges),
		TEST(one_commit_alone),
		TEST(a_history_that_breaks_off_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
