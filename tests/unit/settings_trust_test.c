/* The rules of trust: what a hostile .detour.ini gets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "settings_fixture.h"

/* Each must be refused with one line, and nothing set. */
static void test_paths_that_lead_out(void **state)
{
	static const struct {
		const char *path, *problem;
	} bad[] = {
		{"/etc", "is absolute"},
		{"//etc", "is absolute"},
		{"~/journal", "starts with '~'"},
		{"~root/journal", "starts with '~'"},
		{"..", "leaves the work tree"},
		{"../journal", "leaves the work tree"},
		{"docs/../../journal", "leaves the work tree"},
		{"docs/..", "leaves the work tree"},
		{"./..", "leaves the work tree"},
		{".git/hooks", "is git's own folder"},
		{".GIT", "is git's own folder"},
		{"docs/.Git/hooks", "is git's own folder"},
		{".git. ./x", "is git's own folder"},
		{".git::$INDEX_ALLOCATION/x", "is git's own folder"},
		{"GIT~1/hooks", "is git's own folder"},
		{".g\xe2\x80\x8cit/hooks", "holds characters that cannot be seen"},
		{"a\xe2\x80\xae"
		 "b",
			"holds characters that cannot be seen"},
		{"a\xff", "holds characters that cannot be seen"},
		{"a\tb", "holds characters that cannot be seen"},
		{"", "names nothing"},
		{".", "names nothing"},
		{"docs /", "begins or ends in a space"},
		{"./ docs", "begins or ends in a space"},
		{"\"\"", "names nothing"},
	};
	static const char *const keys[] = {"dir", "template"};
	struct settings_fixture *f = *state;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			settings_load_ini(f, detour_arena_printf(&f->arena, "[journal]\n%s = %s\n",
						     keys[k], bad[i].path));
			assert_int_equal(f->got.warning_count, 1);
			if (!strstr(f->all, bad[i].problem))
				fail_msg("'%s': %s", bad[i].path, f->all);
			settings_assert_built_in(&f->got);
		}
	/* One bad folder spoils the list. */
	settings_load_ini(f, "[journal]\ndir = docs/sessions, /etc\n");
	assert_int_equal(f->got.warning_count, 1);
	settings_load_ini(f, "[journal]\ndir = docs/sessions, \n");
	assert_int_equal(f->got.warning_count, 1);
	settings_assert_built_in(&f->got);
	/* No more than that is refused. */
	settings_expect(f, "[journal]\ndir = .github/x, .git-notes, a..b, ...\n", "");
	assert_string_equal(f->got.journal_dir, ".github/x, .git-notes, a..b, ...");
}

static void test_paths_through_links(void **state)
{
	struct settings_fixture *f = *state;

	assert_int_equal(mkdir(settings_join(f, "docs"), 0777), 0);
	assert_int_equal(mkdir(settings_join(f, "docs/real"), 0777), 0);
	assert_int_equal(symlink("/etc", settings_join(f, "docs/out")), 0);
	assert_int_equal(symlink("real", settings_join(f, "docs/in")), 0);
	settings_put_file(settings_join(f, "docs/file"), "x");
	settings_expect(f, "[journal]\ndir = docs/real, docs/not-yet\n", "");
	assert_string_equal(f->got.journal_dir, "docs/real, docs/not-yet");
	settings_load_ini(f, "[journal]\ndir = docs/real, docs/out/x\n");
	assert_non_null(strstr(f->all, "leads through a symbolic link"));
	settings_load_ini(f, "[journal]\ndir = docs/in\n");
	assert_non_null(strstr(f->all, "leads through a symbolic link"));
	settings_load_ini(f, "[journal]\ndir = docs/file\n");
	assert_non_null(strstr(f->all, "is no folder"));
	settings_assert_built_in(&f->got);
}

