/* git detour doctor: what is wrong here and the command that mends it; how often it asked. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "../base/text.h"
#include "../install/install.h"
#include "../shelf.h"
#include "cmd.h"
#include "doctor_left.h"

struct visit {
	struct detour_workspace *workspace;
	FILE *out;
	size_t wrong;
};

static const char *safe(struct visit *visit, const char *text)
{
	return detour_text_line(&visit->workspace->arena, text, 0);
}

static void well(struct visit *visit, const char *what, const char *state)
{
	fprintf(visit->out, "%s     %-9s %s\n",
		detour_cmd_paint(visit->workspace, DETOUR_PAINT_WELL, "ok"), what,
		safe(visit, state));
}

static void wrong(struct visit *visit, const char *what, const char *state, const char *mend)
{
	fprintf(visit->out, "%s  %-9s %s\n",
		detour_cmd_paint(visit->workspace, DETOUR_PAINT_WRONG, "wrong"), what,
		safe(visit, state));
	if (mend)
		fprintf(visit->out, "       to mend:  %s\n", safe(visit, mend));
	visit->wrong++;
}

/* ---- the hooks */

static const char *state_of(struct visit *visit, const struct detour_hook_row *row)
{
	static const char *const words[] = {"is not installed", "is there", "is there", "is broken",
		"is somebody else's hook, ours is not there", "cannot be installed", "is there"};

	return detour_arena_printf(&visit->workspace->arena, "%s %s%s%s", row->name,
		words[row->state], *row->detail ? ": " : "", row->detail);
}

/* One refusal for the whole folder is told once. */
static bool same_as_before(const struct detour_hook_row *rows, size_t i)
{
	return i > 0 && rows[i].state == DETOUR_HOOK_REFUSED &&
	       rows[i - 1].state == DETOUR_HOOK_REFUSED && rows[i].detail == rows[i - 1].detail;
}

static bool is_wrong(const struct detour_hook_row *row)
{
	return !detour_install_stands(row) || row->mend;
}

/* The command stands below the last of them: it mends all. */
static void tell_wrong_hooks(
	struct visit *visit, const struct detour_hook_row *rows, const char *mend)
{
	size_t last = DETOUR_HOOK_COUNT;

	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		if (is_wrong(&rows[i]) && !same_as_before(rows, i))
			last = i;
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++)
		if (is_wrong(&rows[i]) && !same_as_before(rows, i))
			wrong(visit, "hooks",
				rows[i].state == DETOUR_HOOK_REFUSED &&
						(i + 1 < DETOUR_HOOK_COUNT &&
							same_as_before(rows, i + 1))
					? rows[i].detail
					: state_of(visit, &rows[i]),
				i == last ? mend : NULL);
}

static void look_at_hooks(struct visit *visit)
{
	struct detour_workspace *workspace = visit->workspace;
	struct detour_arena *arena = &workspace->arena;
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *dir = "", *started = NULL;
	size_t good = 0;

	if (detour_install_status(workspace->repo, workspace->ctx, arena, rows, &dir, &err)) {
		wrong(visit, "hooks", err.message, NULL);
		return;
	}
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++) {
		good += !is_wrong(&rows[i]);
		if (rows[i].state == DETOUR_HOOK_STARTED)
			started = rows[i].detail;
	}
	if (good == DETOUR_HOOK_COUNT && started)
		well(visit, "hooks", detour_arena_printf(arena, "all three run; %s", started));
	else if (good == DETOUR_HOOK_COUNT)
		well(visit, "hooks", detour_arena_printf(arena, "all three in %s", dir));
	tell_wrong_hooks(visit, rows, detour_install_mend(workspace->repo, arena, rows));
}

/* ---- settings */

static void look_at_settings(struct visit *visit)
{
	const struct detour_settings *settings = &visit->workspace->settings;

	for (size_t i = 0; i < settings->warning_count; i++)
		wrong(visit, "settings", settings->warnings[i], NULL);
	if (!settings->warning_count)
		well(visit, "settings", "understood; git detour config shows them");
}

