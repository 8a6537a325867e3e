/* The lines of a template, compared with those of a session; see parts.h. */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

#define BRACKET_LINES_LIMIT 60
#define PATTERNS_LIMIT 64
#define OWN_LETTERS 4

struct detour_template_line {
	uint64_t hash;
	const char *text;
	size_t size;
};

static bool cut_start(const char **text, size_t *size, const char *word)
{
	size_t length = strlen(word);

	if (*size < length || memcmp(*text, word, length) != 0)
		return false;
	*size -= length;
	*text = detour_text_trim(*text + length, size);
	return true;
}

static bool cut_end(const char **text, size_t *size, const char *word)
{
	size_t length = strlen(word);

	if (*size < length || memcmp(*text + *size - length, word, length) != 0)
		return false;
	*size -= length;
	*text = detour_text_trim(*text, size);
	return true;
}

/* The bare words: what stands in brackets in the template stands in a comment in a session. */
static const char *strip(const char *text, size_t *size)
{
	text = detour_text_trim(text, size);
	if (cut_start(&text, size, "<!--"))
		(void)cut_start(&text, size, "hint:");
	(void)cut_end(&text, size, "-->");
	/* Brackets that close again on the line may be a link. */
	if (*size && text[0] == '[' && (text[*size - 1] == ']' || !memchr(text, ']', *size)))
		(void)cut_start(&text, size, "[");
	if (*size && text[*size - 1] == ']' && !memchr(text, '[', *size))
		(void)cut_end(&text, size, "]");
	return text;
}

static int compare(const void *a, const void *b)
{
	const struct detour_template_line *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	if (left->size != right->size)
		return left->size < right->size ? -1 : 1;
	return memcmp(left->text, right->text, left->size);
}

/* The letters besides a day to be filled in; a sign of a script that has one for a word counts as
 * many. */
static size_t count_own_letters(const char *text, size_t size)
{
	const size_t length = strlen(DETOUR_FILL_DAY);
	size_t count = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (i + length <= size && !memcmp(text + i, DETOUR_FILL_DAY, length))
			i += length - 1;
		else if (byte >= 0xe3 && byte <= 0xed)
			count += OWN_LETTERS;
		else
			count += ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
				 (byte >= 0xc3 && byte <= 0xe1);
	}
	return count;
}

/* Anything fits a topic: a line that is nothing else or hardly more ("- [Topic]", "The [Topic].")
 * would make the template's of whatever a person writes. */
static bool has_something_to_fill(const char *line)
{
	const char *topic = strstr(line, DETOUR_FILL_TOPIC), *behind;

	if (!topic)
		return strstr(line, DETOUR_FILL_DAY);
	behind = topic + strlen(DETOUR_FILL_TOPIC);
	return count_own_letters(line, (size_t)(topic - line)) +
		       count_own_letters(behind, strlen(behind)) >=
	       OWN_LETTERS;
}

static size_t count_lines(const char *bytes, size_t size)
{
	size_t count = 1;

	for (size_t i = 0; i < size; i++)
		count += bytes[i] == '\n';
	return count;
}

struct building {
	struct detour_arena *arena;
	struct detour_template_line *lines;
	const char **patterns;
	struct detour_template *out;
};

static void add_line(struct building *building, const char *text, size_t size)
{
	struct detour_template *out = building->out;

	building->lines[out->count++] = (struct detour_template_line){
		detour_hash(DETOUR_HASH_START, text, size), text, size};
	if (has_something_to_fill(text) && out->pattern_count < PATTERNS_LIMIT)
		building->patterns[out->pattern_count++] = text;
}

/* The line, and how it reads inside of a hint where that is another spelling. */
static void add_spellings(struct building *building, const char *text, size_t size)
{
	struct detour_buf hint = DETOUR_BUF_INIT;

	add_line(building, detour_arena_strndup(building->arena, text, size), size);
	detour_markdown_comment_text(&hint, text, size);
	if (hint.size != size || memcmp(hint.ptr, text, size) != 0)
		add_line(building, detour_arena_strndup(building->arena, hint.ptr, hint.size),
			hint.size);
	detour_buf_release(&hint);
}

