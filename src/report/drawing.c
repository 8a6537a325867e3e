/* The drawing: a band of marks, a band of bars, a band of sessions, over one axis of time. */
#include "page.h"

#include "../base/date.h"
#include "html.h"
#include "marks.h"

enum {
	DAY = 24 * 3600,
	LEFT = 86,       /* the names of the bands */
	RIGHT = 14,      /* so that the last month's name has room */
	WIDTH = 960,     /* of everything, where the columns are not at their widest */
	WIDEST = 40,     /* a column */
	STEP = 18,       /* from mark to mark in a stack */
	STACK = 7,       /* marks in a column; then "+3" */
	DOTS = 3,        /* sessions likewise */
	BARS = 96,       /* height of the band */
	WORD_ROOM = 34,  /* "5 weeks" */
	LABEL_ROOM = 34, /* a month's name */
	AIR = 14,        /* between bands */
};

struct drawing {
	struct detour_buf *out;
	const struct detour_report *report;
	const struct detour_columns *columns;
	int column;                    /* width of one */
	int marks, bars, dots, months; /* the lines that the bands stand on */
	int height;
	size_t most_off_plan; /* in one column, of a crowded time */
};

static int left_of(const struct drawing *drawing, size_t column)
{
	return LEFT + (int)column * drawing->column;
}

static int middle_of(const struct drawing *drawing, size_t column)
{
	return left_of(drawing, column) + drawing->column / 2;
}

static int bar_width(const struct drawing *drawing)
{
	return drawing->column > 8 ? drawing->column - 4 : drawing->column - 1;
}

static size_t at_most(size_t number, size_t limit)
{
	return number < limit ? number : limit;
}

/* In a crowded time a band of bars stands where the marks would. */
static void measure_crowd(struct drawing *drawing)
{
	struct detour_tally tally;

	for (size_t i = 0; i < drawing->columns->count; i++) {
		detour_tally_make(&tally, drawing->report, drawing->columns, i);
		if (tally.all > drawing->most_off_plan)
			drawing->most_off_plan = tally.all;
	}
	/* A family with one or two still gets two units. */
	drawing->marks = AIR + BARS + 2 * (int)DETOUR_FAMILIES;
}

static void lay_out(struct drawing *drawing)
{
	const struct detour_columns *columns = drawing->columns;
	size_t marks = 1, dots = 1;

	for (size_t i = 0; i < columns->count; i++) {
		/* One more for "+3". */
		if (columns->list[i].detours > marks)
			marks = at_most(columns->list[i].detours, STACK + 1);
		if (columns->list[i].sessions > dots)
			dots = at_most(columns->list[i].sessions, DOTS + 1);
	}
	drawing->column = (WIDTH - LEFT - RIGHT) / (columns->count ? (int)columns->count : 1);
	if (drawing->column > WIDEST)
		drawing->column = WIDEST;
	drawing->marks = AIR + (int)marks * STEP;
	if (columns->is_crowded)
		measure_crowd(drawing);
	drawing->bars = drawing->marks + AIR + BARS;
	drawing->dots = drawing->bars + AIR + (int)dots * STEP - STEP / 2;
	drawing->months = drawing->dots + AIR + 16;
	drawing->height = drawing->months + 20;
}

/* ---- what a column holds */

static void draw_marks(const struct drawing *drawing, size_t column)
{
	const struct detour_report *report = drawing->report;
	int x = middle_of(drawing, column), y = drawing->marks - STEP / 2;
	size_t drawn = 0, all = drawing->columns->list[column].detours;

	for (enum detour_report_list list = 0; list < DETOUR_LIST_COUNT; list++) {
		for (size_t i = 0; i < report->detour_count && drawn < STACK; i++) {
			const struct detour_report_detour *detour = &report->detours[i];
			bool linked;

			if (detour_report_list_of(detour) != list ||
				detour_columns_find(drawing->columns,
					detour->signs[detour->main].day) != column)
				continue;
			linked = detour_report_is_listed(report, i);
			if (linked)
				detour_buf_addf(drawing->out, "<a href=\"#d%zu\" aria-label=\"", i);
			else
				detour_buf_addstr(drawing->out, "<g role=\"img\" aria-label=\"");
			detour_report_summary(drawing->out, detour);
			detour_buf_addstr(drawing->out, "\"><title>");
			detour_report_summary(drawing->out, detour);
			detour_buf_addstr(drawing->out, "</title>");
			detour_mark_draw(drawing->out, detour, x, y);
			detour_buf_addstr(drawing->out, linked ? "</a>" : "</g>");
			y -= STEP;
			drawn++;
		}
	}
	if (all > drawn)
		detour_buf_addf(drawing->out,
			"<a href=\"#c%zu\" aria-label=\"%zu more in the table\">"
			"<text class=\"more\" x=\"%d\" y=\"%d\">+%zu</text></a>",
			column, all - drawn, x, y + 4, all - drawn);
}

