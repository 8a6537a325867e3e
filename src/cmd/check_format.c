/* The forms of a check's report; see check_format.h. */
#include "check_format.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../say.h"
#include "cmd.h"
#include "signal_json.h"

/* What may be typed about a commit: its id goes where the "@" is. */
#define WRITE "git detour new -c @ -m \"what happened\""
#define DISMISS "git detour dismiss --shared @"

const char *detour_check_format_name(enum detour_check_format format)
{
	static const char *const names[] = {
		"text", "json", "github", "gitlab", "markdown", "lines"};

	return format < DETOUR_CHECK_FORMATS ? names[format] : "";
}

static const char *short_id(
	const struct detour_check_report *report, const struct detour_signal *signal)
{
	return detour_oid_short(&report->workspace->arena, &signal->commit->oid, 7);
}

/* `762fae5 reverts 9c1d2e3 "Add the retry queue" (Ada, Fri 20 Nov)` */
const char *detour_check_fact(
	const struct detour_check_report *report, const struct detour_signal *signal)
{
	struct detour_arena *arena = &report->workspace->arena;
	const struct detour_commit *commit = signal->commit;

	return detour_arena_printf(arena, "%s %s (%s, %s)", short_id(report, signal),
		detour_say_impersonal(arena, signal->does),
		detour_text_line(arena, commit->author_name, 40),
		detour_date_short(arena, commit->author_time, commit->author_offset));
}

static const char *filled(struct detour_arena *arena, const char *command, const char *id)
{
	const char *place = strchr(command, '@');

	return detour_arena_printf(
		arena, "%.*s%s%s", (int)(place - command), command, id, place + 1);
}

static const char *advice_with(const struct detour_check_report *report,
	const struct detour_signal *signal, const char *write, const char *dismiss)
{
	struct detour_arena *arena = &report->workspace->arena;
	const char *id = short_id(report, signal);

	write = filled(arena, write, id);
	if (report->strict)
		return detour_arena_printf(arena, "Tell the story: %s. If there is none: %s", write,
			filled(arena, dismiss, id));
	return detour_arena_printf(
		arena, "If the story is worth keeping: %s. If not, you're good to go.", write);
}

const char *detour_check_advice(
	const struct detour_check_report *report, const struct detour_signal *signal)
{
	return advice_with(report, signal, WRITE, DISMISS);
}

const char *detour_check_path(const struct detour_signal *signal)
{
	for (size_t i = 0; i < signal->commit->change_count; i++)
		if (signal->commit->changes[i].status != 'D')
			return signal->commit->changes[i].path;
	return signal->commit->change_count ? signal->commit->changes[0].path : NULL;
}

/* ---- for people */

static void print_heading(const struct detour_check_report *report, size_t due)
{
	FILE *out = report->workspace->ctx->out;
	size_t commits = report->findings->observation.commits;
	const char *s = commits == 1 ? "" : "s", *range = report->range;

	if (due)
		fprintf(out, "%zu detour%s in %zu commit%s%s %s not written down.\n", due,
			due == 1 ? "" : "s", commits, s, range, due == 1 ? "is" : "are");
	else if (report->findings->count)
		fprintf(out, "All that went off plan in %zu commit%s%s is written down.\n", commits,
			s, range);
	else
		fprintf(out, "Nothing off plan in %zu commit%s%s.\n", commits, s, range);
}

static void print_text(
	const struct detour_check_report *report, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *fact = detour_check_fact(report, signal);
	int id = (int)strcspn(fact, " ");
	FILE *out = report->workspace->ctx->out;

	/* The id stands by itself; what is too long goes on below the sentence behind it. */
	fprintf(out, "  %.*s ", id, fact);
	detour_cmd_print_wrapped(report->workspace->ctx, id + 3, fact + id + 1);
	fprintf(out, "    %s\n", detour_check_advice(report, signal));
}

/* An item of a list; what is to be typed is kept apart from the sentence. */
static void print_markdown(
	const struct detour_check_report *report, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *commits = detour_workspace_forge(report->workspace)->commits;
	const char *id = short_id(report, signal), *text;
	struct detour_buf line = DETOUR_BUF_INIT;
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(&signal->commit->oid, hex);
	detour_buf_addf(&line, commits ? "- [`%s`](%s%s)" : "- `%s`", id, commits, hex);
	text = detour_check_fact(report, signal) + strlen(id);
	detour_text_markdown(&line, text, strlen(text));
	detour_buf_addf(
		&line, "  \n  %s\n", advice_with(report, signal, "`" WRITE "`", "`" DISMISS "`"));
	fwrite(line.ptr, 1, line.size, report->workspace->ctx->out);
	detour_buf_release(&line);
}

/* As a compiler would: editors make a list of it that leads to the files. */
static void print_line(
	const struct detour_check_report *report, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	struct detour_arena *arena = &report->workspace->arena;
	const char *path = detour_check_path(signal);

	fprintf(report->workspace->ctx->out, "%s:1: %s: %s. %s [detour.%s]\n",
		path ? detour_text_line(arena,
			       detour_repo_path_from_here(report->workspace->repo, arena, path), 0)
		     : ".",
		report->strict ? "error" : "info", detour_check_fact(report, signal),
		detour_check_advice(report, signal), detour_kind_name(signal->kind));
}

/* ---- for programs */

static void print_json(
	const struct detour_check_report *report, const struct detour_finding *finding)
{
	for (size_t i = finding->detour->count; i-- > 0;)
		if (!finding->told[i].how)
			detour_print_signal_json(report->workspace->ctx->out, finding->detour,
				finding->detour->signals[i], &finding->told[i]);
}

static void print_one(const struct detour_check_report *report, enum detour_check_format format,
	const struct detour_finding *finding, bool first)
{
	switch (format) {
	case DETOUR_CHECK_TEXT:
		print_text(report, finding);
		break;
	case DETOUR_CHECK_JSON:
		print_json(report, finding);
		break;
	case DETOUR_CHECK_GITHUB:
		detour_check_print_github(report, finding);
		break;
	case DETOUR_CHECK_GITLAB:
		detour_check_print_gitlab(report, finding, first);
		break;
	case DETOUR_CHECK_MARKDOWN:
		print_markdown(report, finding);
		break;
	case DETOUR_CHECK_LINES:
		print_line(report, finding);
		break;
	case DETOUR_CHECK_FORMATS:
		break;
	}
}

size_t detour_check_print(const struct detour_check_report *report, enum detour_check_format format)
{
	const struct detour_findings *findings = report->findings;
	FILE *out = report->workspace->ctx->out;
	size_t due = 0;

	for (size_t i = 0; i < findings->count; i++)
		due += detour_finding_is_due(&findings->list[i]);
	if (format == DETOUR_CHECK_TEXT || format == DETOUR_CHECK_MARKDOWN)
		print_heading(report, due);
	if (format == DETOUR_CHECK_MARKDOWN && due)
		fputc('\n', out);
	if (format == DETOUR_CHECK_GITLAB)
		fputc('[', out);
	for (size_t i = 0, printed = 0; i < findings->count; i++)
		if (detour_finding_is_due(&findings->list[i]))
			print_one(report, format, &findings->list[i], !printed++);
	if (format == DETOUR_CHECK_GITLAB)
		fputs(due ? "\n]\n" : "]\n", out);
	return due;
}
