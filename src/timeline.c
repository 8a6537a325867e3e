/*
 * A ring of commits over one walk. Where the range hides something, its commits are listed first
 * (a walk with hidden commits knows them all anyway), and a second walk without hidden commits
 * streams from the same tips: it meets every listed commit and goes on into the past.
 */
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

#include "signal/pathkind.h"

struct slot {
	struct detour_arena arena;
	struct detour_commit commit;
};

enum { RING = 1024 }; /* more than DETOUR_PAST_LIMIT, the current commit included */

struct detour_timeline {
	struct detour_repo *repo;
	struct detour_walk *walk;
	struct detour_walk *own_walk; /* NULL where `walk` is the caller's */
	struct detour_oid *reported;  /* sorted; NULL: everything is */
	size_t reported_count, seen;
	bool single;
	bool (*lend)(void *data, struct detour_commit *commit, struct detour_arena *arena);
	void *lender;

	struct slot ring[RING];
	size_t current; /* number of the current commit; commits are numbered from 0 as they are
			   read */
	size_t read;    /* how many were read */
	bool started, ended;
	struct detour_error failure; /* why it ended early; code 0: it did not */
};

static struct slot *slot_of(struct detour_timeline *timeline, size_t number)
{
	return &timeline->ring[number % RING];
}

static int compare_oids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct detour_oid));
}

/* The ids that a limited walk gives, sorted; `parents` gets the ids of all their parents, so that
 * the tips are those that are nobody's parent. */
struct listing {
	struct detour_oid *oids, *parents;
	size_t count, capacity, parent_count, parent_capacity;
};

static void push_oid(
	struct detour_oid **list, size_t *count, size_t *capacity, const struct detour_oid *oid)
{
	if (*count == *capacity) {
		*capacity = *capacity ? *capacity * 2 : 64;
		*list = detour_realloc(*list, *capacity * sizeof(**list));
	}
	(*list)[(*count)++] = *oid;
}

