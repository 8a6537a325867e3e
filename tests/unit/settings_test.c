/* Settings: what wins, what is told, and what a hostile .detour.ini gets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "git/repository.h"
#include "settings.h"

struct fixture {
	struct detour_arena arena;
	char top[64];
	const char *git_dir, *ini;
	bool bare;
	/* What `git -c` would say; pairs, NULL at the end. */
	const char *user[12];
	struct detour_settings got;
	char all[4096]; /* the warnings, a line each */
};

static const char *join(struct fixture *f, const char *rest)
{
	return detour_arena_printf(&f->arena, "%s/%s", f->top, rest);
}

static void put_bytes(const char *path, const char *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(detour_write_full(fd, bytes, size), 0);
	close(fd);
}

static void put_file(const char *path, const char *text)
{
	put_bytes(path, text, strlen(text));
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->top, "/tmp/detour-settings-XXXXXX");
	assert_non_null(mkdtemp(f->top));
	f->git_dir = join(f, ".git");
	f->ini = join(f, ".detour.ini");
	assert_int_equal(mkdir(f->git_dir, 0777), 0);
	assert_int_equal(mkdir(join(f, ".git/objects"), 0777), 0);
	assert_int_equal(mkdir(join(f, ".git/refs"), 0777), 0);
	put_file(join(f, ".git/HEAD"), "ref: refs/heads/main\n");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char command[100];

	snprintf(command, sizeof(command), "rm -rf '%s'", f->top);
	assert_int_equal(system(command), 0);
	detour_arena_release(&f->arena);
	free(f);
	return 0;
}

/* Loads, and joins the warnings to `all`. */
static const struct detour_settings *load(struct fixture *f)
{
	char *environment[32] = {NULL};
	size_t count = 0, pairs = 0, used = 0;
	struct detour_context ctx = {.environment = environment};
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_repo *repo = NULL;

	environment[count++] = detour_arena_printf(&f->arena, "GIT_DIR=%s", f->git_dir);
	if (!f->bare)
		environment[count++] = detour_arena_printf(&f->arena, "GIT_WORK_TREE=%s", f->top);
	environment[count++] = detour_arena_printf(&f->arena, "HOME=%s/home", f->top);
	environment[count++] = detour_arena_strdup(&f->arena, "GIT_CONFIG_NOSYSTEM=1");
	for (; f->user[2 * pairs]; pairs++) {
		environment[count++] = detour_arena_printf(
			&f->arena, "GIT_CONFIG_KEY_%zu=%s", pairs, f->user[2 * pairs]);
		environment[count++] = detour_arena_printf(
			&f->arena, "GIT_CONFIG_VALUE_%zu=%s", pairs, f->user[2 * pairs + 1]);
	}
	environment[count++] = detour_arena_printf(&f->arena, "GIT_CONFIG_COUNT=%zu", pairs);
	if (detour_repo_open(&repo, &ctx, &err) < 0)
		fail_msg("%s", err.message);
	detour_settings_load(&f->got, repo, &f->arena);
	/* Everything must outlive the repository. */
	detour_repo_free(repo);
	f->all[0] = '\0';
	for (size_t i = 0; i < f->got.warning_count; i++)
		used += (size_t)snprintf(
			f->all + used, sizeof(f->all) - used, "%s\n", f->got.warnings[i]);
	return &f->got;
}

static const struct detour_settings *load_ini(struct fixture *f, const char *text)
{
	put_file(f->ini, text);
	return load(f);
}

/* Loads this file and expects exactly these warnings. */
static void expect(struct fixture *f, const char *text, const char *warnings)
{
	load_ini(f, text);
	assert_string_equal(f->all, warnings);
}

