/* Takes sessions and plans apart into passages; see reading.h. */
#include "reading.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "link.h"
#include "reading_internal.h"

enum {
	HEAD_SIZE = 100, /* of a line below the title */
	LONGEST = 4096,  /* of a passage: what is beyond it is no sentence of anybody */
};

struct making {
	struct detour_arena *arena;
	const struct detour_template *templ;
	struct detour_passage *list;
	size_t count, room;
	enum detour_part part;
	int part_level;
	const char *heading;
	size_t line, headings;
	bool is_open;       /* a passage goes on with the next line */
	bool in_clauses;    /* items that end in ";": parts of one sentence */
	bool is_closed;     /* below "Completed" within a part */
	bool after_rule;    /* since the last heading */
	bool in_references; /* "Related documents:" below a rule, to the next heading */
	struct detour_buf joined;
};

/* ---- passages */

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What stands below the title, before the first part: "**Datum:** 2. Dezember". What tells of a
 * dead end is more than that. */
static bool is_of_head(const struct making *making, const struct detour_passage *passage)
{
	return making->headings < 2 && strlen(passage->source) < HEAD_SIZE &&
	       detour_reading_begins_with_label(passage->source, strlen(passage->source)) &&
	       !detour_passage_is_dead_end(passage);
}

static bool ends_ticked(const char *text)
{
	size_t size = strlen(text);

	return size > 3 && !strcmp(text + size - 3, "\xe2\x9c\x85");
}

static void classify(struct making *making, struct detour_passage *passage)
{
	if (passage->kind != DETOUR_PASSAGE_TEXT &&
		(!strncmp(passage->source, "~~", 2) || ends_ticked(passage->text)))
		passage->kind = DETOUR_PASSAGE_DONE;
	making->in_references =
		making->in_references ||
		(making->after_rule && detour_reading_leads_to_references(passage->text));
	passage->is_row = passage->source[0] == '|';
	passage->is_note = making->in_references || passage->is_row ||
			   detour_reading_is_label(passage->text) ||
			   detour_reading_is_reference(passage->source) ||
			   is_of_head(making, passage);
}

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), length = strlen(end);

	return size > length && !strcmp(text + size - length, end);
}

/* "The plan has to hold:", "- four turns;", "- no loose end.": the items are no more than parts of
 * the sentence that leads to them. */
static void join_clauses(struct making *making, struct detour_passage *passage)
{
	struct detour_passage *lead = making->count > 1 ? passage - 1 : NULL;
	bool is_clause = passage->kind == DETOUR_PASSAGE_ITEM &&
			 (ends_with(passage->text, ";") || ends_with(passage->text, "; and") ||
				 ends_with(passage->text, "; or"));

	if (passage->kind == DETOUR_PASSAGE_ITEM && (is_clause || making->in_clauses))
		passage->is_detail = true;
	if (is_clause && lead && lead->kind == DETOUR_PASSAGE_TEXT &&
		lead->heading == passage->heading && ends_with(lead->text, ":"))
		lead->leads_clauses = true;
	making->in_clauses = is_clause;
}

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
	classify(making, passage);
	join_clauses(making, passage);
	detour_buf_clear(&making->joined);
	detour_buf_addf(&making->joined, "- %s", passage->source);
	if (!detour_markdown_has_words(passage->text, strlen(passage->text)) ||
		detour_link_parse(making->arena, making->joined.ptr, making->joined.size, &link) ||
		detour_part_is_generated(passage->part, making->joined.ptr, making->joined.size))
		making->count--;
}

/* The item that one stands under in its list: 1 + its place; 0: none. */
static size_t parent_of(const struct making *making, int depth)
{
	size_t at = making->count;

	while (at && (making->list[at - 1].kind == DETOUR_PASSAGE_TEXT ||
			     making->list[at - 1].depth >= depth))
		at = making->list[at - 1].kind == DETOUR_PASSAGE_TEXT ? 0
								      : making->list[at - 1].under;
	return at && making->list[at - 1].heading == making->heading ? at : 0;
}

/* "Tests:" only names what the items below it are about; whatever says more is itself what is to
 * be done, and they are its details. */
static bool is_category(const struct detour_passage *passage)
{
	size_t size = strlen(passage->text);

	return size && size <= DETOUR_CATEGORY_SIZE && passage->text[size - 1] == ':';
}

static void place(const struct making *making, struct detour_passage *passage)
{
	const struct detour_passage *parent;

	if (passage->kind == DETOUR_PASSAGE_ITEM && making->is_closed)
		passage->kind = DETOUR_PASSAGE_DONE;
	passage->under =
		passage->kind == DETOUR_PASSAGE_TEXT ? 0 : parent_of(making, passage->depth);
	if (!passage->under || passage->kind != DETOUR_PASSAGE_ITEM)
		return;
	parent = &making->list[passage->under - 1];
	passage->is_detail = parent->is_detail || !is_category(parent);
	if (parent->kind == DETOUR_PASSAGE_DONE)
		passage->kind = DETOUR_PASSAGE_DONE;
}

