/*
 * The lines of a text that are not in another, as often as they are there more: a line that only
 * moved is not added. Pure.
 *
 * detour_added_init, detour_added_next until it returns false. Both texts must outlive it.
 */
#ifndef DETOUR_SIGNAL_ADDED_H
#define DETOUR_SIGNAL_ADDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"

struct detour_added {
	const char *text, *end; /* what is left of the new text */
	uint64_t *old;          /* hashes of the old lines, sorted */
	bool *used;
	size_t old_count;
};

void detour_added_init(struct detour_added *added, struct detour_arena *arena, const char *old,
	size_t old_size, const char *text, size_t size);
/* The next one, without its end. */
bool detour_added_next(struct detour_added *added, const char **line, size_t *size);

#endif
