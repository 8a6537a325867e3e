/* Makes and reads the names of session files; see name.h. */
#include "name.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/date.h"
#include "../base/text.h"
#include "name_latin.h"

#define TOPIC_LIMIT ((size_t)4096) /* bytes that are looked at */

/* What vanishes within a word: marks that nobody sees, variation selectors, the soft hyphen. */
static bool is_silent(uint32_t point)
{
	return point == 0xad || (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x202a && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
	       (point >= 0xfe00 && point <= 0xfe0f) || point == 0xfeff || point == 0x61c;
}

static bool is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019 || point == 0x2bc;
}

static void add_dash(struct detour_buf *slug)
{
	if (slug->size && slug->ptr[slug->size - 1] != '-')
		detour_buf_addch(slug, '-');
}

static bool follows_letter(const char *topic, size_t size)
{
	uint32_t point;

	return detour_utf8_decode(topic, size, &point) && detour_letter_is(point);
}

static void add_point(struct detour_buf *slug, uint32_t point)
{
	const char *plain;
	char one[2];

	/* Full-width letters and digits are the ASCII ones. */
	if (point >= 0xff01 && point <= 0xff5e)
		point -= 0xfee0;
	plain = detour_latin_plain(point, one);
	if (plain)
		detour_buf_addstr(slug, plain);
	else if (detour_letter_is(point))
		detour_utf8_encode(slug, detour_letter_lower(point));
	else
		add_dash(slug);
}

/* "é" may come as "e" and a mark: the Latin letter stands alone, others keep theirs. */
static void add_mark(struct detour_buf *slug, uint32_t point)
{
	if (slug->size && (unsigned char)slug->ptr[slug->size - 1] >= 0x80)
		detour_utf8_encode(slug, point);
}

/* At most DETOUR_SLUG_LIMIT bytes: at a word if that leaves half of them, else within one. */
static void cut(struct detour_buf *slug)
{
	size_t at = DETOUR_SLUG_LIMIT, word;

	if (slug->size <= DETOUR_SLUG_LIMIT)
		return;
	for (word = at; word > 0 && slug->ptr[word] != '-'; word--)
		;
	if (word >= DETOUR_SLUG_LIMIT / 2)
		at = word;
	else
		while (at > 0 && ((unsigned char)slug->ptr[at] & 0xc0) == 0x80)
			at--;
	detour_buf_truncate(slug, at);
}

char *detour_name_slug(struct detour_arena *arena, const char *topic)
{
	struct detour_buf slug = DETOUR_BUF_INIT;
	size_t size = strnlen(topic, TOPIC_LIMIT);
	char *result;

	for (size_t at = 0; at < size && slug.size <= 4 * DETOUR_SLUG_LIMIT;) {
		uint32_t point;

		at += detour_utf8_decode(topic + at, size - at, &point);
		if (is_silent(point) ||
			(is_apostrophe(point) && slug.size && slug.ptr[slug.size - 1] != '-' &&
				follows_letter(topic + at, size - at)))
			continue;
		if (detour_letter_is_mark(point))
			add_mark(&slug, point);
		else
			add_point(&slug, point);
	}
	cut(&slug);
	while (slug.size && slug.ptr[slug.size - 1] == '-')
		detour_buf_truncate(&slug, slug.size - 1);
	result = detour_arena_strndup(
		arena, slug.size ? slug.ptr : "session", slug.size ? slug.size : strlen("session"));
	detour_buf_release(&slug);
	return result;
}

char *detour_name_file(
	struct detour_arena *arena, const char *day, const char *slug, unsigned number)
{
	if (number <= 1)
		return detour_arena_printf(arena, "%s-%s.md", day, slug);
	return detour_arena_printf(arena, "%s-%s-%u.md", day, slug, number);
}

static bool ends_caseless(const char *text, size_t size, const char *lower)
{
	size_t length = strlen(lower);

	if (size < length)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = text[size - length + i];

		if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != lower[i])
			return false;
	}
	return true;
}

/* ---- folders */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_year(const char *text, size_t size)
{
	return size >= 4 && (!memcmp(text, "19", 2) || !memcmp(text, "20", 2)) &&
	       is_digit(text[2]) && is_digit(text[3]);
}

static bool is_one_of(const char *text, size_t size, const char *const *words)
{
	for (; *words; words++)
		if (size == strlen(*words) && ends_caseless(text, size, *words))
			return true;
	return false;
}

bool detour_name_is_archive(const char *part, size_t size)
{
	static const char *const names[] = {
		"_archive", "archive", "_archived", "archived", "archives", NULL};

	return is_one_of(part, size, names);
}

bool detour_name_is_filing(const char *part, size_t size)
{
	size_t at = is_year(part, size) ? 4 : 0;

	if (detour_name_is_archive(part, size))
		return true;
	/* "2026", "03", "2026-03", "2026-03-11" */
	if (!at && size != 2)
		return false;
	while (at < size && (is_digit(part[at]) || (at && strchr("-_.", part[at]))))
		at++;
	return at == size && size <= 10;
}

/* The part of the path that ends at `end`; *end moves in front of it. */
static const char *last_part(const char *path, size_t *end, size_t *size)
{
	size_t start = *end;

	while (start && path[start - 1] != '/')
		start--;
	*size = *end - start;
	*end = start ? start - 1 : 0;
	return path + start;
}

