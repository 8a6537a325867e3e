/* Bytes of a terminal to keys; see keys.h. Sequences as in ECMA-48 and as xterm sends them. */
#include "keys.h"

#include <string.h>

#include "../base/text.h"

enum {
	ESCAPE_PATIENCE_MS = 100, /* the rest of an arrow key comes at once, a slow line included */
	PASTE_PATIENCE_MS = 1000, /* a paste whose end got lost must not hold us for ever */
	STRING_LIMIT = 512,
};

static enum detour_key control(unsigned char byte)
{
	switch (byte) {
	case '\r':
	case '\n':
		return DETOUR_KEY_ENTER;
	case 0x08:
	case 0x7f:
		return DETOUR_KEY_BACKSPACE;
	case 0x01:
		return DETOUR_KEY_HOME;
	case 0x02:
		return DETOUR_KEY_LEFT;
	case 0x03:
	case 0x1c:
		return DETOUR_KEY_CANCEL;
	case 0x04:
		return DETOUR_KEY_EOF;
	case 0x05:
		return DETOUR_KEY_END;
	case 0x06:
		return DETOUR_KEY_RIGHT;
	case 0x0b:
		return DETOUR_KEY_ERASE_REST;
	case 0x15:
		return DETOUR_KEY_ERASE_LINE;
	case 0x17:
		return DETOUR_KEY_ERASE_WORD;
	case 0x00: /* sent by some terminals for padding */
	case 0x11: /* Ctrl-Q and Ctrl-S: flow control, harmless here */
	case 0x13:
	case 0x1a: /* Ctrl-Z: git must not be stopped half-way */
		return DETOUR_KEY_NONE;
	default:
		return DETOUR_KEY_OTHER;
	}
}

static enum detour_key pasted_control(unsigned char byte)
{
	return byte == '\r' || byte == '\n' || byte == '\t' ? DETOUR_KEY_BREAK : DETOUR_KEY_NONE;
}

static enum detour_key character_done(struct detour_keys *keys)
{
	keys->state = DETOUR_KEYS_GROUND;
	keys->text[keys->size] = '\0';
	return detour_utf8_valid(keys->text, keys->size) ? DETOUR_KEY_TEXT : DETOUR_KEY_NONE;
}

static enum detour_key ground(struct detour_keys *keys, unsigned char byte)
{
	keys->state = DETOUR_KEYS_GROUND;
	keys->sequence_size = 0;
	if (byte == 0x1b) {
		keys->state = DETOUR_KEYS_ESCAPE;
		return DETOUR_KEY_NONE;
	}
	if (byte < 0x20 || byte == 0x7f)
		return keys->pasting ? pasted_control(byte) : control(byte);
	if (byte >= 0x80 && byte < 0xc2) /* leads no character: dropped */
		return DETOUR_KEY_NONE;
	keys->text[0] = (char)byte;
	keys->size = 1;
	keys->wanted = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
	if (keys->wanted == 1)
		return character_done(keys);
	keys->state = DETOUR_KEYS_CHARACTER;
	return DETOUR_KEY_NONE;
}

static enum detour_key character(struct detour_keys *keys, unsigned char byte)
{
	if ((byte & 0xc0) != 0x80) /* cut short: what was begun is dropped */
		return ground(keys, byte);
	keys->text[keys->size++] = (char)byte;
	return keys->size < keys->wanted ? DETOUR_KEY_NONE : character_done(keys);
}

static void remember(struct detour_keys *keys, unsigned char byte)
{
	if (keys->sequence_size < sizeof(keys->sequence) - 1)
		keys->sequence[keys->sequence_size] = (char)byte;
	keys->sequence_size++;
}

static enum detour_key escape(struct detour_keys *keys, unsigned char byte)
{
	keys->sequence_size = 0;
	if (byte == '[')
		keys->state = DETOUR_KEYS_CSI;
	else if (keys->pasting)
		keys->state = DETOUR_KEYS_GROUND;
	else if (byte == 'O')
		keys->state = DETOUR_KEYS_SS3;
	else if (strchr("]P^_X", byte) && byte)
		keys->state = DETOUR_KEYS_STRING;
	else if (byte == 0x1b) /* Alt with an arrow key, on some terminals */
		keys->state = DETOUR_KEYS_ESCAPE;
	else if (byte == 0x03) /* Ctrl-C is heard everywhere */
		return ground(keys, byte);
	else if (byte == '\\') /* ends a reply of the terminal */
		keys->state = DETOUR_KEYS_GROUND;
	else {
		keys->state = DETOUR_KEYS_GROUND;
		return DETOUR_KEY_OTHER;
	}
	return DETOUR_KEY_NONE;
}

