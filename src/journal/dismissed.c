/* Reads and changes the list of dismissed commits; see dismissed.h. */
#include "dismissed.h"

#include <string.h>

#include "markdown.h"

static const char introduction[] =
	"# Commits that went off plan and need no session. git-detour reads this; so may you.\n";

/* The next line with its end; without a line end `*text_size` is all of it. */
static size_t line_at(const char *bytes, size_t size, size_t at, size_t *text_size)
{
	const char *newline = memchr(bytes + at, '\n', size - at);
	size_t whole = newline ? (size_t)(newline - bytes) + 1 - at : size - at;

	*text_size = newline ? whole - 1 : whole;
	if (*text_size && bytes[at + *text_size - 1] == '\r')
		--*text_size;
	return whole;
}

void detour_dismissed_parse(const char *bytes, size_t size, struct detour_arena *arena,
	struct detour_link **links, size_t *count)
{
	size_t room = 0, text_size;

	*links = NULL;
	*count = 0;
	for (size_t at = 0; at < size;) {
		struct detour_link link;
		size_t whole = line_at(bytes, size, at, &text_size);

		if (detour_link_parse(arena, bytes + at, text_size, &link)) {
			if (*count == room) {
				struct detour_link *more;

				room = room ? 2 * room : 16;
				more = detour_arena_array(arena, room, sizeof(*more));
				if (*count)
					memcpy(more, *links, *count * sizeof(*more));
				*links = more;
			}
			(*links)[(*count)++] = link;
		}
		at += whole;
	}
}

bool detour_dismissed_remove(
	struct detour_buf *out, const char *bytes, size_t size, const struct detour_commit *commit)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	bool found = false;
	size_t text_size;

	for (size_t at = 0; at < size;) {
		struct detour_link link;
		size_t whole = line_at(bytes, size, at, &text_size);
		bool meant = detour_link_parse(&arena, bytes + at, text_size, &link) &&
			     detour_link_matches(&link, commit);

		if (!meant)
			detour_buf_add(out, bytes + at, whole);
		found |= meant;
		at += whole;
	}
	detour_arena_release(&arena);
	return found;
}

bool detour_dismissed_add(
	struct detour_buf *out, const char *bytes, size_t size, const struct detour_commit *commit)
{
	const char *line_end = detour_markdown_line_end(bytes, size);
	struct detour_buf line = DETOUR_BUF_INIT;
	bool is_new = !detour_dismissed_remove(out, bytes, size, commit);

	detour_buf_clear(out);
	detour_buf_add(out, bytes, size);
	if (!is_new)
		return false;
	if (!size)
		detour_buf_addstr(out, introduction);
	else if (bytes[size - 1] != '\n')
		detour_buf_addstr(out, line_end);
	detour_link_write(&line, commit, NULL);
	detour_buf_add(out, line.ptr, line.size - 1);
	detour_buf_addstr(out, line_end);
	detour_buf_release(&line);
	return true;
}
