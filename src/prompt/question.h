/*
 * The words of the question: the fact, the choices as they fit into a row of the terminal, and what
 * [?] explains. Pure; all that came from elsewhere is made safe here once more.
 */
#ifndef DETOUR_QUESTION_H
#define DETOUR_QUESTION_H

#include "prompt.h"

struct detour_question_text {
	const char *fact;        /* one line with its end */
	const char *choices;     /* one line without, ready for the key */
	const char *explanation; /* lines */
	const char *label;       /* before the line that is typed */
};

void detour_question_compose(struct detour_question_text *text,
	const struct detour_question *question, int columns, struct detour_arena *arena);

struct detour_choice {
	char key; /* '?' has no answer */
	enum detour_answer answer;
};

/* What a typed character chooses among what this question offers; NULL: nothing. */
const struct detour_choice *detour_question_choice(
	const struct detour_question *question, const char *typed);

#endif
