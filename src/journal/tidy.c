/*
 * Takes the scaffolding away once the editor closed; see session.h.
 *
 * Nothing goes that is not known word for word: hints of ours that are untouched, lines of the
 * template, our own headings over nothing, and the blank lines around those.
 */
#include "session.h"

#include <string.h>

#include "../base/text.h"
#include "markdown.h"
#include "parts.h"

enum role {
	ROLE_CONTENT,
	ROLE_BLANK,
	ROLE_HINT,     /* asks; goes wherever it is untouched */
	ROLE_TEMPLATE, /* fixed text of the template; goes with a part that only asks */
	ROLE_HEADING,  /* ours or the template's; goes with an empty part */
};

struct item {
	size_t start, end;
	enum detour_line_kind kind;
	size_t visible_size;
	enum role role;
	int level; /* of any heading, else 0 */
	bool gone;
};

struct tidying {
	struct detour_arena arena;
	const char *bytes;
	size_t size;
	struct detour_template templ;
	struct item *items;
	size_t count;
	size_t comment_first; /* of the comment that is open */
	bool comment_open, comment_known;
	size_t block_end; /* behind the block in brackets that is open */
};

static size_t count_lines(const char *bytes, size_t size)
{
	size_t count = 1;

	for (size_t i = 0; i < size; i++)
		count += bytes[i] == '\n';
	return count;
}

static bool is_blank(const char *text, size_t size)
{
	(void)detour_text_trim(text, &size);
	return size == 0;
}

/* A comment goes whole or stays whole: one foreign line in it makes it somebody's. */
static enum role role_of_comment(struct tidying *tidying, const struct detour_line *line)
{
	uint64_t seal;
	bool known = is_blank(line->text, line->size) ||
		     detour_seal_parse(line->text, line->size, &seal) ||
		     detour_hint_is_untouched(line->text, line->size) ||
		     detour_template_has(&tidying->templ, line->text, line->size);

	if (!tidying->comment_open) {
		tidying->comment_first = tidying->count;
		tidying->comment_known = true;
	}
	tidying->comment_known = tidying->comment_known && known;
	tidying->comment_open = line->comment_goes_on;
	if (line->comment_goes_on)
		return ROLE_CONTENT; /* until its end is seen */
	for (size_t i = tidying->comment_first; tidying->comment_known && i < tidying->count; i++)
		tidying->items[i].role = ROLE_HINT;
	return tidying->comment_known ? ROLE_HINT : ROLE_CONTENT;
}

/* Every line of a block in brackets that the template has, as it stands there. */
static bool is_template_block(const struct tidying *tidying, size_t from, size_t block)
{
	struct detour_lines lines;
	struct detour_line line;
	bool all = block > 0;

	detour_lines_init(&lines, tidying->bytes + from, block);
	while (all && detour_lines_next(&lines, &line))
		all = line.kind == DETOUR_LINE_BLANK ||
		      detour_template_has(&tidying->templ, line.text, line.size);
	detour_lines_release(&lines);
	return all;
}

static enum role role_of_text(struct tidying *tidying, const struct detour_line *line)
{
	size_t from = (size_t)(line->text - tidying->bytes), block;

	if (!detour_template_has(&tidying->templ, line->text, line->size))
		return ROLE_CONTENT;
	block = line->kind == DETOUR_LINE_TEXT
			? detour_bracket_block(line->text, tidying->size - from)
			: 0;
	if (!is_template_block(tidying, from, block))
		return ROLE_TEMPLATE;
	tidying->block_end = from + block;
	return ROLE_HINT;
}

static enum role role_of(struct tidying *tidying, const struct detour_line *line)
{
	bool ours = line->level == 2 && detour_part_is_ours(line->visible, line->visible_size);

	if (line->start < tidying->block_end)
		return ROLE_HINT;
	switch (line->kind) {
	case DETOUR_LINE_BLANK:
		return ROLE_BLANK;
	case DETOUR_LINE_COMMENT:
		return role_of_comment(tidying, line);
	case DETOUR_LINE_HEADING:
		return ours || detour_template_has(&tidying->templ, line->text, line->size)
			       ? ROLE_HEADING
			       : ROLE_CONTENT;
	case DETOUR_LINE_FRONT:
		return ROLE_CONTENT;
	default:
		return role_of_text(tidying, line);
	}
}

