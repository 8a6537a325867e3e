/* What the fuzz targets share; see fuzz.h. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

_Noreturn void fuzz_fail(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
	abort();
}

void fuzz_begin(struct fuzz_input *input, const uint8_t *data, size_t size)
{
	memset(input, 0, sizeof(*input));
	input->at = size ? (const char *)data : "";
	input->end = input->at + size;
}

void fuzz_end(struct fuzz_input *input)
{
	while (input->count)
		free(input->taken[--input->count]);
	detour_arena_release(&input->arena);
}

bool fuzz_is_over(const struct fuzz_input *input)
{
	return input->at == input->end || input->count == FUZZ_TEXTS;
}

unsigned fuzz_byte(struct fuzz_input *input)
{
	return input->at < input->end ? (unsigned char)*input->at++ : 0;
}

static char *take(struct fuzz_input *input, const char *text, size_t size, size_t spare)
{
	char *copy;

	if (input->count == FUZZ_TEXTS)
		return detour_arena_strndup(&input->arena, text, size);
	copy = detour_realloc(NULL, size + spare);
	input->taken[input->count++] = copy;
	if (size)
		memcpy(copy, text, size);
	if (spare)
		copy[size] = '\0';
	return copy;
}

static const char *find_text(struct fuzz_input *input, size_t *size)
{
	const char *start = input->at;
	size_t left = (size_t)(input->end - start);
	const char *stop = left ? memchr(start, 0xff, left) : NULL;

	*size = stop ? (size_t)(stop - start) : left;
	input->at = stop ? stop + 1 : input->end;
	return start;
}

const char *fuzz_text(struct fuzz_input *input, size_t *size)
{
	const char *start = find_text(input, size);

	return take(input, start, *size, 0);
}

const char *fuzz_rest(struct fuzz_input *input, size_t *size)
{
	const char *start = input->at;

	*size = (size_t)(input->end - start);
	input->at = input->end;
	return take(input, start, *size, 0);
}

const char *fuzz_word(struct fuzz_input *input)
{
	size_t size;
	const char *start = find_text(input, &size);
	const char *nul = size ? memchr(start, 0, size) : NULL;

	return take(input, start, nul ? (size_t)(nul - start) : size, 1);
}

static bool is_unclean(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 ||
	       point == 0x2029 || (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069) || (point >= 0x200b && point <= 0x200f) ||
	       point == 0x61c || point == 0xfeff || (point >= 0xe0000 && point <= 0xe0fff);
}

void fuzz_check_plain(const char *text)
{
	size_t size, used;
	uint32_t point;

	FUZZ_CHECK(text);
	size = strlen(text);
	FUZZ_CHECK(detour_utf8_valid(text, size));
	for (size_t at = 0; at < size; at += used) {
		used = detour_utf8_decode(text + at, size - at, &point);
		FUZZ_CHECK(!is_unclean(point));
	}
}

void fuzz_check_same(const struct detour_buf *a, const struct detour_buf *b)
{
	FUZZ_CHECK(a->size == b->size);
	FUZZ_CHECK(!memcmp(a->ptr, b->ptr, a->size));
}

bool fuzz_is_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Where what is put between begins with what follows it, several places fit: try each. */
static bool is_kept(const char *old, size_t size, const char *text, size_t length, int runs)
{
	size_t same = 0;

	if (size > length)
		return false;
	if (!runs)
		return size == length && !memcmp(old, text, size);
	while (same < size && old[same] == text[same])
		same++;
	for (size_t at = same + 1; at-- > 0;) {
		size_t rest = size - at;

		if (runs == 1) {
			if (!memcmp(old + at, text + length - rest, rest))
				return true;
			continue;
		}
		for (size_t skip = length - size + 1; skip-- > 0;)
			if (is_kept(old + at, rest, text + at + skip, length - at - skip, runs - 1))
				return true;
	}
	return false;
}

bool fuzz_is_kept(const char *old, size_t size, const struct detour_buf *text, int runs)
{
	return is_kept(old, size, text->ptr, text->size, runs);
}

struct detour_commit fuzz_commit(char digit, const char *subject, int64_t time)
{
	char hex[DETOUR_HEX_SIZE + 1];
	struct detour_commit commit = {.facts = DETOUR_FACT_MESSAGE,
		.author_name = "Ada",
		.author_email = "ada@example.com",
		.committer_email = "ada@example.com",
		.author_time = time,
		.commit_time = time,
		.message = subject,
		.message_size = strlen(subject),
		.subject = subject};

	memset(hex, digit, DETOUR_HEX_SIZE);
	hex[DETOUR_HEX_SIZE] = '\0';
	FUZZ_CHECK(detour_oid_parse(&commit.oid, hex));
	return commit;
}
