/*
 * A hook that does nothing but ask: what the question is tried with, without all that decides
 * whether there is one.
 *
 * usage: ask REPLY [ADD-NAME]      as .git/hooks/post-commit, by way of a script
 *
 * Writes to the file REPLY "not asked: why", or the answer and the text. ASK_TIMEOUT
 * (milliseconds), ASK_RESUME, ASK_FACT and ASK_PAUSE (seconds before it asks) change the question;
 * with ASK_EDIT the answer "editor" opens that file. The process id is left in REPLY.pid.
 */
#include <detour.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prompt/prompt.h"

extern char **environ;

static const char *const answers[] = {"later", "note", "editor", "add", "dismiss", "resume"};

static void tell(const char *path, const char *suffix, const char *what, const char *text)
{
	char name[4096];
	FILE *file;

	snprintf(name, sizeof(name), "%s%s", path, suffix);
	file = fopen(name, "w");
	if (!file)
		exit(1);
	fprintf(file, "%s%s\n", what, text);
	fclose(file);
}

static void edit(const struct detour_context *ctx, const char *path)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	int status = detour_editor_run(ctx, NULL, path, &err);

	fprintf(stderr, "editor: %d %s\n", status, err.message);
}

static void ask(const struct detour_context *ctx, struct detour_prompt *prompt, const char *path,
	const char *add_name)
{
	const char *timeout = getenv("ASK_TIMEOUT"), *fact = getenv("ASK_FACT");
	struct detour_question question = {
		"committed 762fae5, reverting your 9c1d2e3 \"Add the retry queue\" (2 days old)",
		add_name, "762fae5", getenv("ASK_RESUME") != NULL, timeout ? atoi(timeout) : 20000,
		getenv("ASK_ADD_FIRST") != NULL};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_reply reply;
	char answer[32];

	question.fact = fact ? fact : question.fact;
	detour_prompt_ask(prompt, &question, &arena, &reply);
	snprintf(answer, sizeof(answer), "%s%s", answers[reply.answer], reply.text[0] ? ": " : "");
	tell(path, "", answer, reply.text);
	if (getenv("ASK_KEY")) {
		char key = detour_prompt_key(prompt, "[t]racked  [p]rivate ", "tp", 2000);

		tell(path, ".key", key ? (char[]){key, '\0'} : "none", "");
	}
	detour_prompt_close(prompt);
	if (reply.answer == DETOUR_ANSWER_EDITOR && getenv("ASK_EDIT"))
		edit(ctx, getenv("ASK_EDIT"));
	detour_arena_release(&arena);
}

int main(int argc, char **argv)
{
	struct detour_context ctx = {
		.environment = environ, .in = stdin, .out = stdout, .err = stderr};
	struct detour_prompt *prompt;
	const char *why = NULL;
	char pid[32];

	if (argc < 2)
		return 2;
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	tell(argv[1], ".pid", pid, "");
	if (getenv("ASK_PAUSE"))
		sleep((unsigned)atoi(getenv("ASK_PAUSE")));
	prompt = detour_prompt_open(&ctx, &why);
	if (prompt)
		ask(&ctx, prompt, argv[1], argc > 2 ? argv[2] : NULL);
	else
		tell(argv[1], "", "not asked: ", why);
	return 0;
}
