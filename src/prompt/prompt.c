/* The question at a commit; see prompt.h. Keys and lines come from keyboard.c, the words from
 * question.c: here is what follows what. Nothing needs memory while the terminal is in raw mode, so
 * running out of it cannot leave it there. */
#include "prompt.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keyboard.h"
#include "presence.h"
#include "question.h"
#include "rawmode.h"
#include "../base/text.h"

enum { EXPLAIN_LIMIT = 3 };

struct detour_prompt {
	struct detour_keyboard keyboard;
};

struct detour_prompt *detour_prompt_open(const struct detour_context *ctx, const char **why)
{
	struct detour_terminal terminal = DETOUR_TERMINAL_INIT;
	struct detour_prompt *prompt;
	int error = ctx->err ? fileno(ctx->err) : -1;

	*why = detour_presence_environment(ctx);
	if (*why)
		return NULL;
	*why = "standard error is not a terminal";
	if (error < 0 || !isatty(error))
		return NULL;
	*why = "there is no terminal to read from";
	if (!detour_terminal_open(&terminal))
		return NULL;
	*why = detour_presence_terminal(error, terminal.fd);
	if (*why) {
		detour_terminal_close(&terminal);
		return NULL;
	}
	prompt = detour_realloc(NULL, sizeof(*prompt));
	memset(prompt, 0, sizeof(*prompt));
	prompt->keyboard.terminal = terminal;
	return prompt;
}

void detour_prompt_close(struct detour_prompt *prompt)
{
	if (!prompt)
		return;
	detour_rawmode_leave();
	detour_terminal_close(&prompt->keyboard.terminal);
	free(prompt);
}

/* One key. Being stopped and continued shows the choices anew, and the time starts again. */
static enum detour_answer choose(struct detour_prompt *prompt, const struct detour_question *asked,
	const struct detour_question_text *text)
{
	struct detour_terminal *terminal = &prompt->keyboard.terminal;
	int explained = 0;

	for (;;) {
		const struct detour_choice *choice = NULL;
		enum detour_key key;

		detour_terminal_puts(terminal, text->choices);
		key = detour_keyboard_key(&prompt->keyboard, detour_clock_ms() + asked->timeout_ms);
		if (key == DETOUR_KEY_RESUMED) {
			detour_terminal_puts(terminal, "\n");
			continue;
		}
		if (key == DETOUR_KEY_TEXT)
			choice = detour_question_choice(asked, prompt->keyboard.keys.text);
		if (choice)
			detour_terminal_put(terminal, &choice->key, 1);
		detour_terminal_puts(terminal, "\n");
		if (!choice || choice->key != '?')
			return choice ? choice->answer : DETOUR_ANSWER_LATER;
		if (explained++ == EXPLAIN_LIMIT)
			return DETOUR_ANSWER_LATER;
		detour_terminal_puts(terminal, text->explanation);
	}
}

/* The raw part of a conversation begins and ends with these. */
static bool begin(struct detour_prompt *prompt)
{
	memset(&prompt->keyboard.keys, 0, sizeof(prompt->keyboard.keys));
	return detour_rawmode_enter(prompt->keyboard.terminal.fd);
}

static void end(struct detour_prompt *prompt)
{
	struct detour_terminal *terminal = &prompt->keyboard.terminal;

	detour_terminal_flush(terminal);
	/* What came in one breath with the answer is a paste: it must not become commands. */
	if (detour_terminal_has_more(terminal))
		detour_terminal_discard(terminal);
	detour_rawmode_leave();
}

static enum detour_answer converse(struct detour_prompt *prompt,
	const struct detour_question *asked, const struct detour_question_text *text,
	struct detour_line *line)
{
	struct detour_terminal *terminal = &prompt->keyboard.terminal;
	enum detour_answer answer;

	detour_terminal_puts(terminal, text->fact);
	answer = choose(prompt, asked, text);
	if ((answer == DETOUR_ANSWER_NOTE || answer == DETOUR_ANSWER_ADD) &&
		!detour_keyboard_line(&prompt->keyboard, text->label, line))
		answer = DETOUR_ANSWER_LATER;
	if (answer == DETOUR_ANSWER_LATER)
		detour_terminal_puts(terminal,
			asked->resume ? "later: git detour resume shows where you left off\n"
				      : "later: you are reminded at push\n");
	return answer;
}

int detour_prompt_ask(struct detour_prompt *prompt, const struct detour_question *question,
	struct detour_arena *arena, struct detour_reply *reply)
{
	int columns = detour_terminal_columns(&prompt->keyboard.terminal);
	struct detour_line line = {"", 0, 0};
	struct detour_question_text text;
	const char *words;
	size_t size;

	reply->answer = DETOUR_ANSWER_LATER;
	reply->text = "";
	detour_question_compose(&text, question, columns, arena);
	if (!begin(prompt))
		return 0;
	reply->answer = converse(prompt, question, &text, &line);
	end(prompt);
	size = reply->answer == DETOUR_ANSWER_LATER ? 0 : line.size;
	words = detour_text_trim(line.text, &size);
	reply->text = detour_arena_strndup(arena, words, size);
	if (reply->answer == DETOUR_ANSWER_NOTE && !size)
		reply->answer = DETOUR_ANSWER_EDITOR;
	return 0;
}

char detour_prompt_key(
	struct detour_prompt *prompt, const char *text, const char *keys, int timeout_ms)
{
	struct detour_terminal *terminal = &prompt->keyboard.terminal;
	const char *typed = prompt->keyboard.keys.text;
	int64_t deadline = detour_clock_ms() + timeout_ms;
	enum detour_key key = DETOUR_KEY_RESUMED;
	char chosen = 0;

	if (!begin(prompt))
		return 0;
	while (key == DETOUR_KEY_RESUMED) {
		detour_terminal_puts(terminal, text);
		key = detour_keyboard_key(&prompt->keyboard, deadline);
	}
	if (key == DETOUR_KEY_TEXT && typed[0] && !typed[1] &&
		strchr(keys, tolower((unsigned char)typed[0])))
		chosen = (char)tolower((unsigned char)typed[0]);
	detour_terminal_put(terminal, &chosen, chosen != 0);
	detour_terminal_puts(terminal, "\n");
	end(prompt);
	return chosen;
}
