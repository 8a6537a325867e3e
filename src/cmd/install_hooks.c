/* git detour install-hooks: the hooks in, their state, and out again. The work is in install.c. */
#include <string.h>

#include "cmd.h"
#include "preview.h"

#include "../git/configuration.h"
#include "../install/install.h"
#include "../base/text.h"

enum { STATUS, UNINSTALL, PRINT, PRIVATE };

static const struct detour_option options[] = {
	{0, "status", NULL, "tell how the hooks stand here; 1 if one is missing or broken"},
	{0, "uninstall", NULL, "take them out again and put back what was there"},
	{0, "print", "husky|lefthook|pre-commit|simple-git-hooks|git-config|shell",
		"lines to paste where another program manages the hooks"},
	{0, "private", NULL, "keep your sessions in the git dir: never committed, yours alone"},
	{0, NULL, NULL, NULL},
};

typedef int (*install_fn)(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err);

static const char *safe(struct detour_arena *arena, const char *text)
{
	return detour_text_line(arena, text, 0);
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static size_t count_changed(const struct detour_hook_row *rows)
{
	size_t count = 0;

	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		count += rows[i].changed;
	return count;
}

static void print_detail(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_hook_row *row)
{
	if (*row->detail)
		fprintf(ctx->out, "    %s\n", safe(arena, row->detail));
	if (row->mend)
		fprintf(ctx->out, "    To mend: %s\n", safe(arena, row->mend));
}

static void print_installed(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_hook_row *rows, const char *dir)
{
	bool news = count_changed(rows) > 0;

	fprintf(ctx->out,
		news ? "git-detour is in, and quiet unless work leaves its plan.\nHooks in %s:\n"
		     : "The hooks are there already, nothing was changed. In %s:\n",
		safe(arena, dir));
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++) {
		fprintf(ctx->out, "  %s", safe(arena, file_name(rows[i].path)));
		if (rows[i].kept)
			fprintf(ctx->out, ", after the hook that was there (kept as %s)",
				safe(arena, rows[i].kept));
		fputc('\n', ctx->out);
		print_detail(ctx, arena, &rows[i]);
	}
	detour_preview_sum(ctx);
	fputs("To undo: git detour install-hooks --uninstall\n", ctx->out);
}

/* Lines that people pasted are theirs to take out. */
static void print_lines_left(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_hook_row *rows)
{
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		if (rows[i].state == DETOUR_HOOK_STARTED && !rows[i].changed)
			fprintf(ctx->out, "Left, as lines of yours: %s, %s\n", rows[i].name,
				safe(arena, rows[i].detail));
}

static void print_removed(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_hook_row *rows, const char *dir)
{
	if (!count_changed(rows)) {
		fprintf(ctx->out, "No hooks of git-detour in %s.\n", safe(arena, dir));
		print_lines_left(ctx, arena, rows);
		return;
	}
	fprintf(ctx->out, "Taken out of %s:\n", safe(arena, dir));
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++) {
		if (!rows[i].changed)
			continue;
		fprintf(ctx->out, "  %s", rows[i].name);
		if (*rows[i].detail)
			fprintf(ctx->out, " (%s)", safe(arena, rows[i].detail));
		fputc('\n', ctx->out);
	}
	print_lines_left(ctx, arena, rows);
	fputs("What you wrote down stays where it is.\n", ctx->out);
}

static const char *words_for(const struct detour_hook_row *row)
{
	switch (row->state) {
	case DETOUR_HOOK_ABSENT:
		return "not installed";
	case DETOUR_HOOK_OURS:
		return "installed";
	case DETOUR_HOOK_CHAINED:
		return "installed, after";
	case DETOUR_HOOK_BROKEN:
		return "broken";
	case DETOUR_HOOK_FOREIGN:
		return "not installed; another hook is there";
	case DETOUR_HOOK_REFUSED:
		return "not possible here";
	case DETOUR_HOOK_STARTED:
		return "started elsewhere";
	}
	return "";
}

static void print_row(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_hook_row *row)
{
	fprintf(ctx->out, "%-13s %s", row->name, words_for(row));
	if (row->kept)
		fprintf(ctx->out, " %s", safe(arena, row->kept));
	if (*row->detail)
		fprintf(ctx->out, " (%s)", safe(arena, row->detail));
	fputc('\n', ctx->out);
}

static bool same_refusal(const struct detour_hook_row *rows)
{
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		if (rows[i].state != DETOUR_HOOK_REFUSED || rows[i].detail != rows[0].detail)
			return false;
	return true;
}

static int show_status(
	const struct detour_context *ctx, struct detour_repo *repo, struct detour_arena *arena)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];
	const char *mend;
	bool well = true;
	int code = detour_install_status(repo, ctx, arena, rows, NULL, &err);

	if (code)
		return detour_cmd_fail(ctx, code, &err);
	if (same_refusal(rows)) {
		fprintf(ctx->out, "%s\n", safe(arena, rows[0].detail));
		well = false;
	}
	for (size_t i = 0; i < DETOUR_HOOK_COUNT && !same_refusal(rows); i++) {
		print_row(ctx, arena, &rows[i]);
		well = well && detour_install_stands(&rows[i]) && !rows[i].mend;
	}
	mend = detour_install_mend(repo, arena, rows);
	if (mend)
		fprintf(ctx->out, "To mend: %s\n", safe(arena, mend));
	return well ? DETOUR_EXIT_OK : DETOUR_EXIT_FINDINGS;
}

