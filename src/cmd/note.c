/* git detour note: a thought that leaves no signal, kept in this branch's session. */
#include <string.h>

#include "../base/date.h"
#include "../journal/next.h"
#include "../scribe.h"
#include "../base/text.h"
#include "cmd.h"

/* All operands, as one line. */
static int take_text(struct detour_arguments *args, struct detour_arena *arena, const char **text)
{
	struct detour_buf joined = DETOUR_BUF_INIT;
	int token;

	while ((token = detour_arguments_next(args)) == DETOUR_ARG_OPERAND) {
		if (joined.size)
			detour_buf_addch(&joined, ' ');
		detour_text_plain(&joined, args->value, strlen(args->value), 0);
	}
	*text = detour_arena_strndup(arena, joined.ptr, joined.size);
	detour_buf_release(&joined);
	return token;
}

/* "- 14:32 TEXT", for a session that starts with it. */
static const char *with_time(struct detour_workspace *workspace, const char *text)
{
	struct detour_date now =
		detour_date_at(workspace->ctx->now, detour_context_offset(workspace->ctx));

	return detour_arena_printf(&workspace->arena, "- %02d:%02d %s", now.hour, now.minute, text);
}

/* "next: rerun it" is about rerunning it. */
static const char *topic_of(struct detour_workspace *workspace, const char *text)
{
	size_t size = strlen(text);
	const char *next = detour_next_text(text, &size);

	return detour_text_line(&workspace->arena, next && *next ? next : text, 50);
}

static int write_note(
	struct detour_workspace *workspace, const char *text, struct detour_error *err)
{
	struct detour_place place;
	struct detour_writing writing = {.text = text, .compact = true};
	int code = DETOUR_ENOTFOUND;

	if (detour_scribe_current(workspace, &place))
		code = detour_scribe_add(workspace, &place, &writing, err);
	/* There is none, or it was taken away just now. */
	if (code == DETOUR_ENOTFOUND) {
		const char *branch = detour_repo_branch(workspace->repo);

		/* A branch that says nothing leaves the topic to the words. */
		if (!branch || !strcmp(branch, "main") || !strcmp(branch, "master"))
			writing.topic = topic_of(workspace, text);
		writing.text = with_time(workspace, text);
		code = detour_scribe_create(workspace, &writing, &place, err);
	}
	if (!code)
		fprintf(workspace->ctx->out, "%s\n", detour_place_typed(workspace, &place));
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	const char *text;
	size_t size;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = take_text(&args, &arena, &text);
	if (code != DETOUR_ARG_END) {
		detour_arena_release(&arena);
		return detour_arguments_leave(code);
	}
	size = strlen(text);
	detour_text_trim(text, &size);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code && !size)
		code = detour_error_set(&err, DETOUR_EUSAGE,
			"cannot note: give the text, as in git detour note \"what happened\"");
	if (!code)
		code = write_note(&workspace, text, &err);
	detour_workspace_close(&workspace);
	detour_arena_release(&arena);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_note = {
	.name = "note",
	.arguments = "[next:] TEXT",
	.summary = "add a line to this branch's session; next: is where to go on",
	.run = run,
};
