/*
 * A long range looked at by several threads: there is one walk over it, and each thread looks at
 * its share of the commits, with their past. Between observe.c and observe_team.c only.
 *
 * Every thread has a workspace of its own, for a repository handle belongs to one thread. Short
 * ranges are looked at alone: the others join only after DETOUR_TEAM_AFTER commits.
 */
#ifndef DETOUR_OBSERVE_TEAM_H
#define DETOUR_OBSERVE_TEAM_H

#include "folding.h"
#include "observe.h"

#define DETOUR_TEAM_AFTER ((size_t)512)
#define DETOUR_TEAM_TURN ((size_t)512) /* so many commits at a time */
#define DETOUR_TEAM_LIMIT ((size_t)4)  /* threads */

/* Fixups are judged when the whole range is known. */
struct detour_waiting_fixup {
	struct detour_oid oid;
	size_t place;
};

struct detour_waiting_fixups {
	struct detour_waiting_fixup *list;
	size_t count, capacity;
	struct detour_subjects subjects; /* of all commits that the leader saw */
};

struct detour_team;

/* Whose turn it is. `team` is NULL where there is nobody to share with; the leader is 0. */
struct detour_share {
	struct detour_team *team;
	size_t index;
	size_t turn; /* the one that was taken last */
};

/* Does this share hold the i-th commit of the range? To be asked for each; the leader's team starts
 * here, at the first one that is `wanted` past DETOUR_TEAM_AFTER. */
bool detour_share_has(struct detour_share *share, size_t i, bool wanted);
/* How many commits from the i-th on are not its own; 0 for the leader, who sees all of them. */
size_t detour_share_pause(struct detour_share *share, size_t i);
/* Did the leader end the range before the i-th commit? */
bool detour_share_is_over(const struct detour_share *share, size_t i);

/* NULL where the range is not to be shared. The timeline is the leader's. */
struct detour_team *detour_team_new(
	const struct detour_observer *observer, struct detour_timeline *timeline);
/* The range ends where `out` does. Waits for the others; what they saw of it joins `out` and
 * `fixups`. Frees the team. */
int detour_team_end(struct detour_team *team, struct detour_observation *out,
	struct detour_waiting_fixups *fixups, struct detour_error *err);

void detour_wait_for_range(
	struct detour_waiting_fixups *fixups, const struct detour_oid *oid, size_t place);
/* In observe.c: the loop over the timeline. */
int detour_observe_share(const struct detour_observer *observer, struct detour_timeline *timeline,
	struct detour_share *share, struct detour_waiting_fixups *fixups,
	struct detour_observation *out, struct detour_error *err);

#endif
