/* How the files of a journal are called; see style.h. */
#include "style.h"

#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "name.h"

enum { MOST = DETOUR_STYLE_SAMPLES / 2 + 1 };

/* The form of one name, as short strings that can be compared. */
struct form {
	const char *front, *suffix, *folder;
	char day_last, compact_day, separator, word_separator;
};

/* Where the text begins a word of the name; NULL. Within one it is no day: see name.h. */
static const char *find_word(const char *name, const char *text)
{
	const char *at = strstr(name, text);

	while (at && at > name && (isalnum((unsigned char)at[-1]) || at[-1] & 0x80))
		at = strstr(at + 1, text);
	return at;
}

/* Where the day stands in the name, and its length there; NULL. Where it stands twice, the first
 * tells. */
static const char *find_day(const char *name, const char *day, size_t *size)
{
	char compact[9];
	const char *at = find_word(name, day), *other;

	memcpy(compact, day, 4);
	memcpy(compact + 4, day + 5, 2);
	memcpy(compact + 6, day + 8, 2);
	compact[8] = '\0';
	other = find_word(name, compact);
	*size = at && (!other || at < other) ? 10 : 8;
	return *size == 10 ? at : other;
}

static char word_separator(const char *topic)
{
	return strchr(topic, '_') && !strchr(topic, '-') ? '_' : strchr(topic, '-') ? '-' : 0;
}

static const char *folder_of(struct detour_arena *arena, const char *dir, const char *day)
{
	static const char *const forms[] = {"YYYY/MM", "YYYY-MM", "YYYY/YYYY-MM", "YYYY"};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct detour_name_style style = {.folder = forms[i]};
		const char *name = detour_style_name(&style, arena, day, "", 1);
		size_t size = strlen(dir);

		if (size && !strncmp(name, dir, size) && name[size] == '/' &&
			!strchr(name + size + 1, '/'))
			return forms[i];
	}
	return "";
}

static void read_form(
	struct form *out, const struct detour_style_sample *sample, struct detour_arena *arena)
{
	const char *day, *topic, *at, *dot;
	size_t size, length;

	memset(out, 0, sizeof(*out));
	out->front = out->suffix = "";
	out->folder = folder_of(arena, sample->dir, sample->day);
	if (!detour_name_parse(arena, sample->name, &day, &topic))
		return;
	at = find_day(sample->name, day, &size);
	(void)detour_name_is_markdown(sample->name, &length);
	dot = sample->name + length;
	out->word_separator = word_separator(topic);
	if (!at)
		return;
	out->compact_day = size == 8;
	out->day_last = at > sample->name && at + size == dot && *topic;
	out->separator = out->day_last ? at[-1] : at + size < dot ? at[size] : '\0';
	if (!out->day_last)
		out->front = detour_arena_strndup(arena, sample->name, (size_t)(at - sample->name));
	if (length > 8 && (!strncmp(dot - 8, "-session", 8) || !strncmp(dot - 8, "_session", 8)) &&
		dot - 8 > at + size)
		out->suffix = detour_arena_strndup(arena, dot - 8, 8);
}

/* A word that stands in front of each topic is a part of the form, "2026-11-22" is not. */
static const char *agreed_text(
	const struct form *forms, size_t count, const char *(*get)(const struct form *form))
{
	for (size_t i = 0; i < count; i++) {
		size_t same = 0;

		for (size_t j = 0; j < count; j++)
			same += !strcmp(get(&forms[i]), get(&forms[j]));
		if (same >= MOST)
			return *get(&forms[i]) ? get(&forms[i]) : NULL;
	}
	return NULL;
}

static char agreed_char(
	const struct form *forms, size_t count, char (*get)(const struct form *form))
{
	for (size_t i = 0; i < count; i++) {
		size_t same = 0;

		for (size_t j = 0; j < count; j++)
			same += get(&forms[i]) == get(&forms[j]);
		if (get(&forms[i]) && same >= MOST)
			return get(&forms[i]);
	}
	return 0;
}

static const char *get_front(const struct form *form)
{
	return form->front;
}

static const char *get_suffix(const struct form *form)
{
	return form->suffix;
}

static const char *get_folder(const struct form *form)
{
	return form->folder;
}

static char get_day_last(const struct form *form)
{
	return form->day_last;
}

static char get_compact_day(const struct form *form)
{
	return form->compact_day;
}

static char get_separator(const struct form *form)
{
	return form->separator;
}

static char get_word_separator(const struct form *form)
{
	return form->word_separator;
}

void detour_style_of_names(struct detour_name_style *out, const struct detour_style_sample *samples,
	size_t count, struct detour_arena *arena)
{
	struct form forms[DETOUR_STYLE_SAMPLES];

	memset(out, 0, sizeof(*out));
	if (count < DETOUR_STYLE_SAMPLES)
		return;
	count = DETOUR_STYLE_SAMPLES;
	for (size_t i = 0; i < count; i++)
		read_form(&forms[i], &samples[i], arena);
	out->front = agreed_text(forms, count, get_front);
	out->suffix = agreed_text(forms, count, get_suffix);
	out->folder = agreed_text(forms, count, get_folder);
	out->day_last = agreed_char(forms, count, get_day_last);
	out->compact_day = agreed_char(forms, count, get_compact_day);
	out->separator = agreed_char(forms, count, get_separator);
	out->word_separator = agreed_char(forms, count, get_word_separator);
}

static void add_folder(struct detour_buf *out, const char *folder, const char *day)
{
	while (*folder) {
		if (detour_text_starts(folder, "YYYY")) {
			detour_buf_add(out, day, 4);
			folder += 4;
		} else if (detour_text_starts(folder, "MM")) {
			detour_buf_add(out, day + 5, 2);
			folder += 2;
		} else {
			detour_buf_addch(out, *folder++);
		}
	}
	detour_buf_addch(out, '/');
}

static void add_day(struct detour_buf *out, const char *day, bool compact)
{
	for (; *day; day++)
		if (!compact || *day != '-')
			detour_buf_addch(out, *day);
}

static void add_topic(struct detour_buf *out, const struct detour_name_style *style,
	const char *slug, unsigned number)
{
	const char separator = style->word_separator ? style->word_separator : '-';

	for (; *slug; slug++)
		detour_buf_addch(out, *slug == '-' ? separator : *slug);
	if (number > 1)
		detour_buf_addf(out, "%c%u", separator, number);
}

char *detour_style_name(const struct detour_name_style *style, struct detour_arena *arena,
	const char *day, const char *slug, unsigned number)
{
	struct detour_buf name = DETOUR_BUF_INIT;
	char separator = style->separator ? style->separator : '-', *result;

	if (style->folder)
		add_folder(&name, style->folder, day);
	if (style->front)
		detour_buf_addstr(&name, style->front);
	if (style->day_last)
		add_topic(&name, style, slug, number);
	else
		add_day(&name, day, style->compact_day);
	detour_buf_addch(&name, separator);
	if (style->day_last)
		add_day(&name, day, style->compact_day);
	else
		add_topic(&name, style, slug, number);
	if (style->suffix)
		detour_buf_addstr(&name, style->suffix);
	detour_buf_addstr(&name, ".md");
	result = detour_arena_strndup(arena, name.ptr, name.size);
	detour_buf_release(&name);
	return result;
}
