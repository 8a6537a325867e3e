/* The words of the question; see question.h. */
#include "question.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/text.h"

static const struct detour_choice choices[] = {
	{'r', DETOUR_ANSWER_RESUME},
	{'n', DETOUR_ANSWER_NOTE},
	{'e', DETOUR_ANSWER_EDITOR},
	{'a', DETOUR_ANSWER_ADD},
	{'l', DETOUR_ANSWER_LATER},
	{'d', DETOUR_ANSWER_DISMISS},
	{'?', DETOUR_ANSWER_LATER},
};

static bool is_offered(const struct detour_question *question, enum detour_answer answer)
{
	if (answer == DETOUR_ANSWER_ADD)
		return question->add_name != NULL;
	return answer != DETOUR_ANSWER_RESUME || question->resume;
}

const struct detour_choice *detour_question_choice(
	const struct detour_question *question, const char *typed)
{
	int key = typed[0] >= 'A' && typed[0] <= 'Z' ? typed[0] - 'A' + 'a' : typed[0];

	if (!typed[0] || typed[1])
		return NULL;
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (choices[i].key == key)
			return is_offered(question, choices[i].answer) ? &choices[i] : NULL;
	return NULL;
}

static const char *write_choices(struct detour_arena *arena, const struct detour_question *question,
	const char *note, const char *name)
{
	const char *add = "", *resume = question->resume ? "[r]esume  " : "";

	if (question->add_name)
		add = detour_arena_printf(
			arena, "[a]dd%s%s  ", name ? " to " : "", name ? name : "");
	return detour_arena_printf(arena, "%s%s%s  [e]ditor  %s[l]ater  [d]ismiss  [?] ", resume,
		question->add_first ? add : "", note, question->add_first ? "" : add);
}

/* On a narrow terminal: rows that end between two choices, not inside of one. */
static const char *break_choices(struct detour_arena *arena, const char *line, int columns)
{
	char *broken = detour_arena_strdup(arena, line);
	char *row = broken, *gap = NULL;

	for (char *at = broken; *at; at++) {
		if (at - row >= columns - 1 && gap) {
			*gap = '\n';
			memmove(gap + 1, gap + 2, strlen(gap + 2) + 1);
			row = gap + 1;
			at = row;
			gap = NULL;
		}
		if (at[0] == ' ' && at[1] == ' ')
			gap = at++;
	}
	return broken;
}

/* The fullest form that leaves a column for the key: first the words about the note go, then the
 * end of the file's name, then the name; what is still too long takes two rows. */
static const char *fit_choices(
	const struct detour_question *question, int columns, struct detour_arena *arena)
{
	const char *full = "[n]ote in one line", *brief = "[n]ote";
	const char *name =
		question->add_name ? detour_text_line(arena, question->add_name, 0) : NULL;
	const char *line = write_choices(arena, question, full, name);
	int left;

	if (detour_text_columns(line) < columns)
		return line;
	line = write_choices(arena, question, brief, name);
	if (detour_text_columns(line) < columns)
		return line;
	left = columns - 1 -
	       detour_text_columns(write_choices(arena, question, brief, name ? "" : NULL));
	if (name && left >= 12)
		return write_choices(arena, question, brief, detour_text_line(arena, name, left));
	line = write_choices(arena, question, brief, NULL);
	return detour_text_columns(line) < columns ? line : break_choices(arena, line, columns);
}

/* Words broken at spaces, each line as far in as the text of the first. */
static void wrap(struct detour_buf *out, const char *first, const char *text, int columns)
{
	int indent = detour_text_columns(first), at = indent;

	detour_buf_addstr(out, first);
	while (*text) {
		size_t length = strcspn(text, " ");
		char word[256];
		int width;

		length = length < sizeof(word) ? length : sizeof(word) - 1;
		memcpy(word, text, length);
		word[length] = '\0';
		width = detour_text_columns(word);
		if (at > indent && at + 1 + width >= columns) {
			detour_buf_addf(out, "\n%*s", indent, "");
			at = indent;
		} else if (at > indent) {
			detour_buf_addch(out, ' ');
			at++;
		}
		detour_buf_addstr(out, word);
		at += width;
		text += length;
		text += strspn(text, " ");
	}
	detour_buf_addch(out, '\n');
}

static void explain_add(struct detour_buf *out, const struct detour_question *question, int columns,
	struct detour_arena *arena)
{
	if (question->add_name)
		wrap(out, "  a  ",
			detour_arena_printf(arena, "add the line to %s%s",
				detour_text_line(arena, question->add_name, 0),
				question->add_first ? ", which tells of this already" : ""),
			columns);
}

static void explain_keys(struct detour_buf *out, const struct detour_question *question,
	const char *commit, int columns, struct detour_arena *arena)
{
	if (question->resume)
		wrap(out, "  r  ", "show where you left off", columns);
	if (question->add_first)
		explain_add(out, question, columns, arena);
	wrap(out, "  n  ",
		detour_arena_printf(
			arena, "one line now: it becomes a dated note that links %s", commit),
		columns);
	wrap(out, "  e  ", "the same in your editor, with room for more", columns);
	if (!question->add_first)
		explain_add(out, question, columns, arena);
	wrap(out, "  l  ",
		question->resume ? "later, as Enter, any other key and waiting"
				 : "later, as Enter, any other key and waiting: you are reminded "
				   "at push",
		columns);
	wrap(out, "  d  ",
		detour_arena_printf(arena, "nothing to tell: %s is not asked about again", commit),
		columns);
}

/* The names of the kinds, as settings spell them. */
static const char kinds[] =
#define DETOUR_SIGNAL(kind, level, facts, sentence) " " #kind
#include "../signal/signals.def"
#undef DETOUR_SIGNAL
	;

static const char *explain(
	const struct detour_question *question, int columns, struct detour_arena *arena)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *commit =
		detour_text_line(arena, question->commit ? question->commit : "it", 40);
	const char *text;

	wrap(&out, "",
		"The commit is made; nothing here changes it. git-detour asks when work leaves its "
		"plan, so that "
		"the reason is written down while it is fresh.",
		columns);
	explain_keys(&out, question, commit, columns, arena);
	wrap(&out, "", "To be asked less:", columns);
	wrap(&out, "  ", "git config detour.prompt.mode remind", columns);
	wrap(&out, "  ",
		detour_arena_printf(
			arena, "git config detour.signals.KIND remind (KIND:%s)", kinds),
		columns);
	wrap(&out, "  ", "GIT_DETOUR=off git commit (this once)", columns);
	text = detour_arena_strndup(arena, out.ptr, out.size);
	detour_buf_release(&out);
	return text;
}

void detour_question_compose(struct detour_question_text *text,
	const struct detour_question *question, int columns, struct detour_arena *arena)
{
	text->fact = detour_arena_printf(
		arena, "detour: %s\n", detour_text_line(arena, question->fact, 0));
	text->choices = fit_choices(question, columns, arena);
	text->explanation = explain(question, columns, arena);
	text->label = columns < 30 ? "> " : "What happened? ";
}
