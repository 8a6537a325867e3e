/* Takes sessions and plans apart into passages; see reading.h. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "link.h"

struct making {
	struct detour_arena *arena;
	const struct detour_template *templ;
	struct detour_passage *list;
	size_t count, room;
	enum detour_part part;
	int part_level;
	const char *heading;
	size_t line;
	bool is_open;       /* a passage goes on with the next line */
	bool after_rule;    /* since the last heading */
	bool in_references; /* "Related documents:" below a rule, to the next heading */
	struct detour_buf joined;
};

/* ---- what a reader sees */

/* "[text](destination)" and "![text](…)": the offsets of the text; 0: no link starts here. */
static size_t link_size(const char *text, size_t *start, size_t *end)
{
	size_t at = text[0] == '!', depth = 0;

	if (text[at] != '[')
		return 0;
	*start = at + 1;
	for (at++; text[at] && (text[at] != ']' || depth); at++) {
		if (text[at] == '\\' && text[at + 1])
			at++;
		else if (text[at] == '[')
			depth++;
		else if (text[at] == ']')
			depth--;
	}
	*end = at;
	if (text[at] != ']' || text[at + 1] != '(')
		return 0;
	at += strcspn(text + at, ")");
	return text[at] ? at + 1 : 0;
}

static bool is_word_byte(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c & 0x80);
}

/* Emphasis marks stand at the edge of a word; an underscore within one is part of a name, a star
 * with space around it a sign. */
static bool is_emphasis(const char *text, size_t at)
{
	bool before = at && is_word_byte(text[at - 1]), after = is_word_byte(text[at + 1]);

	if (text[at] == '_')
		return before != after ||
		       (!(before && after) && at && strchr("_*.,;:!?)\"'", text[at - 1]));
	if (text[at] == '~')
		return text[at + 1] == '~' || (at && text[at - 1] == '~');
	return text[at] == '*' && !(at && text[at - 1] == ' ' && text[at + 1] == ' ');
}

static void add_plain(struct detour_buf *out, const char *text, size_t size, bool links)
{
	char *copy = detour_realloc(NULL, size + 1);

	memcpy(copy, text, size);
	copy[size] = '\0';
	for (size_t at = 0; at < size;) {
		size_t start, end, used, length;
		const char *inside;

		if (copy[at] == '\\' && at + 1 < size &&
			strchr("\\`*_{}[]()#+-.!<>~|", copy[at + 1])) {
			detour_buf_addch(out, copy[at + 1]);
			at += 2;
		} else if (copy[at] == '`' && (used = detour_markdown_code_parse(copy + at,
						       size - at, &inside, &length)) > 0) {
			detour_buf_add(out, inside, length);
			at += used;
		} else if (links && (used = link_size(copy + at, &start, &end)) > 0) {
			add_plain(out, copy + at + start, end - start, false);
			at += used;
		} else {
			if (!is_emphasis(copy, at))
				detour_buf_addch(out, copy[at]);
			at++;
		}
	}
	free(copy);
}

char *detour_reading_plain(struct detour_arena *arena, const char *source)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	char *plain;

	add_plain(&out, source, strlen(source), true);
	plain = detour_text_line(arena, out.ptr, 0);
	detour_buf_release(&out);
	return plain;
}

/* ---- labels and references */

static const char *const labels[] = {"date", "branch", "status", "author", "authors", "plan",
	"issues", "created", "updated", "last updated", "related documents", "related",
	"related proposal", "related plan", "pr", "commit", "commits", "version", "duration",
	"participants", "project", "session", "time", "type", "references", "see also"};

/* "**Date:** 2026-…", "Branch: x". */
static bool is_label(const char *text)
{
	size_t size = strcspn(text, ":");

	if (!text[size] || size > 24)
		return false;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t at = 0;

		while (at < size && labels[i][at] && (text[at] | 0x20) == (labels[i][at] | 0x20))
			at++;
		if (at == size && !labels[i][at])
			return true;
	}
	return false;
}

/* Nothing but a link, and perhaps a word in brackets behind it. */
static bool is_reference(const char *source)
{
	size_t start, end, used = link_size(source, &start, &end), size;
	const char *rest;

	if (!used)
		return false;
	rest = source + used;
	size = strlen(rest);
	rest = detour_text_trim(rest, &size);
	return !size || (rest[0] == '(' && rest[size - 1] == ')');
}

static bool leads_to_references(const char *text)
{
	return is_label(text) && (!strncasecmp(text, "re", 2) || !strncasecmp(text, "see", 3));
}

/* ---- passages */

static void finish(struct making *making)
{
	struct detour_passage *passage = making->is_open ? &making->list[making->count - 1] : NULL;
	struct detour_link link;
	size_t size = making->joined.size;
	const char *text;

	making->is_open = false;
	if (!passage)
		return;
	text = detour_text_trim(making->joined.ptr, &size);
	passage->source = detour_arena_strndup(making->arena, text, size);
	passage->text = detour_reading_plain(making->arena, passage->source);
	if (passage->kind != DETOUR_PASSAGE_TEXT && !strncmp(passage->source, "~~", 2))
		passage->kind = DETOUR_PASSAGE_DONE;
	making->in_references =
		making->in_references || (making->after_rule && leads_to_references(passage->text));
	passage->is_note =
		making->in_references || is_label(passage->text) || is_reference(passage->source);
	detour_buf_clear(&making->joined);
	detour_buf_addf(&making->joined, "- %s", passage->source);
	if (!detour_markdown_has_words(passage->text, strlen(passage->text)) ||
		detour_link_parse(making->arena, making->joined.ptr, making->joined.size, &link) ||
		detour_part_is_generated(passage->part, making->joined.ptr, making->joined.size))
		making->count--;
}

