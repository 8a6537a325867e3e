/* Ancestors by first parents; see lineage.h. */
#include "lineage.h"

#include <stdlib.h>

#include "signal/signal.h"

struct detour_lineage {
	struct detour_repo *repo;
	struct detour_arena arena;
	struct detour_commit ancestors[DETOUR_ANCESTOR_LIMIT];
	size_t count;
	struct detour_oid next;
	bool ended;
};

struct detour_lineage *detour_lineage_new(struct detour_repo *repo)
{
	struct detour_lineage *lineage = detour_calloc(1, sizeof(*lineage));

	lineage->repo = repo;
	lineage->ended = true;
	return lineage;
}

void detour_lineage_free(struct detour_lineage *lineage)
{
	if (!lineage)
		return;
	detour_arena_release(&lineage->arena);
	free(lineage);
}

static void go_on(struct detour_lineage *lineage, const struct detour_commit *from)
{
	lineage->ended = !from->parent_count;
	if (!lineage->ended)
		lineage->next = from->parents[0];
}

void detour_lineage_start(struct detour_lineage *lineage, const struct detour_commit *commit)
{
	detour_arena_release(&lineage->arena);
	lineage->count = 0;
	go_on(lineage, commit);
}

static bool read_one(struct detour_lineage *lineage)
{
	struct detour_commit *commit = &lineage->ancestors[lineage->count];

	if (detour_repo_read_commit(lineage->repo, &lineage->next, &lineage->arena, commit, NULL) ||
		detour_repo_read_mainline_changes(
			lineage->repo, commit, DETOUR_CHANGES_LIMIT, &lineage->arena, NULL)) {
		lineage->ended = true;
		return false;
	}
	lineage->count++;
	go_on(lineage, commit);
	return true;
}

const struct detour_commit *detour_lineage_at(struct detour_lineage *lineage, size_t i)
{
	if (i >= DETOUR_ANCESTOR_LIMIT)
		return NULL;
	while (lineage->count <= i)
		if (lineage->ended || !read_one(lineage))
			return NULL;
	return &lineage->ancestors[i];
}