static void assert_built_in(const struct detour_settings *s)
{
	assert_int_equal(s->prompt_mode, DETOUR_MODE_ASK);
	assert_int_equal(s->prompt_unattended, DETOUR_MODE_REMIND);
	assert_int_equal(s->prompt_timeout, 20);
	assert_int_equal(s->push_mode, DETOUR_MODE_REMIND);
	assert_string_equal(s->journal_dir, "auto");
	assert_string_equal(s->journal_template, "auto");
	assert_int_equal(s->levels[DETOUR_KIND_revert], DETOUR_LEVEL_ASK);
	assert_int_equal(s->levels[DETOUR_KIND_fixup], DETOUR_LEVEL_REMIND);
	assert_int_equal(s->gap_stuck, DETOUR_SPAN_AUTO);
	assert_int_equal(s->gap_away, DETOUR_SPAN_AUTO);
	for (size_t i = 0; i < DETOUR_SETTING_COUNT; i++)
		assert_null(s->origins[i]);
	for (size_t i = 0; i < DETOUR_KIND_COUNT; i++)
		assert_false(s->level_is_set[i]);
}

static void test_built_in(void **state)
{
	struct fixture *f = *state;
	struct detour_settings s;

	detour_settings_defaults(&s);
	assert_built_in(&s);
	detour_settings_load(&s, NULL, &f->arena);
	assert_built_in(&s);
	assert_int_equal(s.warning_count, 0);
	assert_built_in(load(f));
	assert_string_equal(f->all, "");
}

static void test_team_file(void **state)
{
	struct fixture *f = *state;
	const struct detour_settings *s = load_ini(f, "[prompt]\n"
						      "\tmode = Scaffold ; words in any case\n"
						      "\tunattended = off\n"
						      "\ttimeout = 2m\n"
						      "[push]\nmode = block\n"
						      "[journal]\ndir = ./a//b/, c\n"
						      "[signals]\nrevert = list\nfixup = off\n"
						      "[gap]\nstuck = 3h\naway = 7d\n");

	assert_string_equal(f->all, "");
	assert_int_equal(s->prompt_mode, DETOUR_MODE_SCAFFOLD);
	assert_int_equal(s->prompt_unattended, DETOUR_MODE_OFF);
	assert_int_equal(s->prompt_timeout, 120);
	assert_int_equal(s->push_mode, DETOUR_MODE_BLOCK);
	assert_string_equal(s->journal_dir, "a/b, c");
	assert_int_equal(s->levels[DETOUR_KIND_revert], DETOUR_LEVEL_LIST);
	assert_int_equal(s->levels[DETOUR_KIND_fixup], DETOUR_LEVEL_OFF);
	assert_true(s->level_is_set[DETOUR_KIND_fixup]);
	assert_false(s->level_is_set[DETOUR_KIND_gap]);
	assert_int_equal(s->gap_stuck, 3 * 3600);
	assert_int_equal(s->gap_away, 7 * 86400);
	assert_string_equal(s->origins[DETOUR_SETTING_prompt_mode], ".detour.ini:2");
	assert_string_equal(
		s->origins[DETOUR_SETTING_signals + DETOUR_KIND_revert], ".detour.ini:10");
	assert_null(s->origins[DETOUR_SETTING_journal_template]);
}

static void test_user_wins(void **state)
{
	struct fixture *f = *state;
	const struct detour_settings *s;

	f->user[0] = "detour.prompt.mode";
	f->user[1] = "off";
	f->user[2] = "detour.signals.revert";
	f->user[3] = "remind";
	s = load_ini(f, "[prompt]\nmode = ask\ntimeout = 5\n[signals]\nrevert = off\n");
	assert_string_equal(f->all, "");
	assert_int_equal(s->prompt_mode, DETOUR_MODE_OFF);
	assert_int_equal(s->prompt_timeout, 5);
	assert_int_equal(s->levels[DETOUR_KIND_revert], DETOUR_LEVEL_REMIND);
	assert_non_null(s->origins[DETOUR_SETTING_prompt_mode]);
	assert_null(strstr(s->origins[DETOUR_SETTING_prompt_mode], ".detour.ini"));
	assert_string_equal(s->origins[DETOUR_SETTING_prompt_timeout], ".detour.ini:3");
}

