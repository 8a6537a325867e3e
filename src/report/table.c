/* The timeline as a table: all that the drawing shows, in words and links. */
#include "page.h"

#include "html.h"
#include "marks.h"

enum { IN_A_CELL = 12 };

struct table {
	struct detour_buf *out;
	const struct detour_report *report;
	const struct detour_columns *columns;
};

static void add_rest(const struct table *table, size_t all, size_t shown)
{
	if (all > shown)
		detour_buf_addf(table->out, "<li>and %zu more</li>", all - shown);
}

static void add_detours(const struct table *table, size_t column)
{
	const struct detour_report *report = table->report;
	struct detour_tally tally;
	size_t shown = 0;

	detour_buf_addstr(table->out, "<td>");
	detour_tally_make(&tally, report, table->columns, column);
	if (tally.all > IN_A_CELL) {
		detour_buf_addf(table->out, "<p>%zu: ", tally.all);
		detour_tally_write(table->out, &tally);
		detour_buf_addstr(table->out, "</p>");
	}
	detour_buf_addstr(table->out, "<ul>");
	for (size_t i = 0; i < report->detour_count && shown < IN_A_CELL; i++) {
		const struct detour_report_detour *detour = &report->detours[i];
		bool linked;

		if (detour_columns_find(table->columns, detour->signs[detour->main].day) != column)
			continue;
		detour_buf_addstr(table->out, "<li>");
		detour_mark_inline(table->out, detour);
		linked = detour_report_is_listed(report, i);
		if (linked)
			detour_buf_addf(table->out, "<a href=\"#d%zu\">", i);
		detour_report_summary(table->out, detour);
		detour_buf_addstr(table->out, linked ? "</a></li>" : "</li>");
		shown++;
	}
	add_rest(table, table->columns->list[column].detours, shown);
	detour_buf_addstr(table->out, "</ul></td>");
}

static void add_sessions(const struct table *table, size_t column)
{
	const struct detour_report *report = table->report;
	size_t shown = 0;

	detour_buf_addstr(table->out, "<td><ul>");
	for (size_t i = 0; i < report->session_count && shown < IN_A_CELL; i++) {
		if (detour_columns_find(table->columns, report->sessions[i].day) != column)
			continue;
		detour_buf_addstr(table->out, "<li>");
		detour_report_session_link(table->out, report, i);
		detour_buf_addstr(table->out, "</li>");
		shown++;
	}
	add_rest(table, table->columns->list[column].sessions, shown);
	detour_buf_addstr(table->out, "</ul></td>");
}

static void add_row(const struct table *table, size_t column)
{
	const struct detour_column *it = &table->columns->list[column];

	detour_buf_addf(table->out, "<tr id=\"c%zu\"%s><th scope=\"row\">", column,
		it->skipped ? " class=\"gone\"" : "");
	detour_columns_label(table->out, table->columns, column);
	detour_buf_addf(table->out, "</th><td class=\"n\">%zu</td>", it->commits);
	add_detours(table, column);
	add_sessions(table, column);
	detour_buf_addstr(table->out, "</tr>\n");
}

void detour_report_tabulate(struct detour_buf *out, const struct detour_report *report,
	const struct detour_columns *columns)
{
	const struct table table = {out, report, columns};

	detour_buf_addf(out,
		"<details id=\"table\" class=\"table\"><summary>The same as a table</summary>\n"
		"<table><caption>What happened, by %s</caption>\n"
		"<thead><tr><th scope=\"col\">When</th><th scope=\"col\" class=\"n\">Commits</th>"
		"<th scope=\"col\">Off plan</th><th scope=\"col\">Sessions</th></tr></thead>\n"
		"<tbody>\n",
		detour_columns_unit(columns));
	for (size_t i = 0; i < columns->count; i++)
		add_row(&table, i);
	detour_buf_addstr(out, "</tbody></table></details>\n");
}