static void look_at_silence(struct visit *visit)
{
	const struct detour_context *ctx = visit->workspace->ctx;
	const char *off = detour_context_env(ctx, "GIT_DETOUR");

	if (off && !strcmp(off, "off"))
		wrong(visit, "asking", "GIT_DETOUR=off keeps every hook silent",
			"unset GIT_DETOUR");
	if (visit->workspace->settings.prompt_mode == DETOUR_MODE_OFF)
		wrong(visit, "asking", "prompt.mode is off: commits are not looked at",
			"git config --unset detour.prompt.mode");
}

/* ---- the journal */

static void look_at_sessions(struct visit *visit, const char *dir)
{
	struct detour_arena *arena = &visit->workspace->arena;
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_shelf shelf;
	size_t empty = 0, unreadable = 0;

	if (detour_shelf_open(&shelf, visit->workspace, &err)) {
		wrong(visit, "journal", err.message, NULL);
		return;
	}
	for (size_t i = 0; i < shelf.count; i++) {
		struct detour_arena one = DETOUR_ARENA_INIT;
		struct detour_buf bytes = DETOUR_BUF_INIT;
		struct detour_session session;

		if (detour_shelf_parse(&shelf, &shelf.items[i], &bytes, &one, &session, &err)) {
			if (err.message[0])
				wrong(visit, "journal", err.message, NULL);
			unreadable++;
		} else {
			empty += !session.written;
		}
		detour_buf_release(&bytes);
		detour_arena_release(&one);
	}
	if (!unreadable)
		well(visit, "journal",
			detour_arena_printf(arena, "%zu session%s; new ones go to %s%s",
				shelf.count, shelf.count == 1 ? "" : "s", dir,
				empty ? detour_arena_printf(arena,
						", and in %zu nobody wrote yet (git detour list)",
						empty)
				      : ""));
}

static void look_at_journal(struct visit *visit)
{
	struct detour_workspace *workspace = visit->workspace;
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_journal *journal;
	struct detour_place folder;

	if (!detour_repo_work_tree(workspace->repo)) {
		well(visit, "journal", "a bare repository: sessions are read from HEAD");
		return;
	}
	if (detour_workspace_journal(workspace, &journal, &err)) {
		wrong(visit, "journal", err.message, "git detour config journal.dir");
		return;
	}
	folder = (struct detour_place){journal, journal->write_dir};
	if (!journal->is_private && detour_repo_is_ignored(workspace->repo,
					    detour_arena_printf(&workspace->arena,
						    "%s/2000-01-01-x.md", journal->write_dir)))
		wrong(visit, "journal",
			detour_arena_printf(&workspace->arena,
				"%s is ignored by git: sessions there are never committed",
				journal->write_dir),
			"git detour install-hooks --private, or take it out of .gitignore");
	look_at_sessions(visit, detour_place_shown(workspace, &folder));
}

/* ---- the forge */

/* A forge is no duty; only a page that is of no use is a mistake. No URL of a remote is printed: it
 * may hold a password. */
static void look_at_forge(struct visit *visit)
{
	struct detour_workspace *workspace = visit->workspace;
	const struct detour_forge *forge = detour_workspace_forge(workspace);
	const struct detour_settings *settings = &workspace->settings;
	const char *url = detour_repo_push_url(workspace->repo, &workspace->arena);

	if (forge->page)
		well(visit, "links", forge->page);
	else if (settings->forge_kind == DETOUR_FORGE_OFF)
		well(visit, "links", "none: forge.kind is off");
	else if (strcmp(settings->forge_url, "auto") != 0)
		wrong(visit, "links",
			detour_arena_printf(&workspace->arena,
				"forge.url = %s: what runs there is not known, or it is no page of "
				"a repository there",
				settings->forge_url),
			"git config detour.forge.kind gitlab, or what it is");
	else if (url && strchr(url, ':'))
		well(visit, "links",
			"none: what runs where this is pushed to is not known (git config "
			"detour.forge.kind gitlab, or what it is)");
}

