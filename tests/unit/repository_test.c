/* Opening, naming and reading: against real repositories, with git's own answers beside ours. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "git/repository.h"
#include "scratch.h"

/* ---- opening */

static void expect_as_git(const char *folder)
{
	struct detour_repo *repo;
	const char *top;

	scratch_enter(folder);
	repo = scratch_open();
	assert_string_equal(
		detour_repo_git_dir(repo), scratch_read("git rev-parse --absolute-git-dir"));
	assert_string_equal(detour_repo_common_dir(repo),
		scratch_read("git rev-parse --path-format=absolute --git-common-dir"));
	top = detour_repo_work_tree(repo);
	assert_string_equal(top ? top : "bare",
		scratch_read("git rev-parse --show-toplevel 2>/dev/null || echo bare"));
	detour_repo_free(repo);
}

static int open_code(struct detour_error *err)
{
	struct detour_repo *repo;
	int code = detour_repo_open(&repo, scratch_context(), err);

	detour_repo_free(repo);
	return code;
}

static void found_where_git_finds_it(void **state)
{
	(void)state;
	scratch_run(
		"git init -q r && cd r && mkdir -p deep/er && git commit -q --allow-empty -m x && "
		"git worktree add -q ../w && mkdir ../w/deep && git clone -q --bare . ../bare && "
		"git clone -q --separate-git-dir ../apart . ../parted && cp -r ../bare ../silent "
		"&& "
		"rm ../silent/config && git init -q ../s && cd ../s && "
		"git submodule --quiet add ../r sub && mkdir sub/deep");
	expect_as_git("r");
	expect_as_git("r/deep/er");
	expect_as_git("w");
	expect_as_git("w/deep");
	expect_as_git("bare");
	expect_as_git("parted");
	expect_as_git("silent");
	expect_as_git("s/sub/deep");
	scratch_run("mv ../../../w ../../../moved");
	expect_as_git("moved");
}

static void found_where_the_environment_says(void **state)
{
	(void)state;
	scratch_run("git init -q r && cd r && git commit -q --allow-empty -m x && mkdir deep && "
		    "git worktree add -q ../w && git init -q --bare ../dots && mkdir ../home && "
		    "git --git-dir=../dots --work-tree=../home commit -q --allow-empty -m x");
	setenv("GIT_DIR", detour_arena_printf(scratch_arena(), "%s/r/.git", scratch_place()), 1);
	expect_as_git("r");
	expect_as_git("r/deep");
	setenv("GIT_WORK_TREE", detour_arena_printf(scratch_arena(), "%s/home", scratch_place()),
		1);
	expect_as_git("r");
	setenv("GIT_DIR", detour_arena_printf(scratch_arena(), "%s/dots", scratch_place()), 1);
	expect_as_git("home");
	unsetenv("GIT_WORK_TREE");
	scratch_run("git --git-dir=\"$HOME/dots\" config core.bare false && "
		    "git --git-dir=\"$HOME/dots\" config core.worktree ../home");
	expect_as_git("r");
	scratch_run("git --git-dir=\"$HOME/dots\" config --unset core.worktree && "
		    "git --git-dir=\"$HOME/dots\" config core.bare true");
	setenv("GIT_DIR", ".", 1);
	expect_as_git("dots");
	setenv("GIT_DIR",
		detour_arena_printf(scratch_arena(), "%s/r/.git/worktrees/w", scratch_place()), 1);
	expect_as_git("w");
	setenv("GIT_COMMON_DIR", detour_arena_printf(scratch_arena(), "%s/r/.git", scratch_place()),
		1);
	expect_as_git("w");
	setenv("GIT_COMMON_DIR", "/", 1);
	assert_int_equal(open_code(NULL), DETOUR_EINVALID);
	unsetenv("GIT_COMMON_DIR");
	unsetenv("GIT_DIR");
}

static void not_found_is_told_in_a_line(void **state)
{
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	scratch_run("mkdir none");
	scratch_enter("none");
	assert_int_equal(open_code(&err), DETOUR_ENOTFOUND);
	assert_string_equal(err.message,
		"cannot open a repository: there is none here, nor in a directory above");
	setenv("GIT_DIR", "/nowhere", 1);
	assert_int_equal(open_code(&err), DETOUR_ENOTFOUND);
	assert_non_null(strstr(err.message, "GIT_DIR"));
	unsetenv("GIT_DIR");
	assert_int_equal(open_code(NULL), DETOUR_ENOTFOUND);
}

