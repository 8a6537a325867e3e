/*
 * What each line of a Markdown text is; see markdown.h.
 *
 * Follows CommonMark where a journal can tell the difference, and leans to the side of what a
 * person meant: a comment that is never closed, or that the next hint would close, is text.
 */
#include "markdown.h"

#include <string.h>

#include "../base/text.h"

#define FRONT_LINES_LIMIT 200
#define BACKTICKS_LIMIT ((size_t)64) /* longer runs are plain text */

static size_t line_end(const char *bytes, size_t size, size_t at)
{
	const char *end = memchr(bytes + at, '\n', size - at);

	return end ? (size_t)(end - bytes) + 1 : size;
}

static size_t without_line_end(const char *bytes, size_t start, size_t end)
{
	if (end > start && bytes[end - 1] == '\n')
		end--;
	if (end > start && bytes[end - 1] == '\r')
		end--;
	return end;
}

static bool is_blank(const char *text, size_t size)
{
	(void)detour_text_trim(text, &size);
	return size == 0;
}

static bool equals(const char *text, size_t size, const char *word)
{
	return size == strlen(word) && memcmp(text, word, size) == 0;
}

static size_t skip_mark(const char *bytes, size_t size)
{
	return size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* The offset behind YAML ("---") or TOML ("+++") front matter; 0 where there is none. */
static size_t find_front_end(const char *bytes, size_t size)
{
	const char *fence = NULL;
	size_t at = skip_mark(bytes, size);

	for (int lines = 0; at < size && lines < FRONT_LINES_LIMIT; lines++) {
		size_t end = line_end(bytes, size, at), length = end - at;
		const char *text = detour_text_trim(bytes + at, &length);

		if (!fence) {
			fence = equals(text, length, "---")   ? "---"
				: equals(text, length, "+++") ? "+++"
							      : NULL;
			if (!fence || text != bytes + at)
				return 0;
		} else if (equals(text, length, fence) ||
			   (fence[0] == '-' && equals(text, length, "..."))) {
			return end;
		}
		at = end;
	}
	return 0;
}

void detour_lines_init(struct detour_lines *lines, const char *bytes, size_t size)
{
	static const struct detour_buf empty = DETOUR_BUF_INIT;

	memset(lines, 0, sizeof(*lines));
	lines->bytes = bytes;
	lines->size = size;
	lines->front_end = find_front_end(bytes, size);
	lines->visible = empty;
}

void detour_lines_release(struct detour_lines *lines)
{
	detour_buf_release(&lines->visible);
}

/* ---- comments */

static bool starts_at(const struct detour_lines *lines, size_t at, const char *word)
{
	size_t length = strlen(word);

	return lines->size - at >= length && memcmp(lines->bytes + at, word, length) == 0;
}

static bool opens_line(const struct detour_lines *lines, size_t at)
{
	while (at > 0 && (lines->bytes[at - 1] == ' ' || lines->bytes[at - 1] == '\t'))
		at--;
	return at == 0 || lines->bytes[at - 1] == '\n' ||
	       at == skip_mark(lines->bytes, lines->size);
}

static size_t find_close(const struct detour_lines *lines, size_t at)
{
	while (at < lines->size) {
		const char *dash = memchr(lines->bytes + at, '-', lines->size - at);

		if (!dash)
			break;
		at = (size_t)(dash - lines->bytes);
		if (starts_at(lines, at, "-->"))
			return at;
		at++;
	}
	return lines->size;
}

static size_t find_blank_line(const struct detour_lines *lines, size_t at)
{
	while (at < lines->size) {
		size_t next = line_end(lines->bytes, lines->size, at);

		if (next < lines->size && is_blank(lines->bytes + next,
						  line_end(lines->bytes, lines->size, next) - next))
			return next;
		at = next;
	}
	return lines->size;
}

/* The next line below that begins with a comment. */
static size_t find_open(const struct detour_lines *lines, size_t at)
{
	while (at < lines->size) {
		at = line_end(lines->bytes, lines->size, at);
		for (size_t i = at; i < lines->size; i++) {
			if (starts_at(lines, i, "<!--"))
				return i;
			if (lines->bytes[i] != ' ' && lines->bytes[i] != '\t')
				break;
		}
	}
	return lines->size;
}

typedef size_t (*find_fn)(const struct detour_lines *lines, size_t at);

/* The first one at or behind `at`. `at` only grows, so each byte is searched once a kind. */
static size_t seek(
	struct detour_lines *lines, struct detour_lines_mark *mark, size_t at, find_fn find)
{
	if (!mark->known || mark->at < at)
		mark->at = find(lines, at);
	mark->known = true;
	return mark->at;
}

/* The offset behind the comment that starts at `at`, or 0 where it is none. */
static size_t comment_end(struct detour_lines *lines, size_t at)
{
	size_t close = seek(lines, &lines->close, at + 2, find_close);

	if (close == lines->size)
		return 0;
	if (seek(lines, &lines->open, at + 1, find_open) < close)
		return 0;
	if (!opens_line(lines, at) && seek(lines, &lines->blank, at, find_blank_line) < close)
		return 0;
	return close + 3;
}

static size_t run_of(const char *text, size_t size, size_t at)
{
	size_t length = 0;

	while (at + length < size && text[at + length] == text[at])
		length++;
	return length;
}

/* The offset behind the code span that starts at `at`, or behind its backticks where none does.
 * `missing` remembers the lengths that do not come again on this line. */
static size_t skip_code(const char *text, size_t size, size_t at, uint64_t *missing)
{
	size_t ticks = run_of(text, size, at), next = at + ticks;

	if (ticks >= BACKTICKS_LIMIT || *missing >> ticks & 1)
		return next;
	for (size_t i = next; i < size; i++) {
		size_t run = text[i] == '`' ? run_of(text, size, i) : 0;

		if (run == ticks)
			return i + run;
		i += run ? run - 1 : 0;
	}
	*missing |= UINT64_C(1) << ticks;
	return next;
}

/* The offset of the next comment in bytes[at, end), or `end`. */
static size_t next_comment(struct detour_lines *lines, size_t at, size_t end, size_t *behind)
{
	uint64_t missing = 0;

	while (at < end) {
		char c = lines->bytes[at];

		if (c == '`') {
			at = skip_code(lines->bytes, end, at, &missing);
		} else if (c == '\\' && at + 1 < end) {
			at += 2;
		} else {
			*behind = c == '<' && starts_at(lines, at, "<!--") ? comment_end(lines, at)
									   : 0;
			if (*behind)
				return at;
			at++;
		}
	}
	return end;
}

/* Sets `visible` to bytes[at, end) without comments; returns whether there were any. */
static bool strip_comments(
	struct detour_lines *lines, size_t at, size_t end, struct detour_line *out)
{
	size_t behind = 0, found = next_comment(lines, at, end, &behind);

	out->visible = lines->bytes + at;
	out->visible_size = end - at;
	if (found == end)
		return false;
	detour_buf_clear(&lines->visible);
	while (found < end) {
		detour_buf_add(&lines->visible, lines->bytes + at, found - at);
		lines->comment_end = behind;
		at = behind < end ? behind : end;
		found = next_comment(lines, at, end, &behind);
	}
	detour_buf_add(&lines->visible, lines->bytes + at, end - at);
	out->visible = lines->visible.ptr;
	out->visible_size = lines->visible.size;
	return true;
}

/* ---- kinds */

/* Behind "- ", "* ", "+ ", "1. ", "1) " or "> " and the spaces around it; 0 where there is none. */
static size_t marker_size(const char *text, size_t size)
{
	size_t at = 0, digits = 0;

	while (at < size && (text[at] == ' ' || text[at] == '\t'))
		at++;
	if (at < size && text[at] == '>')
		return at + 1;
	while (at + digits < size && digits < 9 && text[at + digits] >= '0' &&
		text[at + digits] <= '9')
		digits++;
	at += digits;
	if (at >= size || !strchr(digits ? ".)" : "-*+", text[at]) || !text[at])
		return 0;
	at++;
	return at == size || text[at] == ' ' || text[at] == '\t' ? at : 0;
}

static size_t markers_size(const char *text, size_t size)
{
	size_t at = 0, more;

	while (at < size && (more = marker_size(text + at, size - at)))
		at += more;
	return at;
}

static bool opens_fence(struct detour_lines *lines, const char *text, size_t size)
{
	size_t at = markers_size(text, size), run;

	while (at < size && (text[at] == ' ' || text[at] == '\t'))
		at++;
	if (at == size || (text[at] != '`' && text[at] != '~'))
		return false;
	run = run_of(text, size, at);
	if (run < 3 || (text[at] == '`' && memchr(text + at + run, '`', size - at - run)))
		return false;
	lines->fence = text[at];
	lines->fence_size = run;
	return true;
}

static bool closes_fence(const struct detour_lines *lines, const char *text, size_t size)
{
	size_t at = 0;

	while (at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '>'))
		at++;
	size -= at;
	text = detour_text_trim(text + at, &size);
	return size >= lines->fence_size && text[0] == lines->fence &&
	       run_of(text, size, 0) == size;
}

