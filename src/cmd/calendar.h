/*
 * A calendar of weeks in a few lines: a mark a week, the months above. Pure, but for the stream.
 */
#ifndef DETOUR_CMD_CALENDAR_H
#define DETOUR_CMD_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct detour_calendar {
	int64_t monday;       /* of the first week, in days since 1970 */
	const size_t *counts; /* one a week: what is marked */
	size_t weeks;
	int columns; /* of the terminal */
	bool ascii;  /* nothing else can be shown */
};

/* The number of the week that a day (since 1970) is in, and the Monday of such a week. */
int64_t detour_calendar_week(int64_t day);
int64_t detour_calendar_monday(int64_t week);
void detour_calendar_print(FILE *out, const struct detour_calendar *calendar);

#endif