size_t detour_name_project_end(const char *dir, size_t *start)
{
	static const char *const everybodys[] = {
		"docs", "doc", "documentation", "projects", "project", NULL};
	size_t end = strlen(dir), whole, size;
	const char *part;

	do
		part = last_part(dir, &end, &size);
	while (size && detour_name_is_filing(part, size)); /* the journal's folder */
	do {
		whole = end;
		part = last_part(dir, &end, &size);
	} while (size && (detour_name_is_filing(part, size) || is_one_of(part, size, everybodys)));
	*start = whole - size;
	return size ? whole : 0;
}

const char *detour_name_project(struct detour_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = detour_arena_strndup(arena, path, slash ? (size_t)(slash - path) : 0);
	size_t start, end = detour_name_project_end(dir, &start);

	return end ? detour_arena_strndup(arena, dir + start, end - start) : NULL;
}

/* ---- reading */

/* What a session's name may say of itself, before or behind its day. */
static bool is_label(const char *text, size_t size)
{
	static const char *const labels[] = {"session", "sessions", "session-log", "session_log",
		"session-notes", "session_notes", "log", "devlog", "dev-log", "worklog", "journal",
		"notes", "note", NULL};

	return is_one_of(text, size, labels);
}

static bool is_separator(char c)
{
	return c && strchr("-_ .", c);
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* "2026-11-22", "2026_11_22", "2026.11.22" or "20261122" at the start: its length and `day`; 0. */
static size_t take_day(const char *text, size_t size, char day[11])
{
	int year, month, day_of_month;
	size_t length = 0, at = 0;

	if (!is_year(text, size))
		return 0;
	while (at < size && length < 10) {
		if (length == 4 || length == 7) {
			day[length++] = '-';
			at += strchr("-_.", text[4]) != NULL && text[at] == text[4];
		} else if (is_digit(text[at])) {
			day[length++] = text[at++];
		} else {
			return 0;
		}
	}
	day[length] = '\0';
	if (length < 10 || (at != 8 && at != 10) ||
		detour_date_parse_day(day, &year, &month, &day_of_month))
		return 0;
	return at < size && is_digit(text[at]) ? 0 : at;
}

/* "T10-24", "T102400Z": the time of day that follows. */
static size_t take_time(const char *text, size_t size)
{
	size_t at = 1, digits = 0;

	if (size < 3 || (text[0] | 0x20) != 't' || !is_digit(text[1]) || !is_digit(text[2]))
		return 0;
	for (; at < size && digits < 6; at++) {
		if (is_digit(text[at]))
			digits++;
		else if (digits % 2 || !strchr("-:_.", text[at]) || at + 1 == size ||
			 !is_digit(text[at + 1]))
			break;
	}
	at += at < size && text[at] == 'Z';
	return digits % 2 ? 0 : at;
}

/* What is left of the name's two sides, without separators and without words that label it. */
static const char *join_topic(struct detour_arena *arena, const char *front, size_t front_size,
	const char *back, size_t back_size)
{
	while (front_size && is_separator(front[front_size - 1]))
		front_size--;
	while (back_size && is_separator(back[0])) {
		back++;
		back_size--;
	}
	if (is_label(front, front_size))
		front_size = 0;
	if (ends_caseless(back, back_size, "-session") ||
		ends_caseless(back, back_size, "_session"))
		back_size -= strlen("-session");
	return detour_arena_printf(arena, "%.*s%s%.*s", (int)front_size, front,
		front_size && back_size ? "-" : "", (int)back_size, back);
}

bool detour_name_is_markdown(const char *name, size_t *size)
{
	*size = strlen(name);
	if (ends_caseless(name, *size, ".markdown"))
		*size -= strlen(".markdown");
	else if (ends_caseless(name, *size, ".md"))
		*size -= strlen(".md");
	else
		return false;
	return *size > 0 && name[0] != '.';
}

bool detour_name_parse(
	struct detour_arena *arena, const char *name, const char **day, const char **topic)
{
	size_t size, used = 0, at = 0;
	char found[11];

	if (!detour_name_is_markdown(name, &size) || strstr(name, "TEMPLATE") ||
		ends_caseless(name, size, ".template"))
		return false;
	for (; at < size; at++) {
		used = at == 0 || !is_word(name[at - 1]) ? take_day(name + at, size - at, found)
							 : 0;
		if (used)
			break;
	}
	if (!used)
		return false;
	*topic = "";
	if (at + used < size) {
		used += take_time(name + at + used, size - at - used);
		if (at + used < size && is_word(name[at + used]))
			return false;
	}
	*day = detour_arena_strndup(arena, found, 10);
	*topic = join_topic(arena, name, at, name + at + used, size - at - used);
	return true;
}

bool detour_name_is_called_session(const char *name)
{
	size_t size = strcspn(name, "-_ .0123456789");

	return is_label(name, size);
}

bool detour_name_may_be_undated(const char *name)
{
	static const char *const others[] = {"readme", "index", "changelog", "contributing",
		"usage", "license", "agents", "claude", "plan", "proposal", "handoff", NULL};
	size_t size;

	if (!detour_name_is_markdown(name, &size) || is_one_of(name, size, others) ||
		is_year(name, size))
		return false;
	for (size_t end = strlen("template"); end <= size; end++)
		if (ends_caseless(name, end, "template"))
			return false;
	return true;
}

const char *detour_name_undated_topic(struct detour_arena *arena, const char *name)
{
	size_t size;

	(void)detour_name_is_markdown(name, &size);
	return join_topic(arena, "", 0, name, size);
}
