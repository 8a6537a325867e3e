/*
 * The to-do list of a rebase, of any history: each commit once, none that is hidden or a merge, and
 * parents before their children.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "git/walk_internal.h"

enum { COMMITS = 24, PARENTS = 3 };

struct history {
	struct detour_node nodes[COMMITS]; /* newest first: parents come behind */
	uint32_t edges[COMMITS * PARENTS], list[COMMITS];
	struct detour_walk walk;
};

static void add_parents(struct history *history, struct fuzz_input *input, uint32_t i)
{
	struct detour_node *node = &history->nodes[i];
	unsigned wanted = fuzz_byte(input) % (PARENTS + 1);

	node->parents = (uint32_t)history->walk.graph.edge_count;
	for (unsigned k = 0; k < wanted; k++) {
		uint32_t parent = i + 1 + fuzz_byte(input) % 4;

		if (parent < COMMITS)
			history->edges[node->parents + node->parent_count++] = parent;
	}
	history->walk.graph.edge_count += node->parent_count;
}

/* The list is any choice of the commits, in an order of its own. */
static void make(struct history *history, struct fuzz_input *input)
{
	static const uint32_t steps[] = {1, 5, 7, 23}; /* each comes by all 24 */
	uint32_t start = fuzz_byte(input), step = steps[fuzz_byte(input) % 4];

	memset(history, 0, sizeof(*history));
	for (uint32_t i = 0; i < COMMITS; i++) {
		unsigned byte = fuzz_byte(input);

		history->nodes[i].oid.id[0] = (unsigned char)(i + 1);
		history->nodes[i].flags = byte & 64 ? DETOUR_NODE_HIDDEN : 0;
		if (byte & 128)
			history->nodes[i].oid.id[1] = 1; /* is listed */
		add_parents(history, input, i);
	}
	for (uint32_t i = 0; i < COMMITS; i++) {
		uint32_t node = (start + i * step) % COMMITS;

		if (history->nodes[node].oid.id[1])
			history->list[history->walk.given++] = node;
	}
	history->walk.list = history->list;
	history->walk.graph.nodes = history->nodes;
	history->walk.graph.count = COMMITS;
	history->walk.graph.edges = history->edges;
}

static bool is_parent(const struct history *history, uint32_t parent, uint32_t child)
{
	for (uint32_t k = 0; k < history->nodes[child].parent_count; k++)
		if (detour_graph_parent(&history->walk.graph, child, k) == parent)
			return true;
	return false;
}

static void check(const struct history *history, const struct detour_oid *oids, size_t count)
{
	size_t wanted = 0;

	for (uint32_t i = 0; i < COMMITS; i++)
		wanted += history->nodes[i].oid.id[1] && history->nodes[i].parent_count <= 1 &&
			  !history->nodes[i].flags;
	FUZZ_CHECK(count == wanted);
	for (size_t i = 0; i < count; i++) {
		uint32_t node = oids[i].id[0] - 1U;

		FUZZ_CHECK(node < COMMITS && oids[i].id[1]);
		FUZZ_CHECK(!history->nodes[node].flags && history->nodes[node].parent_count <= 1);
		for (size_t j = 0; j < i; j++) {
			FUZZ_CHECK(oids[j].id[0] != oids[i].id[0]);
			FUZZ_CHECK(!is_parent(history, node, oids[j].id[0] - 1U));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct history history;
	const struct detour_oid *oids;
	size_t count;

	fuzz_begin(&input, data, size);
	make(&history, &input);
	FUZZ_CHECK(!detour_walk_todo(&history.walk, &input.arena, &oids, &count, NULL));
	check(&history, oids, count);
	fuzz_end(&input);
	return 0;
}
