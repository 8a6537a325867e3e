/* git detour preview: when the hooks would have asked in the past, before anybody puts them in. */
#include "preview.h"

#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../progress.h"
#include "../rehearsal.h"
#include "calendar.h"
#include "cmd.h"

enum { OPTION_SINCE, OPTION_AUTHOR, OPTION_JSON, OPTION_NO_PROGRESS };
enum { DAY = 24 * 3600, WEEK = 7 * DAY, USUAL_DAYS = 90 };
/* install-hooks does not keep people waiting: the patience is needed twice at the most. */
enum { SUM_COMMITS = 5000, SUM_PATIENCE_MS = 1000 };

static const struct detour_option options[] = {
	{0, "since", "WHEN", "how far back: 90d (the default), 2026-01-01, \"2 years ago\""},
	{0, "author", "A", "what those would have been asked whose name or address holds A"},
	{0, "json", NULL, "one JSON object a line: the questions, then their sum"},
	{0, "no-progress", NULL, "do not tell on the terminal how far it is"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *since, *author;
	bool json, no_progress;
};

struct preview {
	struct detour_workspace *workspace;
	struct detour_rehearsal_range range;
	struct detour_rehearsal_show show;
	int64_t from; /* where the time that is told of begins */
	FILE *out;
};

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == DETOUR_ARG_OPERAND) {
			fprintf(args->ctx->err, "detour: preview takes no argument '%.60s'\n",
				args->value);
			return DETOUR_ARG_BAD;
		}
		if (token == OPTION_SINCE)
			request->since = args->value;
		else if (token == OPTION_AUTHOR)
			request->author = args->value;
		request->json |= token == OPTION_JSON;
		request->no_progress |= token == OPTION_NO_PROGRESS;
	}
	return 0;
}

/* What somebody works on here: HEAD, which may be detached, and every branch. */
static int rehearse_once(struct preview *preview, struct detour_error *err)
{
	static const char *const branches[] = {"--branches"};
	struct detour_walk *walk = detour_walk_new(preview->workspace->repo);
	struct detour_progress progress;
	struct detour_oid head;
	int code = detour_walk_arguments(walk, branches, 1, err);

	if (!code && !detour_repo_head(preview->workspace->repo, &head, NULL))
		code = detour_walk_push(walk, &head, err);
	detour_progress_begin(&progress, preview->workspace->ctx, "Looking at commits");
	preview->range.progress_data = &progress;
	if (!code)
		code = detour_rehearsal_run(
			&preview->show, preview->workspace, walk, &preview->range, err);
	detour_progress_end(&progress);
	preview->range.progress_data = NULL;
	detour_walk_free(walk);
	return code;
}

/* The user's own commits; where there are none, everybody's. */
static int rehearse(struct preview *preview, struct detour_error *err)
{
	int code = rehearse_once(preview, err);

	if (!code && !preview->range.author && !preview->show.rehearsal.commits &&
		preview->show.looked_at) {
		detour_rehearsal_show_release(&preview->show);
		preview->range.everybody = true;
		code = rehearse_once(preview, err);
	}
	preview->from = preview->show.cut && preview->show.reaches > preview->range.since
				? preview->show.reaches
				: preview->range.since;
	return code;
}

/* ---- words */

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static const char *number(struct detour_arena *arena, size_t count)
{
	static const char *const words[] = {"no", "one", "two", "three", "four", "five", "six",
		"seven", "eight", "nine", "ten"};

	return count < sizeof(words) / sizeof(*words) ? words[count]
						      : detour_arena_printf(arena, "%zu", count);
}

/* "the last 90 days" */
static const char *period(const struct preview *preview, struct detour_arena *arena)
{
	int64_t days = (preview->workspace->ctx->now - preview->from + DAY / 2) / DAY;

	if (days <= 1)
		return "the last day";
	if (days <= 730)
		return detour_arena_printf(arena, "the last %lld days", (long long)days);
	return detour_arena_printf(
		arena, "the last %lld years", (long long)((days * 4 + 730) / 1461));
}

/* ", about one in two weeks": of the user's time, or of the weeks in which the authors worked. */
static const char *rate(const struct preview *preview, struct detour_arena *arena)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;
	int64_t start = rehearsal->first > preview->from ? rehearsal->first : preview->from;
	int64_t span = preview->workspace->ctx->now - start;
	size_t weeks = span > 0 ? (size_t)((span + WEEK - 1) / WEEK) : 1, each;
	const char *whose = "";

	if (rehearsal->authors > 1) {
		weeks = rehearsal->author_weeks;
		whose = " of somebody's work";
	}
	if (rehearsal->count < 2 || !weeks)
		return "";
	if (rehearsal->count >= weeks) {
		each = (rehearsal->count + weeks / 2) / weeks;
		return detour_arena_printf(
			arena, ", about %s a week%s", number(arena, each), whose);
	}
	each = (weeks + rehearsal->count / 2) / rehearsal->count;
	if (each < 2)
		return detour_arena_printf(arena, ", about one a week%s", whose);
	return detour_arena_printf(arena, ", about one in %s weeks%s", number(arena, each), whose);
}

