/* Points in time as people type them after --since; see date.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "date.h"
#include "text.h"

#define DAY INT64_C(86400)
#define LONGEST (400 * 366 * DAY)

/* "2.weeks.ago" and "2_weeks_ago" are words as well: a shell needs no quotes for them. */
static bool is_gap(char c)
{
	return c == ' ' || c == '.' || c == '_' || c == '\t' || c == ',';
}

static const char *skip_gap(const char *at)
{
	while (is_gap(*at))
		at++;
	return at;
}

/* Is the word at `at` this one, in any case? Sets the end behind it. */
static bool takes_word(const char *at, const char *word, const char **end)
{
	size_t size = strlen(word);

	if (strncasecmp(at, word, size) != 0 || (at[size] && !is_gap(at[size])))
		return false;
	*end = skip_gap(at + size);
	return true;
}

static int64_t midnight(int64_t seconds, int offset_minutes)
{
	return detour_date_at(seconds, offset_minutes).days * DAY - (int64_t)offset_minutes * 60;
}

static bool parse_unit(const char *at, int64_t *unit, const char **end)
{
	static const struct {
		const char *one, *many;
		int64_t seconds;
	} units[] = {{"second", "seconds", 1}, {"minute", "minutes", 60}, {"hour", "hours", 3600},
		{"day", "days", DAY}, {"week", "weeks", 7 * DAY}, {"month", "months", 30 * DAY},
		{"year", "years", 365 * DAY}};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (takes_word(at, units[i].one, end) || takes_word(at, units[i].many, end)) {
			*unit = units[i].seconds;
			return true;
		}
	return false;
}

/* "2 weeks ago", "3.days", "last month" */
static bool parse_ago(const char *text, int64_t *ago)
{
	const char *at = text;
	int64_t count = 0, unit;

	if (takes_word(at, "last", &at) || takes_word(at, "a", &at) || takes_word(at, "one", &at)) {
		count = 1;
	} else {
		for (; *at >= '0' && *at <= '9' && count < LONGEST; at++)
			count = count * 10 + (*at - '0');
		if (at == text)
			return false;
		at = skip_gap(at);
	}
	if (!parse_unit(at, &unit, &at) || count > LONGEST / unit)
		return false;
	if (*at && !takes_word(at, "ago", &at))
		return false;
	*ago = count * unit;
	return !*at;
}

/* "14:03" or "14:03:20" */
static bool parse_clock(const char *text, int64_t *seconds)
{
	int64_t parts[3] = {0, 0, 0};
	static const int64_t limits[] = {24, 60, 61};
	int count = 0;

	for (; count < 3; count++) {
		if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
			return false;
		parts[count] = (text[0] - '0') * 10 + (text[1] - '0');
		if (parts[count] >= limits[count])
			return false;
		text += 2;
		if (*text != ':')
			break;
		text++;
	}
	*seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
	return count > 0 && !*text;
}

/* "2026-11-22", "2026-11-22 14:03", "2026-11-22T14:03:20", "2026-11-22 14:03 +0100" */
static bool parse_calendar(const char *text, int offset, int64_t *seconds)
{
	char day[sizeof("2026-11-22")];
	int year, month, date;
	int64_t clock = 0;
	size_t used;

	if (!detour_date_parse_minute(text, seconds, &offset, &used))
		return !text[used];
	if (strnlen(text, 10) < 10)
		return false;
	memcpy(day, text, 10);
	day[10] = '\0';
	if (detour_date_parse_day(day, &year, &month, &date))
		return false;
	if (text[10] && ((text[10] != ' ' && text[10] != 'T') || !parse_clock(text + 11, &clock)))
		return false;
	*seconds = detour_date_days(year, month, date) * DAY + clock - (int64_t)offset * 60;
	return true;
}

int detour_date_parse_when(const char *text, int64_t now, int offset_minutes, int64_t *seconds)
{
	const char *end;
	int64_t span;

	text = skip_gap(text);
	if (takes_word(text, "now", &end) && !*end)
		*seconds = now;
	else if (takes_word(text, "today", &end) && !*end)
		*seconds = midnight(now, offset_minutes);
	else if (takes_word(text, "yesterday", &end) && !*end)
		*seconds = midnight(now, offset_minutes) - DAY;
	else if (parse_ago(text, &span))
		*seconds = now - span;
	else if (text[0] && strspn(text, "0123456789") < strlen(text) &&
		 !detour_date_parse_span(text, &span))
		*seconds = now - span;
	else if (!parse_calendar(text, offset_minutes, seconds))
		return DETOUR_EINVALID;
	return 0;
}
