/* One line of text being typed; see line.h. */
#include "line.h"

#include <stdint.h>
#include <string.h>

#include "../base/text.h"

/* Control characters, line ends, and marks that turn the direction of what follows. Joiners stay:
 * scripts and pictures need them. */
static bool is_allowed(uint32_t point)
{
	return !(point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xfeff ||
		 (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x206f) ||
		 (point >= 0xfff9 && point <= 0xfffb));
}

static size_t point_at(const struct detour_line *line, size_t at, uint32_t *point)
{
	return detour_utf8_decode(line->text + at, line->size - at, point);
}

/* Behind everything at `at` that combines with what stands before it. */
static size_t skip_combining(const struct detour_line *line, size_t at)
{
	uint32_t point;

	while (at < line->size) {
		size_t used = point_at(line, at, &point);

		if (detour_utf8_width(point) > 0)
			break;
		at += used;
	}
	return at;
}

/* The end of the character at `at`, with everything that combines with it; its columns. */
static size_t next_character(const struct detour_line *line, size_t at, int *columns)
{
	uint32_t point;

	*columns = 0;
	if (at >= line->size)
		return line->size;
	at += point_at(line, at, &point);
	*columns = detour_utf8_width(point);
	return skip_combining(line, at);
}

static size_t previous_character(const struct detour_line *line, size_t at)
{
	uint32_t point = 0;

	while (at > 0) {
		do
			at--;
		while (at > 0 && ((unsigned char)line->text[at] & 0xc0) == 0x80);
		point_at(line, at, &point);
		if (detour_utf8_width(point) > 0)
			break;
	}
	return at;
}

static void erase(struct detour_line *line, size_t from, size_t to)
{
	memmove(line->text + from, line->text + to, line->size - to + 1);
	line->size -= to - from;
	line->cursor = from;
}

bool detour_line_insert(struct detour_line *line, const char *text, size_t size)
{
	bool fits = true;
	uint32_t point;

	for (size_t at = 0, used; at < size; at += used) {
		used = detour_utf8_decode(text + at, size - at, &point);
		if (!is_allowed(point) || !detour_utf8_valid(text + at, used))
			continue;
		fits = line->size + used <= DETOUR_LINE_LIMIT;
		if (!fits)
			break;
		memmove(line->text + line->cursor + used, line->text + line->cursor,
			line->size - line->cursor + 1);
		memcpy(line->text + line->cursor, text + at, used);
		line->size += used;
		line->cursor += used;
	}
	/* An accent that the line began with belongs to what came before it. */
	if (line->cursor)
		line->cursor = skip_combining(line, line->cursor);
	return fits;
}

/* Where the word before the cursor begins. */
static size_t word_start(const struct detour_line *line)
{
	size_t at = line->cursor;

	while (at > 0 && line->text[at - 1] == ' ')
		at--;
	while (at > 0 && line->text[at - 1] != ' ')
		at--;
	return at;
}

bool detour_line_edit(struct detour_line *line, enum detour_key key)
{
	int columns;

	switch (key) {
	case DETOUR_KEY_BACKSPACE:
		erase(line, previous_character(line, line->cursor), line->cursor);
		return true;
	case DETOUR_KEY_DELETE:
		erase(line, line->cursor, next_character(line, line->cursor, &columns));
		return true;
	case DETOUR_KEY_ERASE_LINE:
		erase(line, 0, line->cursor);
		return true;
	case DETOUR_KEY_ERASE_WORD:
		erase(line, word_start(line), line->cursor);
		return true;
	case DETOUR_KEY_ERASE_REST:
		erase(line, line->cursor, line->size);
		return true;
	case DETOUR_KEY_LEFT:
		line->cursor = previous_character(line, line->cursor);
		return true;
	case DETOUR_KEY_RIGHT:
		line->cursor = next_character(line, line->cursor, &columns);
		return true;
	case DETOUR_KEY_HOME:
		line->cursor = 0;
		return true;
	case DETOUR_KEY_END:
		line->cursor = line->size;
		return true;
	default:
		return false;
	}
}

static int columns_between(const struct detour_line *line, size_t from, size_t to)
{
	int sum = 0, columns;

	while (from < to) {
		from = next_character(line, from, &columns);
		sum += columns;
	}
	return sum;
}

struct detour_line_view detour_line_view(const struct detour_line *line, int columns)
{
	struct detour_line_view view = {0, line->size, 0, 0};
	int width, total = columns_between(line, 0, line->size);

	view.before = columns_between(line, 0, line->cursor);
	if (total <= columns) {
		view.after = total - view.before;
		return view;
	}
	/* Three quarters of the row stand before the cursor, so that what follows it shows too. */
	while (view.start < line->cursor && view.before > columns * 3 / 4) {
		view.start = next_character(line, view.start, &width);
		view.before -= width;
	}
	view.end = line->cursor;
	while (view.end < line->size) {
		size_t next = next_character(line, view.end, &width);

		if (view.before + view.after + width > columns)
			break;
		view.end = next;
		view.after += width;
	}
	return view;
}
