/*
 * Walks over commits; see walk.h. Order and set are those of `git rev-list`.
 *
 * Without anything hidden the walk streams. With something hidden the whole range is found first
 * (`limit`), by git's own rule for when to stop: once only hidden commits wait, all of them older
 * than what was found, a few more are looked at, since clocks may have been wrong.
 */
#include "walk_internal.h"

#include <stdlib.h>
#include <string.h>

enum { SLOP = 5, END = 1, DATE_SLOP = 86400 };

struct detour_walk *detour_walk_new(struct detour_repo *repo)
{
	struct detour_walk *walk = detour_realloc(NULL, sizeof(*walk));

	memset(walk, 0, sizeof(*walk));
	detour_graph_init(&walk->graph, repo);
	return walk;
}

void detour_walk_free(struct detour_walk *walk)
{
	if (!walk)
		return;
	detour_graph_release(&walk->graph);
	detour_queue_release(&walk->queue);
	free(walk->list);
	free(walk->tips);
	free(walk);
}

bool detour_walk_is_limited(const struct detour_walk *walk)
{
	return walk->limited;
}

static uint32_t flags_of(const struct detour_walk *walk, uint32_t node)
{
	return walk->graph.nodes[node].flags;
}

/* Puts a parsed commit into the queue, once in its life. */
static void enqueue(struct detour_walk *walk, uint32_t node)
{
	struct detour_node *at = &walk->graph.nodes[node];

	if (at->flags & DETOUR_NODE_SEEN)
		return;
	at->flags |= DETOUR_NODE_SEEN | DETOUR_NODE_QUEUED;
	walk->open += !(at->flags & DETOUR_NODE_HIDDEN);
	detour_queue_push(&walk->queue, at->date, node);
}

static void mark_hidden(struct detour_walk *walk, uint32_t node)
{
	struct detour_node *at = &walk->graph.nodes[node];

	if ((at->flags & (DETOUR_NODE_HIDDEN | DETOUR_NODE_QUEUED)) == DETOUR_NODE_QUEUED)
		walk->open--;
	at->flags |= DETOUR_NODE_HIDDEN;
}

static void append(struct detour_walk *walk, uint32_t node)
{
	if (walk->list_count == walk->list_capacity) {
		walk->list_capacity = walk->list_capacity ? 2 * walk->list_capacity : 64;
		walk->list = detour_realloc(walk->list, walk->list_capacity * sizeof(*walk->list));
	}
	walk->list[walk->list_count++] = node;
}

/* Everything above a hidden commit that is known so far is hidden too. */
static void hide_known_parents(struct detour_walk *walk, uint32_t node)
{
	struct detour_buf pending = DETOUR_BUF_INIT;

	detour_buf_add(&pending, &node, sizeof(node));
	while (pending.size) {
		uint32_t parent;

		memcpy(&node, pending.ptr + pending.size - sizeof(node), sizeof(node));
		detour_buf_truncate(&pending, pending.size - sizeof(node));
		for (uint32_t i = 0; i < walk->graph.nodes[node].parent_count; i++) {
			parent = detour_graph_parent(&walk->graph, node, i);
			if (flags_of(walk, parent) & DETOUR_NODE_HIDDEN)
				continue;
			mark_hidden(walk, parent);
			detour_buf_add(&pending, &parent, sizeof(parent));
		}
	}
	detour_buf_release(&pending);
}

static int refuse_late(const struct detour_walk *walk, struct detour_error *err)
{
	if (!walk->limit_done)
		return 0;
	return detour_error_set(
		err, DETOUR_EINVALID, "cannot change a walk that has found its range");
}

int detour_walk_push(
	struct detour_walk *walk, const struct detour_oid *oid, struct detour_error *err)
{
	uint32_t node = detour_graph_node(&walk->graph, oid);
	int code = refuse_late(walk, err);

	if (!code)
		code = detour_graph_parse(&walk->graph, node, err);
	if (code)
		return code;
	enqueue(walk, node);
	if (!walk->tips)
		walk->tips = detour_realloc(NULL, DETOUR_WALK_TIPS * sizeof(*walk->tips));
	if (walk->tip_count < DETOUR_WALK_TIPS)
		walk->tips[walk->tip_count++] = *oid;
	return 0;
}

