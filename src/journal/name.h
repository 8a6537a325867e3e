/*
 * The names of session files: `YYYY-MM-DD-short-topic.md`. Pure.
 */
#ifndef DETOUR_JOURNAL_NAME_H
#define DETOUR_JOURNAL_NAME_H

#include <stdbool.h>

#include "../base/arena.h"

#define DETOUR_SLUG_LIMIT 60 /* bytes */

/* "Retry queue: Redis evicts!" -> "retry-queue-redis-evicts". Accents are transliterated, other
 * scripts kept, everything that is no letter or digit becomes one '-' (apostrophes within a word
 * vanish); at most DETOUR_SLUG_LIMIT bytes, cut at a word where possible. "session" where nothing
 * is left. */
char *detour_name_slug(struct detour_arena *arena, const char *topic);
/* "2026-11-22" + "retry-queue" + 2 -> "2026-11-22-retry-queue-2.md"; number 1 adds nothing. */
char *detour_name_file(
	struct detour_arena *arena, const char *day, const char *slug, unsigned number);
/* Is it a session's name, and if so of which day ("2026-11-22") and topic ("retry-queue", without
 * "-session"; "" where the name is the day alone)? Templates (…TEMPLATE…, ….template.md) and
 * READMEs are none. */
bool detour_name_parse(
	struct detour_arena *arena, const char *name, const char **day, const char **topic);

#endif
