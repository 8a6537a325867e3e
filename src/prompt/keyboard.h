/*
 * A person's keys and lines from a terminal in raw mode: what keys.h and line.h know, put to work.
 */
#ifndef DETOUR_KEYBOARD_H
#define DETOUR_KEYBOARD_H

#include "keys.h"
#include "line.h"
#include "terminal.h"

struct detour_keyboard {
	struct detour_terminal terminal; /* open */
	struct detour_keys keys;
};

/* The next key until a moment of detour_clock_ms(); what the terminal says by itself is none. */
enum detour_key detour_keyboard_key(struct detour_keyboard *keyboard, int64_t deadline);
/* Lets a line be typed and edited behind `label`, which is ASCII. False where it was called off:
 * Ctrl-C, Esc, Ctrl-D on an empty line, nothing typed for ten minutes, nobody there. */
bool detour_keyboard_line(
	struct detour_keyboard *keyboard, const char *label, struct detour_line *line);

#endif