static void expect_refused(const char *words)
{
	struct detour_error err = DETOUR_ERROR_INIT;

	assert_int_not_equal(open_code(&err), 0);
	if (!strstr(err.message, words))
		fail_msg("%s", err.message);
}

static void odd_formats_are_named(void **state)
{
	(void)state;
	scratch_run("git init -q --object-format=sha256 s && git init -q r && cd r && "
		    "git config core.repositoryFormatVersion 1 && "
		    "git config extensions.partialClone origin && "
		    "git config extensions.preciousObjects true && "
		    "git config extensions.worktreeConfig true");
	scratch_enter("s");
	expect_refused("sha256");
	scratch_enter("r");
	assert_int_equal(open_code(NULL), 0);
	scratch_run("git config extensions.refStorage reftable");
	expect_refused("reftable");
	scratch_run("git config -f .git/config --unset extensions.refStorage && "
		    "git config extensions.newFangled x");
	expect_refused("newfangled");
}

/* A work tree of git 2.48 and later: both files that link it are relative. */
static void linked_by_relative_paths(void **state)
{
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q r && cd r && git commit -q --allow-empty -m x && "
		    "git worktree add -q ../w && git config core.repositoryFormatVersion 1 && "
		    "git config extensions.relativeWorktrees true && "
		    "echo ../../../../w/.git >.git/worktrees/w/gitdir && "
		    "echo gitdir: ../r/.git/worktrees/w >../w/.git");
	scratch_enter("w");
	repo = scratch_open();
	assert_string_equal(detour_repo_work_tree(repo),
		detour_arena_printf(scratch_arena(), "%s/w", scratch_place()));
	detour_repo_free(repo);
}

/* Needs to give a directory away, so only root can play it. */
static void directories_of_others(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	scratch_run("git init -q r && chown -R 12345 r");
	scratch_enter("r");
	expect_refused("belongs to another user");
	setenv("GIT_CONFIG_PARAMETERS", "'safe.directory'='*'", 1);
	assert_int_equal(open_code(NULL), 0);
	unsetenv("GIT_CONFIG_PARAMETERS");
	scratch_run("git config --global safe.directory \"$HOME/r\"");
	assert_int_equal(open_code(NULL), 0);
	scratch_run("git config --global --add safe.directory ''");
	expect_refused("belongs to another user");
	/* A repository cannot declare itself safe. */
	scratch_run("git config -f .git/config safe.directory '*'");
	expect_refused("belongs to another user");
	setenv("GIT_DIR", ".git", 1);
	assert_int_equal(open_code(NULL), 0);
	unsetenv("GIT_DIR");
}

/* ---- HEAD, branch, what is under way */

static void head_and_branch(void **state)
{
	struct detour_repo *repo;
	struct detour_oid oid;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	assert_string_equal(detour_repo_branch(repo), "main");
	assert_int_equal(detour_repo_head(repo, &oid, NULL), DETOUR_ENOTFOUND);
	scratch_run("git commit -q --allow-empty -m x");
	assert_int_equal(detour_repo_head(repo, &oid, NULL), 0);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse HEAD"));
	scratch_run("git pack-refs --all && git checkout -q -b deep/branch && "
		    "git commit -q --allow-empty -m y");
	assert_string_equal(detour_repo_branch(repo), "deep/branch");
	detour_repo_head(repo, &oid, NULL);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse HEAD"));
	scratch_run("git checkout -q main");
	detour_repo_head(repo, &oid, NULL);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse HEAD"));
	scratch_run("git checkout -q --detach deep/branch");
	assert_null(detour_repo_branch(repo));
	detour_repo_head(repo, &oid, NULL);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse HEAD"));
	detour_repo_free(repo);
}

static void what_is_under_way(void **state)
{
	static const struct {
		const char *path;
		enum detour_operation operation;
	} cases[] = {
		{"REBASE_HEAD", DETOUR_OPERATION_NONE},
		{"AUTO_MERGE", DETOUR_OPERATION_NONE},
		{"MERGE_HEAD", DETOUR_OPERATION_MERGE},
		{"BISECT_LOG", DETOUR_OPERATION_BISECT},
		{"rebase-apply/applying", DETOUR_OPERATION_AM},
		{"REVERT_HEAD", DETOUR_OPERATION_REVERT},
		{"CHERRY_PICK_HEAD", DETOUR_OPERATION_PICK},
		{"sequencer/todo", DETOUR_OPERATION_SEQUENCE},
		{"rebase-merge/done", DETOUR_OPERATION_REBASE},
	};
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	/* Each wins over those before it. */
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		scratch_run("mkdir -p $(dirname .git/%s) && touch .git/%s", cases[i].path,
			cases[i].path);
		assert_int_equal(detour_repo_operation(repo), cases[i].operation);
	}
	scratch_run("rm -r .git/rebase-merge .git/sequencer && rm .git/rebase-apply/applying");
	assert_int_equal(detour_repo_operation(repo), DETOUR_OPERATION_REBASE);
	detour_repo_free(repo);
}