static void test_template_is_a_regular_file(void **state)
{
	struct settings_fixture *f = *state;

	settings_put_file(settings_join(f, "template.md"), "# x\n");
	settings_expect(f, "[journal]\ntemplate = ./template.md\n", "");
	assert_string_equal(f->got.journal_template, "template.md");
	settings_load_ini(f, "[journal]\ntemplate = a, b\n");
	assert_non_null(strstr(f->all, "is not there"));
	assert_int_equal(symlink("/etc/passwd", settings_join(f, "link.md")), 0);
	settings_load_ini(f, "[journal]\ntemplate = link.md\n");
	assert_non_null(strstr(f->all, "leads through a symbolic link"));
	assert_int_equal(mkfifo(settings_join(f, "fifo.md"), 0666), 0);
	settings_load_ini(f, "[journal]\ntemplate = fifo.md\n");
	assert_non_null(strstr(f->all, "is no regular file"));
	settings_assert_built_in(&f->got);
}

static void test_paths_of_the_user(void **state)
{
	struct settings_fixture *f = *state;

	f->user[0] = "detour.journal.dir";
	f->user[1] = "~/journal";
	f->user[2] = "detour.journal.template";
	f->user[3] = "/etc/../dev/../etc/passwd";
	settings_load(f);
	assert_string_equal(f->all, "");
	/* The home folder of this test lies in its work tree. */
	assert_string_equal(f->got.journal_dir, "home/journal");
	assert_string_equal(f->got.journal_shared_dir, "home/journal");
	assert_string_equal(f->got.journal_template, "/etc/passwd");
	f->user[1] = "a, ~/b";
	f->user[3] = "a\nb";
	settings_load(f);
	assert_int_equal(f->got.warning_count, 2);
	assert_non_null(strstr(f->all, "journal.dir = a, ~/b has a '~' in a list: "));
	assert_non_null(
		strstr(f->all, "journal.template = a b holds characters that cannot be seen"));
	settings_assert_built_in(&f->got);
}

/* Where a place is not what the user may have meant, the built-in one serves, and it is told. */
static void test_places_of_the_user(void **state)
{
	struct settings_fixture *f = *state;
	const char *beside = detour_arena_printf(&f->arena, "%s/../beside", f->top);
	const struct {
		const char *path, *dir, *problem;
	} cases[] = {
		{"/var/../srv/./diary//", "/srv/diary", NULL},
		{"../beside", "/tmp/beside", NULL},
		{beside, "/tmp/beside", NULL},
		{"docs/../notes", "notes", NULL},
		{settings_join(f, "notes/mine"), "notes/mine", NULL},
		{"a, b/", "a, b", NULL},
		{"private", "private", NULL},
		{"/", NULL, "names nothing"},
		{"/..", NULL, "leaves the work tree"},
		{f->top, NULL, "names nothing"},
		{"a/..", NULL, "names nothing"},
		{"a, ../b", NULL, "is a whole path in a list"},
		{"a, /srv", NULL, "is a whole path in a list"},
		{".git/x", NULL, "is git's own folder"},
		{settings_join(f, ".GIT/x"), NULL, "is git's own folder"},
		{"docs/../.git/x", NULL, "is git's own folder"},
		{"/etc/passwd", NULL, "is no folder"},
		{"~root/x", NULL, "names no home folder"},
	};

	f->user[0] = "detour.journal.dir";
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		f->user[1] = cases[i].path;
		settings_load(f);
		assert_int_equal(f->got.warning_count, cases[i].problem ? 1 : 0);
		assert_string_equal(f->got.journal_dir, cases[i].dir ? cases[i].dir : "auto");
		if (cases[i].problem && !strstr(f->all, cases[i].problem))
			fail_msg("'%s': %s", cases[i].path, f->all);
	}
	f->user[0] = "detour.journal.template";
	f->user[1] = "/nowhere/t.md";
	settings_load(f);
	assert_non_null(strstr(f->all, "/nowhere/t.md is not there"));
	f->user[1] = "missing-here.md"; /* set for all repositories, there in some */
	settings_load(f);
	assert_string_equal(f->all, "");
}

