/*
 * Ancestors by first parents; see lineage.h.
 *
 * A history is looked at commit by commit, and the ancestors of one are nearly those of the next:
 * what was read is kept, the oldest readings make room. What the commit at hand was given stays.
 */
#include "lineage.h"

#include <stdlib.h>
#include <string.h>

#include "signal/signal.h"

/* A few commits that change thousands of files each must not fill the memory. */
enum { KEPT_COMMITS = 1024, KEPT_CHANGES = 200 * 1000, BUCKETS = 2048 };

struct kept {
	struct detour_commit commit;
	struct detour_arena arena;
	struct kept *next; /* in its bucket */
	size_t used;       /* the start that it was last given for; 0: empty */
};

struct detour_lineage {
	struct detour_repo *repo;
	struct kept *kept; /* a ring */
	size_t hand;       /* the one that was read longest ago */
	size_t changes;
	struct kept *buckets[BUCKETS];

	const struct detour_commit *ancestors[DETOUR_ANCESTOR_LIMIT];
	size_t count, starts;
	struct detour_oid next;
	bool ended;
};

struct detour_lineage *detour_lineage_new(struct detour_repo *repo)
{
	struct detour_lineage *lineage = detour_calloc(1, sizeof(*lineage));

	lineage->repo = repo;
	lineage->kept = detour_calloc(KEPT_COMMITS, sizeof(*lineage->kept));
	lineage->ended = true;
	return lineage;
}

void detour_lineage_free(struct detour_lineage *lineage)
{
	if (!lineage)
		return;
	for (size_t i = 0; i < KEPT_COMMITS; i++)
		detour_arena_release(&lineage->kept[i].arena);
	free(lineage->kept);
	free(lineage);
}

static struct kept **bucket_of(struct detour_lineage *lineage, const struct detour_oid *oid)
{
	return &lineage->buckets[((size_t)oid->id[0] | (size_t)oid->id[1] << 8) % BUCKETS];
}

static struct kept *find(struct detour_lineage *lineage, const struct detour_oid *oid)
{
	struct kept *kept = *bucket_of(lineage, oid);

	while (kept && !detour_oid_equal(&kept->commit.oid, oid))
		kept = kept->next;
	return kept;
}

static void drop(struct detour_lineage *lineage, struct kept *kept)
{
	struct kept **at = bucket_of(lineage, &kept->commit.oid);

	while (*at != kept)
		at = &(*at)->next;
	*at = kept->next;
	lineage->changes -= kept->commit.change_count;
	detour_arena_release(&kept->arena);
	memset(kept, 0, sizeof(*kept));
}

/* Drops the next in the ring that the commit at hand was not given; there is always one, since
 * there are many more places than ancestors. */
static struct kept *make_room(struct detour_lineage *lineage)
{
	struct kept *kept;

	do {
		kept = &lineage->kept[lineage->hand];
		lineage->hand = (lineage->hand + 1) % KEPT_COMMITS;
	} while (kept->used == lineage->starts);
	if (kept->used)
		drop(lineage, kept);
	return kept;
}

static void limit_changes(struct detour_lineage *lineage)
{
	for (size_t i = 0; i < KEPT_COMMITS && lineage->changes > KEPT_CHANGES; i++)
		make_room(lineage);
}

static struct kept *read_one(struct detour_lineage *lineage, const struct detour_oid *oid)
{
	struct kept *kept = make_room(lineage), **bucket = bucket_of(lineage, oid);
	struct detour_commit *commit = &kept->commit;

	if (detour_repo_read_commit(lineage->repo, oid, &kept->arena, commit, NULL) ||
		detour_repo_read_mainline_changes(
			lineage->repo, commit, DETOUR_CHANGES_LIMIT, &kept->arena, NULL)) {
		detour_arena_release(&kept->arena);
		return NULL;
	}
	kept->next = *bucket;
	*bucket = kept;
	kept->used = lineage->starts;
	lineage->changes += commit->change_count;
	limit_changes(lineage);
	return kept;
}

static void go_on(struct detour_lineage *lineage, const struct detour_commit *from)
{
	lineage->ended = !from->parent_count;
	if (!lineage->ended)
		lineage->next = from->parents[0];
}

void detour_lineage_start(struct detour_lineage *lineage, const struct detour_commit *commit)
{
	lineage->count = 0;
	lineage->starts++;
	go_on(lineage, commit);
}

static bool add_next(struct detour_lineage *lineage)
{
	struct kept *kept = find(lineage, &lineage->next);

	if (!kept)
		kept = read_one(lineage, &lineage->next);
	lineage->ended = !kept;
	if (!kept)
		return false;
	kept->used = lineage->starts;
	lineage->ancestors[lineage->count++] = &kept->commit;
	go_on(lineage, &kept->commit);
	return true;
}

const struct detour_commit *detour_lineage_at(struct detour_lineage *lineage, size_t i)
{
	if (i >= DETOUR_ANCESTOR_LIMIT)
		return NULL;
	while (lineage->count <= i)
		if (lineage->ended || !add_next(lineage))
			return NULL;
	return lineage->ancestors[i];
}

bool detour_lineage_lend(
	struct detour_lineage *lineage, struct detour_commit *commit, struct detour_arena *arena)
{
	const struct kept *kept = commit->parent_count == 1 ? find(lineage, &commit->oid) : NULL;
	struct detour_change *changes;

	if (!kept)
		return false;
	changes = detour_arena_array(arena, kept->commit.change_count, sizeof(*changes));
	for (size_t i = 0; i < kept->commit.change_count; i++) {
		changes[i] = kept->commit.changes[i];
		changes[i].path = detour_arena_strdup(arena, changes[i].path);
	}
	commit->changes = changes;
	commit->change_count = kept->commit.change_count;
	commit->changes_cut = kept->commit.changes_cut;
	commit->facts |= DETOUR_FACT_PATHS;
	return true;
}
