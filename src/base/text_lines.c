/* Lines compared by the million: what a scan spends its time on; see text.h. */
#include "text.h"

#include <string.h>

enum { WORD = sizeof(uint64_t) };

static uint64_t word_at(const char *text)
{
	uint64_t word;

	memcpy(&word, text, WORD);
	return word;
}

uint64_t detour_hash_fast(const void *bytes, size_t size)
{
	const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	const char *at = bytes;
	uint64_t hash = size * prime, tail = 0;

	for (; size >= WORD; at += WORD, size -= WORD) {
		hash = (hash ^ word_at(at)) * prime;
		hash ^= hash >> 29;
	}
	memcpy(&tail, at, size);
	hash = (hash ^ tail) * prime;
	hash ^= hash >> 32;
	return hash * prime;
}

static size_t same_at_start(const char *a, const char *b, size_t limit)
{
	size_t at = 0;

	while (at + WORD <= limit && word_at(a + at) == word_at(b + at))
		at += WORD;
	while (at < limit && a[at] == b[at])
		at++;
	return at;
}

/* The ends of both, backwards. */
static size_t same_at_end(const char *a_end, const char *b_end, size_t limit)
{
	size_t at = 0;

	while (at + WORD <= limit && word_at(a_end - at - WORD) == word_at(b_end - at - WORD))
		at += WORD;
	while (at < limit && a_end[-(ptrdiff_t)at - 1] == b_end[-(ptrdiff_t)at - 1])
		at++;
	return at;
}

void detour_text_skip_common(const char **a, size_t *a_size, const char **b, size_t *b_size)
{
	size_t limit = *a_size < *b_size ? *a_size : *b_size;
	size_t same = same_at_start(*a, *b, limit);

	/* Whole lines only: back to the one in which they part. */
	while (same && (*a)[same - 1] != '\n')
		same--;
	*a += same;
	*b += same;
	*a_size -= same;
	*b_size -= same;
	limit -= same;
	same = same_at_end(*a + *a_size, *b + *b_size, limit);
	/* What is cut must begin a line in both. */
	while (same && !((same == *a_size || (*a)[*a_size - same - 1] == '\n') &&
			       (same == *b_size || (*b)[*b_size - same - 1] == '\n')))
		same--;
	*a_size -= same;
	*b_size -= same;
}
