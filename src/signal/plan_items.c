/* Reads checklists; see plan.h. */
#include "plan.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "../journal/markdown.h"

enum { WORDS_LIMIT = 200, CONTINUED_LIMIT = 2000 };

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* Ticks, dashes and emoji, in UTF-8; the letters of no script begin like this. */
static size_t sign_size(const char *text, size_t size)
{
	if (size >= 3 && (unsigned char)text[0] == 0xe2)
		return 3;
	if (size >= 2 && (unsigned char)text[0] == 0xc2)
		return 2;
	return size >= 4 && (unsigned char)text[0] == 0xf0 ? 4 : 0;
}

/* A date, a number of a commit or of a pull request, "done": what is added when an item is done. */
static bool is_note(const char *word, size_t size)
{
	bool hex = size >= 7, digits = false;

	for (size_t i = 0; i < size; i++) {
		bool digit = word[i] >= '0' && word[i] <= '9';

		digits = digits || digit;
		hex = hex && (digit || (word[i] >= 'a' && word[i] <= 'f'));
	}
	return (hex && digits) || (size == 4 && !strncasecmp(word, "done", size));
}

static bool is_number(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (word[i] < '0' || word[i] > '9')
			return false;
	return true;
}

static uint64_t hash_word(const char *word, size_t size)
{
	uint64_t hash = DETOUR_HASH_START;

	for (size_t i = 0; i < size; i++) {
		char c = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] - 'A' + 'a') : word[i];

		hash = detour_hash(hash, &c, 1);
	}
	return hash;
}

/* The hashes of the words, up to WORDS_LIMIT; their number. Numbers that stand behind a dash or a
 * '#' belong to dates and pull requests. */
static size_t words_of(const char *text, size_t size, uint64_t *out)
{
	size_t count = 0;

	for (size_t at = 0; at < size && count < WORDS_LIMIT;) {
		size_t start = at, sign = sign_size(text + at, size - at);

		while (at < size && is_word_byte(text[at]) && !sign_size(text + at, size - at))
			at++;
		if (at == start) {
			at += sign ? sign : 1;
			continue;
		}
		if (is_note(text + start, at - start))
			continue;
		if (is_number(text + start, at - start) &&
			((at < size && text[at] == '-') ||
				(start && strchr("-#", text[start - 1]))))
			continue;
		out[count++] = hash_word(text + start, at - start);
	}
	return count;
}

static uint64_t hash_words(const char *text, size_t size)
{
	uint64_t words[WORDS_LIMIT];
	size_t count = words_of(text, size, words);

	return detour_hash(DETOUR_HASH_START, words, count * sizeof(*words));
}

/* "- [x] Text", "2. [ ] Text": the text behind the box, and the mark in it; NULL: no item. */
static const char *behind_box(const char *text, size_t *size, char *mark)
{
	size_t at = 0;

	while (at < *size && strchr(" \t>", text[at]))
		at++;
	if (at < *size && strchr("-*+", text[at])) {
		at++;
	} else {
		size_t digits = at;

		while (at < *size && at < digits + 9 && text[at] >= '0' && text[at] <= '9')
			at++;
		if (at == digits || at == *size || !strchr(".)", text[at]))
			return NULL;
		at++;
	}
	if (at == *size || (text[at] != ' ' && text[at] != '\t'))
		return NULL;
	while (at < *size && (text[at] == ' ' || text[at] == '\t'))
		at++;
	if (at + 3 > *size || text[at] != '[' || text[at + 2] != ']' ||
		(at + 3 < *size && text[at + 3] != ' ' && text[at + 3] != '\t') ||
		!strchr(" xX-~/>", text[at + 1]))
		return NULL;
	*mark = text[at + 1];
	*size -= at + 3;
	text = detour_text_trim(text + at + 3, size);
	return *size ? text : NULL;
}

/* Without emphasis, strokes and code marks: what a person reads. */
static const char *plain(struct detour_arena *arena, const char *text, size_t size)
{
	char *out = detour_arena_alloc(arena, size + 1);
	size_t used = 0;

	for (size_t i = 0; i < size; i++)
		if (!strchr("*~`", text[i]) || !text[i])
			out[used++] = text[i] ? text[i] : ' ';
	out[used] = '\0';
	return detour_text_line(arena, out, 0);
}

