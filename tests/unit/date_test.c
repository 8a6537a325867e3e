/* Calendar arithmetic against known points, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

static struct detour_arena arena;

static int release(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static void points_in_time_have_their_day(void **state)
{
	(void)state;
	assert_string_equal(detour_date_minute(&arena, 0, 0), "1970-01-01 00:00 +0000");
	assert_string_equal(detour_date_minute(&arena, 1795352580, 60), "2026-11-22 14:03 +0100");
	assert_string_equal(detour_date_minute(&arena, 951782400, -570), "2000-02-28 14:30 -0930");
	assert_string_equal(detour_date_day(&arena, 951782400, 0), "2000-02-29");
	assert_string_equal(detour_date_short(&arena, 1795352580, 60), "Sun 22 Nov");
	assert_string_equal(detour_date_day(&arena, -1, 0), "1969-12-31");
}

static void absurd_times_are_clamped(void **state)
{
	(void)state;
	assert_int_equal(detour_date_at(INT64_MAX, 0).year, 9999);
	assert_int_equal(detour_date_at(INT64_MIN, 0).year, 0);
	assert_int_equal(detour_date_at(INT64_MAX, 100000).year, 9999);
}

static void minutes_are_read_back(void **state)
{
	int64_t seconds;
	int offset;
	size_t used;

	(void)state;
	for (int64_t at = -86400 * 800; at < INT64_C(86400) * 365 * 200; at += 86400 * 13 + 3540) {
		int64_t minute = at - ((at % 60) + 60) % 60;
		const char *text = detour_date_minute(&arena, minute, -210);

		assert_int_equal(detour_date_parse_minute(text, &seconds, &offset, &used), 0);
		assert_true(seconds == minute);
		assert_int_equal(offset, -210);
		assert_int_equal(used, strlen(text));
	}
	assert_int_not_equal(
		detour_date_parse_minute("2026-11-22 24:03 +0100", &seconds, &offset, &used), 0);
	assert_int_not_equal(
		detour_date_parse_minute("2026-11-22 14:03", &seconds, &offset, &used), 0);
}

static void days_must_exist(void **state)
{
	int year, month, day;

	(void)state;
	assert_int_equal(detour_date_parse_day("2024-02-29", &year, &month, &day), 0);
	assert_int_equal(year * 10000 + month * 100 + day, 20240229);
	assert_int_not_equal(detour_date_parse_day("2023-02-29", &year, &month, &day), 0);
	assert_int_not_equal(detour_date_parse_day("2023-13-01", &year, &month, &day), 0);
	assert_int_not_equal(detour_date_parse_day("2023-12-01x", &year, &month, &day), 0);
	assert_int_not_equal(detour_date_parse_day("2023-1-01", &year, &month, &day), 0);
	assert_int_not_equal(detour_date_parse_day("", &year, &month, &day), 0);
}

static void lengths_are_said_in_one_unit(void **state)
{
	(void)state;
	assert_string_equal(detour_date_span(&arena, -5), "0 seconds");
	assert_string_equal(detour_date_span(&arena, 1), "1 second");
	assert_string_equal(detour_date_span(&arena, 90), "1 minute");
	assert_string_equal(detour_date_span(&arena, 90 * 60), "90 minutes");
	assert_string_equal(detour_date_span(&arena, 5 * 3600), "5 hours");
	assert_string_equal(detour_date_span(&arena, 2 * 86400), "2 days");
	assert_string_equal(detour_date_span(&arena, 12 * 86400), "12 days");
	assert_string_equal(detour_date_span(&arena, 30 * 86400), "4 weeks");
	assert_string_equal(detour_date_span(&arena, INT64_C(800) * 86400), "2 years");
}

static void spans_are_read(void **state)
{
	int64_t seconds;

	(void)state;
	assert_int_equal(detour_date_parse_span("20s", &seconds), 0);
	assert_int_equal(seconds, 20);
	assert_int_equal(detour_date_parse_span("3h", &seconds), 0);
	assert_int_equal(seconds, 10800);
	assert_int_equal(detour_date_parse_span("7", &seconds), 0);
	assert_int_equal(seconds, 7);
	assert_int_not_equal(detour_date_parse_span("", &seconds), 0);
	assert_int_not_equal(detour_date_parse_span("-3h", &seconds), 0);
	assert_int_not_equal(detour_date_parse_span("3hh", &seconds), 0);
	assert_int_not_equal(detour_date_parse_span("99999999999999999999w", &seconds), 0);
}

static void points_in_time_are_read_as_people_type_them(void **state)
{
	const int64_t now = 1795352580, day = 86400; /* 2026-11-22 14:03 +0100 */
	const struct {
		const char *text;
		int64_t seconds;
	} cases[] = {{"2026-11-22", 1795302000}, {"2026-11-22 14:03", now},
		{"2026-11-22T14:03:20", now + 20}, {"2026-11-22 14:03 +0100", now},
		{"2026-11-22 13:03 +0000", now}, {"now", now}, {"today", 1795302000},
		{"Yesterday", 1795302000 - day}, {"90d", now - 90 * day}, {"2w", now - 14 * day},
		{"3 days ago", now - 3 * day}, {"3.days.ago", now - 3 * day},
		{"2 Weeks", now - 14 * day}, {"last month", now - 30 * day},
		{"1 year", now - 365 * day}, {" 5 hours  ago", now - 5 * 3600}};
	static const char *const wrong[] = {"", " ", "never", "2026", "2026-13-01",
		"2026-11-22 25:00", "2026-11-22 14", "2026-11-22x", "days", "3", "3 days from now",
		"99999999999999 days", "-3 days", "last", "today yesterday",
		"2026-11-22 14:03 +0100 x"};
	int64_t seconds;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(detour_date_parse_when(cases[i].text, now, 60, &seconds), 0);
		assert_int_equal(seconds, cases[i].seconds);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_not_equal(detour_date_parse_when(wrong[i], now, 60, &seconds), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_in_time_are_read_as_people_type_them),
		cmocka_unit_test(points_in_time_have_their_day),
		cmocka_unit_test(absurd_times_are_clamped),
		cmocka_unit_test(minutes_are_read_back),
		cmocka_unit_test(days_must_exist),
		cmocka_unit_test(lengths_are_said_in_one_unit),
		cmocka_unit_test(spans_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
