/* The journal on the disk: its folders, its template, sessions made, listed and changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "journal/store.h"

/* A scratch folder with a work tree and a git dir. */
struct place {
	struct detour_arena arena;
	char base[64];
	const char *root, *git_dir;
	struct detour_journal journal;
	struct detour_error err;
};

static int set_up(void **state)
{
	struct place *place = test_calloc(1, sizeof(*place));

	strcpy(place->base, "/tmp/detour-store-XXXXXX");
	if (!mkdtemp(place->base))
		return -1;
	place->root = detour_arena_printf(&place->arena, "%s/tree", place->base);
	place->git_dir = detour_arena_printf(&place->arena, "%s/tree/.git", place->base);
	mkdir(place->root, 0755);
	mkdir(place->git_dir, 0755);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;
	char *command = detour_arena_printf(&place->arena, "rm -rf '%s'", place->base);
	int status = system(command);

	detour_arena_release(&place->arena);
	test_free(place);
	return status;
}

static const char *full(struct place *place, const char *path)
{
	return detour_arena_printf(&place->arena, "%s/%s", place->root, path);
}

static void make_dir(struct place *place, const char *dir)
{
	assert_int_equal(
		detour_file_make_dirs(place->root, full(place, dir), 0755, &place->err), 0);
}

static void put(struct place *place, const char *path, const char *text)
{
	const char *slash = strrchr(path, '/');

	if (slash)
		make_dir(place, detour_arena_strndup(&place->arena, path, (size_t)(slash - path)));
	assert_int_equal(
		detour_file_create(full(place, path), text, strlen(text), 0644, &place->err), 0);
}

/* The end of a child: nothing that the parent made is left for the leak checkers. */
static void leave(struct place *place, bool well)
{
	detour_arena_release(&place->arena);
	test_free(place);
	_exit(well ? 0 : 1);
}

static int open_with(struct place *place, const char *dir, const char *templ)
{
	return detour_journal_open_at(&place->journal, place->root, place->git_dir, dir, templ,
		&place->arena, &place->err);
}

static void assert_opens(
	struct place *place, const char *dir, const char *write_dir, const char *all)
{
	char found[400] = "";

	place->err.message[0] = '\0';
	if (open_with(place, dir, "auto"))
		fail_msg("'%s': %s", dir, place->err.message);
	for (size_t i = 0; i < place->journal.dir_count; i++) {
		strcat(found, i ? " " : "");
		strcat(found, place->journal.dirs[i]);
	}
	assert_string_equal(place->journal.write_dir, write_dir);
	assert_string_equal(found, all);
}

static void folders_are_found_by_themselves(void **state)
{
	struct place *place = *state;

	assert_opens(place, "auto", "docs/sessions", "");
	put(place, "docs/projects/b/sub/sessions/2026-01-01-x.md", "x");
	put(place, "docs/projects/_archive/a/sessions/2026-01-01-x.md", "x");
	assert_opens(place, "auto", "docs/projects/b/sub/sessions",
		"docs/projects/_archive/a/sessions docs/projects/b/sub/sessions");
	put(place, "docs/projects/.hidden/sessions/2026-01-01-x.md", "x");
	put(place, "docs/projects/node_modules/sessions/2026-01-01-x.md", "x");
	put(place, "docs/projects/1/2/3/4/5/6/7/sessions/2026-01-01-x.md", "x");
	make_dir(place, "sessions");
	assert_opens(place, "auto", "sessions",
		"sessions docs/projects/_archive/a/sessions docs/projects/b/sub/sessions");
	/* A folder of code that bears the name is no place for a diary. */
	put(place, "sessions/store.go", "x");
	assert_string_equal((open_with(place, "auto", "auto"), place->journal.write_dir),
		"docs/projects/b/sub/sessions");
	put(place, "sessions/2026-01-01-x.md", "x");
	assert_string_equal(
		(open_with(place, "auto", "auto"), place->journal.write_dir), "sessions");
	make_dir(place, "docs/sessions");
	assert_string_equal(
		(open_with(place, "auto", "auto"), place->journal.write_dir), "docs/sessions");
}

