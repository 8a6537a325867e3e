/* The names of parts, hints, and what generated lines look like; see parts.h. */
#include "parts.h"

#include <string.h>
#include <strings.h>

#include "../base/date.h"
#include "../base/text.h"

/* The first name is ours. The others were found in journals. Lower case, words only. */
static const struct {
	const char *name;
	const char *aliases; /* each between bars */
} parts[DETOUR_PART_COUNT] = {
	{"Context",
		"|context|session context|session "
		"summary|overview|session overview|background|summary|goal|goals|introduction|"
		"intro|background and context|context and goals|what we set out to do|objective|"
		"objectives|tl dr|kontext|hintergrund|zusammenfassung|ziel|ziel der session|"
		"contexte|contexto|resumen|r\xc3\xa9sum\xc3\xa9|"
		"\xe8\x83\x8c\xe6\x99\xaf|\xe6\xa6\x82\xe8\xa6\x81|\xe7\x9b\xae\xe7\x9a\x84|"},
	{"What Happened",
		"|what happened|what was done|what i did|what we did|work done|journey|"
		"the journey|session log|log|narrative|story|notes|session notes|"
		"what went differently|deviations|deviations from plan|deviations from the plan|"
		"events|what shipped|what landed|outcome|accomplishments|work completed|"
		"was geschah|was passiert ist|was passierte|verlauf|ablauf|notizen|"
		"ce qui s est pass\xc3\xa9|lo que pas\xc3\xb3|"
		"\xe4\xbd\x9c\xe6\xa5\xad\xe5\x86\x85\xe5\xae\xb9|"
		"\xe3\x82\x84\xe3\x81\xa3\xe3\x81\x9f\xe3\x81\x93\xe3\x81\xa8|"},
	{"Notable Discoveries",
		"|notable discoveries|discoveries|findings|key findings|insights|"
		"key insights|surprises|notable lessons|erkenntnisse|entdeckungen|"
		"\xe6\xb0\x97\xe3\x81\xa5\xe3\x81\x84\xe3\x81\x9f\xe3\x81\x93\xe3\x81\xa8|"},
	{"Changes Made", "|changes made|changes|files changed|files modified|changed files|"
			 "files created|files created modified|"
			 "what changed|files touched|key changes|modified files|artifacts created|"
			 "\xc3\xa4nderungen|\xc3\x84nderungen|ge\xc3\xa4nderte dateien|"
			 "\xe5\xa4\x89\xe6\x9b\xb4\xe7\x82\xb9|"},
	{"Lessons Learned", "|lessons learned|lessons learnt|lessons|learnings|key learnings|"
			    "takeaways|key takeaways|what i learned|what we learned|gelerntes|"
			    "was ich gelernt habe|was wir gelernt haben|"
			    "\xe5\xad\xa6\xe3\x82\x93\xe3\x81\xa0\xe3\x81\x93\xe3\x81\xa8|"},
	{"Follow-up", "|follow up|follow ups|followup|followups|next steps|next|todo|todos|"
		      "to do|open follow ups|open questions|open items|remaining work|future "
		      "work|what s next|next session|next session start here|next actions|"
		      "immediate next steps|recommended next steps|next steps immediate|left to do|"
		      "what is left|what s left|blockers open questions|remaining|"
		      "n\xc3\xa4"
		      "chste schritte|n\xc3\xa4"
		      "chste steps|offene aufgaben|offene "
		      "punkte|offene fragen|prochaines \xc3\xa9tapes|pr\xc3\xb3ximos pasos|"
		      "\xe6\xac\xa1\xe3\x81\xab\xe3\x82\x84\xe3\x82\x8b\xe3\x81\x93\xe3\x81\xa8|"
		      "\xe6\xac\xa1\xe5\x9b\x9e|"
		      "\xe6\xac\xa1\xe3\x81\xae\xe3\x82\xb9\xe3\x83\x86\xe3\x83\x83\xe3\x83\x97|"
		      "\xe6\xae\x8b\xe3\x81\xa3\xe3\x81\xa6\xe3\x81\x84\xe3\x82\x8b\xe3\x81\x93\xe3"
		      "\x81\xa8|"},
};

const char *detour_part_name(enum detour_part part)
{
	return parts[part].name;
}

/* The size of a letter beyond ASCII: Latin ones, kana, CJK, Hangul. Dashes, wide punctuation and
 * pictures separate words as a space does: 0. */
static size_t letter_size(const char *text, size_t size)
{
	unsigned char lead = (unsigned char)*text;

	if (lead == 0xc3 && size > 1)
		return 2;
	if (lead < 0xe3 || lead > 0xed || size < 3)
		return 0;
	return lead == 0xe3 && (unsigned char)text[1] == 0x80 ? 0 : 3;
}

