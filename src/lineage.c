/*
 * Ancestors by first parents; see lineage.h.
 *
 * A history is looked at commit by commit, and the ancestors of one are nearly those of the next:
 * what was read is kept, as small as it can be, and the oldest readings make room. What the commit
 * at hand was given stays. Where branches are merged by the dozen the next commit's ancestors are
 * others, and it takes thousands of readings until one comes back to these.
 */
#include "lineage.h"

#include <stdlib.h>
#include <string.h>

#include "signal/signal.h"

/* A few commits that change thousands of files each must not fill the memory. */
enum { BUCKETS = 4096 };

static const struct room {
	size_t commits, changes;
} rooms[] = {[DETOUR_LINEAGE_LONG] = {4096, 100 * 1000}, [DETOUR_LINEAGE_SHORT] = {512, 20 * 1000}};

struct kept {
	struct detour_oid oid, parent;
	uint32_t parent_count, change_count;
	bool cut;
	struct detour_change *changes; /* with their paths behind them, in one piece */
	struct kept *next;             /* in its bucket */
	size_t used;                   /* the start that it was last given for; 0: empty */
};

struct detour_lineage {
	struct detour_repo *repo;
	struct room room;
	struct kept *kept; /* a ring */
	size_t hand;       /* the one that was read longest ago */
	size_t changes;
	struct kept *buckets[BUCKETS];

	struct detour_commit ancestors[DETOUR_ANCESTOR_LIMIT];
	struct detour_arena whole; /* their message tiers */
	size_t count, starts;
	struct detour_oid next;
	bool ended;
};

struct detour_lineage *detour_lineage_new(
	struct detour_repo *repo, enum detour_lineage_length length)
{
	struct detour_lineage *lineage = detour_calloc(1, sizeof(*lineage));

	lineage->repo = repo;
	lineage->room = rooms[length];
	lineage->kept = detour_calloc(lineage->room.commits, sizeof(*lineage->kept));
	lineage->ended = true;
	return lineage;
}

void detour_lineage_free(struct detour_lineage *lineage)
{
	if (!lineage)
		return;
	for (size_t i = 0; i < lineage->room.commits; i++)
		free(lineage->kept[i].changes);
	free(lineage->kept);
	detour_arena_release(&lineage->whole);
	free(lineage);
}

static struct kept **bucket_of(struct detour_lineage *lineage, const struct detour_oid *oid)
{
	return &lineage->buckets[((size_t)oid->id[0] | (size_t)oid->id[1] << 8) % BUCKETS];
}

static struct kept *find(struct detour_lineage *lineage, const struct detour_oid *oid)
{
	struct kept *kept = *bucket_of(lineage, oid);

	while (kept && !detour_oid_equal(&kept->oid, oid))
		kept = kept->next;
	return kept;
}

static void drop(struct detour_lineage *lineage, struct kept *kept)
{
	struct kept **at = bucket_of(lineage, &kept->oid);

	while (*at != kept)
		at = &(*at)->next;
	*at = kept->next;
	lineage->changes -= kept->change_count;
	free(kept->changes);
	memset(kept, 0, sizeof(*kept));
}

/* Drops the next in the ring that the commit at hand was not given; there is always one, since
 * there are many more places than ancestors. */
static struct kept *make_room(struct detour_lineage *lineage)
{
	struct kept *kept;

	do {
		kept = &lineage->kept[lineage->hand];
		lineage->hand = (lineage->hand + 1) % lineage->room.commits;
	} while (kept->used == lineage->starts);
	if (kept->used)
		drop(lineage, kept);
	return kept;
}

static void limit_changes(struct detour_lineage *lineage)
{
	for (size_t i = 0; i < lineage->room.commits && lineage->changes > lineage->room.changes;
		i++)
		make_room(lineage);
}

/* The changes and their paths, in one piece. */
static struct detour_change *pack(const struct detour_commit *commit)
{
	size_t size = commit->change_count * sizeof(struct detour_change);
	struct detour_change *changes;
	char *path;

