/* git detour dismiss: there is nothing to tell about these commits. */
#include <string.h>

#include "../base/text.h"
#include "../prompt/presence.h"
#include "../story.h"
#include "cmd.h"
#include "dismiss_shared.h"
#include "selection.h"

enum { OPTION_SHARED, OPTION_WRONG, OPTION_UNDO };

static const struct detour_option options[] = {
	{0, "shared", NULL, "for everybody and for CI: in the journal's tracked .dismissed"},
	{0, "wrong", NULL, "it was a false alarm: no detour at all"},
	{0, "undo", NULL, "it counts again"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *const *names;
	size_t count;
	bool given[3]; /* by option */
};

struct records {
	struct detour_record *list;
	size_t count;
};

static const char *told(struct detour_workspace *workspace, const struct detour_commit *commit)
{
	return detour_arena_printf(&workspace->arena, "%s \"%s\"",
		detour_oid_short(&workspace->arena, &commit->oid, 7),
		detour_text_line(&workspace->arena, commit->subject, 60));
}

static void add_record(struct detour_workspace *workspace, struct records *records,
	enum detour_event event, const struct detour_commit *commit, const char *answer)
{
	struct detour_record *record = &records->list[records->count++];

	memset(record, 0, sizeof(*record));
	record->event = event;
	record->time = workspace->ctx->now;
	record->commit = commit->oid;
	record->author_time = commit->author_time;
	record->subject = commit->subject;
	record->kind = record->detour = "";
	record->answer = answer;
}

static int append(
	struct detour_workspace *workspace, const struct records *records, struct detour_error *err)
{
	return detour_state_append(workspace->repo, records->list, records->count, err);
}

static int dismiss_as(struct detour_workspace *workspace, const struct detour_selection *selection,
	struct records *records, const char *answer, const char *sentence, struct detour_error *err)
{
	int code;

	for (size_t i = 0; i < selection->count; i++)
		add_record(
			workspace, records, DETOUR_EVENT_DISMISSED, selection->commits[i], answer);
	code = append(workspace, records, err);
	for (size_t i = 0; !code && i < selection->count; i++)
		fprintf(workspace->ctx->out, "%s %s%s\n", sentence,
			told(workspace, selection->commits[i]),
			*answer ? "; a person is told at the push" : "");
	return code;
}

static int dismiss(struct detour_workspace *workspace, const struct detour_selection *selection,
	struct records *records, struct detour_error *err)
{
	return dismiss_as(workspace, selection, records, "", "Dismissed", err);
}

/* A program may propose, whatever way it asks for; a person has the last word, at the push. */
static int propose(struct detour_workspace *workspace, const struct detour_selection *selection,
	struct records *records, struct detour_error *err)
{
	return dismiss_as(
		workspace, selection, records, DETOUR_STATE_PROGRAM, "Proposed to dismiss", err);
}

static void tell_wrong(struct detour_workspace *workspace, const struct detour_signal *signal)
{
	const char *kind = detour_kind_name(signal->kind);

	fprintf(workspace->ctx->out, "A false alarm, noted: %s is no %s\n",
		told(workspace, signal->commit), kind);
	fprintf(workspace->ctx->out,
		"  If that happens more often: git config detour.signals.%s %s\n", kind,
		signal->level == DETOUR_LEVEL_ASK ? "remind" : "list");
}

static int dismiss_wrong(struct detour_workspace *workspace,
	const struct detour_selection *selection, struct records *records, int *leave,
	struct detour_error *err)
{
	int code;

	if (!selection->signal_count) {
		fputs("detour: cannot note a false alarm: these commits have no signal, see git "
		      "detour why\n",
			workspace->ctx->err);
		*leave = DETOUR_EXIT_FINDINGS;
		return 0;
	}
	for (size_t i = 0; i < selection->signal_count; i++) {
		const struct detour_signal *signal = &selection->signals[i];
		char *id = detour_arena_alloc(&workspace->arena, DETOUR_ID_SIZE + 1);

		detour_id_of(signal, id);
		add_record(workspace, records, DETOUR_EVENT_WRONG, signal->commit, "");
		records->list[records->count - 1].kind = detour_kind_name(signal->kind);
		records->list[records->count - 1].detour = id;
	}
	code = append(workspace, records, err);
	for (size_t i = 0; !code && i < selection->signal_count; i++)
		tell_wrong(workspace, &selection->signals[i]);
	return code;
}

static void tell_to_add(struct detour_workspace *workspace, const char *path)
{
	struct detour_arena *arena = &workspace->arena;

	path = detour_repo_path_from_here(workspace->repo, arena, path);
	fprintf(workspace->ctx->out, "git add %s with your next commit.\n",
		detour_text_line(arena, path, 0));
}

static int share(struct detour_workspace *workspace, const struct detour_selection *selection,
	struct detour_error *err)
{
	const char *path;
	int code =
		detour_dismiss_shared(workspace, selection->commits, selection->count, &path, err);

	for (size_t i = 0; !code && i < selection->count; i++)
		fprintf(workspace->ctx->out, "Dismissed for everybody: %s\n",
			told(workspace, selection->commits[i]));
	if (!code)
		tell_to_add(workspace, path);
	return code;
}

/* In the log and, unless only one of both is meant, in .dismissed. */
static int undo_one(struct detour_workspace *workspace, const struct detour_commit *commit,
	bool only_shared, struct records *records, size_t *undone, struct detour_error *err)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	bool logged = !only_shared && detour_state_dismissal(state, NULL, commit);
	const char *path;
	int code = detour_dismiss_unshare(workspace, commit, &path, err);

	if (code)
		return code;
	if (logged)
		add_record(workspace, records, DETOUR_EVENT_UNDONE, commit, "");
	*undone += logged || path;
	if (logged || path)
		fprintf(workspace->ctx->out, "Counts again: %s\n", told(workspace, commit));
	else
		fprintf(workspace->ctx->err, "detour: %s is not dismissed\n",
			told(workspace, commit));
	if (path)
		tell_to_add(workspace, path);
	return 0;
}

