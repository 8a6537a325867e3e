/*
 * What went off plan in a range, as detours, and what of it is written down: for the verbs that
 * tell of it. detour_findings_make, read, release.
 */
#ifndef DETOUR_FINDINGS_H
#define DETOUR_FINDINGS_H

#include "coverage.h"
#include "git/walk.h"
#include "observe.h"
#include "story.h"

struct detour_finding {
	const struct detour *detour;
	const struct detour_told *told; /* one a signal of the detour */
	size_t open;                    /* signals that are not written down */
};

struct detour_findings {
	struct detour_observation observation;
	struct detour_coverage *coverage;
	struct detour_finding *list; /* newest first; in the arena of the workspace */
	size_t count;
};

struct detour_filter {
	const char *author; /* only commits whose author's name or address holds it; NULL: all */
	size_t limit;       /* look at so many commits at the most; 0: at all */
	unsigned facts;     /* the tiers that may be loaded (DETOUR_FACT_…); 0: all */
	bool no_progress;
	int64_t since; /* only commits committed since then; 0: all */
	/* Each commit as it is looked at, as for an observer; or NULL. */
	bool (*seen)(void *data, const struct detour_commit *commit, bool wanted);
	void *seen_data;
};

/* Shows progress on a terminal. */
int detour_findings_make(struct detour_findings *out, struct detour_workspace *workspace,
	struct detour_walk *walk, const struct detour_filter *filter, struct detour_error *err);
void detour_findings_release(struct detour_findings *findings);

/* Is it one that somebody is asked or reminded of, and not written down? Away is a welcome, not a
 * duty. */
bool detour_finding_is_due(const struct detour_finding *finding);
/* The same of one of its signals. */
bool detour_finding_signal_is_due(const struct detour_finding *finding, size_t signal);
/* The signal that a due finding is told by. */
const struct detour_signal *detour_finding_main(const struct detour_finding *finding);

#endif
