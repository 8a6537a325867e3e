/* The Markdown scanner: its lines are the text, without a gap, whatever they are taken for. */
#include "fuzz.h"

#include <string.h>

#include "journal/markdown.h"

static void check_line(const char *bytes, size_t size, const struct detour_line *line)
{
	FUZZ_CHECK(line->end > line->start && line->end <= size);
	FUZZ_CHECK(line->text >= bytes + line->start);
	FUZZ_CHECK(line->text + line->size <= bytes + line->end);
	FUZZ_CHECK(!line->size || !memchr(line->text, '\n', line->size));
	FUZZ_CHECK(line->visible_size <= line->size);
	FUZZ_CHECK(!line->visible_size || line->visible);
	FUZZ_CHECK((line->kind == DETOUR_LINE_HEADING) == (line->level > 0) && line->level <= 6);
	FUZZ_CHECK(line->kind != DETOUR_LINE_TEXT || line->visible_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_lines lines;
	struct detour_line line;
	const char *bytes, *line_end;
	size_t length, at = 0;

	fuzz_begin(&input, data, size);
	bytes = fuzz_rest(&input, &length);
	detour_lines_init(&lines, bytes, length);
	while (detour_lines_next(&lines, &line)) {
		FUZZ_CHECK(line.start == at);
		check_line(bytes, length, &line);
		at = line.end;
	}
	FUZZ_CHECK(at == length);
	FUZZ_CHECK(!detour_lines_next(&lines, &line));
	detour_lines_release(&lines);
	line_end = detour_markdown_line_end(bytes, length);
	FUZZ_CHECK(!strcmp(line_end, "\n") || !strcmp(line_end, "\r\n"));
	fuzz_end(&input);
	return 0;
}
