/* Makes and reads the names of session files; see name.h. */
#include "name.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/date.h"
#include "../base/text.h"
#include "name_latin.h"

#define TOPIC_LIMIT ((size_t)4096) /* bytes that are looked at */

/* What vanishes within a word: marks that nobody sees, variation selectors, the soft hyphen. */
static bool is_silent(uint32_t point)
{
	return point == 0xad || (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
	       (point >= 0xfe00 && point <= 0xfe0f) || point == 0xfeff || point == 0x61c;
}

static bool is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019 || point == 0x2bc;
}

static void add_dash(struct detour_buf *slug)
{
	if (slug->size && slug->ptr[slug->size - 1] != '-')
		detour_buf_addch(slug, '-');
}

static bool follows_letter(const char *topic, size_t size)
{
	uint32_t point;

	return detour_utf8_decode(topic, size, &point) && detour_letter_is(point);
}

static void add_point(struct detour_buf *slug, uint32_t point)
{
	const char *plain;
	char one[2];

	/* Full-width letters and digits are the ASCII ones. */
	if (point >= 0xff01 && point <= 0xff5e)
		point -= 0xfee0;
	plain = detour_latin_plain(point, one);
	if (plain)
		detour_buf_addstr(slug, plain);
	else if (detour_letter_is(point))
		detour_utf8_encode(slug, detour_letter_lower(point));
	else
		add_dash(slug);
}

/* "é" may come as "e" and a mark: the Latin letter stands alone, others keep theirs. */
static void add_mark(struct detour_buf *slug, uint32_t point)
{
	if (slug->size && (unsigned char)slug->ptr[slug->size - 1] >= 0x80)
		detour_utf8_encode(slug, point);
}

/* At most DETOUR_SLUG_LIMIT bytes: at a word if that leaves half of them, else within one. */
static void cut(struct detour_buf *slug)
{
	size_t at = DETOUR_SLUG_LIMIT, word;

	if (slug->size <= DETOUR_SLUG_LIMIT)
		return;
	for (word = at; word > 0 && slug->ptr[word] != '-'; word--)
		;
	if (word >= DETOUR_SLUG_LIMIT / 2)
		at = word;
	else
		while (at > 0 && ((unsigned char)slug->ptr[at] & 0xc0) == 0x80)
			at--;
	detour_buf_truncate(slug, at);
}

char *detour_name_slug(struct detour_arena *arena, const char *topic)
{
	struct detour_buf slug = DETOUR_BUF_INIT;
	size_t size = strnlen(topic, TOPIC_LIMIT);
	char *result;

	for (size_t at = 0; at < size && slug.size <= 4 * DETOUR_SLUG_LIMIT;) {
		uint32_t point;

		at += detour_utf8_decode(topic + at, size - at, &point);
		if (is_silent(point) ||
			(is_apostrophe(point) && slug.size && slug.ptr[slug.size - 1] != '-' &&
				follows_letter(topic + at, size - at)))
			continue;
		if (detour_letter_is_mark(point))
			add_mark(&slug, point);
		else
			add_point(&slug, point);
	}
	cut(&slug);
	while (slug.size && slug.ptr[slug.size - 1] == '-')
		detour_buf_truncate(&slug, slug.size - 1);
	result = detour_arena_strndup(
		arena, slug.size ? slug.ptr : "session", slug.size ? slug.size : strlen("session"));
	detour_buf_release(&slug);
	return result;
}

char *detour_name_file(
	struct detour_arena *arena, const char *day, const char *slug, unsigned number)
{
	if (number <= 1)
		return detour_arena_printf(arena, "%s-%s.md", day, slug);
	return detour_arena_printf(arena, "%s-%s-%u.md", day, slug, number);
}

static bool ends_caseless(const char *text, size_t size, const char *lower)
{
	size_t length = strlen(lower);

	if (size < length)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = text[size - length + i];

		if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != lower[i])
			return false;
	}
	return true;
}

static bool parse_day(const char *name)
{
	char copy[11];
	int year, month, day;

	memcpy(copy, name, 10);
	copy[10] = '\0';
	return detour_date_parse_day(copy, &year, &month, &day) == 0;
}

bool detour_name_parse(
	struct detour_arena *arena, const char *name, const char **day, const char **topic)
{
	size_t size = strlen(name), start = 10;

	if (ends_caseless(name, size, ".markdown"))
		size -= strlen(".markdown");
	else if (ends_caseless(name, size, ".md"))
		size -= strlen(".md");
	else
		return false;
	if (size < 10 || !parse_day(name) || strstr(name, "TEMPLATE") ||
		ends_caseless(name, size, ".template"))
		return false;
	/* "2026-11-22T1403" or a longer number is something else. */
	if (size > start && !strchr("-_ .", name[start]))
		return false;
	while (start < size && strchr("-_ .", name[start]))
		start++;
	if (ends_caseless(name + start, size - start, "-session"))
		size -= strlen("-session");
	*day = detour_arena_strndup(arena, name, 10);
	*topic = detour_arena_strndup(arena, name + start, size - start);
	return true;
}
