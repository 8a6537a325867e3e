/* git detour resume: what to know before going on. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/text.h"
#include "../resume.h"
#include "cmd.h"

enum { OPTION_JSON };

static const struct detour_option options[] = {
	{0, "json", NULL, "one JSON object a line, with stable keys"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *either, *branch, *path; /* as typed; NULL: not given */
	bool json;
};

/* ---- the command line: as for git, "--" stands between a branch and a path */

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		const char **place = args->ended ? &request->path : &request->either;

		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		request->json |= token == OPTION_JSON;
		if (token != DETOUR_ARG_OPERAND)
			continue;
		if (*place) {
			(void)detour_cmd_usage(args->ctx,
				"cannot resume two things: name one branch, one path, or both "
				"with -- between them");
			return DETOUR_ARG_BAD;
		}
		*place = args->value;
	}
	if (args->ended) {
		request->branch = request->either;
		request->either = NULL;
	}
	return 0;
}

static bool exists(struct detour_workspace *workspace, const char *path)
{
	const char *root = detour_repo_work_tree(workspace->repo);
	struct stat info;

	return root && path &&
	       !lstat(detour_arena_printf(&workspace->arena, "%s/%s", root, path), &info);
}

enum meaning { NO_REVISION, REVISION, OF_A_REMOTE };

static enum meaning meaning_of(struct detour_workspace *workspace, const char *name)
{
	struct detour_branch branch;
	struct detour_oid oid;

	if (!detour_repo_resolve(workspace->repo, name, &oid, NULL))
		return REVISION;
	return detour_repo_find_branch(workspace->repo, &workspace->arena, name, &branch)
		       ? NO_REVISION
		       : OF_A_REMOTE;
}

/* A branch that only a remote has is second to a path: its name was cut short. */
static int decide(
	struct detour_workspace *workspace, struct request *request, struct detour_error *err)
{
	const char *typed = request->either;
	enum meaning meaning;
	bool is_path;

	if (!typed)
		return 0;
	meaning = meaning_of(workspace, typed);
	is_path = exists(
		workspace, detour_repo_typed_path(workspace->repo, &workspace->arena, typed));
	if (meaning == REVISION && is_path)
		return detour_error_set(err, DETOUR_EUSAGE,
			"cannot resume '%s': it is a branch or revision and a path; write '%s --' "
			"or '-- %s'",
			detour_text_line(&workspace->arena, typed, 60),
			detour_text_line(&workspace->arena, typed, 60),
			detour_text_line(&workspace->arena, typed, 60));
	if (meaning == NO_REVISION || is_path)
		request->path = typed;
	else
		request->branch = typed;
	return 0;
}

static int find_path(struct detour_workspace *workspace, const struct request *request,
	const char **path, struct detour_error *err)
{
	*path = NULL;
	if (!request->path)
		return 0;
	*path = detour_repo_typed_path(workspace->repo, &workspace->arena, request->path);
	if (*path)
		return 0;
	return detour_error_set(err, DETOUR_EUSAGE,
		"cannot resume '%s': it is outside of the work tree",
		detour_text_line(&workspace->arena, request->path, 60));
}

/* ---- showing it */

static struct detour_resume_style style_of(const struct detour_context *ctx)
{
	const char *set = detour_context_env(ctx, "COLUMNS");
	struct detour_resume_style style = {.color = ctx->color};

	detour_resume_measure(&style, ctx->is_terminal ? STDOUT_FILENO : -1);
	if (!ctx->is_terminal && set && atoi(set) > 0)
		style.columns = atoi(set);
	return style;
}

/* A name that nobody knows was mistyped. */
static bool is_unknown(struct detour_workspace *workspace, const struct request *request,
	const struct detour_briefing *briefing)
{
	return request->either && request->path && !briefing->session_count &&
	       !briefing->subject->last_count && !exists(workspace, briefing->subject->path);
}

static int resume(struct detour_workspace *workspace, const struct request *request,
	const struct detour_subject *subject, struct detour_error *err)
{
	struct detour_resume_style style = style_of(workspace->ctx);
	struct detour_briefing briefing;
	int code = detour_briefing_make(&briefing, workspace, subject, err);

	if (!code && is_unknown(workspace, request, &briefing))
		code = detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot resume '%s': there is no such branch, and nothing is known of "
			"such a path",
			detour_text_line(&workspace->arena, request->either, 60));
	else if (!code && request->json)
		detour_resume_json(workspace->ctx->out, &briefing);
	else if (!code)
		detour_resume_print(workspace->ctx->out, &briefing, &style);
	detour_briefing_release(&briefing);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_subject subject;
	struct detour_arguments args;
	struct request request = {0};
	const char *path;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request);
	if (code)
		return detour_arguments_leave(code);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = decide(&workspace, &request, &err);
	if (!code)
		code = find_path(&workspace, &request, &path, &err);
	if (!code)
		code = detour_subject_find(&subject, &workspace, request.branch, path, &err);
	if (!code)
		code = resume(&workspace, &request, &subject, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_resume = {
	.name = "resume",
	.arguments = "[--json] [BRANCH] [[--] PATH]",
	.summary = "show where work ended, what led nowhere and what is left to do",
	.options = options,
	.run = run,
	.paged = true,
};
