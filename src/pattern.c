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

#include "sieve.h"

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

static const struct detour_sieve *sieve_of(struct detour_pattern *pattern)
{
	void *none = NULL, *sieve = pattern->sieve;

	if (sieve)
		return sieve;
	sieve = detour_sieve_new(pattern->literals);
	/* Another thread was faster. */
	if (!atomic_compare_exchange_strong(&pattern->sieve, &none, sieve)) {
		free(sieve);
		return none;
	}
	return sieve;
}

bool detour_pattern_may_match(struct detour_pattern *pattern, const char *text, size_t size)
{
	return !pattern->literals || detour_sieve_finds(sieve_of(pattern), text, size);
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
