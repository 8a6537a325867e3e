/* Is a commit in a remote-tracking branch? Newest first from all of them, up to a limit. */
#include <string.h>

#include "walk_internal.h"

/* Clocks may have been wrong by a day, as git allows for elsewhere. */
enum { DATE_SLOP = 86400, TIPS_LIMIT = 10000 };

struct tips {
	struct detour_graph graph;
	struct detour_queue queue;
	uint32_t wanted;
	size_t left;
	bool found;
};

static void put(struct tips *tips, uint32_t node)
{
	if (node == tips->wanted)
		tips->found = true;
	if (tips->graph.nodes[node].flags & DETOUR_NODE_SEEN)
		return;
	tips->graph.nodes[node].flags |= DETOUR_NODE_SEEN;
	if (!detour_graph_parse(&tips->graph, node, NULL))
		detour_queue_push(&tips->queue, tips->graph.nodes[node].date, node);
}

static int put_tip(void *data, const char *name, const struct detour_oid *oid)
{
	struct tips *tips = data;

	(void)name;
	if (!tips->left--)
		return 1;
	put(tips, detour_graph_node(&tips->graph, oid));
	return tips->found;
}

bool detour_repo_is_pushed(struct detour_repo *repo, const struct detour_oid *oid, size_t limit)
{
	struct tips tips = {.left = TIPS_LIMIT};
	uint64_t date;

	detour_graph_init(&tips.graph, repo);
	tips.wanted = detour_graph_node(&tips.graph, oid);
	if (detour_graph_parse(&tips.graph, tips.wanted, NULL))
		goto out;
	date = tips.graph.nodes[tips.wanted].date;
	detour_git_each_ref(repo, "refs/remotes/", put_tip, &tips, NULL);
	while (!tips.found && tips.queue.count && limit--) {
		uint32_t node = detour_queue_pop(&tips.queue);

		if (tips.graph.nodes[node].date < date &&
			date - tips.graph.nodes[node].date > DATE_SLOP)
			break;
		for (uint32_t i = 0; i < tips.graph.nodes[node].parent_count; i++)
			put(&tips, detour_graph_parent(&tips.graph, node, i));
	}
out:
	detour_queue_release(&tips.queue);
	detour_graph_release(&tips.graph);
	return tips.found;
}