static void test_mistakes_of_the_user(void **state)
{
	struct fixture *f = *state;
	const struct detour_settings *s;
	const char *second;

	f->user[0] = "detour.prompt.mode";
	f->user[1] = "loud";
	f->user[2] = "detour.promt.mode";
	f->user[3] = "ask";
	f->user[4] = "detour.rule.hack.match";
	f->user[5] = "x";
	s = load_ini(f, "[prompt]\nmode = off\n");
	assert_int_equal(s->prompt_mode, DETOUR_MODE_OFF);
	assert_int_equal(s->warning_count, 2);
	assert_non_null(strstr(
		s->warnings[0], ": prompt.mode = loud: allowed are ask, remind, scaffold, off"));
	second = s->warnings[1];
	assert_non_null(strstr(
		second, ": detour.promt.mode: no such setting (did you mean detour.prompt.mode?)"));
}

static void test_values(void **state)
{
	struct fixture *f = *state;

	expect(f, "\n\n[prompt]\nmode = loud\n",
		".detour.ini:4: prompt.mode = loud: allowed are ask, remind, scaffold, off\n");
	expect(f, "[prompt]\nunattended = ask\n",
		".detour.ini:2: prompt.unattended = ask: allowed are remind, scaffold, off\n");
	expect(f, "[push]\nmode = \n",
		".detour.ini:2: push.mode = : allowed are remind, block, off\n");
	expect(f, "[push]\nmode = remin\n",
		".detour.ini:2: push.mode = remin: allowed are remind, block, off\n");
	expect(f, "[push]\nmode = remind | block\n",
		".detour.ini:2: push.mode = remind | block: allowed are remind, block, off\n");
	expect(f, "[signals]\ngap = yes\n",
		".detour.ini:2: signals.gap = yes: allowed are ask, remind, list, off\n");
	expect(f, "[gap]\nstuck = -4h\n",
		".detour.ini:2: gap.stuck = -4h: allowed are auto, a duration from 1m up, such as "
		"4h\n");
	assert_built_in(&f->got);
}

static void test_limits_of_time(void **state)
{
	struct fixture *f = *state;
	static const char *const bad[] = {"0", "601", "11m", "1h", "99999999999999999999s", "s",
		"20 s", "auto", "-1", "1.5s"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		load_ini(f, detour_arena_printf(&f->arena, "[prompt]\ntimeout = %s\n", bad[i]));
		assert_int_equal(f->got.warning_count, 1);
		assert_non_null(strstr(f->all, ": allowed is a duration from 1s to 10m\n"));
		assert_built_in(&f->got);
	}
	expect(f, "[prompt]\ntimeout = 10m\n", "");
	assert_int_equal(f->got.prompt_timeout, 600);
	expect(f, "[gap]\naway = 59\n",
		".detour.ini:2: gap.away = 59 is too short: allowed are auto, a duration from 1m "
		"up, "
		"such as 7d\n");
	expect(f, "[gap]\naway = AUTO\n", "");
}

static void test_the_value_before_serves(void **state)
{
	struct fixture *f = *state;

	load_ini(f, "[prompt]\nmode = off\nmode = loud\n");
	assert_int_equal(f->got.warning_count, 1);
	assert_int_equal(f->got.prompt_mode, DETOUR_MODE_OFF);
	assert_string_equal(f->got.origins[DETOUR_SETTING_prompt_mode], ".detour.ini:2");
}

static void test_unknown_names(void **state)
{
	struct fixture *f = *state;

	expect(f, "[prompt]\nmod = ask\n",
		".detour.ini:2: prompt.mod: no such setting (did you mean prompt.mode?)\n");
	expect(f, "[signal]\nreverts = ask\n",
		".detour.ini:2: signal.reverts: no such setting (did you mean signals.revert?)\n");
	expect(f, "[prompt]\ntime = 3\n",
		".detour.ini:2: prompt.time: no such setting (did you mean prompt.timeout?)\n");
	expect(f, "mode = ask\n", ".detour.ini:1: mode: no such setting\n");
	expect(f, "[core]\neditor = rm -rf .\n", ".detour.ini:2: core.editor: no such setting\n");
	expect(f, "[prompt \"x\"]\nmode = ask\n",
		".detour.ini:2: prompt.x.mode: no such setting (did you mean prompt.mode?)\n");
	expect(f, "[prompt]\nmode\n[push\nmode = off\n",
		".detour.ini:2: a setting is written as key = value\n"
		".detour.ini:3: a section is written as [name] or [name \"word\"]\n");
	assert_built_in(&f->got);
}

