/* Collects `[rule "name"]` and compiles their patterns; see rules.h. */
#include "rules.h"

#include <string.h>

#include "../base/text.h"
#include "../pattern.h"

#define NAME_LIMIT ((size_t)40)

static const char *const place_names[] = {
	[DETOUR_RULE_MESSAGE] = "message",
	[DETOUR_RULE_ADDED] = "added",
	[DETOUR_RULE_PATH] = "path",
};

enum { PLACES = sizeof(place_names) / sizeof(place_names[0]) };

const char *detour_rule_place_name(enum detour_rule_place place)
{
	return place_names[place];
}

static int find_place(const char *name)
{
	for (int i = 0; i < PLACES; i++)
		if (!strcmp(place_names[i], name))
			return i;
	return -1;
}

static int find_level(const char *name)
{
	for (int i = DETOUR_LEVEL_OFF; i <= DETOUR_LEVEL_ASK; i++)
		if (!strcmp(detour_level_name((enum detour_level)i), name))
			return i;
	return -1;
}

static bool is_name(const char *name)
{
	size_t size = strlen(name);

	if (!size || size > NAME_LIMIT)
		return false;
	for (; *name; name++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.",
			    *name))
			return false;
	return true;
}

static struct detour_rule_draft *find(
	struct detour_rules *rules, struct detour_arena *arena, const char *name, const char *where)
{
	struct detour_rule_draft *draft;

	for (size_t i = 0; i < rules->count; i++)
		if (!strcmp(rules->drafts[i].rule.name, name))
			return &rules->drafts[i];
	if (rules->count == DETOUR_RULE_LIMIT)
		return NULL;
	if (!rules->drafts)
		rules->drafts =
			detour_arena_array(arena, DETOUR_RULE_LIMIT, sizeof(*rules->drafts));
	draft = &rules->drafts[rules->count++];
	memset(draft, 0, sizeof(*draft));
	draft->where = where;
	draft->rule.name = detour_arena_strdup(arena, name);
	draft->rule.level = DETOUR_LEVEL_REMIND;
	return draft;
}

const char *detour_rules_set(struct detour_rules *rules, struct detour_arena *arena,
	const char *name, const char *key, const char *value, const char *where)
{
	struct detour_rule_draft *draft;
	int at;

	if (!is_name(name))
		return "a rule's name has up to 40 letters, digits, '-', '_' and '.'";
	draft = find(rules, arena, name, where);
	if (!draft)
		return "there are more than 32 rules";
	if (!strcmp(key, "match")) {
		if (!*value)
			return "match is empty: allowed is a PCRE2 pattern";
		draft->rule.match = detour_arena_strdup(arena, value);
		draft->rule.origin = where;
		return NULL;
	}
	if (!strcmp(key, "in")) {
		at = find_place(value);
		if (at < 0)
			return "in: allowed are added, message, path";
		draft->rule.in = (enum detour_rule_place)at;
		return NULL;
	}
	if (strcmp(key, "level") != 0)
		return "no such key of a rule: allowed are match, in, level";
	at = find_level(value);
	if (at < 0)
		return "level: allowed are ask, remind, list, off";
	draft->rule.level = (enum detour_level)at;
	return NULL;
}

/* Patterns that were compiled in this process, so that each is compiled once. There is room for
 * those of two sets of settings; then the oldest goes. */
enum { COMPILED_LIMIT = 2 * DETOUR_RULE_LIMIT };
static struct detour_pattern compiled[COMPILED_LIMIT];
static char *compiled_text[COMPILED_LIMIT];
static size_t compiled_count;

static struct detour_pattern *compile(const char *match, struct detour_error *err)
{
	size_t slot, size = strlen(match) + 1;

	for (size_t i = 0; i < COMPILED_LIMIT && i < compiled_count; i++)
		if (!strcmp(compiled_text[i], match) && !compiled[i].broken)
			return &compiled[i];
	slot = compiled_count++ % COMPILED_LIMIT;
	detour_pattern_release(&compiled[slot]);
	compiled_text[slot] = detour_realloc(compiled_text[slot], size);
	memcpy(compiled_text[slot], match, size);
	compiled[slot] = (struct detour_pattern)DETOUR_PATTERN(
		NULL, compiled_text[slot], DETOUR_PATTERN_LINES | DETOUR_PATTERN_METERED);
	(void)detour_pattern_compile(&compiled[slot], err);
	return &compiled[slot];
}

/* NULL, or what is wrong with it. */
static const char *prepare(struct detour_rule *rule, const char *where, struct detour_arena *arena)
{
	struct detour_error err = DETOUR_ERROR_INIT;

	if (!rule->match)
		return detour_arena_printf(arena,
			"%s: rule \"%s\" has no pattern: set match to a PCRE2 pattern", where,
			rule->name);
	if (rule->level == DETOUR_LEVEL_OFF)
		return NULL;
	rule->pattern = compile(rule->match, &err);
	if (rule->pattern->broken)
		return detour_arena_printf(
			arena, "%s: rule \"%s\": %s", rule->origin, rule->name, err.message);
	return NULL;
}

void detour_rules_finish(struct detour_rules *rules, struct detour_settings *out,
	struct detour_arena *arena, void (*warn)(void *data, const char *line), void *data)
{
	struct detour_rule *kept;

	if (!rules->count)
		return;
	kept = detour_arena_array(arena, rules->count, sizeof(*kept));
	out->rules = kept;
	for (size_t i = 0; i < rules->count; i++) {
		struct detour_rule *rule = &rules->drafts[i].rule;
		const char *problem = prepare(rule, rules->drafts[i].where, arena);

		if (problem)
			warn(data, problem);
		if (rule->match)
			kept[out->rule_count++] = *rule;
	}
}

const char *detour_settings_runaway(
	const struct detour_settings *settings, struct detour_arena *arena)
{
	const struct detour_rule *first = NULL;
	size_t more = 0;

	for (size_t i = 0; i < settings->rule_count; i++)
		if (settings->rules[i].pattern && settings->rules[i].pattern->runaways) {
			more += first != NULL;
			first = first ? first : &settings->rules[i];
		}
	if (!first)
		return NULL;
	return detour_arena_printf(arena,
		"%s: rule \"%s\"%s: the pattern takes too long on some text; that counts as no "
		"match",
		detour_text_line(arena, first->origin, 0), first->name,
		more ? detour_arena_printf(arena, " and %zu more", more) : "");
}