/* Too many for a mark each: how many of each family there are. */
static void draw_parts(const struct drawing *drawing, size_t column)
{
	struct detour_tally tally;
	int wide = bar_width(drawing), x = middle_of(drawing, column), y = drawing->marks;

	detour_tally_make(&tally, drawing->report, drawing->columns, column);
	if (!tally.all || !drawing->most_off_plan)
		return;
	detour_buf_addf(drawing->out, "<a href=\"#c%zu\" aria-label=\"", column);
	detour_columns_label(drawing->out, drawing->columns, column);
	detour_buf_addf(drawing->out, ": %zu off plan: ", tally.all);
	detour_tally_write(drawing->out, &tally);
	detour_buf_addstr(drawing->out, "\"><title>");
	detour_tally_write(drawing->out, &tally);
	detour_buf_addstr(drawing->out, "</title>");
	for (size_t i = 0; i < DETOUR_FAMILIES; i++) {
		int high = (int)(tally.families[i] * BARS / drawing->most_off_plan);

		if (!tally.families[i])
			continue;
		high = high < 2 ? 2 : high;
		y -= high;
		detour_mark_bar(drawing->out, &detour_families[i], x - wide / 2, y, wide, high);
	}
	detour_buf_addstr(drawing->out, "</a>");
}

static void draw_bar(const struct drawing *drawing, size_t column)
{
	size_t commits = drawing->columns->list[column].commits;
	int height, wide = bar_width(drawing);

	if (!commits || !drawing->columns->most)
		return;
	height = (int)(commits * BARS / drawing->columns->most);
	if (height < 2)
		height = 2;
	detour_buf_addf(drawing->out,
		"<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
		middle_of(drawing, column) - wide / 2, drawing->bars - height, wide, height);
}

static void draw_dots(const struct drawing *drawing, size_t column)
{
	const struct detour_report *report = drawing->report;
	int x = middle_of(drawing, column), y = drawing->bars + AIR + STEP / 2;
	size_t drawn = 0, all = drawing->columns->list[column].sessions;

	for (size_t i = 0; i < report->session_count && drawn < DOTS; i++) {
		const struct detour_report_session *session = &report->sessions[i];
		bool linked = i < DETOUR_REPORT_SESSIONS;

		if (detour_columns_find(drawing->columns, session->day) != column)
			continue;
		if (linked)
			detour_buf_addf(
				drawing->out, "<a href=\"#s%zu\" aria-label=\"Session: ", i);
		else
			detour_buf_addstr(drawing->out, "<g role=\"img\" aria-label=\"Session: ");
		detour_html_text(drawing->out, session->title);
		detour_buf_addstr(drawing->out, "\"><title>");
		detour_html_text(drawing->out, session->title);
		detour_buf_addf(drawing->out,
			"</title><circle class=\"s\" cx=\"%d\" cy=\"%d\" r=\"5\"/>%s", x, y,
			linked ? "</a>" : "</g>");
		y += STEP;
		drawn++;
	}
	if (all > drawn)
		detour_buf_addf(drawing->out,
			"<a href=\"#c%zu\" aria-label=\"%zu more sessions in the table\">"
			"<text class=\"more\" x=\"%d\" y=\"%d\">+%zu</text></a>",
			column, all - drawn, x, y + 4, all - drawn);
}

/* Time that was left out: the axis is torn. */
static void draw_break(const struct drawing *drawing, size_t column)
{
	size_t skipped = drawing->columns->list[column].skipped;
	const char *unit = detour_columns_unit(drawing->columns);
	int x = middle_of(drawing, column);

	detour_buf_addf(drawing->out, "<path class=\"tear\" d=\"M%d %dl-4-%d 8-%d-8-%d 4-%d\"/>", x,
		drawing->bars, BARS / 4, BARS / 4, BARS / 4, BARS / 4);
	detour_buf_addf(drawing->out, "<text class=\"more\" x=\"%d\" y=\"%d\">%zu", x,
		drawing->bars + 13, skipped);
	if (drawing->column < WORD_ROOM)
		detour_buf_addch(drawing->out, *unit);
	else
		detour_buf_addf(drawing->out, " %ss", unit);
	detour_buf_addstr(drawing->out, "</text>");
}

