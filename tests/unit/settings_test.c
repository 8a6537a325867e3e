/* Settings: what wins, and what is told about mistakes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "settings_fixture.h"

static void test_built_in(void **state)
{
	struct settings_fixture *f = *state;
	struct detour_settings s;

	detour_settings_defaults(&s);
	settings_assert_built_in(&s);
	detour_settings_load(&s, NULL, &f->arena);
	settings_assert_built_in(&s);
	assert_int_equal(s.warning_count, 0);
	settings_assert_built_in(settings_load(f));
	assert_string_equal(f->all, "");
}

static void test_team_file(void **state)
{
	struct settings_fixture *f = *state;
	const struct detour_settings *s =
		settings_load_ini(f, "[prompt]\n"
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
		s->origins[DETOUR_SETTING_signals + (size_t)DETOUR_KIND_revert], ".detour.ini:10");
	assert_null(s->origins[DETOUR_SETTING_journal_template]);
}

static void test_user_wins(void **state)
{
	struct settings_fixture *f = *state;
	const struct detour_settings *s;

	f->user[0] = "detour.prompt.mode";
	f->user[1] = "off";
	f->user[2] = "detour.signals.revert";
	f->user[3] = "remind";
	s = settings_load_ini(f, "[prompt]\nmode = ask\ntimeout = 5\n[signals]\nrevert = off\n");
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
	struct settings_fixture *f = *state;
	const struct detour_settings *s;
	const char *second;

	f->user[0] = "detour.prompt.mode";
	f->user[1] = "loud";
	f->user[2] = "detour.promt.mode";
	f->user[3] = "ask";
	f->user[4] = "detour.rule.hack.match";
	f->user[5] = "x";
	s = settings_load_ini(f, "[prompt]\nmode = off\n");
	assert_int_equal(s->prompt_mode, DETOUR_MODE_OFF);
	assert_int_equal(s->warning_count, 2);
	assert_string_equal(s->warnings[0],
		"GIT_CONFIG_KEY_0: detour.prompt.mode = loud: allowed are ask, remind, scaffold, "
		"off");
	second = s->warnings[1];
	assert_non_null(strstr(
		second, ": detour.promt.mode: no such setting (did you mean detour.prompt.mode?)"));
}

static void test_mistakes_in_the_users_file(void **state)
{
	struct settings_fixture *f = *state;

	settings_put_file(settings_join(f, ".git/config"),
		"[detour \"prompt\"]\n\tmode = loud\n[core]\n\tbare = false\n"
		"; [detour \"gap\"] stuck = soon\n[Detour.Gap] Stuck = soon ; early\n"
		"[detour \"prompt\"]\n\t# mode = loud\n\tmode = remind\n"
		"[detour \"rule.Hack\"]\n\tin=nowhere\n\tmatch = x\n");
	settings_load(f);
	assert_string_equal(f->all,
		detour_arena_printf(&f->arena,
			"%s:2: detour.prompt.mode = loud: allowed are ask, remind, scaffold, off\n"
			"%s:6: detour.gap.stuck = soon: allowed are auto, a duration from 1m up, "
			"such as 4h\n"
			"%s:11: rule \"Hack\": in = nowhere: in: allowed are added, message, "
			"path\n",
			settings_join(f, ".git/config"), settings_join(f, ".git/config"),
			settings_join(f, ".git/config")));
	assert_int_equal(f->got.prompt_mode, DETOUR_MODE_REMIND);
}

static void test_values(void **state)
{
	struct settings_fixture *f = *state;

	settings_expect(f, "\n\n[prompt]\nmode = loud\n",
		".detour.ini:4: prompt.mode = loud: allowed are ask, remind, scaffold, off\n");
	settings_expect(f, "[prompt]\nunattended = ask\n",
		".detour.ini:2: prompt.unattended = ask: allowed are remind, scaffold, off\n");
	settings_expect(f, "[push]\nmode = \n",
		".detour.ini:2: push.mode = : allowed are remind, block, off\n");
	settings_expect(f, "[push]\nmode = remin\n",
		".detour.ini:2: push.mode = remin: allowed are remind, block, off\n");
	settings_expect(f, "[push]\nmode = remind | block\n",
		".detour.ini:2: push.mode = remind | block: allowed are remind, block, off\n");
	settings_expect(f, "[signals]\ngap = yes\n",
		".detour.ini:2: signals.gap = yes: allowed are ask, remind, list, off\n");
	settings_expect(f, "[gap]\nstuck = -4h\n",
		".detour.ini:2: gap.stuck = -4h: allowed are auto, a duration from 1m up, such as "
		"4h\n");
	settings_assert_built_in(&f->got);
}

static void test_limits_of_time(void **state)
{
	struct settings_fixture *f = *state;
	static const char *const bad[] = {"0", "601", "11m", "1h", "99999999999999999999s", "s",
		"20 s", "auto", "-1", "1.5s"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		settings_load_ini(
			f, detour_arena_printf(&f->arena, "[prompt]\ntimeout = %s\n", bad[i]));
		assert_int_equal(f->got.warning_count, 1);
		assert_non_null(strstr(f->all, ": allowed is a duration from 1s to 10m\n"));
		settings_assert_built_in(&f->got);
	}
	settings_expect(f, "[prompt]\ntimeout = 10m\n", "");
	assert_int_equal(f->got.prompt_timeout, 600);
	settings_expect(f, "[gap]\naway = 59\n",
		".detour.ini:2: gap.away = 59 is too short: allowed are auto, a duration from 1m "
		"up, "
		"such as 7d\n");
	settings_expect(f, "[gap]\naway = AUTO\n", "");
}

static void test_the_value_before_serves(void **state)
{
	struct settings_fixture *f = *state;

	settings_load_ini(f, "[prompt]\nmode = off\nmode = loud\n");
	assert_int_equal(f->got.warning_count, 1);
	assert_int_equal(f->got.prompt_mode, DETOUR_MODE_OFF);
	assert_string_equal(f->got.origins[DETOUR_SETTING_prompt_mode], ".detour.ini:2");
}

static void test_unknown_names(void **state)
{
	struct settings_fixture *f = *state;

	settings_expect(f, "[prompt]\nmod = ask\n",
		".detour.ini:2: prompt.mod: no such setting (did you mean prompt.mode?)\n");
	settings_expect(f, "[signal]\nreverts = ask\n",
		".detour.ini:2: signal.reverts: no such setting (did you mean signals.revert?)\n");
	settings_expect(f, "[prompt]\ntime = 3\n",
		".detour.ini:2: prompt.time: no such setting (did you mean prompt.timeout?)\n");
	settings_expect(f, "mode = ask\n", ".detour.ini:1: mode: no such setting\n");
	settings_expect(
		f, "[core]\neditor = rm -rf .\n", ".detour.ini:2: core.editor: no such setting\n");
	settings_expect(f, "[prompt \"x\"]\nmode = ask\n",
		".detour.ini:2: prompt.x.mode: no such setting (did you mean prompt.mode?)\n");
	settings_expect(f, "[prompt]\nmode\n[push\nmode = off\n",
		".detour.ini:2: a setting is written as key = value\n"
		".detour.ini:3: a section is written as [name] or [name \"word\"]\n");
	settings_assert_built_in(&f->got);
}

static void test_names_of_later_versions_are_no_mistakes(void **state)
{
	struct settings_fixture *f = *state;

	settings_expect(f,
		"[rule \"hack\"]\nmatch = \\bHACK\\b\nin = added\nlevel = remind\n[signals]\n"
		"undo = ask\nchurn = off\nplan = list\n",
		"");
}

static void test_warnings_are_plain_and_few(void **state)
{
	struct settings_fixture *f = *state;
	static char many[60000];

	settings_expect(f,
		"[prompt]\nmode = \xc2\x9b"
		"31m\xe2\x80\xaexx\n",
		".detour.ini:2: prompt.mode =  31mxx: allowed are ask, remind, scaffold, off\n");
	for (size_t i = 0; i + 2 < sizeof(many); i += 2)
		memcpy(many + i, "x\n", 3);
	settings_load_ini(f, many);
	assert_int_equal(f->got.warning_count, 20);
	assert_string_equal(
		f->got.warnings[19], "\xe2\x80\xa6 and 1981 more mistakes in the settings");
	for (size_t i = 0; i + 4 < sizeof(many); i += 4)
		memcpy(many + i, "x=1\n", 5);
	settings_load_ini(f, many);
	assert_int_equal(f->got.warning_count, 20);
	assert_string_equal(f->got.warnings[18], ".detour.ini:19: x: no such setting");
}

static void test_bare_repository(void **state)
{
	struct settings_fixture *f = *state;
	const char *script = "cd '%s' && rm -rf .git && git init -q w && cd w &&"
			     " printf '[prompt]\\nmode = off\\nmode = loud\\n' >.detour.ini &&"
			     " git add . && git -c user.name=A -c user.email=a@b commit -q -m x &&"
			     " cd .. && git clone -q --bare w .git";

	assert_int_equal(system(detour_arena_printf(&f->arena, script, f->top)), 0);
	f->bare = true;
	settings_load(f);
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
	struct settings_fixture *f = *state;
	struct detour_setting_row *rows;
	size_t count;
	const struct detour_setting_row *row;

	settings_load_ini(f,
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
	struct settings_fixture *f = *state;
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
	settings_load_ini(f, text.ptr);
	detour_buf_release(&text);
	assert_string_equal(f->all, "");
	for (size_t i = 0; i < count; i++)
		assert_non_null(f->got.origins[i]);
	memset(f->got.origins, 0, sizeof(f->got.origins));
	memset(f->got.level_is_set, 0, sizeof(f->got.level_is_set));
	settings_assert_built_in(&f->got);
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
#define WITH_REPOSITORY(test)                                                                      \
	cmocka_unit_test_setup_teardown(test, settings_set_up, settings_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_REPOSITORY(test_built_in),
		WITH_REPOSITORY(test_team_file),
		WITH_REPOSITORY(test_user_wins),
		WITH_REPOSITORY(test_mistakes_of_the_user),
		WITH_REPOSITORY(test_mistakes_in_the_users_file),
		WITH_REPOSITORY(test_values),
		WITH_REPOSITORY(test_limits_of_time),
		WITH_REPOSITORY(test_the_value_before_serves),
		WITH_REPOSITORY(test_unknown_names),
		WITH_REPOSITORY(test_names_of_later_versions_are_no_mistakes),
		WITH_REPOSITORY(test_warnings_are_plain_and_few),
		WITH_REPOSITORY(test_bare_repository),
		WITH_REPOSITORY(test_rows),
		WITH_REPOSITORY(test_rows_can_be_read_back),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
