/* git detour show: one session, as it is. */
#include <string.h>

#include "../base/text.h"
#include "../shelf.h"
#include "cmd.h"

/* On a terminal a session may not do more than be read; elsewhere every byte is passed on. */
static void print(const struct detour_context *ctx, const struct detour_buf *bytes)
{
	struct detour_buf plain = DETOUR_BUF_INIT;
	size_t next;

	if (!ctx->is_terminal) {
		fwrite(bytes->ptr, 1, bytes->size, ctx->out);
		return;
	}
	for (size_t at = 0; at < bytes->size; at = next) {
		const char *end = memchr(bytes->ptr + at, '\n', bytes->size - at);
		size_t size = end ? (size_t)(end - bytes->ptr) - at : bytes->size - at;

		next = at + size + 1;
		size -= size && bytes->ptr[at + size - 1] == '\r';
		detour_text_plain(&plain, bytes->ptr + at, size, 0);
		detour_buf_addch(&plain, '\n');
	}
	fwrite(plain.ptr, 1, plain.size, ctx->out);
	detour_buf_release(&plain);
}

/* Where there is no work tree, or not all of it: by path, name or topic. */
static int read_committed(struct detour_workspace *workspace, const char *text,
	struct detour_buf *bytes, struct detour_error *err)
{
	struct detour_shelf shelf;
	int code = detour_shelf_open(&shelf, workspace, err);

	for (size_t i = 0; !code && i < shelf.count; i++) {
		const struct detour_shelf_item *item = &shelf.items[i];

		if (!strcmp(text, "last") || !strcmp(item->path, text) ||
			!strcmp(item->name, text) || strstr(item->name, text))
			return detour_shelf_read(&shelf, item, bytes, err);
	}
	if (!code && !shelf.count)
		return detour_error_set(
			err, DETOUR_ENOTFOUND, "cannot show a session: there is none yet");
	return code ? code
		    : detour_error_set(err, DETOUR_ENOTFOUND,
			      "cannot find session '%s': see git detour list",
			      detour_text_line(&workspace->arena, text, 60));
}

static int read_session(struct detour_workspace *workspace, const char *text,
	struct detour_buf *bytes, struct detour_error *err)
{
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(workspace, &journals);
	bool is_partial = detour_shelf_is_partial(workspace);
	struct detour_place place;
	int code;

	if (!detour_repo_work_tree(workspace->repo) || (is_partial && !strcmp(text, "last")))
		return read_committed(workspace, text, bytes, err);
	code = detour_journal_find(journals, count, text, &place, err);
	if (code == DETOUR_ENOTFOUND && is_partial)
		return read_committed(workspace, text, bytes, err);
	return code ? code : detour_journal_read(place.journal, place.path, bytes, err);
}

static int show(struct detour_context *ctx, const char *text)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_workspace workspace;
	int code = detour_cmd_open(&workspace, ctx, &err);

	if (!code)
		code = read_session(&workspace, text, &bytes, &err);
	if (!code)
		print(ctx, &bytes);
	detour_buf_release(&bytes);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_arguments args;
	const char *text = NULL;
	int token;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((token = detour_arguments_next(&args)) == DETOUR_ARG_OPERAND && !text)
		text = args.value;
	if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
		return detour_arguments_leave(token);
	if (token != DETOUR_ARG_END || !text) {
		return detour_cmd_usage(ctx,
			"cannot show a session: name one, by its path or a part of its name, or "
			"say last");
	}
	return show(ctx, text);
}

const struct detour_verb detour_verb_show = {
	.name = "show",
	.arguments = "SESSION",
	.summary = "print a session",
	.run = run,
	.paged = true,
};
