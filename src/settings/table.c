/* The rows of the settings table, and how their values are read and written; see settings_table.h.
 */
#include "table.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

static const char level_words[] = "ask | remind | list | off";

#define LEVEL_FIELD(kind)                                                                          \
	(offsetof(struct detour_settings, levels) + DETOUR_KIND_##kind * sizeof(enum detour_level))
#define LEVEL_WORD_ASK "ask"
#define LEVEL_WORD_REMIND "remind"
#define LEVEL_WORD_LIST "list"
#define LEVEL_WORD_OFF "off"

const struct detour_setting detour_setting_table[DETOUR_SETTING_COUNT] = {
#define DETOUR_SETTING(section, key, type, field, allowed, fallback, sentence)                     \
	{#section "." #key, DETOUR_TYPE_##type, offsetof(struct detour_settings, field), allowed,  \
		fallback, sentence},
#include "settings.def"
#undef DETOUR_SETTING
#define DETOUR_SIGNAL(kind, level, facts, sentence)                                                \
	{"signals." #kind, DETOUR_TYPE_LEVEL, LEVEL_FIELD(kind), level_words, LEVEL_WORD_##level,  \
		sentence},
#include "../signal/signals.def"
#undef DETOUR_SIGNAL
};

static const char *const kind_names[DETOUR_KIND_COUNT] = {
#define DETOUR_SIGNAL(kind, level, facts, sentence) #kind,
#include "../signal/signals.def"
#undef DETOUR_SIGNAL
};

static const char *const level_names[] = {
	[DETOUR_LEVEL_OFF] = "off",
	[DETOUR_LEVEL_LIST] = "list",
	[DETOUR_LEVEL_REMIND] = "remind",
	[DETOUR_LEVEL_ASK] = "ask",
};

static const char *const mode_names[] = {
	[DETOUR_MODE_OFF] = "off",
	[DETOUR_MODE_REMIND] = "remind",
	[DETOUR_MODE_ASK] = "ask",
	[DETOUR_MODE_SCAFFOLD] = "scaffold",
	[DETOUR_MODE_BLOCK] = "block",
};

const char *detour_level_name(enum detour_level level)
{
	return level_names[level];
}

const char *detour_kind_name(enum detour_kind kind)
{
	return kind < DETOUR_KIND_COUNT ? kind_names[kind] : "";
}

static size_t index_of(const char *const *names, size_t count, const char *name)
{
	size_t i = 0;

	while (i < count && strcmp(names[i], name) != 0)
		i++;
	return i;
}

#define INDEX_OF(names, name) index_of(names, sizeof(names) / sizeof((names)[0]), name)

enum detour_kind detour_kind_parse(const char *name)
{
	return (enum detour_kind)INDEX_OF(kind_names, name);
}

static void *field_of(struct detour_settings *settings, size_t id)
{
	return (char *)settings + detour_setting_table[id].field;
}

static const void *value_of(const struct detour_settings *settings, size_t id)
{
	return (const char *)settings + detour_setting_table[id].field;
}

/* Is `word` one of those in "ask | remind | off"? */
static bool is_allowed(const char *allowed, const char *word)
{
	size_t size = strlen(word);

	if (!size || strpbrk(word, " |"))
		return false;
	for (const char *at = allowed; at; at = strstr(at, " | ")) {
		at += *at == ' ' ? 3 : 0;
		if (strncmp(at, word, size) == 0 && (!at[size] || at[size] == ' '))
			return true;
	}
	return false;
}

/* "Ask" is as good as "ask". ASCII only, whatever the locale; what is too long for a word stays no
 * word. */
static const char *lower_word(const char *text, char *out, size_t room)
{
	size_t i;

	for (i = 0; text[i] && i + 1 < room; i++)
		out[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
	out[i] = '\0';
	return text[i] ? "" : out;
}

static const char *set_span(int64_t *field, const char *word, bool may_be_auto)
{
	int64_t least = may_be_auto ? 60 : 1, most = may_be_auto ? INT64_MAX : 600, value;

	if (may_be_auto && strcmp(word, "auto") == 0) {
		*field = DETOUR_SPAN_AUTO;
		return NULL;
	}
	if (detour_date_parse_span(word, &value) < 0)
		return "";
	if (value < least || value > most)
		return value < least ? "is too short" : "is too long";
	*field = value;
	return NULL;
}

/* Patterns are held against paths of commits, whoever speaks: they never leave the work tree. */
static const char *set_globs(const char **field, const char *word, const char *text,
	const struct detour_setting_source *source)
{
	struct detour_setting_source team = *source;
	const char *problem = NULL, *globs;

	team.trusted = false;
	globs = strcmp(word, "auto") == 0
			? "auto"
			: detour_setting_paths(DETOUR_TYPE_FOLDERS, text, &team, &problem);
	if (globs)
		*field = globs;
	return problem;
}

/* The tracked file may name any page: it is put into links, and nothing here ever goes there. */
static const char *set_page(const char **field, const char *word, const char *text,
	const struct detour_setting_source *source)
{
	const char *problem = NULL;
	const char *page = strcmp(word, "auto") == 0
				   ? "auto"
				   : detour_forge_page(source->arena, text, &problem);

	if (page)
		*field = page;
	return problem;
}

const char *detour_setting_set(struct detour_settings *settings, size_t id, const char *text,
	const struct detour_setting_source *source)
{
	const struct detour_setting *row = &detour_setting_table[id];
	char buffer[32];
	const char *word = lower_word(text, buffer, sizeof(buffer)), *problem = NULL, *paths;
	void *field = field_of(settings, id);

	switch (row->type) {
	case DETOUR_TYPE_WORD:
		if (!is_allowed(row->allowed, word))
			return "";
		*(enum detour_mode *)field = (enum detour_mode)INDEX_OF(mode_names, word);
		return NULL;
	case DETOUR_TYPE_LEVEL:
		if (!is_allowed(row->allowed, word))
			return "";
		*(enum detour_level *)field = (enum detour_level)INDEX_OF(level_names, word);
		return NULL;
	case DETOUR_TYPE_SPAN:
	case DETOUR_TYPE_SPAN_OR_AUTO:
		return set_span(field, word, row->type == DETOUR_TYPE_SPAN_OR_AUTO);
	case DETOUR_TYPE_GLOBS:
		return set_globs(field, word, text, source);
	case DETOUR_TYPE_PAGE:
		return set_page(field, word, text, source);
	case DETOUR_TYPE_FORGE:
		if (detour_forge_parse(word) == DETOUR_FORGE_KINDS)
			return "";
		*(enum detour_forge_kind *)field = detour_forge_parse(word);
		return NULL;
	case DETOUR_TYPE_FOLDERS:
	case DETOUR_TYPE_FILE:
		if (row->type == DETOUR_TYPE_FOLDERS && strcmp(word, "private") == 0)
			paths = source->trusted ? "private" : NULL;
		else if (strcmp(word, "auto") == 0)
			paths = "auto";
		else
			paths = detour_setting_paths(row->type, text, source, &problem);
		if (!paths && !problem)
			problem = "is for each user to choose";
		if (paths)
			*(const char **)field = paths;
		return problem;
	}
	return "";
}

static const char *span_text(int64_t seconds, struct detour_arena *arena)
{
	static const struct {
		int64_t seconds;
		char letter;
	} units[] = {{7 * 86400, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
	size_t u = 0;

	if (seconds == DETOUR_SPAN_AUTO)
		return "auto";
	while (u + 1 < sizeof(units) / sizeof(units[0]) && (seconds % units[u].seconds || !seconds))
		u++;
	return detour_arena_printf(
		arena, "%lld%c", (long long)(seconds / units[u].seconds), units[u].letter);
}

const char *detour_setting_text(
	const struct detour_settings *settings, size_t id, struct detour_arena *arena)
{
	const void *value = value_of(settings, id);

	switch (detour_setting_table[id].type) {
	case DETOUR_TYPE_WORD:
		return mode_names[*(const enum detour_mode *)value];
	case DETOUR_TYPE_FORGE:
		return detour_forge_word(*(const enum detour_forge_kind *)value);
	case DETOUR_TYPE_LEVEL:
		return level_names[*(const enum detour_level *)value];
	case DETOUR_TYPE_SPAN:
	case DETOUR_TYPE_SPAN_OR_AUTO:
		return span_text(*(const int64_t *)value, arena);
	case DETOUR_TYPE_FOLDERS:
	case DETOUR_TYPE_FILE:
	case DETOUR_TYPE_GLOBS:
	case DETOUR_TYPE_PAGE:
		return *(const char *const *)value;
	}
	return "";
}

size_t detour_setting_find(const char *key)
{
	size_t id = 0;

	while (id < DETOUR_SETTING_COUNT && strcmp(detour_setting_table[id].key, key) != 0)
		id++;
	return id;
}

#define NEAREST_LIMIT ((size_t)40)

const char *detour_setting_nearest(const char *key)
{
	const size_t start_that_counts = strlen("signals.");
	size_t best = 4, length = strlen(key);
	const char *nearest = NULL;

	if (length > NEAREST_LIMIT)
		return NULL;
	for (size_t id = 0; id < DETOUR_SETTING_COUNT; id++) {
		const char *known = detour_setting_table[id].key;
		size_t distance = detour_text_distance(key, known);

		/* "prompt.time" is far from "prompt.timeout" in letters, but not in meaning. */
		if (distance > 1 && length > start_that_counts &&
			(detour_text_starts(key, known) || detour_text_starts(known, key)))
			distance = 1;
		if (distance < best) {
			best = distance;
			nearest = known;
		}
	}
	return nearest;
}
