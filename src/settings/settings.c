/*
 * Merges the sources of the settings; see settings.h. What a row means is in settings_table.c.
 *
 * This runs at every commit: one open of .detour.ini, one look at git's configuration, and nothing
 * allocated for what nobody has set.
 */
#include "settings.h"

#include <string.h>

#include "../config.h"
#include "../base/file.h"
#include "../git/configuration.h"
#include "../git/repository.h"
#include "rules.h"
#include "table.h"
#include "../base/text.h"

#define TEAM_FILE ".detour.ini"
#define TEAM_FILE_LIMIT ((size_t)64 * 1024)
#define WARNING_LIMIT ((size_t)20)

struct loading {
	struct detour_settings *out;
	struct detour_repo *repo;
	struct detour_setting_source source;
	struct detour_rules rules;
	const char *file; /* of the team's settings, as warnings name it */
	const char **warnings;
	size_t warning_count; /* all of them, also those beyond the limit */
};

void detour_settings_defaults(struct detour_settings *out)
{
	/* Built-in values are words and lengths of time: they need no memory. */
	const struct detour_setting_source built_in = {.trusted = true};

	memset(out, 0, sizeof(*out));
	for (size_t id = 0; id < DETOUR_SETTING_COUNT; id++)
		(void)detour_setting_set(out, id, detour_setting_table[id].fallback, &built_in);
	out->journal_shared_dir = out->journal_dir;
}

static void warn(struct loading *loading, const char *line)
{
	struct detour_arena *arena = loading->source.arena;

	if (!loading->warnings)
		loading->warnings =
			detour_arena_array(arena, WARNING_LIMIT, sizeof(*loading->warnings));
	if (loading->warning_count < WARNING_LIMIT)
		loading->warnings[loading->warning_count] = detour_text_line(arena, line, 0);
	loading->warning_count++;
}

static void finish_warnings(struct loading *loading)
{
	size_t count = loading->warning_count;

	if (count > WARNING_LIMIT) {
		loading->warnings[WARNING_LIMIT - 1] = detour_arena_printf(loading->source.arena,
			"\xe2\x80\xa6 and %zu more mistakes in the settings", /* … */
			count - WARNING_LIMIT + 1);
		count = WARNING_LIMIT;
	}
	loading->out->warnings = loading->warnings;
	loading->out->warning_count = count;
}

/* What is here for a later version: a team's file may name it before everybody has that version. */
static bool is_for_later(const char *key)
{
	static const char *const kinds[] = {"undo", "followup", "rework", "churn", "discard",
		"rewrite", "bisect", "conflict", "plan", "rule"};

	if (!detour_text_starts(key, "signals."))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(key + strlen("signals."), kinds[i]) == 0)
			return true;
	return false;
}

static void warn_unknown(
	struct loading *loading, const char *where, const char *prefix, const char *key)
{
	struct detour_arena *arena = loading->source.arena;
	const char *nearest = detour_setting_nearest(key);
	const char *hint =
		nearest ? detour_arena_printf(arena, " (did you mean %s%s?)", prefix, nearest) : "";

	warn(loading, detour_arena_printf(arena, "%s: %s%s: no such setting%s", where, prefix,
			      detour_text_line(arena, key, 60), hint));
}

/* "ask | remind | off" as "ask, remind, off". */
static const char *listed(struct detour_arena *arena, const char *allowed)
{
	char *list = detour_arena_strdup(arena, allowed), *to = list;

	for (const char *from = allowed; *from; from++) {
		bool bar = detour_text_starts(from, " | ");

		*to++ = bar ? ',' : *from;
		if (bar) {
			*to++ = ' ';
			from += 2;
		}
	}
	*to = '\0';
	return list;
}

static void warn_value(struct loading *loading, const char *where, size_t id, const char *value,
	const char *problem)
{
	struct detour_arena *arena = loading->source.arena;
	const struct detour_setting *row = &detour_setting_table[id];

	/* What is refused here may be a password. */
	if (row->type == DETOUR_TYPE_PAGE)
		value = "\xe2\x80\xa6"; /* … */
	warn(loading,
		detour_arena_printf(arena, "%s: %s%s = %s%s%s: allowed %s %s", where,
			loading->source.trusted ? "detour." : "", row->key,
			detour_text_line(arena, value, 60), *problem ? " " : "", problem,
			strchr(row->allowed, '|') ? "are" : "is", listed(arena, row->allowed)));
}

