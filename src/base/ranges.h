/*
 * Sets of code points as short lists of ranges, for tables that stay small.
 */
#ifndef DETOUR_BASE_RANGES_H
#define DETOUR_BASE_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct detour_range {
	uint32_t first, last;
};

static inline bool detour_in_ranges(const struct detour_range *ranges, size_t count, uint32_t point)
{
	for (size_t i = 0; i < count; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* Is the point in this array of ranges? */
#define DETOUR_IN(ranges, point)                                                                   \
	detour_in_ranges(ranges, sizeof(ranges) / sizeof((ranges)[0]), point)

#endif
