/*
 * Points in time as git keeps them (seconds since 1970 and the author's zone in minutes east),
 * as people read them, and as settings write them. Pure: no clock, no time zone data base.
 */
#ifndef DETOUR_DATE_H
#define DETOUR_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct detour_date {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
	int weekday;  /* 0 is Monday */
	int64_t days; /* days since 1970-01-01, in that zone */
};

/* Any 64-bit time; years outside 0 to 9999 are clamped to them. */
struct detour_date detour_date_at(int64_t seconds, int offset_minutes);

/* Days since 1970-01-01. */
int64_t detour_date_days(int64_t year, int month, int day);
/* "2026-11-22" */
char *detour_date_day(struct detour_arena *arena, int64_t seconds, int offset_minutes);
/* "2026-11-22 14:03 +0100", the form of link lines */
char *detour_date_minute(struct detour_arena *arena, int64_t seconds, int offset_minutes);
/* "Fri 20 Nov" */
char *detour_date_short(struct detour_arena *arena, int64_t seconds, int offset_minutes);
/* A length of time in one unit, as one says it: "40 seconds", "1 minute", "5 hours", "2 days",
 * "3 weeks", "7 months", "2 years". Negative lengths count as 0. */
char *detour_date_span(struct detour_arena *arena, int64_t seconds);

/* "2026-11-22" exactly and existing; DETOUR_EINVALID otherwise (no message). */
int detour_date_parse_day(const char *text, int *year, int *month, int *day);
/* "2026-11-22 14:03 +0100" at the start of `text`; sets the bytes used. */
int detour_date_parse_minute(const char *text, int64_t *seconds, int *offset_minutes, size_t *used);
/* "20s", "90m", "3h", "2d", "1w", a bare number of seconds; up to ten years. */
int detour_date_parse_span(const char *text, int64_t *seconds);
/* A point in time as one types it, seen from `now` in this zone: "2026-11-22", "2026-11-22 14:03",
 * "yesterday", "90d", "2 weeks ago", "2.weeks", "last month". In when.c. */
int detour_date_parse_when(const char *text, int64_t now, int offset_minutes, int64_t *seconds);

#endif