/* "7 questions on 214 commits" */
static const char *sum(const struct preview *preview, struct detour_arena *arena)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;
	const char *whose = "";

	if (rehearsal->authors > 1)
		whose = detour_arena_printf(arena, " of %zu authors", rehearsal->authors);
	return detour_arena_printf(arena, "%s question%s on %zu commit%s%s",
		rehearsal->count ? detour_arena_printf(arena, "%zu", rehearsal->count) : "no",
		plural(rehearsal->count), rehearsal->commits, plural(rehearsal->commits), whose);
}

/* ---- for people */

static bool is_ascii(const struct detour_context *ctx)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = detour_context_env(ctx, names[i]);

		if (value && *value)
			return !strstr(value, "UTF-8") && !strstr(value, "utf8") &&
			       !strstr(value, "utf-8");
	}
	return true;
}

static int columns(const struct detour_context *ctx)
{
	const char *set = detour_context_env(ctx, "COLUMNS");
	int shown = detour_cmd_columns(ctx);

	return shown ? shown : set && atoi(set) > 0 ? atoi(set) : 80;
}

static int64_t week_of(const struct preview *preview, int64_t time)
{
	int offset = detour_context_offset(preview->workspace->ctx);

	return detour_calendar_week(detour_date_at(time, offset).days);
}

/* How many questions each week had; in the arena of the workspace. */
static size_t *count_weeks(const struct preview *preview, int64_t *first, size_t *weeks)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;
	int64_t start = rehearsal->first > preview->from ? rehearsal->first : preview->from;
	int64_t last = week_of(preview, preview->workspace->ctx->now);
	size_t *counts;

	*first = week_of(preview, start);
	*weeks = last >= *first ? (size_t)(last - *first) + 1 : 1;
	counts = detour_arena_array(&preview->workspace->arena, *weeks, sizeof(*counts));
	for (size_t i = 0; i < rehearsal->count; i++) {
		int64_t week = week_of(preview, rehearsal->questions[i].time);

		/* A clock that was wrong has no week here. */
		if (week >= *first && week <= last)
			counts[week - *first]++;
	}
	return counts;
}

static void print_calendar(const struct preview *preview)
{
	struct detour_calendar calendar = {.columns = columns(preview->workspace->ctx),
		.ascii = is_ascii(preview->workspace->ctx)};
	int64_t first;

	calendar.counts = count_weeks(preview, &first, &calendar.weeks);
	calendar.monday = detour_calendar_monday(first);
	fputc('\n', preview->out);
	detour_calendar_print(preview->out, &calendar);
}

/* `back, 12 days since …, and 2 more signals [Ada]` */
static const char *words_of(const struct detour_rehearsed *question, struct detour_arena *arena,
	const struct detour_rehearsal *rehearsal)
{
	const struct detour_signal *main = question->main;
	const char *away = !strcmp(main->rule, "away") ? "back, " : "", *more = "", *whose = "";

	if (question->signals > 1)
		more = detour_arena_printf(arena, ", and %zu more signal%s", question->signals - 1,
			plural(question->signals - 1));
	if (rehearsal->authors > 1)
		whose = detour_arena_printf(
			arena, " [%s]", detour_text_line(arena, main->commit->author_name, 30));
	return detour_arena_printf(
		arena, "%s%s%s%s", away, detour_signal_evidence(arena, main), more, whose);
}

static void print_questions(const struct preview *preview)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;

	fputc('\n', preview->out);
	for (size_t i = 0; i < rehearsal->count; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		const struct detour_rehearsed *question = &rehearsal->questions[i];
		const struct detour_commit *commit = question->main->commit;
		const char *day =
			detour_date_day(&arena, commit->author_time, commit->author_offset);
		const char *id = detour_oid_short(&arena, &commit->oid, 7);

		fprintf(preview->out, "%s  %s  ", day,
			detour_cmd_paint(preview->workspace, DETOUR_PAINT_ID, id));
		detour_cmd_print_wrapped(preview->workspace->ctx,
			(int)(strlen(day) + strlen(id)) + 4, words_of(question, &arena, rehearsal));
		detour_arena_release(&arena);
	}
}

/* The kind that asks most, for the advice. */
static enum detour_kind loudest(const struct detour_rehearsal *rehearsal)
{
	size_t counts[DETOUR_KIND_COUNT] = {0};
	enum detour_kind best = DETOUR_KIND_revert;

	for (size_t i = 0; i < rehearsal->count; i++) {
		enum detour_kind kind = rehearsal->questions[i].main->kind;

		if (++counts[kind] > counts[best])
			best = kind;
	}
	return best;
}

static void print_advice(const struct preview *preview)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;

	fputc('\n', preview->out);
	if (rehearsal->count)
		fprintf(preview->out,
			"To be asked less:        git config detour.signals.%s list\n"
			"To be told, not asked:   git config detour.prompt.mode remind\n",
			detour_kind_name(loudest(rehearsal)));
	if (detour_state_installed(detour_workspace_state(preview->workspace, NULL)) < 0)
		fputs("To be asked from now on: git detour install-hooks\n", preview->out);
}