/* The file of the user's, and the line in it; the command line has none. */
static const char *with_line(
	struct loading *loading, const char *where, const char *key, const char *value)
{
	int line = where[0] == '/' ? detour_repo_config_line(where, key, value) : 0;

	return line ? detour_arena_printf(loading->source.arena, "%s:%d", where, line) : where;
}

/* Does journal.dir name a place of the user's own, outside of the work tree? */
static bool is_elsewhere(const char *dir)
{
	return dir[0] == '/' || dir[0] == '~' || strcmp(dir, "private") == 0;
}

static void set(struct loading *loading, size_t id, const char *value, const char *where)
{
	struct detour_settings *out = loading->out;
	const char *problem = detour_setting_set(out, id, value, &loading->source);

	if (problem) {
		if (loading->source.trusted)
			where = with_line(loading, where,
				detour_arena_printf(loading->source.arena, "detour.%s",
					detour_setting_table[id].key),
				value);
		warn_value(loading, where, id, value, problem);
		return;
	}
	out->origins[id] = where;
	if (id == DETOUR_SETTING_journal_dir && !is_elsewhere(out->journal_dir))
		out->journal_shared_dir = out->journal_dir;
	if (id >= DETOUR_SETTING_signals)
		out->level_is_set[id - DETOUR_SETTING_signals] = true;
}

static void set_rule(struct loading *loading, const char *name, const char *key, const char *value,
	const char *where)
{
	struct detour_arena *arena = loading->source.arena;
	const char *problem = detour_rules_set(&loading->rules, arena, name, key, value, where);

	if (problem && loading->source.trusted)
		where = with_line(loading, where,
			detour_arena_printf(arena, "detour.rule.%s.%s", name, key), value);
	if (problem)
		warn(loading,
			detour_arena_printf(arena, "%s: rule \"%s\": %s = %s: %s", where,
				detour_text_line(arena, name, 40), detour_text_line(arena, key, 40),
				detour_text_line(arena, value, 60), problem));
}

/* "rule.hack.match", as git's configuration has it: true where it is one. */
static bool take_user_rule(
	struct loading *loading, const char *name, const char *value, const char *where)
{
	const char *start = name + strlen("rule."), *dot = strrchr(name, '.');

	if (!detour_text_starts(name, "rule.") || dot < start)
		return false;
	set_rule(loading, detour_arena_strndup(loading->source.arena, start, (size_t)(dot - start)),
		dot + 1, value, where);
	return true;
}

static const char *entry_key(struct detour_arena *arena, const struct detour_config_entry *entry)
{
	if (entry->name[0])
		return detour_arena_printf(
			arena, "%s.%s.%s", entry->section, entry->name, entry->key);
	if (entry->section[0])
		return detour_arena_printf(arena, "%s.%s", entry->section, entry->key);
	return detour_arena_strdup(arena, entry->key);
}

static void take_team_entry(void *data, const struct detour_config_entry *entry)
{
	struct loading *loading = data;
	struct detour_arena *arena = loading->source.arena;
	const char *where, *key;
	size_t id;

	if (loading->warning_count >= WARNING_LIMIT && entry->problem) {
		loading->warning_count++;
		return;
	}
	where = detour_arena_printf(arena, "%s:%d", loading->file, entry->line);
	if (entry->problem) {
		warn(loading, detour_arena_printf(arena, "%s: %s", where, entry->problem));
		return;
	}
	if (strcmp(entry->section, "rule") == 0) {
		set_rule(loading, entry->name, entry->key, entry->value, where);
		return;
	}
	key = entry_key(arena, entry);
	id = detour_setting_find(key);
	if (id < DETOUR_SETTING_COUNT)
		set(loading, id, entry->value, where);
	else if (!is_for_later(key))
		warn_unknown(loading, where, "", key);
}

