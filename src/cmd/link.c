/* git detour link: these commits are told in that session. */
#include <string.h>

#include "../base/text.h"
#include "../scribe.h"
#include "cmd.h"
#include "selection.h"

enum { OPTION_MESSAGE };

static const struct detour_option options[] = {
	{'m', "message", "TEXT", "add this line too, with the time"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *text;
	const char *session;
	const char *const *names;
	size_t count;
};

static int read_session(struct detour_workspace *workspace, const struct detour_place *place,
	struct detour_session *out, struct detour_error *err)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	int code = detour_journal_read(place->journal, place->path, &bytes, err);

	if (!code)
		detour_journal_parse(place->journal, &bytes, &workspace->arena, out);
	detour_buf_release(&bytes);
	return code;
}

static void tell(struct detour_workspace *workspace, const struct detour_place *place,
	const struct detour_session *before, const struct detour_selection *selection,
	const char *text)
{
	const char *path =
		detour_text_line(&workspace->arena, detour_place_typed(workspace, place), 0);
	FILE *out = workspace->ctx->out;
	size_t added = 0;

	for (size_t i = 0; i < selection->count; i++) {
		bool named = detour_session_names(before, &selection->commits[i]->oid);

		fprintf(out, named ? "%s names %s already\n" : "%s links %s now\n", path,
			detour_oid_short(&workspace->arena, &selection->commits[i]->oid, 7));
		added += !named;
	}
	if (!before->written && !text)
		fputs("Nobody wrote in it yet: it covers them once there is a line of yours.\n",
			out);
	else if ((added || text) && !place->journal->is_private)
		fprintf(out, "git add %s with your next commit.\n", path);
}

static int link_commits(
	struct detour_workspace *workspace, const struct request *request, struct detour_error *err)
{
	struct detour_selection selection = {0};
	struct detour_writing writing = {.text = request->text};
	struct detour_journal *journals;
	struct detour_session before = {0};
	struct detour_place place;
	size_t count = detour_workspace_journals(workspace, &journals);
	int code = 0;

	/* Without any journal the reason is more to the point than "not found". */
	if (!count)
		code = detour_workspace_journal(workspace, &journals, err);
	if (!code)
		code = detour_journal_find(journals, count, request->session, &place, err);
	if (!code)
		code = read_session(workspace, &place, &before, err);
	if (!code)
		code = detour_selection_make(
			&selection, workspace, request->names, request->count, err);
	writing.commits = selection.commits;
	writing.commit_count = selection.count;
	writing.signals = selection.signals;
	writing.signal_count = selection.signal_count;
	if (!code)
		code = detour_scribe_add(workspace, &place, &writing, err);
	if (!code) {
		detour_scribe_remember(workspace, &writing, "link");
		tell(workspace, &place, &before, &selection, request->text);
	}
	detour_selection_release(&selection);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	struct request request = {0};
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((code = detour_arguments_next(&args)) >= 0 || code == DETOUR_ARG_OPERAND)
		if (code == OPTION_MESSAGE)
			request.text = args.value;
	if (code != DETOUR_ARG_END)
		return detour_arguments_leave(code);
	if (args.operand_count < 2)
		return detour_cmd_usage(ctx,
			"cannot link: name a session and a commit, as in git detour link last "
			"HEAD");
	request.session = args.operands[0];
	request.names = args.operands + 1;
	request.count = args.operand_count - 1;
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = link_commits(&workspace, &request, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_link = {
	.name = "link",
	.arguments = "[-m TEXT] SESSION COMMIT|RANGE...",
	.summary = "say that a session tells of these commits",
	.options = options,
	.run = run,
};