static void expect_unused(struct settings_fixture *f, const char *word)
{
	settings_load(f);
	assert_int_equal(f->got.warning_count, 1);
	if (!strstr(f->all, word) || !strstr(f->all, "; its settings do not count"))
		fail_msg("%s", f->all);
	settings_assert_built_in(&f->got);
}

static void test_what_may_stand_in_its_place(void **state)
{
	struct settings_fixture *f = *state;
	static char big[64 * 1024 + 1];

	settings_put_file(settings_join(f, "elsewhere"), "[prompt]\nmode = off\n");
	assert_int_equal(symlink("elsewhere", f->ini), 0);
	expect_unused(f, "symbolic link");
	unlink(f->ini);
	assert_int_equal(symlink("/nowhere", f->ini), 0);
	expect_unused(f, "symbolic link");
	unlink(f->ini);
	assert_int_equal(mkfifo(f->ini, 0666), 0);
	expect_unused(f, "not a regular file");
	unlink(f->ini);
	assert_int_equal(mkdir(f->ini, 0777), 0);
	expect_unused(f, "not a regular file");
	rmdir(f->ini);
	memset(big, '\n', sizeof(big));
	memcpy(big, "[prompt]\nmode = off", 19);
	settings_put_bytes(f->ini, big, sizeof(big));
	expect_unused(f, "longer than 65536 bytes");
	assert_int_equal(truncate(f->ini, 1024 * 1024 * 1024), 0);
	expect_unused(f, "longer than 65536 bytes");
	settings_put_bytes(f->ini, big, sizeof(big) - 1);
	settings_load(f);
	assert_int_equal(f->got.prompt_mode, DETOUR_MODE_OFF);
}

/* Whose page it is cannot be told; that it is one can, and what is refused is never repeated. */
static void test_pages_that_are_none(void **state)
{
	static const char *const bad[] = {"https://ana:secret@example.org/secret",
		"javascript:secret", "git@example.org:secret/x",
		"https://example.org/secret) [x](y", "https://example.org/secret/\xe2\x80\xae",
		"https://example.org/?secret"};
	struct settings_fixture *f = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		settings_load_ini(f, detour_arena_printf(&f->arena, "[forge]\nurl = %s\n", bad[i]));
		assert_int_equal(f->got.warning_count, 1);
		if (!strstr(f->all, ".detour.ini:2: forge.url = \xe2\x80\xa6 "))
			fail_msg("'%s': %s", bad[i], f->all);
		assert_null(strstr(f->all, "secret"));
		assert_string_equal(f->got.forge_url, "auto");
	}
	settings_load_ini(f, "[forge]\nkind = gogs\n");
	assert_int_equal(f->got.warning_count, 1);
	assert_int_equal(f->got.forge_kind, DETOUR_FORGE_AUTO);
	settings_load_ini(f, "[forge]\nkind = GitLab\nurl = https://Example.org:443/a/%42.git/\n");
	assert_int_equal(f->got.warning_count, 0);
	assert_int_equal(f->got.forge_kind, DETOUR_FORGE_gitlab);
	assert_string_equal(f->got.forge_url, "https://example.org/a/B.git");
}

int main(void)
{
#define WITH_REPOSITORY(test)                                                                      \
	cmocka_unit_test_setup_teardown(test, settings_set_up, settings_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_REPOSITORY(test_paths_that_lead_out),
		WITH_REPOSITORY(test_paths_through_links),
		WITH_REPOSITORY(test_template_is_a_regular_file),
		WITH_REPOSITORY(test_paths_of_the_user),
		WITH_REPOSITORY(test_places_of_the_user),
		WITH_REPOSITORY(test_what_may_stand_in_its_place),
		WITH_REPOSITORY(test_pages_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
