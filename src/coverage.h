/*
 * Coverage: is a commit written down? It is when a session that a person has written in names it
 * (by its hash, or in a link line by its subject and author time to the minute, which survive a
 * rewrite), when such a session was added or changed in the very commit, or when it was dismissed.
 * Only the signal's own commit counts, not the related one.
 *
 * detour_coverage_load reads the journal once; then any number of lookups; release.
 */
#ifndef DETOUR_COVERAGE_H
#define DETOUR_COVERAGE_H

#include "workspace.h"

struct detour_covered_link {
	struct detour_link link; /* in the arena of the coverage */
	const char *session;     /* path relative to the work tree */
	bool written;            /* by a person; else it is a scaffold that waits */
};

struct detour_coverage {
	struct detour_workspace *workspace;
	struct detour_arena arena;
	struct detour_covered_link *links; /* sorted by hash */
	size_t count, capacity;
	const struct detour_covered_link *
		*by_time; /* those that tell subject and author time, sorted */
	size_t by_time_count;
};

/* Unreadable sessions and a missing journal cover nothing; this is no error. */
void detour_coverage_load(struct detour_coverage *out, struct detour_workspace *workspace);
void detour_coverage_release(struct detour_coverage *coverage);

/* The path of the session that covers the commit, "" where it was dismissed, NULL where it is not
 * written down. The commit must have its paths tier for a session in the very commit to count. */
const char *detour_coverage_of(
	const struct detour_coverage *coverage, const struct detour_commit *commit);

/* The path of a scaffold that names the commit and that nobody wrote in, or NULL. */
const char *detour_coverage_scaffold_of(
	const struct detour_coverage *coverage, const struct detour_commit *commit);

#endif
