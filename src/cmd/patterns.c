/* git detour patterns: what keeps coming back over sessions and commits, and what fits. */
#include "../patterns/patterns.h"

#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "cmd.h"
#include "findings.h"

enum { OPTION_SINCE, OPTION_AUTHOR, OPTION_DRAFT, OPTION_JSON };
enum { USUAL_DAYS = 365, SHOWN = 12, SHOWN_SOURCES = 4, QUOTE_COLUMNS = 100 };

static const struct detour_option options[] = {
	{0, "since", "WHEN",
		"sessions and commits from then on (default: all sessions, commits of a year)"},
	{0, "author", "A", "only what somebody whose name or address holds A wrote and committed"},
	{0, "draft", "=N", "the skeleton of the document that fits the N-th (default: the first)"},
	{0, "json", NULL, "all of them, one JSON object a line, with stable keys"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *since, *author;
	const char *first_day;
	int64_t from;
	size_t draft; /* 0: none */
	bool json;
};

struct telling {
	struct detour_workspace *workspace;
	const struct request *request;
	struct detour_patterns patterns;
	size_t signals, commits;
	FILE *out;
};

static bool read_number(const char *text, size_t *out)
{
	char *end;
	unsigned long number;

	if (!text) {
		*out = 1;
		return true;
	}
	number = strtoul(text, &end, 10);
	*out = number;
	return text[0] >= '1' && text[0] <= '9' && !*end && number < 100000;
}

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == DETOUR_ARG_OPERAND) {
			(void)detour_cmd_usage(
				args->ctx, "patterns takes no argument '%.60s'", args->value);
			return DETOUR_ARG_BAD;
		}
		if (token == OPTION_SINCE)
			request->since = args->value;
		else if (token == OPTION_AUTHOR)
			request->author = args->value;
		else if (token == OPTION_DRAFT && !read_number(args->value, &request->draft)) {
			(void)detour_cmd_usage(args->ctx,
				"cannot read --draft=%.20s: give the number of a pattern",
				args->value);
			return DETOUR_ARG_BAD;
		}
		request->json |= token == OPTION_JSON;
	}
	return 0;
}

static int resolve(
	struct detour_workspace *workspace, struct request *request, struct detour_error *err)
{
	int code;

	request->first_day = "";
	request->from = workspace->ctx->now - (int64_t)USUAL_DAYS * 86400;
	code = detour_cmd_since(workspace, request->since, &request->from, err);
	if (!code && request->since)
		request->first_day = detour_date_day(
			&workspace->arena, request->from, detour_context_offset(workspace->ctx));
	return code;
}

/* ---- what is found */

static const struct detour_patterns_signal *signals_of(
	struct detour_workspace *workspace, const struct detour_findings *findings, size_t *count)
{
	struct detour_patterns_signal *list =
		detour_arena_array(&workspace->arena, findings->observation.count, sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < findings->count; i++)
		for (size_t j = findings->list[i].detour->count; j-- > 0;) {
			const struct detour_told *told = &findings->list[i].told[j];

			if (!told->how || told->session)
				list[(*count)++] = (struct detour_patterns_signal){
					findings->list[i].detour->signals[j],
					told->is_private ? "a private session" : told->session};
		}
	return list;
}

static int observe(
	struct telling *telling, struct detour_findings *findings, struct detour_error *err)
{
	struct detour_walk *walk = detour_walk_new(telling->workspace->repo);
	struct detour_filter filter = {
		.author = telling->request->author, .since = telling->request->from};
	struct detour_oid head;
	int code = 0;

	/* Before the first commit there are only sessions. */
	if (!detour_repo_head(telling->workspace->repo, &head, NULL))
		code = detour_walk_push(walk, &head, err);
	if (!code)
		code = detour_findings_make(findings, telling->workspace, walk, &filter, err);
	detour_walk_free(walk);
	return code;
}

/* ---- how it is shown */

