/* Paints what was asked about and what references reach, newest first; see lost.h. */
#include "lost.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "../base/file.h"
#include "graph.h"
#include "handle.h"
#include "reflog.h"

enum {
	ASKED = DETOUR_NODE_LEFT,
	REACHED = DETOUR_NODE_RIGHT,
	DATE_SLOP = 86400, /* clocks may have been wrong by a day */
	TIPS_LIMIT = 20000,
	STASHES = 50,
	WORK_TREES = 50,
	HEAD_LIMIT = 4096,
	NEAR = 200, /* commits from HEAD, before anything else is looked at */
};

struct search {
	struct detour_graph graph;
	struct detour_queue queue;
	size_t open; /* in the queue, asked about and not reached so far */
	size_t tips;
	struct detour_buf tip_list; /* nodes that references name */
	struct detour_buf list;     /* nodes in the order in which they were found to be open */
	uint64_t oldest;            /* of those */
};

static bool is_open(uint32_t flags)
{
	return (flags & (ASKED | REACHED)) == ASKED;
}

/* Its date is known. */
static void paint(struct search *search, uint32_t node, uint32_t colors)
{
	struct detour_node *at = &search->graph.nodes[node];

	if ((at->flags & colors) == colors)
		return;
	if ((at->flags & DETOUR_NODE_QUEUED) && is_open(at->flags))
		search->open--;
	at->flags |= colors;
	search->open += is_open(at->flags);
	if (!(at->flags & DETOUR_NODE_QUEUED)) {
		at->flags |= DETOUR_NODE_QUEUED;
		detour_queue_push(&search->queue, at->date, node);
	}
}

static void paint_commit(struct search *search, uint32_t node, uint32_t colors)
{
	if ((search->graph.nodes[node].flags & colors) != colors &&
		!detour_graph_parse(&search->graph, node, NULL))
		paint(search, node, colors);
}

static void paint_oid(struct search *search, const struct detour_oid *oid, uint32_t colors)
{
	struct detour_oid commit;

	if (!detour_oid_is_zero(oid) && !detour_repo_peel(search->graph.repo, oid, &commit))
		paint_commit(search, detour_graph_node(&search->graph, &commit), colors);
}

/* Most are too old for more than their date to count. */
static void paint_tip(struct search *search, const struct detour_oid *oid)
{
	uint32_t node = detour_graph_node(&search->graph, oid);
	struct detour_oid commit;

	if (detour_graph_date(&search->graph, node, NULL)) {
		if (detour_repo_peel(search->graph.repo, oid, &commit))
			return;
		node = detour_graph_node(&search->graph, &commit);
		if (detour_graph_date(&search->graph, node, NULL))
			return;
	}
	paint(search, node, REACHED);
	detour_buf_add(&search->tip_list, &node, sizeof(node));
}

static int paint_ref(void *data, const char *name, const struct detour_oid *oid)
{
	struct search *search = data;

	if (!strncmp(name, DETOUR_KEPT_REFS, strlen(DETOUR_KEPT_REFS)))
		return 0;
	if (++search->tips > TIPS_LIMIT)
		return DETOUR_ELIMIT;
	paint_tip(search, oid);
	return 0;
}

/* The HEAD of another work tree, where it is detached. */
static void paint_head_file(struct search *search, const char *dir)
{
	struct detour_buf path = DETOUR_BUF_INIT, text = DETOUR_BUF_INIT;
	struct detour_oid oid;

	detour_buf_addf(&path, "%s/HEAD", dir);
	if (!detour_file_read(path.ptr, HEAD_LIMIT, 0, &text, NULL) &&
		text.size >= DETOUR_HEX_SIZE) {
		detour_buf_truncate(&text, DETOUR_HEX_SIZE);
		if (detour_oid_parse(&oid, text.ptr))
			paint_oid(search, &oid, REACHED);
	}
	detour_buf_release(&path);
	detour_buf_release(&text);
}

static void paint_work_trees(struct search *search)
{
	const char *common = detour_repo_common_dir(search->graph.repo);
	struct detour_buf path = DETOUR_BUF_INIT;
	const struct dirent *entry;
	size_t size;
	DIR *folder;

	paint_head_file(search, common);
	detour_buf_addf(&path, "%s/worktrees/", common);
	size = path.size;
	folder = opendir(path.ptr);
	for (int i = 0; folder && i < WORK_TREES && (entry = readdir(folder)); i++) {
		if (entry->d_name[0] == '.')
			continue;
		detour_buf_truncate(&path, size);
		detour_buf_addstr(&path, entry->d_name);
		paint_head_file(search, path.ptr);
	}
	if (folder)
		closedir(folder);
	detour_buf_release(&path);
}

/* Stashes below the newest stand in its reflog alone. */
static void paint_stashes(struct search *search)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_reflog log;

	if (!detour_reflog_tail(search->graph.repo, "refs/stash", STASHES, &arena, &log, NULL))
		for (size_t i = 0; i < log.count; i++)
			paint_oid(search, &log.entries[i].new_oid, REACHED);
	detour_arena_release(&arena);
}

static void paint_head(struct search *search)
{
	struct detour_oid head;

	if (!detour_repo_head(search->graph.repo, &head, NULL))
		paint_oid(search, &head, REACHED);
}

static int paint_references(struct search *search)
{
	int code = detour_git_each_ref(search->graph.repo, "refs/", paint_ref, search, NULL);

	if (code)
		return code;
	paint_work_trees(search);
	paint_stashes(search);
	return 0;
}

