/*
 * What two commits have in common, and whether one is reached from the other.
 *
 * Both sides are painted downwards, newest first, until everything that is left to paint lies below
 * a common commit. That is right whatever the clocks said: nothing ends while a commit of one side
 * alone is waiting. The cost is about what lies between the two.
 */
#include "graph.h"

#include <string.h>

#include "handle.h"
#include "walk.h"

enum {
	BOTH = DETOUR_NODE_LEFT | DETOUR_NODE_RIGHT,
	COLORS = BOTH | DETOUR_NODE_STALE,
};

struct painting {
	struct detour_graph graph;
	struct detour_queue queue;
	size_t open; /* queued and not stale */
};

/* Gives a commit colors it may not have yet; it is (again) looked at if that is news. */
static int paint(
	struct painting *painting, uint32_t node, uint32_t colors, struct detour_error *err)
{
	struct detour_node *at = &painting->graph.nodes[node];
	bool was_open;
	int code;

	if ((at->flags & colors) == colors)
		return 0;
	code = detour_graph_parse(&painting->graph, node, err);
	if (code)
		return code;
	at = &painting->graph.nodes[node];
	was_open = (at->flags & DETOUR_NODE_QUEUED) && !(at->flags & DETOUR_NODE_STALE);
	at->flags |= colors;
	painting->open += !(at->flags & DETOUR_NODE_STALE);
	painting->open -= was_open;
	if (!(at->flags & DETOUR_NODE_QUEUED)) {
		at->flags |= DETOUR_NODE_QUEUED;
		detour_queue_push(&painting->queue, at->date, node);
	}
	return 0;
}

/* Takes the newest; true where it is the first that both sides reach. Its parents are painted. */
static int paint_next(
	struct painting *painting, uint32_t *node, bool *is_base, struct detour_error *err)
{
	uint32_t colors;
	int code = 0;

	*node = detour_queue_pop(&painting->queue);
	colors = painting->graph.nodes[*node].flags & COLORS;
	painting->graph.nodes[*node].flags &= ~(uint32_t)DETOUR_NODE_QUEUED;
	painting->open -= !(colors & DETOUR_NODE_STALE);
	*is_base = colors == BOTH;
	if ((colors & BOTH) == BOTH)
		colors |= DETOUR_NODE_STALE;
	for (uint32_t i = 0; !code && i < painting->graph.nodes[*node].parent_count; i++)
		code = paint(
			painting, detour_graph_parent(&painting->graph, *node, i), colors, err);
	return code;
}

static int start(struct painting *painting, struct detour_repo *repo, const struct detour_oid *left,
	const struct detour_oid *right, struct detour_error *err)
{
	int code;

	memset(painting, 0, sizeof(*painting));
	detour_graph_init(&painting->graph, repo);
	code = paint(painting, detour_graph_node(&painting->graph, left), DETOUR_NODE_LEFT, err);
	if (!code)
		code = paint(painting, detour_graph_node(&painting->graph, right),
			DETOUR_NODE_RIGHT, err);
	return code;
}

static void finish(struct painting *painting)
{
	detour_queue_release(&painting->queue);
	detour_graph_release(&painting->graph);
}

int detour_graph_merge_bases(struct detour_repo *repo, const struct detour_oid *left,
	const struct detour_oid *right, struct detour_arena *arena, struct detour_oid **bases,
	size_t *count, struct detour_error *err)
{
	struct painting painting;
	struct detour_buf found = DETOUR_BUF_INIT;
	int code = start(&painting, repo, left, right, err);

	while (!code && painting.open) {
		uint32_t node;
		bool is_base;

		code = paint_next(&painting, &node, &is_base, err);
		if (is_base)
			detour_buf_add(
				&found, &painting.graph.nodes[node].oid, sizeof(struct detour_oid));
	}
	*count = found.size / sizeof(struct detour_oid);
	*bases = detour_arena_array(arena, *count, sizeof(struct detour_oid));
	if (found.size)
		memcpy(*bases, found.ptr, found.size);
	detour_buf_release(&found);
	finish(&painting);
	return code;
}

bool detour_repo_reaches(
	struct detour_repo *repo, const struct detour_oid *from, const struct detour_oid *to)
{
	struct painting painting;
	uint32_t target, node;
	bool found = false, is_base;
	int code;

	if (detour_oid_equal(from, to))
		return detour_repo_has(repo, to);
	code = start(&painting, repo, from, to, NULL);
	target = detour_graph_node(&painting.graph, to);
	while (!code && !found && painting.open) {
		code = paint_next(&painting, &node, &is_base, NULL);
		found = (painting.graph.nodes[target].flags & DETOUR_NODE_LEFT) != 0;
	}
	finish(&painting);
	return found;
}

bool detour_repo_shares_history(
	struct detour_repo *repo, const struct detour_oid *a, const struct detour_oid *b)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_oid *bases;
	size_t count = 0;
	bool shares = !detour_graph_merge_bases(repo, a, b, &arena, &bases, &count, NULL) && count;

	detour_arena_release(&arena);
	return shares;
}
