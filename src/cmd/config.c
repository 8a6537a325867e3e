/* git detour config: the settings as they count here, and where each comes from. */
#include <string.h>

#include "../base/text.h"
#include "../workspace.h"
#include "cmd.h"

enum { OPTION_JSON };

static const struct detour_option options[] = {
	{0, "json", NULL, "one JSON object a line: key, value, allowed, origin, sentence"},
	{0, NULL, NULL, NULL},
};

struct rows {
	const struct detour_setting_row *list;
	size_t count;
};

static const char *rule_text(struct detour_arena *arena, const struct detour_rule *rule)
{
	return detour_arena_printf(arena, "%s in %s: %s", detour_level_name(rule->level),
		detour_rule_place_name(rule->in), rule->match);
}

/* The settings, and after them a row for each rule. */
static struct rows all_rows(struct detour_workspace *workspace)
{
	const struct detour_settings *settings = &workspace->settings;
	struct detour_arena *arena = &workspace->arena;
	struct detour_setting_row *known, *all;
	size_t count = detour_settings_rows(settings, arena, &known);

	all = detour_arena_array(arena, count + settings->rule_count, sizeof(*all));
	memcpy(all, known, count * sizeof(*all));
	for (size_t i = 0; i < settings->rule_count; i++) {
		const struct detour_rule *rule = &settings->rules[i];

		all[count++] = (struct detour_setting_row){
			.key = detour_arena_printf(arena, "rule.%s", rule->name),
			.value = rule_text(arena, rule),
			.allowed = "match = a PCRE2 pattern, in = added | message | path, level = "
				   "ask | remind | list | off",
			.origin = rule->origin,
			.sentence = "a rule of your own"};
	}
	return (struct rows){all, count};
}

static void print_json_row(FILE *out, const struct detour_setting_row *row)
{
	const struct {
		const char *name, *value;
	} members[] = {{"key", row->key}, {"value", row->value}, {"allowed", row->allowed},
		{"origin", row->origin}, {"sentence", row->sentence}};
	struct detour_buf line = DETOUR_BUF_INIT;

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		detour_buf_addf(&line, "%s\"%s\":", i ? "," : "{", members[i].name);
		detour_text_json(&line, members[i].value, strlen(members[i].value));
	}
	detour_buf_addstr(&line, "}\n");
	fwrite(line.ptr, 1, line.size, out);
	detour_buf_release(&line);
}

/* The columns of the widest, but for those that would push the rest out of sight. */
static int larger(int widest, const char *text)
{
	int columns = detour_text_columns(text);

	return columns < 40 && columns > widest ? columns : widest;
}

static void print_padded(FILE *out, const char *text, int columns)
{
	int pad = columns - detour_text_columns(text);

	fprintf(out, "%s%*s  ", text, pad > 0 ? pad : 0, "");
}

static void print_rows(struct detour_workspace *workspace, const struct rows *rows)
{
	struct detour_arena *arena = &workspace->arena;
	FILE *out = workspace->ctx->out;
	int key_width = 0, value_width = 0;

	for (size_t i = 0; i < rows->count; i++) {
		key_width = larger(key_width, rows->list[i].key);
		value_width = larger(value_width, rows->list[i].value);
	}
	for (size_t i = 0; i < rows->count; i++) {
		print_padded(out, detour_text_line(arena, rows->list[i].key, 0), key_width);
		print_padded(out, detour_text_line(arena, rows->list[i].value, 0), value_width);
		fprintf(out, "%s\n", detour_text_line(arena, rows->list[i].origin, 0));
	}
	fputs("\nFor yourself: git config detour.signals.fixup list\n"
	      "For the team, in .detour.ini: git detour init\n",
		out);
}

static void print_warnings(struct detour_workspace *workspace)
{
	const struct detour_settings *settings = &workspace->settings;

	for (size_t i = 0; i < settings->warning_count; i++)
		fprintf(workspace->ctx->err, "detour: %s\n", settings->warnings[i]);
}

static const struct detour_setting_row *find(const struct rows *rows, const char *key)
{
	if (detour_text_starts(key, "detour."))
		key += strlen("detour.");
	for (size_t i = 0; i < rows->count; i++)
		if (!strcmp(rows->list[i].key, key))
			return &rows->list[i];
	return NULL;
}

static const char *nearest(const struct rows *rows, const char *key)
{
	const char *found = NULL;
	size_t best = strlen(key) / 2 + 1;

	for (size_t i = 0; i < rows->count; i++) {
		size_t distance = detour_text_distance(key, rows->list[i].key);

		if (distance < best) {
			best = distance;
			found = rows->list[i].key;
		}
	}
	return found;
}

static int show_one(
	struct detour_workspace *workspace, const struct rows *rows, const char *key, bool json)
{
	const struct detour_setting_row *row = find(rows, key);
	const char *meant;

	if (row && json)
		print_json_row(workspace->ctx->out, row);
	else if (row)
		fprintf(workspace->ctx->out, "%s\n",
			detour_text_line(&workspace->arena, row->value, 0));
	if (row)
		return DETOUR_EXIT_OK;
	meant = nearest(rows, key);
	fprintf(workspace->ctx->err,
		"detour: cannot show '%s': there is no such setting%s%s%s; git detour config lists "
		"them\n",
		detour_text_line(&workspace->arena, key, 60), meant ? " (did you mean " : "",
		meant ? meant : "", meant ? "?)" : "");
	return DETOUR_EXIT_FINDINGS;
}

static int show(struct detour_workspace *workspace, const char *key, bool json)
{
	struct rows rows = all_rows(workspace);

	if (key) {
		detour_workspace_warn(workspace);
		return show_one(workspace, &rows, key, json);
	}
	for (size_t i = 0; json && i < rows.count; i++)
		print_json_row(workspace->ctx->out, &rows.list[i]);
	if (!json)
		print_rows(workspace, &rows);
	fflush(workspace->ctx->out);
	print_warnings(workspace);
	return DETOUR_EXIT_OK;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	const char *key = NULL;
	bool json = false;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((code = detour_arguments_next(&args)) != DETOUR_ARG_END) {
		if (code == DETOUR_ARG_HELP || code == DETOUR_ARG_BAD)
			return detour_arguments_leave(code);
		json |= code == OPTION_JSON;
		if (code == DETOUR_ARG_OPERAND && key) {
			return detour_cmd_usage(ctx, "cannot show settings: one key at a time");
		}
		key = code == DETOUR_ARG_OPERAND ? args.value : key;
	}
	code = detour_workspace_open(&workspace, ctx, &err);
	code = code ? detour_cmd_fail(ctx, code, &err) : show(&workspace, key, json);
	detour_workspace_close(&workspace);
	return code;
}

const struct detour_verb detour_verb_config = {
	.name = "config",
	.arguments = "[KEY] [--json]",
	.summary = "show the settings that count here, and where each comes from",
	.options = options,
	.run = run,
	.paged = true,
};