/* The team's file: *bytes is NULL where there is none or it cannot be used. */
static int read_team_file(struct loading *loading, struct detour_buf *file, const char **bytes,
	size_t *size, struct detour_error *err)
{
	const char *root = detour_repo_work_tree(loading->repo), *path;
	struct detour_oid head;
	int code;

	*bytes = NULL;
	*size = 0;
	if (!root) {
		loading->file = "HEAD:" TEAM_FILE;
		code = detour_repo_head(loading->repo, &head, err);
		return code ? code
			    : detour_repo_read_blob(loading->repo, &head, TEAM_FILE,
				      TEAM_FILE_LIMIT, loading->source.arena, bytes, size, err);
	}
	loading->file = TEAM_FILE;
	loading->source.root = root;
	path = detour_arena_printf(loading->source.arena, "%s/" TEAM_FILE, root);
	code = detour_file_read(path, TEAM_FILE_LIMIT, 0, file, err);
	*bytes = file->ptr;
	*size = file->size;
	return code;
}

static void load_team(struct loading *loading)
{
	struct detour_buf file = DETOUR_BUF_INIT;
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *bytes;
	size_t size;
	int code = read_team_file(loading, &file, &bytes, &size, &err);

	loading->source.trusted = false;
	if (!code)
		detour_config_parse(bytes, size, take_team_entry, loading);
	else if (code != DETOUR_ENOTFOUND)
		warn(loading, detour_arena_printf(loading->source.arena,
				      "%s; its settings do not count", err.message));
	detour_buf_release(&file);
}

/* "~/journal": git's layer knows the home folder. A list has none to expand. */
static const char *users_text(struct loading *loading, size_t id, const char *value)
{
	enum detour_setting_type type = detour_setting_table[id].type;

	if (type == DETOUR_TYPE_FILE || (type == DETOUR_TYPE_FOLDERS && !strchr(value, ',')))
		return detour_repo_expand(loading->repo, loading->source.arena, value);
	return value;
}

static int take_user_value(void *data, const char *key, const char *value, const char *origin)
{
	struct loading *loading = data;
	const char *where = detour_arena_strdup(
		loading->source.arena, origin && *origin ? origin : "git configuration");
	const char *name = key + strlen("detour.");
	size_t id = detour_setting_find(name);

	if (id < DETOUR_SETTING_COUNT)
		set(loading, id, users_text(loading, id, value ? value : "true"), where);
	else if (!take_user_rule(loading, name, value ? value : "true", where) &&
		 !is_for_later(name))
		warn_unknown(loading, with_line(loading, where, key, value ? value : "true"),
			"detour.", name);
	return 0;
}

static void load_user(struct loading *loading)
{
	loading->source.trusted = true;
	(void)detour_repo_config_each(loading->repo, "detour.", take_user_value, loading);
}

static void warn_of_rule(void *data, const char *line)
{
	warn(data, line);
}

void detour_settings_load(
	struct detour_settings *out, struct detour_repo *repo, struct detour_arena *arena)
{
	struct loading loading = {.out = out, .repo = repo, .source = {.arena = arena}};

	detour_settings_defaults(out);
	if (!repo)
		return;
	load_team(&loading);
	load_user(&loading);
	detour_rules_finish(&loading.rules, out, arena, warn_of_rule, &loading);
	finish_warnings(&loading);
}

size_t detour_settings_rows(const struct detour_settings *settings, struct detour_arena *arena,
	struct detour_setting_row **rows)
{
	*rows = detour_arena_array(arena, DETOUR_SETTING_COUNT, sizeof(**rows));
	for (size_t id = 0; id < DETOUR_SETTING_COUNT; id++) {
		const struct detour_setting *row = &detour_setting_table[id];
		const char *origin = settings->origins[id];

		(*rows)[id] = (struct detour_setting_row){
			.key = row->key,
			.value = detour_setting_text(settings, id, arena),
			.allowed = row->allowed,
			.origin = origin ? origin : "built in",
			.sentence = row->sentence,
		};
	}
	return DETOUR_SETTING_COUNT;
}
