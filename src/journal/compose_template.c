/*
 * Lays a new session out in the journal's own template; see compose.h.
 *
 * Goes through the template line by line. Headings that fit one of our parts get what is known
 * right below them; the template's questions in brackets become comments, so that a scaffold nobody
 * filled in reads as one, whatever becomes of the template.
 */
#include "compose.h"

#include <string.h>

#include "../base/text.h"

struct filling {
	const struct detour_composed *composed;
	struct detour_buf *out;
	const char *bytes;
	size_t size;
	const char *line_end;
	bool placed[DETOUR_PART_COUNT];
	bool title_seen;
	bool leave_out;               /* this part of the template: nothing is known for it */
	bool answered;                /* the person's text stands in the place of the template's */
	bool asked;                   /* our question stands in the place of the template's hint */
	bool eat_blank;               /* blank lines are written already */
	bool heading_open;            /* a comment goes on that begins behind the heading… */
	enum detour_part part_waits;  /* …and this part comes below it */
	size_t at[DETOUR_PART_COUNT]; /* where what is known begins in `out` */
	size_t passed_end;
};

/* ---- filling in */

/* A topic as a YAML or TOML value: quoted where it stands alone, escaped where it is in quotes. */
static void add_front_topic(struct detour_buf *out, const char *topic, int before, int after)
{
	struct detour_buf json = DETOUR_BUF_INIT;

	detour_text_json(&json, topic, strlen(topic));
	if ((before == ' ' || before == '\t') && !after)
		detour_buf_add(out, json.ptr, json.size);
	else if (before == '"')
		detour_buf_add(out, json.ptr + 1, json.size - 2);
	else
		for (const char *c = topic; *c; c++) {
			if ((unsigned char)*c < ' ' || strchr("'\":#{}[]&*!|>%@`", *c))
				detour_buf_addch(out, ' ');
			else
				detour_buf_addch(out, *c);
		}
	detour_buf_release(&json);
}

/* What others write in the places of YYYY-MM-DD and [Topic]. */
static const char *const day_words[] = {
	DETOUR_FILL_DAY, "{{date}}", "{{DATE}}", "{date}", "[DATE]", "[Date]", "<date>", NULL};
static const char *const topic_words[] = {DETOUR_FILL_TOPIC, "[TOPIC]", "[topic]", "{{topic}}",
	"{{title}}", "{topic}", "{title}", "[Title]", "[TITLE]", "[Session Title]",
	"[Session Topic]", "<topic>", "<title>", NULL};

