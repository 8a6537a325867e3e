/* Draws the rows of a calendar; see calendar.h. */
#include "calendar.h"

#include <string.h>

#include "../base/date.h"

enum { MARGIN = 7, MONTH = 4, DAY = 24 * 3600, LEAST_COLUMNS = 20, MOST_COLUMNS = 200 };

int64_t detour_calendar_week(int64_t day)
{
	int64_t since_monday = day + 3; /* 1970-01-01 was a Thursday */

	return since_monday / 7 - (since_monday % 7 < 0);
}

int64_t detour_calendar_monday(int64_t week)
{
	return week * 7 - 3;
}

static struct detour_date date_of(const struct detour_calendar *calendar, size_t week)
{
	return detour_date_at((calendar->monday + (int64_t)week * 7) * DAY, 0);
}

/* A month stands above the first week that begins in it, where there is room. */
static void print_months(
	FILE *out, const struct detour_calendar *calendar, size_t from, size_t to, size_t cell)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int before = date_of(calendar, from).month, at = 0;

	fprintf(out, "  %4d ", date_of(calendar, from).year);
	for (size_t i = from; i < to; i++) {
		int month = date_of(calendar, i).month, column = (int)((i - from) * cell);

		if (month == before && i > from)
			continue;
		/* The first may have too little room before the next. */
		if (i == from && from + MONTH / cell < to &&
			date_of(calendar, from + MONTH / cell - 1).month != month)
			continue;
		before = month;
		if (column < at)
			continue;
		fprintf(out, "%*s%.3s", column - at, "", names + (month - 1) * 3);
		at = column + 3;
	}
	fputc('\n', out);
}

static void print_marks(
	FILE *out, const struct detour_calendar *calendar, size_t from, size_t to, size_t cell)
{
	fprintf(out, "%*s", MARGIN, "");
	for (size_t i = from; i < to; i++) {
		if (!calendar->counts[i])
			fputs(calendar->ascii ? "." : "\xc2\xb7", out);
		else if (calendar->counts[i] > 9)
			fputc('+', out);
		else
			fputc('0' + (int)calendar->counts[i], out);
		if (cell > 1 && i + 1 < to)
			fputc(' ', out);
	}
	fputc('\n', out);
}

void detour_calendar_print(FILE *out, const struct detour_calendar *calendar)
{
	int columns = calendar->columns < LEAST_COLUMNS  ? LEAST_COLUMNS
		      : calendar->columns > MOST_COLUMNS ? MOST_COLUMNS
							 : calendar->columns;
	size_t room = (size_t)(columns - MARGIN);
	size_t cell = calendar->weeks * 2 <= room ? 2 : 1;

	for (size_t from = 0; from < calendar->weeks; from += room) {
		size_t to = from + room < calendar->weeks ? from + room : calendar->weeks;

		print_months(out, calendar, from, to, cell);
		print_marks(out, calendar, from, to, cell);
	}
}
