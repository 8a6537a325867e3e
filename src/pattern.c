/*
 * Patterns behind a literal prefilter; see pattern.h.
 *
 * Matching goes over bytes, never in UTF mode: messages may hold any bytes, and a text that is not
 * valid UTF-8 would be an error there. There is no just-in-time compilation either: it costs more
 * at the first use (2.9 ms against 0.6) than one commit's few matches can win back.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdint.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* What one match may cost. The longest message takes about a tenth of it with the patterns of this
 * house; catastrophic backtracking ends within some ten milliseconds. */
enum { MATCH_LIMIT = 400000, DEPTH_LIMIT = 5000, HEAP_LIMIT_KIB = 4096 };
enum { LONGEST_PATTERN = 8192, MOST_GROUPS = 16 };

/* The library counts anew at each byte that a match could start at, so its limit bounds no match of
 * a pattern from a setting, which may be made to run away: of those every item that is tried is a
 * step, and so are sixteen bytes that one item passed. A step takes some 30 ns. */
enum { MATCH_STEPS = 2000000, ALL_STEPS = 8000000, BYTES_A_STEP = 16, STEPS_TO_START = 4 };

/* Made at the first use and kept for the life of the process, as the patterns are. */
static _Thread_local pcre2_match_context *limits;
static _Thread_local pcre2_match_data *groups_found;
static _Thread_local size_t steps_left =
	ALL_STEPS; /* for all matches until they are allowed anew */
static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;

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
};

struct sieve {
	uint64_t bits[SIEVE_BITS / 64];
	uint32_t mask; /* of the bytes that are hashed */
	size_t width;
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

static struct sieve *make_sieve(const char *literals)
{
	size_t count = 1;
	struct sieve *sieve;

	for (const char *at = literals; *at; at++)
		count += *at == '|';
	sieve = detour_calloc(1, sizeof(*sieve) + count * sizeof(struct literal));
	sieve->width = SIEVE_BYTES;
	for (const char *at = literals; sieve->count < count; at++) {
		struct literal *literal = &sieve->literals[sieve->count++];

		*literal = (struct literal){at, strcspn(at, "|"), 0};
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
	return sieve;
}

static const struct sieve *sieve_of(struct detour_pattern *pattern)
{
	void *none = NULL, *sieve = pattern->sieve;

	if (sieve)
		return sieve;
	sieve = make_sieve(pattern->literals);
	/* Another thread was faster. */
	if (!atomic_compare_exchange_strong(&pattern->sieve, &none, sieve)) {
		free(sieve);
		return none;
	}
	return sieve;
}

static bool is_at(const struct literal *literal, const char *text, size_t size)
{
	if (size < literal->size)
		return false;
	for (size_t i = 0; i < literal->size; i++)
		if (lower(text[i]) != (unsigned char)literal->text[i])
			return false;
	return true;
}

static bool any_literal_at(const struct sieve *sieve, size_t hash, const char *text, size_t size)
{
	for (size_t i = 0; i < sieve->count; i++)
		if (sieve->literals[i].hash == hash && is_at(&sieve->literals[i], text, size))
			return true;
	return false;
}

bool detour_pattern_may_match(struct detour_pattern *pattern, const char *text, size_t size)
{
	const struct sieve *sieve;
	char four[sizeof(uint32_t)];
	size_t at = 0, hash;

	if (!pattern->literals)
		return true;
	sieve = sieve_of(pattern);
	while (at + sieve->width <= size) {
		const char *from = text + at;

		/* The last ones, with nothing behind them. */
		if (size - at < sizeof(four)) {
			memset(four, 0, sizeof(four));
			from = memcpy(four, text + at, size - at);
		}
		hash = sieve_hash(from, sieve->mask);
		if (sieve->bits[hash / 64] >> hash % 64 & 1 &&
			any_literal_at(sieve, hash, text + at, size - at))
			return true;
		at++;
	}
	return false;
}

static uint32_t pcre2_options(unsigned options)
{
	uint32_t all = PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C;

	if (options & DETOUR_PATTERN_CASELESS)
		all |= PCRE2_CASELESS;
	if (options & DETOUR_PATTERN_LINES)
		all |= PCRE2_MULTILINE;
	if (options & DETOUR_PATTERN_EXTENDED)
		all |= PCRE2_EXTENDED;
	if (options & DETOUR_PATTERN_METERED)
		all |= PCRE2_AUTO_CALLOUT;
	return all;
}

static pcre2_code *compile(const struct detour_pattern *pattern, int *code, size_t *offset)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *compiled;

