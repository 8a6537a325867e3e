/*
 * A long range looked at by several threads: all of them walk over all of it, since signals look
 * into the past, and each looks at its share of the commits. Between observe.c and observe_team.c
 * only.
 *
 * Every thread has a workspace of its own, for a repository handle belongs to one thread. Short
 * ranges are looked at alone: the others join only after DETOUR_TEAM_AFTER commits.
 */
#ifndef DETOUR_OBSERVE_TEAM_H
#define DETOUR_OBSERVE_TEAM_H

#include "observe.h"

#define DETOUR_TEAM_AFTER ((size_t)2048)
#define DETOUR_TEAM_CHUNK ((size_t)1024)
#define DETOUR_TEAM_LIMIT ((size_t)4) /* threads */

/* Fixups are judged when the whole range is known. */
struct detour_waiting_fixup {
	struct detour_oid oid;
	size_t place;
};

struct detour_waiting_fixups {
	struct detour_waiting_fixup *list;
	size_t count, capacity;
};

struct detour_team;

/* Whose turn it is. `team` is NULL where there is nobody to share with; the leader is 0. */
struct detour_share {
	struct detour_team *team;
	size_t index;
};

/* Does this share hold the i-th commit of the range? The leader's team starts here in time. */
bool detour_share_has(const struct detour_share *share, size_t i);
/* Did the leader end the range before the i-th commit? */
bool detour_share_is_over(const struct detour_share *share, size_t i);

/* NULL where the range is not to be shared. */
struct detour_team *detour_team_new(
	const struct detour_observer *observer, const struct detour_walk *walk);
/* The range ends where `out` does. Waits for the others; what they saw of it joins `out` and
 * `fixups`. Frees the team. */
int detour_team_end(struct detour_team *team, struct detour_observation *out,
	struct detour_waiting_fixups *fixups, struct detour_error *err);

void detour_wait_for_range(
	struct detour_waiting_fixups *fixups, const struct detour_oid *oid, size_t place);
/* In observe.c: the loop over the timeline. */
int detour_observe_share(const struct detour_observer *observer, struct detour_timeline *timeline,
	const struct detour_share *share, struct detour_waiting_fixups *fixups,
	struct detour_observation *out, struct detour_error *err);

#endif