static void draw_column(const struct drawing *drawing, size_t column)
{
	const struct detour_column *it = &drawing->columns->list[column];

	detour_buf_addstr(drawing->out, "<g class=\"c\"><title>");
	detour_columns_label(drawing->out, drawing->columns, column);
	if (!it->skipped) {
		detour_buf_addstr(drawing->out, ": ");
		detour_html_count(drawing->out, it->commits, "commit");
	}
	detour_buf_addf(drawing->out,
		"</title><rect class=\"bg\" x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\"/>",
		left_of(drawing, column), drawing->column, drawing->height - 20);
	if (it->skipped)
		draw_break(drawing, column);
	draw_bar(drawing, column);
	if (drawing->columns->is_crowded)
		draw_parts(drawing, column);
	else
		draw_marks(drawing, column);
	draw_dots(drawing, column);
	detour_buf_addstr(drawing->out, "</g>\n");
}

/* ---- around the columns */

static void draw_bands(const struct drawing *drawing)
{
	int right = left_of(drawing, drawing->columns->count);

	detour_buf_addf(drawing->out,
		"<g aria-hidden=\"true\"><text class=\"band\" x=\"0\" y=\"%d\">off plan</text>"
		"<text class=\"band\" x=\"0\" y=\"%d\">commits</text>"
		"<text class=\"band\" x=\"0\" y=\"%d\">sessions</text>",
		drawing->marks - 4, drawing->bars - 4, drawing->bars + AIR + STEP / 2 + 4);
	detour_buf_addf(drawing->out, "<text class=\"scale\" x=\"%d\" y=\"%d\">%zu</text>",
		LEFT - 6, drawing->bars - BARS + 9, drawing->columns->most);
	if (drawing->columns->is_crowded)
		detour_buf_addf(drawing->out, "<text class=\"scale\" x=\"%d\" y=\"%d\">%zu</text>",
			LEFT - 6, drawing->marks - BARS + 9, drawing->most_off_plan);
	detour_buf_addf(drawing->out,
		"<path class=\"grid\" d=\"M%d %dH%dM%d %dH%d\"/>"
		"<path class=\"axis\" d=\"M%d %dH%d\"/></g>\n",
		LEFT, drawing->marks + 2, right, LEFT, drawing->bars - BARS, right, LEFT,
		drawing->bars, right);
}

/* A name where a month (or a year) begins, where there is room; the year where it is a new one. */
static void draw_months(const struct drawing *drawing)
{
	bool by_year = drawing->columns->unit >= DETOUR_UNIT_QUARTER;
	int free_from = 0, month = 0, year = 0;

	detour_buf_addstr(drawing->out, "<g aria-hidden=\"true\">");
	for (size_t i = 0; i < drawing->columns->count; i++) {
		const struct detour_column *column = &drawing->columns->list[i];
		struct detour_date date = detour_date_at(column->first * DAY, 0);
		int x = left_of(drawing, i) + 2;
		bool is_new =
			by_year ? date.year != year : date.month != month || date.year != year;

		if (!is_new || x < free_from || column->skipped)
			continue;
		if (by_year)
			detour_buf_addf(drawing->out, "<text x=\"%d\" y=\"%d\">%d</text>", x,
				drawing->months, date.year);
		else
			detour_buf_addf(drawing->out, "<text x=\"%d\" y=\"%d\">%s</text>", x,
				drawing->months, detour_html_month(date.month));
		if (!by_year && date.year != year)
			detour_buf_addf(drawing->out,
				"<text class=\"year\" x=\"%d\" y=\"%d\">%d</text>", x,
				drawing->months + 15, date.year);
		month = date.month;
		year = date.year;
		free_from = x + LABEL_ROOM;
	}
	detour_buf_addstr(drawing->out, "</g>\n");
}

void detour_report_draw(struct detour_buf *out, const struct detour_report *report,
	const struct detour_columns *columns)
{
	struct drawing drawing = {.out = out, .report = report, .columns = columns};
	int width;

	lay_out(&drawing);
	width = left_of(&drawing, columns->count) + RIGHT;
	detour_buf_addf(out,
		"<div class=\"scroll\" role=\"region\" aria-label=\"The timeline, which scrolls "
		"sideways\" tabindex=\"0\">\n<svg class=\"chart\" role=\"group\" "
		"aria-labelledby=\"timeline\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n",
		width, drawing.height, width, drawing.height);
	draw_bands(&drawing);
	for (size_t i = 0; i < columns->count; i++)
		draw_column(&drawing, i);
	draw_months(&drawing);
	detour_buf_addstr(out, "</svg></div>\n");
}
