/* What a terminal sends, and the line that is typed: it stays text, and the cursor within it. */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "prompt/keys.h"
#include "prompt/line.h"

static void check_line(const struct detour_line *line, int columns)
{
	struct detour_line_view view = detour_line_view(line, columns);

	FUZZ_CHECK(line->size <= DETOUR_LINE_LIMIT && line->cursor <= line->size);
	FUZZ_CHECK(strlen(line->text) == line->size);
	FUZZ_CHECK(detour_utf8_valid(line->text, line->size));
	for (size_t i = 0; i < line->size; i++) /* no escape sequence, in one byte or two */
		FUZZ_CHECK((unsigned char)line->text[i] >= 0x20 && line->text[i] != 0x7f &&
			   !(line->text[i] == '\xc2' && (unsigned char)line->text[i + 1] < 0xa0));
	/* Never within a character. */
	FUZZ_CHECK(((unsigned char)line->text[line->cursor] & 0xc0) != 0x80);
	FUZZ_CHECK(view.start <= line->cursor && line->cursor <= view.end);
	FUZZ_CHECK(view.end <= line->size && view.before >= 0 && view.after >= 0);
	FUZZ_CHECK(view.before + view.after <= columns);
}

static void press(struct detour_line *line, enum detour_key key, const struct detour_keys *keys)
{
	if (key == DETOUR_KEY_TEXT) {
		FUZZ_CHECK(keys->size && keys->size <= 4);
		FUZZ_CHECK(detour_utf8_valid(keys->text, keys->size));
		(void)detour_line_insert(line, keys->text, keys->size);
	} else if (key == DETOUR_KEY_BREAK) {
		(void)detour_line_insert(line, " ", 1);
	} else {
		(void)detour_line_edit(line, key);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct detour_keys keys = {0};
	struct detour_line line = {.size = 0};
	int columns = size ? 1 + data[0] % 100 : 80;

	for (size_t i = 1; i < size; i++) {
		enum detour_key key = detour_keys_feed(&keys, data[i]);

		FUZZ_CHECK((unsigned)key <= DETOUR_KEY_RESUMED);
		press(&line, key, &keys);
		if (data[i] == 0xff && detour_keys_patience(&keys) > 0)
			press(&line, detour_keys_idle(&keys), &keys);
		if (i < 64 || i % 64 == 0 || i + 1 == size) /* it takes long in a long line */
			check_line(&line, columns);
	}
	return 0;
}
