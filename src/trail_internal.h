/* The trail from inside; for trail.c, trail_losses.c and trail_rest.c. */
#ifndef DETOUR_TRAIL_INTERNAL_H
#define DETOUR_TRAIL_INTERNAL_H

#include "dropped.h"
#include "trail.h"
#include "trail_steps.h"

struct detour_landed {
	struct detour_oid landing; /* the commit that was made next */
	struct detour_deed deed;
};

struct detour_trail {
	struct detour_repo *repo;
	const struct detour_state *state;
	struct detour_arena arena;
	bool is_loaded;
	struct detour_steps steps;
	struct detour_dropped dropped;
	struct detour_landed *list;
	size_t count, capacity;
};

void detour_trail_add(struct detour_trail *trail, const struct detour_oid *landing,
	const struct detour_deed *deed);
/* What became of the commit that step `at` made; false where it is gone. */
bool detour_trail_follow(const struct detour_trail *trail, size_t at, struct detour_oid *out);
/* The first commit made behind step `at` that is still there. */
bool detour_trail_land(const struct detour_trail *trail, size_t at, struct detour_oid *out);
/* Puts commits (newest first) into a deed, as many as it takes. */
void detour_trail_name(struct detour_deed *deed, struct detour_gone *const *commits, size_t count);

/* trail_losses.c: resets, branches that are gone, aborted rebases */
void detour_trail_find_losses(struct detour_trail *trail);
/* trail_rest.c: amends, bisections, conflicts, remote branches that moved */
void detour_trail_find_amends(struct detour_trail *trail);
void detour_trail_find_bisections(struct detour_trail *trail);
void detour_trail_find_conflicts(struct detour_trail *trail);
void detour_trail_find_rewritten(struct detour_trail *trail);

#endif
