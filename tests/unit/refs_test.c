/* References, beside what `git for-each-ref` says of them; and lines of packed-refs. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "git/lost.h"
#include "git/packed_refs.h"
#include "scratch.h"

#define ONE "1111111111111111111111111111111111111111"
#define TWO "2222222222222222222222222222222222222222"

static int add_name(void *data, const char *name)
{
	detour_buf_addf(data, "%s\n", name);
	return 0;
}

static int add_kept(void *data, const char *name, const struct detour_oid *oid)
{
	detour_buf_addf(data, "%s %s\n", scratch_hex(oid), name);
	return 0;
}

/* As git tells them, but those that the shell's pattern names. */
static void expect_as_git(const char *symbolic)
{
	struct detour_buf names = DETOUR_BUF_INIT, kept = DETOUR_BUF_INIT;
	struct detour_repo *repo = scratch_open();

	detour_repo_each_remote_branch(repo, add_name, &names);
	detour_repo_each_kept(repo, add_kept, &kept);
	scratch_write("names", names.ptr);
	scratch_write("kept", kept.ptr);
	scratch_run("git for-each-ref --format='%%(refname)' refs/remotes | grep -v '%s' >want; "
		    "sort names | cmp - want",
		symbolic);
	scratch_run("git for-each-ref --format='%%(objectname) %%(refname)' refs/detour >want; "
		    "sort -k 2 kept | cmp - want");
	detour_buf_release(&names);
	detour_buf_release(&kept);
	detour_repo_free(repo);
}

static void make(void)
{
	scratch_run("git init -q r");
	scratch_enter("r");
	scratch_run("git commit -q --allow-empty -m One && git commit -q --allow-empty -m Two");
	scratch_run("for ref in heads/a remotes/origin/main remotes/origin/a/b/c remotes/other/x "
		    "remotesque detour/1-a detour/2-b tags/v0 zone/z; do "
		    "git update-ref refs/$ref HEAD~1 || exit; done");
	scratch_run("git tag -m v1 v1 HEAD~1");
}

static void files_and_lines(void **state)
{
	(void)state;
	make();
	expect_as_git("nothing");
	scratch_run("git pack-refs --all");
	expect_as_git("nothing");
	/* A file takes the place of a line, is new, is a symbolic one, or is none at all. */
	scratch_run("git update-ref refs/detour/2-b HEAD && git update-ref refs/detour/3-c HEAD && "
		    "git update-ref refs/remotes/origin/new HEAD && "
		    "git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main && "
		    "git symbolic-ref refs/remotes/other/x refs/remotes/origin/main && "
		    "echo >.git/refs/remotes/origin/main.lock");
	expect_as_git("origin/HEAD$\\|other/x$");
}

static void what_is_no_reference(void **state)
{
	struct detour_buf names = DETOUR_BUF_INIT;
	struct detour_repo *repo;

	(void)state;
	make();
	scratch_run("git pack-refs --all && mkdir -p .git/refs/remotes/origin && "
		    "cd .git/refs/remotes/origin && echo nonsense >main && mkfifo pipe && "
		    "ln -s nowhere away && ln -s . again && echo >.hidden && : >empty");
	repo = scratch_open();
	detour_repo_each_remote_branch(repo, add_name, &names);
	/* The broken file leaves its place to the line. */
	assert_string_equal(names.ptr,
		"refs/remotes/origin/a/b/c\nrefs/remotes/origin/main\nrefs/remotes/other/x\n");
	detour_buf_release(&names);
	detour_repo_free(repo);
}

/* "name=id," for each. */
static const char *told(const char *bytes, const char *prefix, bool *broken)
{
	static struct detour_buf list = DETOUR_BUF_INIT;
	struct detour_packed_refs refs;
	struct detour_packed_ref ref;

	detour_buf_clear(&list);
	detour_packed_refs_open(&refs, bytes, strlen(bytes), prefix);
	while (detour_packed_refs_next(&refs, &ref))
		detour_buf_addf(
			&list, "%.*s=%.1s,", (int)ref.name_size, ref.name, scratch_hex(&ref.oid));
	*broken = refs.broken;
	return detour_arena_strdup(scratch_arena(), list.ptr);
}

static void lines_below_a_prefix(void **state)
{
	static const char *const headers[] = {"# pack-refs with: peeled fully-peeled sorted \n",
		"# pack-refs with: peeled fully-peeled \n", ""};
	static const char lines[] =
		ONE " refs/heads/a\n" ONE " refs/heads/b\n" ONE " refs/tags/a\n^" TWO "\n" ONE
		    " refs/tags/b\n^" TWO "\n" TWO " refs/zone/z";
	bool broken;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const char *bytes = detour_arena_printf(scratch_arena(), "%s%s", headers[i], lines);

		assert_string_equal(
			told(bytes, "refs/heads/", &broken), "refs/heads/a=1,refs/heads/b=1,");
		assert_string_equal(
			told(bytes, "refs/tags/", &broken), "refs/tags/a=2,refs/tags/b=2,");
		assert_string_equal(told(bytes, "refs/zone/", &broken), "refs/zone/z=2,");
		assert_string_equal(told(bytes, "refs/a", &broken), "");
		assert_string_equal(told(bytes, "refs/remotes/", &broken), "");
		assert_string_equal(told(bytes, "refs/zzz", &broken), "");
		assert_string_equal(told(bytes, "refs/", &broken),
			"refs/heads/a=1,refs/heads/b=1,refs/tags/a=2,refs/tags/b=2,refs/zone/z=2,");
		assert_false(broken);
	}
	assert_string_equal(told("", "refs/", &broken), "");
	assert_string_equal(told(ONE " refs/a\r\n", "refs/", &broken), "refs/a=1,");
	assert_false(broken);
}

static void every_prefix_of_many_lines(void **state)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	char prefix[] = "refs/a-aa";
	bool broken;

	(void)state;
	detour_buf_addstr(&bytes, "# pack-refs with: peeled fully-peeled sorted \n");
	for (char a = 'a'; a <= 'z'; a++)
		for (char b = 'a'; b <= 'z'; b++)
			detour_buf_addf(&bytes, "%s refs/%c-%c%c\n%s", ONE, a, b, b,
				a == b || b == 'q' ? "^" TWO "\n" : "");
	for (char a = 'a'; a <= 'z'; a++)
		for (char b = 'a'; b <= 'z'; b++) {
			prefix[5] = a;
			prefix[7] = prefix[8] = b;
			assert_string_equal(told(bytes.ptr, prefix, &broken),
				detour_arena_printf(scratch_arena(), "%s=%d,", prefix,
					a == b || b == 'q' ? 2 : 1));
		}
	detour_buf_release(&bytes);
}

static void broken_lines(void **state)
{
	static const char *const texts[] = {"x refs/a\n", ONE "refs/a\n", ONE " \n",
		ONE " refs/a\n^2222\n", ONE " refs/a\n^\n", "\n\n", ONE "\trefs/a\n", ONE,
		"^" TWO "\n", "# pack-refs with: sorted \nnonsense"};
	bool broken;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		/* Where it cannot be one below the prefix it is passed over. */
		assert_string_equal(told(texts[i], "refs/", &broken), "");
		told(texts[i], "", &broken);
		assert_true(broken);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_and_lines, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_no_reference, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			lines_below_a_prefix, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			every_prefix_of_many_lines, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(broken_lines, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
