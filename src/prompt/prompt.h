/*
 * The question at a commit: one line that says what happened, one key, at most one line of text.
 *
 * First `detour_prompt_open` decides whether a person can answer, and opens the terminal; it says
 * why not otherwise. Then `detour_prompt_ask`, then `detour_prompt_close`, which restores the
 * terminal (so does every signal that ends the process meanwhile).
 */
#ifndef DETOUR_PROMPT_H
#define DETOUR_PROMPT_H

#include "../base/arena.h"
#include "detour.h"
#include "../base/error.h"

struct detour_prompt; /* an open terminal */

/* All must hold: CI empty or "false"; GIT_TERMINAL_PROMPT not "0"; TERM set and not "dumb"; no mark
 * of a program at the keyboard in the environment; standard error is a terminal; /dev/tty opens and
 * its foreground group is ours; that group's leader is git, neither a script nor the session
 * leader; the terminal is in canonical mode. Otherwise NULL, and *why names the one that fails. */
struct detour_prompt *detour_prompt_open(const struct detour_context *ctx, const char **why);
void detour_prompt_close(struct detour_prompt *prompt);

enum detour_answer {
	DETOUR_ANSWER_LATER,  /* Enter, unknown key, end of input, Ctrl-C, time limit */
	DETOUR_ANSWER_NOTE,   /* `text` is what they wrote, not empty */
	DETOUR_ANSWER_EDITOR, /* `e`, or an empty line after `n` */
	DETOUR_ANSWER_ADD,
	DETOUR_ANSWER_DISMISS,
	DETOUR_ANSWER_RESUME,
};

struct detour_question {
	const char *fact;     /* `committed 762fae5, reverting your 9c1d2e3 "…" (2 days old)` */
	const char *add_name; /* file name offered by [a], or NULL */
	const char *commit;   /* short id, for the explanation behind [?] */
	bool resume;          /* offer [r]esume, first */
	int timeout_ms;       /* for the key; a line of text has ten minutes after its last key */
	bool add_first;       /* the session tells of this story already: [a] comes before [n] */
};

struct detour_reply {
	enum detour_answer answer;
	const char
		*text; /* in the arena; UTF-8, one line, no control bytes; "" unless NOTE or ADD */
};

/* Typed-ahead keys are discarded first. `text` is asked for with NOTE and ADD. */
int detour_prompt_ask(struct detour_prompt *prompt, const struct detour_question *question,
	struct detour_arena *arena, struct detour_reply *reply);

/* A question of the caller's own, on a prompt that is open: puts `text` (safe already) and takes
 * one of `keys` (lower case). 0 for everything that means `later`. */
char detour_prompt_key(
	struct detour_prompt *prompt, const char *text, const char *keys, int timeout_ms);

/* Runs the user's editor on a file with the terminal as its streams, in the terminal's original
 * mode. The editor comes from GIT_EDITOR unless ":", then `core_editor`, VISUAL (where TERM is not
 * dumb), EDITOR, then vi; a shell splits it, as git does. Returns its exit status (with a message
 * unless it is 0), or DETOUR_ENOTFOUND where there is none to run. Flush your streams first. */
int detour_editor_run(const struct detour_context *ctx, const char *core_editor, const char *path,
	struct detour_error *err);

#endif
