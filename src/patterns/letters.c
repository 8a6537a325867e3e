/* Letters, words and how they are written; see letters.h. */
#include "letters.h"

#include <ctype.h>
#include <string.h>

#include "../base/text.h"

static bool is_letter(uint32_t point)
{
	if (point < 0x80)
		return isalpha((int)point) != 0;
	if (point < 0xc0)
		return point == 0xaa || point == 0xb5 || point == 0xba;
	return point != 0xd7 && point != 0xf7 && !(point >= 0x2000 && point < 0x2c00) &&
	       !(point >= 0x2e00 && point < 0x3040) && point != 0xfffd &&
	       !(point >= 0xfe00 && point < 0xfe70) && !(point >= 0xff00 && point < 0xff21) &&
	       point < 0x1f000;
}

static uint32_t lower_of(uint32_t point)
{
	if (point < 0x80)
		return (uint32_t)tolower((int)point);
	if ((point >= 0xc0 && point <= 0xde && point != 0xd7) ||
		(point >= 0x391 && point <= 0x3a9) || (point >= 0x410 && point <= 0x42f))
		return point + 0x20;
	if (point >= 0x400 && point <= 0x40f)
		return point + 0x50;
	if ((point >= 0x100 && point < 0x138) || (point >= 0x14a && point < 0x178))
		return point | 1;
	if ((point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17e))
		return point + (point & 1);
	return point;
}

/* The typographic apostrophe, too. */
static size_t apostrophe(const char *text, size_t size)
{
	if (size && text[0] == '\'')
		return 1;
	return size >= 3 && !memcmp(text, "\xe2\x80\x99", 3) ? 3 : 0;
}

static size_t letter(const char *text, size_t size)
{
	uint32_t point;
	size_t used;

	if (size && !(text[0] & 0x80))
		return isalpha((unsigned char)text[0]) != 0;
	used = detour_utf8_decode(text, size, &point);
	return used && is_letter(point) ? used : 0;
}

static size_t inner(const char *text, size_t size)
{
	size_t used = letter(text, size);

	if (used || !size)
		return used;
	if (isdigit((unsigned char)text[0]) || text[0] == '_')
		return 1;
	used = text[0] == '-' ? 1 : apostrophe(text, size);
	return used && letter(text + used, size - used) ? used : 0;
}

size_t detour_letters_word(const char *text, size_t size)
{
	size_t at = letter(text, size), used;

	while (at && (used = inner(text + at, size - at)) > 0)
		at += used;
	return at;
}

/* Nearly every word is of these letters alone. */
static bool lower_plain(char *out, size_t limit, const char *word, size_t size)
{
	if (size >= limit)
		return false;
	for (size_t i = 0; i < size; i++) {
		if ((word[i] & 0x80) || word[i] == '\'')
			return false;
		out[i] = (char)tolower((unsigned char)word[i]);
	}
	out[size] = '\0';
	return size > 0;
}

bool detour_letters_lower(char *out, size_t limit, const char *word, size_t size)
{
	struct detour_buf lower = DETOUR_BUF_INIT;
	uint32_t point;
	bool fits;

	if (lower_plain(out, limit, word, size))
		return true;
	for (size_t at = 0; at < size;) {
		size_t mark = apostrophe(word + at, size - at);

		if (mark) {
			if (size - at - mark == 1 && word[at + mark] == 's')
				break;
			detour_buf_addch(&lower, '\'');
			at += mark;
			continue;
		}
		at += detour_utf8_decode(word + at, size - at, &point);
		detour_utf8_encode(&lower, lower_of(point));
	}
	fits = lower.size && lower.size < limit;
	if (fits)
		memcpy(out, lower.ptr, lower.size + 1);
	detour_buf_release(&lower);
	return fits;
}

bool detour_letters_is_name(const char *word, size_t size, bool begins)
{
	size_t capitals = 0, hyphens = 0;
	bool inside = false;

	for (size_t i = 0; i < size; i++) {
		bool capital = isupper((unsigned char)word[i]) != 0;

		capitals += capital;
		inside |= i && (capital || word[i] == '_' || isdigit((unsigned char)word[i]));
		hyphens += word[i] == '-';
	}
	return inside || hyphens > 1 || (capitals && !begins);
}

/* "bg.ts", "SKILL.md:12", but no "e.g." and no end of a sentence. */
static bool is_file(const char *text, size_t size)
{
	size_t dot = size, end;

	while (dot && text[dot - 1] != '.')
		dot--;
	for (end = dot; end < size && isalnum((unsigned char)text[end]); end++)
		;
	return dot > 2 && end - dot >= 1 && end - dot <= 5 && islower((unsigned char)text[dot]) &&
	       isalnum((unsigned char)text[dot - 2]);
}

bool detour_letters_is_path(const char *text, size_t size)
{
	while (size && strchr("\"'`([{<,;:*", text[0])) {
		text++;
		size--;
	}
	while (size && strchr("\"'`)]}>,;:*.!?", text[size - 1]))
		size--;
	return memchr(text, '/', size) || memchr(text, '@', size) || memchr(text, '\\', size) ||
	       is_file(text, size);
}
