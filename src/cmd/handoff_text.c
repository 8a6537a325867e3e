/* Pieces of the lines of a handoff; see handoff.h. */
#include "handoff.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "../journal/link.h"
#include "../journal/markdown.h"

enum { QUOTE_COLUMNS = 240 };

void detour_handoff_section(struct detour_handoff *handoff, const char *title)
{
	handoff->section = title;
}

void detour_handoff_item(struct detour_handoff *handoff, int depth)
{
	if (handoff->section)
		detour_buf_addf(&handoff->out, "\n## %s\n\n", handoff->section);
	handoff->section = NULL;
	detour_buf_addf(&handoff->out, "%*s- ", 2 * depth, "");
}

void detour_handoff_code(struct detour_handoff *handoff, const char *text)
{
	detour_markdown_code(&handoff->out, text);
}

void detour_handoff_text(struct detour_handoff *handoff, const char *text)
{
	detour_text_markdown(&handoff->out, text, strlen(text));
}

void detour_handoff_hash(struct detour_handoff *handoff, const struct detour_oid *oid)
{
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(oid, hex);
	detour_handoff_item(handoff, 0);
	if (handoff->forge)
		detour_buf_addf(&handoff->out, "[`%.7s`](%s%s) ", hex, handoff->forge, hex);
	else
		detour_buf_addf(&handoff->out, "`%.12s` ", hex);
}

void detour_handoff_commit(struct detour_handoff *handoff, const struct detour_commit *commit)
{
	size_t size;

	detour_handoff_item(handoff, 0);
	size = handoff->out.size - strlen("- ");
	detour_buf_truncate(&handoff->out, size);
	detour_link_write(&handoff->out, commit, handoff->forge);
	detour_buf_truncate(&handoff->out, handoff->out.size - 1);
}

void detour_handoff_quote(struct detour_handoff *handoff, const char *text, const char *label,
	const char *path, size_t line)
{
	detour_buf_addstr(&handoff->out, "\xe2\x80\x9c");
	detour_handoff_text(handoff, detour_text_line(handoff->arena, text, QUOTE_COLUMNS));
	detour_buf_addstr(&handoff->out, "\xe2\x80\x9d ([");
	detour_handoff_text(handoff, label);
	detour_buf_addstr(&handoff->out, "](");
	detour_markdown_path(&handoff->out, path);
	detour_buf_addf(&handoff->out, "#L%zu))", line);
}

void detour_handoff_source(struct detour_handoff *handoff, const char *format, ...)
{
	char text[1000];
	va_list values;

	va_start(values, format);
	if (vsnprintf(text, sizeof(text), format, values) < 0)
		text[0] = '\0';
	va_end(values);
	detour_buf_addstr(&handoff->out, " (");
	detour_handoff_code(handoff, text);
	detour_buf_addstr(&handoff->out, ")\n");
}

void detour_handoff_count(
	struct detour_handoff *handoff, size_t count, const char *what, size_t limit)
{
	detour_buf_addf(&handoff->out, "%zu%s %s%s", count,
		limit && count >= limit ? " or more" : "", what, count == 1 ? "" : "s");
}

const char *detour_shell_word(struct detour_arena *arena, const char *text)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-@{}^+,=";
	struct detour_buf word = DETOUR_BUF_INIT;
	const char *copy;

	if (*text && *text != '-' && strspn(text, plain) == strlen(text))
		return text;
	detour_buf_addch(&word, '\'');
	for (; *text; text++)
		if (*text == '\'')
			detour_buf_addstr(&word, "'\\''");
		else
			detour_buf_addch(&word, *text);
	detour_buf_addch(&word, '\'');
	copy = detour_arena_strdup(arena, word.ptr);
	detour_buf_release(&word);
	return copy;
}