static void read_items(struct tidying *tidying)
{
	struct detour_lines lines;
	struct detour_line line;
	bool title_seen = false;

	tidying->items = detour_arena_array(&tidying->arena,
		count_lines(tidying->bytes, tidying->size), sizeof(*tidying->items));
	detour_lines_init(&lines, tidying->bytes, tidying->size);
	while (detour_lines_next(&lines, &line)) {
		enum role role = role_of(tidying, &line);

		/* A comment that begins behind text stays with it, to its end; and so does one that
		 * text stands behind. */
		if (line.kind != DETOUR_LINE_COMMENT) {
			tidying->comment_open = line.comment_goes_on;
			tidying->comment_first = tidying->count;
			tidying->comment_known = false;
		}
		if (line.kind == DETOUR_LINE_HEADING && !title_seen) {
			title_seen = true;
			role = line.level == 1 ? ROLE_CONTENT : role;
		}
		tidying->items[tidying->count++] = (struct item){.start = line.start,
			.end = line.end,
			.kind = line.kind,
			.visible_size = line.visible_size,
			.role = role,
			.level = line.kind == DETOUR_LINE_HEADING ? line.level : 0};
	}
	detour_lines_release(&lines);
}

/* The part under the heading ends before the next one of its level or above. Where only such
 * headings, hints and the template's text are in it, it goes. */
static void drop_if_empty(struct tidying *tidying, size_t heading)
{
	size_t end = heading + 1;
	bool fixed = false, asks = false;

	for (; end < tidying->count; end++) {
		const struct item *item = &tidying->items[end];

		if (item->level && item->level <= tidying->items[heading].level)
			break;
		if (item->role == ROLE_CONTENT)
			return;
		fixed = fixed || item->role == ROLE_TEMPLATE;
		asks = asks || item->role == ROLE_HINT;
	}
	/* Fixed text that nobody is asked to replace is meant to stay. */
	if (fixed && !asks)
		return;
	for (size_t i = heading; i < end; i++)
		tidying->items[i].gone = true;
}

static bool is_rest_blank(const struct tidying *tidying, size_t from)
{
	for (size_t i = from; i < tidying->count; i++)
		if (!tidying->items[i].gone && tidying->items[i].role != ROLE_BLANK)
			return false;
	return true;
}

/* Of the blank lines above and below something that went, one side is enough. */
static void close_gaps(struct tidying *tidying)
{
	struct item *items = tidying->items;
	bool blank = true, after_gap = false;
	size_t last = tidying->count;

	for (size_t i = 0; i < tidying->count; i++) {
		if (items[i].gone) {
			after_gap = true;
			last = i;
		} else if (items[i].role != ROLE_BLANK) {
			blank = after_gap = false;
		} else if (blank && after_gap) {
			items[i].gone = true;
		} else {
			blank = true;
		}
	}
	if (last == tidying->count || !is_rest_blank(tidying, last))
		return;
	/* The end went: so do the blank lines that led to it. */
	for (size_t i = tidying->count; i-- > 0;) {
		if (!items[i].gone && items[i].role != ROLE_BLANK)
			break;
		items[i].gone = true;
	}
}

/* Does what is left mean what it meant? Without the lines between, "<!--" may reach a "-->" further
 * down, and "---" may make a heading of the text above it. */
static bool is_read_alike(const struct tidying *tidying, const struct detour_buf *left)
{
	struct detour_lines lines;
	struct detour_line line;
	bool alike = true;

	detour_lines_init(&lines, left->ptr, left->size);
	for (size_t i = 0; alike && i < tidying->count; i++) {
		const struct item *item = &tidying->items[i];

		if (!item->gone)
			alike = detour_lines_next(&lines, &line) && line.kind == item->kind &&
				line.visible_size == item->visible_size;
	}
	detour_lines_release(&lines);
	return alike;
}

void detour_session_tidy_template(struct detour_buf *out, const char *bytes, size_t size,
	const char *template_bytes, size_t template_size)
{
	struct tidying tidying = {.bytes = bytes, .size = size};
	struct detour_buf left = DETOUR_BUF_INIT;

	detour_template_init(&tidying.templ, template_bytes, template_size, &tidying.arena);
	read_items(&tidying);
	for (size_t i = 0; i < tidying.count; i++) {
		if (tidying.items[i].role == ROLE_HEADING && !tidying.items[i].gone)
			drop_if_empty(&tidying, i);
		if (tidying.items[i].role == ROLE_HINT)
			tidying.items[i].gone = true;
	}
	close_gaps(&tidying);
	for (size_t i = 0; i < tidying.count; i++)
		if (!tidying.items[i].gone)
			detour_buf_add(&left, bytes + tidying.items[i].start,
				tidying.items[i].end - tidying.items[i].start);
	/* Better untidy than something else. */
	if (is_read_alike(&tidying, &left))
		detour_buf_add(out, left.ptr, left.size);
	else
		detour_buf_add(out, bytes, size);
	detour_buf_release(&left);
	detour_arena_release(&tidying.arena);
}

void detour_session_tidy(struct detour_buf *out, const char *bytes, size_t size)
{
	detour_session_tidy_template(out, bytes, size, NULL, 0);
}