	if (!context) {
		*code = PCRE2_ERROR_NOMEMORY;
		return NULL;
	}
	/* Messages written on other systems end their lines in CR LF. */
	pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	pcre2_set_max_pattern_length(context, LONGEST_PATTERN);
	compiled = pcre2_compile((PCRE2_SPTR)pattern->text, PCRE2_ZERO_TERMINATED,
		pcre2_options(pattern->options), code, offset, context);
	pcre2_compile_context_free(context);
	return compiled;
}

int detour_pattern_compile(struct detour_pattern *pattern, struct detour_error *err)
{
	unsigned char words[160];
	size_t offset = 0;
	int code = 0;

	if (pattern->compiled)
		return 0;
	pthread_mutex_lock(&compiling);
	if (!pattern->compiled)
		pattern->compiled = compile(pattern, &code, &offset);
	pattern->broken = !pattern->compiled;
	pthread_mutex_unlock(&compiling);
	if (!pattern->broken)
		return 0;
	if (pcre2_get_error_message(code, words, sizeof(words)) < 0)
		words[0] = '\0';
	return detour_error_set(err, DETOUR_EINVALID, "cannot use pattern '%.200s': %s at %zu",
		pattern->text, (const char *)words, offset);
}

void detour_pattern_release(struct detour_pattern *pattern)
{
	pcre2_code_free(pattern->compiled);
	free(pattern->sieve);
	pattern->compiled = NULL;
	pattern->sieve = NULL;
	pattern->broken = false;
}

void detour_pattern_forget(void)
{
	pcre2_match_context_free(limits);
	pcre2_match_data_free(groups_found);
	limits = NULL;
	groups_found = NULL;
}

struct meter {
	size_t left, position;
};

static int step(pcre2_callout_block *at, void *data)
{
	struct meter *meter = data;
	size_t now = at->current_position, before = meter->position;
	size_t cost = 1 + (now > before ? now - before : before - now) / BYTES_A_STEP;

	if (meter->left < cost)
		return PCRE2_ERROR_CALLOUT;
	meter->left -= cost;
	meter->position = now;
	return 0;
}

void detour_pattern_allow(void)
{
	steps_left = ALL_STEPS;
}

bool detour_pattern_is_spent(void)
{
	return steps_left <= STEPS_TO_START;
}

/* PCRE2_ERROR_CALLOUT where it took too many steps, or all of them. */
static int match_metered(pcre2_code *compiled, const char *text, size_t size, size_t offset)
{
	struct meter meter = {MATCH_STEPS, offset};
	size_t allowed;
	int found;

	if (detour_pattern_is_spent())
		return PCRE2_ERROR_NOMATCH;
	if (meter.left > steps_left - STEPS_TO_START)
		meter.left = steps_left - STEPS_TO_START;
	allowed = meter.left;
	pcre2_set_callout(limits, step, &meter);
	found = pcre2_match(compiled, (PCRE2_SPTR)text, size, offset, 0, groups_found, limits);
	pcre2_set_callout(limits, NULL, NULL);
	steps_left -= STEPS_TO_START + allowed - meter.left;
	return found;
}

static int match(struct detour_pattern *pattern, const char *text, size_t size, size_t offset)
{
	if (pattern->options & DETOUR_PATTERN_METERED)
		return match_metered(pattern->compiled, text, size, offset);
	return pcre2_match(
		pattern->compiled, (PCRE2_SPTR)text, size, offset, 0, groups_found, limits);
}

static bool prepare(void)
{
	if (!limits) {
		limits = pcre2_match_context_create(NULL);
		if (!limits)
			return false;
		pcre2_set_match_limit(limits, MATCH_LIMIT);
		pcre2_set_depth_limit(limits, DEPTH_LIMIT);
		pcre2_set_heap_limit(limits, HEAP_LIMIT_KIB);
	}
	if (!groups_found)
		groups_found = pcre2_match_data_create(MOST_GROUPS, NULL);
	return groups_found;
}

/* `known` groups were set by the match; what is beyond took no part. */
static void fill(struct detour_match *groups, size_t count, size_t known)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(groups_found);

	for (size_t i = 0; groups && i < count; i++) {
		bool set =
			i < known && ends[2 * i] != PCRE2_UNSET && ends[2 * i] <= ends[2 * i + 1];

		groups[i].start = set ? ends[2 * i] : (size_t)-1;
		groups[i].end = set ? ends[2 * i + 1] : (size_t)-1;
	}
}

bool detour_pattern_match_from(struct detour_pattern *pattern, const char *text, size_t size,
	size_t offset, struct detour_match *groups, size_t count)
{
	int found;

	if (!text) /* a part of a message that is not there */
		text = "";
	if (pattern->broken || offset > size ||
		!detour_pattern_may_match(pattern, text + offset, size - offset))
		return false;
	if (detour_pattern_compile(pattern, NULL) < 0 || !prepare())
		return false;
	found = match(pattern, text, size, offset);
	if (found < 0) {
		pattern->runaways += found != PCRE2_ERROR_NOMATCH; /* one of the limits */
		return false;
	}
	fill(groups, count, found ? (size_t)found : MOST_GROUPS);
	return true;
}

bool detour_pattern_match(struct detour_pattern *pattern, const char *text, size_t size,
	struct detour_match *groups, size_t count)
{
	return detour_pattern_match_from(pattern, text, size, 0, groups, count);
}