static void add_string(struct detour_buf *out, const char *key, const char *value)
{
	detour_buf_addf(out, "%s\"%s\":", out->ptr[out->size - 1] == '{' ? "" : ",", key);
	if (value)
		detour_text_json(out, value, strlen(value));
	else
		detour_buf_addstr(out, "null");
}

static void add_source_json(struct detour_buf *out, const struct detour_recurrence_source *source)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	char hex[DETOUR_HEX_SIZE + 1];

	detour_buf_addch(out, '{');
	if (source->session) {
		add_string(out, "session", source->session);
		detour_buf_addf(out, ",\"line\":%zu", source->line);
		add_string(out, "date", source->day);
		add_string(out, "quote", source->quote);
		detour_buf_addf(out, ",\"private\":%s}", source->is_private ? "true" : "false");
		return;
	}
	detour_oid_hex(&source->signal->commit->oid, hex);
	add_string(out, "commit", hex);
	add_string(out, "signal", detour_kind_name(source->signal->kind));
	add_string(out, "date", source->day);
	add_string(out, "evidence", detour_signal_evidence(&arena, source->signal));
	add_string(out, "told", source->told);
	detour_buf_addch(out, '}');
	detour_arena_release(&arena);
}

static void print_json(struct telling *telling, size_t number)
{
	const struct detour_recurrence *recurrence = &telling->patterns.list[number];
	struct detour_buf line = DETOUR_BUF_INIT;

	detour_buf_addf(&line, "{\"pattern\":%zu", number + 1);
	add_string(&line, "kind", detour_recurrence_kind_name(recurrence->kind));
	add_string(&line, "fits", detour_recurrence_fit_name(recurrence->fit));
	add_string(&line, "title", recurrence->title);
	add_string(&line, "explanation", recurrence->explanation);
	add_string(&line, "reason", recurrence->reason);
	detour_buf_addf(&line, ",\"sessions\":%zu,\"commits\":%zu,\"sources\":[",
		recurrence->sessions, recurrence->commits);
	for (size_t i = 0; i < recurrence->source_count; i++) {
		detour_buf_addstr(&line, i ? "," : "");
		add_source_json(&line, &recurrence->sources[i]);
	}
	detour_buf_addstr(&line, "]}\n");
	fwrite(line.ptr, 1, line.size, telling->out);
	detour_buf_release(&line);
}

/* On a terminal a quote is cut; elsewhere it is whole. */
static void print_source(struct telling *telling, const struct detour_recurrence_source *source)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	int columns = telling->workspace->ctx->is_terminal ? QUOTE_COLUMNS : 0;

	if (source->session) {
		const char *path = source->is_private
					   ? source->session
					   : detour_repo_path_from_here(telling->workspace->repo,
						     &arena, source->session);

		fprintf(telling->out, "   %s  %s:%zu%s\n               %s\n", source->day,
			detour_text_line(&arena, path, 0), source->line,
			source->is_private ? " (private)" : "",
			detour_text_line(&arena, source->quote, columns));
	} else {
		const char *evidence = detour_signal_evidence(&arena, source->signal);

		fprintf(telling->out, "   %s  %s %s: %s\n", source->day,
			detour_cmd_paint(telling->workspace, DETOUR_PAINT_ID,
				detour_oid_short(&arena, &source->signal->commit->oid, 7)),
			detour_kind_name(source->signal->kind),
			detour_text_line(&arena, evidence, columns));
	}
	detour_arena_release(&arena);
}

static void print_text(struct telling *telling, size_t number)
{
	const struct detour_recurrence *recurrence = &telling->patterns.list[number];
	struct detour_arena arena = DETOUR_ARENA_INIT;
	size_t left = recurrence->source_count;

	fprintf(telling->out, "%s%zu. %s\n   %s.\n   Fits: %s (%s).\n", number ? "\n" : "",
		number + 1, detour_text_line(&arena, recurrence->title, QUOTE_COLUMNS),
		recurrence->explanation, detour_recurrence_fit_name(recurrence->fit),
		recurrence->reason);
	for (size_t i = 0; i < recurrence->source_count && i < SHOWN_SOURCES; i++, left--)
		print_source(telling, &recurrence->sources[i]);
	if (left)
		fprintf(telling->out, "   and %zu more: git detour patterns --draft=%zu\n", left,
			number + 1);
	detour_arena_release(&arena);
}

