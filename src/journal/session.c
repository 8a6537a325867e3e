/* Reads a session: its title, the commits it names, and whether a person wrote in it; session.h. */
#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/date.h"
#include "../base/text.h"
#include "markdown.h"
#include "parts.h"

#define SHORT_DIGITS 7
#define WRAPPED_LINES_LIMIT 4

struct reading {
	struct detour_arena *arena;
	struct detour_session *out;
	const char *bytes;
	size_t size;
	struct detour_template templ;
	bool has_template;
	struct detour_link *links;
	size_t link_room;
	enum detour_part part; /* that the current line belongs to */
	int part_level;
	bool title_seen;
	bool sealed;       /* every line counts for `rest` */
	uint64_t rest;     /* hash of the lines that somebody wrote */
	size_t passed_end; /* lines before this offset are told already */
};

/* ---- hashes */

static void add_link(struct reading *reading, const struct detour_link *link)
{
	struct detour_session *out = reading->out;

	if (out->link_count == reading->link_room) {
		size_t room = reading->link_room ? 2 * reading->link_room : 8;
		struct detour_link *links =
			detour_arena_array(reading->arena, room, sizeof(*links));

		if (out->link_count)
			memcpy(links, reading->links, out->link_count * sizeof(*links));
		reading->links = links;
		reading->link_room = room;
		out->links = links;
	}
	reading->links[out->link_count++] = *link;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_word_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '_';
}

static bool has_digit(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] >= '0' && text[i] <= '9')
			return true;
	return false;
}

/* Hexadecimal letters alone may spell a word ("defaced"): then only a code span, a link or an
 * address around them make them a hash for certain. */
static bool is_marked(const char *text, size_t size, size_t start, size_t end)
{
	return (start > 0 && text[start - 1] && strchr("`/[", text[start - 1])) ||
	       (end < size && text[end] == '`');
}

static void add_hash(struct reading *reading, const char *text, size_t digits, bool is_word)
{
	char *hex = detour_arena_strndup(reading->arena, text, digits);
	struct detour_link link = {.hex = hex, .is_word = is_word};

	for (; *hex; hex++)
		if (*hex >= 'A' && *hex <= 'F')
			*hex = (char)(*hex - 'A' + 'a');
	add_link(reading, &link);
}

/* Every word of 7 to 40 hexadecimal digits. Looks at the last of seven bytes first: most text is
 * stepped over without looking at the rest. */
static void find_hashes(struct reading *reading, const char *text, size_t size)
{
	size_t at = 0;

	while (at + SHORT_DIGITS <= size) {
		size_t end = at + SHORT_DIGITS, back = end;

		while (back > at && is_hex(text[back - 1]))
			back--;
		if (back > at) {
			at = back;
			continue;
		}
		while (end < size && is_hex(text[end]))
			end++;
		if (end - at <= DETOUR_HEX_SIZE && (!at || !is_word_char(text[at - 1])) &&
			(end == size || !is_word_char(text[end])))
			add_hash(reading, text + at, end - at,
				!has_digit(text + at, end - at) && !is_marked(text, size, at, end));
		at = end + 1;
	}
}

/* ---- title */

static bool day_at(const char *text, size_t size)
{
	char copy[11];
	int year, month, day;

	if (size < 10)
		return false;
	memcpy(copy, text, 10);
	copy[10] = '\0';
	return detour_date_parse_day(copy, &year, &month, &day) == 0;
}

/* Cuts one of " — ", " - ", ", ", " (" and the like. */
static size_t without_separator(const char *text, size_t size)
{
	static const char *const marks[] = {
		"\xe2\x80\x94", "\xe2\x80\x93", "-", ",", ":", "(", "|"};

	(void)detour_text_trim(text, &size);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t mark = strlen(marks[i]);

		if (size >= mark && memcmp(text + size - mark, marks[i], mark) == 0)
			return size - mark;
	}
	return size;
}

/* Of "(draft, 2026-07-19)" the bracket is left open. */
static bool is_unclosed(const char *text, size_t size)
{
	int depth = 0;

	for (size_t i = 0; i < size; i++)
		depth += (text[i] == '(') - (text[i] == ')');
	return depth == 1;
}

