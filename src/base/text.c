/* Text made safe for terminals, JSON and Markdown; see text.h. */
#include "text.h"

#include <string.h>

#include "ranges.h"

static const uint32_t replacement = 0xfffd;

/* The length that a lead byte promises, and the bits that it carries; 0 for no lead byte. */
static size_t lead(unsigned char byte, uint32_t *bits)
{
	if (byte < 0x80) {
		*bits = byte;
		return 1;
	}
	if (byte >= 0xc2 && byte <= 0xdf) {
		*bits = byte & 0x1f;
		return 2;
	}
	if (byte >= 0xe0 && byte <= 0xef) {
		*bits = byte & 0x0f;
		return 3;
	}
	if (byte >= 0xf0 && byte <= 0xf4) {
		*bits = byte & 0x07;
		return 4;
	}
	return 0;
}

static bool is_scalar(uint32_t point, size_t length)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

	return point >= smallest[length] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

size_t detour_utf8_decode(const char *text, size_t size, uint32_t *point)
{
	uint32_t bits = 0;
	size_t length;

	if (!size)
		return 0;
	length = lead((unsigned char)text[0], &bits);
	*point = replacement;
	if (!length || length > size)
		return 1;
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 1;
		bits = bits << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (!is_scalar(bits, length))
		return 1;
	*point = bits;
	return length;
}

void detour_utf8_encode(struct detour_buf *out, uint32_t point)
{
	if (point < 0x80) {
		detour_buf_addch(out, (char)point);
	} else if (point < 0x800) {
		detour_buf_addch(out, (char)(0xc0 | point >> 6));
		detour_buf_addch(out, (char)(0x80 | (point & 0x3f)));
	} else if (point < 0x10000) {
		detour_buf_addch(out, (char)(0xe0 | point >> 12));
		detour_buf_addch(out, (char)(0x80 | (point >> 6 & 0x3f)));
		detour_buf_addch(out, (char)(0x80 | (point & 0x3f)));
	} else {
		detour_buf_addch(out, (char)(0xf0 | point >> 18));
		detour_buf_addch(out, (char)(0x80 | (point >> 12 & 0x3f)));
		detour_buf_addch(out, (char)(0x80 | (point >> 6 & 0x3f)));
		detour_buf_addch(out, (char)(0x80 | (point & 0x3f)));
	}
}

bool detour_utf8_valid(const char *text, size_t size)
{
	size_t at = 0;

	while (at < size) {
		uint32_t point;
		size_t used = detour_utf8_decode(text + at, size - at, &point);

		/* The replacement character itself is three bytes long. */
		if (used == 1 && (unsigned char)text[at] >= 0x80)
			return false;
		at += used;
	}
	return true;
}

/* Characters that change how others are shown, or show nothing at all: zero-width spaces and
 * joiners, bidirectional marks, embeddings, overrides and isolates, the byte order mark, tags. */
static bool is_invisible(uint32_t point)
{
	static const struct detour_range ranges[] = {{0xad, 0xad}, {0x61c, 0x61c}, {0x180e, 0x180e},
		{0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
		{0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};

	return DETOUR_IN(ranges, point);
}

static bool is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
	       point == 0x2029;
}

static bool is_combining(uint32_t point)
{
	static const struct detour_range ranges[] = {{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd},
		{0x610, 0x61a}, {0x64b, 0x65f}, {0x6d6, 0x6dc}, {0x900, 0x902}, {0x93a, 0x93a},
		{0x93c, 0x93c}, {0x941, 0x948}, {0x94d, 0x94d}, {0xe31, 0xe31}, {0xe34, 0xe3a},
		{0xe47, 0xe4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff},
		{0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};

	return DETOUR_IN(ranges, point);
}

/* East Asian wide and full-width characters, and emoji shown as pictures. */
static bool is_wide(uint32_t point)
{
	static const struct detour_range ranges[] = {{0x1100, 0x115f}, {0x231a, 0x231b},
		{0x2329, 0x232a}, {0x23e9, 0x23ec}, {0x25fd, 0x25fe}, {0x2614, 0x2615},
		{0x2648, 0x2653}, {0x26a1, 0x26a1}, {0x26d4, 0x26d4}, {0x2705, 0x2705},
		{0x270a, 0x270b}, {0x2728, 0x2728}, {0x274c, 0x274c}, {0x274e, 0x274e},
		{0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797}, {0x2b1b, 0x2b1c},
		{0x2b50, 0x2b50}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf},
		{0x4e00, 0x9fff}, {0xa000, 0xa4cf}, {0xa960, 0xa97f}, {0xac00, 0xd7a3},
		{0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6},
		{0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a},
		{0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393},
		{0x1f3a0, 0x1f3ca}, {0x1f3e0, 0x1f3f0}, {0x1f400, 0x1f43e}, {0x1f440, 0x1f4fc},
		{0x1f4ff, 0x1f53d}, {0x1f550, 0x1f567}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5},
		{0x1f6d5, 0x1f6d7}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb},
		{0x1f90c, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd}};

	return DETOUR_IN(ranges, point);
}