/* "2. What Happened? (Optional)" -> "|what happened|" */
static void key_of(struct detour_buf *out, const char *heading, size_t size)
{
	int depth = 0;

	detour_buf_addch(out, '|');
	for (size_t i = 0; i < size; i++) {
		char c = heading[i];
		size_t letter;

		depth += c == '(' ? 1 : c == ')' && depth ? -1 : 0;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (depth)
			continue;
		letter = letter_size(heading + i, size - i);
		if (letter)
			detour_buf_add(out, heading + i, letter);
		i += letter ? letter - 1 : 0;
		if (letter)
			continue;
		if (c >= 'a' && c <= 'z')
			detour_buf_addch(out, c);
		else if (!strchr("| ", out->ptr[out->size - 1]))
			detour_buf_addch(out, ' ');
	}
	if (out->ptr[out->size - 1] == ' ')
		detour_buf_truncate(out, out->size - 1);
	detour_buf_addch(out, '|');
}

enum detour_part detour_part_find(const char *heading, size_t size)
{
	struct detour_buf key = DETOUR_BUF_INIT;
	enum detour_part part = DETOUR_PART_CONTEXT;

	if (size > 200)
		return DETOUR_PART_COUNT;
	key_of(&key, heading, size);
	while (part < DETOUR_PART_COUNT && (key.size < 3 || !strstr(parts[part].aliases, key.ptr)))
		part++;
	detour_buf_release(&key);
	return part;
}

bool detour_part_is_ours(const char *heading, size_t size)
{
	for (size_t i = 0; i < DETOUR_PART_COUNT; i++)
		if (size == strlen(parts[i].name) && memcmp(heading, parts[i].name, size) == 0)
			return true;
	return false;
}

bool detour_heading_is_later(const char *heading, size_t size)
{
	static const char *const names[] = {"later", "later on", "afterwards", "addendum",
		"addenda", "postscript", "nachtrag", "nachtr\xc3\xa4ge", "sp\xc3\xa4ter",
		"plus tard", "m\xc3\xa1s tarde"};

	heading = detour_text_trim(heading, &size);
	while (size && (heading[size - 1] == ':' || heading[size - 1] == '.'))
		size--;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (size == strlen(names[i]) && !strncasecmp(heading, names[i], size))
			return true;
	return false;
}

/* ---- hints */

static const char hint_start[] = "<!-- hint: ", hint_end[] = "? -->";

void detour_hint_write(struct detour_buf *out, const char *question)
{
	size_t size = strlen(question);

	question = detour_text_trim(question, &size);
	while (size && strchr("?.", question[size - 1]))
		size--;
	detour_buf_addstr(out, hint_start);
	detour_markdown_comment_text(out, question, size);
	detour_buf_addstr(out, hint_end);
	detour_buf_addch(out, '\n');
}

bool detour_hint_is_untouched(const char *text, size_t size)
{
	const size_t start = sizeof(hint_start) - 1, end = sizeof(hint_end) - 1;

	text = detour_text_trim(text, &size);
	return size >= start + end && memcmp(text, hint_start, start) == 0 &&
	       memcmp(text + size - end, hint_end, end) == 0;
}

/* ---- generated lines */

struct cursor {
	const char *at;
	size_t left;
};

static bool take(struct cursor *cursor, const char *word)
{
	size_t size = strlen(word);

	if (cursor->left < size || memcmp(cursor->at, word, size) != 0)
		return false;
	cursor->at += size;
	cursor->left -= size;
	return true;
}

static bool take_code(struct cursor *cursor, const char **inside, size_t *length)
{
	size_t used = detour_markdown_code_parse(cursor->at, cursor->left, inside, length);

	cursor->at += used;
	cursor->left -= used;
	return used > 0;
}

static bool take_digits(struct cursor *cursor)
{
	size_t before = cursor->left;

	while (cursor->left && cursor->at[0] >= '0' && cursor->at[0] <= '9') {
		cursor->at++;
		cursor->left--;
	}
	return cursor->left < before;
}

/* "[text](destination)", text without bare brackets. */
static bool take_link(struct cursor *cursor)
{
	const char *end;

	if (!take(cursor, "["))
		return false;
	while (cursor->left && cursor->at[0] != ']') {
		size_t step = cursor->at[0] == '\\' && cursor->left > 1 ? 2 : 1;

		cursor->at += step;
		cursor->left -= step;
	}
	if (!take(cursor, "]("))
		return false;
	end = memchr(cursor->at, ')', cursor->left);
	if (!end)
		return false;
	cursor->left -= (size_t)(end - cursor->at) + 1;
	cursor->at = end + 1;
	return true;
}

