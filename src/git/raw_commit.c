/* Takes commit objects apart; see raw_commit.h. The rules for broken ones are those of git's
 * parse_commit_buffer, split_ident_line and format_subject, read off their behaviour. */
#include "raw_commit.h"

#include <limits.h>
#include <string.h>

/* Of names and addresses: more than people have, and not too much to go through often. */
enum { LONGEST_WORD = 1000 };
enum { TREE_LINE = 5 + DETOUR_HEX_SIZE + 1, PARENT_LINE = 7 + DETOUR_HEX_SIZE + 1 };

/* git's own isspace: no vertical tab, no form feed, no locale. */
static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of a hexadecimal digit + 1; 0 for anything else. Whole histories go through here. */
static const unsigned char hex_values[256] = {
	['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
	['A'] = 11,
	['B'] = 12,
	['C'] = 13,
	['D'] = 14,
	['E'] = 15,
	['F'] = 16,
};

/* 40 digits and a line end; they need not end in a NUL. */
static bool read_hex_line(struct detour_oid *oid, const char *hex)
{
	for (size_t i = 0; i < DETOUR_OID_SIZE; i++) {
		unsigned high = hex_values[(unsigned char)hex[2 * i]];
		unsigned low = hex_values[(unsigned char)hex[2 * i + 1]];

		if (!high || !low)
			return false;
		oid->id[i] = (unsigned char)((high - 1) << 4 | (low - 1));
	}
	return hex[DETOUR_HEX_SIZE] == '\n';
}

static bool starts(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(end - at) >= length && !memcmp(at, word, length);
}

/* Saturates, as strtoumax does. */
static uint64_t read_number(const char *at, const char *end)
{
	uint64_t value = 0;

	for (; at < end && is_digit(*at); at++) {
		unsigned digit = (unsigned)(*at - '0');

		if (value > (UINT64_MAX - digit) / 10)
			return UINT64_MAX;
		value = value * 10 + digit;
	}
	return value;
}

static const char *line_end(const char *at, const char *end)
{
	const char *lf = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;

	return lf ? lf : end;
}

/* The date by which git sorts: behind the last '>' of the line that follows the author's. */
static uint64_t read_date(const char *at, const char *end)
{
	const char *eol, *date;
	bool negative;

	if (!starts(at, end, "author"))
		return 0;
	at = line_end(at, end);
	if (at == end || !starts(at + 1, end, "committer"))
		return 0;
	eol = line_end(++at, end);
	if (eol == end)
		return 0;
	for (date = eol; date > at && date[-1] != '>'; date--)
		;
	if (date == at)
		return 0;
	while (date < eol && is_space(*date))
		date++;
	negative = date < eol && *date == '-';
	return negative ? 0 - read_number(date + 1, eol) : read_number(date, eol);
}

static const char *parse_graph(struct detour_raw_commit *out, const char *bytes, size_t size)
{
	const char *at = bytes, *end = bytes + size;
	struct detour_oid parent;

	memset(out, 0, sizeof(*out));
	if (size < TREE_LINE || memcmp(at, "tree ", 5) || !read_hex_line(&out->tree, at + 5))
		return NULL;
	at += TREE_LINE;
	out->parents = at;
	while (end - at >= PARENT_LINE && !memcmp(at, "parent ", 7) &&
		read_hex_line(&parent, at + 7)) {
		out->parent_count++;
		at += PARENT_LINE;
	}
	return at;
}

bool detour_raw_commit_parse_graph(struct detour_raw_commit *out, const char *bytes, size_t size)
{
	const char *at = parse_graph(out, bytes, size);

	if (!at)
		return false;
	out->date = read_date(at, bytes + size);
	return true;
}

struct detour_oid detour_raw_parent(const struct detour_raw_commit *raw, size_t i)
{
	struct detour_oid oid = {{0}};

	read_hex_line(&oid, raw->parents + i * PARENT_LINE + 7);
	return oid;
}

static void take_line(struct detour_slice *out, const char *line, const char *eol, const char *word)
{
	size_t length = strlen(word);

	if (!starts(line, eol, word))
		return;
	out->ptr = line + length;
	out->size = (size_t)(eol - line) - length;
}

bool detour_raw_commit_parse(struct detour_raw_commit *out, const char *bytes, size_t size)
{
	const char *at = parse_graph(out, bytes, size), *end = bytes + size, *eol;

	if (!at)
		return false;
	out->date = read_date(at, end);
	for (; at < end && *at != '\n'; at = eol == end ? end : eol + 1) {
		eol = line_end(at, end);
		take_line(&out->author, at, eol, "author ");
		take_line(&out->committer, at, eol, "committer ");
		if (!out->encoding.ptr)
			take_line(&out->encoding, at, eol, "encoding ");
	}
	out->message.ptr = at < end ? at + 1 : end;
	out->message.size = (size_t)(end - out->message.ptr);
	return true;
}

/* Hours and minutes run together: "+0130" is 130. */
static int read_offset(const char *at, const char *end)
{
	uint64_t digits = read_number(at + 1, end);
	int minutes;

	if (digits > 9959)
		return 0;
	minutes = (int)(digits / 100 * 60 + digits % 100);
	return *at == '-' ? -minutes : minutes;
}

static void read_ident_time(struct detour_ident *out, const char *at, const char *end)
{
	uint64_t time = read_number(at, end);
	const char *zone = at;

	while (zone < end && is_digit(*zone))
		zone++;
	if (zone == at)
		return;
	while (zone < end && is_space(*zone))
		zone++;
	/* As for git, a date without a zone is none. */
	if (end - zone < 2 || (*zone != '+' && *zone != '-') || !is_digit(zone[1]))
		return;
	if (time > INT64_MAX)
		return;
	out->time = (int64_t)time;
	out->offset = read_offset(zone, end);
}

/* Never within a character, as far as the bytes are UTF-8. */
static size_t word_size(const char *word, size_t size)
{
	size_t back = 0;

	if (size <= LONGEST_WORD)
		return size;
	while (back < 3 && ((unsigned char)word[LONGEST_WORD - back] & 0xc0) == 0x80)
		back++;
	return LONGEST_WORD - back;
}

void detour_ident_parse(struct detour_ident *out, struct detour_slice line)
{
	const char *end, *open, *close, *at;

	memset(out, 0, sizeof(*out));
	out->name.ptr = out->email.ptr = "";
	if (!line.size) /* a commit without an author */
		return;
	end = line.ptr + line.size;
	open = memchr(line.ptr, '<', line.size);
	close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;
	if (!close)
		return;
	for (at = open; at > line.ptr && is_space(at[-1]); at--)
		;
	out->name.ptr = line.ptr;
	out->name.size = word_size(line.ptr, (size_t)(at - line.ptr));
	out->email.ptr = open + 1;
	out->email.size = word_size(open + 1, (size_t)(close - open - 1));
	/* The time stands behind the last '>', whatever the address is like. */
	for (at = end; at[-1] != '>'; at--)
		;
	while (at < end && is_space(*at))
		at++;
	read_ident_time(out, at, end);
}

/* The length without white space at the end; *next is behind the line. */
static size_t title_line(const char *line, const char **next)
{
	size_t size = strcspn(line, "\n");

	*next = line + size + (line[size] == '\n');
	while (size && is_space(line[size - 1]))
		size--;
	return size;
}

char *detour_subject(struct detour_arena *arena, const char *message)
{
	const char *line = message, *next, *end;
	size_t size, used = 0;
	char *subject;

	while (*line && !title_line(line, &next))
		line = next;
	for (end = line; *end && title_line(end, &next); end = next)
		;
	subject = detour_arena_alloc(arena, (size_t)(end - line) + 1);
	for (; line < end; line = next) {
		size = title_line(line, &next);
		if (used)
			subject[used++] = ' ';
		memcpy(subject + used, line, size);
		used += size;
	}
	return subject;
}
