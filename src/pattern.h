/*
 * Patterns: the only user of pcre2.h.
 *
 * A pattern is a static object: DETOUR_PATTERN(literals, text, options), matched any number of
 * times. It is compiled at its first use that passes the literal prefilter, so a quiet commit
 * compiles nothing. Match, depth and heap limits hold for every match: a pattern that runs away
 * counts as no match. Those of settings are metered besides, over all of their matches. Any number
 * of threads may match the same one; each calls detour_pattern_forget before it ends.
 */
#ifndef DETOUR_PATTERN_H
#define DETOUR_PATTERN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum {
	DETOUR_PATTERN_CASELESS = 1,
	DETOUR_PATTERN_LINES = 2, /* ^ and $ match at every line */
	DETOUR_PATTERN_EXTENDED = 4,
	DETOUR_PATTERN_METERED = 8, /* from a setting: see detour_pattern_allow */
};

struct detour_pattern {
	/* Lower-case literals separated by '|' of which the text (compared without regard to case)
	 * must hold at least one; NULL: none known. */
	const char *literals;
	const char *text;
	unsigned options;
	_Atomic(void *) compiled; /* pcre2_code, made lazily */
	_Atomic(void *) sieve;    /* what the literals begin with, the same */
	atomic_bool broken;
	atomic_uint runaways; /* matches that ended at one of the limits */
};

#define DETOUR_PATTERN(literals_, text_, options_)                                                 \
	{                                                                                          \
		literals_, text_, options_, NULL, NULL, false, 0                                   \
	}

struct detour_match {
	size_t start, end; /* bytes; both (size_t)-1 where a group took no part */
};

/* Does the text hold one of the literals? Cheap, and compiles nothing: what stands before a group
 * of patterns that share their words. True where no literals are known. */
bool detour_pattern_may_match(struct detour_pattern *pattern, const char *text, size_t size);

/* Does it match in `text`? Fills up to `count` groups (0 is the whole match) where not NULL. */
bool detour_pattern_match(struct detour_pattern *pattern, const char *text, size_t size,
	struct detour_match *groups, size_t count);
/* The same from `offset` on, for going through all matches. */
bool detour_pattern_match_from(struct detour_pattern *pattern, const char *text, size_t size,
	size_t offset, struct detour_match *groups, size_t count);

/* Metered patterns share an allowance of steps, a few tenths of a second, in each thread. Once it
 * is spent they match nothing; the one that spent the rest has run away. This gives a new one: for
 * the next commit. */
void detour_pattern_allow(void);
bool detour_pattern_is_spent(void);

/* A pattern from a setting: compiled now; "cannot use pattern '…': <pcre2's words> at <n>". */
int detour_pattern_compile(struct detour_pattern *pattern, struct detour_error *err);
void detour_pattern_release(struct detour_pattern *pattern);
/* Frees what matching keeps for this thread. */
void detour_pattern_forget(void);

#endif