/* "Branch: ", also as "**Branch:** " and "**Branch**: ". */
static bool take_label(struct cursor *cursor, const char *label)
{
	struct cursor start = *cursor;
	bool bold = take(cursor, "**");

	if (take(cursor, label) &&
		((bold && take(cursor, "**:")) ||
			(take(cursor, ":") && (!bold || take(cursor, "**")))) &&
		take(cursor, " "))
		return true;
	*cursor = start;
	return false;
}

static struct cursor content_of(const char *text, size_t size)
{
	struct cursor cursor;

	text = detour_markdown_unmark(text, &size);
	cursor.at = text;
	cursor.left = size;
	return cursor;
}

const char *detour_part_branch(const char *text, size_t size, size_t *length)
{
	struct cursor cursor = content_of(text, size);
	const char *inside;

	if (!take_label(&cursor, "Branch") || !cursor.left)
		return NULL;
	if (take_code(&cursor, &inside, length))
		return cursor.left ? NULL : inside;
	/* As others write it. */
	*length = cursor.left;
	for (size_t i = 0; i < cursor.left; i++)
		if (strchr(" \t`", cursor.at[i]))
			return NULL;
	return cursor.at;
}

/* Whatever stands between the labels of a line: the label of the branch among them. */
static bool find_label(struct cursor *cursor)
{
	static const char label[] = "**Branch:** ";

	for (; cursor->left > sizeof(label); cursor->at++, cursor->left--)
		if (take(cursor, label))
			return true;
	return false;
}

const char *detour_part_branch_told(const char *text, size_t size, size_t *length)
{
	struct cursor cursor = content_of(text, size);
	bool labels = cursor.left > 2 && !memcmp(cursor.at, "**", 2);
	const char *inside;

	if (!take_label(&cursor, "Branch") && !(labels && find_label(&cursor)))
		return NULL;
	if (take_code(&cursor, &inside, length))
		return inside;
	/* A bare word is a name only where another label follows, or nothing. */
	*length = 0;
	while (*length < cursor.left && !strchr(" \t`,;|", cursor.at[*length]))
		++*length;
	cursor.left -= *length;
	return *length && (!cursor.left ||
				  (cursor.left > 3 && !memcmp(cursor.at + *length, " **", 3)))
		       ? cursor.at
		       : NULL;
}

static bool is_plan(struct cursor cursor)
{
	const char *inside;
	size_t length;

	return take_label(&cursor, "Plan") &&
	       (take_link(&cursor) || take_code(&cursor, &inside, &length)) && !cursor.left;
}

static bool is_issues(struct cursor cursor)
{
	if (!take_label(&cursor, "Issues"))
		return false;
	do {
		if (cursor.left && cursor.at[0] == '[') {
			if (!take_link(&cursor))
				return false;
		} else if (!take(&cursor, "#") || !take_digits(&cursor)) {
			return false;
		}
	} while (take(&cursor, ", "));
	return !cursor.left;
}

static bool is_day(struct cursor cursor)
{
	int year, month, day;
	char text[11];

	if (!take_label(&cursor, "Date") || cursor.left != 10)
		return false;
	memcpy(text, cursor.at, 10);
	text[10] = '\0';
	return detour_date_parse_day(text, &year, &month, &day) == 0;
}

/* "`src/`: `a.c`, `b.c` (new), and 4 more", "… and 12 more", and what a formatter leaves of it when
 * it breaks the line. */
static bool is_paths(struct cursor cursor)
{
	static const char *const words[] = {" ", ", ", ": ", ",", ":", "(new)", "(deleted)",
		"\xe2\x80\xa6", "and", "more", "files"};
	bool any = false;

	while (cursor.left) {
		const char *inside;
		size_t length, i = 0;

		if (take_code(&cursor, &inside, &length) || take_digits(&cursor)) {
			any = true;
			continue;
		}
		while (i < sizeof(words) / sizeof(words[0]) && !take(&cursor, words[i]))
			i++;
		if (i == sizeof(words) / sizeof(words[0]))
			return false;
	}
	return any;
}

bool detour_part_is_generated(enum detour_part part, const char *text, size_t size)
{
	struct cursor content = content_of(text, size);
	size_t length;

	return detour_part_branch(text, size, &length) || is_plan(content) || is_issues(content) ||
	       is_day(content) || (part == DETOUR_PART_CHANGES && is_paths(content));
}
