/* git detour dismiss: there is nothing to tell about these commits. */
#include <string.h>

#include "../hook/hook.h"
#include "../base/text.h"
#include "cmd.h"
#include "selection.h"

enum { NAMES_LIMIT = 200 };

static struct detour_record record_of(
	const struct detour_workspace *workspace, const struct detour_commit *commit)
{
	struct detour_record record;

	memset(&record, 0, sizeof(record));
	record.event = DETOUR_EVENT_DISMISSED;
	record.time = workspace->ctx->now;
	record.commit = commit->oid;
	record.author_time = commit->author_time;
	record.subject = commit->subject;
	record.kind = record.detour = record.answer = "";
	return record;
}

static int dismiss(struct detour_workspace *workspace, const char *const *names, size_t count,
	struct detour_error *err)
{
	struct detour_selection selection;
	struct detour_record *records;
	int code = detour_selection_make(&selection, workspace, names, count, err);

	records = detour_arena_array(&workspace->arena, selection.count, sizeof(*records));
	for (size_t i = 0; i < selection.count; i++)
		records[i] = record_of(workspace, selection.commits[i]);
	if (!code)
		code = detour_state_append(workspace->repo, records, selection.count, err);
	for (size_t i = 0; !code && i < selection.count; i++)
		fprintf(workspace->ctx->out, "Dismissed %s \"%s\"\n",
			detour_oid_short(&workspace->arena, &selection.commits[i]->oid, 7),
			detour_text_line(&workspace->arena, selection.commits[i]->subject, 60));
	detour_selection_release(&selection);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	const char *names[NAMES_LIMIT];
	size_t count = 0;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((code = detour_arguments_next(&args)) == DETOUR_ARG_OPERAND && count < NAMES_LIMIT)
		names[count++] = args.value;
	if (code == DETOUR_ARG_HELP || code == DETOUR_ARG_BAD)
		return detour_arguments_leave(code);
	code = detour_workspace_open(&workspace, ctx, &err);
	if (!code && !count)
		code = detour_error_set(&err, DETOUR_EUSAGE, "cannot dismiss: which commit?");
	if (!code)
		code = dismiss(&workspace, names, count, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_dismiss = {
	.name = "dismiss",
	.arguments = "COMMIT|RANGE...",
	.summary = "say that there is nothing to tell about these commits",
	.run = run,
};
