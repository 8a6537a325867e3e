/* Sentences that are broken where the terminal ends; see cmd.h. */
#include <string.h>

#include "../base/text.h"
#include "cmd.h"

enum { LEAST_ROOM = 16, LEAST_INDENT = 4 };

/* No line of Japanese or Chinese begins with one of these. */
static bool may_begin(const char *character, size_t size)
{
	static const char *const never =
		"、。，．：；！？）」』】…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ";
	char one[5] = {0};

	memcpy(one, character, size < 4 ? size : 4);
	return !strstr(never, one);
}

/* The bytes of `text` that go into `room` columns: up to a space, or between two wide characters,
 * which need none; all that fits where there is neither. */
static size_t take(const char *text, size_t size, int room)
{
	size_t at = 0, best = 0;
	int columns = 0, before = 0;

	while (at < size) {
		uint32_t point;
		size_t used = detour_utf8_decode(text + at, size - at, &point);
		int width = detour_utf8_width(point);

		if (at &&
			(point == ' ' || (before == 2 && width == 2 && may_begin(text + at, used))))
			best = at;
		if (columns + width > room)
			return best ? best : at ? at : used;
		columns += width;
		at += used;
		before = width ? width : before;
	}
	return size;
}

void detour_cmd_print_wrapped(const struct detour_context *ctx, int used, const char *text)
{
	int columns = detour_cmd_columns(ctx), room = columns - used;
	size_t size = strlen(text), length;

	if (columns && room < LEAST_ROOM && used > LEAST_INDENT) {
		/* So narrow that what stands before it keeps a line for itself. */
		used = LEAST_INDENT;
		room = columns - used;
		fprintf(ctx->out, "\n%*s", used, "");
	}
	while (columns && size) {
		length = take(text, size, room > 1 ? room : 1);
		fprintf(ctx->out, "%.*s", (int)length, text);
		text += length;
		size -= length;
		while (size && *text == ' ') {
			text++;
			size--;
		}
		if (size)
			fprintf(ctx->out, "\n%*s", used, "");
	}
	fprintf(ctx->out, "%s\n", text);
}