static void begin(struct making *making, enum detour_passage_kind kind, int depth)
{
	finish(making);
	if (making->count == DETOUR_PASSAGES_LIMIT)
		return;
	if (making->count == making->room) {
		size_t room = making->room ? 2 * making->room : 32;
		struct detour_passage *list =
			detour_arena_array(making->arena, room, sizeof(*list));

		if (making->count)
			memcpy(list, making->list, making->count * sizeof(*list));
		making->list = list;
		making->room = room;
	}
	making->list[making->count++] = (struct detour_passage){.kind = kind,
		.part = making->part,
		.heading = making->heading,
		.line = making->line,
		.depth = depth};
	detour_buf_clear(&making->joined);
	making->is_open = true;
}

static void read_heading(struct making *making, const struct detour_line *line)
{
	enum detour_part part = detour_part_find(line->visible, line->visible_size);
	const char *text = detour_arena_strndup(making->arena, line->visible, line->visible_size);

	finish(making);
	making->after_rule = making->in_references = false;
	making->heading = detour_reading_plain(making->arena, text);
	if (part != DETOUR_PART_COUNT || line->level <= making->part_level) {
		making->part = part;
		making->part_level = line->level;
	}
}

/* The size of "- ", "* ", "12. "; 0: no item starts here. */
static size_t mark_size(const char *text, size_t size)
{
	size_t at = 0;

	if (size && strchr("-*+", text[0]) && text[0]) {
		at = 1;
	} else {
		while (at < size && at < 9 && text[at] >= '0' && text[at] <= '9')
			at++;
		if (!at || at == size || !strchr(".)", text[at]))
			return 0;
		at++;
	}
	return at < size && (text[at] == ' ' || text[at] == '\t') ? at + 1 : 0;
}

static size_t box_size(const char *text, size_t size, enum detour_passage_kind *kind)
{
	if (size < 4 || text[0] != '[' || text[2] != ']' || (text[3] != ' ' && text[3] != '\t') ||
		!strchr(" xX-", text[1]))
		return 0;
	*kind = text[1] == ' ' ? DETOUR_PASSAGE_OPEN : DETOUR_PASSAGE_DONE;
	return 4;
}

static int indentation(const struct detour_line *line)
{
	size_t at = 0;

	while (at < line->size && (line->text[at] == ' ' || line->text[at] == '\t'))
		at++;
	return (int)at;
}

/* A formatter broke "half-way" at its hyphen. */
static bool is_broken_word(const struct detour_buf *joined, const char *next, size_t size)
{
	const char *end = joined->ptr + joined->size;

	return joined->size > 1 && end[-1] == '-' && is_word_byte(end[-2]) && size &&
	       next[0] >= 'a' && next[0] <= 'z';
}

static void read_text(struct making *making, const struct detour_line *line)
{
	size_t size = line->visible_size, used;
	const char *text = detour_text_trim(line->visible, &size);
	enum detour_passage_kind kind = DETOUR_PASSAGE_ITEM;

	while (size && text[0] == '>') {
		size--;
		text = detour_text_trim(text + 1, &size);
	}
	used = mark_size(text, size);
	if (making->templ &&
		detour_template_has(making->templ, line->visible, line->visible_size)) {
		finish(making);
		return;
	}
	if (used) {
		size -= used;
		text = detour_text_trim(text + used, &size);
		used = box_size(text, size, &kind);
		text += used;
		size -= used;
		begin(making, kind, indentation(line));
	} else if (!making->is_open) {
		begin(making, DETOUR_PASSAGE_TEXT, indentation(line));
	}
	if (!making->is_open)
		return;
	if (making->joined.size && !is_broken_word(&making->joined, text, size))
		detour_buf_addch(&making->joined, ' ');
	detour_buf_add(&making->joined, text, size);
}

void detour_reading_make(struct detour_reading *out, const char *bytes, size_t size,
	const struct detour_template *templ, struct detour_arena *arena)
{
	struct making making = {.arena = arena,
		.templ = templ,
		.part = DETOUR_PART_COUNT,
		.heading = "",
		.joined = DETOUR_BUF_INIT};
	struct detour_lines lines;
	struct detour_line line;

	detour_lines_init(&lines, bytes, size);
	while (detour_lines_next(&lines, &line)) {
		making.line++;
		if (line.kind == DETOUR_LINE_HEADING)
			read_heading(&making, &line);
		else if (line.kind == DETOUR_LINE_TEXT)
			read_text(&making, &line);
		else
			finish(&making);
		making.after_rule = making.after_rule || line.kind == DETOUR_LINE_RULE;
	}
	finish(&making);
	detour_lines_release(&lines);
	detour_buf_release(&making.joined);
	out->passages = making.list;
	out->count = making.count;
}
