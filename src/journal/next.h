/*
 * Where to go on: the lines "- 14:32 next: rerun the load test" of a session, as `git detour note`
 * writes them and as people do ("Next: …", "- 2026-11-25 14:32 next: …"). Pure.
 */
#ifndef DETOUR_JOURNAL_NEXT_H
#define DETOUR_JOURNAL_NEXT_H

#include "../base/arena.h"

#include <stdbool.h>

struct detour_next {
	const char *text; /* what is to be done: plain, one line, safe for a terminal */
	const char *day;  /* "2026-11-25" where the line tells it; NULL: that of the session */
	int minute;       /* of the day; -1 where the line tells no time */
	bool followed;    /* a note with a time that says something else came after it */
};

/* All of them in the order of the file: the last is the newest. Those that are checked off
 * ("- [x] next: …") are left out. *out and its strings are in the arena; returns how many. */
size_t detour_next_find(
	const char *bytes, size_t size, struct detour_arena *arena, struct detour_next **out);
/* The text behind "next:", or NULL where the text does not begin so. */
const char *detour_next_text(const char *text, size_t *size);

#endif
