/* The forms of a check's report; see check_format.h. */
#include "check_format.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../say.h"
#include "signal_json.h"

#define WRITE "git detour new -c %s -m \"what happened\""

const char *detour_check_format_name(enum detour_check_format format)
{
	static const char *const names[] = {"text", "json", "github", "gitlab"};

	return format < DETOUR_CHECK_FORMATS ? names[format] : "";
}

static const char *short_id(
	const struct detour_check_report *report, const struct detour_signal *signal)
{
	return detour_oid_short(&report->workspace->arena, &signal->commit->oid, 7);
}

/* `762fae5 reverts 9c1d2e3 "Add the retry queue" (Ada, Fri 20 Nov)` */
static const char *fact(
	const struct detour_check_report *report, const struct detour_signal *signal)
{
	struct detour_arena *arena = &report->workspace->arena;
	const struct detour_commit *commit = signal->commit;

	return detour_arena_printf(arena, "%s %s (%s, %s)", short_id(report, signal),
		detour_say_impersonal(arena, signal->does),
		detour_text_line(arena, commit->author_name, 40),
		detour_date_short(arena, commit->author_time, commit->author_offset));
}

static const char *advice(
	const struct detour_check_report *report, const struct detour_signal *signal)
{
	struct detour_arena *arena = &report->workspace->arena;
	const char *id = short_id(report, signal);

	if (report->strict)
		return detour_arena_printf(arena,
			"Tell the story: " WRITE ". If there is none: git detour dismiss --shared "
			"%s",
			id, id);
	return detour_arena_printf(
		arena, "If the story is worth keeping: " WRITE ". If not, you're good to go.", id);
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
	FILE *out = report->workspace->ctx->out;

	fprintf(out, "  %s\n    %s\n", fact(report, signal), advice(report, signal));
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

/* Workflow commands end at a line end, properties also at a comma or a colon. */
static void add_escaped(struct detour_buf *out, const char *text, bool property)
{
	for (; *text; text++)
		if (strchr(property ? "%\r\n:," : "%\r\n", *text))
			detour_buf_addf(out, "%%%02X", (unsigned)(unsigned char)*text);
		else
			detour_buf_addch(out, *text);
}

static const char *first_path(const struct detour_signal *signal)
{
	for (size_t i = 0; i < signal->commit->change_count; i++)
		if (signal->commit->changes[i].status != 'D')
			return signal->commit->changes[i].path;
	return signal->commit->change_count ? signal->commit->changes[0].path : NULL;
}

static void print_github(
	const struct detour_check_report *report, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *path = first_path(signal);
	struct detour_buf line = DETOUR_BUF_INIT;

	detour_buf_addf(&line, "::%s ", report->strict ? "error" : "notice");
	if (path) {
		detour_buf_addstr(&line, "file=");
		add_escaped(&line, detour_text_line(&report->workspace->arena, path, 0), true);
		detour_buf_addch(&line, ',');
	}
	detour_buf_addstr(&line, "title=Not written down::");
	add_escaped(&line, fact(report, signal), false);
	detour_buf_addstr(&line, ". ");
	add_escaped(&line, advice(report, signal), false);
	detour_buf_addch(&line, '\n');
	fwrite(line.ptr, 1, line.size, report->workspace->ctx->out);
	detour_buf_release(&line);
}

static void add_json(struct detour_buf *out, const char *before, const char *value)
{
	detour_buf_addstr(out, before);
	detour_text_json(out, value, strlen(value));
}

static void print_gitlab(
	const struct detour_check_report *report, const struct detour_finding *finding, bool first)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *path = first_path(signal);
	struct detour_buf line = DETOUR_BUF_INIT;

	detour_buf_addstr(&line, first ? "\n" : ",\n");
	add_json(&line, "{\"description\":",
		detour_arena_printf(&report->workspace->arena, "%s. %s", fact(report, signal),
			advice(report, signal)));
	add_json(&line, ",\"check_name\":",
		detour_arena_printf(
			&report->workspace->arena, "detour.%s", detour_kind_name(signal->kind)));
	/* The same story keeps its id through rewrites, so that it is not reported as new. */
	add_json(&line, ",\"fingerprint\":", finding->detour->id);
	add_json(&line, ",\"severity\":", report->strict ? "major" : "info");
	add_json(&line, ",\"location\":{\"path\":", path ? path : ".");
	detour_buf_addstr(&line, ",\"lines\":{\"begin\":1}}}");
	fwrite(line.ptr, 1, line.size, report->workspace->ctx->out);
	detour_buf_release(&line);
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
		print_github(report, finding);
		break;
	case DETOUR_CHECK_GITLAB:
		print_gitlab(report, finding, first);
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
	if (format == DETOUR_CHECK_TEXT)
		print_heading(report, due);
	if (format == DETOUR_CHECK_GITLAB)
		fputc('[', out);
	for (size_t i = 0, printed = 0; i < findings->count; i++)
		if (detour_finding_is_due(&findings->list[i]))
			print_one(report, format, &findings->list[i], !printed++);
	if (format == DETOUR_CHECK_GITLAB)
		fputs(due ? "\n]\n" : "]\n", out);
	return due;
}