/* The day is known from the file's name; the title does without. */
static const char *title_of(struct detour_arena *arena, const char *text, size_t size)
{
	size_t tail = size && text[size - 1] == ')' ? 11 : 10;
	size_t start = 0;

	if (size > tail && day_at(text + size - tail, 10)) {
		size = without_separator(text, size - tail);
	} else if (size > 11 && day_at(text, size)) {
		start = 10;
		while (start < size && strchr(" :,-", text[start]) && text[start])
			start++;
		if (size - start > 4 && memcmp(text + start, "\xe2\x80\x94 ", 4) == 0)
			start += 4;
	}
	size -= start;
	text = detour_text_trim(text + start, &size);
	if (tail == 11 && is_unclosed(text, size)) {
		text = detour_arena_printf(arena, "%.*s)", (int)size, text);
		size++;
	}
	return detour_markdown_unescape(arena, text, size);
}

/* ---- front matter */

/* `topic: "Retry queue"`, `branch = 'x'`: the value of one of the keys, or NULL. */
static const char *front_value(
	struct detour_arena *arena, const char *text, size_t size, const char *key)
{
	size_t length = strlen(key);

	if (size <= length || strncasecmp(text, key, length) != 0)
		return NULL;
	text += length;
	size -= length;
	text = detour_text_trim(text, &size);
	if (!size || (*text != ':' && *text != '='))
		return NULL;
	size--;
	text = detour_text_trim(text + 1, &size);
	if (size > 1 && strchr("\"'", text[0]) && text[size - 1] == text[0]) {
		text++;
		size -= 2;
	}
	return size ? detour_arena_strndup(arena, text, size) : NULL;
}

static void read_front(struct reading *reading, const struct detour_line *line)
{
	struct detour_session *out = reading->out;
	struct detour_arena *arena = reading->arena;

	find_hashes(reading, line->visible, line->visible_size);
	if (!out->topic)
		out->topic = front_value(arena, line->text, line->size, "title");
	if (!out->topic)
		out->topic = front_value(arena, line->text, line->size, "topic");
	if (!out->branch)
		out->branch = front_value(arena, line->text, line->size, "branch");
}

static void read_heading(struct reading *reading, const struct detour_line *line)
{
	enum detour_part part = detour_part_find(line->visible, line->visible_size);

	find_hashes(reading, line->visible, line->visible_size);
	if (!reading->title_seen) {
		reading->title_seen = true;
		reading->out->title = title_of(reading->arena, line->visible, line->visible_size);
	}
	/* A heading below that of a part and of no meaning to us stays in the part. */
	if (part != DETOUR_PART_COUNT || line->level <= reading->part_level) {
		reading->part = part;
		reading->part_level = line->level;
	}
}

/* ---- lines */

/* Could it be the first line of a link line that a formatter broke? */
static bool may_be_link(const char *text, size_t size)
{
	if (size < 4 || !strchr("-*+", text[0]) || text[1] != ' ')
		return false;
	text = detour_markdown_unmark(text, &size);
	return size > 2 && (text[0] == '`' || (text[0] == '[' && text[1] == '`'));
}

/* The line, or the line with those below it as long as they go on; *end is behind what was used. */
static bool parse_link(struct reading *reading, const struct detour_line *line,
	struct detour_link *link, size_t *end)
{
	struct detour_buf joined = DETOUR_BUF_INIT;
	bool found = detour_link_parse(reading->arena, line->visible, line->visible_size, link);

	*end = line->end;
	if (!found && may_be_link(line->visible, line->visible_size))
		detour_buf_add(&joined, line->visible, line->visible_size);
	for (int i = 0; !found && joined.size && i < WRAPPED_LINES_LIMIT; i++) {
		const char *next = reading->bytes + *end;
		size_t size = reading->size - *end, whole;
		const char *stop = memchr(next, '\n', size);

		whole = size = stop ? (size_t)(stop - next) + 1 : size;
		next = detour_text_trim(next, &size);
		if (!size || strchr("-*+#<", next[0]))
			break;
		detour_buf_addch(&joined, ' ');
		detour_buf_add(&joined, next, size);
		*end += whole;
		found = detour_link_parse(reading->arena, joined.ptr, joined.size, link);
	}
	detour_buf_release(&joined);
	return found;
}

/* Text of ours, of the template, or of somebody? */
static bool is_written(struct reading *reading, const struct detour_line *line)
{
	size_t size = line->visible_size, block;
	const char *text = detour_markdown_unmark(line->visible, &size);

	if (!detour_markdown_has_words(text, size) ||
		detour_part_is_generated(reading->part, line->visible, line->visible_size) ||
		detour_template_has(&reading->templ, line->visible, line->visible_size))
		return false;
	if (reading->has_template || line->kind == DETOUR_LINE_CODE)
		return true;
	/* Nobody can tell us the template: what asks for text in brackets comes from one. */
	block = detour_bracket_block(
		line->text, reading->size - (size_t)(line->text - reading->bytes));
	if (block)
		reading->passed_end = (size_t)(line->text - reading->bytes) + block;
	return !block;
}

