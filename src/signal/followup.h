/*
 * What the message alone tells about a commit that mends something; whether there is something that
 * it could mend is another question, which followup.c answers from the paths. Pure.
 */
#ifndef DETOUR_SIGNAL_FOLLOWUP_H
#define DETOUR_SIGNAL_FOLLOWUP_H

#include "../pattern.h"
#include "signal.h"

/* How near the own work of the last day must be. */
enum detour_followup_gate {
	DETOUR_FOLLOWUP_FREE,   /* the words are enough to list it; a shared path makes it ask */
	DETOUR_FOLLOWUP_SHARES, /* a path in common */
	DETOUR_FOLLOWUP_INSIDE, /* no path but those */
};

struct detour_followup_class {
	const char *name; /* "OOPS" */
	enum detour_followup_gate gate;
	enum detour_level level; /* where the gate is met */
	const char *hint[2];     /* what stands before and after the commit that is mended */
};

/* The first class from `from` on that the subject belongs to, or -1. */
int detour_followup_find(const char *subject, int from);
const struct detour_followup_class *detour_followup_class(int number);

/* Ids behind `Fixes:`, `Follow-up to` and their like, which the message names in its own words.
 * Returns how many were put into `out`. */
size_t detour_followup_names(
	const struct detour_scene *scene, struct detour_match *out, size_t room, const char **text);

/* Does the message name a commit in that way, quoted or not? Cheaper: it copies nothing. */
bool detour_followup_is_naming(const struct detour_commit *commit);

#endif
