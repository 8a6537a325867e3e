/* Counts what falls into each column; see columns.h. */
#include "columns.h"

#include <string.h>

#include "../base/date.h"
#include "html.h"

enum { DAY = 24 * 3600, LEAST_BREAK = 3 };

static int64_t floor_div(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

/* The number of the unit that a day is in, and the first day of such a unit. */
static int64_t unit_of(enum detour_unit unit, int64_t day)
{
	struct detour_date date = detour_date_at(day * DAY, 0);

	switch (unit) {
	case DETOUR_UNIT_WEEK:
		return floor_div(day + 3, 7); /* 1970-01-01 was a Thursday */
	case DETOUR_UNIT_MONTH:
		return (int64_t)date.year * 12 + date.month - 1;
	case DETOUR_UNIT_QUARTER:
		return (int64_t)date.year * 4 + (date.month - 1) / 3;
	case DETOUR_UNIT_YEAR:
		break;
	}
	return date.year;
}

static int64_t day_of(enum detour_unit unit, int64_t number)
{
	switch (unit) {
	case DETOUR_UNIT_WEEK:
		return number * 7 - 3;
	case DETOUR_UNIT_MONTH:
		return detour_date_days(number / 12, (int)(number % 12) + 1, 1);
	case DETOUR_UNIT_QUARTER:
		return detour_date_days(number / 4, (int)(number % 4) * 3 + 1, 1);
	case DETOUR_UNIT_YEAR:
		break;
	}
	return detour_date_days(number, 1, 1);
}

static int64_t day_of_detour(const struct detour_report_detour *detour)
{
	return detour->signs[detour->main].day;
}

size_t detour_columns_find(const struct detour_columns *columns, int64_t day)
{
	for (size_t i = 0; i < columns->count; i++)
		if (day >= columns->list[i].first && day <= columns->list[i].last)
			return i;
	return DETOUR_REPORT_NONE;
}

static void count_all(struct detour_columns *out, const struct detour_report *report)
{
	size_t at;

	for (size_t i = 0; i < report->commits; i++) {
		at = detour_columns_find(out, report->days[i]);
		if (at == DETOUR_REPORT_NONE)
			out->undrawn++;
		else
			out->list[at].commits++;
	}
	for (size_t i = 0; i < report->detour_count; i++)
		if ((at = detour_columns_find(out, day_of_detour(&report->detours[i]))) !=
			DETOUR_REPORT_NONE)
			out->list[at].detours++;
	for (size_t i = 0; i < report->session_count; i++)
		if ((at = detour_columns_find(out, report->sessions[i].day)) != DETOUR_REPORT_NONE)
			out->list[at].sessions++;
}

static bool is_empty(const struct detour_column *column)
{
	return !column->commits && !column->detours && !column->sessions;
}

static void join_empty(struct detour_columns *columns)
{
	size_t kept = 0, run;

	for (size_t i = 0; i < columns->count; i += run) {
		struct detour_column *column = &columns->list[kept];

		for (run = 0; i + run < columns->count && is_empty(&columns->list[i + run]); run++)
			;
		if (run >= LEAST_BREAK) {
			int64_t last = columns->list[i + run - 1].last;

			*column = columns->list[i];
			column->last = last;
			column->skipped = run;
		} else {
			run = 1;
			*column = columns->list[i];
		}
		kept++;
	}
	columns->count = kept;
}

void detour_columns_make(struct detour_columns *out, const struct detour_report *report)
{
	int64_t first, last;

	memset(out, 0, sizeof(*out));
	for (out->unit = DETOUR_UNIT_WEEK;; out->unit++) {
		first = unit_of(out->unit, report->first);
		last = unit_of(out->unit, report->last);
		if (last - first < (int64_t)DETOUR_COLUMNS_LIMIT || out->unit == DETOUR_UNIT_YEAR)
			break;
	}
	if (last - first >= (int64_t)DETOUR_COLUMNS_LIMIT)
		first = last - (int64_t)DETOUR_COLUMNS_LIMIT + 1;
	for (; first <= last; first++) {
		struct detour_column *column = &out->list[out->count++];

		column->first = day_of(out->unit, first);
		column->last = day_of(out->unit, first + 1) - 1;
	}
	count_all(out, report);
	for (size_t i = 0; i < out->count; i++) {
		if (out->list[i].commits > out->most)
			out->most = out->list[i].commits;
		out->is_crowded |= out->list[i].detours > DETOUR_COLUMN_CROWD;
	}
	join_empty(out);
}

const char *detour_columns_unit(const struct detour_columns *columns)
{
	static const char *const names[] = {"week", "month", "quarter", "year"};

	return names[columns->unit];
}

void detour_columns_label(
	struct detour_buf *out, const struct detour_columns *columns, size_t column)
{
	const struct detour_column *it = &columns->list[column];
	struct detour_date first = detour_date_at(it->first * DAY, 0);
	struct detour_date last = detour_date_at(it->last * DAY, 0);

	if (it->skipped) {
		detour_html_count(out, it->skipped, detour_columns_unit(columns));
		detour_buf_addstr(out, " without a commit");
	} else if (columns->unit == DETOUR_UNIT_WEEK) {
		detour_buf_addstr(out, "Week of ");
		detour_html_day_text(out, it->first);
	} else if (columns->unit == DETOUR_UNIT_MONTH) {
		detour_buf_addf(out, "%s %d", detour_html_month(first.month), first.year);
	} else if (columns->unit == DETOUR_UNIT_QUARTER) {
		detour_buf_addf(out, "%s to %s %d", detour_html_month(first.month),
			detour_html_month(last.month), first.year);
	} else {
		detour_buf_addf(out, "%d", first.year);
	}
}
