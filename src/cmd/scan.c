/* git detour scan: the signals of a range, for people or as JSON lines. */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "cmd.h"
#include "../findings.h"
#include "signal_json.h"

enum { OPTION_JSON, OPTION_ALL, OPTION_UNCOVERED, OPTION_AUTHOR, OPTION_NO_PROGRESS };

static const struct detour_option options[] = {
	{0, "json", NULL, "one JSON object a line, with stable keys"},
	{0, "all", NULL, "everything that any ref reaches"},
	{0, "uncovered", NULL, "only what is not written down"},
	{0, "author", "A", "only commits whose author's name or address holds A"},
	{0, "no-progress", NULL, "do not tell on the terminal how far it is"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *const *revisions;
	size_t count;
	const char *author;
	bool json, uncovered, all, no_progress;
};

struct listing {
	struct detour_workspace *workspace;
	const struct request *request;
	FILE *out;
};

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == OPTION_AUTHOR)
			request->author = args->value;
		request->json |= token == OPTION_JSON;
		request->uncovered |= token == OPTION_UNCOVERED;
		request->all |= token == OPTION_ALL;
		request->no_progress |= token == OPTION_NO_PROGRESS;
	}
	request->revisions = args->operands;
	request->count = args->operand_count;
	return 0;
}

static void print_heading(struct listing *listing, const struct detour *detour, const char *state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const struct detour_commit *last = detour->signals[detour->count - 1]->commit;

	fprintf(listing->out, "%s %d  %s  %s\n",
		detour_date_short(&arena, last->author_time, last->author_offset),
		detour_date_at(last->author_time, last->author_offset).year,
		detour_text_line(&arena, last->author_name, 40), state);
	detour_arena_release(&arena);
}

static void print_text(struct listing *listing, const struct detour_signal *signal)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	const char *id = detour_oid_short(&arena, &signal->commit->oid, 7);

	fprintf(listing->out, "  %s %-8s ",
		detour_cmd_paint(listing->workspace, DETOUR_PAINT_ID, id),
		detour_kind_name(signal->kind));
	detour_cmd_print_wrapped(listing->workspace->ctx, 12 + (int)strlen(id),
		*signal->detail
			? detour_arena_printf(&arena, "%s (%s)", signal->does, signal->detail)
			: signal->does);
	detour_arena_release(&arena);
}

/* What a detour's heading says about it: whether all, some or none of it is written down. */
static const char *state_of(struct listing *listing, const struct detour_finding *finding)
{
	const char *session = NULL;

	if (finding->open == finding->detour->count)
		return "not written down";
	if (finding->open)
		return "partly written down";
	/* A private one is for its writer, and this is pasted elsewhere; `why` names it. */
	for (size_t i = 0; i < finding->detour->count; i++)
		if (finding->told[i].session)
			session = finding->told[i].is_private ? "written down in private"
							      : finding->told[i].session;
	return session ? detour_text_line(&listing->workspace->arena, session, 0) : "dismissed";
}

static void print_finding(struct listing *listing, const struct detour_finding *finding)
{
	const struct detour *detour = finding->detour;
	bool heading = false;

	for (size_t i = detour->count; i-- > 0;) {
		if (listing->request->uncovered && finding->told[i].how)
			continue;
		if (listing->request->json) {
			detour_print_signal_json(
				listing->out, detour, detour->signals[i], &finding->told[i]);
			continue;
		}
		if (!heading)
			print_heading(listing, detour, state_of(listing, finding));
		heading = true;
		print_text(listing, detour->signals[i]);
	}
}

static void print_sum(struct listing *listing, size_t shown, size_t commits)
{
	if (listing->request->json)
		return;
	if (!shown)
		fprintf(listing->out, "Nothing %s in %zu commit%s.\n",
			listing->request->uncovered ? "left to write down" : "off plan", commits,
			commits == 1 ? "" : "s");
	else
		fprintf(listing->out, "%zu detour%s in %zu commit%s.\n", shown,
			shown == 1 ? "" : "s", commits, commits == 1 ? "" : "s");
}

static int begin(struct detour_walk *walk, const struct request *request, struct detour_error *err)
{
	static const char *const all = "--all";

	if (!request->count && !request->all)
		return detour_walk_unpushed(walk, err);
	int code = request->all ? detour_walk_arguments(walk, &all, 1, err) : 0;

	return code ? code : detour_walk_arguments(walk, request->revisions, request->count, err);
}

static int scan(
	struct detour_workspace *workspace, const struct request *request, struct detour_error *err)
{
	struct listing listing = {workspace, request, workspace->ctx->out};
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_findings findings = {0};
	size_t shown = 0;
	int code;

	code = begin(walk, request, err);
	if (!code)
		code = detour_findings_make(&findings, workspace, walk,
			&(struct detour_filter){
				.author = request->author, .no_progress = request->no_progress},
			err);
	for (size_t i = 0; i < findings.count; i++) {
		print_finding(&listing, &findings.list[i]);
		shown += findings.list[i].open || !request->uncovered;
	}
	if (!code)
		print_sum(&listing, shown, findings.observation.commits);
	detour_findings_release(&findings);
	detour_walk_free(walk);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct request request = {0};
	struct detour_arguments args;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request);
	if (code)
		return detour_arguments_leave(code);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = scan(&workspace, &request, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_scan = {
	.name = "scan",
	.arguments = "[RANGE]... [--json] [--all] [--uncovered] [--author=A] [--no-progress]",
	.summary = "list what went off plan (default: not yet pushed)",
	.options = options,
	.run = run,
	.paged = true,
};