static void test_names_of_later_versions_are_no_mistakes(void **state)
{
	struct fixture *f = *state;

	expect(f,
		"[rule \"hack\"]\nmatch = \\bHACK\\b\nin = added\nlevel = remind\n[signals]\n"
		"undo = ask\nchurn = off\nplan = list\n",
		"");
}

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
		{"\"\"", "names nothing"},
	};
	static const char *const keys[] = {"dir", "template"};
	struct fixture *f = *state;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			load_ini(f, detour_arena_printf(&f->arena, "[journal]\n%s = %s\n", keys[k],
					    bad[i].path));
			assert_int_equal(f->got.warning_count, 1);
			if (!strstr(f->all, bad[i].problem))
				fail_msg("'%s': %s", bad[i].path, f->all);
			assert_built_in(&f->got);
		}
	/* One bad folder spoils the list. */
	load_ini(f, "[journal]\ndir = docs/sessions, /etc\n");
	assert_int_equal(f->got.warning_count, 1);
	load_ini(f, "[journal]\ndir = docs/sessions, \n");
	assert_int_equal(f->got.warning_count, 1);
	assert_built_in(&f->got);
	/* No more than that is refused. */
	expect(f, "[journal]\ndir = .github/x, .git-notes, a..b, ...\n", "");
	assert_string_equal(f->got.journal_dir, ".github/x, .git-notes, a..b, ...");
}

static void test_paths_through_links(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(mkdir(join(f, "docs"), 0777), 0);
	assert_int_equal(mkdir(join(f, "docs/real"), 0777), 0);
	assert_int_equal(symlink("/etc", join(f, "docs/out")), 0);
	assert_int_equal(symlink("real", join(f, "docs/in")), 0);
	put_file(join(f, "docs/file"), "x");
	expect(f, "[journal]\ndir = docs/real, docs/not-yet\n", "");
	assert_string_equal(f->got.journal_dir, "docs/real, docs/not-yet");
	load_ini(f, "[journal]\ndir = docs/real, docs/out/x\n");
	assert_non_null(strstr(f->all, "leads through a symbolic link"));
	load_ini(f, "[journal]\ndir = docs/in\n");
	assert_non_null(strstr(f->all, "leads through a symbolic link"));
	load_ini(f, "[journal]\ndir = docs/file\n");
	assert_non_null(strstr(f->all, "is no folder"));
	assert_built_in(&f->got);
}

static void test_template_is_a_regular_file(void **state)
{
	struct fixture *f = *state;

	put_file(join(f, "template.md"), "# x\n");
	expect(f, "[journal]\ntemplate = ./template.md\n", "");
	assert_string_equal(f->got.journal_template, "template.md");
	load_ini(f, "[journal]\ntemplate = a, b\n");
	assert_non_null(strstr(f->all, "is not there"));
	assert_int_equal(symlink("/etc/passwd", join(f, "link.md")), 0);
	load_ini(f, "[journal]\ntemplate = link.md\n");
	assert_non_null(strstr(f->all, "leads through a symbolic link"));
	assert_int_equal(mkfifo(join(f, "fifo.md"), 0666), 0);
	load_ini(f, "[journal]\ntemplate = fifo.md\n");
	assert_non_null(strstr(f->all, "is no regular file"));
	assert_built_in(&f->got);
}

