/* What a commit changed, beside what `git diff-tree` says of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "git/repository.h"
#include "scratch.h"

static int load(struct detour_repo *repo, const char *hex, size_t limit,
	struct detour_commit *commit, struct detour_error *err)
{
	struct detour_oid oid = scratch_oid(hex);

	assert_int_equal(detour_repo_read_commit(repo, &oid, scratch_arena(), commit, NULL), 0);
	return detour_repo_read_changes(repo, commit, limit, scratch_arena(), err);
}

static void print(struct detour_buf *out, const struct detour_commit *commit)
{
	for (size_t i = 0; i < commit->change_count; i++) {
		const struct detour_change *change = &commit->changes[i];

		detour_buf_addf(out, "%s:%06o %06o %s %s %c\t%s", i ? "\n" : "", change->old_mode,
			change->new_mode, scratch_hex(&change->old_blob),
			scratch_hex(&change->new_blob), change->status, change->path);
	}
}

static void expect_as_git(struct detour_repo *repo, const char *hex)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_commit commit;

	assert_int_equal(load(repo, hex, 1000, &commit, NULL), 0);
	print(&text, &commit);
	assert_string_equal(text.ptr,
		scratch_read("git -c core.quotePath=off diff-tree -r --no-renames --raw --root "
			     "--no-commit-id --no-abbrev %s",
			hex));
	assert_true(commit.facts & DETOUR_FACT_PATHS);
	assert_false(commit.changes_cut);
	detour_buf_release(&text);
}

static void expect_history_as_git(void)
{
	struct detour_repo *repo = scratch_open();
	const char *list = scratch_read("git rev-list --no-merges --all");

	while (*list) {
		expect_as_git(repo, detour_arena_strndup(scratch_arena(), list, DETOUR_HEX_SIZE));
		list += DETOUR_HEX_SIZE + (list[DETOUR_HEX_SIZE] == '\n');
	}
	detour_repo_free(repo);
}

static void odd_changes_as_git_sees_them(void **state)
{
	(void)state;
	scratch_run(
		"git init -q . && mkdir -p d/e && echo 1 >d/e/f && echo 1 >a && echo 1 >a-b && "
		"echo 1 >a0 && ln -s a link && git add a a-b a0 d link && git commit -q -m root && "
		/* nothing */
		"git commit -q --allow-empty -m empty && "
		/* run bit, content, both */
		"chmod +x a && echo 2 >a0 && chmod +x a-b && echo 2 >a-b && "
		"git commit -q -a -m modes && "
		/* a file becomes a directory between its neighbours, a directory a file */
		"rm a && mkdir a && echo 1 >a/x && rm -r d && echo 1 >d && git add -A a d && "
		"git commit -q -m swap && "
		/* a link becomes a file, a file a link */
		"rm link && echo a >link && rm a0 && ln -s x a0 && git commit -q -a -m types && "
		/* a submodule appears, moves, becomes a file */
		"git update-index --add --cacheinfo "
		"160000,1111111111111111111111111111111111111111,sub && git commit -q -m sub && "
		"git update-index --cacheinfo "
		"160000,2222222222222222222222222222222222222222,sub && git commit -q -m move && "
		"git update-index --cacheinfo 100644,$(git rev-parse :a-b),sub && "
		"git commit -q -m file && "
		/* names that are not plain */
		"echo 1 >'sp ace' && echo 1 >'Märchen' && echo 1 >\"$(printf 'x\\377y')\" && "
		"git add 'sp ace' M* x* && git commit -q -m names && "
		/* everything goes */
		"git rm -q -r --cached . && git commit -q -m gone");
	expect_history_as_git();
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed >> 16 & 0x7fff;
}

/* Files and directories with names that sort closely, at random. */
static void random_histories_as_git_sees_them(void **state)
{
	static const char *const names[] = {"a", "a-", "a.b", "a/b", "a/b/c", "a0", "b", "b/a",
		"a/c", "ab", "c/d/e/f", "c/d", "c/d.x"};
	struct detour_buf input = DETOUR_BUF_INIT;
	unsigned seed = 7;

	(void)state;
	scratch_run("git init -q .");
	for (int i = 0; i < 150; i++) {
		detour_buf_addf(&input,
			"commit refs/heads/main\ncommitter A <a@b> %d +0000\ndata 1\nm\n",
			1700000000 + i);
		for (unsigned k = next_random(&seed) % 4; k > 0; k--) {
			const char *name = names[next_random(&seed) % 13];

			if (next_random(&seed) % 3)
				detour_buf_addf(&input, "M %s inline %s\ndata 1\n%c\n",
					next_random(&seed) % 5 ? "644" : "755", name,
					(char)('0' + next_random(&seed) % 3));
			else
				detour_buf_addf(&input, "D %s\n", name);
		}
		detour_buf_addch(&input, '\n');
	}
	scratch_feed(input.ptr, input.size, "git fast-import --quiet");
	detour_buf_release(&input);
	expect_history_as_git();
}

static void merges_have_none(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run(
		"git init -q . && git commit -q --allow-empty -m x && git checkout -q -b side && "
		"echo 1 >a && git add a && git commit -q -m a && git checkout -q main && "
		"git merge -q --no-ff -m merge side");
	repo = scratch_open();
	assert_int_equal(load(repo, scratch_read("git rev-parse HEAD"), 10, &commit, NULL), 0);
	assert_int_equal(commit.parent_count, 2);
	assert_int_equal(commit.change_count, 0);
	assert_true(commit.facts & DETOUR_FACT_PATHS);
	detour_repo_free(repo);
}

