/* Text made safe: whatever comes, what leaves is valid, on one line, and renders as itself. */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "journal/markdown.h"

static void check_plain(const char *text, size_t size, int columns)
{
	struct detour_buf once = DETOUR_BUF_INIT, twice = DETOUR_BUF_INIT;

	detour_text_plain(&once, text, size, columns);
	fuzz_check_plain(once.ptr);
	FUZZ_CHECK(strlen(once.ptr) == once.size);
	FUZZ_CHECK(!columns || detour_text_columns(once.ptr) <= columns);
	detour_text_plain(&twice, once.ptr, once.size, columns);
	fuzz_check_same(&once, &twice);
	detour_buf_release(&once);
	detour_buf_release(&twice);
}

/* A quote at both ends, and between them no quote, control byte or lone backslash. */
static void check_json(const char *text, size_t size)
{
	struct detour_buf out = DETOUR_BUF_INIT;

	detour_text_json(&out, text, size);
	FUZZ_CHECK(out.size >= 2 && out.ptr[0] == '"' && out.ptr[out.size - 1] == '"');
	FUZZ_CHECK(detour_utf8_valid(out.ptr, out.size));
	for (size_t i = 1; i < out.size - 1; i++) {
		FUZZ_CHECK((unsigned char)out.ptr[i] >= 0x20 && out.ptr[i] != '"');
		if (out.ptr[i] != '\\')
			continue;
		i++;
		FUZZ_CHECK(i < out.size - 1 && strchr("\"\\/bfnrtu", out.ptr[i]));
		if (out.ptr[i] == 'u')
			FUZZ_CHECK(i + 4 < out.size - 1 &&
				   strspn(out.ptr + i + 1, "0123456789abcdefABCDEF") >= 4);
	}
	detour_buf_release(&out);
}

/* Without its backslashes it is the plain text again, and no markup stands without one. */
static void check_markdown(struct detour_arena *arena, const char *text, size_t size)
{
	struct detour_buf out = DETOUR_BUF_INIT, plain = DETOUR_BUF_INIT;

	detour_text_markdown(&out, text, size);
	detour_text_plain(&plain, text, size, 0);
	fuzz_check_plain(out.ptr);
	FUZZ_CHECK(!strcmp(detour_markdown_unescape(arena, out.ptr, out.size), plain.ptr));
	for (size_t i = 0; i < out.size; i++) {
		FUZZ_CHECK(!strchr("<[]`*", out.ptr[i]));
		if (out.ptr[i] == '\\')
			i++;
	}
	detour_buf_release(&out);
	detour_buf_release(&plain);
}

static void check_spans(struct detour_arena *arena, const char *word)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *inside;
	size_t length, used;

	detour_markdown_code(&out, word);
	fuzz_check_plain(out.ptr);
	used = detour_markdown_code_parse(out.ptr, out.size, &inside, &length);
	FUZZ_CHECK(used == out.size || !detour_text_line(arena, word, 0)[0]);
	detour_buf_clear(&out);
	detour_markdown_comment_text(&out, word, strlen(word));
	fuzz_check_plain(out.ptr);
	FUZZ_CHECK(!strstr(out.ptr, "-->") && !strstr(out.ptr, "--!>"));
	detour_buf_clear(&out);
	detour_markdown_path(&out, word);
	FUZZ_CHECK(!strpbrk(out.ptr, " ()<>\\\n\r\t\"'`[]"));
	detour_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *all, *text, *trimmed, *other;
	size_t length, left;

	fuzz_begin(&input, data, size);
	all = input.at;
	check_plain(all, size, 0);
	check_plain(all, size, 1 + (int)fuzz_byte(&input) % 40);
	text = fuzz_word(&input);
	other = fuzz_word(&input);
	check_spans(&input.arena, text);
	FUZZ_CHECK(detour_text_distance(text, other) == detour_text_distance(other, text));
	FUZZ_CHECK(detour_text_distance(text, text) == 0 || strlen(text) > 64);
	text = fuzz_rest(&input, &length);
	check_json(text, length);
	check_markdown(&input.arena, text, length);
	left = length;
	trimmed = detour_text_trim(text, &left);
	FUZZ_CHECK(trimmed >= text && trimmed + left <= text + length);
	trimmed = detour_markdown_unmark(text, &left);
	(void)detour_markdown_has_words(trimmed, left);
	fuzz_end(&input);
	return 0;
}