static enum detour_key cursor_key(unsigned char last)
{
	switch (last) {
	case 'C':
		return DETOUR_KEY_RIGHT;
	case 'D':
		return DETOUR_KEY_LEFT;
	case 'F':
		return DETOUR_KEY_END;
	case 'H':
		return DETOUR_KEY_HOME;
	case 'R': /* what a terminal reports by itself: positions, kinds, the mouse, the focus */
	case 'c':
	case 'n':
	case 't':
	case 'y':
	case 'I':
	case 'O':
	case 'M':
	case 'm':
		return DETOUR_KEY_NONE;
	default:
		return DETOUR_KEY_OTHER;
	}
}

static enum detour_key numbered_key(struct detour_keys *keys, const char *number)
{
	if (strcmp(number, "200") == 0) {
		keys->pasting = true;
		return DETOUR_KEY_OTHER;
	}
	if (strcmp(number, "1") == 0 || strcmp(number, "7") == 0)
		return DETOUR_KEY_HOME;
	if (strcmp(number, "4") == 0 || strcmp(number, "8") == 0)
		return DETOUR_KEY_END;
	return strcmp(number, "3") == 0 ? DETOUR_KEY_DELETE : DETOUR_KEY_OTHER;
}

static enum detour_key sequence_done(struct detour_keys *keys, unsigned char last)
{
	bool known = keys->sequence_size < sizeof(keys->sequence);

	keys->state = DETOUR_KEYS_GROUND;
	keys->sequence[known ? keys->sequence_size : 0] = '\0';
	if (keys->pasting) {
		keys->pasting = !(last == '~' && strcmp(keys->sequence, "201") == 0);
		return DETOUR_KEY_NONE;
	}
	return known && last == '~' ? numbered_key(keys, keys->sequence) : cursor_key(last);
}

static enum detour_key sequence(struct detour_keys *keys, unsigned char byte)
{
	if (byte < 0x20 || byte >= 0x7f)
		return ground(keys, byte);
	/* "Esc [ [ A" is a function key of the Linux console. */
	if (byte >= 0x40 && !(byte == '[' && !keys->sequence_size))
		return sequence_done(keys, byte);
	remember(keys, byte);
	return DETOUR_KEY_NONE;
}

/* Answers to questions that another program put to the terminal and did not wait for. */
static enum detour_key reply(struct detour_keys *keys, unsigned char byte)
{
	if (byte == 0x03)
		return ground(keys, byte);
	if (byte == 0x1b)
		keys->state = DETOUR_KEYS_ESCAPE;
	else if (byte == 0x07 || keys->sequence_size++ > STRING_LIMIT)
		keys->state = DETOUR_KEYS_GROUND;
	return DETOUR_KEY_NONE;
}

enum detour_key detour_keys_feed(struct detour_keys *keys, unsigned char byte)
{
	switch (keys->state) {
	case DETOUR_KEYS_CHARACTER:
		return character(keys, byte);
	case DETOUR_KEYS_ESCAPE:
		return escape(keys, byte);
	case DETOUR_KEYS_CSI:
		return sequence(keys, byte);
	case DETOUR_KEYS_SS3:
		if (byte < 0x20 || byte >= 0x7f)
			return ground(keys, byte);
		return sequence_done(keys, byte);
	case DETOUR_KEYS_STRING:
		return reply(keys, byte);
	default:
		return ground(keys, byte);
	}
}

int detour_keys_patience(const struct detour_keys *keys)
{
	if (keys->state >= DETOUR_KEYS_ESCAPE)
		return ESCAPE_PATIENCE_MS;
	return keys->pasting ? PASTE_PATIENCE_MS : -1;
}

enum detour_key detour_keys_idle(struct detour_keys *keys)
{
	bool lone = keys->state == DETOUR_KEYS_ESCAPE && !keys->pasting;
	bool begun = keys->state > DETOUR_KEYS_ESCAPE && keys->state != DETOUR_KEYS_STRING;

	if (keys->state < DETOUR_KEYS_ESCAPE)
		keys->pasting = false;
	else
		keys->state = DETOUR_KEYS_GROUND;
	keys->sequence_size = 0;
	return lone                      ? DETOUR_KEY_CANCEL
	       : begun && !keys->pasting ? DETOUR_KEY_OTHER
					 : DETOUR_KEY_NONE;
}
