/*
 * Settings files; see config.h.
 *
 * inih finds keys and values, and the reader below shields it from what it is not made for: it
 * takes an indented key for more of the value before, cuts sections at 49 bytes and lines at 199,
 * tells no line numbers and only the first mistake, and puts the keys after a broken section into
 * the one before. So lines come to it one by one, stripped and known to fit, and sections are read
 * here.
 */
#include "config.h"

#include <stdbool.h>
#include <string.h>

#include <ini.h>

#define PROBLEM_LIMIT 2000
#define SECTION_LIMIT 49
#define NAME_LIMIT 99

/* Stands for a ';' within quotes, where inih would see a comment. No line holds control bytes. */
static const char hidden_semicolon = '\x01';

struct reader {
	const char *next, *end;
	int line;
	bool pending; /* inih has a line of which its handler has not told yet */
	bool section_is_bad;
	int problems;
	char section[SECTION_LIMIT + 1];
	char name[NAME_LIMIT + 1];
	detour_config_entry_fn each;
	void *data;
};

struct span {
	const char *text;
	size_t size;
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_comment(char c)
{
	return c == '#' || c == ';';
}

/* ASCII only: the locale must not change what a file means. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(char c)
{
	char l = lower(c);

	return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static void skip_blanks(struct span *rest)
{
	while (rest->size && is_blank(rest->text[0])) {
		rest->text++;
		rest->size--;
	}
}

static void trim_end(struct span *line)
{
	while (line->size && is_blank(line->text[line->size - 1]))
		line->size--;
}

static void emit(struct reader *reader, const char *key, const char *value, const char *problem)
{
	struct detour_config_entry entry = {
		.section = reader->section,
		.name = reader->name,
		.key = key,
		.value = value,
		.line = reader->line,
		.problem = problem,
	};

	if (problem)
		reader->problems++;
	reader->each(reader->data, &entry);
}

static void complain(struct reader *reader, const char *problem)
{
	emit(reader, "", "", problem);
}

static bool take_line(struct reader *reader, struct span *line)
{
	const char *newline;

	if (reader->next == reader->end)
		return false;
	newline = memchr(reader->next, '\n', (size_t)(reader->end - reader->next));
	line->text = reader->next;
	line->size = (size_t)((newline ? newline : reader->end) - reader->next);
	reader->next = newline ? newline + 1 : reader->end;
	reader->line++;
	if (reader->line == 1 && line->size >= 3 && memcmp(line->text, "\xef\xbb\xbf", 3) == 0) {
		line->text += 3;
		line->size -= 3;
	}
	skip_blanks(line);
	trim_end(line);
	return true;
}

static bool has_control(const struct span *line)
{
	for (size_t i = 0; i < line->size; i++) {
		unsigned char c = (unsigned char)line->text[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

/* Takes `"…"` off the front, with \" and \\ for a quote and a backslash. False where it does not
 * end or does not fit. */
static bool take_quoted(struct span *rest, char *out, size_t room)
{
	size_t at = 1, used = 0;

	for (; at < rest->size && rest->text[at] != '"'; at++) {
		if (rest->text[at] == '\\' && at + 1 < rest->size &&
			(rest->text[at + 1] == '"' || rest->text[at + 1] == '\\'))
			at++;
		if (used + 1 >= room)
			return false;
		out[used++] = rest->text[at];
	}
	if (at >= rest->size)
		return false;
	out[used] = '\0';
	rest->text += at + 1;
	rest->size -= at + 1;
	return true;
}

static const char *section_problem(struct reader *reader, struct span rest)
{
	static const char form[] = "a section is written as [name] or [name \"word\"]";
	size_t used = 0;

	rest.text++;
	rest.size--;
	skip_blanks(&rest);
	for (; rest.size && is_word(rest.text[0]); rest.text++, rest.size--) {
		if (used == SECTION_LIMIT)
			return "the name of this section is too long";
		reader->section[used++] = lower(rest.text[0]);
	}
	reader->section[used] = '\0';
	skip_blanks(&rest);
	if (rest.size && rest.text[0] == '"' &&
		!take_quoted(&rest, reader->name, sizeof(reader->name)))
		return "the word of this section is too long or its quote is not closed";
	skip_blanks(&rest);
	if (!used || !rest.size || rest.text[0] != ']')
		return form;
	rest.text++;
	rest.size--;
	skip_blanks(&rest);
	if (rest.size && !is_comment(rest.text[0]))
		return "a key stands on a line of its own, below the section";
	return NULL;
}

static void take_section(struct reader *reader, struct span line)
{
	const char *problem = NULL;

	reader->section[0] = '\0';
	reader->name[0] = '\0';
	problem = has_control(&line) ? "this line holds a control byte"
				     : section_problem(reader, line);
	/* The keys below belong to nobody then; one complaint is enough. */
	reader->section_is_bad = problem != NULL;
	if (!problem)
		return;
	reader->section[0] = '\0';
	reader->name[0] = '\0';
	complain(reader, problem);
}

/* Where a value begins: behind the first '=' (or ':', which inih takes too). */
static size_t value_start(const char *line)
{
	size_t at = strcspn(line, "=:");

	at += line[at] != '\0';
	while (line[at] && is_blank(line[at]))
		at++;
	return at;
}

static void cut_comment(char *line, size_t at)
{
	for (; line[at]; at++)
		if (is_comment(line[at]) && at > 0 && is_blank(line[at - 1])) {
			line[at] = '\0';
			return;
		}
}

/* Takes the comment off, and hides from inih what within quotes looks like one. */
static const char *prepare(char *line)
{
	size_t at = value_start(line);

	if (line[at] != '"') {
		cut_comment(line, at);
		return NULL;
	}
	for (at++; line[at] && line[at] != '"'; at++) {
		if (line[at] == '\\' && (line[at + 1] == '"' || line[at + 1] == '\\'))
			at++;
		else if (line[at] == ';')
			line[at] = hidden_semicolon;
	}
	if (!line[at])
		return "a quote is not closed";
	at++;
	cut_comment(line, at);
	while (is_blank(line[at]))
		at++;
	return line[at] ? "text follows the closing quote" : NULL;
}

/* A line that fills all of the room looks cut to newer inih (61): it would ask for the rest of it
 * and get the next one. */
static const char *line_problem(const struct span *line, int room)
{
	if (line->size + 1 >= (size_t)room)
		return "this line is too long";
	if (has_control(line))
		return "this line holds a control byte";
	return NULL;
}

/* Does the line go to inih? Blank lines, comments and sections end here, mistakes are told. */
static bool deliver(struct reader *reader, struct span line, char *out, int room)
{
	const char *problem;

	if (!line.size || is_comment(line.text[0]))
		return false;
	if (line.text[0] == '[') {
		take_section(reader, line);
		return false;
	}
	if (reader->section_is_bad)
		return false;
	problem = line_problem(&line, room);
	if (!problem) {
		memcpy(out, line.text, line.size);
		out[line.size] = '\0';
		problem = prepare(out);
	}
	if (problem)
		complain(reader, problem);
	return !problem;
}

/* inih's way to ask for the next line. */
static char *next_line(char *out, int room, void *stream)
{
	struct reader *reader = stream;
	struct span line;

	if (reader->pending)
		complain(reader, "a setting is written as key = value");
	reader->pending = false;
	while (reader->problems < PROBLEM_LIMIT && take_line(reader, &line)) {
		if (!deliver(reader, line, out, room))
			continue;
		reader->pending = true;
		return out;
	}
	return NULL;
}

static void copy_value(char *out, size_t room, const char *value)
{
	struct span whole = {value, strlen(value)};
	size_t size = whole.size < room ? whole.size : room - 1;

	if (value[0] != '"' || !take_quoted(&whole, out, room)) {
		memcpy(out, value, size);
		out[size] = '\0';
	}
	for (char *c = out; *c; c++)
		if (*c == hidden_semicolon)
			*c = ';';
}

/* inih's way to tell a key and its value. It may have been built for longer lines than ours; what
 * does not fit is a mistake like any other. */
static int take_pair(void *data, const char *section, const char *name, const char *value)
{
	struct reader *reader = data;
	char key[256], text[1024];
	size_t i;

	(void)section;
	if (!name || !value)
		return 1; /* a key alone, where inih was built to allow it: told at the next line */
	reader->pending = false;
	if (strlen(name) >= sizeof(key) || strlen(value) >= sizeof(text)) {
		complain(reader, "this line is too long");
		return 1;
	}
	for (i = 0; name[i]; i++)
		key[i] = lower(name[i]);
	key[i] = '\0';
	copy_value(text, sizeof(text), value);
	emit(reader, key, text, i ? NULL : "no key stands before the '='");
	return 1;
}

void detour_config_parse(const char *bytes, size_t size, detour_config_entry_fn each, void *data)
{
	struct reader reader = {
		.next = bytes,
		.end = bytes + size,
		.each = each,
		.data = data,
	};

	ini_parse_stream(next_line, &reader, take_pair, &reader);
	if (reader.pending && reader.problems < PROBLEM_LIMIT)
		complain(&reader, "a setting is written as key = value");
}