void detour_template_init(
	struct detour_template *out, const char *bytes, size_t size, struct detour_arena *arena)
{
	size_t room = bytes ? 2 * count_lines(bytes, size) : 0;
	struct building building = {.arena = arena, .out = out};
	struct detour_lines scanner;
	struct detour_line line;

	memset(out, 0, sizeof(*out));
	out->lines = building.lines = detour_arena_array(arena, room, sizeof(*out->lines));
	out->patterns = building.patterns =
		detour_arena_array(arena, PATTERNS_LIMIT, sizeof(*out->patterns));
	detour_lines_init(&scanner, bytes, bytes ? size : 0);
	while (detour_lines_next(&scanner, &line)) {
		size_t length = line.size;
		const char *text = strip(line.text, &length);

		if (length)
			add_spellings(&building, text, length);
	}
	detour_lines_release(&scanner);
	if (out->count)
		qsort(building.lines, out->count, sizeof(*building.lines), compare);
}

static bool is_day(const char *text, size_t size)
{
	char copy[sizeof(DETOUR_FILL_DAY)];
	int year, month, day;

	if (size < sizeof(copy) - 1)
		return false;
	memcpy(copy, text, sizeof(copy) - 1);
	copy[sizeof(copy) - 1] = '\0';
	return detour_date_parse_day(copy, &year, &month, &day) == 0;
}

/* Is [text, size) the pattern with days in the place of YYYY-MM-DD and anything in the place of the
 * first [Topic]? */
static bool matches(const char *pattern, const char *text, size_t size)
{
	const size_t day = strlen(DETOUR_FILL_DAY), topic = strlen(DETOUR_FILL_TOPIC);

	while (*pattern) {
		if (detour_text_starts(pattern, DETOUR_FILL_DAY) && is_day(text, size)) {
			pattern += day;
			text += day;
			size -= day;
		} else if (detour_text_starts(pattern, DETOUR_FILL_TOPIC)) {
			/* What follows has a fixed length: a day is as long as its placeholder. */
			size_t rest = strlen(pattern + topic);

			if (size < rest)
				return false;
			text += size - rest;
			size = rest;
			pattern += topic;
		} else if (size && *pattern == *text) {
			pattern++;
			text++;
			size--;
		} else {
			return false;
		}
	}
	return size == 0;
}

bool detour_template_has(const struct detour_template *templ, const char *text, size_t size)
{
	struct detour_template_line key;
	size_t whole = size;

	text = strip(text, &size);
	/* The lines that hold nothing but the marks of a comment. */
	if (!size)
		return whole > 0 && templ->count > 0;
	key = (struct detour_template_line){detour_hash(DETOUR_HASH_START, text, size), text, size};
	if (templ->count &&
		bsearch(&key, templ->lines, templ->count, sizeof(*templ->lines), compare))
		return true;
	for (size_t i = 0; i < templ->pattern_count; i++)
		if (matches(templ->patterns[i], text, size))
			return true;
	return false;
}

/* ---- blocks in brackets */

static bool starts_a_sentence(const char *text, size_t size)
{
	/* "[ ]", "[x]" and "[1]" ask for nothing. */
	return size > 3 && text[0] == '[' && text[2] != ']' &&
	       ((text[1] >= 'A' && text[1] <= 'Z') || (text[1] >= 'a' && text[1] <= 'z') ||
		       (unsigned char)text[1] >= 0x80);
}

size_t detour_bracket_block(const char *text, size_t size)
{
	int depth = 0, lines = 0;
	bool words = false;

	if (!starts_a_sentence(text, size))
		return 0;
	for (size_t i = 0; i < size && lines < BRACKET_LINES_LIMIT; i++) {
		depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
		words = words || text[i] == ' ';
		if (text[i] == '\n') {
			lines++;
			/* A heading is where the next part starts. */
			if (i + 1 < size && text[i + 1] == '#')
				return 0;
		}
		if (depth == 0) {
			i++;
			while (i < size && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r'))
				i++;
			return words && (i == size || text[i] == '\n') ? i : 0;
		}
	}
	return 0;
}
