/* git detour why: why a commit was asked about, or not. */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../git/configuration.h"
#include "cmd.h"
#include "../findings.h"
#include "signal_json.h"

enum { OPTION_JSON };

enum { LOOKED_FOR_IN = 2000 }; /* commits, newest first */

static const struct detour_option options[] = {
	{0, "json", NULL, "the signals as scan --json prints them"},
	{0, NULL, NULL, NULL},
};

struct answer {
	struct detour_workspace *workspace;
	const struct detour_commit *commit;
	const struct detour_state *state;
	FILE *out;
};

static const char *when(const struct answer *answer, int64_t time)
{
	struct detour_arena *arena = &answer->workspace->arena;
	int offset = detour_context_offset(answer->workspace->ctx);

	return detour_arena_printf(arena, "on %s at %.5s", detour_date_short(arena, time, offset),
		detour_date_minute(arena, time, offset) + strlen("2026-11-22 "));
}

/* ---- one signal */

static void print_told(const struct answer *answer, const struct detour_told *told)
{
	switch (told->how) {
	case DETOUR_TELLING_NONE:
		fputs("  not written down\n", answer->out);
		break;
	case DETOUR_TELLING_SESSION:
		fprintf(answer->out, "  written down in %s\n",
			detour_text_line(&answer->workspace->arena, told->session, 0));
		break;
	case DETOUR_TELLING_DISMISSED:
		fputs("  dismissed, in this repository\n", answer->out);
		break;
	case DETOUR_TELLING_WRONG:
		fputs("  a false alarm, as you said\n", answer->out);
		break;
	case DETOUR_TELLING_SHARED:
		fputs("  dismissed for everybody, in the journal's .dismissed\n", answer->out);
		break;
	case DETOUR_TELLING_TRAILER:
		fputs("  a trailer says Detour: none\n", answer->out);
		break;
	}
}

static void print_level(const struct answer *answer, const struct detour_signal *signal)
{
	static const char *const means[] = {"off", "list: only scan shows it",
		"remind: told at the push", "ask: a question at the commit"};
	const struct detour_settings *settings = &answer->workspace->settings;
	const char *origin = settings->origins[DETOUR_SETTING_signals + (size_t)signal->kind];

	fprintf(answer->out, "  level %s (%s)\n", means[signal->level],
		origin ? detour_text_line(&answer->workspace->arena, origin, 0) : "built in");
}

static const struct detour_record *find(
	const struct answer *answer, enum detour_event event, const struct detour_signal *signal)
{
	return detour_state_find(
		answer->state, 1U << event, detour_kind_name(signal->kind), answer->commit);
}

/* What the hooks did about it, from the log. */
static void print_history(const struct answer *answer, const struct detour_signal *signal)
{
	static const struct {
		enum detour_event event;
		const char *words;
	} told[] = {{DETOUR_EVENT_ASKED, "asked"},
		{DETOUR_EVENT_WAITING, "came up without a terminal"},
		{DETOUR_EVENT_HELD, "held back for the push"},
		{DETOUR_EVENT_REMINDED, "reminded of"}, {DETOUR_EVENT_ANSWERED, "answered"}};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		const struct detour_record *record = find(answer, told[i].event, signal);

		if (!record)
			continue;
		fprintf(answer->out, "  %s %s", told[i].words, when(answer, record->time));
		if (told[i].event == DETOUR_EVENT_ANSWERED)
			fprintf(answer->out, ": %s",
				detour_text_line(&answer->workspace->arena, record->answer, 40));
		fputc('\n', answer->out);
	}
}

static bool was_spoken_of(const struct answer *answer, const struct detour_signal *signal)
{
	const unsigned spoken = 1U << DETOUR_EVENT_ASKED | 1U << DETOUR_EVENT_WAITING |
				1U << DETOUR_EVENT_HELD | 1U << DETOUR_EVENT_REMINDED;

	return detour_state_find(
		answer->state, spoken, detour_kind_name(signal->kind), answer->commit);
}

/* Why the hooks kept silent, the first reason that holds; NULL: none is known. */
static const char *silence(const struct answer *answer)
{
	struct detour_workspace *workspace = answer->workspace;
	int64_t installed = detour_state_installed(answer->state);

	if (!detour_repo_is_me(workspace->repo, answer->commit->author_email))
		return "it is not yours: the hooks speak only of your own commits";
	if (installed < 0)
		return "the hooks are not installed here";
	if (answer->commit->commit_time < installed)
		return "it was made before the hooks were installed";
	if (workspace->settings.prompt_mode == DETOUR_MODE_OFF)
		return "prompt.mode is off";
	return NULL;
}

static void print_signal(const struct answer *answer, const struct detour_signal *signal,
	const struct detour_told *told)
{
	const char *reason = silence(answer), *kind = detour_kind_name(signal->kind);

	fprintf(answer->out, "\n%s: ", kind);
	detour_cmd_print_wrapped(answer->workspace->ctx, (int)strlen(kind) + 2,
		detour_arena_printf(&answer->workspace->arena, "%s%s%s%s", signal->does,
			*signal->detail ? " (" : "", signal->detail, *signal->detail ? ")" : ""));
	print_level(answer, signal);
	print_told(answer, told);
	if (was_spoken_of(answer, signal))
		print_history(answer, signal);
	else if (signal->level >= DETOUR_LEVEL_REMIND && !told->how)
		fprintf(answer->out, "  not asked about%s%s\n", reason ? ": " : " yet",
			reason ? reason : "");
}

/* ---- all of them */