/* ---- names of commits */

static void resolve(struct detour_repo *repo, const char *name, const char *expected)
{
	struct detour_oid oid;

	assert_int_equal(detour_repo_resolve(repo, name, &oid, NULL), 0);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse '%s'", expected));
}

static void revisions_and_tags(void **state)
{
	struct detour_repo *repo;
	struct detour_oid oid;
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	scratch_run("git init -q . && echo a >a && git add a && git commit -q -m one && "
		    "git commit -q --allow-empty -m two && git tag light HEAD~1 && "
		    "git tag -m t heavy HEAD~1 && git tag -m t chain heavy && "
		    "git tag -m t tree HEAD^{tree}");
	repo = scratch_open();
	resolve(repo, "HEAD", "HEAD");
	resolve(repo, "@", "HEAD");
	resolve(repo, "@~1", "HEAD~1");
	resolve(repo, "@{0}", "HEAD");
	resolve(repo, "main^", "HEAD~1");
	resolve(repo, "light", "HEAD~1");
	resolve(repo, "heavy", "HEAD~1");
	resolve(repo, "chain", "HEAD~1");
	assert_int_equal(detour_repo_resolve(repo, "nothing", &oid, &err), DETOUR_ENOTFOUND);
	assert_string_equal(err.message, "cannot find commit 'nothing': there is none");
	assert_int_equal(detour_repo_resolve(repo, "tree", &oid, NULL), DETOUR_ENOTFOUND);
	assert_int_equal(detour_repo_resolve(repo, "", &oid, NULL), DETOUR_ENOTFOUND);
	assert_int_equal(detour_repo_resolve(repo, "HEAD:a", &oid, NULL), DETOUR_ENOTFOUND);
	oid = scratch_oid(scratch_read("git rev-parse chain"));
	assert_int_equal(detour_repo_peel(repo, &oid, &oid), 0);
	assert_string_equal(scratch_hex(&oid), scratch_read("git rev-parse light"));
	oid = scratch_oid(scratch_read("git rev-parse tree"));
	assert_int_equal(detour_repo_peel(repo, &oid, &oid), DETOUR_EINVALID);
	oid.id[3] ^= 1;
	assert_int_equal(detour_repo_peel(repo, &oid, &oid), DETOUR_ENOTFOUND);
	oid = scratch_oid(scratch_read("git rev-parse HEAD:a"));
	assert_true(detour_repo_has(repo, &oid));
	oid.id[3] ^= 1;
	assert_false(detour_repo_has(repo, &oid));
	detour_repo_free(repo);
}

/* With 3,000 objects many of the shortest abbreviations are ambiguous; git takes the only commit.
 */
static void abbreviations_as_git_takes_them(void **state)
{
	struct detour_buf input = DETOUR_BUF_INIT;
	struct detour_repo *repo;
	const char *commits, *answers;
	size_t ambiguous = 0;

	(void)state;
	scratch_run("git init -q .");
	for (int i = 0; i < 1500; i++)
		detour_buf_addf(&input,
			"blob\ndata 6\nb %04d\ncommit refs/heads/main\ncommitter A <a@b> %d +0000\n"
			"data 6\nm %04d\n",
			i, 1700000000 + i, i);
	scratch_feed(input.ptr, input.size, "git fast-import --quiet");
	detour_buf_release(&input);
	repo = scratch_open();
	commits = scratch_read("git rev-list main");
	answers = scratch_read("for c in $(git rev-list main | cut -c1-4); do "
			       "git rev-parse -q --verify $c^{commit} 2>/dev/null || echo -; done");
	while (*commits) {
		struct detour_oid oid;
		int code = detour_repo_resolve_hex(repo, commits, 4, &oid);

		if (*answers == '-') {
			assert_int_equal(code, DETOUR_EINVALID);
			ambiguous++;
		} else {
			assert_int_equal(code, 0);
			assert_memory_equal(scratch_hex(&oid), answers, DETOUR_HEX_SIZE);
		}
		commits += strcspn(commits, "\n") + (commits[strcspn(commits, "\n")] == '\n');
		answers += strcspn(answers, "\n") + (answers[strcspn(answers, "\n")] == '\n');
	}
	assert_true(ambiguous > 0);
	detour_repo_free(repo);
}