static void many_are_cut(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run(
		"git init -q . && mkdir d && for i in 1 2 3 4 5 6 7 8 9; do echo $i >d/$i; done && "
		"git add d && git commit -q -m x");
	repo = scratch_open();
	assert_int_equal(load(repo, scratch_read("git rev-parse HEAD"), 8, &commit, NULL), 0);
	assert_int_equal(commit.change_count, 8);
	assert_true(commit.changes_cut);
	assert_int_equal(load(repo, scratch_read("git rev-parse HEAD"), 9, &commit, NULL), 0);
	assert_int_equal(commit.change_count, 9);
	assert_false(commit.changes_cut);
	assert_string_equal(commit.changes[0].path, "d/1");
	detour_repo_free(repo);
}

static void missing_trees_are_an_error(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_repo *repo;
	struct detour_commit commit;
	const char *tree;

	(void)state;
	scratch_run("git init -q . && mkdir d && echo 1 >d/1 && git add d && git commit -q -m x");
	tree = scratch_read("git rev-parse HEAD:d");
	scratch_run("rm -f .git/objects/%.2s/%s", tree, tree + 2);
	repo = scratch_open();
	assert_int_equal(load(repo, scratch_read("git rev-parse HEAD"), 10, &commit, &err),
		DETOUR_ENOTFOUND);
	assert_non_null(strstr(err.message, tree));
	assert_false(commit.facts & DETOUR_FACT_PATHS);
	detour_repo_free(repo);
}

static const char *store_tree(const char *bytes, size_t size)
{
	return scratch_feed(bytes, size, "git hash-object -t tree -w --literally --stdin");
}

static const char *commit_tree(const char *tree)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *hex;

	detour_buf_addf(
		&bytes, "tree %s\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nm\n", tree);
	hex = scratch_feed(bytes.ptr, bytes.size, "git hash-object -t commit -w --stdin");
	detour_buf_release(&bytes);
	return hex;
}

static void expect_between(
	struct detour_repo *repo, const char *old_tree, const char *new_tree, size_t changes)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_commit commit;

	detour_buf_addf(&bytes,
		"tree %s\nparent %s\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nm\n",
		new_tree, commit_tree(old_tree));
	expect_as_git(
		repo, scratch_feed(bytes.ptr, bytes.size, "git hash-object -t commit -w --stdin"));
	load(repo, scratch_feed(bytes.ptr, bytes.size, "git hash-object -t commit --stdin"), 9,
		&commit, NULL);
	assert_int_equal(commit.change_count, changes);
	detour_buf_release(&bytes);
}

static void old_modes_and_close_ids(void **state)
{
	static const char old[] = "100664 a\0"
				  "12345678901234567890"
				  "160000 s\0"
				  "1234567890123456789x";
	static const char new[] = "100644 a\0"
				  "12345678901234567890"
				  "160000 s\0"
				  "1234567890123456789y";
	static const char mixed[] = "100644 a\0"
				    "12345678901234567890"
				    "160000 s\0"
				    "1234567890123456789x";
	struct detour_repo *repo;
	const char *a, *b, *c;

	(void)state;
	scratch_run("git init -q .");
	a = store_tree(old, sizeof(old) - 1);
	b = store_tree(new, sizeof(new) - 1);
	c = store_tree(mixed, sizeof(mixed) - 1);
	repo = scratch_open();
	expect_between(repo, a, b, 1);
	expect_between(repo, a, c, 0);
	expect_between(repo, c, b, 1);
	detour_repo_free(repo);
}

static void broken_trees_are_an_error(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} cases[] = {
		{"100644 a", 8},
		{"100644 a\0shorter than an id", 27},
		{"100644a\0"
		 "12345678901234567890",
			28},
		{"99 a\0"
		 "12345678901234567890",
			25},
		{"100644 \0"
		 "12345678901234567890",
			28},
		{"100644 a\0"
		 "12345678901234567890x",
			30},
	};
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q .");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *hex = commit_tree(store_tree(cases[i].bytes, cases[i].size));

		repo = scratch_open();
		assert_int_equal(load(repo, hex, 10, &commit, NULL), DETOUR_EINVALID);
		detour_repo_free(repo);
	}
}

/* Each tree holds the one below ten times over: 10^12 files without one to show. */
static void a_bomb_of_trees_is_cut(void **state)
{
	struct detour_oid oid = scratch_oid("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	struct detour_repo *repo;
	struct detour_commit commit;
	const char *tree = NULL;

	(void)state;
	scratch_run("git init -q . && git hash-object -t tree -w /dev/null");
	for (int level = 0; level < 12; level++) {
		struct detour_buf bytes = DETOUR_BUF_INIT;

		for (char name = '0'; name <= '9'; name++) {
			detour_buf_addf(&bytes, "40000 %c", name);
			detour_buf_addch(&bytes, '\0');
			detour_buf_add(&bytes, oid.id, sizeof(oid.id));
		}
		tree = store_tree(bytes.ptr, bytes.size);
		oid = scratch_oid(tree);
		detour_buf_release(&bytes);
	}
	tree = commit_tree(tree);
	repo = scratch_open();
	assert_int_equal(load(repo, tree, 10, &commit, NULL), 0);
	assert_true(commit.changes_cut);
	assert_int_equal(commit.change_count, 0);
	detour_repo_free(repo);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(odd_changes_as_git_sees_them),
		TEST(random_histories_as_git_sees_them),
		TEST(merges_have_none),
		TEST(many_are_cut),
		TEST(missing_trees_are_an_error),
		TEST(old_modes_and_close_ids),
		TEST(broken_trees_are_an_error),
		TEST(a_bomb_of_trees_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