static size_t indentation(const char *text, size_t size)
{
	size_t at = 0;

	while (at < size && text[at] == ' ')
		at++;
	return at < size && text[at] == '\t' ? 4 : at;
}

/* "## Text ##": `visible` becomes the text. */
static bool is_heading(struct detour_line *line)
{
	const char *text = line->visible;
	size_t at = 0, size = line->visible_size;

	while (at < size && text[at] == '#')
		at++;
	if (at < 1 || at > 6 || (at < size && text[at] != ' ' && text[at] != '\t'))
		return false;
	line->level = (int)at;
	size -= at;
	text = detour_text_trim(text + at, &size);
	while (size && text[size - 1] == '#')
		size--;
	/* Closing marks stand apart from the text. */
	if (size && text[size - 1] != ' ' && text[size - 1] != '\t')
		size = line->visible_size - (size_t)(text - line->visible);
	line->visible = detour_text_trim(text, &size);
	line->visible_size = size;
	return true;
}

static bool is_rule(const char *text, size_t size)
{
	size_t marks = 0;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == text[0])
			marks++;
		else if (text[i] != ' ' && text[i] != '\t')
			return false;
	}
	return marks >= 3 && strchr("-*_", text[0]) && text[0];
}

/* Is the line below all '=', or all '-' where this is the very first text? The second form could as
 * well be a break that somebody put under a sentence. */