const struct detour_oid *detour_walk_tips(const struct detour_walk *walk, size_t *count)
{
	*count = walk->tip_count;
	return walk->tips;
}

/* The commit that an id stands for, and when it was made: of most that are hidden nothing else is
 * ever asked. */
static bool find_commit(struct detour_walk *walk, const struct detour_oid *oid, uint32_t *node)
{
	struct detour_oid commit;

	*node = detour_graph_node(&walk->graph, oid);
	if (!detour_graph_date(&walk->graph, *node, NULL))
		return true;
	if (detour_repo_peel(walk->graph.repo, oid, &commit) || detour_oid_equal(oid, &commit))
		return false;
	*node = detour_graph_node(&walk->graph, &commit);
	return !detour_graph_date(&walk->graph, *node, NULL);
}

int detour_walk_hide(
	struct detour_walk *walk, const struct detour_oid *oid, struct detour_error *err)
{
	uint32_t node;
	int code = refuse_late(walk, err);

	if (code)
		return code;
	if (walk->begun)
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot hide commits in a walk that has begun");
	walk->limited = true;
	if (!find_commit(walk, oid, &node))
		return 0;
	mark_hidden(walk, node);
	hide_known_parents(walk, node);
	enqueue(walk, node);
	return 0;
}

/* The parents of a commit that is to be given. */
static int add_parents(struct detour_walk *walk, uint32_t node, struct detour_error *err)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < walk->graph.nodes[node].parent_count; i++) {
		uint32_t parent = detour_graph_parent(&walk->graph, node, i);

		code = detour_graph_parse(&walk->graph, parent, err);
		if (!code)
			enqueue(walk, parent);
	}
	return code;
}

/* The parents of a hidden one; those that are not here hide nothing. */
static void add_hidden_parents(struct detour_walk *walk, uint32_t node)
{
	(void)detour_graph_parse(&walk->graph, node, NULL);
	for (uint32_t i = 0; i < walk->graph.nodes[node].parent_count; i++) {
		uint32_t parent = detour_graph_parent(&walk->graph, node, i);

		mark_hidden(walk, parent);
		if (detour_graph_parse(&walk->graph, parent, NULL))
			continue;
		hide_known_parents(walk, parent);
		enqueue(walk, parent);
	}
}

static uint32_t take_newest(struct detour_walk *walk)
{
	uint32_t node = detour_queue_pop(&walk->queue);
	struct detour_node *at = &walk->graph.nodes[node];

	at->flags &= ~(uint32_t)DETOUR_NODE_QUEUED;
	walk->open -= !(at->flags & DETOUR_NODE_HIDDEN);
	return node;
}

/* How many more hidden commits to look at; 0: it is over. */
static int slop_left(const struct detour_walk *walk, uint64_t oldest, int slop)
{
	if (!walk->queue.count)
		return 0;
	if (oldest <= walk->queue.entries[0].date || walk->open)
		return SLOP;
	return slop - 1;
}

/* Where clocks were wrong a hidden commit may wait behind its own parent: what is about as young as
 * the range hides its parents there. Nothing else was read of it so far. */
static void look_at_waiting(struct detour_walk *walk, uint64_t oldest)
{
	for (size_t i = 0; i < walk->queue.count; i++) {
		const struct detour_queue_entry *entry = &walk->queue.entries[i];

		if (entry->date < oldest && oldest - entry->date > DATE_SLOP)
			continue;
		if (!detour_graph_parse(&walk->graph, entry->node, NULL))
			hide_known_parents(walk, entry->node);
	}
}

/* Finds the whole range. What is hidden only after it was found stays in the list: its place
 * matters for the order of a to-do list. */
static int limit(struct detour_walk *walk, struct detour_error *err)
{
	uint64_t oldest = UINT64_MAX;
	int slop = SLOP, code = 0;

	while (!code && walk->queue.count && slop) {
		uint32_t node = take_newest(walk);

		if (!(flags_of(walk, node) & DETOUR_NODE_HIDDEN)) {
			code = add_parents(walk, node, err);
			oldest = walk->graph.nodes[node].date;
			append(walk, node);
			continue;
		}
		add_hidden_parents(walk, node);
		slop = slop_left(walk, oldest, slop);
	}
	if (!code)
		look_at_waiting(walk, oldest);
	walk->limit_done = !code;
	return code;
}