int detour_utf8_width(uint32_t point)
{
	if (point < 0x300)
		return is_control(point) || is_invisible(point) ? 0 : 1;
	if (is_combining(point) || is_invisible(point) || is_control(point))
		return 0;
	return is_wide(point) ? 2 : 1;
}

/* The next character as it may be shown; false for those that vanish. */
static bool next_plain(const char *text, size_t size, size_t *at, uint32_t *point)
{
	*at += detour_utf8_decode(text + *at, size - *at, point);
	if (is_control(*point))
		*point = ' ';
	return !is_invisible(*point);
}

static int columns_of(const char *text, size_t size, int enough)
{
	int columns = 0;

	for (size_t at = 0; at < size && columns <= enough;) {
		uint32_t point;

		if (next_plain(text, size, &at, &point))
			columns += detour_utf8_width(point);
	}
	return columns;
}

void detour_text_plain(struct detour_buf *out, const char *text, size_t size, int columns)
{
	bool cut = columns > 0 && columns_of(text, size, columns) > columns;
	int left = cut ? columns - 1 : 0;

	for (size_t at = 0; at < size;) {
		uint32_t point;

		if (!next_plain(text, size, &at, &point))
			continue;
		if (cut && detour_utf8_width(point) > left)
			break;
		left -= cut ? detour_utf8_width(point) : 0;
		detour_utf8_encode(out, point);
	}
	if (cut)
		detour_buf_addstr(out, "\xe2\x80\xa6"); /* … */
}

char *detour_text_line(struct detour_arena *arena, const char *text, int columns)
{
	struct detour_buf plain = DETOUR_BUF_INIT;
	char *line;

	detour_text_plain(&plain, text, strlen(text), columns);
	line = detour_arena_strndup(arena, plain.ptr, plain.size);
	detour_buf_release(&plain);
	return line;
}

static void json_escape(struct detour_buf *out, uint32_t point)
{
	static const char names[] = {'b', 't', 'n', 0, 'f', 'r'};

	if (point == '"' || point == '\\') {
		detour_buf_addch(out, '\\');
		detour_buf_addch(out, (char)point);
	} else if (point >= 8 && point <= 13 && names[point - 8]) {
		detour_buf_addch(out, '\\');
		detour_buf_addch(out, names[point - 8]);
	} else if (point > 0xffff) { /* as two halves, which is how JSON names it */
		detour_buf_addf(out, "\\u%04x\\u%04x", 0xd7c0 + (unsigned)(point >> 10),
			0xdc00 + (unsigned)(point & 0x3ff));
	} else {
		detour_buf_addf(out, "\\u%04x", (unsigned)point);
	}
}

void detour_text_json(struct detour_buf *out, const char *text, size_t size)
{
	detour_buf_addch(out, '"');
	for (size_t at = 0; at < size;) {
		uint32_t point;

		at += detour_utf8_decode(text + at, size - at, &point);
		/* Controls beyond ASCII too: the line may end up on a terminal. */
		if (point == '"' || point == '\\' || is_control(point) || is_invisible(point))
			json_escape(out, point);
		else
			detour_utf8_encode(out, point);
	}
	detour_buf_addch(out, '"');
}

void detour_text_markdown(struct detour_buf *out, const char *text, size_t size)
{
	static const char markup[] = "\\`*_{}[]<>#|~!&$";
	size_t start = out->size;

	for (size_t at = 0; at < size;) {
		uint32_t point;

		if (!next_plain(text, size, &at, &point))
			continue;
		/* "-", "+", "1." and "=" mean something only where a line begins. */
		if ((point < 0x80 && point && strchr(markup, (int)point)) ||
			(out->size == start && (point == '-' || point == '+' || point == '=')))
			detour_buf_addch(out, '\\');
		detour_utf8_encode(out, point);
	}
}

bool detour_text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool detour_text_ends(const char *text, const char *suffix)
{
	size_t size = strlen(text), tail = strlen(suffix);

	return size >= tail && strcmp(text + size - tail, suffix) == 0;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

const char *detour_text_trim(const char *text, size_t *size)
{
	while (*size && is_space(text[0])) {
		text++;
		(*size)--;
	}
	while (*size && is_space(text[*size - 1]))
		(*size)--;
	return text;
}

static size_t least_of(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

size_t detour_text_distance(const char *a, const char *b)
{
	enum { LONGEST = 64 };
	size_t rows[3][LONGEST + 1], length = strlen(a), columns = strlen(b);

	if (length > LONGEST || columns > LONGEST)
		return length > columns ? length : columns;
	for (size_t j = 0; j <= columns; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= length; i++) {
		size_t *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= columns; j++) {
			row[j] = least_of(
				last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			/* Two letters that changed places are one slip of the fingers. */
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least_of(row[j], before[j - 2] + 1, row[j]);
		}
	}
	return rows[length % 3][columns];
}

uint64_t detour_hash(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
	return hash;
}

int detour_text_columns_in(const char *text, size_t size)
{
	int columns = 0;

	for (size_t at = 0; at < size;) {
		uint32_t point;

		at += detour_utf8_decode(text + at, size - at, &point);
		columns += detour_utf8_width(point);
	}
	return columns;
}

int detour_text_columns(const char *text)
{
	return detour_text_columns_in(text, strlen(text));
}