/* ---- what is remembered */

static void look_at_state(struct visit *visit)
{
	struct detour_workspace *workspace = visit->workspace;
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *common = detour_repo_common_dir(workspace->repo);
	const char *dir = detour_arena_printf(&workspace->arena, "%s/detour", common);
	const char *log = detour_arena_printf(&workspace->arena, "%s/log", dir);

	detour_workspace_state(workspace, &err);
	if (err.message[0])
		wrong(visit, "memory", err.message, NULL);
	else if (access(dir, F_OK) != 0 && errno == ENOENT)
		well(visit, "memory", "nothing asked or answered here so far");
	else if (access(dir, W_OK | X_OK) != 0 ||
		 (access(log, F_OK) == 0 && access(log, W_OK) != 0))
		wrong(visit, "memory",
			detour_arena_printf(
				&workspace->arena, "cannot write '%s': %s", log, strerror(errno)),
			detour_arena_printf(&workspace->arena, "chmod -R u+rwX '%s'", dir));
	else
		well(visit, "memory", log);
}

/* ---- what killed programs left */

static void tell_left(void *data, const char *state, const char *mend)
{
	wrong(data, "left", state, mend);
}

static void look_at_what_is_left(struct visit *visit)
{
	struct detour_workspace *workspace = visit->workspace;
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];
	const char *dir = "";

	if (detour_install_status(
		    workspace->repo, workspace->ctx, &workspace->arena, rows, &dir, NULL))
		dir = "";
	detour_doctor_left(workspace, dir, tell_left, visit);
}

/* ---- how often it asked */

static void print_tally(
	struct visit *visit, enum detour_kind kind, const struct detour_tally *tally)
{
	const char *name = detour_kind_name(kind);
	enum detour_level level = visit->workspace->settings.levels[kind];

	fprintf(visit->out,
		"%-9s %-7s %6zu %9zu %5zu %10zu %6zu   git config detour.signals.%s %s\n", name,
		detour_level_name(level), tally->asked, tally->reminded, tally->answered,
		tally->dismissed, tally->wrong, name,
		level == DETOUR_LEVEL_ASK ? "remind" : "list");
}

static void print_tallies(struct visit *visit)
{
	const struct detour_state *state = detour_workspace_state(visit->workspace, NULL);
	bool any = false;

	for (int kind = 0; kind < DETOUR_KIND_COUNT; kind++) {
		struct detour_tally tally;

		detour_state_tally(state, detour_kind_name((enum detour_kind)kind), &tally);
		if (!tally.asked && !tally.reminded && !tally.answered && !tally.dismissed &&
			!tally.wrong)
			continue;
		if (!any)
			fprintf(visit->out, "\n%-9s %-7s %6s %9s %5s %10s %6s   %s\n", "signal",
				"level", "asked", "reminded", "told", "dismissed", "wrong",
				"to turn it down");
		any = true;
		print_tally(visit, (enum detour_kind)kind, &tally);
	}
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	struct visit visit = {&workspace, ctx->out, 0};
	int token, code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	token = detour_arguments_next(&args);
	if (token == DETOUR_ARG_OPERAND) {
		return detour_cmd_usage(ctx, "doctor takes no argument '%.60s'", args.value);
	}
	if (token != DETOUR_ARG_END)
		return detour_arguments_leave(token);
	code = detour_workspace_open(&workspace, ctx, &err);
	if (!code) {
		detour_cmd_set_color(&workspace, ctx);
		look_at_hooks(&visit);
		look_at_settings(&visit);
		look_at_silence(&visit);
		look_at_journal(&visit);
		look_at_forge(&visit);
		look_at_state(&visit);
		look_at_what_is_left(&visit);
		print_tallies(&visit);
	}
	detour_workspace_close(&workspace);
	if (code)
		return detour_cmd_fail(ctx, code, &err);
	return visit.wrong ? DETOUR_EXIT_FINDINGS : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_doctor = {
	.name = "doctor",
	.arguments = "",
	.summary = "say what is wrong here and what mends it",
	.run = run,
};