static void look_at_newest(struct search *search)
{
	uint32_t node = detour_queue_pop(&search->queue);
	struct detour_node *at;
	uint32_t colors, parents;

	(void)detour_graph_parse(&search->graph, node, NULL);
	at = &search->graph.nodes[node];
	colors = at->flags & (ASKED | REACHED);
	parents = at->parent_count;
	at->flags &= ~(uint32_t)DETOUR_NODE_QUEUED;
	if (is_open(colors)) {
		search->open--;
		search->oldest = at->date < search->oldest ? at->date : search->oldest;
		if (!(at->flags & DETOUR_NODE_SEEN))
			detour_buf_add(&search->list, &node, sizeof(node));
		at->flags |= DETOUR_NODE_SEEN;
	}
	for (uint32_t i = 0; i < parents; i++)
		paint_commit(search, detour_graph_parent(&search->graph, node, i), colors);
}

static bool is_over(const struct search *search)
{
	if (!search->queue.count)
		return true;
	return !search->open && (search->oldest == UINT64_MAX ||
					search->queue.entries[0].date + DATE_SLOP < search->oldest);
}

static int look_until_over(struct search *search, size_t limit)
{
	for (size_t i = 0; !is_over(search); i++) {
		if (i == limit)
			return DETOUR_ELIMIT;
		look_at_newest(search);
	}
	return 0;
}

static bool has_open(const struct search *search)
{
	for (size_t i = 0; i < search->list.size / sizeof(uint32_t); i++) {
		uint32_t node;

		memcpy(&node, search->list.ptr + i * sizeof(node), sizeof(node));
		if (is_open(search->graph.nodes[node].flags))
			return true;
	}
	return search->open > 0;
}

/* Which nodes of the list have how many children in it. */
static uint32_t *count_children(
	const struct search *search, const uint32_t *list, size_t count, struct detour_arena *arena)
{
	uint32_t *children = detour_arena_array(arena, search->graph.count, sizeof(*children));

	for (size_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < search->graph.nodes[list[i]].parent_count; j++)
			children[detour_graph_parent(&search->graph, list[i], j)]++;
	return children;
}

static size_t take_open(const struct search *search, uint32_t *list)
{
	size_t count = 0;

	for (size_t i = 0; i < search->list.size / sizeof(*list); i++) {
		uint32_t node;

		memcpy(&node, search->list.ptr + i * sizeof(node), sizeof(node));
		if (is_open(search->graph.nodes[node].flags))
			list[count++] = node;
	}
	return count;
}

/* Newest first, but no parent before its child: scripts commit several times a second. */
static void collect(struct search *search, struct detour_arena *arena, struct detour_lost *out)
{
	const struct detour_graph *graph = &search->graph;
	uint32_t *list =
		detour_arena_array(arena, search->list.size / sizeof(*list), sizeof(*list));
	size_t count = take_open(search, list);
	uint32_t *children = count_children(search, list, count, arena);
	struct detour_oid *oids = detour_arena_array(arena, count, sizeof(*oids));
	struct detour_queue ready = {0};

	for (size_t i = 0; i < count; i++)
		if (!children[list[i]])
			detour_queue_push(&ready, graph->nodes[list[i]].date, list[i]);
	while (ready.count) {
		uint32_t node = detour_queue_pop(&ready);

		oids[out->count++] = graph->nodes[node].oid;
		for (uint32_t i = 0; i < graph->nodes[node].parent_count; i++) {
			uint32_t parent = detour_graph_parent(graph, node, i);

			if (!--children[parent] && is_open(graph->nodes[parent].flags))
				detour_queue_push(&ready, graph->nodes[parent].date, parent);
		}
	}
	out->oids = oids;
	detour_queue_release(&ready);
}

static void collect_tips(struct search *search, struct detour_arena *arena, struct detour_lost *out)
{
	size_t count = search->tip_list.size / sizeof(uint32_t);
	struct detour_lost_tip *tips = detour_arena_array(arena, count, sizeof(*tips));

	for (size_t i = 0; i < count; i++) {
		uint32_t node;

		memcpy(&node, search->tip_list.ptr + i * sizeof(node), sizeof(node));
		tips[i] = (struct detour_lost_tip){
			search->graph.nodes[node].oid, search->graph.nodes[node].date};
	}
	out->tips = tips;
	out->tip_count = count;
}

int detour_repo_find_lost(struct detour_repo *repo, const struct detour_oid *oids, size_t count,
	size_t limit, struct detour_arena *arena, struct detour_lost *out)
{
	struct search search = {
		.list = DETOUR_BUF_INIT, .tip_list = DETOUR_BUF_INIT, .oldest = UINT64_MAX};
	int code;

	memset(out, 0, sizeof(*out));
	detour_graph_init(&search.graph, repo);
	for (size_t i = 0; i < count; i++)
		paint_oid(&search, &oids[i], ASKED);
	/* Mostly HEAD reaches them all, and there may be thousands of other references. */
	if (search.open)
		paint_head(&search);
	code = look_until_over(&search, limit < NEAR ? limit : NEAR);
	if (has_open(&search)) {
		code = paint_references(&search);
		if (!code)
			code = look_until_over(&search, limit);
	}
	if (!code)
		collect(&search, arena, out);
	if (out->count)
		collect_tips(&search, arena, out);
	detour_buf_release(&search.list);
	detour_buf_release(&search.tip_list);
	detour_queue_release(&search.queue);
	detour_graph_release(&search.graph);
	return code;
}