static void folders_are_taken_as_set(void **state)
{
	struct place *place = *state;

	assert_opens(place, "notes/dev", "notes/dev", "");
	make_dir(place, "b");
	make_dir(place, "teams/x/log");
	make_dir(place, "teams/y/log");
	assert_opens(place, "a, b", "b", "b");
	assert_opens(place, " b/ ,teams/*/log", "b", "b teams/x/log teams/y/log");
	assert_opens(place, "none/**/log", "docs/sessions", "");
	assert_opens(place, "**/log", "teams/x/log", "teams/x/log teams/y/log");
	assert_opens(place, full(place, "b"), "b", "b");
}

static void nothing_outside_is_used(void **state)
{
	static const char *const bad[] = {"../x", "a/../../x", "..", "/etc", ".git", ".git/hooks",
		"a/.GIT/x", "out", "out/below", "file"};
	struct place *place = *state;

	mkdir(detour_arena_printf(&place->arena, "%s/outside", place->base), 0755);
	mkdir(detour_arena_printf(&place->arena, "%s/outside/below", place->base), 0755);
	assert_int_equal(symlink("../outside", full(place, "out")), 0);
	put(place, "file", "x");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int code = open_with(place, bad[i], "auto");

		if (code != DETOUR_EINVALID)
			fail_msg("'%s' gives %d", bad[i], code);
		assert_true(place->err.message[0]);
	}
	assert_opens(place, "**/below", "docs/sessions", "");
	/* By itself it is passed over, and not written through. */
	make_dir(place, "docs");
	assert_int_equal(symlink("../../outside", full(place, "docs/sessions")), 0);
	assert_opens(place, "auto", "docs/sessions", "");
	{
		const char *path;

		assert_int_not_equal(detour_journal_create(&place->journal, "2026-11-22", "x", "x",
					     1, &path, &place->err),
			0);
	}
}

static void a_link_within_is_the_folder_it_leads_to(void **state)
{
	struct place *place = *state;

	put(place, "notes/2026-01-01-x.md", "x");
	make_dir(place, "docs");
	assert_int_equal(symlink("../notes", full(place, "docs/sessions")), 0);
	assert_opens(place, "auto", "notes", "notes");
	assert_opens(place, "notes, docs/sessions", "notes", "notes");
}

static void globs_are_bounded(void **state)
{
	struct place *place = *state;

	for (int i = 0; i < 120; i++)
		for (int k = 0; k < 100; k++)
			make_dir(place, detour_arena_printf(&place->arena, "wide/%d/%d", i, k));
	assert_int_equal(open_with(place, "**/**/**/**/nowhere", "auto"), 0);
	assert_int_equal(place->journal.dir_count, 0);
}

static void assert_listed(struct place *place, const char *dir, const char *all)
{
	struct detour_journal_entry *entries;
	char found[600] = "";
	size_t count;

	assert_int_equal(open_with(place, dir, "auto"), 0);
	assert_int_equal(detour_journal_list(&place->journal, &entries, &count, &place->err), 0);
	for (size_t i = 0; i < count; i++) {
		strcat(found, i ? ", " : "");
		strcat(strcat(strcat(found, entries[i].day), " "), entries[i].path);
	}
	assert_string_equal(found, all);
}

static void folders_for_years_and_archives_are_read(void **state)
{
	struct place *place = *state;

	put(place, "s/2026-03-02-top.md", "x");
	put(place, "s/2026/03/2026-03-01-x.md", "x");
	put(place, "s/2025-12/2025-12-24-y.md", "x");
	put(place, "s/archive/2024/2024-01-01-z.md", "x");
	put(place, "s/other/2026-01-01-no.md", "x");
	mkdir(detour_arena_printf(&place->arena, "%s/outside", place->base), 0755);
	assert_int_equal(symlink("../../outside", full(place, "s/2023")), 0);
	assert_listed(place, "s",
		"2026-03-02 s/2026-03-02-top.md, 2026-03-01 s/2026/03/2026-03-01-x.md, "
		"2025-12-24 s/2025-12/2025-12-24-y.md, 2024-01-01 s/archive/2024/2024-01-01-z.md");
	/* A pattern that names them itself lists none twice. */
	assert_listed(place, "s, s/2026/*",
		"2026-03-02 s/2026-03-02-top.md, 2026-03-01 s/2026/03/2026-03-01-x.md, "
		"2025-12-24 s/2025-12/2025-12-24-y.md, 2024-01-01 s/archive/2024/2024-01-01-z.md");
}

