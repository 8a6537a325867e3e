/*
 * Calendar arithmetic on the proleptic Gregorian calendar with plain integers: git's times reach
 * far beyond what time_t and the C library's zones promise.
 */
#include "date.h"

#include <stdio.h>
#include <string.h>

enum { DAY = 86400, HOUR = 3600, MINUTE = 60 };

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* Years are counted from March, so that the leap day comes last; eras are 400 years. */
int64_t detour_date_days(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, struct detour_date *date)
{
	int64_t shifted = days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t doe = shifted - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	date->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	date->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	date->year = (int)(yoe + era * 400 + (date->month <= 2));
}

struct detour_date detour_date_at(int64_t seconds, int offset_minutes)
{
	const int64_t first = detour_date_days(0, 1, 1) * DAY;
	const int64_t last = detour_date_days(10000, 1, 1) * DAY - 1;
	struct detour_date date;
	int64_t local, rest;

	if (seconds < first)
		seconds = first;
	if (seconds > last)
		seconds = last;
	local = seconds + (int64_t)offset_minutes * MINUTE;
	if (local < first)
		local = first;
	if (local > last)
		local = last;
	date.days = (local >= 0 ? local : local - (DAY - 1)) / DAY;
	rest = local - date.days * DAY;
	date.hour = (int)(rest / HOUR);
	date.minute = (int)(rest % HOUR / MINUTE);
	date.second = (int)(rest % MINUTE);
	/* 1970-01-01 was a Thursday. */
	date.weekday = (int)(((date.days + 3) % 7 + 7) % 7);
	civil_from_days(date.days, &date);
	return date;
}

char *detour_date_day(struct detour_arena *arena, int64_t seconds, int offset_minutes)
{
	struct detour_date d = detour_date_at(seconds, offset_minutes);

	return detour_arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

char *detour_date_minute(struct detour_arena *arena, int64_t seconds, int offset_minutes)
{
	struct detour_date d = detour_date_at(seconds, offset_minutes);
	int away = offset_minutes < 0 ? -offset_minutes : offset_minutes;

	return detour_arena_printf(arena, "%04d-%02d-%02d %02d:%02d %c%02d%02d", d.year, d.month,
		d.day, d.hour, d.minute, offset_minutes < 0 ? '-' : '+', away / 60, away % 60);
}

char *detour_date_short(struct detour_arena *arena, int64_t seconds, int offset_minutes)
{
	struct detour_date d = detour_date_at(seconds, offset_minutes);

	return detour_arena_printf(
		arena, "%s %d %s", weekdays[d.weekday], d.day, months[d.month - 1]);
}

char *detour_date_span(struct detour_arena *arena, int64_t seconds)
{
	/* A unit is used from the length on at which it says enough: 90 minutes are "1 hour" to
	 * nobody, so hours begin at two. */
	static const struct {
		int64_t from, unit;
		const char *name;
	} units[] = {{2 * 365 * DAY, 365 * DAY, "year"}, {60 * DAY, 30 * DAY, "month"},
		{21 * DAY, 7 * DAY, "week"}, {DAY, DAY, "day"}, {HOUR * 2, HOUR, "hour"},
		{MINUTE, MINUTE, "minute"}};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		long long count = seconds / units[i].unit;

		if (seconds >= units[i].from)
			return detour_arena_printf(
				arena, "%lld %s%s", count, units[i].name, count == 1 ? "" : "s");
	}
	if (seconds < 0)
		seconds = 0;
	return detour_arena_printf(
		arena, "%lld second%s", (long long)seconds, seconds == 1 ? "" : "s");
}

/* Exactly `digits` decimal digits, or -1. */
static int number(const char *text, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static int days_in_month(int year, int month)
{
	int next_year = month == 12 ? year + 1 : year;
	int next_month = month == 12 ? 1 : month + 1;

	return (int)(detour_date_days(next_year, next_month, 1) - detour_date_days(year, month, 1));
}

/* "2026-11-22" at the start of the text. */
static bool parse_day(const char *text, int *year, int *month, int *day)
{
	if (strnlen(text, 10) < 10 || text[4] != '-' || text[7] != '-')
		return false;
	*year = number(text, 4);
	*month = number(text + 5, 2);
	*day = number(text + 8, 2);
	return *year >= 0 && *month >= 1 && *month <= 12 && *day >= 1 &&
	       *day <= days_in_month(*year, *month);
}

int detour_date_parse_day(const char *text, int *year, int *month, int *day)
{
	if (!parse_day(text, year, month, day) || text[10])
		return DETOUR_EINVALID;
	return 0;
}

int detour_date_parse_minute(const char *text, int64_t *seconds, int *offset_minutes, size_t *used)
{
	enum { LENGTH = sizeof("2026-11-22 14:03 +0100") - 1 };
	int year, month, day, hour, minute, zone_hours, zone_minutes;

	if (strnlen(text, LENGTH) < LENGTH || !parse_day(text, &year, &month, &day))
		return DETOUR_EINVALID;
	hour = number(text + 11, 2);
	minute = number(text + 14, 2);
	zone_hours = number(text + 18, 2);
	zone_minutes = number(text + 20, 2);
	if (text[10] != ' ' || text[13] != ':' || text[16] != ' ' ||
		(text[17] != '+' && text[17] != '-'))
		return DETOUR_EINVALID;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || zone_hours < 0 ||
		zone_minutes < 0)
		return DETOUR_EINVALID;
	*offset_minutes = (zone_hours * 60 + zone_minutes) * (text[17] == '-' ? -1 : 1);
	*seconds = detour_date_days(year, month, day) * DAY + hour * HOUR + minute * MINUTE -
		   (int64_t)*offset_minutes * MINUTE;
	*used = LENGTH;
	return 0;
}

int detour_date_parse_span(const char *text, int64_t *seconds)
{
	static const struct {
		char letter;
		int64_t unit;
	} units[] = {{'\0', 1}, {'s', 1}, {'m', MINUTE}, {'h', HOUR}, {'d', DAY}, {'w', 7 * DAY}};
	const int64_t longest = (int64_t)3653 * DAY;
	int64_t value = 0;
	size_t i = 0;

	for (; text[i] >= '0' && text[i] <= '9'; i++) {
		value = value * 10 + (text[i] - '0');
		if (value > longest)
			return DETOUR_EINVALID;
	}
	if (!i || (text[i] && text[i + 1]))
		return DETOUR_EINVALID;
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++)
		if (units[u].letter == text[i] && value <= longest / units[u].unit) {
			*seconds = value * units[u].unit;
			return 0;
		}
	return DETOUR_EINVALID;
}
