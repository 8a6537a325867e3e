/* git detour report: one HTML page to look at. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/date.h"
#include "../base/file.h"
#include "../base/text.h"
#include "cmd.h"
#include "report_facts.h"

#ifndef DETOUR_VERSION
#define DETOUR_VERSION "unknown"
#endif

enum { OPTION_OUTPUT, OPTION_FORCE, OPTION_SINCE, OPTION_AUTHOR };

static const struct detour_option options[] = {
	{'o', "output", "FILE", "write the page there, over an older report; - is the output"},
	{'f', "force", NULL, "over any file, not only an older report"},
	{0, "since", "WHEN", "from that day on: 2026-11-01, 90d, \"last month\""},
	{0, "author", "A", "only commits whose author's name or address holds A"},
	{0, NULL, NULL, NULL},
};

struct request {
	struct detour_report_request facts;
	const char *file, *since;
	bool force;
};

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == OPTION_OUTPUT)
			request->file = args->value;
		else if (token == OPTION_SINCE)
			request->since = args->value;
		else if (token == OPTION_AUTHOR)
			request->facts.author = args->value;
		request->force |= token == OPTION_FORCE;
	}
	if (request->file && !strcmp(request->file, "-"))
		request->file = NULL;
	else if (!request->file && args->ctx->is_terminal) {
		(void)detour_cmd_usage(args->ctx,
			"a report is a page for a browser: git detour report -o report.html");
		return DETOUR_ARG_BAD;
	}
	request->facts.revisions = args->operands;
	request->facts.count = args->operand_count;
	return 0;
}

static int resolve_since(
	struct detour_workspace *workspace, struct request *request, struct detour_error *err)
{
	request->facts.has_since = request->since != NULL;
	return detour_cmd_since(workspace, request->since, &request->facts.since, err);
}

/* ---- the file */

/* The folder that the page goes to, without links; NULL where that cannot be told. */
static const char *folder_of(struct detour_arena *arena, const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	const char *folder = ".";
	char *real;

	if (slash)
		folder = slash == file ? "/"
				       : detour_arena_strndup(arena, file, (size_t)(slash - file));
	real = realpath(folder, NULL);
	folder = real ? detour_arena_strdup(arena, real) : NULL;
	free(real);
	return folder;
}

static bool is_ours(const struct detour_buf *bytes)
{
	struct detour_buf start = DETOUR_BUF_INIT;
	bool ours;

	detour_buf_add(&start, bytes->ptr,
		bytes->size < DETOUR_REPORT_MARK_WITHIN ? bytes->size : DETOUR_REPORT_MARK_WITHIN);
	ours = strstr(start.ptr, DETOUR_REPORT_MARK) != NULL;
	detour_buf_release(&start);
	return ours;
}

enum { LARGEST_REPORT = 16 * 1024 * 1024 };

/* What is there may be replaced where it is an older report, or the user insists. Looked at before
 * the work is done, so that nobody waits for a refusal. */
static int look_at_target(const struct request *request, bool *exists, struct detour_error *err)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct stat info;
	int code;

	*exists = request->file && lstat(request->file, &info) == 0;
	if (!*exists || request->force)
		return 0;
	code = detour_file_read(request->file, LARGEST_REPORT, 0, &bytes, err);
	if (!code && !is_ours(&bytes))
		code = detour_error_set(err, DETOUR_EEXISTS,
			"cannot write '%s': it is there and is no report of ours; --force "
			"replaces it",
			request->file);
	detour_buf_release(&bytes);
	return code;
}

static int publish(struct detour_workspace *workspace, const struct request *request,
	const struct detour_buf *page, bool exists, struct detour_error *err)
{
	FILE *out = workspace->ctx->out;
	const char *folder = folder_of(&workspace->arena, request->file);
	mode_t mode = detour_file_mode_like(folder ? folder : ".");

	if (!request->file) {
		if (fwrite(page->ptr, 1, page->size, out) != page->size || fflush(out) != 0)
			return detour_error_errno(err, errno, "cannot write the report");
		return 0;
	}
	return exists ? detour_file_replace(request->file, page->ptr, page->size, mode, err)
		      : detour_file_create(request->file, page->ptr, page->size, mode, err);
}

static int report(
	struct detour_workspace *workspace, struct request *request, struct detour_error *err)
{
	struct detour_buf page = DETOUR_BUF_INIT;
	struct detour_report facts;
	bool exists;
	int code = look_at_target(request, &exists, err);

	request->facts.folder = folder_of(&workspace->arena, request->file);
	if (!code)
		code = resolve_since(workspace, request, err);
	if (!code)
		code = detour_report_gather(&facts, workspace, &request->facts, err);
	if (!code) {
		facts.version = DETOUR_VERSION;
		detour_report_write(&page, &facts);
		code = publish(workspace, request, &page, exists, err);
	}
	if (!code && request->file)
		fprintf(workspace->ctx->out, "Wrote %s.\n",
			detour_text_line(&workspace->arena, request->file, 0));
	detour_buf_release(&page);
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
		code = report(&workspace, &request, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_report = {
	.name = "report",
	.arguments = "[-o FILE] [--since=WHEN] [--author=A] [RANGE]...",
	.summary = "write one HTML page of what went off plan and what was told",
	.options = options,
	.run = run,
};
