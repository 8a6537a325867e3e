/* The day that a session's text tells; see session.h. */
#include <string.h>
#include <strings.h>

#include "../base/date.h"
#include "../base/text.h"
#include "markdown.h"
#include "session.h"

enum { LINES_LOOKED_AT = 40 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The first day in the text, not within a longer number. */
static bool find_day(const char *text, size_t size, char day[11])
{
	int year, month, day_of_month;

	for (size_t at = 0; at + 10 <= size; at++) {
		if (!is_digit(text[at]) || (at && is_digit(text[at - 1])) ||
			(at + 10 < size && is_digit(text[at + 10])))
			continue;
		memcpy(day, text + at, 10);
		day[10] = '\0';
		if (!detour_date_parse_day(day, &year, &month, &day_of_month))
			return true;
	}
	return false;
}

/* "Date: …", "**Date:** …", "**Date**: …", "created = …" */
static bool has_label(const char *text, size_t size)
{
	static const char *const labels[] = {"date", "created", "session date", "day"};

	while (size && strchr("*_| ", *text)) {
		text++;
		size--;
	}
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t length = strlen(labels[i]);

		if (size > length && !strncasecmp(text, labels[i], length) &&
			strchr(":=* |\t", text[length]))
			return true;
	}
	return false;
}

bool detour_session_day(const char *bytes, size_t size, char day[11])
{
	bool heading_seen = false, found = false;
	struct detour_lines lines;
	struct detour_line line;

	detour_lines_init(&lines, bytes, size);
	for (int i = 0; !found && i < LINES_LOOKED_AT && detour_lines_next(&lines, &line); i++) {
		size_t length = line.visible_size;
		const char *text = detour_markdown_unmark(line.visible, &length);
		bool first = line.kind == DETOUR_LINE_HEADING && !heading_seen;

		heading_seen |= first;
		if (first || ((line.kind == DETOUR_LINE_FRONT || line.kind == DETOUR_LINE_TEXT) &&
				     has_label(text, length)))
			found = find_day(text, length, day);
	}
	detour_lines_release(&lines);
	return found;
}