static void abbreviations_that_are_none(void **state)
{
	struct detour_repo *repo;
	struct detour_oid oid;
	const char *head;

	(void)state;
	scratch_run("git init -q . && echo a >a && git add a && git commit -q -m one");
	repo = scratch_open();
	head = scratch_read("git rev-parse HEAD");
	assert_int_equal(detour_repo_resolve_hex(repo, head, 40, &oid), 0);
	assert_int_equal(detour_repo_resolve_hex(repo, head, 7, &oid), 0);
	assert_int_equal(detour_repo_resolve_hex(repo, head, 3, &oid), DETOUR_ENOTFOUND);
	assert_int_equal(detour_repo_resolve_hex(repo, head, 41, &oid), DETOUR_ENOTFOUND);
	assert_int_equal(detour_repo_resolve_hex(repo, "HEAD", 4, &oid), DETOUR_ENOTFOUND);
	head = scratch_read("git rev-parse HEAD:a");
	assert_int_equal(detour_repo_resolve_hex(repo, head, 40, &oid), DETOUR_ENOTFOUND);
	assert_int_equal(detour_repo_resolve_hex(repo, head, 12, &oid), DETOUR_ENOTFOUND);
	detour_repo_free(repo);
}

/* ---- single files */

static void files_of_a_commit(void **state)
{
	struct detour_repo *repo;
	struct detour_oid head, empty = {{0}};
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *bytes;
	size_t size;

	(void)state;
	scratch_run("git init -q . && mkdir -p a/b && printf hello >a/b/c && ln -s a link && "
		    "printf x >top && git add a link top && git commit -q -m x");
	repo = scratch_open();
	detour_repo_head(repo, &head, NULL);
	assert_int_equal(detour_repo_read_blob(
				 repo, &head, "a/b/c", 100, scratch_arena(), &bytes, &size, NULL),
		0);
	assert_int_equal(size, 5);
	assert_string_equal(bytes, "hello");
	detour_repo_read_blob(repo, &head, "a/b/c", 2, scratch_arena(), &bytes, &size, NULL);
	assert_int_equal(size, 2);
	assert_string_equal(bytes, "he");
	for (const char *const *path = (const char *const[]){"a", "a/b", "a/b/d", "a/b/c/d", "link",
		     "link/b", "/top", "a//b", "", "top/", NULL};
		*path && strcmp(*path, "top/"); path++)
		assert_int_equal(detour_repo_read_blob(repo, &head, *path, 9, scratch_arena(),
					 &bytes, &size, &err),
			DETOUR_ENOTFOUND);
	assert_int_equal(
		detour_repo_read_blob(repo, &empty, "top", 9, scratch_arena(), &bytes, &size, &err),
		DETOUR_ENOTFOUND);
	assert_non_null(strstr(err.message, "'top'"));
	detour_repo_free(repo);
}

static void tracked_files(void **state)
{
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && mkdir a && touch a/b c d && git add a/b c && "
		    "git commit -q -m x && git rm -q --cached c && git add d");
	repo = scratch_open();
	assert_true(detour_repo_is_tracked(repo, "a/b"));
	assert_true(detour_repo_is_tracked(repo, "d"));
	assert_false(detour_repo_is_tracked(repo, "c"));
	assert_false(detour_repo_is_tracked(repo, "a"));
	scratch_run("git add c");
	assert_true(detour_repo_is_tracked(repo, "c"));
	detour_repo_free(repo);
	scratch_run("cp .git/index other && git rm -q --cached a/b");
	setenv("GIT_INDEX_FILE", "other", 1);
	repo = scratch_open();
	assert_true(detour_repo_is_tracked(repo, "a/b"));
	detour_repo_free(repo);
	unsetenv("GIT_INDEX_FILE");
	repo = scratch_open();
	assert_false(detour_repo_is_tracked(repo, "a/b"));
	detour_repo_free(repo);
}

static void library_says_what_it_is(void **state)
{
	(void)state;
	assert_non_null(strstr(detour_git_library(), ", "));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(found_where_git_finds_it),
		TEST(found_where_the_environment_says),
		TEST(not_found_is_told_in_a_line),
		TEST(odd_formats_are_named),
		TEST(linked_by_relative_paths),
		TEST(directories_of_others),
		TEST(head_and_branch),
		TEST(what_is_under_way),
		TEST(revisions_and_tags),
		TEST(abbreviations_as_git_takes_them),
		TEST(abbreviations_that_are_none),
		TEST(files_of_a_commit),
		TEST(tracked_files),
		TEST(library_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
