/*
 * The to-do list of a rebase: git's own topological order, whose ties a rebase makes visible.
 *
 * A commit is taken once all its children are; among those that may be taken the one that became
 * free last comes first (a stack), so a line of history stays together. Where several start, they
 * come in the order of the walk.
 */
#include "walk_internal.h"

#include <stdlib.h>
#include <string.h>

struct sorting {
	const struct detour_graph *graph;
	const uint32_t *list; /* of the walk */
	size_t count;
	uint32_t *waiting; /* a node: children not yet taken + 1; 0: not in the list, or taken */
	uint32_t *stack;
	size_t depth;
};

static void count_children(struct sorting *sorting)
{
	for (size_t i = 0; i < sorting->count; i++)
		sorting->waiting[sorting->list[i]] = 1;
	for (size_t i = 0; i < sorting->count; i++) {
		uint32_t node = sorting->list[i];

		for (uint32_t k = 0; k < sorting->graph->nodes[node].parent_count; k++) {
			uint32_t parent = detour_graph_parent(sorting->graph, node, k);

			sorting->waiting[parent] += sorting->waiting[parent] != 0;
		}
	}
}

static void free_parents(struct sorting *sorting, uint32_t node)
{
	for (uint32_t k = 0; k < sorting->graph->nodes[node].parent_count; k++) {
		uint32_t parent = detour_graph_parent(sorting->graph, node, k);

		if (sorting->waiting[parent] && --sorting->waiting[parent] == 1)
			sorting->stack[sorting->depth++] = parent;
	}
	sorting->waiting[node] = 0;
}

/* Newest first, into `sorted`; a parent comes after all its children. */
static size_t sort(struct sorting *sorting, uint32_t *sorted)
{
	size_t count = 0;

	count_children(sorting);
	for (size_t i = sorting->count; i-- > 0;)
		if (sorting->waiting[sorting->list[i]] == 1)
			sorting->stack[sorting->depth++] = sorting->list[i];
	while (sorting->depth) {
		uint32_t node = sorting->stack[--sorting->depth];

		free_parents(sorting, node);
		sorted[count++] = node;
	}
	return count;
}

int detour_walk_todo(struct detour_walk *walk, struct detour_arena *arena,
	const struct detour_oid **oids, size_t *count, struct detour_error *err)
{
	struct sorting sorting = {.graph = &walk->graph, .list = walk->list, .count = walk->given};
	struct detour_oid *out = detour_arena_array(arena, walk->given, sizeof(*out));
	size_t room = walk->given * sizeof(uint32_t), sorted_count, used = 0;
	uint32_t *sorted = detour_realloc(NULL, room);

	(void)err;
	sorting.waiting = detour_realloc(NULL, walk->graph.count * sizeof(uint32_t));
	memset(sorting.waiting, 0, walk->graph.count * sizeof(uint32_t));
	sorting.stack = detour_realloc(NULL, room);
	sorted_count = sort(&sorting, sorted);
	for (size_t i = sorted_count; i-- > 0;) {
		const struct detour_node *node = &walk->graph.nodes[sorted[i]];

		if (node->parent_count <= 1 && !(node->flags & DETOUR_NODE_HIDDEN))
			out[used++] = node->oid;
	}
	free(sorting.waiting);
	free(sorting.stack);
	free(sorted);
	*oids = out;
	*count = used;
	return 0;
}
