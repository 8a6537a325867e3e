/* Growable bytes; see buf.h. */
#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

char detour_buf_empty[1] = "";

static void start_empty(struct detour_buf *buf)
{
	buf->ptr = detour_buf_empty;
	buf->size = 0;
	buf->capacity = 0;
}

void detour_buf_release(struct detour_buf *buf)
{
	if (buf->capacity)
		free(buf->ptr);
	start_empty(buf);
}

void detour_buf_clear(struct detour_buf *buf)
{
	detour_buf_truncate(buf, 0);
}

void detour_buf_truncate(struct detour_buf *buf, size_t size)
{
	if (size >= buf->size)
		return;
	buf->size = size;
	buf->ptr[size] = '\0';
}

void detour_buf_reserve(struct detour_buf *buf, size_t more)
{
	size_t needed, capacity;

	/* A sum that overflows asks for more than there can be: the allocator says no. */
	needed = more > SIZE_MAX / 2 - buf->size ? SIZE_MAX / 2 : buf->size + more + 1;
	if (needed <= buf->capacity)
		return;
	capacity = buf->capacity < 64 ? 64 : buf->capacity;
	while (capacity < needed)
		capacity *= 2;
	buf->ptr = detour_realloc(buf->capacity ? buf->ptr : NULL, capacity);
	buf->capacity = capacity;
	buf->ptr[buf->size] = '\0';
}

void detour_buf_add(struct detour_buf *buf, const void *bytes, size_t size)
{
	if (!size)
		return;
	detour_buf_reserve(buf, size);
	memcpy(buf->ptr + buf->size, bytes, size);
	buf->size += size;
	buf->ptr[buf->size] = '\0';
}

void detour_buf_addstr(struct detour_buf *buf, const char *text)
{
	detour_buf_add(buf, text, strlen(text));
}

void detour_buf_addch(struct detour_buf *buf, char c)
{
	detour_buf_add(buf, &c, 1);
}

void detour_buf_addf(struct detour_buf *buf, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(NULL, 0, format, values);
	va_end(values);
	if (length <= 0)
		return;
	detour_buf_reserve(buf, (size_t)length);
	va_start(values, format);
	vsnprintf(buf->ptr + buf->size, (size_t)length + 1, format, values);
	va_end(values);
	buf->size += (size_t)length;
}

char *detour_buf_detach(struct detour_buf *buf)
{
	char *bytes;

	detour_buf_reserve(buf, 0);
	bytes = buf->ptr;
	start_empty(buf);
	return bytes;
}
