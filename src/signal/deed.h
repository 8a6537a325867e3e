/*
 * Deeds: what was done to the history itself, as only the reflogs of this repository tell. Each
 * belongs to the commit that was made next; that commit is the one that a signal is about.
 */
#ifndef DETOUR_SIGNAL_DEED_H
#define DETOUR_SIGNAL_DEED_H

#include "../base/commit.h"

enum detour_deed_kind {
	DETOUR_DEED_RESET,     /* a reset dropped commits that nothing else reaches */
	DETOUR_DEED_BRANCH,    /* a branch went away, and its commits with it */
	DETOUR_DEED_ABORT,     /* a rebase was aborted, and what was made in it is gone */
	DETOUR_DEED_AMENDS,    /* the commit was amended again and again */
	DETOUR_DEED_BISECT,    /* checkouts of a bisection */
	DETOUR_DEED_REWRITTEN, /* a remote branch was moved to what does not hold its old commits */
	DETOUR_DEED_CONFLICT,  /* a merge, pick or rebase step stopped for a conflict */
};

#define DETOUR_DEED_COMMITS 16

struct detour_deed {
	enum detour_deed_kind kind;
	int64_t time; /* when it was done */
	/* The commits concerned, newest first: dropped ones, or those that a remote had. */
	const struct detour_commit *commits[DETOUR_DEED_COMMITS];
	size_t commit_count;
	size_t total;     /* of which `commits` may be the first */
	size_t times;     /* how often: amends, checkouts of a bisection */
	const char *name; /* of the branch or remote branch; or "" */
	bool shared;      /* others' commits are among them */
};

#endif
