/* Tidying: twice is as good as once, and what stays is what was there, in its order. */
#include "fuzz.h"

#include <string.h>

#include "journal/session.h"

static bool is_written(struct detour_arena *arena, const char *bytes, size_t size,
	const char *templ, size_t templ_size)
{
	struct detour_session session;

	detour_session_parse(bytes, size, templ, templ_size, arena, &session);
	return session.written;
}

/* Every byte of `left` is in `bytes`, in this order. */
static bool is_taken_from(const struct detour_buf *left, const char *bytes, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < size && at < left->size; i++)
		at += bytes[i] == left->ptr[at];
	return at == left->size;
}

static bool holds(const struct detour_buf *text, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= text->size; i++)
		if (!memcmp(text->ptr + i, word, length))
			return true;
	return false;
}

#define MARK "Zebra quartz 4711.\n"

static void tidy(struct detour_buf *out, const char *bytes, size_t size, const char *templ,
	size_t templ_size)
{
	if (templ)
		detour_session_tidy_template(out, bytes, size, templ, templ_size);
	else
		detour_session_tidy(out, bytes, size);
}

/* What is not known word for word stays, wherever a person writes it. */
static void check_mark(
	const char *bytes, size_t size, size_t at, const char *templ, size_t templ_size)
{
	struct detour_buf text = DETOUR_BUF_INIT, left = DETOUR_BUF_INIT;

	detour_buf_add(&text, templ, templ ? templ_size : 0);
	if (holds(&text, "ebra quartz")) { /* then it is known */
		detour_buf_release(&text);
		return;
	}
	detour_buf_clear(&text);
	while (at > 0 && bytes[at - 1] != '\n')
		at--;
	detour_buf_add(&text, bytes, at);
	detour_buf_addstr(&text, MARK);
	detour_buf_add(&text, bytes + at, size - at);
	tidy(&left, text.ptr, text.size, templ, templ_size);
	FUZZ_CHECK(left.size >= strlen(MARK) && holds(&left, MARK));
	detour_buf_release(&text);
	detour_buf_release(&left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_buf once = DETOUR_BUF_INIT, twice = DETOUR_BUF_INIT;
	const char *bytes, *templ;
	size_t length, templ_size;

	fuzz_begin(&input, data, size);
	bytes = fuzz_text(&input, &length);
	templ = fuzz_rest(&input, &templ_size);
	if (!templ_size)
		templ = NULL;
	tidy(&once, bytes, length, templ, templ_size);
	FUZZ_CHECK(is_taken_from(&once, bytes, length));
	tidy(&twice, once.ptr, once.size, templ, templ_size);
	fuzz_check_same(&once, &twice);
	check_mark(bytes, length, size ? data[size - 1] * length / 256 : 0, templ, templ_size);
	if (is_written(&input.arena, bytes, length, templ, templ_size))
		FUZZ_CHECK(is_written(&input.arena, once.ptr, once.size, templ, templ_size));
	detour_buf_release(&once);
	detour_buf_release(&twice);
	fuzz_end(&input);
	return 0;
}
