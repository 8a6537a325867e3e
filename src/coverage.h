/*
 * Coverage: is what a signal saw written down? It is when a session that a person has written in
 * names the commit (by its hash, or in a link line by its subject and author time to the minute,
 * which survive a rewrite), when such a session was added or changed in the very commit, or when it
 * was dismissed: here, in the journal's tracked `.dismissed`, or by a trailer `Detour: none` in the
 * commit or a later one of the range. Only the signal's own commit counts, not the related one.
 *
 * Sessions are looked for in the work tree, the private journal, the index and HEAD's tree; whoever
 * has other tips (a push, a check) adds them. Each file is read once, however many sources hold it.
 *
 * detour_coverage_load, then detour_coverage_add_tip and _add_waivers where there are some, then
 * any number of lookups; release.
 */
#ifndef DETOUR_COVERAGE_H
#define DETOUR_COVERAGE_H

#include "observe.h"
#include "workspace.h"

struct detour_coverage;

enum detour_telling {
	DETOUR_TELLING_NONE, /* not written down */
	DETOUR_TELLING_SESSION,
	DETOUR_TELLING_DISMISSED,
	DETOUR_TELLING_WRONG,  /* dismissed as a false alarm */
	DETOUR_TELLING_SHARED, /* in the journal's .dismissed */
	DETOUR_TELLING_TRAILER,
};

struct detour_told {
	enum detour_telling how;
	const char *session; /* as people read its path (see detour_place_shown), else NULL */
	bool is_private;     /* the session is nobody else's to see */
	bool is_committed;   /* the session is in HEAD's tree or in one of the tips */
};

/* All sessions where `since` is 0. Else, for a commit that was just made: only what can tell of
 * commits authored since then, and a bounded number of the newest. Unreadable sessions and a
 * missing journal cover nothing; this is no error. */
void detour_coverage_load(
	struct detour_coverage **out, struct detour_workspace *workspace, int64_t since);
void detour_coverage_free(struct detour_coverage *coverage);
/* Sessions in the tree of this commit count too. */
void detour_coverage_add_tip(struct detour_coverage *coverage, const struct detour_oid *commit);
/* The commits with a trailer `Detour: none` that the observation came by. */
void detour_coverage_add_waivers(
	struct detour_coverage *coverage, const struct detour_observation *observation);

/* The signal's commit must have its paths tier for a session in the very commit to count. */
struct detour_told detour_coverage_of(
	struct detour_coverage *coverage, const struct detour_signal *signal);

/* The path of a scaffold that names the commit and that nobody wrote in, or NULL: also where it is
 * private. */
const char *detour_coverage_scaffold_of(
	struct detour_coverage *coverage, const struct detour_commit *commit);

#endif