static void a_name_without_a_day_needs_one_in_the_text(void **state)
{
	struct place *place = *state;

	put(place, "s/front.md", "---\ntopic: x\ndate: \"2026-03-01\"\n---\n# X\n");
	put(place, "s/bold.md", "\xef\xbb\xbf# Session 7\r\n\r\n**Date**: 2026-03-02\r\n");
	put(place, "s/heading.md", "# Session 8 \xe2\x80\x94 2026-03-03\n");
	put(place, "s/prose.md", "# Some text\n\nWritten on 2026-03-04.\n");
	put(place, "s/README.md", "# Sessions\n\nDate: 2026-03-05\n");
	put(place, "s/session-template.md", "# Session\n\nDate: 2026-03-05\n");
	put(place, "s/2026-03-06-x.md", "# X\n\nDate: 2001-01-01\n");
	assert_listed(place, "s",
		"2026-03-06 s/2026-03-06-x.md, 2026-03-03 s/heading.md, 2026-03-02 s/bold.md, "
		"2026-03-01 s/front.md");
	/* The talks of a conference. */
	put(place, "sessions/keynote.md", "---\ndate: 2026-03-01\n---\n# Keynote\n");
	put(place, "sessions/session-7.md", "# Session 7\n\nDate: 2026-03-02\n");
	assert_listed(place, "sessions", "2026-03-02 sessions/session-7.md");
}

static void the_template_of_the_folder_is_read(void **state)
{
	struct place *place = *state;
	const char *outside = detour_arena_printf(&place->arena, "%s/secret.md", place->base);

	put(place, "docs/sessions/YYYY-MM-DD-TEMPLATE-session.md", "# [Topic]\n");
	put(place, "other/mine.md", "# mine\n");
	put(place, "other/binary.md", "# mine\n");
	assert_int_equal(open_with(place, "auto", "auto"), 0);
	assert_string_equal(detour_journal_template(&place->journal, NULL, NULL), "# [Topic]\n");
	assert_int_equal(place->journal.template_size, 10);
	assert_string_equal(
		place->journal.template_path, "docs/sessions/YYYY-MM-DD-TEMPLATE-session.md");
	assert_int_equal(open_with(place, "auto", "other/mine.md"), 0);
	assert_string_equal(detour_journal_template(&place->journal, NULL, NULL), "# mine\n");
	assert_int_equal(open_with(place, "auto", "other/absent.md"), 0);
	assert_null(detour_journal_template(&place->journal, NULL, NULL));
	assert_int_equal(detour_file_create(outside, "secret", 6, 0644, NULL), 0);
	assert_int_equal(symlink("../../secret.md", full(place, "other/link.md")), 0);
	assert_int_equal(open_with(place, "auto", "other/link.md"), 0);
	assert_null(detour_journal_template(&place->journal, NULL, NULL));
	assert_int_equal(open_with(place, "auto", "../secret.md"), 0);
	assert_null(detour_journal_template(&place->journal, NULL, NULL));
	assert_int_equal(
		detour_file_replace(full(place, "other/binary.md"), "a\0b", 3, 0644, NULL), 0);
	assert_int_equal(open_with(place, "auto", "other/binary.md"), 0);
	assert_null(detour_journal_template(&place->journal, NULL, NULL));
}

