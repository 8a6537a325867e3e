/* Puts the page together; see report.h. */
#include "page.h"

#include "html.h"
#include "marks.h"

/* Nothing is fetched and nothing runs: a link is all that leads away, when somebody follows it. */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" DETOUR_REPORT_MARK
	"\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n<title>";

static void add_head(struct detour_buf *out, const struct detour_report *report)
{
	detour_buf_addstr(out, head);
	detour_html_text(out, report->name);
	detour_buf_addstr(out, ": what went off plan</title>\n<style>\n");
	for (const char *const *line = detour_report_style; *line; line++)
		detour_buf_addf(out, "%s\n", *line);
	detour_buf_addstr(out, "</style>\n</head>\n");
}

/* ---- the headline: facts in words */

static void add_period(struct detour_buf *out, const struct detour_report *report)
{
	if (report->first == report->last) {
		detour_buf_addstr(out, " on ");
		detour_html_day(out, report->first);
		return;
	}
	detour_buf_addstr(out, " between ");
	detour_html_day(out, report->first);
	detour_buf_addstr(out, " and ");
	detour_html_day(out, report->last);
}

static const char *all_are(size_t all)
{
	return all == 1 ? "It is" : all == 2 ? "Both are" : "All are";
}

static const char *none_is(size_t all)
{
	return all == 1 ? "It is not" : all == 2 ? "Neither is" : "None is";
}

/* "27 are written down": how many of all, and what became of them. */
static void add_share(struct detour_buf *out, size_t size, size_t all, const char *became,
	const char *anchor, const char *behind)
{
	if (!size)
		return;
	detour_buf_addf(out, "<a href=\"#%s\">", anchor);
	if (size == all)
		detour_buf_addstr(out, all_are(all));
	else
		detour_buf_addf(out, "%zu&nbsp;%s", size, size == 1 ? "is" : "are");
	detour_buf_addf(out, " %s</a>%s", became, behind);
}

static void add_headline(struct detour_buf *out, const struct detour_report *report)
{
	size_t open = detour_report_list_size(report, DETOUR_LIST_OPEN);
	size_t written = detour_report_list_size(report, DETOUR_LIST_WRITTEN);
	size_t quiet = detour_report_list_size(report, DETOUR_LIST_QUIET);
	size_t all = open + written + quiet;

	detour_buf_addstr(out, "<p class=\"headline\">");
	if (!report->commits) {
		detour_buf_addstr(out, "There is no commit to look at.");
	} else if (!all) {
		detour_buf_addstr(out, "Nothing went off plan");
		add_period(out, report);
		detour_buf_addstr(out, ".");
	} else {
		detour_buf_addf(out, "<strong>%zu thing%s went off plan</strong>", all,
			all == 1 ? "" : "s");
		add_period(out, report);
		detour_buf_addstr(out, ". ");
		add_share(out, written, all, "written down", "written", open || quiet ? ", " : ".");
		add_share(out, quiet, all, detour_report_quiet(report), "rest", open ? ", " : ".");
		if (open == all)
			detour_buf_addf(
				out, "<a href=\"#open\">%s written down</a>.", none_is(all));
		else
			add_share(out, open, all, "not written down", "open", ".");
	}
	detour_buf_addstr(out, "</p>\n");
}

static void add_sums(struct detour_buf *out, const struct detour_report *report)
{
	size_t minor = detour_report_list_size(report, DETOUR_LIST_MINOR);

	detour_buf_addstr(out, "<p class=\"sums\">");
	detour_html_count(out, report->commits, "commit");
	if (report->people > 1)
		detour_buf_addf(out, " of %zu people", report->people);
	detour_buf_addstr(out, " · ");
	detour_html_count(out, report->session_count, "session");
	if (minor) {
		detour_buf_addstr(out, " · ");
		detour_html_count(out, minor, "small thing");
		detour_buf_addstr(out, " that nobody is asked about");
	}
	if (report->range) {
		detour_buf_addstr(out, " · <code>");
		detour_html_text(out, report->range);
		detour_buf_addstr(out, "</code>");
	}
	if (report->author) {
		detour_buf_addstr(out, " · only commits of ");
		detour_html_foreign(out, report->author);
	}
	detour_buf_addstr(out, "</p>\n");
}

static void add_header(struct detour_buf *out, const struct detour_report *report)
{
	detour_buf_addstr(out, "<header>\n<h1>");
	detour_html_foreign(out, report->name);
	detour_buf_addstr(out, " <span>what went off plan</span></h1>\n");
	add_headline(out, report);
	add_sums(out, report);
	if (report->is_shallow)
		detour_buf_addstr(out,
			"<p class=\"cut\">This clone has only a part of the history; "
			"what lies before is not known here.</p>\n");
	detour_buf_addstr(out, "</header>\n");
}

/* ---- the timeline */

static void add_timeline(struct detour_buf *out, const struct detour_report *report)
{
	struct detour_columns columns;

	detour_columns_make(&columns, report);
	detour_buf_addf(out,
		"<section aria-labelledby=\"timeline\"><h2 id=\"timeline\">Timeline <span>a column "
		"is "
		"a %s</span></h2>\n<p class=\"skip\"><a href=\"#table\">Skip the drawing: the same "
		"as "
		"a table</a></p>\n",
		detour_columns_unit(&columns));
	detour_report_draw(out, report, &columns);
	detour_mark_legend(out, report, columns.is_crowded);
	if (columns.undrawn) {
		detour_buf_addstr(out, "<p class=\"cut\">");
		detour_html_count(out, columns.undrawn, "commit");
		detour_buf_addstr(out, " with a date outside of this time counted above, but not "
				       "drawn.</p>\n");
	}
	detour_report_tabulate(out, report, &columns);
	detour_buf_addstr(out, "</section>\n");
}

static void add_footer(struct detour_buf *out, const struct detour_report *report)
{
	detour_buf_addstr(out, "<footer><p>Made by git detour ");
	detour_html_text(out, report->version);
	detour_buf_addstr(out, " on ");
	detour_html_day(out, report->today);
	detour_buf_addstr(out,
		". It counts what happened, not how well anybody works: a detour is how plans meet "
		"the world. Days are those of the authors. Sessions that somebody keeps private "
		"are "
		"not in here.</p></footer>\n");
}

void detour_report_write(struct detour_buf *out, const struct detour_report *report)
{
	add_head(out, report);
	detour_buf_addstr(out, "<body>\n");
	add_header(out, report);
	detour_buf_addstr(out, "<main>\n");
	if (report->commits || report->session_count)
		add_timeline(out, report);
	detour_report_detours(out, report);
	detour_report_patterns(out, report);
	detour_report_sessions(out, report);
	detour_buf_addstr(out, "</main>\n");
	add_footer(out, report);
	detour_buf_addstr(out, "</body>\n</html>\n");
}