static int undo(struct detour_workspace *workspace, const struct detour_selection *selection,
	bool only_shared, struct records *records, int *leave, struct detour_error *err)
{
	size_t undone = 0;
	int code = 0;

	for (size_t i = 0; !code && i < selection->count; i++)
		code = undo_one(
			workspace, selection->commits[i], only_shared, records, &undone, err);
	*leave = undone < selection->count ? DETOUR_EXIT_FINDINGS : DETOUR_EXIT_OK;
	return code ? code : append(workspace, records, err);
}

static int act(struct detour_workspace *workspace, const struct request *request, int *leave,
	struct detour_error *err)
{
	struct detour_selection selection;
	struct records records = {NULL, 0};
	int code =
		detour_selection_make(&selection, workspace, request->names, request->count, err);

	records.list = detour_arena_array(
		&workspace->arena, selection.count + selection.signal_count, sizeof(*records.list));
	if (code)
		goto out;
	if (request->given[OPTION_UNDO])
		code = undo(
			workspace, &selection, request->given[OPTION_SHARED], &records, leave, err);
	else if (detour_presence_program(workspace->ctx))
		code = propose(workspace, &selection, &records, err);
	else if (request->given[OPTION_WRONG])
		code = dismiss_wrong(workspace, &selection, &records, leave, err);
	else if (request->given[OPTION_SHARED])
		code = share(workspace, &selection, err);
	else
		code = dismiss(workspace, &selection, &records, err);
out:
	detour_selection_release(&selection);
	return code;
}

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token >= 0)
			request->given[token] = true;
	}
	request->names = args->operands;
	request->count = args->operand_count;
	return 0;
}

/* NULL, or what is wrong with it. */
static const char *check(const struct request *request)
{
	if (!request->count)
		return "cannot dismiss: name a commit, as in git detour dismiss HEAD";
	if (request->given[OPTION_WRONG] &&
		(request->given[OPTION_SHARED] || request->given[OPTION_UNDO]))
		return "cannot dismiss: --wrong goes with no other option";
	return NULL;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	struct request request = {0};
	int code, leave = DETOUR_EXIT_OK;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request);
	if (code)
		return detour_arguments_leave(code);
	if (check(&request))
		return detour_cmd_usage(ctx, "%s", check(&request));
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = act(&workspace, &request, &leave, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : leave;
}

const struct detour_verb detour_verb_dismiss = {
	.name = "dismiss",
	.arguments = "[--shared | --wrong | --undo] COMMIT|RANGE...",
	.summary = "say that there is nothing to tell about these commits",
	.options = options,
	.run = run,
};