/* Is all of it started by lines that somebody pasted? Then there is nothing to do. */
static bool tell_started(
	const struct detour_context *ctx, struct detour_repo *repo, struct detour_arena *arena)
{
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];

	(void)detour_install_status(repo, ctx, arena, rows, NULL, NULL);
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		if (!detour_install_stands(&rows[i]))
			return false;
	fputs("git-detour is in already, by lines of yours; nothing was changed:\n", ctx->out);
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		fprintf(ctx->out, "  %s: %s\n", rows[i].name, safe(arena, rows[i].detail));
	return true;
}

/* Refused before anything was changed: what to do instead, ready to paste. */
static int refuse(const struct detour_context *ctx, struct detour_repo *repo,
	struct detour_arena *arena, int code, const struct detour_error *err)
{
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];
	const char *manager, *mend;

	if (tell_started(ctx, repo, arena))
		return DETOUR_EXIT_OK;
	fprintf(ctx->err, "detour: %s\n", err->message);
	(void)detour_install_status(repo, ctx, arena, rows, NULL, NULL);
	mend = detour_install_mend(repo, arena, rows);
	if (mend && !strstr(mend, "--print"))
		fprintf(ctx->err, "To mend: %s\n", safe(arena, mend));
	if (code != DETOUR_EINVALID)
		return DETOUR_EXIT_FINDINGS;
	manager = detour_install_manager(repo, arena);
	fputs("Nothing was changed. These lines do the same where your hooks are:\n\n", ctx->err);
	(void)detour_install_print(ctx, manager, ctx->err, NULL);
	return DETOUR_EXIT_FINDINGS;
}

static int install_or_remove(const struct detour_context *ctx, struct detour_repo *repo,
	struct detour_arena *arena, bool removing)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];
	install_fn act = removing ? detour_install_remove : detour_install_run;
	const char *dir = "";
	int code = act(repo, ctx, arena, rows, &dir, &err);

	if (removing && (!code || code == DETOUR_EEXISTS))
		print_removed(ctx, arena, rows, dir);
	else if (!code)
		print_installed(ctx, arena, rows, dir);
	if (!code)
		return DETOUR_EXIT_OK;
	if (removing || code == DETOUR_EFAIL)
		return fprintf(ctx->err, "detour: %s\n", err.message), DETOUR_EXIT_FINDINGS;
	return refuse(ctx, repo, arena, code, &err);
}

static int print_lines(const struct detour_context *ctx, const char *manager)
{
	struct detour_error err = DETOUR_ERROR_INIT;

	if (!detour_install_print(ctx, manager, ctx->out, &err))
		return DETOUR_EXIT_OK;
	fprintf(ctx->err, "detour: %s\n", err.message);
	return DETOUR_EXIT_USAGE;
}

static int make_private(const struct detour_context *ctx, struct detour_repo *repo)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	int code = detour_repo_set_config(repo, "detour.journal.dir", "private", &err);

	if (code)
		return detour_cmd_fail(ctx, code, &err);
	fputs("Sessions stay private, in the git dir. To share new ones: git config --unset "
	      "detour.journal.dir\n",
		ctx->out);
	return DETOUR_EXIT_OK;
}

static int act_in_repository(const struct detour_context *ctx, int action)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_repo *repo = NULL;
	int code, leave;

	code = detour_repo_open(&repo, ctx, &err);
	if (code)
		leave = detour_cmd_fail(ctx, code, &err);
	else if (action == STATUS)
		leave = show_status(ctx, repo, &arena);
	else
		leave = install_or_remove(ctx, repo, &arena, action == UNINSTALL);
	if (leave == DETOUR_EXIT_OK && action == PRIVATE)
		leave = make_private(ctx, repo);
	detour_repo_free(repo);
	detour_arena_release(&arena);
	return leave;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_arguments args;
	const char *manager = NULL;
	int action = -1, token;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((token = detour_arguments_next(&args)) >= 0) {
		if (action >= 0 && action != token) {
			fputs("detour: only one of --private, --status, --uninstall and --print "
			      "goes\n",
				ctx->err);
			return DETOUR_EXIT_USAGE;
		}
		action = token;
		if (token == PRINT)
			manager = args.value;
	}
	if (token == DETOUR_ARG_OPERAND) {
		return detour_cmd_usage(ctx, "install-hooks takes no argument '%.60s'", args.value);
	}
	if (token != DETOUR_ARG_END)
		return detour_arguments_leave(token);
	return manager ? print_lines(ctx, manager) : act_in_repository(ctx, action);
}

const struct detour_verb detour_verb_install_hooks = {
	.name = "install-hooks",
	.arguments = "[--private | --status | --uninstall | --print=MANAGER]",
	.summary = "put the hooks into this repository, beside whatever is there",
	.options = options,
	.run = run,
};
