/* The forms of a check's report that two forges read; see check_format.h. */
#include "check_format.h"

#include <string.h>

#include "../base/text.h"

/* Workflow commands end at a line end, properties also at a comma or a colon. */
static void add_escaped(struct detour_buf *out, const char *text, bool property)
{
	for (; *text; text++)
		if (strchr(property ? "%\r\n:," : "%\r\n", *text))
			detour_buf_addf(out, "%%%02X", (unsigned)(unsigned char)*text);
		else
			detour_buf_addch(out, *text);
}

void detour_check_print_github(
	const struct detour_check_report *report, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *path = detour_check_path(signal);
	struct detour_buf line = DETOUR_BUF_INIT;

	detour_buf_addf(&line, "::%s ", report->strict ? "error" : "notice");
	if (path) {
		detour_buf_addstr(&line, "file=");
		add_escaped(&line, detour_text_line(&report->workspace->arena, path, 0), true);
		detour_buf_addch(&line, ',');
	}
	detour_buf_addf(&line, "title=%s::", report->strict ? "Not written down" : "Off plan");
	add_escaped(&line, detour_check_fact(report, signal), false);
	detour_buf_addstr(&line, ". ");
	add_escaped(&line, detour_check_advice(report, signal), false);
	detour_buf_addch(&line, '\n');
	fwrite(line.ptr, 1, line.size, report->workspace->ctx->out);
	detour_buf_release(&line);
}

static void add_json(struct detour_buf *out, const char *before, const char *value)
{
	detour_buf_addstr(out, before);
	detour_text_json(out, value, strlen(value));
}

void detour_check_print_gitlab(
	const struct detour_check_report *report, const struct detour_finding *finding, bool first)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *path = detour_check_path(signal);
	struct detour_buf line = DETOUR_BUF_INIT;

	detour_buf_addstr(&line, first ? "\n" : ",\n");
	add_json(&line, "{\"description\":",
		detour_arena_printf(&report->workspace->arena, "%s. %s",
			detour_check_fact(report, signal), detour_check_advice(report, signal)));
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
