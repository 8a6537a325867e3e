/* How the texts of a journal begin and are divided; see style.h. */
#include "style.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "markdown.h"
#include "parts.h"
#include "session.h"

enum { MOST = DETOUR_STYLE_SAMPLES / 2 + 1, PAIRS_LIMIT = 16, HEADINGS_LIMIT = 24 };

struct pair {
	const char *key, *value;
};

/* What one text shows of its style. */
struct sketch {
	bool crlf, bom;
	const char *title; /* "Session: [Topic]", or NULL */
	struct pair front[PAIRS_LIMIT];
	size_t front_count;
	struct pair labels[PAIRS_LIMIT]; /* "**Date:** " and what follows */
	size_t label_count;
	const char *headings[HEADINGS_LIMIT]; /* of level 2 */
	size_t heading_count;
};

/* ---- the title */

/* Bytes of what separates the words of a title, here. */
static size_t filler(const char *text, size_t size)
{
	if (size >= 3 && (!memcmp(text, "\xe2\x80\x94", 3) || !memcmp(text, "\xe2\x80\x93", 3)))
		return 3;
	return size && *text && strchr(" -:.,|()", *text) ? 1 : 0;
}

static size_t skip_filler(const char *text, size_t size, size_t at)
{
	size_t more;

	while ((more = filler(text + at, size - at)) != 0)
		at += more;
	return at;
}

/* The end of the text without fillers. */
static size_t cut_filler(const char *text, size_t size)
{
	for (;;) {
		if (size >= 3 && filler(text + size - 3, 3) == 3)
			size -= 3;
		else if (size && (unsigned char)text[size - 1] < 0x80 && filler(text + size - 1, 1))
			size--;
		else
			return size;
	}
}

static size_t label_size(const char *text, size_t size)
{
	static const char *const labels[] = {"Development Session", "Dev Session", "Session Notes",
		"Session Note", "Session Summary", "Session Log", "Session", "Devlog", "Dev Log",
		"Worklog", "Journal"};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t length = strlen(labels[i]);

		if (size > length && !strncasecmp(text, labels[i], length) &&
			filler(text + length, size - length))
			return length;
	}
	return 0;
}

static bool has_day(const char *text, size_t size, size_t at, const char *day)
{
	return size - at >= 10 && !memcmp(text + at, day, 10);
}

static void add_with_day(struct detour_buf *out, const char *text, size_t size, const char *day)
{
	for (size_t at = 0; at < size;) {
		bool is_day = has_day(text, size, at, day);

		if (is_day)
			detour_buf_addstr(out, DETOUR_FILL_DAY);
		else
			detour_buf_addch(out, text[at]);
		at += is_day ? 10 : 1;
	}
}

/* "Session 2026-11-22: Retry queue" -> "Session YYYY-MM-DD: [Topic]"; NULL where no topic is left.
 */
static const char *title_form(
	struct detour_arena *arena, const char *text, size_t size, const char *day)
{
	size_t start = label_size(text, size), end = size, tail;
	struct detour_buf form = DETOUR_BUF_INIT;
	const char *result;
	bool labelled = start > 0;

	if (labelled && filler(text + start, size - start) == 1 && text[start] == ' ' &&
		skip_filler(text, size, start) == start + 1 && !has_day(text, size, start + 1, day))
		start = 0; /* "Session handling" is a topic */
	start = start ? skip_filler(text, size, start) : 0;
	if (has_day(text, size, start, day))
		start = skip_filler(text, size, start + 10);
	tail = size && text[size - 1] == ')' ? size - 1 : size;
	if (tail > start + 10 && has_day(text, size, tail - 10, day))
		end = cut_filler(text, tail - 10);
	if (end <= start)
		return NULL;
	add_with_day(&form, text, start, day);
	detour_buf_addstr(&form, DETOUR_FILL_TOPIC);
	add_with_day(&form, text + end, size - end, day);
	result = detour_arena_strndup(arena, form.ptr, form.size);
	detour_buf_release(&form);
	return result;
}

