/* .detour.ini: any bytes give settings that may be used, and warnings of one line each. */
#include "fuzz.h"

#include <string.h>

#include "pattern.h"
/* What takes the file's entries is nobody else's. */
#include "settings/settings.c"

static void check_warnings(const struct detour_settings *settings)
{
	FUZZ_CHECK(settings->warning_count <= WARNING_LIMIT);
	for (size_t i = 0; i < settings->warning_count; i++)
		fuzz_check_plain(settings->warnings[i]);
}

/* The tracked file names nothing outside of the work tree. */
static void check_paths(const char *paths)
{
	const char *at = paths;

	FUZZ_CHECK(paths && *paths && strcmp(paths, "private") != 0);
	for (; at; at = strstr(at, ", ")) {
		size_t length;

		at += *at == ',' ? 2 : 0;
		length = strcspn(at, ",");
		FUZZ_CHECK(*at != '/' && *at != '~');
		FUZZ_CHECK(strncmp(at, "../", 3) != 0 && !(length == 2 && !memcmp(at, "..", 2)));
		for (size_t i = 0; i + 3 <= length; i++)
			FUZZ_CHECK(memcmp(at + i, "/..", 3) != 0 ||
				   (i + 3 < length && at[i + 3] != '/'));
	}
}

static void check_settings(const struct detour_settings *settings, struct detour_arena *arena)
{
	struct detour_setting_row *rows;
	size_t count = detour_settings_rows(settings, arena, &rows);

	FUZZ_CHECK(count == DETOUR_SETTING_COUNT);
	for (size_t i = 0; i < count; i++)
		FUZZ_CHECK(rows[i].value && rows[i].value[0]);
	FUZZ_CHECK(settings->prompt_timeout >= 1 && settings->prompt_timeout <= 600);
	FUZZ_CHECK(settings->gap_away == DETOUR_SPAN_AUTO || settings->gap_away >= 60);
	for (size_t i = 0; i < DETOUR_KIND_COUNT; i++)
		FUZZ_CHECK((unsigned)settings->levels[i] <= DETOUR_LEVEL_ASK);
	check_paths(settings->journal_dir);
	check_paths(settings->journal_template);
	FUZZ_CHECK(settings->rule_count <= DETOUR_RULE_LIMIT);
}

/* A value as one would write it means the same when it is read. */
static void check_again(const struct detour_settings *settings, struct detour_arena *arena)
{
	const struct detour_setting_source team = {.root = "/work", .arena = arena};
	struct detour_settings copy;

	detour_settings_defaults(&copy);
	for (size_t id = 0; id < DETOUR_SETTING_COUNT; id++) {
		const char *text = detour_setting_text(settings, id, arena);

		FUZZ_CHECK(!detour_setting_set(&copy, id, text, &team));
		FUZZ_CHECK(!strcmp(detour_setting_text(&copy, id, arena), text));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_settings settings;
	struct loading loading = {.out = &settings, .file = TEAM_FILE};
	const char *bytes;
	size_t length;

	fuzz_begin(&input, data, size);
	bytes = fuzz_rest(&input, &length);
	loading.source.arena = &input.arena;
	loading.source.root = "/work";
	detour_settings_defaults(&settings);
	detour_config_parse(bytes, length, take_team_entry, &loading);
	detour_rules_finish(&loading.rules, &settings, &input.arena, warn_of_rule, &loading);
	finish_warnings(&loading);
	check_warnings(&settings);
	check_settings(&settings, &input.arena);
	check_again(&settings, &input.arena);
	for (size_t i = 0; i < settings.rule_count; i++)
		if (settings.rules[i].pattern)
			(void)detour_pattern_match(
				settings.rules[i].pattern, bytes, length, NULL, 0);
	(void)detour_settings_runaway(&settings, &input.arena);
	fuzz_end(&input);
	return 0;
}
