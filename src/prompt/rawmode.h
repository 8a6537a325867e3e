/*
 * Raw mode of a terminal that no way out leaves behind: enter, leave, and in between every signal
 * that ends or stops the process restores the terminal first.
 *
 * A signal handler needs to know the terminal, so there is one at a time in a process.
 */
#ifndef DETOUR_RAWMODE_H
#define DETOUR_RAWMODE_H

#include <stdbool.h>

/* Is our process group the one that the terminal listens to? */
bool detour_rawmode_foreground(int fd);

/* Keys one by one, no echo, Ctrl-C a byte; what was typed ahead is discarded. Remembers the mode
 * that was there. False where the terminal does not take it. */
bool detour_rawmode_enter(int fd);
/* Asks the terminal to mark what is pasted, or no longer to; leaving does the latter too. */
void detour_rawmode_mark_pastes(bool on);
/* Were we stopped, and go on? Then the terminal is in raw mode again. True once. */
bool detour_rawmode_resumed(void);
/* Restores the signals, and the terminal unless somebody else uses it by now. */
void detour_rawmode_leave(void);

#endif
