/* Pieces of Markdown written and taken apart; see markdown.h. */
#include "markdown.h"

#include <string.h>

#include "../base/text.h"

const char *detour_markdown_line_end(const char *bytes, size_t size)
{
	const char *end = memchr(bytes, '\n', size);

	return end && end > bytes && end[-1] == '\r' ? "\r\n" : "\n";
}

static size_t longest_run(const char *text, size_t size, char c)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < size; i++) {
		run = text[i] == c ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void add_run(struct detour_buf *out, char c, size_t count)
{
	while (count--)
		detour_buf_addch(out, c);
}

void detour_markdown_code(struct detour_buf *out, const char *text)
{
	struct detour_buf plain = DETOUR_BUF_INIT;
	size_t ticks;
	bool apart;

	detour_text_plain(&plain, text, strlen(text), 0);
	if (!plain.size)
		detour_buf_addch(&plain, ' ');
	ticks = longest_run(plain.ptr, plain.size, '`') + 1;
	/* One space on both sides is taken off again by whoever renders it. */
	apart = plain.ptr[0] == '`' || plain.ptr[plain.size - 1] == '`' ||
		(plain.size > 1 && plain.ptr[0] == ' ' && plain.ptr[plain.size - 1] == ' ');
	add_run(out, '`', ticks);
	add_run(out, ' ', apart);
	detour_buf_add(out, plain.ptr, plain.size);
	add_run(out, ' ', apart);
	add_run(out, '`', ticks);
	detour_buf_release(&plain);
}

size_t detour_markdown_code_parse(
	const char *text, size_t size, const char **inside, size_t *length)
{
	size_t ticks = 0, run = 0;

	while (ticks < size && text[ticks] == '`')
		ticks++;
	if (!ticks)
		return 0;
	for (size_t i = ticks; i < size; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		if (run != ticks || (i + 1 < size && text[i + 1] == '`'))
			continue;
		*inside = text + ticks;
		*length = i + 1 - 2 * ticks;
		if (*length > 2 && (*inside)[0] == ' ' && (*inside)[*length - 1] == ' ') {
			*inside += 1;
			*length -= 2;
		}
		return i + 1;
	}
	return 0;
}

void detour_markdown_comment_text(struct detour_buf *out, const char *text, size_t size)
{
	struct detour_buf plain = DETOUR_BUF_INIT;

	detour_text_plain(&plain, text, size, 0);
	for (size_t i = 0; i < plain.size; i++) {
		/* "--" and "<!-" are taken apart: no spelling of an end or a start is left. */
		if (plain.ptr[i] == '-' && out->size && out->ptr[out->size - 1] == '-')
			detour_buf_addch(out, ' ');
		detour_buf_addch(out, plain.ptr[i]);
	}
	detour_buf_release(&plain);
}

static bool is_punctuation(char c)
{
	return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
	       !(c >= 'a' && c <= 'z');
}

char *detour_markdown_unescape(struct detour_arena *arena, const char *text, size_t size)
{
	char *plain = detour_arena_alloc(arena, size + 1);
	size_t used = 0;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\\' && i + 1 < size && is_punctuation(text[i + 1]))
			i++;
		plain[used++] = text[i];
	}
	return plain;
}

void detour_markdown_path(struct detour_buf *out, const char *path)
{
	static const char safe[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~+@,=";

	for (; *path; path++) {
		if (strchr(safe, *path))
			detour_buf_addch(out, *path);
		else
			detour_buf_addf(out, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

static size_t one_mark(const char *text, size_t size)
{
	size_t digits = 0;

	if (size && text[0] == '>')
		return 1;
	if (size >= 3 && text[0] == '[' && strchr(" xX", text[1]) && text[2] == ']' &&
		(size == 3 || text[3] == ' '))
		return 3;
	while (digits < size && digits < 9 && text[digits] >= '0' && text[digits] <= '9')
		digits++;
	if (digits == size || !text[digits] || !strchr(digits ? ".)" : "-*+", text[digits]))
		return 0;
	return digits + 1 == size || text[digits + 1] == ' ' ? digits + 1 : 0;
}

const char *detour_markdown_unmark(const char *text, size_t *size)
{
	size_t mark;

	text = detour_text_trim(text, size);
	while ((mark = one_mark(text, *size))) {
		*size -= mark;
		text = detour_text_trim(text + mark, size);
	}
	return text;
}

/* Beyond ASCII everything is read, but for spaces, dashes, quotes and what shows nothing. */
static bool is_word_point(uint32_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
		       (point >= 'a' && point <= 'z');
	if (point < 0xc0)
		return point == 0xaa || point == 0xb5 || point == 0xba;
	return !(point >= 0x2000 && point <= 0x206f) && point != 0x3000 && point != 0xfeff &&
	       point != 0xfffd;
}

bool detour_markdown_has_words(const char *text, size_t size)
{
	for (size_t at = 0; at < size;) {
		uint32_t point;

		at += detour_utf8_decode(text + at, size - at, &point);
		if (is_word_point(point))
			return true;
	}
	return false;
}
