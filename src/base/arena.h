/*
 * Arenas: memory that belongs to one thing and goes with it.
 *
 * init, any number of allocations, release. Nothing is freed alone. Allocation never returns NULL:
 * when memory is out, the process-wide handler is called, which must not return (programs install
 * one that says so in a line and ends the process without failing the commit; the default aborts).
 */
#ifndef DETOUR_ARENA_H
#define DETOUR_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "error.h"

struct detour_arena_block;

struct detour_arena {
	struct detour_arena_block *blocks; /* newest first */
};

#define DETOUR_ARENA_INIT                                                                          \
	{                                                                                          \
		NULL                                                                               \
	}

void detour_arena_release(struct detour_arena *arena);

/* What is in `other` belongs to `arena` from now on. */
void detour_arena_take(struct detour_arena *arena, struct detour_arena *other);

/* Zeroed and aligned for any object. A size of 0 gives a valid pointer. */
void *detour_arena_alloc(struct detour_arena *arena, size_t size);
/* The same for `count` objects; a product that overflows counts as memory being out. */
void *detour_arena_array(struct detour_arena *arena, size_t count, size_t size);
/* NUL-terminated copies. */
char *detour_arena_strdup(struct detour_arena *arena, const char *text);
char *detour_arena_strndup(struct detour_arena *arena, const char *text, size_t length);
char *detour_arena_printf(struct detour_arena *arena, const char *format, ...) DETOUR_PRINTF(2, 3);

/* malloc family with the same rule for memory being out; for the few things that are not in an
 * arena. Freed with free(). */
void *detour_realloc(void *old, size_t size);
/* Zeroed; large ones cost nothing until they are touched. */
void *detour_calloc(size_t count, size_t size);

typedef void (*detour_no_memory_fn)(void);
void detour_set_no_memory_handler(detour_no_memory_fn handler);

#endif
