/* Lines that one text has and another has not: as many as counting them says. */
#include "fuzz.h"

#include <string.h>

#include "signal/added.h"

enum { LINES = 200 };

struct line {
	const char *text;
	size_t size;
	bool used;
};

static size_t split(const char *text, size_t size, struct line *out)
{
	const char *end = text + size;
	size_t count = 0;

	while (text < end && count < LINES) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t length = (size_t)((stop ? stop : end) - text);

		out[count] = (struct line){text, length, false};
		out[count].size -= length && text[length - 1] == '\r';
		count++;
		text = stop ? stop + 1 : end;
	}
	return count;
}

static bool take(struct line *lines, size_t count, const char *text, size_t size)
{
	for (size_t i = 0; i < count; i++)
		if (!lines[i].used && lines[i].size == size &&
			(!size || !memcmp(lines[i].text, text, size)))
			return lines[i].used = true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct line before[LINES], after[LINES];
	struct fuzz_input input;
	struct detour_added added;
	const char *old, *text, *line;
	size_t old_size, text_size, length, old_count, count, expected = 0, found = 0;

	fuzz_begin(&input, data, size);
	old = fuzz_text(&input, &old_size);
	text = fuzz_rest(&input, &text_size);
	old_count = split(old, old_size, before);
	count = split(text, text_size, after);
	for (size_t i = 0; i < count; i++)
		expected += !take(before, old_count, after[i].text, after[i].size);
	detour_added_init(&added, &input.arena, old, old_size, text, text_size);
	while (detour_added_next(&added, &line, &length)) {
		FUZZ_CHECK(line >= text && line + length <= text + text_size);
		FUZZ_CHECK(count == LINES || take(after, count, line, length));
		found++;
	}
	FUZZ_CHECK(found == expected || count == LINES || old_count == LINES);
	FUZZ_CHECK(!detour_added_next(&added, &line, &length));
	fuzz_end(&input);
	return 0;
}