	for (size_t i = 0; i < commit->change_count; i++)
		size += strlen(commit->changes[i].path) + 1;
	changes = detour_realloc(NULL, size);
	path = (char *)(changes + commit->change_count);
	for (size_t i = 0; i < commit->change_count; i++) {
		size = strlen(commit->changes[i].path) + 1;
		changes[i] = commit->changes[i];
		changes[i].path = memcpy(path, commit->changes[i].path, size);
		path += size;
	}
	return changes;
}

static struct kept *read_one(struct detour_lineage *lineage, const struct detour_oid *oid)
{
	struct kept *kept = make_room(lineage), **bucket = bucket_of(lineage, oid);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	int code = detour_repo_read_step(
		lineage->repo, oid, DETOUR_CHANGES_LIMIT, &arena, &commit, NULL);

	if (!code) {
		kept->oid = *oid;
		if (commit.parent_count)
			kept->parent = commit.parents[0];
		kept->parent_count = (uint32_t)commit.parent_count;
		kept->change_count = (uint32_t)commit.change_count;
		kept->cut = commit.changes_cut;
		kept->changes = pack(&commit);
		kept->next = *bucket;
		*bucket = kept;
		kept->used = lineage->starts;
		lineage->changes += commit.change_count;
		limit_changes(lineage);
	}
	detour_arena_release(&arena);
	return code ? NULL : kept;
}

void detour_lineage_start(struct detour_lineage *lineage, const struct detour_commit *commit)
{
	detour_arena_release(&lineage->whole);
	lineage->count = 0;
	lineage->starts++;
	lineage->ended = !commit->parent_count;
	if (!lineage->ended)
		lineage->next = commit->parents[0];
}

static bool add_next(struct detour_lineage *lineage)
{
	struct kept *kept = find(lineage, &lineage->next);

	if (!kept)
		kept = read_one(lineage, &lineage->next);
	lineage->ended = !kept || !kept->parent_count;
	if (!kept)
		return false;
	kept->used = lineage->starts;
	lineage->next = kept->parent;
	lineage->ancestors[lineage->count++] = (struct detour_commit){.facts = DETOUR_FACT_PATHS,
		.oid = kept->oid,
		.parents = &kept->parent,
		.parent_count = kept->parent_count ? 1 : 0,
		.changes = kept->changes,
		.change_count = kept->change_count,
		.changes_cut = kept->cut};
	return true;
}

const struct detour_commit *detour_lineage_at(struct detour_lineage *lineage, size_t i)
{
	if (i >= DETOUR_ANCESTOR_LIMIT)
		return NULL;
	while (lineage->count <= i)
		if (lineage->ended || !add_next(lineage))
			return NULL;
	return &lineage->ancestors[i];
}

const struct detour_commit *detour_lineage_whole(struct detour_lineage *lineage, size_t i)
{
	const struct detour_commit *found = detour_lineage_at(lineage, i);
	struct detour_commit *whole;

	if (!found)
		return NULL;
	whole = detour_arena_alloc(&lineage->whole, sizeof(*whole));
	if (detour_repo_read_commit(lineage->repo, &found->oid, &lineage->whole, whole, NULL))
		return NULL;
	whole->changes = found->changes;
	whole->change_count = found->change_count;
	whole->changes_cut = found->changes_cut;
	whole->facts |= DETOUR_FACT_PATHS;
	return whole;
}

bool detour_lineage_lend(
	struct detour_lineage *lineage, struct detour_commit *commit, struct detour_arena *arena)
{
	const struct kept *kept = commit->parent_count == 1 ? find(lineage, &commit->oid) : NULL;
	struct detour_change *changes;

	if (!kept)
		return false;
	changes = detour_arena_array(arena, kept->change_count, sizeof(*changes));
	for (size_t i = 0; i < kept->change_count; i++) {
		changes[i] = kept->changes[i];
		changes[i].path = detour_arena_strdup(arena, changes[i].path);
	}
	commit->changes = changes;
	commit->change_count = kept->change_count;
	commit->changes_cut = kept->cut;
	commit->facts |= DETOUR_FACT_PATHS;
	return true;
}
