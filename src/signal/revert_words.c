/*
 * What of a message is its author's own words.
 *
 * Messages carry other messages: replies and reland descriptions quote with "> ", squash merges
 * list what they swallowed as "* Subject" paragraphs or as the output of git log. A revert in there
 * was somebody's step on the way, not what this commit does.
 */
#include <string.h>

#include "../pattern.h"
#include "revert.h"

struct lines {
	const char *text;
	size_t size, at;
};

static bool next_line(struct lines *lines, struct detour_span *out)
{
	const char *end;

	if (lines->at >= lines->size)
		return false;
	out->text = lines->text + lines->at;
	out->size = lines->size - lines->at;
	end = memchr(out->text, '\n', out->size);
	if (end)
		out->size = (size_t)(end - out->text);
	lines->at += out->size + 1;
	return true;
}

static bool is_blank(struct detour_span line)
{
	for (size_t i = 0; i < line.size; i++)
		if (line.text[i] != ' ' && line.text[i] != '\t' && line.text[i] != '\r')
			return false;
	return true;
}

static bool starts(struct detour_span line, const char *prefix)
{
	size_t size = strlen(prefix);

	return line.size >= size && !memcmp(line.text, prefix, size);
}

static bool is_quoted(struct detour_span line)
{
	size_t i = 0;

	while (i < line.size && line.text[i] == ' ')
		i++;
	return i < line.size && line.text[i] == '>';
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_log_header(struct detour_span line)
{
	size_t digits = 0;

	if (starts(line, "Squashed commit of the following") ||
		starts(line, "# This is a combination of"))
		return true;
	if (!starts(line, "commit "))
		return false;
	while (7 + digits < line.size && is_hex(line.text[7 + digits]))
		digits++;
	return digits >= 40;
}

/* A bullet that is a paragraph by itself, as GitHub lists the commits of a squash merge. */
static bool is_lone_bullet(struct lines lines, struct detour_span line, bool after_blank)
{
	struct detour_span next;

	return after_blank && starts(line, "* ") && (!next_line(&lines, &next) || is_blank(next));
}

static bool speaks_of_reverting(struct detour_span line)
{
	return detour_revert_led(line.text + 2, line.size - 2) > 0;
}

/* Where a listing of swallowed commits begins, or the size. One bullet alone is a list only if it
 * tells of a revert: people write single points too. */
static size_t listing_start(struct lines lines)
{
	size_t first = lines.size, bullets = 0;
	struct detour_span line;
	bool after_blank = false, title = true;

	while (next_line(&lines, &line)) {
		size_t start = (size_t)(line.text - lines.text);

		if (!title && is_log_header(line))
			return first < start ? first : start;
		if (!title && is_lone_bullet(lines, line, after_blank)) {
			if (first == lines.size)
				first = start;
			if (++bullets > 1 || speaks_of_reverting(line))
				return first;
		}
		after_blank = is_blank(line);
		title = title && after_blank;
	}
	return lines.size;
}

struct detour_span detour_revert_words(struct detour_arena *arena, const char *message, size_t size)
{
	struct lines lines = {message, size, 0};
	char *words = detour_arena_alloc(arena, size + 2); /* a line end, and a string's end */
	size_t used = 0;
	struct detour_span line;

	lines.size = listing_start(lines);
	while (next_line(&lines, &line)) {
		if (!is_quoted(line)) {
			memcpy(words + used, line.text, line.size);
			used += line.size;
		}
		words[used++] = '\n';
	}
	return (struct detour_span){words, used};
}
