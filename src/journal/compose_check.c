/* Is what was laid out read as it was meant? See compose.h. */
#include "compose.h"

/* Something in front that is text, so that the block below is neither front matter nor the first of
 * its text: both are read otherwise. */
#define ABOVE "x\n\n"

static bool is_neutral(const struct detour_lines *lines, size_t at)
{
	return !lines->fence && !lines->underline_next && lines->comment_end <= at &&
	       lines->front_end <= at;
}

static bool is_same(const struct detour_line *a, const struct detour_line *b)
{
	return a->kind == b->kind && a->level == b->level && a->size == b->size &&
	       a->visible_size == b->visible_size && a->comment_goes_on == b->comment_goes_on;
}

/* From where both stand on; what follows the block in the text is not looked at. */
static bool is_read_alike(struct detour_lines *text, struct detour_lines *alone)
{
	struct detour_line seen, own;

	while (detour_lines_next(alone, &own))
		if (!detour_lines_next(text, &seen) || !is_same(&seen, &own))
			return false;
	return is_neutral(text, text->at);
}

bool detour_compose_is_read(
	const struct detour_buf *text, size_t at, const struct detour_buf *known)
{
	struct detour_buf block = DETOUR_BUF_INIT;
	struct detour_lines lines, alone;
	struct detour_line line;
	bool good;

	detour_buf_addstr(&block, ABOVE);
	detour_buf_add(&block, known->ptr, known->size);
	detour_lines_init(&alone, block.ptr, block.size);
	while (alone.at < sizeof(ABOVE) - 1 && detour_lines_next(&alone, &line))
		;
	detour_lines_init(&lines, text->ptr, text->size);
	while (lines.at < at && detour_lines_next(&lines, &line))
		;
	good = lines.at == at && is_neutral(&lines, at) && is_read_alike(&lines, &alone);
	detour_lines_release(&lines);
	detour_lines_release(&alone);
	detour_buf_release(&block);
	return good;
}

char detour_compose_open_fence(const struct detour_buf *text, size_t *size)
{
	struct detour_lines lines;
	struct detour_line line;

	detour_lines_init(&lines, text->ptr, text->size);
	while (detour_lines_next(&lines, &line))
		;
	*size = lines.fence_size;
	detour_lines_release(&lines);
	return lines.fence;
}
