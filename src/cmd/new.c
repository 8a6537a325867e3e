/* git detour new: a session from the template, prefilled from commits and their signals. */
#include <string.h>
#include <unistd.h>

#include "../base/date.h"
#include "../base/file.h"
#include "../scribe.h"
#include "../base/text.h"
#include "cmd.h"
#include "selection.h"

enum { OPTION_COMMIT, OPTION_MESSAGE, OPTION_DATE, OPTION_EDIT, OPTION_NO_EDIT };

enum { NAMES_LIMIT = 200, TEXT_LIMIT = 1024 * 1024 };

static const struct detour_option options[] = {
	{'c', "commit", "COMMIT|RANGE", "link these commits; may be given again"},
	{'m', "message", "TEXT", "what happened; '-' reads it from standard input"},
	{0, "date", "D", "the day of the session, as 2026-11-22 (default: today)"},
	{'e', "edit", NULL, "open the editor on it"},
	{0, "no-edit", NULL, "do not (the default with -m, and without a terminal)"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *names[NAMES_LIMIT];
	size_t name_count;
	const char *topic, *message, *day;
	int edit; /* 1 yes, 0 no, -1 as it fits */
};

/* 0, or how to leave. */
static int parse(struct detour_arguments *args, struct request *request, struct detour_arena *arena)
{
	int token;

	request->edit = -1;
	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == DETOUR_ARG_OPERAND)
			request->topic = request->topic ? detour_arena_printf(arena, "%s %s",
								  request->topic, args->value)
							: args->value;
		else if (token == OPTION_COMMIT && request->name_count == NAMES_LIMIT) {
			(void)detour_cmd_usage(args->ctx,
				"cannot link more than %d times -c: a range stands for many",
				NAMES_LIMIT);
			return DETOUR_ARG_BAD;
		} else if (token == OPTION_COMMIT)
			request->names[request->name_count++] = args->value;
		else if (token == OPTION_MESSAGE)
			request->message = args->value;
		else if (token == OPTION_DATE)
			request->day = args->value;
		else if (token == OPTION_EDIT || token == OPTION_NO_EDIT)
			request->edit = token == OPTION_EDIT;
	}
	return 0;
}

static int read_message(
	struct detour_workspace *workspace, struct request *request, struct detour_error *err)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	int fd = fileno(workspace->ctx->in), code = 0;
	ssize_t got;

	if (!request->message || strcmp(request->message, "-") != 0)
		return 0;
	detour_buf_reserve(&text, TEXT_LIMIT);
	got = detour_read_full(fd, text.ptr, TEXT_LIMIT);
	if (got < 0)
		code = detour_error_set(err, DETOUR_EFAIL, "cannot read standard input");
	else if (got == TEXT_LIMIT)
		code = detour_error_set(err, DETOUR_ELIMIT,
			"cannot take the text: it is longer than %d bytes", TEXT_LIMIT);
	else
		request->message = detour_arena_strndup(&workspace->arena, text.ptr, (size_t)got);
	detour_buf_release(&text);
	return code;
}

static bool is_blank(const char *text)
{
	size_t size = strlen(text);

	detour_text_trim(text, &size);
	return size == 0;
}

static bool wants_editor(const struct detour_workspace *workspace, const struct request *request)
{
	if (request->edit >= 0)
		return request->edit;
	return !request->message && isatty(fileno(workspace->ctx->in)) &&
	       isatty(fileno(workspace->ctx->out));
}

static int create(
	struct detour_workspace *workspace, const struct request *request, struct detour_error *err)
{
	struct detour_writing writing = {.topic = request->topic,
		.text = request->message,
		.day = request->day,
		.compact = request->message != NULL};
	struct detour_selection selection;
	struct detour_place place;
	bool kept = true;
	int code;

	code = detour_selection_make(
		&selection, workspace, request->names, request->name_count, err);
	writing.commits = selection.commits;
	writing.commit_count = selection.count;
	writing.signals = selection.signals;
	writing.signal_count = selection.signal_count;
	if (!code)
		code = detour_scribe_create(workspace, &writing, &place, err);
	if (!code && wants_editor(workspace, request))
		code = detour_scribe_edit(workspace, &place, true, &kept, err);
	if (!code && kept) {
		detour_scribe_remember(workspace, &writing, "new");
		fprintf(workspace->ctx->out, "%s\n", detour_place_typed(workspace, &place));
	} else if (!code) {
		fputs("Nothing written, no session kept.\n", workspace->ctx->err);
	}
	detour_selection_release(&selection);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_workspace workspace;
	struct request request = {0};
	struct detour_arguments args;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request, &arena);
	if (code) {
		detour_arena_release(&arena);
		return detour_arguments_leave(code);
	}
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = read_message(&workspace, &request, &err);
	if (!code && request.message && is_blank(request.message))
		code = detour_error_set(
			&err, DETOUR_EUSAGE, "cannot write a session: the text is empty");
	if (!code)
		code = create(&workspace, &request, &err);
	detour_workspace_close(&workspace);
	detour_arena_release(&arena);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_new = {
	.name = "new",
	.arguments = "[TOPIC] [-c COMMIT|RANGE]... [-m TEXT] [--date D] [--edit|--no-edit]",
	.summary = "start a session, prefilled from commits and what was off plan",
	.options = options,
	.run = run,
};
