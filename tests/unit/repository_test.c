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
#include "git/raw_commit.h"
#include "git/repository.h"
#include "scratch.h"

/* ---- opening */

static void enter(const char *folder)
{
	assert_int_equal(
		chdir(detour_arena_printf(scratch_arena(), "%s/%s", scratch_place(), folder)), 0);
}

static void expect_as_git(const char *folder)
{
	struct detour_repo *repo;
	const char *top;

	enter(folder);
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
	enter("none");
	assert_int_equal(open_code(&err), DETOUR_ENOTFOUND);
	assert_string_equal(err.message,
		"cannot open a repository: neither this directory nor one above is one");
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
	if (scratch_counts_leaks())
		skip();
	scratch_run("git init -q --object-format=sha256 s && git init -q r && cd r && "
		    "git config core.repositoryFormatVersion 1 && "
		    "git config extensions.partialClone origin && "
		    "git config extensions.preciousObjects true && "
		    "git config extensions.worktreeConfig true");
	enter("s");
	expect_refused("sha256");
	enter("r");
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
	if (scratch_counts_leaks())
		skip();
	scratch_run("git init -q r && cd r && git commit -q --allow-empty -m x && "
		    "git worktree add -q ../w && git config core.repositoryFormatVersion 1 && "
		    "git config extensions.relativeWorktrees true && "
		    "echo ../../../../w/.git >.git/worktrees/w/gitdir && "
		    "echo gitdir: ../r/.git/worktrees/w >../w/.git");
	enter("w");
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
	enter("r");
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

/* ---- commits */

static struct detour_commit read_commit(struct detour_repo *repo, const char *hex)
{
	struct detour_oid oid = scratch_oid(hex);
	struct detour_commit commit;

	assert_int_equal(detour_repo_read_commit(repo, &oid, scratch_arena(), &commit, NULL), 0);
	return commit;
}

/* A commit object as given, however broken. */
static struct detour_commit read_raw(
	struct detour_repo *repo, const char *header, const char *message, size_t message_size)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_commit commit;

	detour_buf_addf(&bytes, "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n%s\n", header);
	detour_buf_add(&bytes, message, message_size);
	commit = read_commit(repo, scratch_feed(bytes.ptr, bytes.size,
					   "git hash-object -t commit -w --literally --stdin"));
	detour_buf_release(&bytes);
	return commit;
}

static void the_facts_of_a_commit(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q . && git commit -q --allow-empty -m root && "
		    "git commit -q --allow-empty -m 'A title' -m 'Body.' --author='B Ö <b@o>'");
	repo = scratch_open();
	commit = read_commit(repo, scratch_read("git rev-parse HEAD"));
	assert_int_equal(commit.facts, DETOUR_FACT_MESSAGE);
	assert_string_equal(commit.author_name, "B Ö");
	assert_string_equal(commit.author_email, "b@o");
	assert_int_equal(commit.author_time, 1700000000);
	assert_int_equal(commit.author_offset, 90);
	assert_string_equal(commit.committer_email, "ana@example.org");
	assert_int_equal(commit.commit_time, 1700000100);
	assert_int_equal(commit.commit_offset, -120);
	assert_string_equal(commit.subject, "A title");
	assert_string_equal(commit.message, "A title\n\nBody.\n");
	assert_int_equal(commit.message_size, strlen(commit.message));
	assert_int_equal(commit.parent_count, 1);
	assert_string_equal(scratch_hex(&commit.parents[0]), scratch_read("git rev-parse HEAD^"));
	assert_false(commit.shallow);
	detour_repo_free(repo);
}

