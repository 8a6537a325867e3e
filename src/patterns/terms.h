/*
 * Terms: words and two-word phrases, with how often and in how many sessions they stand, and how
 * often in passages that tell of something learned. Between terms.c and topics.c only.
 */
#ifndef DETOUR_PATTERNS_TERMS_H
#define DETOUR_PATTERNS_TERMS_H

#include "material.h"

#define DETOUR_TERM_SINGLE UINT32_MAX

struct detour_term {
	uint32_t first, second; /* stems; second is DETOUR_TERM_SINGLE for a word */
	uint32_t count, names;  /* occurrences; those written as a name */
	uint32_t sessions;
	uint32_t teaching; /* sessions that teach something in a passage with it */
	uint32_t leading;  /* sessions with it in the first sentence of such a passage */
	uint32_t days;     /* 2 stands for more */
	uint32_t last, last_teaching, last_leading; /* session + 1, while counting */
	int64_t last_day;
};

struct detour_terms {
	struct detour_term *list;
	size_t count, capacity;
	uint32_t *slots; /* a hash table, number + 1 */
	size_t slot_count;
	uint64_t words; /* all that count */
};

/* Of all sessions. Phrases only of words that stand in enough of them. */
void detour_terms_count(struct detour_terms *terms, const struct detour_material *material);
void detour_terms_release(struct detour_terms *terms);
/* NULL where it never was. */
const struct detour_term *detour_terms_find(
	const struct detour_terms *terms, uint32_t first, uint32_t second);
/* Do the two words of a phrase stand together far more often than each alone would have it? By chi
 * square, at one in a thousand. */
bool detour_terms_belong_together(
	const struct detour_terms *terms, const struct detour_term *phrase);

#endif