static void sessions_are_listed_newest_first(void **state)
{
	struct place *place = *state;
	struct detour_journal_entry *entries;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	size_t count;

	put(place, "docs/sessions/2026-01-02-b-session.md", "b");
	put(place, "docs/sessions/2026-01-02-a.md", "a");
	put(place, "sessions/2026-03-01-c.md", "c");
	put(place, "docs/sessions/README.md", "r");
	put(place, "docs/sessions/YYYY-MM-DD-TEMPLATE-session.md", "t");
	put(place, "docs/notes/2026-09-09-not-a-session.md", "n");
	make_dir(place, "docs/sessions/2026-05-05-folder.md");
	assert_int_equal(mkfifo(full(place, "docs/sessions/2026-05-06-fifo.md"), 0600), 0);
	assert_int_equal(symlink("/etc/passwd", full(place, "docs/sessions/2026-05-07-out.md")), 0);
	assert_int_equal(symlink("nowhere", full(place, "docs/sessions/2026-05-08-broken.md")), 0);
	assert_int_equal(symlink("../notes/2026-09-09-not-a-session.md",
				 full(place, "docs/sessions/2026-02-02-link.md")),
		0);
	assert_int_equal(open_with(place, "auto", "auto"), 0);
	assert_int_equal(detour_journal_list(&place->journal, &entries, &count, &place->err), 0);
	assert_int_equal(count, 4);
	assert_string_equal(entries[0].path, "sessions/2026-03-01-c.md");
	assert_string_equal(entries[1].name, "2026-02-02-link.md");
	assert_string_equal(entries[2].name, "2026-01-02-b-session.md");
	assert_string_equal(entries[2].topic, "b");
	assert_string_equal(entries[2].day, "2026-01-02");
	assert_string_equal(entries[3].path, "docs/sessions/2026-01-02-a.md");
	assert_int_equal(
		detour_journal_read(&place->journal, entries[1].path, &bytes, &place->err), 0);
	assert_string_equal(bytes.ptr, "n");
	assert_int_not_equal(detour_journal_read(&place->journal, "docs/sessions/2026-05-07-out.md",
				     &bytes, &place->err),
		0);
	assert_int_not_equal(detour_journal_read(&place->journal,
				     "docs/sessions/2026-05-06-fifo.md", &bytes, &place->err),
		0);
	assert_int_not_equal(
		detour_journal_read(&place->journal, "../secret.md", &bytes, &place->err), 0);
	detour_buf_release(&bytes);
}

static const char *create(struct place *place, const char *topic, const char *text)
{
	const char *path = NULL;

	if (detour_journal_create(
		    &place->journal, "2026-11-22", topic, text, strlen(text), &path, &place->err))
		fail_msg("%s", place->err.message);
	return path;
}

static void a_name_is_never_taken_twice(void **state)
{
	struct place *place = *state;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct stat info;

	assert_int_equal(open_with(place, "auto", "auto"), 0);
	assert_string_equal(create(place, "Same!", "one"), "docs/sessions/2026-11-22-same.md");
	assert_string_equal(create(place, "same", "two"), "docs/sessions/2026-11-22-same-2.md");
	/* A dangling link holds its name, too. */
	assert_int_equal(symlink("nowhere", full(place, "docs/sessions/2026-11-22-same-3.md")), 0);
	assert_string_equal(create(place, "same", "four"), "docs/sessions/2026-11-22-same-4.md");
	assert_int_equal(access(full(place, "docs/sessions/nowhere"), F_OK), -1);
	detour_file_read(full(place, "docs/sessions/2026-11-22-same.md"), 100, 0, &bytes, NULL);
	assert_string_equal(bytes.ptr, "one");
	assert_string_equal(create(place, "../../x", "y"), "docs/sessions/2026-11-22-x.md");
	assert_int_equal(stat(full(place, "docs/sessions/2026-11-22-x.md"), &info), 0);
	assert_int_equal(info.st_mode & 0111, 0);
	assert_true(info.st_mode & 0400);
	detour_buf_release(&bytes);
}