static void print_text(const struct preview *preview)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;
	struct detour_arena arena = DETOUR_ARENA_INIT;

	if (!rehearsal->commits) {
		fprintf(preview->out, "No commit%s%s%s%s.\n", preview->range.author ? " of '" : "",
			preview->range.author ? detour_text_line(&arena, preview->range.author, 60)
					      : "",
			preview->range.author ? "'" : "",
			preview->show.looked_at
				? detour_arena_printf(&arena, " in %s", period(preview, &arena))
				: " here yet");
		if (preview->show.looked_at && !preview->range.author)
			fputs("Further back: git detour preview --since='2 years ago'\n",
				preview->out);
		detour_arena_release(&arena);
		return;
	}
	if (preview->range.everybody)
		fprintf(preview->out, "You have no commit in %s; these are everybody's.\n",
			period(preview, &arena));
	detour_cmd_print_wrapped(preview->workspace->ctx, 0,
		detour_arena_printf(&arena, "Over %s: %s%s; %s more at pushes.",
			period(preview, &arena), sum(preview, &arena), rate(preview, &arena),
			rehearsal->at_pushes
				? detour_arena_printf(&arena, "%zu", rehearsal->at_pushes)
				: "none"));
	detour_arena_release(&arena);
	print_calendar(preview);
	if (rehearsal->count)
		print_questions(preview);
	print_advice(preview);
}

/* ---- for programs */

static void add_text(struct detour_buf *out, const char *key, const char *text)
{
	detour_buf_addf(out, ",\"%s\":", key);
	detour_text_json(out, text, strlen(text));
}

static void print_json(const struct preview *preview)
{
	const struct detour_rehearsal *rehearsal = &preview->show.rehearsal;
	struct detour_buf line = DETOUR_BUF_INIT;

	for (size_t i = 0; i < rehearsal->count; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		const struct detour_signal *signal = rehearsal->questions[i].main;
		char hex[DETOUR_HEX_SIZE + 1];

		detour_oid_hex(&signal->commit->oid, hex);
		detour_buf_addf(&line, "{\"commit\":\"%s\",\"time\":%lld", hex,
			(long long)signal->commit->author_time);
		add_text(&line, "author", signal->commit->author_email);
		add_text(&line, "signal", detour_kind_name(signal->kind));
		add_text(&line, "rule", signal->rule);
		add_text(&line, "evidence", detour_signal_evidence(&arena, signal));
		detour_buf_addf(&line, ",\"signals\":%zu}\n", rehearsal->questions[i].signals);
		detour_arena_release(&arena);
	}
	detour_buf_addf(&line,
		"{\"since\":%lld,\"everybody\":%s,\"commits\":%zu,\"authors\":%zu,"
		"\"author_weeks\":%zu,\"questions\":%zu,\"at_pushes\":%zu}\n",
		(long long)preview->from, preview->range.everybody ? "true" : "false",
		rehearsal->commits, rehearsal->authors, rehearsal->author_weeks, rehearsal->count,
		rehearsal->at_pushes);
	fwrite(line.ptr, 1, line.size, preview->out);
	detour_buf_release(&line);
}

/* ---- the verb */

static int choose(struct preview *preview, const struct request *request, struct detour_error *err)
{
	const struct detour_context *ctx = preview->workspace->ctx;
	struct detour_rehearsal_range *range = &preview->range;

	range->since = ctx->now - (int64_t)USUAL_DAYS * DAY;
	range->author = request->author;
	range->progress = request->no_progress ? NULL : detour_progress_show;
	return detour_cmd_since(preview->workspace, request->since, &range->since, err);
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct preview preview = {.workspace = &workspace, .out = ctx->out};
	struct request request = {0};
	struct detour_arguments args;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request);
	if (code)
		return detour_arguments_leave(code);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = choose(&preview, &request, &err);
	if (!code)
		code = rehearse(&preview, &err);
	if (!code && request.json)
		print_json(&preview);
	else if (!code)
		print_text(&preview);
	detour_rehearsal_show_release(&preview.show);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

void detour_preview_sum(const struct detour_context *ctx)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_workspace workspace;
	struct preview preview = {.workspace = &workspace,
		.out = ctx->out,
		.range = {.since = ctx->now - (int64_t)USUAL_DAYS * DAY,
			.limit = SUM_COMMITS,
			.patience = SUM_PATIENCE_MS}};

	if (!detour_workspace_open(&workspace, ctx, NULL) && !rehearse(&preview, NULL) &&
		preview.show.rehearsal.commits)
		fprintf(ctx->out, "Had it been here over %s: %s%s. See git detour preview\n",
			period(&preview, &arena), sum(&preview, &arena),
			preview.show.cut ? " (there was no time for more)" : "");
	detour_rehearsal_show_release(&preview.show);
	detour_workspace_close(&workspace);
	detour_arena_release(&arena);
}

const struct detour_verb detour_verb_preview = {
	.name = "preview",
	.arguments = "[--since=WHEN] [--author=A] [--json] [--no-progress]",
	.summary = "show what would have been asked in the past, and how often",
	.options = options,
	.run = run,
	.paged = true,
};