static void print_advice(const struct answer *answer, const struct detour_signal *signal, bool open)
{
	const char *id = detour_oid_short(&answer->workspace->arena, &answer->commit->oid, 7);

	fputc('\n', answer->out);
	if (open)
		fprintf(answer->out,
			"Worth a line?    git detour new -c %s -m \"what happened\"\n"
			"Nothing to tell: git detour dismiss %s\n",
			id, id);
	if (open)
		fprintf(answer->out, "A false alarm:   git detour dismiss --wrong %s\n", id);
	fprintf(answer->out, "Asked too often: git config detour.signals.%s %s\n",
		detour_kind_name(signal->kind),
		signal->level == DETOUR_LEVEL_ASK ? "remind" : "list");
}

static void print_off(const struct answer *answer)
{
	const struct detour_settings *settings = &answer->workspace->settings;

	for (int kind = 0; kind < DETOUR_KIND_COUNT; kind++)
		if (settings->levels[kind] == DETOUR_LEVEL_OFF)
			fprintf(answer->out, "Not looked for: %s (signals.%s is off)\n",
				detour_kind_name((enum detour_kind)kind),
				detour_kind_name((enum detour_kind)kind));
}

static void print_heading(const struct answer *answer)
{
	const struct detour_commit *commit = answer->commit;
	struct detour_arena *arena = &answer->workspace->arena;

	const char *id = detour_oid_short(arena, &commit->oid, 7);

	fprintf(answer->out, "%s ", detour_cmd_paint(answer->workspace, DETOUR_PAINT_ID, id));
	detour_cmd_print_wrapped(answer->workspace->ctx, (int)strlen(id) + 1,
		detour_arena_printf(arena, "%s (%s, %s)",
			detour_text_line(arena, commit->subject, 0),
			detour_text_line(arena, commit->author_name, 40),
			detour_date_minute(arena, commit->author_time, commit->author_offset)));
}

static void print_text(const struct answer *answer, struct detour_coverage *coverage,
	const struct detour_observation *seen)
{
	const struct detour_signal *main_signal = NULL;
	bool open = false;

	print_heading(answer);
	for (size_t i = 0; i < seen->count; i++) {
		struct detour_told told = detour_coverage_of(coverage, &seen->signals[i]);

		print_signal(answer, &seen->signals[i], &told);
		open |= !told.how;
		if (!main_signal || seen->signals[i].level > main_signal->level)
			main_signal = &seen->signals[i];
	}
	if (main_signal)
		print_advice(answer, main_signal, open);
	else
		fprintf(answer->out, "Nothing off plan is seen in %s.\n",
			answer->commit->parent_count > 1 ? "this merge" : "it");
	print_off(answer);
}

static void print_json(const struct answer *answer, struct detour_coverage *coverage,
	const struct detour_observation *seen)
{
	struct detour *detours;
	size_t count;

	detour_group(&answer->workspace->arena, seen->signals, seen->count, &detours, &count);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < detours[i].count; j++) {
			struct detour_told told =
				detour_coverage_of(coverage, detours[i].signals[j]);

			detour_print_signal_json(
				answer->out, &detours[i], detours[i].signals[j], &told);
		}
}

/* The hook saw the commit with its own past; a scan of the branch sees those beside it too, and may
 * find by them what the hook did not. */
static int observe(struct detour_workspace *workspace, const struct detour_oid *oid,
	struct detour_observation *seen, struct detour_error *err)
{
	struct detour_observer observer = {.workspace = workspace, .at_commit = true};
	struct detour_oid head;
	int code = detour_observe_commit(&observer, oid, seen, err);

	if (code || seen->count || detour_repo_head(workspace->repo, &head, NULL) ||
		detour_oid_equal(&head, oid))
		return code;
	detour_observation_release(seen);
	return detour_observe_commit_in(&observer, oid, &head, LOOKED_FOR_IN, seen, err);
}

static int explain(struct detour_workspace *workspace, const char *revision, bool json,
	struct detour_error *err)
{
	struct detour_observation seen = {0};
	struct detour_coverage *coverage = NULL;
	struct detour_commit commit;
	struct detour_oid oid;
	struct answer answer = {.workspace = workspace, .commit = &commit};
	int code = detour_repo_resolve(workspace->repo, revision, &oid, err);

	if (!code)
		code = detour_repo_read_commit(
			workspace->repo, &oid, &workspace->arena, &commit, err);
	if (!code)
		code = observe(workspace, &oid, &seen, err);
	if (code)
		goto out;
	answer.state = detour_workspace_state(workspace, NULL);
	answer.out = workspace->ctx->out;
	detour_coverage_load(&coverage, workspace, 0);
	detour_coverage_add_waivers(coverage, &seen);
	(json ? print_json : print_text)(&answer, coverage, &seen);
out:
	detour_coverage_free(coverage);
	detour_observation_release(&seen);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	const char *revision = NULL;
	bool json = false, many = false;
	int token, code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((token = detour_arguments_next(&args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return detour_arguments_leave(token);
		json |= token == OPTION_JSON;
		many |= token == DETOUR_ARG_OPERAND && revision;
		if (token == DETOUR_ARG_OPERAND)
			revision = args.value;
	}
	if (!revision || many) {
		return detour_cmd_usage(
			ctx, "cannot say why: name one commit, as in git detour why HEAD");
	}
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = explain(&workspace, revision, json, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_why = {
	.name = "why",
	.arguments = "COMMIT [--json]",
	.summary = "say why a commit was asked about, or why not",
	.options = options,
	.run = run,
	.paged = true,
};
