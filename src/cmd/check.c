/* git detour check: for CI. Tells what is not written down; says no only where that was asked. */
#include <string.h>

#include "../base/text.h"
#include "../git/walk.h"
#include "base.h"
#include "check_format.h"
#include "cmd.h"

enum { OPTION_FORMAT, OPTION_STRICT, OPTION_NO_PROGRESS };

static const struct detour_option options[] = {
	{0, "format", "text|json|github|gitlab|markdown|lines",
		"for people (the default), programs, annotations, Code Quality, a summary, "
		"editors"},
	{0, "strict", NULL, "leave with 1 if something is not written down"},
	{0, "no-progress", NULL, "do not tell on the terminal how far it is"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *const *revisions;
	size_t count;
	enum detour_check_format format;
	bool strict, no_progress;
};

struct range {
	struct detour_base base;
	struct detour_oid head;
	bool has_head, is_cut; /* cut: a shallow clone hides where it begins */
	const char *shown;     /* " since origin/main", or "" */
};

/* A commit that is not HEAD itself is where to begin; everything else is a range as git takes it.
 */
static bool is_base(struct detour_workspace *workspace, const struct request *request,
	const struct range *range)
{
	struct detour_oid oid;

	return request->count == 1 && !strstr(request->revisions[0], "..") &&
	       request->revisions[0][0] != '-' && request->revisions[0][0] != '^' &&
	       range->has_head &&
	       !detour_repo_resolve(workspace->repo, request->revisions[0], &oid, NULL) &&
	       !detour_oid_equal(&oid, &range->head);
}

static bool is_cut(struct detour_workspace *workspace, const struct range *range)
{
	return detour_repo_is_shallow(workspace->repo) && range->has_head &&
	       !(range->base.found &&
		       detour_repo_shares_history(workspace->repo, &range->base.oid, &range->head));
}

static int begin_at_base(struct detour_workspace *workspace, struct range *range,
	struct detour_walk *walk, struct detour_error *err)
{
	int code = 0;

	if (!range->base.found)
		return detour_walk_unpushed(walk, err);
	range->shown = detour_arena_printf(&workspace->arena, " since %s", range->base.name);
	if (range->has_head)
		code = detour_walk_push(walk, &range->head, err);
	return code ? code : detour_walk_hide(walk, &range->base.oid, err);
}

static int choose(struct detour_workspace *workspace, const struct request *request,
	struct range *range, struct detour_walk *walk, struct detour_error *err)
{
	int code = 0;

	memset(range, 0, sizeof(*range));
	range->shown = "";
	range->has_head = !detour_repo_head(workspace->repo, &range->head, NULL);
	if (request->count && !is_base(workspace, request, range))
		return detour_walk_arguments(walk, request->revisions, request->count, err);
	if (request->count)
		code = detour_base_named(&range->base, workspace, request->revisions[0], err);
	else
		detour_base_find(&range->base, workspace);
	if (!code)
		code = begin_at_base(workspace, range, walk, err);
	range->is_cut = is_cut(workspace, range);
	return code;
}

/* What a build's clone lacks is told with what brings it; the check goes on with what is here. */
static void explain(const struct detour_context *ctx, const struct range *range)
{
	if (range->base.absent && !range->base.found)
		fprintf(ctx->err,
			"detour: the base is not in this clone (%s): fetch it, or name another, "
			"as in git detour check origin/main\n",
			range->base.absent);
	if (range->is_cut)
		fputs("detour: this clone is shallow, so commits of the range may be missing. "
		      "The whole history: git fetch --unshallow (GitHub: fetch-depth: 0, GitLab: "
		      "GIT_DEPTH: 0)\n",
			ctx->err);
}

static int check(struct detour_workspace *workspace, const struct request *request, size_t *due,
	struct detour_error *err)
{
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_findings findings = {0};
	struct detour_check_report report = {
		.workspace = workspace, .findings = &findings, .strict = request->strict};
	struct range range;
	int code = choose(workspace, request, &range, walk, err);

	if (code)
		goto out;
	explain(workspace->ctx, &range);
	if (request->strict && range.base.absent && !range.base.found) {
		code = detour_error_set(err, DETOUR_EINVALID,
			"cannot check: it is not known where the range begins");
		goto out;
	}
	code = detour_findings_make(&findings, workspace, walk,
		&(struct detour_filter){.no_progress = request->no_progress}, err);
	report.range = range.shown;
	if (!code)
		*due = detour_check_print(&report, request->format);
out:
	detour_findings_release(&findings);
	detour_walk_free(walk);
	return code;
}

static bool parse_format(const char *text, enum detour_check_format *format)
{
	for (int i = 0; i < DETOUR_CHECK_FORMATS; i++)
		if (!strcmp(text, detour_check_format_name((enum detour_check_format)i))) {
			*format = (enum detour_check_format)i;
			return true;
		}
	return false;
}

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == OPTION_FORMAT && !parse_format(args->value, &request->format)) {
			(void)detour_cmd_usage(args->ctx,
				"cannot check: --format is one of text, json, github, gitlab, "
				"markdown, lines, not '%.40s'",
				args->value);
			return DETOUR_ARG_BAD;
		}
		request->strict |= token == OPTION_STRICT;
		request->no_progress |= token == OPTION_NO_PROGRESS;
	}
	request->revisions = args->operands;
	request->count = args->operand_count;
	return 0;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct request request = {0};
	struct detour_arguments args;
	size_t due = 0;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request);
	if (code)
		return detour_arguments_leave(code);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = check(&workspace, &request, &due, &err);
	detour_workspace_close(&workspace);
	if (code)
		return detour_cmd_fail(ctx, code, &err);
	return due && request.strict ? DETOUR_EXIT_FINDINGS : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_check = {
	.name = "check",
	.arguments = "[BASE|RANGE]... [--format=FORMAT] [--strict] [--no-progress]",
	.summary = "for CI: tell what went off plan and is not written down",
	.options = options,
	.run = run,
	.paged = true,
};
