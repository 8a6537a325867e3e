/*
 * The columns of the timeline: a week each, or a month, a quarter or a year over longer times, so
 * that the page stays small however old a repository is. Long stretches without anything are one
 * column, a break. Pure.
 */
#ifndef DETOUR_REPORT_COLUMNS_H
#define DETOUR_REPORT_COLUMNS_H

#include "report.h"

enum detour_unit { DETOUR_UNIT_WEEK, DETOUR_UNIT_MONTH, DETOUR_UNIT_QUARTER, DETOUR_UNIT_YEAR };

#define DETOUR_COLUMN_CROWD ((size_t)14)
#define DETOUR_COLUMNS_LIMIT ((size_t)60)

struct detour_column {
	int64_t first, last; /* days since 1970 */
	size_t commits, detours, sessions;
	size_t skipped; /* a break: so many units in a row with nothing in them; else 0 */
};

struct detour_columns {
	enum detour_unit unit;
	struct detour_column list[DETOUR_COLUMNS_LIMIT];
	size_t count;
	size_t most;     /* commits in one column */
	bool is_crowded; /* too much went off plan in one of them for a mark each */
	size_t undrawn;  /* commits dated outside of these columns */
};

/* Counts commits and sessions by their day, a detour by that of the sign it is told by. */
void detour_columns_make(struct detour_columns *out, const struct detour_report *report);
/* The column that a day is in, or DETOUR_REPORT_NONE. */
size_t detour_columns_find(const struct detour_columns *columns, int64_t day);
/* "week", "month", "quarter", "year" */
const char *detour_columns_unit(const struct detour_columns *columns);
/* "Week of 25 May 2026", "May 2026", "April to June 2026", "2026"; a break: "5 weeks without …" */
void detour_columns_label(
	struct detour_buf *out, const struct detour_columns *columns, size_t column);

#endif