static void two_at_once_get_two_names(void **state)
{
	enum { WRITERS = 8, EACH = 10 };
	struct place *place = *state;
	struct detour_journal_entry *entries;
	size_t count;
	int failed = 0;

	for (int i = 0; i < WRITERS; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			const char *path;
			int code = open_with(place, "auto", "auto");

			for (int k = 0; !code && k < EACH; k++)
				code = detour_journal_create(
					&place->journal, "2026-11-22", "race", "x", 1, &path, NULL);
			leave(place, code == 0);
		}
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		assert_true(wait(&status) > 0);
		failed += status != 0;
	}
	assert_int_equal(failed, 0);
	assert_int_equal(open_with(place, "auto", "auto"), 0);
	assert_int_equal(detour_journal_list(&place->journal, &entries, &count, &place->err), 0);
	assert_int_equal(count, WRITERS * EACH);
}

static int update(struct place *place, const char *path, const char *old, const char *text)
{
	return detour_journal_update(
		&place->journal, path, old, strlen(old), text, strlen(text), &place->err);
}

static void a_session_changes_if_it_is_what_was_read(void **state)
{
	struct place *place = *state;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct stat info;
	const char *path;

	assert_int_equal(open_with(place, "auto", "auto"), 0);
	path = create(place, "x", "one");
	assert_int_equal(chmod(full(place, path), 0640), 0);
	assert_int_equal(update(place, path, "one", "two"), 0);
	assert_int_equal(update(place, path, "one", "three"), DETOUR_EBUSY);
	detour_journal_read(&place->journal, path, &bytes, NULL);
	assert_string_equal(bytes.ptr, "two");
	assert_int_equal(stat(full(place, path), &info), 0);
	assert_int_equal(info.st_mode & 0777, 0640);
	assert_int_equal(update(place, "docs/sessions/absent.md", "", "x"), DETOUR_ENOTFOUND);
	assert_int_equal(
		symlink("2026-11-22-x.md", full(place, "docs/sessions/2026-11-23-l.md")), 0);
	assert_int_equal(
		update(place, "docs/sessions/2026-11-23-l.md", "two", "x"), DETOUR_EINVALID);
	assert_int_equal(update(place, "../outside.md", "", "x"), DETOUR_ENOTFOUND);
	detour_buf_release(&bytes);
}

/* Many add a line each, and read again where somebody was faster. */
static void no_change_is_lost(void **state)
{
	enum { WRITERS = 6, EACH = 10 };
	struct place *place = *state;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *path;
	size_t lines = 0;

	assert_int_equal(open_with(place, "auto", "auto"), 0);
	path = create(place, "x", "");
	for (int i = 0; i < WRITERS; i++) {
		if (fork() == 0) {
			struct detour_buf old = DETOUR_BUF_INIT, more = DETOUR_BUF_INIT;
			int done = 0;

			for (int tries = 0; done < EACH && tries < 10000; tries++) {
				detour_journal_read(&place->journal, path, &old, NULL);
				detour_buf_clear(&more);
				detour_buf_add(&more, old.ptr, old.size);
				detour_buf_addstr(&more, "line\n");
				done += !detour_journal_update(&place->journal, path, old.ptr,
					old.size, more.ptr, more.size, NULL);
			}
			detour_buf_release(&old);
			detour_buf_release(&more);
			leave(place, done == EACH);
		}
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	detour_journal_read(&place->journal, path, &bytes, NULL);
	for (size_t i = 0; i < bytes.size; i++)
		lines += bytes.ptr[i] == '\n';
	assert_int_equal(lines, WRITERS * EACH);
	detour_buf_release(&bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folders_are_found_by_themselves),
		TEST(folders_are_taken_as_set),
		TEST(nothing_outside_is_used),
		TEST(a_link_within_is_the_folder_it_leads_to),
		TEST(globs_are_bounded),
		TEST(folders_for_years_and_archives_are_read),
		TEST(a_name_without_a_day_needs_one_in_the_text),
		TEST(the_template_of_the_folder_is_read),
		TEST(sessions_are_listed_newest_first),
		TEST(a_name_is_never_taken_twice),
		TEST(two_at_once_get_two_names),
		TEST(a_session_changes_if_it_is_what_was_read),
		TEST(no_change_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