static struct detour_plan_item *add_item(
	struct detour_plan *plan, char mark, const char *text, size_t size)
{
	struct detour_plan_item *item;

	if (!plan->items)
		plan->items =
			detour_arena_array(plan->arena, DETOUR_PLAN_ITEMS, sizeof(*plan->items));
	if (plan->item_count == DETOUR_PLAN_ITEMS)
		return NULL;
	item = &plan->items[plan->item_count++];
	item->text = detour_arena_strndup(plan->arena, text, size);
	item->checked = mark == 'x' || mark == 'X';
	item->struck = mark == '-';
	return item;
}

/* An item goes on in lines that are indented and no item themselves. */
static void go_on(
	struct detour_plan *plan, struct detour_plan_item *item, const char *text, size_t size)
{
	if (strlen(item->text) + size < CONTINUED_LIMIT)
		item->text =
			detour_arena_printf(plan->arena, "%s %.*s", item->text, (int)size, text);
}

static void finish_items(struct detour_plan *plan, size_t from)
{
	uint64_t words[WORDS_LIMIT];

	for (size_t i = from; i < plan->item_count; i++) {
		struct detour_plan_item *item = &plan->items[i];
		size_t size = strlen(item->text);

		item->struck = item->struck || !strncmp(item->text, "~~", 2);
		item->word_count = words_of(item->text, size, words);
		item->words =
			detour_arena_array(plan->arena, item->word_count + 1, sizeof(*item->words));
		memcpy(item->words, words, item->word_count * sizeof(*words));
		item->hash =
			detour_hash(DETOUR_HASH_START, words, item->word_count * sizeof(*words));
		item->text = plain(plan->arena, item->text, size);
	}
}

static void add_prose(struct detour_plan *plan, const char *path, const char *heading,
	uint64_t section, const struct detour_line *line)
{
	if (!plan->prose)
		plan->prose =
			detour_arena_array(plan->arena, DETOUR_PLAN_PROSE, sizeof(*plan->prose));
	if (plan->prose_count < DETOUR_PLAN_PROSE)
		plan->prose[plan->prose_count++] = (struct detour_plan_prose){
			hash_words(line->visible, line->visible_size), section, heading,
			detour_arena_strndup(plan->arena, line->visible, line->visible_size), path};
}

void detour_plan_read(
	struct detour_plan *plan, const char *path, const char *bytes, size_t size, bool passive)
{
	struct detour_lines lines;
	struct detour_line line;
	struct detour_plan_item *item = NULL;
	const char *heading = "", *text;
	uint64_t section = 0;
	size_t from = plan->item_count, number = 0;
	char mark;

	detour_lines_init(&lines, bytes, size);
	while (detour_lines_next(&lines, &line)) {
		size_t length = line.visible_size;

		number++;
		if (line.kind == DETOUR_LINE_HEADING) {
			heading = plain(plan->arena, line.visible, length);
			section = hash_words(line.visible, length);
		}
		if (line.kind != DETOUR_LINE_TEXT) {
			item = NULL;
			continue;
		}
		text = behind_box(line.visible, &length, &mark);
		if (text) {
			item = add_item(plan, mark, text, length);
			if (item) {
				item->path = path;
				item->line = number;
				item->heading = heading;
				item->section = section;
				item->passive = passive;
			}
		} else if (item && line.size && (line.text[0] == ' ' || line.text[0] == '\t')) {
			go_on(plan, item, line.visible, line.visible_size);
		} else {
			item = NULL;
			if (!passive)
				add_prose(plan, path, heading, section, &line);
		}
	}
	detour_lines_release(&lines);
	finish_items(plan, from);
}

size_t detour_plan_common(const struct detour_plan_item *a, const struct detour_plan_item *b)
{
	size_t common = 0;
	bool used[WORDS_LIMIT] = {false};

	for (size_t i = 0; i < a->word_count; i++)
		for (size_t j = 0; j < b->word_count; j++)
			if (!used[j] && a->words[i] == b->words[j]) {
				used[j] = true;
				common++;
				break;
			}
	return common;
}