static bool at_word(const char *text, size_t left, const char *word)
{
	return left >= strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

/* The length of the one of these words that stands here, or 0. */
static size_t one_at(const char *const *words, const char *text, size_t left)
{
	while (*words && !at_word(text, left, *words))
		words++;
	return *words ? strlen(*words) : 0;
}

static void add_filled(struct filling *filling, const char *text, size_t size, bool front)
{
	const char *topic = filling->composed->draft->topic;

	for (size_t i = 0; i < size;) {
		size_t day = one_at(day_words, text + i, size - i);
		size_t word = one_at(topic_words, text + i, size - i), end = i + word;

		if (day) {
			detour_buf_addstr(filling->out, filling->composed->day);
			i += day;
		} else if (word && front) {
			add_front_topic(filling->out, topic, i ? text[i - 1] : 0,
				end < size ? text[end] : 0);
			i = end;
		} else if (word) {
			detour_text_markdown(filling->out, topic, strlen(topic));
			i = end;
		} else {
			detour_buf_addch(filling->out, text[i++]);
		}
	}
}

/* ---- lines out */

static bool ends_blank(const struct filling *filling)
{
	const struct detour_buf *out = filling->out;
	size_t at = out->size;

	if (at && out->ptr[at - 1] == '\n')
		at--;
	if (at && out->ptr[at - 1] == '\r')
		at--;
	return at == 0 || out->ptr[at - 1] == '\n';
}

static void end_line(struct filling *filling)
{
	detour_buf_addstr(filling->out, filling->line_end);
	filling->eat_blank = false;
}

static void blank_line(struct filling *filling)
{
	if (!ends_blank(filling))
		detour_buf_addstr(filling->out, filling->line_end);
	filling->eat_blank = true;
}

static void put_line(struct filling *filling, const struct detour_line *line)
{
	bool visible = filling->composed->draft->compact && line->kind == DETOUR_LINE_TEXT &&
		       !filling->heading_open;
	bool as_it_is = line->kind == DETOUR_LINE_COMMENT;

	if (line->start == 0) /* the byte order mark */
		detour_buf_add(filling->out, filling->bytes, (size_t)(line->text - filling->bytes));
	if (as_it_is)
		detour_buf_add(filling->out, line->text, line->size);
	else
		add_filled(filling, visible ? line->visible : line->text,
			visible ? line->visible_size : line->size, line->kind == DETOUR_LINE_FRONT);
	end_line(filling);
}

/* A block in brackets as a hint: the same lines, but nobody sees them who does not edit. */
static void put_question(struct filling *filling, const char *text, size_t size)
{
	text = detour_text_trim(text, &size);
	detour_buf_addstr(filling->out, "<!-- hint: ");
	for (text++, size -= 2; size;) {
		const char *end = memchr(text, '\n', size);
		size_t length = end ? (size_t)(end - text) : size;
		size_t shown = length && text[length - 1] == '\r' ? length - 1 : length;

		detour_markdown_comment_text(filling->out, text, shown);
		if (!end)
			break;
		detour_buf_addstr(filling->out, filling->line_end);
		text += length + 1;
		size -= length + 1;
	}
	detour_buf_addstr(filling->out, " -->");
	end_line(filling);
}

/* ---- parts */

static void put_known(struct filling *filling, enum detour_part part)
{
	const struct detour_composed *composed = filling->composed;
	const struct detour_buf *known = &composed->known[part];

	filling->placed[part] = true;
	filling->answered = part == DETOUR_PART_HAPPENED && known->size;
	filling->asked = part == DETOUR_PART_HAPPENED && !known->size &&
			 !composed->draft->compact && composed->asks_about_signal;
	if (!known->size && !filling->asked)
		return;
	blank_line(filling);
	filling->at[part] = filling->out->size;
	detour_compose_lines(filling->out, known->ptr, known->size, filling->line_end);
	if (filling->asked) {
		struct detour_buf hint = DETOUR_BUF_INIT;

		detour_hint_write(&hint, composed->questions[part]);
		detour_compose_lines(filling->out, hint.ptr, hint.size, filling->line_end);
		detour_buf_release(&hint);
	}
	blank_line(filling);
}

/* Has this heading's part something to tell, where only such parts are wanted? */
static bool is_wanted(struct filling *filling, enum detour_part part)
{
	return part != DETOUR_PART_COUNT && !filling->placed[part] &&
	       filling->composed->known[part].size > 0;
}

/* The line, and below it, once its comment has ended, what is known for the part. */
static void put_with_part(
	struct filling *filling, const struct detour_line *line, enum detour_part part)
{
	put_line(filling, line);
	filling->heading_open = line->comment_goes_on;
	filling->part_waits = part;
	if (!filling->heading_open && part != DETOUR_PART_COUNT && !filling->placed[part])
		put_known(filling, part);
}

static void put_heading(struct filling *filling, const struct detour_line *line)
{
	enum detour_part part = detour_part_find(line->visible, line->visible_size);
	bool title = !filling->title_seen && (line->level == 1 || part == DETOUR_PART_COUNT);

	filling->answered = filling->asked = false;
	filling->title_seen = true;
	if (title) {
		put_with_part(filling, line, DETOUR_PART_COUNT);
		return;
	}
	filling->leave_out = filling->composed->draft->compact && !is_wanted(filling, part);
	if (filling->leave_out)
		return;
	blank_line(filling);
	put_with_part(filling, line, part);
}

static void put_text(struct filling *filling, const struct detour_line *line)
{
	size_t from = (size_t)(line->text - filling->bytes), block = 0;

	if (line->kind == DETOUR_LINE_TEXT)
		block = detour_bracket_block(line->text, filling->size - from);
	if (block)
		filling->passed_end = from + block + 1;
	if (filling->answered || (block && filling->composed->draft->compact))
		return;
	if (block)
		put_question(filling, line->text, block);
	else
		put_line(filling, line);
}

static void put_comment(struct filling *filling, const struct detour_line *line)
{
	if (filling->composed->draft->compact || filling->answered ||
		(filling->asked && detour_hint_is_untouched(line->text, line->size)))
		return;
	put_line(filling, line);
}

static void put(struct filling *filling, const struct detour_line *line)
{
	if (line->start < filling->passed_end)
		return;
	if (filling->heading_open)
		put_with_part(filling, line, filling->part_waits);
	else if (line->kind == DETOUR_LINE_HEADING)
		put_heading(filling, line);
	else if (filling->leave_out)
		return;
	else if (line->kind == DETOUR_LINE_COMMENT)
		put_comment(filling, line);
	else if (line->kind != DETOUR_LINE_BLANK)
		put_text(filling, line);
	else if (!filling->eat_blank && !(filling->composed->draft->compact && ends_blank(filling)))
		put_line(filling, line);
}

/* What found no heading in the template gets one of ours, at the end. */
static void put_rest(struct filling *filling)
{
	for (enum detour_part part = DETOUR_PART_CONTEXT; part < DETOUR_PART_COUNT; part++) {
		if (filling->placed[part] || !filling->composed->known[part].size)
			continue;
		if (filling->out->size && filling->out->ptr[filling->out->size - 1] != '\n')
			end_line(filling);
		blank_line(filling);
		detour_buf_addf(filling->out, "## %s", detour_part_name(part));
		end_line(filling);
		put_known(filling, part);
	}
}

/* A block of code that is left open would swallow what comes behind it. */
static void close_fence(struct filling *filling)
{
	size_t size;
	char fence = detour_compose_open_fence(filling->out, &size);

	if (!fence)
		return;
	while (size--)
		detour_buf_addch(filling->out, fence);
	end_line(filling);
}

static void cut_blank_end(struct filling *filling)
{
	struct detour_buf *out = filling->out;

	while (out->size > 2 && ends_blank(filling))
		detour_buf_truncate(out, out->size - strlen(filling->line_end));
}

static bool is_all_read(const struct filling *filling)
{
	for (enum detour_part part = DETOUR_PART_CONTEXT; part < DETOUR_PART_COUNT; part++)
		if (filling->composed->known[part].size &&
			!detour_compose_is_read(
				filling->out, filling->at[part], &filling->composed->known[part]))
			return false;
	return true;
}

bool detour_compose_template(struct detour_buf *out, const struct detour_composed *composed)
{
	struct filling filling = {.composed = composed,
		.out = out,
		.bytes = composed->draft->template_bytes,
		.size = composed->draft->template_size};
	struct detour_lines lines;
	struct detour_line line;

	filling.line_end = detour_markdown_line_end(filling.bytes, filling.size);
	detour_lines_init(&lines, filling.bytes, filling.size);
	while (detour_lines_next(&lines, &line))
		put(&filling, &line);
	detour_lines_release(&lines);
	close_fence(&filling);
	put_rest(&filling);
	cut_blank_end(&filling);
	return is_all_read(&filling);
}