/* ---- reading one */

static void add_pair(struct pair *pairs, size_t *count, struct detour_arena *arena,
	const char *text, size_t key_size, size_t size)
{
	size_t left = size - key_size;
	const char *value = detour_text_trim(text + key_size, &left);

	/* A key of front matter stands without its colon. */
	if (left && *value == ':') {
		left--;
		value = detour_text_trim(value + 1, &left);
	}
	if (*count < PAIRS_LIMIT)
		pairs[(*count)++] = (struct pair){detour_arena_strndup(arena, text, key_size),
			detour_arena_strndup(arena, value, left)};
}

/* "topic: …" at the start of the line. Lists and nested values have no style of their own. */
static void read_front(
	struct sketch *sketch, struct detour_arena *arena, const char *text, size_t size)
{
	size_t at = 0;

	while (at < size && (text[at] == '_' || text[at] == '-' || (text[at] | 0x20) >= 'a') &&
		(unsigned char)text[at] < 0x7f)
		at++;
	if (at && at < size && text[at] == ':' && text[0] != '-')
		add_pair(sketch->front, &sketch->front_count, arena, text, at, size);
}

/* "**Date:** …" and "**Date**: …" */
static void read_label(
	struct sketch *sketch, struct detour_arena *arena, const char *text, size_t size)
{
	size_t at = 2;

	if (size < 6 || memcmp(text, "**", 2) != 0)
		return;
	while (at + 3 <= size && memcmp(text + at, ":**", 3) != 0 &&
		memcmp(text + at, "**:", 3) != 0)
		at++;
	if (at + 3 > size)
		return;
	at += 3;
	add_pair(sketch->labels, &sketch->label_count, arena, text, at, size);
}

static void read_heading(struct sketch *sketch, struct detour_arena *arena,
	const struct detour_line *line, const char *day, bool first)
{
	if (first && line->level == 1)
		sketch->title = title_form(arena, line->visible, line->visible_size, day);
	else if (line->level == 2 && sketch->heading_count < HEADINGS_LIMIT)
		sketch->headings[sketch->heading_count++] =
			detour_arena_strndup(arena, line->visible, line->visible_size);
}

static void read_sketch(
	struct sketch *out, const struct detour_style_sample *sample, struct detour_arena *arena)
{
	struct detour_lines lines;
	struct detour_line line;
	bool first = true;

	memset(out, 0, sizeof(*out));
	out->crlf = !strcmp(detour_markdown_line_end(sample->bytes, sample->size), "\r\n");
	out->bom = sample->size >= 3 && !memcmp(sample->bytes, "\xef\xbb\xbf", 3);
	detour_lines_init(&lines, sample->bytes, sample->size);
	while (detour_lines_next(&lines, &line)) {
		if (line.kind == DETOUR_LINE_FRONT)
			read_front(out, arena, line.text, line.size);
		else if (line.kind == DETOUR_LINE_TEXT && !out->heading_count)
			read_label(out, arena, line.visible, line.visible_size);
		if (line.kind != DETOUR_LINE_HEADING)
			continue;
		read_heading(out, arena, &line, sample->day, first);
		first = false;
	}
	detour_lines_release(&lines);
}

/* ---- what they agree on */

static size_t count_pair(
	const struct sketch *sketches, bool labels, const struct pair *pair, bool with_value)
{
	size_t found = 0;

	for (size_t i = 0; i < DETOUR_STYLE_SAMPLES; i++) {
		const struct pair *pairs = labels ? sketches[i].labels : sketches[i].front;
		size_t count = labels ? sketches[i].label_count : sketches[i].front_count, j = 0;

		while (j < count &&
			(strcmp(pairs[j].key, pair->key) != 0 ||
				(with_value && strcmp(pairs[j].value, pair->value) != 0)))
			j++;
		found += j < count;
	}
	return found;
}