static void read_text(struct reading *reading, const struct detour_line *line)
{
	struct detour_session *out = reading->out;
	struct detour_link link;
	const char *branch;
	size_t end, length;

	/* Of a link line only its own hash counts, not those that its subject mentions. */
	if (line->kind == DETOUR_LINE_TEXT && parse_link(reading, line, &link, &end)) {
		add_link(reading, &link);
		reading->passed_end = end;
		return;
	}
	find_hashes(reading, line->visible, line->visible_size);
	branch = detour_part_branch_told(line->visible, line->visible_size, &length);
	if (branch && !out->branch)
		out->branch = detour_arena_strndup(reading->arena, branch, length);
	if ((!out->written || reading->sealed) && is_written(reading, line)) {
		out->written = true;
		reading->rest = detour_hash(reading->rest, line->visible, line->visible_size);
	}
}

static uint64_t read_session(const char *bytes, size_t size, const char *template_bytes,
	size_t template_size, bool sealed, struct detour_arena *arena, struct detour_session *out)
{
	struct reading reading = {.arena = arena,
		.out = out,
		.bytes = bytes,
		.size = size,
		.part = DETOUR_PART_COUNT,
		.sealed = sealed,
		.rest = DETOUR_HASH_START,
		.has_template = template_bytes && template_size};
	struct detour_lines lines;
	struct detour_line line;

	memset(out, 0, sizeof(*out));
	out->title = "";
	detour_template_init(&reading.templ, template_bytes, template_size, arena);
	detour_lines_init(&lines, bytes, size);
	while (detour_lines_next(&lines, &line)) {
		if (line.start < reading.passed_end)
			continue;
		if (line.kind == DETOUR_LINE_HEADING)
			read_heading(&reading, &line);
		else if (line.kind == DETOUR_LINE_FRONT)
			read_front(&reading, &line);
		else if (line.kind == DETOUR_LINE_TEXT || line.kind == DETOUR_LINE_CODE)
			read_text(&reading, &line);
	}
	detour_lines_release(&lines);
	return reading.rest;
}

/* ---- the seal of a scaffold */

bool detour_seal_parse(const char *text, size_t size, uint64_t *rest)
{
	const size_t digits = 16, length = strlen(DETOUR_SEAL_START) + digits;
	char hex[17];

	if (size < length || memcmp(text, DETOUR_SEAL_START, strlen(DETOUR_SEAL_START)) != 0)
		return false;
	memcpy(hex, text + strlen(DETOUR_SEAL_START), digits);
	hex[digits] = '\0';
	if (strspn(hex, "0123456789abcdef") != digits)
		return false;
	*rest = strtoull(hex, NULL, 16);
	return true;
}

static bool find_seal(const char *bytes, size_t size, uint64_t *rest)
{
	const char *end = bytes + size, *at = bytes;

	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		if (detour_seal_parse(at, (size_t)(end - at), rest))
			return true;
		at++;
	}
	return false;
}

void detour_session_seal(struct detour_buf *text)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session;
	uint64_t rest = read_session(text->ptr, text->size, NULL, 0, true, &arena, &session);
	const char *line_end = detour_markdown_line_end(text->ptr, text->size);

	if (session.written)
		detour_buf_addf(text, "%s" DETOUR_SEAL_START "%016llx -->%s", line_end,
			(unsigned long long)rest, line_end);
	detour_arena_release(&arena);
}

void detour_session_parse(const char *bytes, size_t size, const char *template_bytes,
	size_t template_size, struct detour_arena *arena, struct detour_session *out)
{
	uint64_t seal, rest;
	bool sealed = find_seal(bytes, size, &seal);
	struct detour_session bare;

	rest = read_session(bytes, size, template_bytes, template_size, sealed, arena, out);
	if (!sealed || !out->written)
		return;
	/* The seal tells of the text as it is without its template. */
	if (template_bytes)
		rest = read_session(bytes, size, NULL, 0, true, arena, &bare);
	out->written = rest != seal;
}

bool detour_session_names(const struct detour_session *session, const struct detour_oid *oid)
{
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(oid, hex);
	for (size_t i = 0; i < session->link_count; i++)
		if (detour_text_starts(hex, session->links[i].hex))
			return true;
	return false;
}