/* The next node, or END. */
static int next_streamed(struct detour_walk *walk, uint32_t *node, struct detour_error *err)
{
	int code = 0;

	/* Put off until somebody asks on: a hook that wants one commit reads one. */
	if (walk->list_count && !walk->expanded)
		code = add_parents(walk, walk->list[walk->list_count - 1], err);
	walk->expanded = true;
	if (code)
		return code;
	if (!walk->queue.count)
		return END;
	*node = take_newest(walk);
	append(walk, *node);
	walk->given = walk->list_count;
	walk->expanded = false;
	return 0;
}

static int next_limited(struct detour_walk *walk, uint32_t *node, struct detour_error *err)
{
	int code = walk->limit_done ? 0 : limit(walk, err);

	if (code)
		return code;
	while (walk->given < walk->list_count) {
		*node = walk->list[walk->given++];
		if (!(flags_of(walk, *node) & DETOUR_NODE_HIDDEN))
			return 0;
	}
	return END;
}

/* A commit that is missing is not the end of the walk. */
static int code_of(int code)
{
	return code == END ? DETOUR_ENOTFOUND : code == DETOUR_ENOTFOUND ? DETOUR_EFAIL : code;
}

int detour_walk_next_id(struct detour_walk *walk, struct detour_oid *out, struct detour_error *err)
{
	uint32_t node = 0;
	int code;

	walk->begun = true;
	code = walk->limited ? next_limited(walk, &node, err) : next_streamed(walk, &node, err);
	if (!code)
		*out = walk->graph.nodes[node].oid;
	return code_of(code);
}

int detour_walk_next(struct detour_walk *walk, struct detour_arena *arena,
	struct detour_commit *out, struct detour_error *err)
{
	struct detour_oid oid;
	int code = detour_walk_next_id(walk, &oid, err);

	if (code)
		return code;
	return code_of(detour_repo_read_commit(walk->graph.repo, &oid, arena, out, err));
}

int detour_walk_at(
	struct detour_walk *walk, size_t i, struct detour_oid *out, struct detour_error *err)
{
	uint32_t node;
	int code = 0;

	walk->begun = true;
	while (!code && walk->list_count <= i)
		code = next_streamed(walk, &node, err);
	if (!code)
		*out = walk->graph.nodes[walk->list[i]].oid;
	return code_of(code);
}

void detour_walk_move(struct detour_walk *walk, struct detour_repo *repo)
{
	walk->graph.repo = repo;
}

const struct detour_oid *detour_walk_heads(
	const struct detour_walk *walk, struct detour_arena *arena, size_t *count)
{
	bool *is_parent = detour_calloc(walk->graph.count, sizeof(*is_parent));
	struct detour_oid *heads = detour_arena_array(arena, walk->given, sizeof(*heads));

	*count = 0;
	for (size_t i = 0; i < walk->given; i++)
		for (uint32_t k = 0; k < walk->graph.nodes[walk->list[i]].parent_count; k++)
			is_parent[detour_graph_parent(&walk->graph, walk->list[i], k)] = true;
	for (size_t i = 0; i < walk->given; i++) {
		const struct detour_node *node = &walk->graph.nodes[walk->list[i]];

		if (!is_parent[walk->list[i]] && !(node->flags & DETOUR_NODE_HIDDEN))
			heads[(*count)++] = node->oid;
	}
	free(is_parent);
	return heads;
}

bool detour_walk_goes_forward(
	struct detour_walk *walk, const struct detour_oid *from, const struct detour_oid *to)
{
	uint32_t node = detour_graph_node(&walk->graph, from);

	if (walk->tip_count != 1 || !detour_oid_equal(&walk->tips[0], to))
		return false;
	for (size_t i = walk->given; i-- > 0;)
		for (uint32_t k = 0; k < walk->graph.nodes[walk->list[i]].parent_count; k++)
			if (detour_graph_parent(&walk->graph, walk->list[i], k) == node)
				return !(flags_of(walk, walk->list[i]) & DETOUR_NODE_HIDDEN);
	return false;
}
