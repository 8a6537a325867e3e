/* Reading commits, whole and broken ones: with git's own answers beside ours. */
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

/* Whole characters of the first thousand bytes: names are compared and searched many times. */
static void long_names_are_cut(void **state)
{
	struct detour_buf line = DETOUR_BUF_INIT;
	struct detour_slice slice;
	struct detour_ident ident;

	(void)state;
	for (size_t i = 0; i < 500; i++)
		detour_buf_addstr(&line, "\xe6\xbc\xa2");
	detour_buf_addstr(&line, " <");
	for (size_t i = 0; i < 2000; i++)
		detour_buf_addch(&line, 'a');
	detour_buf_addstr(&line, "> 7 +0200");
	slice = (struct detour_slice){line.ptr, line.size};
	detour_ident_parse(&ident, slice);
	assert_int_equal(ident.name.size, 999);
	assert_int_equal(ident.email.size, 1000);
	assert_int_equal(ident.time, 7);
	detour_buf_release(&line);
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
	commit = read_raw(repo, "author A <a@b> 1 +0000\nencoding US-ASCII\n", "ok \xff\xff ok", 8);
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
	assert_true(commit.message_size >= DETOUR_MESSAGE_LIMIT - 3);
	assert_true(commit.message_size <= DETOUR_MESSAGE_LIMIT);
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

/* What is kept of such a commit is what was read of it. */
static void long_headers_do_no_harm(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	for (int more = 0; more < 2; more++) {
		detour_buf_clear(&text);
		detour_buf_addstr(&text, "author ");
		while (text.size < 400000)
			detour_buf_addstr(&text, "Ada ");
		detour_buf_addstr(&text, "<a@b> 1700000000 +0130\nencoding latin-1\n");
		for (int i = 0; i < more * 100000; i++)
			detour_buf_addstr(&text, "x y\n");
		commit = read_raw(repo, text.ptr, "T\xfc", 2);
		assert_string_equal(commit.message, "T\xc3\xbc");
		assert_memory_equal(commit.author_name, "Ada Ada ", 8);
		assert_true(strlen(commit.author_name) <= 1000);
		assert_string_equal(commit.author_email, "a@b");
		assert_true(commit.author_time == 1700000000);
		assert_int_equal(commit.author_offset, 90);
	}
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
	scratch_enter("r");
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
	scratch_enter("bare");
	expect_authors_as_git();
}

static void shallow_clones_end_at_their_boundary(void **state)
{
	struct detour_repo *repo;
	struct detour_commit commit;

	(void)state;
	scratch_run("git init -q r && cd r && for i in 1 2 3; do echo $i >f && git add f && "
		    "git commit -q -m $i; done && git clone -q --depth 2 \"file://$PWD\" ../s");
	scratch_enter("r");
	repo = scratch_open();
	assert_false(detour_repo_is_shallow(repo));
	detour_repo_free(repo);
	scratch_enter("s");
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_facts_of_a_commit),
		TEST(subjects_as_git_forms_them),
		TEST(people_are_understood_as_git_does),
		TEST(long_names_are_cut),
		TEST(broken_commits_do_not_hurt),
		TEST(encodings_become_utf8),
		TEST(long_messages_are_cut),
		TEST(long_headers_do_no_harm),
		TEST(mailmaps_of_all_kinds),
		TEST(shallow_clones_end_at_their_boundary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
