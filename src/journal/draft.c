/* Writes a new session from what is known about a detour; see session.h. */
#include "compose.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

#define HINTS_SHOWN ((size_t)3)

void detour_compose_lines(
	struct detour_buf *out, const char *text, size_t size, const char *line_end)
{
	while (size) {
		const char *end = memchr(text, '\n', size);
		size_t length = end ? (size_t)(end - text) : size;
		size_t used = end ? length + 1 : length;

		if (length && text[length - 1] == '\r')
			length--;
		detour_buf_add(out, text, length);
		detour_buf_addstr(out, line_end);
		text += used;
		size -= used;
	}
}

/* Does the line begin a comment that is none, for nothing closes it? */
static bool opens_comment(const struct detour_line *line)
{
	size_t size = line->visible_size;
	const char *text = detour_text_trim(line->visible, &size);

	return line->kind != DETOUR_LINE_COMMENT && line->kind != DETOUR_LINE_CODE && size >= 4 &&
	       !memcmp(text, "<!--", 4);
}

/* The person's text without blank lines around it. Spaces that open its first line stay. */
static void compose_text(struct detour_buf *out, const char *text)
{
	size_t size = strlen(text);
	struct detour_lines lines;
	struct detour_line line;
	bool open = false;

	while (size && strchr(" \t\r\n", text[size - 1]))
		size--;
	for (const char *end; size && (end = memchr(text, '\n', size));) {
		size_t length = (size_t)(end - text) + 1, words = length;

		(void)detour_text_trim(text, &words);
		if (words)
			break;
		text += length;
		size -= length;
	}
	if (!size)
		return;
	detour_buf_add(out, text, size);
	detour_buf_addch(out, '\n');
	detour_lines_init(&lines, text, size);
	lines.front_end = 0; /* it comes below a title */
	while (detour_lines_next(&lines, &line))
		open = open || opens_comment(&line);
	/* What comes below is not code, and no "-->" there makes a comment of the text. */
	if (lines.fence) {
		for (size_t i = 0; i < lines.fence_size; i++)
			detour_buf_addch(out, lines.fence);
		detour_buf_addch(out, '\n');
	}
	if (open)
		detour_buf_addstr(out, "<!-- -->\n");
	detour_lines_release(&lines);
}

/* ---- questions */

static const char *ask_context(struct detour_composed *composed)
{
	const struct detour_draft *draft = composed->draft;

	if (draft->plan && draft->plan[0])
		return detour_arena_printf(composed->arena,
			"What were you working on, and what did %s say would come next?",
			draft->plan);
	return "What were you working on, and what was the plan?";
}

static const char *ask_what_happened(struct detour_composed *composed)
{
	const struct detour_draft *draft = composed->draft;
	struct detour_buf all = DETOUR_BUF_INIT;
	const char *question = NULL;
	size_t shown = 0;

	for (size_t i = 0; i < draft->signal_count && shown < HINTS_SHOWN; i++) {
		const char *hint = draft->signals[i].hint;

		if (!hint || !hint[0] || strstr(all.ptr, hint))
			continue;
		if (shown++)
			detour_buf_addch(&all, ' ');
		detour_buf_addstr(&all, hint);
	}
	composed->asks_about_signal = shown > 0;
	if (shown)
		question = detour_arena_strndup(composed->arena, all.ptr, all.size);
	detour_buf_release(&all);
	return question ? question : "What went differently than you thought, and why?";
}

static const char *ask_discoveries(struct detour_composed *composed)
{
	char *folder = detour_compose_folder(composed->arena, composed->draft);

	if (!folder)
		return "What do you know now that the code does not say?";
	return detour_arena_printf(composed->arena,
		"What do you know now about %s that its code does not say?", folder);
}

static void compose_questions(struct detour_composed *composed)
{
	const char *branch = composed->draft->branch;

	composed->questions[DETOUR_PART_CONTEXT] = ask_context(composed);
	composed->questions[DETOUR_PART_HAPPENED] = ask_what_happened(composed);
	composed->questions[DETOUR_PART_DISCOVERIES] = ask_discoveries(composed);
	composed->questions[DETOUR_PART_CHANGES] = "Which of the changes were not in the plan, and "
						   "which of them stay?";
	composed->questions[DETOUR_PART_LESSONS] =
		branch && branch[0]
			? detour_arena_printf(composed->arena,
				  "What would you tell yourself before starting on %s?", branch)
			: "What would you tell yourself before starting?";
	composed->questions[DETOUR_PART_FOLLOW_UP] =
		"What is left to do, a line each, like \"- [ ] measure it again\"?";
}

