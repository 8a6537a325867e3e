/*
 * Growable bytes. `DETOUR_BUF_INIT`, add, use `ptr` and `size`, release.
 *
 * `ptr` is never NULL and always NUL-terminated behind `size`, so text can be handed to C.
 */
#ifndef DETOUR_BUF_H
#define DETOUR_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

struct detour_buf {
	char *ptr;
	size_t size;
	size_t capacity; /* 0: `ptr` is the shared empty string */
};

extern char detour_buf_empty[1];
#define DETOUR_BUF_INIT                                                                            \
	{                                                                                          \
		detour_buf_empty, 0, 0                                                             \
	}

void detour_buf_release(struct detour_buf *buf);
void detour_buf_clear(struct detour_buf *buf);
void detour_buf_reserve(struct detour_buf *buf, size_t more);
void detour_buf_add(struct detour_buf *buf, const void *bytes, size_t size);
void detour_buf_addstr(struct detour_buf *buf, const char *text);
void detour_buf_addch(struct detour_buf *buf, char c);
void detour_buf_addf(struct detour_buf *buf, const char *format, ...) DETOUR_PRINTF(2, 3);
void detour_buf_truncate(struct detour_buf *buf, size_t size);
/* The bytes, to be freed with free(); the buffer is empty afterwards. */
char *detour_buf_detach(struct detour_buf *buf);

#endif