static bool is_shared_heading(const struct sketch *sketches, const char *heading)
{
	size_t found = 0;

	for (size_t i = 0; i < DETOUR_STYLE_SAMPLES; i++) {
		size_t j = 0;

		while (j < sketches[i].heading_count &&
			strcmp(sketches[i].headings[j], heading) != 0)
			j++;
		found += j < sketches[i].heading_count;
	}
	return found >= MOST;
}

static const char *shared_title(const struct sketch *sketches)
{
	for (size_t i = 0; i < DETOUR_STYLE_SAMPLES; i++) {
		size_t same = 0;

		for (size_t j = 0; sketches[i].title && j < DETOUR_STYLE_SAMPLES; j++)
			same += sketches[j].title && !strcmp(sketches[i].title, sketches[j].title);
		if (same >= MOST)
			return sketches[i].title;
	}
	return DETOUR_FILL_TOPIC " \xe2\x80\x94 " DETOUR_FILL_DAY;
}

/* ---- writing */

/* "date", of "**Date:** ", "Date" or "date". */
static bool is_key(const char *key, const char *word)
{
	size_t length = strlen(word);

	while (*key == '*')
		key++;
	return !strncasecmp(key, word, length) &&
	       strspn(key + length, "*: ") == strlen(key + length);
}

/* What is filled into a place of this name; NULL: what we do not know. */
static const char *known_value(const char *key, const struct detour_style_known *known)
{
	if (is_key(key, "date") || is_key(key, "created") || is_key(key, "updated") ||
		is_key(key, "day"))
		return DETOUR_FILL_DAY;
	if (is_key(key, "title") || is_key(key, "topic") || is_key(key, "subject"))
		return DETOUR_FILL_TOPIC;
	if (is_key(key, "branch"))
		return known->branch ? known->branch : "";
	if (is_key(key, "author") || is_key(key, "by"))
		return known->author ? known->author : "";
	return NULL;
}

/* As it was written there: in quotes, in a code span, or bare where that is safe in YAML. */
static void add_value(struct detour_buf *out, const char *like, const char *value, bool yaml)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				   " -_./[]";

	if (!*value)
		return;
	detour_buf_addch(out, ' ');
	if (!yaml && *like == '`')
		detour_markdown_code(out, value);
	else if (!yaml)
		detour_text_markdown(out, value, strlen(value));
	else if (!strcmp(value, DETOUR_FILL_TOPIC) || (*like != '"' && !value[strspn(value, safe)]))
		detour_buf_addstr(out, value); /* a topic is quoted when it is filled in */
	else
		detour_text_json(out, value, strlen(value));
}

static bool write_front(struct detour_buf *out, const struct sketch *sketches,
	const struct sketch *model, const struct detour_style_known *known)
{
	size_t start = out->size;

	for (size_t i = 0; i < model->front_count; i++) {
		const struct pair *pair = &model->front[i];
		const char *value = known_value(pair->key, known);

		if (count_pair(sketches, false, pair, false) < MOST)
			continue;
		if (out->size == start)
			detour_buf_addstr(out, "---\n");
		detour_buf_addf(out, "%s:", pair->key);
		if (value)
			add_value(out, pair->value, value, true);
		else if (*pair->value && count_pair(sketches, false, pair, true) >= MOST)
			detour_buf_addf(out, " %s", pair->value);
		detour_buf_addch(out, '\n');
	}
	if (out->size > start)
		detour_buf_addstr(out, "---\n\n");
	return out->size > start;
}

static bool write_labels(struct detour_buf *out, const struct sketch *sketches,
	const struct sketch *model, const struct detour_style_known *known)
{
	bool any = false;

	for (size_t i = 0; i < model->label_count; i++) {
		const struct pair *pair = &model->labels[i];
		const char *value = known_value(pair->key, known);

		if (!value || !*value || count_pair(sketches, true, pair, false) < MOST)
			continue;
		/* Two blanks at its end keep a line apart from the next. */
		detour_buf_addstr(out, any ? "  \n" : "\n");
		detour_buf_addstr(out, pair->key);
		if (!strcmp(value, DETOUR_FILL_TOPIC) || !strcmp(value, DETOUR_FILL_DAY))
			detour_buf_addf(out, " %s", value);
		else
			add_value(out, pair->value, value, false);
		any = true;
	}
	if (any)
		detour_buf_addch(out, '\n');
	return any;
}