static void test_paths_of_the_user(void **state)
{
	struct fixture *f = *state;

	f->user[0] = "detour.journal.dir";
	f->user[1] = "~/journal";
	f->user[2] = "detour.journal.template";
	f->user[3] = "/srv/../t.md";
	load(f);
	assert_string_equal(f->all, "");
	assert_string_equal(f->got.journal_dir, join(f, "home/journal"));
	assert_string_equal(f->got.journal_template, "/srv/../t.md");
	f->user[1] = "a, ~/b";
	f->user[3] = "a\nb";
	load(f);
	assert_int_equal(f->got.warning_count, 2);
	assert_non_null(strstr(f->all, "journal.dir = a, ~/b has a '~' in a list: "));
	assert_non_null(
		strstr(f->all, "journal.template = a b holds characters that cannot be seen"));
	assert_built_in(&f->got);
}

static void expect_unused(struct fixture *f, const char *word)
{
	load(f);
	assert_int_equal(f->got.warning_count, 1);
	if (!strstr(f->all, word) || !strstr(f->all, "; its settings do not count"))
		fail_msg("%s", f->all);
	assert_built_in(&f->got);
}

static void test_what_may_stand_in_its_place(void **state)
{
	struct fixture *f = *state;
	static char big[64 * 1024 + 1];

	put_file(join(f, "elsewhere"), "[prompt]\nmode = off\n");
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
	put_bytes(f->ini, big, sizeof(big));
	expect_unused(f, "longer than 65536 bytes");
	assert_int_equal(truncate(f->ini, 1024 * 1024 * 1024), 0);
	expect_unused(f, "longer than 65536 bytes");
	put_bytes(f->ini, big, sizeof(big) - 1);
	load(f);
	assert_int_equal(f->got.prompt_mode, DETOUR_MODE_OFF);
}

static void test_warnings_are_plain_and_few(void **state)
{
	struct fixture *f = *state;
	static char many[60000];

	expect(f,
		"[prompt]\nmode = \xc2\x9b"
		"31m\xe2\x80\xaexx\n",
		".detour.ini:2: prompt.mode =  31mxx: allowed are ask, remind, scaffold, off\n");
	for (size_t i = 0; i + 2 < sizeof(many); i += 2)
		memcpy(many + i, "x\n", 3);
	load_ini(f, many);
	assert_int_equal(f->got.warning_count, 20);
	assert_string_equal(
		f->got.warnings[19], "\xe2\x80\xa6 and 1981 more mistakes in the settings");
	for (size_t i = 0; i + 4 < sizeof(many); i += 4)
		memcpy(many + i, "x=1\n", 5);
	load_ini(f, many);
	assert_int_equal(f->got.warning_count, 20);
	assert_string_equal(f->got.warnings[18], ".detour.ini:19: x: no such setting");
}

static void test_bare_repository(void **state)
{
	struct fixture *f = *state;
	const char *script = "cd '%s' && rm -rf .git && git init -q w && cd w &&"
			     " printf '[prompt]\\nmode = off\\nmode = loud\\n' >.detour.ini &&"
			     " git add . && git -c user.name=A -c user.email=a@b commit -q -m x &&"
			     " cd .. && git clone -q --bare w .git";

	assert_int_equal(system(detour_arena_printf(&f->arena, script, f->top)), 0);
	f->bare = true;
	load(f);
	assert_string_equal(f->all,
		"HEAD:.detour.ini:3: prompt.mode = loud: allowed are ask, remind, scaffold, off\n");
	assert_int_equal(f->got.prompt_mode, DETOUR_MODE_OFF);
	assert_string_equal(f->got.origins[DETOUR_SETTING_prompt_mode], "HEAD:.detour.ini:2");
}

static const struct detour_setting_row *row_of(
	const struct detour_setting_row *rows, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].key, key) == 0)
			return &rows[i];
	fail_msg("no row '%s'", key);
	return NULL;
}

