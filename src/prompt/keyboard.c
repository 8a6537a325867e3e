/* A person's keys and lines from an open terminal; see keyboard.h. */
#include "keyboard.h"

#include <string.h>

#include "rawmode.h"

enum { TEXT_TIMEOUT_MS = 10 * 60 * 1000 }; /* after the last key */

enum detour_key detour_keyboard_key(struct detour_keyboard *keyboard, int64_t deadline)
{
	for (;;) {
		int64_t left = deadline - detour_clock_ms();
		int patience = detour_keys_patience(&keyboard->keys);
		bool begun = patience >= 0 && patience < left;
		enum detour_key key;
		int byte;

		if (left <= 0)
			return DETOUR_KEY_GONE;
		byte = detour_terminal_byte(&keyboard->terminal, begun ? patience : left);
		if (byte == DETOUR_TERMINAL_RESUMED)
			return DETOUR_KEY_RESUMED;
		if (byte == DETOUR_TERMINAL_GONE || (byte == DETOUR_TERMINAL_IDLE && !begun))
			return DETOUR_KEY_GONE;
		key = byte == DETOUR_TERMINAL_IDLE
			      ? detour_keys_idle(&keyboard->keys)
			      : detour_keys_feed(&keyboard->keys, (unsigned char)byte);
		if (key != DETOUR_KEY_NONE)
			return key;
	}
}

/* What of the line is on the terminal now. */
struct drawn {
	bool stale;  /* more changed than text at the end */
	size_t size; /* bytes of the line that were drawn from its start on */
	int columns; /* that are in use, the label included */
};

static void put_times(struct detour_terminal *terminal, char c, int times)
{
	for (; times > 0; times--)
		detour_terminal_put(terminal, &c, 1);
}

/* The row from its start, with what was left of the old one wiped out. No escape sequences: going
 * back and overwriting is understood by every terminal. The last column stays free, because
 * terminals differ in what they do after it. */
static void draw(struct detour_terminal *terminal, const char *label,
	const struct detour_line *line, struct drawn *drawn)
{
	int room = detour_terminal_columns(terminal) - (int)strlen(label) - 1;
	struct detour_line_view view = detour_line_view(line, room > 4 ? room : 4);
	bool whole = view.start == 0 && view.end == line->size;
	int columns = (int)strlen(label) + view.before + view.after;

	if (whole && !drawn->stale && line->cursor == line->size) {
		detour_terminal_put(terminal, line->text + drawn->size, line->size - drawn->size);
	} else {
		detour_terminal_puts(terminal, "\r");
		detour_terminal_puts(terminal, label);
		detour_terminal_put(terminal, line->text + view.start, view.end - view.start);
		put_times(terminal, ' ', drawn->columns - columns);
		put_times(terminal, '\b',
			view.after + (drawn->columns > columns ? drawn->columns - columns : 0));
	}
	drawn->stale = !whole || line->cursor < line->size;
	drawn->size = line->size;
	drawn->columns = columns;
}

static void type(struct detour_keyboard *keyboard, struct detour_line *line, struct drawn *drawn,
	enum detour_key key)
{
	const struct detour_keys *keys = &keyboard->keys;
	bool at_end = line->cursor == line->size, fits = true;

	if (key == DETOUR_KEY_TEXT)
		fits = detour_line_insert(line, keys->text, keys->size);
	else if (key == DETOUR_KEY_BREAK && line->cursor && line->text[line->cursor - 1] != ' ')
		fits = detour_line_insert(line, " ", 1);
	else if (detour_line_edit(line, key) || key == DETOUR_KEY_RESUMED)
		drawn->stale = true;
	drawn->stale |= !at_end;
	if (!fits)
		detour_terminal_puts(&keyboard->terminal, "\a");
}

/* Leaves the row with the whole line on it, however long, for whoever scrolls back. */
static void finish(struct detour_terminal *terminal, const char *label, struct detour_line *line,
	struct drawn *drawn)
{
	line->cursor = line->size;
	draw(terminal, label, line, drawn);
	if (drawn->stale) {
		detour_terminal_puts(terminal, "\r");
		detour_terminal_puts(terminal, label);
		detour_terminal_put(terminal, line->text, line->size);
	}
	detour_terminal_puts(terminal, "\n");
}

bool detour_keyboard_line(
	struct detour_keyboard *keyboard, const char *label, struct detour_line *line)
{
	struct detour_terminal *terminal = &keyboard->terminal;
	struct drawn drawn = {false, 0, (int)strlen(label)};
	enum detour_key key = DETOUR_KEY_NONE;

	detour_terminal_puts(terminal, label);
	detour_terminal_flush(terminal);
	detour_rawmode_mark_pastes(true);
	while (key != DETOUR_KEY_ENTER && key != DETOUR_KEY_CANCEL && key != DETOUR_KEY_GONE) {
		key = detour_keyboard_key(keyboard, detour_clock_ms() + TEXT_TIMEOUT_MS);
		if (key == DETOUR_KEY_EOF && !line->size)
			key = DETOUR_KEY_CANCEL;
		type(keyboard, line, &drawn, key);
		if (!detour_terminal_has_more(terminal))
			draw(terminal, label, line, &drawn);
	}
	finish(terminal, label, line, &drawn);
	detour_terminal_flush(terminal);
	detour_rawmode_mark_pastes(false);
	return key == DETOUR_KEY_ENTER;
}
