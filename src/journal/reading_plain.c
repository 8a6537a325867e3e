/* What a reader sees of a line of Markdown, and which lines are labels or references; reading.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "markdown.h"
#include "reading_internal.h"

enum { LABEL_SIZE = 40 };
/* What is looked at for the end of something: a line may be a megabyte of beginnings. */
enum { MOST_BRACKETS = 8, LONGEST_DESTINATION = 2000, LONGEST_CODE = 4000 };

/* ---- what a reader sees */

/* "[text](destination)" and "![text](…)": the offsets of the text; 0: no link starts here. */
static size_t link_size(const char *text, size_t *start, size_t *end)
{
	size_t at = text[0] == '!', depth = 0;
	const char *close;

	if (text[at] != '[')
		return 0;
	*start = at + 1;
	for (at++; text[at] && (text[at] != ']' || depth); at++) {
		if (text[at] == '\\' && text[at + 1])
			at++;
		else if (text[at] == ']')
			depth--;
		else if (text[at] == '[' && ++depth == MOST_BRACKETS)
			return 0;
	}
	*end = at;
	if (text[at] != ']' || text[at + 1] != '(')
		return 0;
	close = memchr(text + at, ')', strnlen(text + at, LONGEST_DESTINATION));
	return close ? (size_t)(close - text) + 1 : 0;
}

/* Code that starts here: the bytes it takes, or those of the ticks that start none. */
static size_t add_code(struct detour_buf *out, const char *text, size_t size)
{
	size_t used, length;
	const char *inside;

	used = detour_markdown_code_parse(
		text, size < LONGEST_CODE ? size : LONGEST_CODE, &inside, &length);
	if (!used) {
		inside = text;
		used = length = strspn(text, "`");
	}
	detour_buf_add(out, inside, length);
	return used;
}

bool detour_reading_is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c & 0x80);
}

/* Emphasis marks stand at the edge of a word; an underscore within one is part of a name, a star
 * with space around it a sign. */
static bool is_emphasis(const char *text, size_t at)
{
	bool before = at && detour_reading_is_word_byte(text[at - 1]),
	     after = detour_reading_is_word_byte(text[at + 1]);

	if (text[at] == '_')
		return before != after ||
		       (!(before && after) && at && strchr("_*.,;:!?)\"'", text[at - 1]));
	if (text[at] == '~')
		return text[at + 1] == '~' || (at && text[at - 1] == '~');
	return text[at] == '*' && !(at && text[at - 1] == ' ' && text[at + 1] == ' ');
}

static void add_plain(struct detour_buf *out, const char *text, size_t size, bool links)
{
	char *copy = detour_realloc(NULL, size + 1);

	memcpy(copy, text, size);
	copy[size] = '\0';
	for (size_t at = 0; at < size;) {
		size_t start, end, used;

		if (copy[at] == '\\' && at + 1 < size &&
			strchr("\\`*_{}[]()#+-.!<>~|", copy[at + 1])) {
			detour_buf_addch(out, copy[at + 1]);
			at += 2;
		} else if (copy[at] == '`') {
			at += add_code(out, copy + at, size - at);
		} else if (links && (used = link_size(copy + at, &start, &end)) > 0) {
			add_plain(out, copy + at + start, end - start, false);
			at += used;
		} else {
			if (!is_emphasis(copy, at))
				detour_buf_addch(out, copy[at]);
			at++;
		}
	}
	free(copy);
}

char *detour_reading_plain(struct detour_arena *arena, const char *source)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	char *plain;

	add_plain(&out, source, strlen(source), true);
	plain = detour_text_line(arena, out.ptr, 0);
	detour_buf_release(&out);
	return plain;
}

/* ---- labels and references */

static const char *const labels[] = {"date", "branch", "status", "author", "authors", "plan",
	"issues", "created", "updated", "last updated", "related documents", "related",
	"related proposal", "related plan", "pr", "commit", "commits", "version", "duration",
	"participants", "project", "session", "time", "type", "references", "see also"};

bool detour_reading_is_label(const char *text)
{
	size_t size = strcspn(text, ":");

	if (!text[size] || size > 24)
		return false;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t at = 0;

		while (at < size && labels[i][at] && (text[at] | 0x20) == (labels[i][at] | 0x20))
			at++;
		if (at == size && !labels[i][at])
			return true;
	}
	return false;
}

bool detour_reading_is_reference(const char *source)
{
	size_t start, end, used = link_size(source, &start, &end), size;
	const char *rest;

	if (!used)
		return false;
	rest = source + used;
	size = strlen(rest);
	rest = detour_text_trim(rest, &size);
	return !size || (rest[0] == '(' && rest[size - 1] == ')');
}

bool detour_reading_leads_to_references(const char *text)
{
	return detour_reading_is_label(text) &&
	       (!strncasecmp(text, "re", 2) || !strncasecmp(text, "see", 3));
}

bool detour_reading_begins_with_label(const char *text, size_t size)
{
	const char *end;

	if (size < 5 || memcmp(text, "**", 2) != 0)
		return false;
	end = memchr(text + 2, '*', size - 2 < LABEL_SIZE ? size - 2 : LABEL_SIZE);
	return end && end > text + 2 && (size_t)(end - text) + 2 < size && end[1] == '*' &&
	       (end[-1] == ':' || end[2] == ':');
}
