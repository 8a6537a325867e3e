/* Adds a line and links to a session and touches nothing else; see session.h. */
#include "compose.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

/* Where something goes. */
struct place {
	bool found;
	int level;
	size_t offset; /* behind the last line of the part that is not blank */
	bool open;     /* the part has not ended yet */
	bool in_list;  /* the line above is of a list */
	size_t before; /* the first heading of a part that comes later; 0: none */
};

struct adding {
	const char *bytes;
	size_t size;
	const char *line_end;
	struct place context, happened, later;
	size_t links_end; /* behind the last link line of Context */
	size_t end;       /* what is made comes before it: a footer, or the end of the file */
	int level;        /* of the known parts' headings; 0: there is none */
	int other_level;  /* of the first other heading below the title */
	bool title_seen;
	bool told; /* a person wrote in it */
};

/* ---- finding the places */

static void enter_heading(
	struct place *place, const struct detour_line *line, bool fits, bool comes_later)
{
	if (comes_later && !place->before)
		place->before = line->start;
	if (place->open && line->level <= place->level)
		place->open = false;
	if (fits && !place->found) {
		place->found = place->open = true;
		place->level = line->level;
	}
	if (place->open) {
		place->offset = line->end;
		place->in_list = false;
	}
}

static void pass_line(struct place *place, const struct detour_line *line)
{
	size_t size = line->visible_size;
	bool item, indented;

	if (!place->open || line->kind == DETOUR_LINE_BLANK)
		return;
	(void)detour_markdown_unmark(line->visible, &size);
	item = line->kind == DETOUR_LINE_TEXT && size < line->visible_size &&
	       line->visible[0] != '>' && line->visible[0] != '[';
	indented = line->size && (line->text[0] == ' ' || line->text[0] == '\t');
	place->in_list = item || (place->in_list && indented);
	place->offset = line->end;
}

static void enter_part(struct adding *adding, const struct detour_line *line)
{
	enum detour_part part = DETOUR_PART_COUNT;
	bool may_be_part = adding->title_seen || line->level > 1, known, later;

	if (may_be_part)
		part = detour_part_find(line->visible, line->visible_size);
	known = part != DETOUR_PART_COUNT;
	later = may_be_part && detour_heading_is_later(line->visible, line->visible_size);
	adding->title_seen = true;
	if (known && !adding->level)
		adding->level = line->level;
	else if (may_be_part && !adding->other_level)
		adding->other_level = line->level;
	enter_heading(&adding->context, line, part == DETOUR_PART_CONTEXT,
		known && part > DETOUR_PART_CONTEXT);
	enter_heading(&adding->happened, line, part == DETOUR_PART_HAPPENED,
		(known && part > DETOUR_PART_HAPPENED) || later);
	enter_heading(&adding->later, line, later, false);
}

static void find_places(struct adding *adding)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_lines lines;
	struct detour_line line;
	bool in_comment = false; /* nothing goes before the line: the comment ends in it */

	detour_lines_init(&lines, adding->bytes, adding->size);
	while (detour_lines_next(&lines, &line) && line.start < adding->end) {
		struct detour_link link;
		bool begins_part = line.kind == DETOUR_LINE_HEADING && !in_comment;

		in_comment = line.comment_goes_on;
		if (begins_part) {
			enter_part(adding, &line);
			continue;
		}
		pass_line(&adding->context, &line);
		pass_line(&adding->happened, &line);
		pass_line(&adding->later, &line);
		if (adding->context.open && line.kind == DETOUR_LINE_TEXT &&
			detour_link_parse(&arena, line.visible, line.visible_size, &link))
			adding->links_end = line.end;
	}
	detour_lines_release(&lines);
	detour_arena_release(&arena);
}

/* ---- what goes there: lines ending in "\n" */

static void compose_note(struct detour_buf *out, const struct detour_draft *draft)
{
	struct detour_date date = detour_date_at(draft->time, draft->offset);
	size_t size = draft->text ? strlen(draft->text) : 0;
	const char *text = size ? detour_text_trim(draft->text, &size) : "";

	if (!size)
		return;
	detour_buf_addstr(out, "- ");
	if (draft->later)
		detour_buf_addf(out, "%04d-%02d-%02d ", date.year, date.month, date.day);
	detour_buf_addf(out, "%02d:%02d ", date.hour, date.minute);
	for (size_t i = 0; i < size; i++) {
		/* Further lines belong to the same item. */
		if (i && text[i - 1] == '\n' && text[i] != '\n' && text[i] != '\r')
			detour_buf_addstr(out, "  ");
		detour_buf_addch(out, text[i]);
	}
	detour_buf_addch(out, '\n');
}

static bool is_named(
	const struct detour_session *session, const struct detour_draft *draft, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (detour_oid_equal(&draft->commits[i]->oid, &draft->commits[at]->oid))
			return true;
	return detour_session_names(session, &draft->commits[at]->oid);
}

