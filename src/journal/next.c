/* Finds the lines that say where to go on; see next.h. */
#include "next.h"

#include <string.h>
#include <strings.h>

#include "../base/date.h"
#include "../base/text.h"
#include "markdown.h"

struct finding {
	struct detour_arena *arena;
	struct detour_next *list;
	size_t count, room;
	struct detour_buf open; /* the text of the newest, while lines may still go on with it */
	bool is_open;
};

static void cut(const char **text, size_t *size, size_t used)
{
	*text += used;
	*size -= used;
	*text = detour_text_trim(*text, size);
}

const char *detour_next_text(const char *text, size_t *size)
{
	size_t left = *size, bold = left > 2 && !memcmp(text, "**", 2) ? 2 : 0;

	cut(&text, &left, bold);
	if (left < 5 || strncasecmp(text, "next", 4) != 0)
		return NULL;
	cut(&text, &left, 4);
	/* "**Next**: …" as well as "**Next:** …" */
	if (bold && left > 2 && !memcmp(text, "**:", 3))
		cut(&text, &left, 2);
	if (!left || *text != ':')
		return NULL;
	cut(&text, &left, 1);
	if (bold && left > 1 && !memcmp(text, "**", 2))
		cut(&text, &left, 2);
	*size = left;
	return text;
}

/* "2026-11-25 " at the start. */
static const char *take_day(const char **text, size_t *size, struct detour_arena *arena)
{
	int year, month, day;
	char *found;

	if (*size < 11 || ((*text)[10] != ' ' && (*text)[10] != '\t'))
		return NULL;
	found = detour_arena_strndup(arena, *text, 10);
	if (detour_date_parse_day(found, &year, &month, &day))
		return NULL;
	cut(text, size, 10);
	return found;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "14:32 " or "9:05 " at the start: minutes of the day, or -1. */
static int take_minute(const char **text, size_t *size)
{
	const char *at = *text;
	size_t digits = *size > 1 && is_digit(at[0]) ? (is_digit(at[1]) ? 2 : 1) : 0;
	int hour = 0, minute;

	if (!digits || *size < digits + 4 || at[digits] != ':' || !is_digit(at[digits + 1]) ||
		!is_digit(at[digits + 2]) || (at[digits + 3] != ' ' && at[digits + 3] != '\t'))
		return -1;
	for (size_t i = 0; i < digits; i++)
		hour = hour * 10 + (at[i] - '0');
	minute = (at[digits + 1] - '0') * 10 + (at[digits + 2] - '0');
	if (hour > 23 || minute > 59)
		return -1;
	cut(text, size, digits + 3);
	return hour * 60 + minute;
}

/* "- [x] …" */
static bool is_checked(const char *text, size_t size)
{
	return size > 5 && strchr("-*+", text[0]) && text[1] == ' ' && text[2] == '[' &&
	       (text[3] == 'x' || text[3] == 'X') && text[4] == ']';
}

static struct detour_next *add(struct finding *finding)
{
	if (finding->count == finding->room) {
		size_t room = finding->room ? 2 * finding->room : 4;
		struct detour_next *more = detour_arena_array(finding->arena, room, sizeof(*more));

		if (finding->count)
			memcpy(more, finding->list, finding->count * sizeof(*more));
		finding->list = more;
		finding->room = room;
	}
	return &finding->list[finding->count++];
}

/* Bytes that nobody sees are no step. */
static void close_open(struct finding *finding)
{
	struct detour_buf plain = DETOUR_BUF_INIT;
	const char *text;
	size_t size;

	if (!finding->is_open)
		return;
	detour_text_plain(&plain, finding->open.ptr, finding->open.size, 0);
	size = plain.size;
	text = detour_text_trim(plain.ptr, &size);
	if (size)
		finding->list[finding->count - 1].text =
			detour_arena_strndup(finding->arena, text, size);
	else
		finding->count--;
	detour_buf_release(&plain);
	finding->is_open = false;
}

/* Does the line go on with the item above it? */
static bool goes_on(const struct finding *finding, const struct detour_line *line)
{
	size_t size = line->visible_size;

	(void)detour_markdown_unmark(line->visible, &size);
	return finding->is_open && line->size && strchr(" \t", line->text[0]) &&
	       size == line->visible_size;
}

static void read_line(struct finding *finding, const struct detour_line *line)
{
	size_t size = line->visible_size, rest;
	const char *text = detour_markdown_unmark(line->visible, &size), *next, *day;
	struct detour_next *added;
	int minute;

	if (goes_on(finding, line)) {
		detour_buf_addch(&finding->open, ' ');
		detour_buf_add(&finding->open, text, size);
		return;
	}
	close_open(finding);
	day = take_day(&text, &size, finding->arena);
	minute = take_minute(&text, &size);
	rest = size;
	next = detour_next_text(text, &rest);
	if (next && rest && !is_checked(line->visible, line->visible_size)) {
		added = add(finding);
		*added = (struct detour_next){NULL, day, minute, false};
		detour_buf_clear(&finding->open);
		detour_buf_add(&finding->open, next, rest);
		finding->is_open = true;
	} else if (minute >= 0 && !next && finding->count) {
		finding->list[finding->count - 1].followed = true;
	}
}

size_t detour_next_find(
	const char *bytes, size_t size, struct detour_arena *arena, struct detour_next **out)
{
	struct finding finding = {.arena = arena, .open = DETOUR_BUF_INIT};
	struct detour_lines lines;
	struct detour_line line;

	detour_lines_init(&lines, bytes, size);
	while (detour_lines_next(&lines, &line)) {
		if (line.kind == DETOUR_LINE_TEXT)
			read_line(&finding, &line);
		else if (line.kind != DETOUR_LINE_COMMENT)
			close_open(&finding);
	}
	close_open(&finding);
	detour_lines_release(&lines);
	detour_buf_release(&finding.open);
	*out = finding.list;
	return finding.count;
}
