/* The walk from inside; for walk.c and todo.c. */
#ifndef DETOUR_GIT_WALK_INTERNAL_H
#define DETOUR_GIT_WALK_INTERNAL_H

#include "graph.h"
#include "handle.h"
#include "walk.h"

struct detour_walk {
	struct detour_graph graph;
	struct detour_queue queue;
	size_t open;    /* in the queue and not hidden */
	uint32_t *list; /* nodes in the order in which they were or will be given */
	size_t list_count, list_capacity;
	struct detour_oid *tips; /* that were pushed, the first DETOUR_WALK_TIPS of them */
	size_t tip_count;
	size_t given;    /* so many of them were */
	bool begun;      /* something was asked for */
	bool limited;    /* something is hidden */
	bool limit_done; /* the list is complete */
	bool expanded;   /* streaming: the parents of the last one are in the queue */
};

#endif
