/*
 * Observing: from a range to its signals. The timeline gives the commits, the signals look at each,
 * and fixups are judged last, when it is known what autosquash would do with the whole range.
 */
#ifndef DETOUR_OBSERVE_H
#define DETOUR_OBSERVE_H

#include "signal/signal.h"
#include "timeline.h"
#include "workspace.h"

/* Paths kept of one commit with a signal. */
#define DETOUR_OBSERVED_PATHS ((size_t)200)

struct detour_observation {
	/* Newest first as the timeline gave them. Each commit with a signal is a copy with its
	 * paths tier, in the arena of the observation; the message is left behind. */
	struct detour_signal *signals;
	size_t count, capacity;
	size_t commits; /* how many were looked at */
	/* Those with a trailer `Detour: none`: nothing is to be told of them and of what came
	 * before them in the range. */
	struct detour_oid *waivers;
	size_t waiver_count, waiver_capacity;
	struct detour_arena arena;
};

struct detour_move;

struct detour_observer {
	struct detour_workspace *workspace;
	const char *author;            /* only commits whose author holds this text, or NULL */
	bool only_mine;                /* only commits of this user */
	const struct detour_oid *only; /* only this commit, or NULL; the range ends behind it */
	size_t limit;                  /* stop after so many commits; 0: never */
	int64_t oldest;      /* a hundred commits in a row committed before this end it; 0: never */
	bool at_commit;      /* the reported commits were just made here: the reflogs tell more */
	bool only_spoken_of; /* for a hook that waits: not what would only be listed */
	/* Or NULL: asked for each commit, whether what would only be listed is wanted of it. For
	 * `only_a_few`, since it is asked in one thread alone. */
	bool (*wants_listed)(void *data, const struct detour_commit *commit);
	void *wants_data;
	bool only_a_few; /* commits are likely, and the git dir may be written to: see returns.h */
	const struct detour_move *moves; /* that a push is about to make; see trail.h */
	size_t move_count;
	unsigned facts; /* the tiers that may be loaded (DETOUR_FACT_…); 0: all */
	/* Each commit as it was looked at, or NULL; false ends the range there. */
	bool (*seen)(void *data, const struct detour_commit *commit, bool wanted);
	void *seen_data;
	void (*progress)(void *data, size_t commits); /* or NULL; after each commit */
	void *progress_data;
};

/* Everything that the walk gives. */
int detour_observe_range(const struct detour_observer *observer, struct detour_walk *walk,
	struct detour_observation *out, struct detour_error *err);
/* One commit. Its fixup target is looked for in upstream..commit, else in the last 1,000. */
int detour_observe_commit(const struct detour_observer *observer, const struct detour_oid *oid,
	struct detour_observation *out, struct detour_error *err);
/* The same as a scan of `tip` sees it, with the commits of other branches around it; nothing where
 * it is not among the last `limit` commits. */
int detour_observe_commit_in(const struct detour_observer *observer, const struct detour_oid *oid,
	const struct detour_oid *tip, size_t limit, struct detour_observation *out,
	struct detour_error *err);
void detour_observation_release(struct detour_observation *observation);

#endif
