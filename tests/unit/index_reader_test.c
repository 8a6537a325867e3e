/* The index, beside what `git ls-files` says of it, in each of its versions, and broken ones. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "git/index_reader.h"
#include "git/listing.h"
#include "scratch.h"

static bool enter(void *data, const char *dir, const struct detour_oid *tree)
{
	(void)tree;
	(void)data;
	(void)dir;
	return true;
}

static void add_file(void *data, const char *path, const struct detour_oid *blob)
{
	struct detour_buf *out = data;

	detour_buf_addf(out, "%s%s %s", out->size ? "\n" : "", scratch_hex(blob), path);
}

static void ignore_file(void *data, const char *path, const struct detour_oid *blob)
{
	(void)data;
	(void)path;
	(void)blob;
}

static bool count_tree(void *data, const char *path, const unsigned char *id)
{
	*(size_t *)data += strlen(path) + id[19];
	return true;
}

static void expect_as_git(void)
{
	struct detour_buf list = DETOUR_BUF_INIT;
	struct detour_listing listing = {
		.enter = enter, .file = add_file, .data = &list, .links = true};
	struct detour_repo *repo = scratch_open();

	detour_listing_of_index(repo, &listing);
	assert_string_equal(list.ptr,
		scratch_read("git -c core.quotePath=off ls-files -s | grep -v ' [13]\t' | "
			     "sed 's/^[0-9]* \\([0-9a-f]*\\) [0-9]\t/\\1 /'"));
	detour_buf_release(&list);
	detour_repo_free(repo);
}

static void make(void)
{
	scratch_run("git init -q r");
	scratch_enter("r");
	scratch_run("mkdir -p docs/sessions/a src && for i in $(seq 40); do echo $i >src/file$i; "
		    "echo $i >docs/sessions/a/$(printf %%0${i}d 1); done && ln -s x link && "
		    "echo 1 >ümlaut && git add . && git commit -qm One");
}

static void each_version_is_read(void **state)
{
	(void)state;
	make();
	for (int version = 2; version <= 4; version++) {
		scratch_run("git update-index --index-version %d", version);
		expect_as_git();
	}
	scratch_run(
		"git update-index --skip-worktree src/file3 && echo new >new && git add -N new");
	expect_as_git();
}

static void conflicts_show_ours(void **state)
{
	(void)state;
	make();
	scratch_run("git switch -qc other && echo o >src/file1 && git commit -qam O && "
		    "git switch -q - && echo m >src/file1 && git commit -qam M && "
		    "! git merge -q other");
	expect_as_git();
}

static void a_split_index_is_read_whole(void **state)
{
	struct detour_repo *repo;

	(void)state;
	make();
	scratch_run("git update-index --split-index && echo n >docs/new && git add docs/new");
	repo = scratch_open();
	assert_true(detour_repo_is_tracked(repo, "docs/new"));
	assert_true(detour_repo_is_tracked(repo, "src/file7"));
	assert_true(detour_repo_is_tracked(repo, "link"));
	assert_false(detour_repo_is_tracked(repo, "src"));
	assert_false(detour_repo_is_tracked(repo, "src/file99"));
	detour_repo_free(repo);
}

static void a_sparse_index_is_looked_through(void **state)
{
	struct detour_repo *repo;

	(void)state;
	make();
	scratch_run("git sparse-checkout set --cone --sparse-index src");
	repo = scratch_open();
	assert_true(detour_repo_is_tracked(repo, "docs/sessions/a/1"));
	assert_false(detour_repo_is_tracked(repo, "docs/sessions/b"));
	detour_repo_free(repo);
}

static void add_tree(void *data, const char *dir, const struct detour_oid *tree)
{
	struct detour_buf *out = data;

	detour_buf_addf(out, "%s:%s ", dir, scratch_hex(tree));
}

/* What git wrote as a tree, and nobody touched since. */
static void expect_same_trees(const char *const *dirs)
{
	struct detour_buf expected = DETOUR_BUF_INIT, list = DETOUR_BUF_INIT;
	struct detour_listing listing = {
		.enter = enter, .file = ignore_file, .data = &list, .same = add_tree};
	struct detour_repo *repo = scratch_open();

	for (; *dirs; dirs++)
		detour_buf_addf(
			&expected, "%s:%s ", *dirs, scratch_read("git rev-parse HEAD:%s", *dirs));
	detour_listing_of_index(repo, &listing);
	assert_string_equal(list.ptr, expected.ptr);
	detour_buf_release(&expected);
	detour_buf_release(&list);
	detour_repo_free(repo);
}

static void folders_that_are_as_committed_are_told(void **state)
{
	static const char *const all[] = {"src", "docs", "docs/sessions", "docs/sessions/a", NULL};
	static const char *const but_docs[] = {"src", "docs/sessions/a", NULL};

	(void)state;
	make();
	expect_same_trees(all);
	scratch_run("echo new >docs/sessions/new && git add docs/sessions/new");
	expect_same_trees(but_docs);
}

/* Every prefix of a real index, and every byte of a small one turned over: no entry reaches beyond
 * the bytes that were given. */
static void broken_ones_end_early(void **state)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;

	(void)state;
	make();
	for (int version = 2; version <= 4; version += 2) {
		scratch_run("git update-index --index-version %d", version);
		assert_int_equal(detour_file_read(".git/index", 1 << 20, 0, &bytes, NULL), 0);
		for (size_t i = 0; i < bytes.size; i++) {
			char *copy = detour_arena_alloc(scratch_arena(), bytes.size);
			struct detour_index_reader reader;
			struct detour_index_entry entry;
			size_t size = i % 2 ? i : bytes.size, count = 0;

			memcpy(copy, bytes.ptr, bytes.size);
			copy[i] = (char)~copy[i];
			if (detour_index_open(&reader, copy, size))
				while (detour_index_next(&reader, &entry))
					count += strlen(entry.path) == entry.path_size;
			assert_true(count <= 200);
			(void)detour_index_shared(&reader);
			detour_index_trees(&reader, count_tree, &count);
			detour_index_close(&reader);
		}
	}
	detour_buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_version_is_read, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			conflicts_show_ours, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_split_index_is_read_whole, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_sparse_index_is_looked_through, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			folders_that_are_as_committed_are_told, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			broken_ones_end_early, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
