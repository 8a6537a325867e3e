/*
 * One line of text while it is being typed, and the part of it that fits on the terminal's row.
 * Pure: `detour_line_insert` and `detour_line_edit` change it, `detour_line_view` says what to
 * draw.
 *
 * It is always valid UTF-8 without control characters. The cursor stands between characters as
 * people see them: a letter and the accents that combine with it go together.
 */
#ifndef DETOUR_LINE_H
#define DETOUR_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "keys.h"

#define DETOUR_LINE_LIMIT 2000 /* bytes */

struct detour_line {
	char text[DETOUR_LINE_LIMIT + 1]; /* NUL-terminated */
	size_t size;
	size_t cursor; /* byte */
};

/* At the cursor; characters that would change how others are shown are left out. False where the
 * line is full. */
bool detour_line_insert(struct detour_line *line, const char *text, size_t size);
/* What an editing key does; false for keys that edit nothing. */
bool detour_line_edit(struct detour_line *line, enum detour_key key);

struct detour_line_view {
	size_t start, end; /* bytes that are shown */
	int before, after; /* columns that are shown on either side of the cursor */
};

/* The whole line where it fits into `columns`, else a part with the cursor in it. */
struct detour_line_view detour_line_view(const struct detour_line *line, int columns);

#endif
