/* Literals looked for in texts; see sieve.h. */
#include "sieve.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* The prefilter runs over every message of a history, so it looks closer only where some bytes
 * could begin a literal: a bit for each hash of three of them, or of as many as the shortest one
 * has, in any case (setting 0x20 makes letters small; that it changes other bytes as well costs a
 * closer look now and then). */
enum { SIEVE_BIT_COUNT = 11, SIEVE_BITS = 1 << SIEVE_BIT_COUNT, SIEVE_BYTES = 3 };

struct literal {
	const char *text;
	size_t size, hash;
	bool begins; /* a word */
	size_t rare; /* which of its bytes is the one that texts hold least */
};

/* Where few different bytes are the rare ones, a long text is searched for these: that is several
 * times faster than looking at each byte. */
enum { RARE_LIMIT = 6, LONG_TEXT = 512 };

struct detour_sieve {
	uint64_t bits[SIEVE_BITS / 64];
	uint32_t mask; /* of the bytes that are hashed */
	size_t width;
	char rare[RARE_LIMIT]; /* small letters, each once */
	size_t rare_count;     /* 0: there are too many */
	size_t count;
	struct literal literals[];
};

/* Of those of four bytes that the mask leaves. */
static size_t sieve_hash(const char *four, uint32_t mask)
{
	uint32_t word;

	memcpy(&word, four, sizeof(word));
	return (uint32_t)(((word | 0x20202020U) & mask) * 2654435761U) >> (32 - SIEVE_BIT_COUNT);
}

/* The bytes that are looked at, as a word has them in memory. */
static uint32_t sieve_mask(size_t width)
{
	uint32_t mask = 0;

	memset(&mask, 0xff, width);
	return mask;
}

/* Small is rare. What is no letter is taken to be about as rare as a "k". */
static size_t frequency(char c)
{
	static const char rarest_first[] = "qzjxkvbygwpfmuhdclrsniaoet ";
	const char *at = c ? strchr(rarest_first, c) : NULL;

	return at ? (size_t)(at - rarest_first) : 4;
}

static void find_rare(struct detour_sieve *sieve)
{
	for (size_t i = 0; i < sieve->count; i++) {
		struct literal *literal = &sieve->literals[i];

		for (size_t k = 1; k < literal->size; k++)
			if (frequency(literal->text[k]) < frequency(literal->text[literal->rare]))
				literal->rare = k;
		if (memchr(sieve->rare, literal->text[literal->rare], sieve->rare_count))
			continue;
		if (sieve->rare_count == RARE_LIMIT) {
			sieve->rare_count = 0;
			return;
		}
		sieve->rare[sieve->rare_count++] = literal->text[literal->rare];
	}
}

struct detour_sieve *detour_sieve_new(const char *literals)
{
	size_t count = 1;
	struct detour_sieve *sieve;

	for (const char *at = literals; *at; at++)
		count += *at == '|';
	sieve = detour_calloc(1, sizeof(*sieve) + count * sizeof(struct literal));
	sieve->width = SIEVE_BYTES;
	for (const char *at = literals; sieve->count < count; at++) {
		struct literal *literal = &sieve->literals[sieve->count++];

		at += *at == '<';
		*literal = (struct literal){.text = at,
			.size = strcspn(at, "|"),
			.begins = at > literals && at[-1] == '<'};
		if (literal->size < sieve->width)
			sieve->width = literal->size;
		at += literal->size;
	}
	sieve->mask = sieve_mask(sieve->width);
	for (size_t i = 0; i < count; i++) {
		char four[sizeof(uint32_t)] = "";
		size_t hash;

		memcpy(four, sieve->literals[i].text, sieve->width);
		hash = sieve_hash(four, sieve->mask);
		sieve->literals[i].hash = hash;
		sieve->bits[hash / 64] |= UINT64_C(1) << hash % 64;
	}
	find_rare(sieve);
	return sieve;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static bool is_at(const struct literal *literal, const char *text, size_t size, size_t at)
{
	if (size - at < literal->size || (literal->begins && at && is_word_byte(text[at - 1])))
		return false;
	text += at;
	for (size_t i = 0; i < literal->size; i++)
		if (lower(text[i]) != (unsigned char)literal->text[i])
			return false;
	return true;
}

static bool any_literal_at(
	const struct detour_sieve *sieve, size_t hash, const char *text, size_t size, size_t at)
{
	for (size_t i = 0; i < sieve->count; i++)
		if (sieve->literals[i].hash == hash && is_at(&sieve->literals[i], text, size, at))
			return true;
	return false;
}

/* Is there a literal around this byte, which is its rare one? */
static bool any_literal_around(
	const struct detour_sieve *sieve, char rare, const char *text, size_t size, size_t at)
{
	for (size_t i = 0; i < sieve->count; i++) {
		const struct literal *literal = &sieve->literals[i];

		if (literal->text[literal->rare] == rare && at >= literal->rare &&
			is_at(literal, text, size, at - literal->rare))
			return true;
	}
	return false;
}

static bool holds_around(
	const struct detour_sieve *sieve, char rare, char byte, const char *text, size_t size)
{
	const char *end = text + size;

	for (const char *at = text; (at = memchr(at, byte, (size_t)(end - at))); at++)
		if (any_literal_around(sieve, rare, text, size, (size_t)(at - text)))
			return true;
	return false;
}

static bool finds_in_long(const struct detour_sieve *sieve, const char *text, size_t size)
{
	for (size_t i = 0; i < sieve->rare_count; i++) {
		char rare = sieve->rare[i];
		char large = (char)(rare >= 'a' && rare <= 'z' ? rare - ('a' - 'A') : rare);

		if (holds_around(sieve, rare, rare, text, size) ||
			(large != rare && holds_around(sieve, rare, large, text, size)))
			return true;
	}
	return false;
}

bool detour_sieve_finds(const struct detour_sieve *sieve, const char *text, size_t size)
{
	char four[sizeof(uint32_t)];
	size_t at = 0, hash;

	if (size >= LONG_TEXT && sieve->rare_count)
		return finds_in_long(sieve, text, size);
	while (at + sieve->width <= size) {
		const char *from = text + at;

		/* The last ones, with nothing behind them. */
		if (size - at < sizeof(four)) {
			memset(four, 0, sizeof(four));
			from = memcpy(four, text + at, size - at);
		}
		hash = sieve_hash(from, sieve->mask);
		if (sieve->bits[hash / 64] >> hash % 64 & 1 &&
			any_literal_at(sieve, hash, text, size, at))
			return true;
		at++;
	}
	return false;
}
