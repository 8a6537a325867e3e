/* Dates and lengths of time: what is read is within bounds, and what we write is read again. */
#include "fuzz.h"

#include <string.h>

#include "base/date.h"

static void check_time(struct detour_arena *arena, int64_t time, int offset)
{
	struct detour_date date = detour_date_at(time, offset);
	const char *day = detour_date_day(arena, time, offset);
	const char *minute = detour_date_minute(arena, time, offset);
	int64_t again;
	int year, month, number, zone;
	size_t used;

	FUZZ_CHECK(date.year >= 0 && date.year <= 9999 && date.month >= 1 && date.month <= 12);
	FUZZ_CHECK(date.day >= 1 && date.day <= 31 && date.weekday >= 0 && date.weekday <= 6);
	FUZZ_CHECK(date.hour >= 0 && date.hour < 24 && date.minute >= 0 && date.minute < 60);
	FUZZ_CHECK(date.second >= 0 && date.second < 60);
	FUZZ_CHECK(detour_date_days(date.year, date.month, date.day) == date.days);
	FUZZ_CHECK(!detour_date_parse_day(day, &year, &month, &number));
	FUZZ_CHECK(year == date.year && month == date.month && number == date.day);
	FUZZ_CHECK(!detour_date_parse_minute(minute, &again, &zone, &used));
	FUZZ_CHECK(used == strlen(minute));
	FUZZ_CHECK(!strcmp(detour_date_minute(arena, again, zone), minute));
	fuzz_check_plain(detour_date_short(arena, time, offset));
	fuzz_check_plain(detour_date_span(arena, time));
}

static void check_text(struct detour_arena *arena, const char *text, int64_t now, int offset)
{
	int64_t seconds;
	int year, month, day, zone;
	size_t used;

	if (!detour_date_parse_day(text, &year, &month, &day))
		FUZZ_CHECK(strlen(text) == 10 && detour_date_days(year, month, day) < 2932897);
	if (!detour_date_parse_minute(text, &seconds, &zone, &used)) {
		FUZZ_CHECK(used <= strlen(text));
		/* What lies beyond the calendar in UTC is told at its end. */
		if (text[0] != '9' && text[0] != '0')
			FUZZ_CHECK(!strncmp(detour_date_minute(arena, seconds, zone), text, 16));
	}
	if (!detour_date_parse_span(text, &seconds))
		FUZZ_CHECK(seconds >= 0 && seconds <= INT64_C(3660) * 86400);
	(void)detour_date_parse_when(text, now, offset, &seconds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	uint64_t time = 0;
	int offset, kind;

	fuzz_begin(&input, data, size);
	kind = (int)fuzz_byte(&input);
	for (int i = 0; i < 8; i++)
		time = time << 8 | fuzz_byte(&input);
	if (kind & 1) /* most are of our days */
		time %= UINT64_C(4102444800);
	offset = (int)(fuzz_byte(&input) << 8 | fuzz_byte(&input)) % 1680 - 840;
	check_time(&input.arena, (int64_t)time, offset);
	check_text(&input.arena, fuzz_word(&input), (int64_t)(time % UINT64_C(4102444800)), offset);
	fuzz_end(&input);
	return 0;
}