static int list_range(struct detour_walk *walk, struct listing *listing, struct detour_error *err)
{
	int code;

	do {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit;

		code = detour_walk_next(walk, &arena, &commit, err);
		if (!code) {
			push_oid(&listing->oids, &listing->count, &listing->capacity, &commit.oid);
			for (size_t i = 0; i < commit.parent_count; i++)
				push_oid(&listing->parents, &listing->parent_count,
					&listing->parent_capacity, &commit.parents[i]);
		}
		detour_arena_release(&arena);
	} while (!code);
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

static int push_tips(struct detour_walk *walk, struct listing *listing, struct detour_error *err)
{
	int code = 0;

	if (listing->parent_count)
		qsort(listing->parents, listing->parent_count, sizeof(*listing->parents),
			compare_oids);
	for (size_t i = 0; !code && i < listing->count; i++)
		if (!listing->parent_count ||
			!bsearch(&listing->oids[i], listing->parents, listing->parent_count,
				sizeof(*listing->parents), compare_oids))
			code = detour_walk_push(walk, &listing->oids[i], err);
	return code;
}

static int start_limited(
	struct detour_timeline *timeline, struct detour_walk *range, struct detour_error *err)
{
	struct listing listing = {0};
	int code;

	code = list_range(range, &listing, err);
	if (!code) {
		timeline->own_walk = detour_walk_new(timeline->repo);
		timeline->walk = timeline->own_walk;
		code = push_tips(timeline->walk, &listing, err);
	}
	free(listing.parents);
	if (listing.count)
		qsort(listing.oids, listing.count, sizeof(*listing.oids), compare_oids);
	timeline->reported = listing.oids;
	timeline->reported_count = listing.count;
	timeline->ended = !listing.count;
	return code;
}

static struct detour_timeline *make(struct detour_repo *repo)
{
	struct detour_timeline *timeline = detour_calloc(1, sizeof(*timeline));

	timeline->repo = repo;
	return timeline;
}

int detour_timeline_new(struct detour_timeline **out, struct detour_repo *repo,
	struct detour_walk *walk, struct detour_error *err)
{
	struct detour_timeline *timeline = make(repo);
	int code = 0;

	timeline->walk = walk;
	if (detour_walk_is_limited(walk))
		code = start_limited(timeline, walk, err);
	if (code) {
		detour_timeline_free(timeline);
		timeline = NULL;
	}
	*out = timeline;
	return code;
}

int detour_timeline_new_single(struct detour_timeline **out, struct detour_repo *repo,
	const struct detour_oid *oid, struct detour_error *err)
{
	struct detour_timeline *timeline = make(repo);
	int code;

	timeline->single = true;
	timeline->own_walk = detour_walk_new(repo);
	timeline->walk = timeline->own_walk;
	code = detour_walk_push(timeline->walk, oid, err);
	if (code) {
		detour_timeline_free(timeline);
		timeline = NULL;
	}
	*out = timeline;
	return code;
}

void detour_timeline_free(struct detour_timeline *timeline)
{
	if (!timeline)
		return;
	/* One more than was read: a read that failed may have allocated. */
	for (size_t i = 0; i < RING && i <= timeline->read; i++)
		detour_arena_release(&timeline->ring[i].arena);
	detour_walk_free(timeline->own_walk);
	free(timeline->reported);
	free(timeline);
}

/* Reads one more commit into the ring. */
static int read_one(struct detour_timeline *timeline, struct detour_error *err)
{
	struct slot *slot = slot_of(timeline, timeline->read);
	int code;

	if (timeline->ended && timeline->failure.code)
		return detour_error_set(
			err, timeline->failure.code, "%s", timeline->failure.message);
	if (timeline->ended)
		return DETOUR_ENOTFOUND;
	detour_arena_release(&slot->arena);
	code = detour_walk_next(timeline->walk, &slot->arena, &slot->commit, &timeline->failure);
	timeline->failure.code = code == DETOUR_ENOTFOUND ? 0 : code;
	timeline->ended = code != 0;
	if (!code)
		timeline->read++;
	else if (timeline->failure.code)
		return detour_error_set(err, code, "%s", timeline->failure.message);
	return code;
}

static bool is_reported(const struct detour_timeline *timeline, const struct detour_oid *oid)
{
	if (timeline->single)
		return timeline->seen == 0;
	return !timeline->reported || bsearch(oid, timeline->reported, timeline->reported_count,
					      sizeof(*oid), compare_oids);
}

static bool all_reported(const struct detour_timeline *timeline)
{
	if (timeline->single)
		return timeline->seen == 1;
	return timeline->reported && timeline->seen == timeline->reported_count;
}

int detour_timeline_next(struct detour_timeline *timeline, const struct detour_commit **out,
	struct detour_error *err)
{
	for (;;) {
		size_t number = timeline->started ? timeline->current + 1 : 0;
		int code = 0;

		if (all_reported(timeline))
			return DETOUR_ENOTFOUND;
		if (number == timeline->read)
			code = read_one(timeline, err);
		if (code)
			return code;
		timeline->started = true;
		timeline->current = number;
		*out = &slot_of(timeline, number)->commit;
		if (is_reported(timeline, &(*out)->oid)) {
			timeline->seen++;
			return 0;
		}
	}
}

static struct slot *past_slot(struct detour_timeline *timeline, size_t i)
{
	size_t number = timeline->current + 1 + i;

	if (i >= DETOUR_PAST_LIMIT)
		return NULL;
	while (timeline->read <= number)
		if (read_one(timeline, NULL))
			return NULL;
	return slot_of(timeline, number);
}

void detour_timeline_borrow(struct detour_timeline *timeline,
	bool (*lend)(void *data, struct detour_commit *commit, struct detour_arena *arena),
	void *data)
{
	timeline->lend = lend;
	timeline->lender = data;
}

static const struct detour_commit *with_paths(struct detour_timeline *timeline, struct slot *slot)
{
	if (!slot)
		return NULL;
	if (slot->commit.facts & DETOUR_FACT_PATHS ||
		(timeline->lend && timeline->lend(timeline->lender, &slot->commit, &slot->arena)))
		return &slot->commit;
	return detour_repo_read_changes(
		       timeline->repo, &slot->commit, DETOUR_CHANGES_LIMIT, &slot->arena, NULL)
		       ? NULL
		       : &slot->commit;
}

const struct detour_commit *detour_timeline_past(struct detour_timeline *timeline, size_t i)
{
	struct slot *slot = past_slot(timeline, i);

	return slot ? &slot->commit : NULL;
}

const struct detour_commit *detour_timeline_past_paths(struct detour_timeline *timeline, size_t i)
{
	return with_paths(timeline, past_slot(timeline, i));
}

const struct detour_commit *detour_timeline_paths(struct detour_timeline *timeline)
{
	return with_paths(timeline, slot_of(timeline, timeline->current));
}

static bool is_foreign(void *data, const char *path)
{
	return detour_path_kinds(path) & (DETOUR_PATH_GENERATED | DETOUR_PATH_VENDORED) ||
	       detour_repo_is_generated(data, path);
}

static const struct detour_line_set *with_lines(struct detour_timeline *timeline, struct slot *slot)
{
	const struct detour_line_filter filter = {is_foreign, timeline->repo};

	if (!with_paths(timeline, slot) ||
		(!(slot->commit.facts & DETOUR_FACT_LINES) &&
			detour_repo_read_lines(
				timeline->repo, &slot->commit, &filter, &slot->arena, NULL)))
		return NULL;
	return slot->commit.lines;
}

const struct detour_line_set *detour_timeline_lines(struct detour_timeline *timeline)
{
	return with_lines(timeline, slot_of(timeline, timeline->current));
}

const struct detour_line_set *detour_timeline_past_lines(struct detour_timeline *timeline, size_t i)
{
	return with_lines(timeline, past_slot(timeline, i));
}
