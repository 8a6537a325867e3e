/* Lines that one text has and another has not; see added.h. */
#include "added.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

static size_t line_size(const char *text, const char *end, const char **next)
{
	const char *newline = memchr(text, '\n', (size_t)(end - text));
	size_t size = (size_t)((newline ? newline : end) - text);

	*next = newline ? newline + 1 : end;
	return size && text[size - 1] == '\r' ? size - 1 : size;
}

static int compare(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

void detour_added_init(struct detour_added *added, struct detour_arena *arena, const char *old,
	size_t old_size, const char *text, size_t size)
{
	const char *end;
	size_t count = 0;

	detour_text_skip_common(&old, &old_size, &text, &size);
	end = old + old_size;

	*added = (struct detour_added){.text = text, .end = text + size};
	for (const char *at = old; at < end; count++)
		(void)line_size(at, end, &at);
	added->old = detour_arena_array(arena, count, sizeof(*added->old));
	added->used = detour_arena_array(arena, count, sizeof(*added->used));
	while (old < end) {
		const char *line = old;
		size_t length = line_size(line, end, &old);

		added->old[added->old_count++] = detour_hash_fast(line, length);
	}
	qsort(added->old, added->old_count, sizeof(*added->old), compare);
}

/* Takes one line of the old text, if there is such a one left. */
static bool take(struct detour_added *added, uint64_t hash)
{
	size_t low = 0, high = added->old_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		/* Of those with one hash, the used ones come first. */
		if (added->old[middle] < hash ||
			(added->old[middle] == hash && added->used[middle]))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == added->old_count || added->old[low] != hash)
		return false;
	added->used[low] = true;
	return true;
}

bool detour_added_next(struct detour_added *added, const char **line, size_t *size)
{
	while (added->text < added->end) {
		*line = added->text;
		*size = line_size(*line, added->end, &added->text);
		if (!take(added, detour_hash_fast(*line, *size)))
			return true;
	}
	return false;
}
