/*
 * The commit graph as far as it was looked at: ids, dates and parents, about 50 bytes a commit, and
 * a queue that gives the newest first, as git's does: equal dates come in the order of insertion.
 *
 * Nodes are numbers, since the array that holds them moves as it grows.
 */
#ifndef DETOUR_GIT_GRAPH_H
#define DETOUR_GIT_GRAPH_H

#include "repository.h"

enum {
	DETOUR_NODE_PARSED = 1, /* date and parents are known */
	DETOUR_NODE_SEEN = 2,   /* was put into the queue once */
	DETOUR_NODE_QUEUED = 4, /* is in it now */
	DETOUR_NODE_HIDDEN = 8, /* not to be given: git's UNINTERESTING */
	DETOUR_NODE_LEFT = 32,  /* reachable from one side, from the other */
	DETOUR_NODE_RIGHT = 64,
	DETOUR_NODE_STALE = 128, /* below a commit that both sides reach */
};

struct detour_node {
	struct detour_oid oid;
	uint32_t parents; /* where they start in `edges` */
	uint32_t parent_count;
	uint32_t flags;
	uint64_t date;
};

struct detour_graph {
	struct detour_repo *repo;
	struct detour_node *nodes;
	size_t count, capacity;
	uint32_t *edges;
	size_t edge_count, edge_capacity;
	uint32_t *slots; /* node + 1, or 0; a power of two of them */
	size_t slot_count;
};

void detour_graph_init(struct detour_graph *graph, struct detour_repo *repo);
void detour_graph_release(struct detour_graph *graph);
/* The node of an id, made if it is new. */
uint32_t detour_graph_node(struct detour_graph *graph, const struct detour_oid *oid);
/* Makes the date known, by reading the commit where it is not remembered. For a commit that a
 * reference names; who goes on to its parents calls parse. */
int detour_graph_date(struct detour_graph *graph, uint32_t node, struct detour_error *err);
/* Reads date and parents, once. None at a shallow boundary. */
int detour_graph_parse(struct detour_graph *graph, uint32_t node, struct detour_error *err);
uint32_t detour_graph_parent(const struct detour_graph *graph, uint32_t node, uint32_t i);

struct detour_queue_entry {
	uint64_t date;
	uint32_t order, node;
};

struct detour_queue {
	struct detour_queue_entry *entries; /* a heap */
	size_t count, capacity;
	uint32_t next_order;
};

void detour_queue_push(struct detour_queue *queue, uint64_t date, uint32_t node);
uint32_t detour_queue_pop(struct detour_queue *queue); /* must not be empty */
void detour_queue_release(struct detour_queue *queue);

/* Commits that both reach and that cover all others which both reach. In the arena. */
int detour_graph_merge_bases(struct detour_repo *repo, const struct detour_oid *left,
	const struct detour_oid *right, struct detour_arena *arena, struct detour_oid **bases,
	size_t *count, struct detour_error *err);

#endif
