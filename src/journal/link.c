/* Writes link lines and finds them again; see link.h. */
#include "link.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "markdown.h"

#define SHORT_DIGITS 7
#define LONGER_DIGITS 12 /* where no address carries the full hash */

void detour_link_write(struct detour_buf *out, const struct detour_commit *commit, const char *base)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(&commit->oid, hex);
	if (base)
		detour_buf_addf(out, "- [`%.*s`](%s%s) ", SHORT_DIGITS, hex, base, hex);
	else
		detour_buf_addf(out, "- `%.*s` ", LONGER_DIGITS, hex);
	if (commit->subject && commit->subject[0]) {
		detour_text_markdown(out, commit->subject, strlen(commit->subject));
		detour_buf_addch(out, ' ');
	}
	detour_buf_addf(out, "(%s)\n",
		detour_date_minute(&arena, commit->author_time, commit->author_offset));
	detour_arena_release(&arena);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static size_t hex_run(const char *text, size_t size)
{
	size_t digits = 0;

	while (digits < size && is_hex(text[digits]))
		digits++;
	return digits;
}

static char *lower(struct detour_arena *arena, const char *hex, size_t digits)
{
	char *copy = detour_arena_strndup(arena, hex, digits);

	for (size_t i = 0; i < digits; i++)
		if (copy[i] >= 'A' && copy[i] <= 'F')
			copy[i] = (char)(copy[i] - 'A' + 'a');
	return copy;
}

/* "`a1b2c3d`" at the start; sets the digits, returns the bytes used. */
static size_t parse_span(const char *text, size_t size, const char **hex, size_t *digits)
{
	size_t used = detour_markdown_code_parse(text, size, hex, digits);

	if (!used || *digits < SHORT_DIGITS || *digits > DETOUR_HEX_SIZE ||
		hex_run(*hex, *digits) != *digits)
		return 0;
	return used;
}

/* "[`a1b2c3d`](https://…/<full hash>)" or the bare span. The full hash is taken where it goes on as
 * the short one begins. */
static size_t parse_hash(const char *text, size_t size, const char **hex, size_t *digits)
{
	bool linked = size && text[0] == '[';
	size_t used = parse_span(text + linked, size - linked, hex, digits), start;
	const char *end;

	if (!used || !linked)
		return used;
	used++;
	if (size - used < 2 || text[used] != ']' || text[used + 1] != '(')
		return 0;
	end = memchr(text + used, ')', size - used);
	if (!end)
		return 0;
	start = (size_t)(end - text);
	if (text[start - 1] == '>') /* "](<https://…>)" is as good */
		end = text + --start;
	while (start > used && is_hex(text[start - 1]))
		start--;
	if ((size_t)(end - text) - start == DETOUR_HEX_SIZE &&
		memcmp(text + start, *hex, *digits) == 0) {
		*hex = text + start;
		*digits = DETOUR_HEX_SIZE;
	}
	return (size_t)(end - text) + (*end == '>' ? 2 : 1);
}

/* "(2026-11-22 14:03 +0100)" at the end; cuts it off. */
static bool cut_time(struct detour_link *out, const char *text, size_t *size)
{
	static const char form[] = "(2026-11-22 14:03 +0100)";
	const size_t length = sizeof(form) - 1;
	char copy[sizeof(form)];
	size_t used;

	if (*size < length || text[*size - 1] != ')' || text[*size - length] != '(')
		return false;
	memcpy(copy, text + *size - length, length);
	copy[length] = '\0';
	if (detour_date_parse_minute(copy + 1, &out->time, &out->offset, &used) ||
		used != length - 2)
		return false;
	*size -= length;
	return true;
}

static const char *skip_bullet(const char *line, size_t *size)
{
	line = detour_text_trim(line, size);
	if (*size < 2 || !line[0] || !strchr("-*+", line[0]) || line[1] != ' ')
		return NULL;
	*size -= 2;
	return detour_text_trim(line + 2, size);
}

bool detour_link_parse(
	struct detour_arena *arena, const char *line, size_t size, struct detour_link *out)
{
	const char *text = skip_bullet(line, &size), *hex;
	size_t used, digits;

	memset(out, 0, sizeof(*out));
	if (!text || !(used = parse_hash(text, size, &hex, &digits)))
		return false;
	text += used;
	size -= used;
	if (!cut_time(out, text, &size))
		return false;
	text = detour_text_trim(text, &size);
	out->hex = lower(arena, hex, digits);
	out->subject = detour_arena_strndup(arena, text, size);
	return true;
}

static bool same_subject(const char *escaped, const char *subject)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf line = DETOUR_BUF_INIT;
	const char *text;
	size_t size;
	bool same;

	/* The subject goes the way it took into the line, then both lose their escapes. */
	detour_text_markdown(&line, subject, strlen(subject));
	size = line.size;
	text = detour_text_trim(line.ptr, &size);
	same = strcmp(detour_markdown_unescape(&arena, text, size),
		       detour_markdown_unescape(&arena, escaped, strlen(escaped))) == 0;
	detour_buf_release(&line);
	detour_arena_release(&arena);
	return same;
}

static int64_t minute_of(int64_t seconds)
{
	return seconds / 60 - (seconds % 60 < 0);
}

bool detour_link_matches(const struct detour_link *link, const struct detour_commit *commit)
{
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(&commit->oid, hex);
	if (detour_text_starts(hex, link->hex))
		return true;
	return link->subject && minute_of(link->time) == minute_of(commit->author_time) &&
	       same_subject(link->subject, commit->subject ? commit->subject : "");
}
