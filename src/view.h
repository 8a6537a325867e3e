/*
 * The view: what a signal gets to see of a commit in a repository. It fills the callbacks of a
 * scene, which load facts as they are asked for.
 *
 * Set workspace, timeline and flags, then detour_view_scene for each commit; release at the end.
 */
#ifndef DETOUR_VIEW_H
#define DETOUR_VIEW_H

#include "lineage.h"
#include "returns.h"
#include "signal/signal.h"
#include "timeline.h"
#include "trail.h"
#include "workspace.h"

struct detour_view {
	struct detour_workspace *workspace;
	struct detour_timeline *timeline; /* stands at the commit */
	unsigned facts;                   /* the tiers that may be loaded */
	bool at_commit;                   /* it was just made here: the reflogs tell more */
	bool only_spoken_of;              /* see signal.h */
	bool only_a_few;                  /* commits are likely; see observe.h */
	const struct detour_move *moves; /* of branches of a remote, that a push is about to make */
	size_t move_count;

	struct detour_arena arena;    /* of the scene at hand */
	struct detour_object **blobs; /* that it was given */
	size_t blob_count, blob_capacity;
	struct detour_lineage *lineage; /* made when first asked for */
	struct detour_trail *trail;
	struct detour_returns *returns;
	const struct detour_commit *commit;
	bool lineage_started;
	size_t scenes; /* so far */
};

/* The scene of the timeline's current commit; the one before it is gone then. */
void detour_view_scene(
	struct detour_view *view, const struct detour_commit *commit, struct detour_scene *scene);
void detour_view_release(struct detour_view *view);

#endif