static void compose_links(
	struct detour_buf *out, struct adding *adding, const struct detour_draft *draft)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session;

	detour_session_parse(adding->bytes, adding->size, draft->template_bytes,
		draft->template_size, &arena, &session);
	adding->told = session.written;
	for (size_t i = 0; i < draft->commit_count; i++)
		if (!is_named(&session, draft, i))
			detour_link_write(out, draft->commits[i], draft->forge_base);
	detour_arena_release(&arena);
}

/* ---- putting it there */

struct insertion {
	const struct detour_buf *lines;
	const char *heading; /* of the part to be made, or NULL */
	size_t offset;
	bool apart; /* a blank line goes above */
};

static struct insertion insertion_of(const struct adding *adding, const struct place *place,
	const char *heading, const struct detour_buf *lines)
{
	struct insertion insertion = {.lines = lines, .offset = adding->end, .apart = true};

	if (!place->found) {
		insertion.heading = heading;
		if (place->before)
			insertion.offset = place->before;
	} else if (place == &adding->context && adding->links_end) {
		insertion.offset = adding->links_end;
		insertion.apart = false;
	} else {
		insertion.offset = place->offset;
		insertion.apart = !place->in_list;
	}
	return insertion;
}

static bool ends_blank(const struct detour_buf *out)
{
	const char *text = out->ptr;
	size_t size = out->size;

	if (size && text[size - 1] == '\n')
		size--;
	if (size && text[size - 1] == '\r')
		size--;
	return size == 0 || text[size - 1] == '\n';
}

/* As the known parts have it, else as the first heading below the title. */
static int level_of(const struct adding *adding)
{
	if (adding->level)
		return adding->level;
	return adding->other_level > 1 ? adding->other_level : 2;
}

/* Adds bytes[from, offset) and then the insertion. */
static void put(struct detour_buf *out, const struct adding *adding, size_t from,
	const struct insertion *insertion)
{
	detour_buf_add(out, adding->bytes + from, insertion->offset - from);
	if (out->size && out->ptr[out->size - 1] != '\n')
		detour_buf_addstr(out, adding->line_end);
	if (insertion->apart && !ends_blank(out))
		detour_buf_addstr(out, adding->line_end);
	if (insertion->heading)
		detour_buf_addf(out, "%.*s %s%s%s", level_of(adding), "######", insertion->heading,
			adding->line_end, adding->line_end);
	detour_compose_lines(out, insertion->lines->ptr, insertion->lines->size, adding->line_end);
	/* A heading or a rule may follow at once; our line is no title of its own. */
	if (insertion->offset < adding->size &&
		(adding->bytes[insertion->offset] == '#' || insertion->offset == adding->end))
		detour_buf_addstr(out, adding->line_end);
}

/* The first thing first; where both go to one place, Context comes first. */
static size_t in_order(struct insertion *insertions, size_t count)
{
	if (count == 2 && insertions[1].offset < insertions[0].offset) {
		struct insertion first = insertions[1];

		insertions[1] = insertions[0];
		insertions[0] = first;
	}
	return count;
}

void detour_session_add(
	struct detour_buf *out, const char *bytes, size_t size, const struct detour_draft *draft)
{
	struct adding adding = {
		.bytes = bytes, .size = size, .line_end = detour_markdown_line_end(bytes, size)};
	struct detour_buf links = DETOUR_BUF_INIT, note = DETOUR_BUF_INIT, all = DETOUR_BUF_INIT;
	struct insertion insertions[2];
	size_t count = 0, at = 0;

	adding.end = detour_compose_footer(bytes, size);
	find_places(&adding);
	compose_links(&links, &adding, draft);
	compose_note(&note, draft);
	if (links.size)
		insertions[count++] = insertion_of(
			&adding, &adding.context, detour_part_name(DETOUR_PART_CONTEXT), &links);
	if (note.size && draft->later && adding.told)
		insertions[count++] = insertion_of(&adding, &adding.later, "Later", &note);
	else if (note.size)
		insertions[count++] = insertion_of(
			&adding, &adding.happened, detour_part_name(DETOUR_PART_HAPPENED), &note);
	count = in_order(insertions, count);
	for (size_t i = 0; i < count; i++) {
		put(&all, &adding, at, &insertions[i]);
		at = insertions[i].offset;
	}
	detour_buf_add(&all, bytes + at, size - at);
	/* A file that ended without a line end still does. */
	if (count && at == size && size && bytes[size - 1] != '\n')
		detour_buf_truncate(&all, all.size - strlen(adding.line_end));
	detour_buf_add(out, all.ptr, all.size);
	detour_buf_release(&all);
	detour_buf_release(&note);
	detour_buf_release(&links);
}