static void subjects_as_git_forms_them(void **state)
{
	static const char *const cases[][2] = {
		{"One", "One"},
		{"\n \n\tIndented  \nsecond\t\r\n\nbody", "\tIndented second"},
		{"a\nb\n \nc", "a b"},
		{"", ""},
		{"\n\n  \n", ""},
		{"a\n  b\n", "a   b"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(detour_subject(scratch_arena(), cases[i][0]), cases[i][1]);
}

static void people_are_understood_as_git_does(void **state)
{
	static const struct {
		const char *line, *name, *email;
		int64_t time;
		int offset;
	} cases[] = {
		{"A B <a@b> 1700000000 +0130", "A B", "a@b", 1700000000, 90},
		{"<a@b> 5 -0001", "", "a@b", 5, -1},
		{"A <> 5 +0000", "A", "", 5, 0},
		{"A a@b 5 +0000", "", "", 0, 0},
		{"A <a@b 5 +0000", "", "", 0, 0},
		{"A <a@b>", "A", "a@b", 0, 0},
		{"A <a@b> 5", "A", "a@b", 0, 0},
		{"A <a@b> -5 +0000", "A", "a@b", 0, 0},
		{"A <a@b> x> 7 +0200", "A", "a@b", 7, 120},
		{"A <a@b> 99999999999999999999999 +0000", "A", "a@b", 0, 0},
		{"A <a@b> 5 +99999999", "A", "a@b", 5, 0},
		{"", "", "", 0, 0},
		{">", "", "", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct detour_slice line = {cases[i].line, strlen(cases[i].line)};
		struct detour_ident ident;

		detour_ident_parse(&ident, line);
		assert_int_equal(ident.name.size, strlen(cases[i].name));
		assert_memory_equal(ident.name.ptr, cases[i].name, ident.name.size);
		assert_int_equal(ident.email.size, strlen(cases[i].email));
		assert_memory_equal(ident.email.ptr, cases[i].email, ident.email.size);
		assert_int_equal(ident.time, cases[i].time);
		assert_int_equal(ident.offset, cases[i].offset);
	}
}

static void broken_commits_do_not_hurt(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;
	struct detour_oid oid;
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	commit = read_raw(repo, "author nobody\n", "message", 7);
	assert_string_equal(commit.author_email, "");
	assert_string_equal(commit.subject, "message");
	assert_int_equal(commit.commit_time, 0);
	commit = read_raw(repo, "", "bin\0ary", 7);
	assert_string_equal(commit.message, "bin");
	assert_int_equal(commit.message_size, 3);
	commit = read_raw(repo, "parent 12\nauthor A <a@b> 1 +0000\n", "", 0);
	assert_int_equal(commit.parent_count, 0);
	assert_string_equal(commit.message, "");
	commit = read_raw(repo,
		"author A <a@b> 1 +0000\ncommitter C <c@d> 18446744073709551617 +0000\n"
		"gpgsig -----BEGIN\n author X <x@y> 2 +0000\n -----END\n",
		"signed", 6);
	assert_string_equal(commit.author_email, "a@b");
	assert_string_equal(commit.committer_email, "c@d");
	assert_int_equal(commit.commit_time, 0);
	oid = scratch_oid(
		scratch_feed("no commit", 9, "git hash-object -t commit -w --literally --stdin"));
	assert_int_equal(detour_repo_read_commit(repo, &oid, scratch_arena(), &commit, &err),
		DETOUR_EINVALID);
	assert_non_null(strstr(err.message, "broken"));
	oid = scratch_oid(scratch_feed("blob", 4, "git hash-object -w --stdin"));
	assert_int_equal(detour_repo_read_commit(repo, &oid, scratch_arena(), &commit, NULL),
		DETOUR_EINVALID);
	oid.id[0] ^= 1;
	assert_int_equal(detour_repo_read_commit(repo, &oid, scratch_arena(), &commit, NULL),
		DETOUR_ENOTFOUND);
	detour_repo_free(repo);
}

static void encodings_become_utf8(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	commit = read_raw(repo, "author J\xf6rg <a@b> 1 +0000\nencoding ISO-8859-1\n",
		"gr\xfc\xdf"
		"e",
		5);
	assert_string_equal(commit.author_name, "Jörg");
	assert_string_equal(commit.message, "grüße");
	assert_string_equal(commit.subject, "grüße");
	commit = read_raw(repo, "author A <a@b> 1 +0000\nencoding klingon\n", "\xfc", 1);
	assert_string_equal(commit.message, "\xfc");
	commit =
		read_raw(repo, "author A <a@b> 1 +0000\nencoding ../../etc//TRANSLIT\n", "\xfc", 1);
	assert_string_equal(commit.message, "\xfc");
	/* Not what it says it is: as found. */
	commit = read_raw(repo, "author A <a@b> 1 +0000\nencoding EUC-JP\n", "ok \xff\xff ok", 8);
	assert_string_equal(commit.message, "ok \xff\xff ok");
	commit = read_raw(repo, "author A <a@b> 1 +0000\n", "\xfc", 1);
	assert_string_equal(commit.message, "\xfc");
	detour_repo_free(repo);
}

static void long_messages_are_cut(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	detour_buf_addstr(&text, "T\n\n");
	while (text.size < 3000000)
		detour_buf_addstr(&text, "\xe2\x82\xac"); /* three bytes: the limit falls inside */
	commit = read_raw(repo, "author A <a@b> 1 +0000\n", text.ptr, text.size);
	assert_true(commit.message_cut);
	assert_in_range(commit.message_size, DETOUR_MESSAGE_LIMIT - 3, DETOUR_MESSAGE_LIMIT);
	assert_int_equal((commit.message_size - 3) % 3, 0);
	assert_int_equal(commit.message[commit.message_size], '\0');
	commit = read_raw(repo, "author A <a@b> 1 +0000\n", text.ptr, 300);
	assert_false(commit.message_cut);
	detour_buf_clear(&text);
	while (text.size < DETOUR_MESSAGE_LIMIT)
		detour_buf_addch(&text, '\xfc'); /* twice as long afterwards */
	commit = read_raw(repo, "author A <a@b> 1 +0000\nencoding latin-1\n", text.ptr, text.size);
	assert_true(commit.message_cut);
	assert_int_equal(commit.message_size, DETOUR_MESSAGE_LIMIT);
	detour_buf_release(&text);
	detour_repo_free(repo);
}

static void expect_authors_as_git(void)
{
	struct detour_repo *repo = scratch_open();
	const char *expected = scratch_read("git log --format='%%H%%aN <%%aE>'");

	while (*expected) {
		size_t size = strcspn(expected, "\n");
		char *line = detour_arena_strndup(scratch_arena(), expected, size);
		char *hex = detour_arena_strndup(scratch_arena(), line, DETOUR_HEX_SIZE);
		struct detour_commit commit = read_commit(repo, hex);

		assert_string_equal(
			line + DETOUR_HEX_SIZE, detour_arena_printf(scratch_arena(), "%s <%s>",
							commit.author_name, commit.author_email));
		expected += size + (expected[size] == '\n');
	}
	detour_repo_free(repo);
}

static void mailmaps_of_all_kinds(void **state)
{
	(void)state;
	scratch_run(
		"git init -q r && cd r && for a in 'Ana <a@1>' 'Ana <A@1>' 'ana b <a@2>' "
		"'Bob <a@2>' 'Cy <c@1>' 'Cy <c@2>' 'Dee <d@1>' 'Dee <>' 'E <e@1>' 'F <f@1>'; do "
		"git commit -q --allow-empty -m x --author=\"$a\"; done");
	enter("r");
	expect_authors_as_git();
	scratch_write(".mailmap",
		"# comment <x@y>\nAna Real <a@1>\n<ana@real> <a@1>\n  Both  <both@x>  Ana B  "
		"<a@2>\n"
		"Other <a@2>\nCy New <c@new> <c@1>\n<c@only> <c@2>\nbroken <line\n<>\nNo <> "
		"<d@1>\r\n"
		"Empty <empty@x> <>\nE Two <e@1> # trailing\nE Three <e@1>\nF <f@1>");
	expect_authors_as_git();
	scratch_run("git add .mailmap && git commit -q -m map && rm .mailmap && "
		    "printf 'From File <f@file> <f@1>\\n' >\"$HOME/map\" && "
		    "git config mailmap.file '~/map' && git config mailmap.blob HEAD:.mailmap");
	expect_authors_as_git();
	scratch_run("git config --unset mailmap.blob && git clone -q --bare . ../bare");
	expect_authors_as_git();
	enter("bare");
	expect_authors_as_git();
}

static void shallow_clones_end_at_their_boundary(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q r && cd r && for i in 1 2 3; do echo $i >f && git add f && "
		    "git commit -q -m $i; done && git clone -q --depth 2 \"file://$PWD\" ../s");
	enter("r");
	repo = scratch_open();
	assert_false(detour_repo_is_shallow(repo));
	detour_repo_free(repo);
	enter("s");
	repo = scratch_open();
	assert_true(detour_repo_is_shallow(repo));
	commit = read_commit(repo, scratch_read("git rev-parse HEAD"));
	assert_false(commit.shallow);
	assert_int_equal(commit.parent_count, 1);
	commit = read_commit(repo, scratch_read("git rev-parse HEAD~1"));
	assert_true(commit.shallow);
	assert_int_equal(commit.parent_count, 0);
	assert_int_equal(detour_repo_read_changes(repo, &commit, 10, scratch_arena(), NULL), 0);
	assert_int_equal(commit.change_count, 0);
	assert_true(commit.facts & DETOUR_FACT_PATHS);
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
		TEST(the_facts_of_a_commit),
		TEST(subjects_as_git_forms_them),
		TEST(people_are_understood_as_git_does),
		TEST(broken_commits_do_not_hurt),
		TEST(encodings_become_utf8),
		TEST(long_messages_are_cut),
		TEST(mailmaps_of_all_kinds),
		TEST(shallow_clones_end_at_their_boundary),
		TEST(files_of_a_commit),
		TEST(tracked_files),
		TEST(library_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