/* ---- the built-in layout */

static void add_part(
	struct detour_buf *out, const struct detour_composed *composed, enum detour_part part)
{
	const struct detour_buf *known = &composed->known[part];
	/* Who has told what happened is not asked for it again. */
	bool asks = !composed->draft->compact && !(part == DETOUR_PART_HAPPENED && known->size);

	if (!known->size && !asks)
		return;
	detour_buf_addf(out, "\n## %s\n\n", detour_part_name(part));
	detour_compose_lines(out, known->ptr, known->size, "\n");
	if (known->size && asks)
		detour_buf_addch(out, '\n');
	if (asks)
		detour_hint_write(out, composed->questions[part]);
}

static void lay_out(struct detour_buf *out, const struct detour_composed *composed)
{
	const char *topic = composed->draft->topic;

	detour_buf_addstr(out, "# ");
	detour_text_markdown(out, topic, strlen(topic));
	detour_buf_addf(out, " \xe2\x80\x94 %s\n", composed->day);
	for (enum detour_part part = DETOUR_PART_CONTEXT; part < DETOUR_PART_COUNT; part++)
		add_part(out, composed, part);
}

static bool has_template(const struct detour_draft *draft)
{
	size_t size = draft->template_size;

	if (!draft->template_bytes)
		return false;
	(void)detour_text_trim(draft->template_bytes, &size);
	return size > 0;
}

/* Nobody has written in it yet, and that shows whether or not the template is known. */
static bool is_unwritten(const struct detour_buf *text, const struct detour_composed *composed)
{
	const struct detour_draft *draft = composed->draft;
	struct detour_session with, without;

	detour_session_parse(text->ptr, text->size, draft->template_bytes, draft->template_size,
		composed->arena, &with);
	detour_session_parse(text->ptr, text->size, NULL, 0, composed->arena, &without);
	return !with.written && !without.written;
}

/* False where the template swallows what is put into it. */
static bool fill_template(struct detour_buf *out, const struct detour_composed *composed)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	bool good = detour_compose_template(&text, composed);

	if (good && !composed->draft->text) {
		detour_session_seal(&text);
		good = is_unwritten(&text, composed);
	}
	if (good)
		detour_buf_add(out, text.ptr, text.size);
	detour_buf_release(&text);
	return good;
}

void detour_session_draft(struct detour_buf *out, const struct detour_draft *draft)
{
	static const struct detour_buf empty = DETOUR_BUF_INIT;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_composed composed = {.draft = draft, .arena = &arena};

	composed.day = detour_date_day(&arena, draft->time, draft->offset);
	for (size_t i = 0; i < DETOUR_PART_COUNT; i++)
		composed.known[i] = empty;
	detour_compose_context(&composed.known[DETOUR_PART_CONTEXT], draft);
	detour_compose_changes(&composed.known[DETOUR_PART_CHANGES], draft);
	if (draft->text)
		compose_text(&composed.known[DETOUR_PART_HAPPENED], draft->text);
	compose_questions(&composed);
	if (!has_template(draft) || !fill_template(out, &composed))
		lay_out(out, &composed);
	for (size_t i = 0; i < DETOUR_PART_COUNT; i++)
		detour_buf_release(&composed.known[i]);
	detour_arena_release(&arena);
}

void detour_session_template(struct detour_buf *out)
{
	static const struct detour_draft nothing = {.topic = ""};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_composed composed = {.draft = &nothing, .arena = &arena};

	compose_questions(&composed);
	detour_buf_addstr(out, "# " DETOUR_FILL_TOPIC " \xe2\x80\x94 " DETOUR_FILL_DAY "\n");
	for (enum detour_part part = DETOUR_PART_CONTEXT; part < DETOUR_PART_COUNT; part++) {
		static const struct detour_buf empty = DETOUR_BUF_INIT;

		composed.known[part] = empty;
		add_part(out, &composed, part);
	}
	detour_arena_release(&arena);
}
