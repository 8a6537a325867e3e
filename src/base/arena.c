/* Arenas as a list of blocks that double up to a limit; see arena.h. */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct detour_arena_block {
	struct detour_arena_block *next;
	size_t used, size; /* of what follows the header */
	max_align_t data[];
};

enum { FIRST_BLOCK = 1000, LARGEST_BLOCK = 256 * 1024 };

static detour_no_memory_fn no_memory = abort;

void detour_set_no_memory_handler(detour_no_memory_fn handler)
{
	no_memory = handler ? handler : abort;
}

static void out_of_memory(void)
{
	no_memory();
	abort(); /* the handler must not return */
}

void *detour_realloc(void *old, size_t size)
{
	void *memory = realloc(old, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

void *detour_calloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

void detour_arena_release(struct detour_arena *arena)
{
	while (arena->blocks) {
		struct detour_arena_block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
}

/* Behind the newest block, which stays in use. */
void detour_arena_take(struct detour_arena *arena, struct detour_arena *other)
{
	struct detour_arena_block **end = &arena->blocks;

	while (*end)
		end = &(*end)->next;
	*end = other->blocks;
	other->blocks = NULL;
}

static size_t next_block_size(const struct detour_arena_block *newest, size_t wanted)
{
	size_t size = newest ? newest->size * 2 : FIRST_BLOCK;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	return size < wanted ? wanted : size;
}

static struct detour_arena_block *add_block(struct detour_arena *arena, size_t wanted)
{
	size_t size = next_block_size(arena->blocks, wanted);
	struct detour_arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		out_of_memory();
	block = detour_realloc(NULL, sizeof(*block) + size);
	block->used = 0;
	block->size = size;
	/* A large thing gets a block of its own behind the newest, whose rest stays in use. */
	if (arena->blocks && wanted > LARGEST_BLOCK) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

void *detour_arena_alloc(struct detour_arena *arena, size_t size)
{
	const size_t align = sizeof(max_align_t);
	struct detour_arena_block *block = arena->blocks;
	void *memory;

	if (size > SIZE_MAX - align)
		out_of_memory();
	size = (size + align - 1) / align * align;
	if (!block || block->size - block->used < size)
		block = add_block(arena, size);
	memory = (char *)block->data + block->used;
	block->used += size;
	return memset(memory, 0, size);
}

void *detour_arena_array(struct detour_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return detour_arena_alloc(arena, count * size);
}

char *detour_arena_strndup(struct detour_arena *arena, const char *text, size_t length)
{
	char *copy = detour_arena_alloc(arena, length + 1);

	if (length)
		memcpy(copy, text, length);
	return copy;
}

char *detour_arena_strdup(struct detour_arena *arena, const char *text)
{
	return detour_arena_strndup(arena, text, strlen(text));
}

char *detour_arena_printf(struct detour_arena *arena, const char *format, ...)
{
	va_list values;
	char *text;
	int length;

	va_start(values, format);
	length = vsnprintf(NULL, 0, format, values);
	va_end(values);
	if (length < 0)
		return detour_arena_strdup(arena, "");
	text = detour_arena_alloc(arena, (size_t)length + 1);
	va_start(values, format);
	vsnprintf(text, (size_t)length + 1, format, values);
	va_end(values);
	return text;
}