static void test_rows(void **state)
{
	struct fixture *f = *state;
	struct detour_setting_row *rows;
	size_t count;
	const struct detour_setting_row *row;

	load_ini(f,
		"[prompt]\ntimeout = 90\n[gap]\naway = 7d\nstuck = 36h\n[signals]\ngap = list\n");
	count = detour_settings_rows(&f->got, &f->arena, &rows);
	assert_int_equal(count, DETOUR_SETTING_COUNT);
	for (size_t i = 0; i < count; i++)
		assert_true(rows[i].value[0] && rows[i].allowed[0] && rows[i].sentence[0]);
	row = row_of(rows, count, "prompt.timeout");
	assert_string_equal(row->value, "90s");
	assert_string_equal(row->origin, ".detour.ini:2");
	row = row_of(rows, count, "prompt.mode");
	assert_string_equal(row->value, "ask");
	assert_string_equal(row->origin, "built in");
	assert_string_equal(row->allowed, "ask | remind | scaffold | off");
	assert_string_equal(row_of(rows, count, "gap.away")->value, "1w");
	assert_string_equal(row_of(rows, count, "gap.stuck")->value, "36h");
	assert_string_equal(row_of(rows, count, "signals.gap")->value, "list");
	assert_string_equal(row_of(rows, count, "signals.revert")->value, "ask");
	assert_string_equal(row_of(rows, count, "journal.dir")->value, "auto");
}

/* What `config` prints can be put into the file again. */
static void test_rows_can_be_read_back(void **state)
{
	struct fixture *f = *state;
	struct detour_setting_row *rows;
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_settings built_in;
	size_t count;

	detour_settings_defaults(&built_in);
	count = detour_settings_rows(&built_in, &f->arena, &rows);
	for (size_t i = 0; i < count; i++) {
		int section = (int)strcspn(rows[i].key, ".");

		detour_buf_addf(&text, "[%.*s]\n%s = %s\n", section, rows[i].key,
			rows[i].key + section + 1, rows[i].value);
	}
	load_ini(f, text.ptr);
	detour_buf_release(&text);
	assert_string_equal(f->all, "");
	for (size_t i = 0; i < count; i++)
		assert_non_null(f->got.origins[i]);
	memset(f->got.origins, 0, sizeof(f->got.origins));
	memset(f->got.level_is_set, 0, sizeof(f->got.level_is_set));
	assert_built_in(&f->got);
}

static void test_names(void **state)
{
	(void)state;
	for (int k = 0; k < DETOUR_KIND_COUNT; k++)
		assert_int_equal(detour_kind_parse(detour_kind_name((enum detour_kind)k)), k);
	assert_string_equal(detour_kind_name(DETOUR_KIND_revert), "revert");
	assert_int_equal(detour_kind_parse("Revert"), DETOUR_KIND_COUNT);
	assert_int_equal(detour_kind_parse(""), DETOUR_KIND_COUNT);
	assert_string_equal(detour_kind_name(DETOUR_KIND_COUNT), "");
	assert_string_equal(detour_level_name(DETOUR_LEVEL_LIST), "list");
}

int main(void)
{
#define WITH_REPOSITORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_REPOSITORY(test_built_in),
		WITH_REPOSITORY(test_team_file),
		WITH_REPOSITORY(test_user_wins),
		WITH_REPOSITORY(test_mistakes_of_the_user),
		WITH_REPOSITORY(test_values),
		WITH_REPOSITORY(test_limits_of_time),
		WITH_REPOSITORY(test_the_value_before_serves),
		WITH_REPOSITORY(test_unknown_names),
		WITH_REPOSITORY(test_names_of_later_versions_are_no_mistakes),
		WITH_REPOSITORY(test_paths_that_lead_out),
		WITH_REPOSITORY(test_paths_through_links),
		WITH_REPOSITORY(test_template_is_a_regular_file),
		WITH_REPOSITORY(test_paths_of_the_user),
		WITH_REPOSITORY(test_what_may_stand_in_its_place),
		WITH_REPOSITORY(test_warnings_are_plain_and_few),
		WITH_REPOSITORY(test_bare_repository),
		WITH_REPOSITORY(test_rows),
		WITH_REPOSITORY(test_rows_can_be_read_back),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