static void print_sum(struct telling *telling)
{
	const struct detour_patterns *patterns = &telling->patterns;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	FILE *out = telling->out;
	const char *from = detour_date_day(
		&arena, telling->request->from, detour_context_offset(telling->workspace->ctx));

	if (!patterns->sessions && !telling->signals && !telling->request->author) {
		fprintf(out,
			"Nothing to compare yet: no session, and nothing off plan in %zu "
			"commit%s since %s.\n",
			telling->commits, telling->commits == 1 ? "" : "s", from);
		goto out;
	}
	if (patterns->count > SHOWN)
		fprintf(out, "\n%zu more: git detour patterns --json\n", patterns->count - SHOWN);
	fprintf(out, "%s%s in %zu session%s%s%s and %zu signal%s in %zu commit%s since %s.\n",
		patterns->count ? "\n" : "",
		patterns->count ? detour_arena_printf(&arena, "%zu pattern%s", patterns->count,
					  patterns->count == 1 ? "" : "s")
				: "Nothing comes back",
		patterns->sessions, patterns->sessions == 1 ? "" : "s",
		*patterns->oldest ? " since " : "", patterns->oldest, telling->signals,
		telling->signals == 1 ? "" : "s", telling->commits,
		telling->commits == 1 ? "" : "s", from);
out:
	if (patterns->unreadable)
		fprintf(out, "%zu sessions cannot be read: git detour list tells which.\n",
			patterns->unreadable);
	detour_arena_release(&arena);
}

static int print_draft(struct telling *telling, struct detour_error *err)
{
	size_t number = telling->request->draft;
	struct detour_buf text = DETOUR_BUF_INIT;

	if (number > telling->patterns.count)
		return detour_error_set(err, DETOUR_EUSAGE,
			"cannot draft pattern %zu: there are %zu", number, telling->patterns.count);
	detour_recurrence_draft(&text, &telling->patterns.list[number - 1],
		detour_workspace_forge(telling->workspace)->commits);
	fwrite(text.ptr, 1, text.size, telling->out);
	detour_buf_release(&text);
	return 0;
}

static int show(struct telling *telling, struct detour_error *err)
{
	size_t count = telling->patterns.count;

	if (telling->request->draft)
		return print_draft(telling, err);
	if (telling->request->json) {
		for (size_t i = 0; i < count; i++)
			print_json(telling, i);
		return 0;
	}
	for (size_t i = 0; i < count && i < SHOWN; i++)
		print_text(telling, i);
	print_sum(telling);
	return 0;
}

static int tell(
	struct detour_workspace *workspace, const struct request *request, struct detour_error *err)
{
	struct telling telling = {
		.workspace = workspace, .request = request, .out = workspace->ctx->out};
	struct detour_patterns_request wanted = {
		.first_day = request->first_day, .author = request->author};
	struct detour_findings findings = {0};
	int code = observe(&telling, &findings, err);

	if (!code) {
		wanted.signals = signals_of(workspace, &findings, &wanted.signal_count);
		telling.signals = findings.observation.count;
		telling.commits = findings.observation.commits;
		code = detour_patterns_find(&telling.patterns, workspace, &wanted, err);
	}
	if (!code)
		code = show(&telling, err);
	detour_patterns_release(&telling.patterns);
	detour_findings_release(&findings);
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
		code = resolve(&workspace, &request, &err);
	if (!code)
		code = tell(&workspace, &request, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_patterns = {
	.name = "patterns",
	.arguments = "[--since=WHEN] [--author=A] [--draft[=N]] [--json]",
	.summary = "show what keeps coming back over sessions and commits",
	.options = options,
	.run = run,
	.paged = true,
};
