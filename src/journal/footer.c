/* Tells the footer that some journals end their sessions with: a rule, then links to plans and
 * other documents. What is added to a session stays above it; see compose.h. */
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "compose.h"

enum { FOOTER_LINES = 20, LABEL_SIZE = 40 };

struct footer {
	bool open; /* a rule was seen and nothing since that a footer has not */
	size_t start, lines;
	bool named; /* its first line says what it is */
	bool links; /* each of its lines links something, or stands apart as a whole */
};

static bool holds(const char *text, size_t size, const char *part)
{
	size_t length = strlen(part);

	for (size_t i = 0; i + length <= size; i++)
		if (!memcmp(text + i, part, length))
			return true;
	return false;
}

static bool is_emphasis(char c)
{
	return c == '*' || c == '_';
}

/* "Related documents", "See also:" */
static bool is_name(const char *text, size_t size)
{
	static const char *const names[] = {
		"related", "see also", "references", "links", "further reading"};

	for (; size && is_emphasis(*text); size--)
		text++;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (size >= strlen(names[i]) && !strncasecmp(text, names[i], strlen(names[i])))
			return true;
	return false;
}

/* A line of prose may begin with such a word, but not as a label. */
static bool is_label(const char *text, size_t size)
{
	return is_name(text, size) &&
	       (is_emphasis(*text) || memchr(text, ':', size < LABEL_SIZE ? size : LABEL_SIZE));
}

static bool is_link(const char *text, size_t size)
{
	bool emphasised = size > 2 && is_emphasis(*text) && text[size - 1] == *text;

	return emphasised || holds(text, size, "](") || holds(text, size, "://") ||
	       holds(text, size, ".md");
}

static void pass_text(struct footer *footer, const struct detour_line *line)
{
	size_t size = line->visible_size;
	const char *text = detour_markdown_unmark(line->visible, &size);

	if (!footer->lines++ && size && is_label(text, size))
		footer->named = true;
	else
		footer->links = footer->links && is_link(text, size);
}

static void pass(struct footer *footer, const struct detour_line *line)
{
	if (line->kind == DETOUR_LINE_HEADING) {
		footer->open = !footer->lines && is_name(line->visible, line->visible_size);
		footer->named = true;
		footer->lines++;
	} else if (line->kind == DETOUR_LINE_TEXT) {
		pass_text(footer, line);
	} else if (line->kind == DETOUR_LINE_CODE) {
		footer->open = false;
	}
}

size_t detour_compose_footer(const char *bytes, size_t size)
{
	struct footer footer = {0};
	struct detour_lines lines;
	struct detour_line line;
	bool below_text = false, in_comment = false;

	detour_lines_init(&lines, bytes, size);
	while (detour_lines_next(&lines, &line)) {
		/* "---" right below text makes a heading of it. */
		if (line.kind == DETOUR_LINE_RULE && !in_comment)
			footer = (struct footer){.open = !below_text || line.visible[0] != '-',
				.start = line.start,
				.links = true};
		else if (footer.open)
			pass(&footer, &line);
		in_comment = line.comment_goes_on; /* what goes before the next would be in it */
		below_text = line.kind == DETOUR_LINE_TEXT || line.kind == DETOUR_LINE_HEADING;
	}
	detour_lines_release(&lines);
	return footer.open && footer.start && footer.lines && footer.lines <= FOOTER_LINES &&
			       (footer.named || footer.links)
		       ? footer.start
		       : size;
}
