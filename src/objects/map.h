/*
 * Files as memory, read only. Who maps a file that another thread has mapped already gets the same
 * memory: each thread has a store of its own, and a pack may be as large as all the rest.
 */
#ifndef DETOUR_OBJECTS_MAP_H
#define DETOUR_OBJECTS_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct detour_map {
	const unsigned char *bytes; /* NULL: nothing is mapped */
	size_t size;
};

/* False where it is no regular file, is empty, or cannot be mapped. */
bool detour_map_open(struct detour_map *map, const char *path);
void detour_map_close(struct detour_map *map);

#endif
