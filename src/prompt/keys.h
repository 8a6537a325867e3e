/*
 * What a person types, from the bytes that a terminal sends. Pure.
 *
 * Start with all zeroes and feed one byte at a time; each gives a key, or DETOUR_KEY_NONE where it
 * belongs to something longer. An arrow key and a lone Esc begin with the same byte: where
 * `detour_keys_patience` is not negative, wait that long and then call `detour_keys_idle`.
 */
#ifndef DETOUR_KEYS_H
#define DETOUR_KEYS_H

#include <stdbool.h>
#include <stddef.h>

enum detour_key {
	DETOUR_KEY_NONE,
	DETOUR_KEY_TEXT,  /* a character: `text` and `size` of the decoder */
	DETOUR_KEY_BREAK, /* a line end or a tab in the middle of a paste */
	DETOUR_KEY_ENTER,
	DETOUR_KEY_BACKSPACE,
	DETOUR_KEY_DELETE,
	DETOUR_KEY_ERASE_LINE, /* Ctrl-U: what is before the cursor */
	DETOUR_KEY_ERASE_WORD, /* Ctrl-W */
	DETOUR_KEY_ERASE_REST, /* Ctrl-K */
	DETOUR_KEY_LEFT,
	DETOUR_KEY_RIGHT,
	DETOUR_KEY_HOME,
	DETOUR_KEY_END,
	DETOUR_KEY_CANCEL, /* Ctrl-C, Ctrl-\, a lone Esc */
	DETOUR_KEY_EOF,    /* Ctrl-D */
	DETOUR_KEY_OTHER,  /* a key that means nothing here */
	/* Told by who reads the terminal, never by a byte. */
	DETOUR_KEY_GONE,    /* time is over, or nobody is there any more */
	DETOUR_KEY_RESUMED, /* we were stopped and go on: draw again */
};

enum detour_keys_state {
	DETOUR_KEYS_GROUND,
	DETOUR_KEYS_CHARACTER, /* inside a UTF-8 sequence */
	DETOUR_KEYS_ESCAPE,    /* after Esc */
	DETOUR_KEYS_CSI,       /* after Esc [ */
	DETOUR_KEYS_SS3,       /* after Esc O */
	DETOUR_KEYS_STRING,    /* a reply of the terminal, up to BEL or Esc \ */
};

struct detour_keys {
	enum detour_keys_state state;
	bool pasting;
	char text[5]; /* NUL-terminated */
	size_t size;
	size_t wanted; /* bytes of the character */
	char sequence[16];
	size_t sequence_size; /* may be more than fits: then it is none that we know */
};

enum detour_key detour_keys_feed(struct detour_keys *keys, unsigned char byte);
/* Milliseconds to wait for the rest of what has begun, or -1 where nothing has. */
int detour_keys_patience(const struct detour_keys *keys);
/* Nothing came for that long: what has begun is over. */
enum detour_key detour_keys_idle(struct detour_keys *keys);

#endif
