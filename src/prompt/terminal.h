/*
 * The terminal that a person sits at, through /dev/tty: bytes in and out, never without a limit.
 *
 * `detour_terminal_open`, then `detour_rawmode_enter` on its `fd`, put and read, leave, close. What
 * is put is sent before anything is waited for. Once the terminal is gone, stands in the
 * background, or takes nothing any more, everything put vanishes and reading says so.
 */
#ifndef DETOUR_TERMINAL_H
#define DETOUR_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct detour_terminal {
	int fd; /* -1: not open */
	bool gone;
	char out[1024];
	size_t out_size;
	unsigned char in[256];
	size_t in_size, in_next;
};
#define DETOUR_TERMINAL_INIT                                                                       \
	{                                                                                          \
		-1, false, "", 0, "", 0, 0                                                         \
	}

enum {
	DETOUR_TERMINAL_IDLE = -1,    /* nothing came in time */
	DETOUR_TERMINAL_GONE = -2,    /* end of input, hung up, or not ours any more */
	DETOUR_TERMINAL_RESUMED = -3, /* stopped and continued: what was drawn is gone */
};

/* False where there is none. */
bool detour_terminal_open(struct detour_terminal *terminal);
void detour_terminal_close(struct detour_terminal *terminal);

int detour_terminal_columns(const struct detour_terminal *terminal);
void detour_terminal_put(struct detour_terminal *terminal, const char *text, size_t size);
void detour_terminal_puts(struct detour_terminal *terminal, const char *text);
void detour_terminal_flush(struct detour_terminal *terminal);

/* The next byte, or one of the above. */
int detour_terminal_byte(struct detour_terminal *terminal, int64_t timeout_ms);
/* Is something there that was read already? */
bool detour_terminal_has_more(const struct detour_terminal *terminal);
/* Throws away what came and was not asked for. */
void detour_terminal_discard(struct detour_terminal *terminal);

/* A clock that never jumps. */
int64_t detour_clock_ms(void);

#endif