static int underline_level(const struct detour_lines *lines, size_t at)
{
	size_t size = line_end(lines->bytes, lines->size, at) - at;
	const char *text = detour_text_trim(lines->bytes + at, &size);

	if (size < 2 || run_of(text, size, 0) != size)
		return 0;
	if (text[0] == '=')
		return 1;
	return text[0] == '-' && !lines->content_seen ? 2 : 0;
}

static enum detour_line_kind classify(struct detour_lines *lines, struct detour_line *line)
{
	size_t indent = indentation(line->visible, line->visible_size);

	if (opens_fence(lines, line->visible, line->visible_size))
		return DETOUR_LINE_CODE;
	line->visible = detour_text_trim(line->visible, &line->visible_size);
	if (is_rule(line->visible, line->visible_size))
		return DETOUR_LINE_RULE;
	if (indent < 4 && is_heading(line))
		return DETOUR_LINE_HEADING;
	if (indent < 4 && !marker_size(line->visible, line->visible_size)) {
		line->level = underline_level(lines, line->end);
		lines->underline_next = line->level > 0;
	}
	return line->level ? DETOUR_LINE_HEADING : DETOUR_LINE_TEXT;
}

static enum detour_line_kind outside_of_code(struct detour_lines *lines, struct detour_line *line)
{
	size_t from = (size_t)(line->text - lines->bytes), to = from + line->size;
	bool comment = lines->comment_end > line->start;
	enum detour_line_kind kind;

	if (comment)
		from = lines->comment_end < to ? lines->comment_end : to;
	comment = strip_comments(lines, from, to, line) || comment;
	line->comment_goes_on = lines->comment_end > to;
	if (is_blank(line->visible, line->visible_size)) {
		line->visible_size = 0;
		return comment ? DETOUR_LINE_COMMENT : DETOUR_LINE_BLANK;
	}
	kind = classify(lines, line);
	lines->content_seen = true;
	return kind;
}

bool detour_lines_next(struct detour_lines *lines, struct detour_line *out)
{
	size_t start = lines->at, text;

	if (start >= lines->size)
		return false;
	memset(out, 0, sizeof(*out));
	text = start + (start == 0 ? skip_mark(lines->bytes, lines->size) : 0);
	out->start = start;
	out->end = line_end(lines->bytes, lines->size, start);
	out->text = lines->bytes + text;
	out->size = without_line_end(lines->bytes, text, out->end) - text;
	out->visible = out->text;
	out->visible_size = out->size;
	lines->at = out->end;
	if (start < lines->front_end) {
		out->kind = DETOUR_LINE_FRONT;
	} else if (lines->fence) {
		out->kind = DETOUR_LINE_CODE;
		if (closes_fence(lines, out->text, out->size))
			lines->fence = 0;
	} else if (lines->underline_next) {
		lines->underline_next = false;
		out->kind = DETOUR_LINE_RULE;
	} else {
		out->kind = outside_of_code(lines, out);
	}
	return true;
}