static bool is_of_others(const struct sketch *sketches, const char *heading)
{
	return is_shared_heading(sketches, heading) &&
	       !detour_part_is_ours(heading, strlen(heading));
}

static bool tells_what_happened(const struct sketch *sketches, const struct sketch *model)
{
	for (size_t i = 0; i < model->heading_count; i++)
		if (is_shared_heading(sketches, model->headings[i]) &&
			detour_part_find(model->headings[i], strlen(model->headings[i])) ==
				DETOUR_PART_HAPPENED)
			return true;
	return false;
}

/* The parts that most of them have; behind the first a place to write, where none of them is. */
static void write_shared_parts(
	struct detour_buf *out, const struct sketch *sketches, const struct sketch *model)
{
	bool asks = !tells_what_happened(sketches, model);

	for (size_t i = 0; i < model->heading_count; i++) {
		if (!is_shared_heading(sketches, model->headings[i]))
			continue;
		detour_buf_addf(out, "\n## %s\n", model->headings[i]);
		if (asks) {
			detour_buf_addf(out, "\n## %s\n\n", detour_part_name(DETOUR_PART_HAPPENED));
			detour_hint_write(out, "What went differently than you thought, and why?");
		}
		asks = false;
	}
}

/* Theirs, if they are other than ours. */
static bool write_parts(
	struct detour_buf *out, const struct sketch *sketches, const struct sketch *model)
{
	struct detour_buf ours = DETOUR_BUF_INIT;
	bool others = false;

	for (size_t i = 0; !others && i < model->heading_count; i++)
		others = is_of_others(sketches, model->headings[i]);
	if (others) {
		write_shared_parts(out, sketches, model);
	} else {
		detour_session_template(&ours);
		detour_buf_addstr(out, strchr(ours.ptr, '\n') + 1);
	}
	detour_buf_release(&ours);
	return others;
}

static bool most(const struct sketch *sketches, bool bom)
{
	size_t count = 0;

	for (size_t i = 0; i < DETOUR_STYLE_SAMPLES; i++)
		count += bom ? sketches[i].bom : sketches[i].crlf;
	return count >= MOST;
}

/* With a byte order mark and line ends as they have them. */
static bool finish(
	struct detour_buf *out, const struct detour_buf *text, const struct sketch *sketches)
{
	bool bom = most(sketches, true), crlf = most(sketches, false);

	if (bom)
		detour_buf_addstr(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < text->size; i++) {
		if (crlf && text->ptr[i] == '\n')
			detour_buf_addch(out, '\r');
		detour_buf_addch(out, text->ptr[i]);
	}
	return bom || crlf;
}

bool detour_style_template(struct detour_buf *out, const struct detour_style_sample *samples,
	size_t count, const struct detour_style_known *known)
{
	struct sketch sketches[DETOUR_STYLE_SAMPLES];
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf text = DETOUR_BUF_INIT;
	size_t before = out->size;
	bool special = false;
	const char *title;

	for (size_t i = 0; count >= DETOUR_STYLE_SAMPLES && i < DETOUR_STYLE_SAMPLES; i++)
		read_sketch(&sketches[i], &samples[i], &arena);
	if (count >= DETOUR_STYLE_SAMPLES) {
		title = shared_title(sketches);
		special = write_front(&text, sketches, &sketches[0], known);
		detour_buf_addf(&text, "# %s\n", title);
		special |= strcmp(title, DETOUR_FILL_TOPIC " \xe2\x80\x94 " DETOUR_FILL_DAY) != 0;
		special |= write_labels(&text, sketches, &sketches[0], known);
		special |= write_parts(&text, sketches, &sketches[0]);
		special |= finish(out, &text, sketches);
	}
	if (!special)
		detour_buf_truncate(out, before);
	detour_buf_release(&text);
	detour_arena_release(&arena);
	return special;
}
