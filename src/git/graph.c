/* The graph and its queue; see graph.h. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>

#include "dates.h"
#include "handle.h"
#include "raw_commit.h"

/* Grows by half: a history's worth of nodes should not double its memory at once. */
static void *grow(void *memory, size_t *capacity, size_t item)
{
	*capacity = *capacity ? *capacity + *capacity / 2 : 256;
	return detour_realloc(memory, *capacity * item);
}

void detour_graph_init(struct detour_graph *graph, struct detour_repo *repo)
{
	memset(graph, 0, sizeof(*graph));
	graph->repo = repo;
}

void detour_graph_release(struct detour_graph *graph)
{
	free(graph->nodes);
	free(graph->edges);
	free(graph->slots);
	memset(graph, 0, sizeof(*graph));
}

/* The slot where an id is or would be. */
static size_t find_slot(const struct detour_graph *graph, const struct detour_oid *oid)
{
	size_t slot, mask = graph->slot_count - 1;

	memcpy(&slot, oid->id, sizeof(slot));
	for (slot &= mask; graph->slots[slot]; slot = (slot + 1) & mask)
		if (detour_oid_equal(&graph->nodes[graph->slots[slot] - 1].oid, oid))
			break;
	return slot;
}

static void grow_slots(struct detour_graph *graph)
{
	free(graph->slots);
	graph->slot_count = graph->slot_count ? 2 * graph->slot_count : 512;
	graph->slots = detour_realloc(NULL, graph->slot_count * sizeof(*graph->slots));
	memset(graph->slots, 0, graph->slot_count * sizeof(*graph->slots));
	for (size_t i = 0; i < graph->count; i++)
		graph->slots[find_slot(graph, &graph->nodes[i].oid)] = (uint32_t)i + 1;
}

uint32_t detour_graph_node(struct detour_graph *graph, const struct detour_oid *oid)
{
	size_t slot;

	if (4 * graph->count >= 3 * graph->slot_count)
		grow_slots(graph);
	slot = find_slot(graph, oid);
	if (graph->slots[slot])
		return graph->slots[slot] - 1;
	if (graph->count == graph->capacity)
		graph->nodes = grow(graph->nodes, &graph->capacity, sizeof(*graph->nodes));
	memset(&graph->nodes[graph->count], 0, sizeof(*graph->nodes));
	graph->nodes[graph->count].oid = *oid;
	graph->slots[slot] = (uint32_t)++graph->count;
	return (uint32_t)graph->count - 1;
}

static void take_parents(
	struct detour_graph *graph, uint32_t node, const struct detour_raw_commit *raw)
{
	struct detour_oid oid = graph->nodes[node].oid;

	graph->nodes[node].parents = (uint32_t)graph->edge_count;
	if (!raw->parent_count || detour_git_is_boundary(graph->repo, &oid))
		return;
	for (size_t i = 0; i < raw->parent_count; i++) {
		struct detour_oid parent = detour_raw_parent(raw, i);
		uint32_t number = detour_graph_node(graph, &parent);

		if (graph->edge_count == graph->edge_capacity)
			graph->edges =
				grow(graph->edges, &graph->edge_capacity, sizeof(*graph->edges));
		graph->edges[graph->edge_count++] = number;
	}
	graph->nodes[node].parent_count = (uint32_t)raw->parent_count;
}

int detour_graph_parse(struct detour_graph *graph, uint32_t node, struct detour_error *err)
{
	struct detour_object *object;
	struct detour_raw_commit raw;
	struct detour_oid oid = graph->nodes[node].oid;
	char hex[DETOUR_HEX_SIZE + 1];
	int code;

	if (graph->nodes[node].flags & DETOUR_NODE_PARSED)
		return 0;
	code = detour_git_read_or_tell(graph->repo, &oid, DETOUR_OBJECT_COMMIT, &object, err);
	if (code)
		return code;
	if (detour_raw_commit_parse_graph(&raw, object->bytes, object->size)) {
		take_parents(graph, node, &raw);
		graph->nodes[node].date = raw.date;
		graph->nodes[node].flags |= DETOUR_NODE_PARSED;
	} else {
		detour_oid_hex(&oid, hex);
		code = detour_error_set(
			err, DETOUR_EINVALID, "cannot read commit %s: it is broken", hex);
	}
	detour_object_release(object);
	return code;
}

int detour_graph_date(struct detour_graph *graph, uint32_t node, struct detour_error *err)
{
	struct detour_oid oid = graph->nodes[node].oid;
	int code;

	if (graph->nodes[node].flags & DETOUR_NODE_PARSED ||
		detour_git_date(graph->repo, &oid, &graph->nodes[node].date))
		return 0;
	code = detour_graph_parse(graph, node, err);
	if (!code)
		detour_git_remember_date(graph->repo, &oid, graph->nodes[node].date);
	return code;
}

uint32_t detour_graph_parent(const struct detour_graph *graph, uint32_t node, uint32_t i)
{
	return graph->edges[graph->nodes[node].parents + i];
}

static bool comes_before(const struct detour_queue_entry *a, const struct detour_queue_entry *b)
{
	return a->date != b->date ? a->date > b->date : a->order < b->order;
}

void detour_queue_push(struct detour_queue *queue, uint64_t date, uint32_t node)
{
	struct detour_queue_entry entry = {date, queue->next_order++, node};
	size_t at = queue->count;

	if (queue->count == queue->capacity)
		queue->entries = grow(queue->entries, &queue->capacity, sizeof(*queue->entries));
	queue->count++;
	while (at && comes_before(&entry, &queue->entries[(at - 1) / 2])) {
		queue->entries[at] = queue->entries[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	queue->entries[at] = entry;
}

uint32_t detour_queue_pop(struct detour_queue *queue)
{
	uint32_t node = queue->entries[0].node;
	struct detour_queue_entry last = queue->entries[--queue->count];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < queue->count) {
		if (child + 1 < queue->count &&
			comes_before(&queue->entries[child + 1], &queue->entries[child]))
			child++;
		if (!comes_before(&queue->entries[child], &last))
			break;
		queue->entries[at] = queue->entries[child];
		at = child;
	}
	queue->entries[at] = last;
	return node;
}

void detour_queue_release(struct detour_queue *queue)
{
	free(queue->entries);
	memset(queue, 0, sizeof(*queue));
}