static void begin(struct making *making, enum detour_passage_kind kind, int depth)
{
	struct detour_passage passage = {.kind = kind, .depth = depth};

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
	passage.part = making->part;
	passage.heading = making->heading;
	passage.line = making->line;
	place(making, &passage);
	making->list[making->count++] = passage;
	detour_buf_clear(&making->joined);
	making->is_open = true;
}

/* "✅ Completed", "Done in this session" */
static bool says_closed(const char *heading)
{
	static const char *const words[] = {
		"completed", "done", "finished", "resolved", "erledigt", "abgeschlossen"};

	while (*heading && !is_ascii_letter(*heading))
		heading++;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncasecmp(heading, words[i], strlen(words[i])) &&
			!is_ascii_letter(heading[strlen(words[i])]))
			return true;
	return false;
}

static void read_heading(struct making *making, const struct detour_line *line)
{
	enum detour_part part = detour_part_find(line->visible, line->visible_size);
	const char *text = detour_arena_strndup(making->arena, line->visible, line->visible_size);

	finish(making);
	making->headings++;
	making->after_rule = making->in_references = false;
	making->heading = detour_reading_plain(making->arena, text);
	making->is_closed = says_closed(making->heading);
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

	return joined->size > 1 && end[-1] == '-' && detour_reading_is_word_byte(end[-2]) && size &&
	       next[0] >= 'a' && next[0] <= 'z';
}

/* Is a code span or a bracket open at the end of `text`? */
static bool is_unclosed(const char *text, size_t size, bool *in_code)
{
	int depth = 0;

	*in_code = false;
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '`')
			*in_code = !*in_code;
		else if (!*in_code)
			depth += (text[i] == '(') - (text[i] == ')' && depth);
	}
	return *in_code || depth;
}

/* A formatter broke the line before a dash within a code span or brackets, which this line closes:
 * no item starts here. */
static bool closes(const char *before, size_t before_size, const char *text, size_t size)
{
	bool in_code, open;
	const char *opening, *closing;

	if (before_size >= LONGEST || !is_unclosed(before, before_size, &in_code))
		return false;
	if (in_code) {
		(void)is_unclosed(text, size, &open);
		return open;
	}
	opening = memchr(text, '(', size);
	closing = memchr(text, ')', size);
	return closing && (!opening || closing < opening);
}

/* Formatters put an empty line before the item that they took it for: the paragraph goes on. */
static bool goes_on(struct making *making, const char *text, size_t size)
{
	const struct detour_passage *last;

	if (making->is_open)
		return making->joined.size &&
		       closes(making->joined.ptr, making->joined.size, text, size);
	last = making->count ? &making->list[making->count - 1] : NULL;
	if (!last || last->kind != DETOUR_PASSAGE_TEXT || last->heading != making->heading ||
		!closes(last->source, strlen(last->source), text, size))
		return false;
	detour_buf_clear(&making->joined);
	detour_buf_addstr(&making->joined, last->source);
	making->is_open = true;
	return true;
}

/* Lines of the template tell nothing, but what they lead to is still of their kind. */
static void read_template_line(struct making *making, const char *text, size_t size)
{
	const char *plain = detour_reading_plain(
		making->arena, detour_arena_strndup(making->arena, text, size));

	finish(making);
	making->in_references = making->in_references ||
				(making->after_rule && detour_reading_leads_to_references(plain));
}

/* A row of a table, or one of several lines that begin with a label. */
static bool is_line_of_its_own(const struct making *making, const char *text, size_t size)
{
	return (size > 1 && text[0] == '|') ||
	       (making->is_open && detour_reading_begins_with_label(text, size) &&
		       detour_reading_begins_with_label(making->joined.ptr, making->joined.size));
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
	if (used && goes_on(making, text, size))
		used = 0;
	if (making->templ &&
		detour_template_has(making->templ, line->visible, line->visible_size)) {
		read_template_line(making, text, size);
		return;
	}
	if (is_line_of_its_own(making, text, size))
		finish(making);
	if (used) {
		size -= used;
		text = detour_text_trim(text + used, &size);
		used = box_size(text, size, &kind);
		text += used;
		size -= used;
		begin(making, kind, indentation(line));
	} else if (!making->is_open) {
		begin(making, size && text[0] == '|' ? DETOUR_PASSAGE_ITEM : DETOUR_PASSAGE_TEXT,
			indentation(line));
	}
	if (!making->is_open)
		return;
	if (making->joined.size && making->joined.size < LONGEST &&
		!is_broken_word(&making->joined, text, size))
		detour_buf_addch(&making->joined, ' ');
	if (making->joined.size < LONGEST)
		detour_buf_add(&making->joined, text,
			size < LONGEST - making->joined.size ? size
							     : LONGEST - making->joined.size);
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
