/* Writes and reads lines of the state log; see state_line.h. */
#include "line.h"

#include <inttypes.h>
#include <string.h>

static const char *const event_names[DETOUR_EVENT_COUNT] = {
	[DETOUR_EVENT_INSTALLED] = "installed",
	[DETOUR_EVENT_ASKED] = "asked",
	[DETOUR_EVENT_ANSWERED] = "answered",
	[DETOUR_EVENT_DISMISSED] = "dismissed",
	[DETOUR_EVENT_WRONG] = "wrong",
	[DETOUR_EVENT_UNDONE] = "undone",
	[DETOUR_EVENT_WAITING] = "waiting",
	[DETOUR_EVENT_REMINDED] = "reminded",
	[DETOUR_EVENT_HELD] = "held",
	[DETOUR_EVENT_REWRITTEN] = "rewritten",
	[DETOUR_EVENT_PROGRAM] = "program",
};

enum field {
	FIELD_VERSION,
	FIELD_EVENT,
	FIELD_TIME,
	FIELD_KIND,
	FIELD_DETOUR,
	FIELD_COMMIT,
	FIELD_OTHER,
	FIELD_AUTHOR_TIME,
	FIELD_ANSWER,
	FIELD_SUBJECT,
	FIELD_COUNT
};

/* `limit` at most, without a torn character at the end. */
static size_t cut_size(const char *text, size_t limit)
{
	size_t size = strnlen(text, limit + 1), back = 0;

	if (size <= limit)
		return size;
	while (back < 3 && ((unsigned char)text[limit - back] & 0xc0) == 0x80)
		back++;
	return limit - back;
}

size_t detour_state_subject_size(const char *subject)
{
	return cut_size(subject, DETOUR_STATE_SUBJECT_LIMIT);
}

static void add_text(struct detour_buf *out, const char *text, size_t limit)
{
	size_t size;

	detour_buf_addch(out, '\t');
	if (!text)
		return;
	size = cut_size(text, limit);
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\\')
			detour_buf_addstr(out, "\\\\");
		else if (c == '\t')
			detour_buf_addstr(out, "\\t");
		else if (c == '\n')
			detour_buf_addstr(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			detour_buf_addf(out, "\\x%02x", c);
		else
			detour_buf_addch(out, text[i]);
	}
}

static void add_oid(struct detour_buf *out, const struct detour_oid *oid)
{
	char hex[DETOUR_HEX_SIZE + 1] = "-";

	if (!detour_oid_is_zero(oid))
		detour_oid_hex(oid, hex);
	detour_buf_addch(out, '\t');
	detour_buf_addstr(out, hex);
}

void detour_state_line_add(struct detour_buf *out, const struct detour_record *record)
{
	detour_buf_addf(out, "1\t%s\t%" PRId64, event_names[record->event], record->time);
	add_text(out, record->kind, DETOUR_STATE_WORD_LIMIT);
	add_text(out, record->detour, DETOUR_STATE_WORD_LIMIT);
	add_oid(out, &record->commit);
	add_oid(out, &record->other);
	detour_buf_addf(out, "\t%" PRId64, record->author_time);
	add_text(out, record->answer, DETOUR_STATE_WORD_LIMIT);
	add_text(out, record->subject, DETOUR_STATE_SUBJECT_LIMIT);
	detour_buf_addstr(out, "\t.\n");
}

/* Ends each field with a NUL. False unless there are enough of them, the last is the dot, and no
 * byte is one that we would have escaped. */
static bool split(char *line, size_t size, char *fields[FIELD_COUNT])
{
	size_t count = 1;
	char *last = line;

	fields[0] = line;
	line[size] = '\0';
	for (char *c = line; c < line + size; c++) {
		if ((unsigned char)*c >= 0x20 && *c != 0x7f)
			continue;
		if (*c != '\t')
			return false;
		*c = '\0';
		last = c + 1;
		if (count < FIELD_COUNT)
			fields[count] = last;
		count++;
	}
	return count > FIELD_COUNT && strcmp(last, ".") == 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* In place, as it only gets shorter. */
static bool unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		int high, low;

		if (*from != '\\') {
			*to++ = *from;
			continue;
		}
		from++;
		if (*from == '\\' || *from == 't' || *from == 'n') {
			*to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : '\\';
			continue;
		}
		if (*from != 'x' || (high = hex_digit(from[1])) < 0 ||
			(low = hex_digit(from[2])) < 0 || high + low == 0)
			return false;
		*to++ = (char)(high << 4 | low);
		from += 2;
	}
	*to = '\0';
	return true;
}

static bool parse_time(const char *text, int64_t *out)
{
	bool negative = *text == '-';
	int64_t value = 0;

	text += negative;
	if (!*text)
		return false;
	for (; *text; text++) {
		int digit = *text - '0';

		if (digit < 0 || digit > 9 || value > (INT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = negative ? -value : value;
	return true;
}

static bool parse_oid(const char *text, struct detour_oid *out)
{
	if (strcmp(text, "-") != 0)
		return detour_oid_parse(out, text);
	memset(out, 0, sizeof(*out));
	return true;
}

static bool parse_event(const char *text, enum detour_event *out)
{
	for (size_t i = 0; i < DETOUR_EVENT_COUNT; i++)
		if (text[0] == event_names[i][0] && strcmp(text, event_names[i]) == 0) {
			*out = (enum detour_event)i;
			return true;
		}
	return false;
}

bool detour_state_line_parse(char *line, size_t size, struct detour_record *out)
{
	char *fields[FIELD_COUNT];

	if (size < DETOUR_STATE_LINE_LEAST || size > DETOUR_STATE_LINE_LIMIT ||
		!split(line, size, fields) || strcmp(fields[FIELD_VERSION], "1") != 0)
		return false;
	if (!parse_event(fields[FIELD_EVENT], &out->event) ||
		!parse_time(fields[FIELD_TIME], &out->time) ||
		!parse_time(fields[FIELD_AUTHOR_TIME], &out->author_time) ||
		!parse_oid(fields[FIELD_COMMIT], &out->commit) ||
		!parse_oid(fields[FIELD_OTHER], &out->other))
		return false;
	out->kind = fields[FIELD_KIND];
	out->detour = fields[FIELD_DETOUR];
	out->answer = fields[FIELD_ANSWER];
	out->subject = fields[FIELD_SUBJECT];
	return unescape(fields[FIELD_KIND]) && unescape(fields[FIELD_DETOUR]) &&
	       unescape(fields[FIELD_ANSWER]) && unescape(fields[FIELD_SUBJECT]);
}
