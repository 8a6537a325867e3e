/* Subjects and briefings in real repositories: what is a branch's own, why a session is told of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "briefing.h"
#include "scratch.h"

static struct detour_workspace workspace;
static struct detour_subject subject;
static struct detour_briefing briefing;

static void make_repository(void)
{
	scratch_run("git init -q -b main repo");
	scratch_enter("repo");
	scratch_run("mkdir -p docs/sessions src");
	scratch_write("docs/sessions/2026-01-02-old.md", "# Old\n\nThe cache was slow.\n");
	scratch_run("echo a >src/a.c && git add . && git commit -qm one");
	scratch_run("git checkout -qb ana/queue && echo b >src/queue.c && git add . && git commit "
		    "-qm two");
	scratch_run("echo c >>src/queue.c && git commit -qam three");
}

static void look(const char *name, const char *path)
{
	assert_int_equal(detour_workspace_open(&workspace, scratch_context(), NULL), 0);
	assert_int_equal(detour_subject_find(&subject, &workspace, name, path, NULL), 0);
	assert_int_equal(detour_briefing_make(&briefing, &workspace, &subject, NULL), 0);
}

static int done(void **state)
{
	detour_briefing_release(&briefing);
	detour_workspace_close(&workspace);
	return scratch_teardown(state);
}

static void again(const char *name, const char *path)
{
	detour_briefing_release(&briefing);
	detour_workspace_close(&workspace);
	look(name, path);
}

static void a_branch_has_what_its_trunk_has_not(void **state)
{
	(void)state;
	make_repository();
	look(NULL, NULL);
	assert_string_equal(subject.name, "ana/queue");
	assert_true(subject.is_here);
	assert_false(subject.is_trunk);
	assert_string_equal(subject.base_name, "main");
	assert_string_equal(scratch_hex(&subject.base), scratch_read("git rev-parse main"));
	assert_int_equal(subject.own_count, 2);
	assert_string_equal(subject.own[0].subject, "three");
	assert_int_equal(subject.own[0].change_count, 1);
	assert_int_equal(subject.last_count, 2);
	again("main", NULL);
	assert_true(subject.is_trunk);
	assert_false(subject.is_here);
	assert_null(subject.base_name);
	assert_int_equal(subject.own_count, 0);
	assert_int_equal(subject.last_count, 1);
	again("ana/queue~1", NULL);
	assert_null(subject.line);
	assert_int_equal(subject.own_count, 1);
	assert_int_equal(
		detour_subject_find(&subject, &workspace, "nothing", NULL, NULL), DETOUR_ENOTFOUND);
}

static void a_path_has_the_commits_that_change_it(void **state)
{
	(void)state;
	make_repository();
	look(NULL, "src/queue.c");
	assert_int_equal(subject.last_count, 2);
	again(NULL, "src/a.c");
	assert_int_equal(subject.last_count, 1);
	assert_string_equal(subject.last[0].subject, "one");
	assert_false(subject.path_is_gone);
	again("main", "src/queue.c");
	assert_true(subject.path_is_gone);
	again(NULL, "");
	assert_null(subject.path);
}

static enum detour_why why_of(const char *text)
{
	scratch_write("docs/sessions/2026-01-03-x.md", text);
	again(NULL, subject.path);
	for (size_t i = 0; i < briefing.session_count; i++)
		if (strstr(briefing.sessions[i].item->path, "2026-01-03"))
			return briefing.sessions[i].why;
	return DETOUR_WHY_COUNT;
}

static void a_session_is_told_of_for_a_reason(void **state)
{
	const char *hex;

	(void)state;
	make_repository();
	hex = scratch_read("git rev-parse --short=8 HEAD");
	look(NULL, NULL);
	assert_int_equal(
		why_of("# X\n\n- Branch: `ana/queue`\n\nIt stalled.\n"), DETOUR_WHY_BRANCH);
	assert_int_equal(why_of(detour_arena_printf(scratch_arena(), "# X\n\nSee %s.\n", hex)),
		DETOUR_WHY_COMMIT);
	assert_int_equal(why_of("# X\n\nNothing of it.\n"), DETOUR_WHY_RECENT);
	again(NULL, "src/queue.c");
	assert_int_equal(why_of("# X\n\nIt is src/queue.c that stalls.\n"), DETOUR_WHY_NAMED);
	assert_int_equal(why_of("# The queue\n\nIt stalled.\n"), DETOUR_WHY_TOPIC);
	assert_int_equal(why_of("# X\n\nThe queue, the queue.\n"), DETOUR_WHY_WORD);
	assert_int_equal(why_of("# X\n\nThe queue.\n"), DETOUR_WHY_COUNT);
	assert_int_equal(why_of(detour_arena_printf(scratch_arena(), "# X\n\nSee %s.\n", hex)),
		DETOUR_WHY_COMMIT);
	again(NULL, "docs");
	assert_int_equal(why_of("# X\n\nNothing of it.\n"), DETOUR_WHY_PLACE);
}

/* Those of the branch, where some are. */
static void a_glance_counts_what_is_open(void **state)
{
	(void)state;
	make_repository();
	assert_int_equal(detour_workspace_open(&workspace, scratch_context(), NULL), 0);
	assert_int_equal(detour_briefing_glance(&workspace), 0);
	scratch_write("docs/sessions/2026-01-04-a.md",
		"# A\n\nText.\n\n## Follow-up\n\n- [ ] One\n- [x] Two\n- Three\n");
	assert_int_equal(detour_briefing_glance(&workspace), 2);
	scratch_write("docs/sessions/2026-01-05-b.md",
		"# B\n\n- Branch: `ana/queue`\n\nText.\n\n- [ ] Four\n");
	assert_int_equal(detour_briefing_glance(&workspace), 1);
}

#define REPOSITORY_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_setup, done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPOSITORY_TEST(a_branch_has_what_its_trunk_has_not),
		REPOSITORY_TEST(a_path_has_the_commits_that_change_it),
		REPOSITORY_TEST(a_session_is_told_of_for_a_reason),
		REPOSITORY_TEST(a_glance_counts_what_is_open),
	};

	return cmocka_run_group_tests_name("briefing", tests, NULL, NULL);
}
