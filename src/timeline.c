/*
 * A ring of commits over one walk. Where the range hides something, its commits are listed first
 * (a walk with hidden commits knows them all anyway), and a second walk without hidden commits
 * streams from the same tips: it meets every listed commit and goes on into the past.
 */
#include "timeline.h"

#include <pthread.h>
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
	struct detour_walk *range;    /* the caller's, where it is another one */
	struct detour_oid *reported;  /* sorted, where `limited` */
	size_t reported_count, seen;
	bool single;
	bool limited;                /* not everything is reported */
	bool beside;                 /* walk and list belong to another timeline */
	pthread_mutex_t *guard;      /* of the walk, where others read it too */
	struct detour_repo *walking; /* the handle that it reads through then */
	pthread_mutex_t own_guard;
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

static int list_range(
	struct detour_timeline *timeline, struct detour_walk *range, struct detour_error *err)
{
	size_t capacity = 0;
	struct detour_oid oid;
	int code;

	while (!(code = detour_walk_next_id(range, &oid, err))) {
		if (timeline->reported_count == capacity) {
			capacity = capacity ? capacity * 2 : 64;
			timeline->reported = detour_realloc(
				timeline->reported, capacity * sizeof(*timeline->reported));
		}
		timeline->reported[timeline->reported_count++] = oid;
	}
	return code == DETOUR_ENOTFOUND ? 0 : code;
}

static int start_limited(
	struct detour_timeline *timeline, struct detour_walk *range, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const struct detour_oid *heads;
	size_t count = 0;
	int code = list_range(timeline, range, err);

	timeline->range = range;
	timeline->own_walk = detour_walk_new(timeline->repo);
	timeline->walk = timeline->own_walk;
	heads = detour_walk_heads(range, &arena, &count);
	for (size_t i = 0; !code && i < count; i++)
		code = detour_walk_push(timeline->walk, &heads[i], err);
	detour_arena_release(&arena);
	if (timeline->reported_count)
		qsort(timeline->reported, timeline->reported_count, sizeof(*timeline->reported),
			compare_oids);
	timeline->limited = true;
	timeline->ended = !timeline->reported_count;
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
	for (size_t i = 0; i < RING; i++)
		detour_arena_release(&timeline->ring[i].arena);
	if (timeline->guard == &timeline->own_guard)
		pthread_mutex_destroy(&timeline->own_guard);
	if (!timeline->beside) {
		detour_walk_free(timeline->own_walk);
		free(timeline->reported);
	}
	free(timeline);
}

int detour_timeline_share(
	struct detour_timeline *timeline, struct detour_repo *repo, struct detour_error *err)
{
	if (pthread_mutex_init(&timeline->own_guard, NULL) != 0)
		return detour_error_set(err, DETOUR_EFAIL, "cannot make a lock");
	timeline->guard = &timeline->own_guard;
	timeline->walking = repo;
	detour_walk_move(timeline->walk, repo);
	return 0;
}

void detour_timeline_keep(struct detour_timeline *timeline)
{
	detour_walk_move(timeline->walk, timeline->repo);
}

struct detour_timeline *detour_timeline_beside(
	struct detour_timeline *other, struct detour_repo *repo)
{
	struct detour_timeline *timeline = make(repo);

	timeline->beside = true;
	timeline->guard = other->guard;
	timeline->walking = other->walking;
	timeline->walk = other->walk;
	timeline->limited = other->limited;
	timeline->reported = other->reported;
	timeline->reported_count = other->reported_count;
	return timeline;
}

/* The id of a commit of the walk, which may be going to be read. */
static int id_at(
	struct detour_timeline *timeline, size_t number, bool reads, struct detour_oid *oid)
{
	int code;

	if (timeline->guard)
		pthread_mutex_lock(timeline->guard);
	code = detour_walk_at(timeline->walk, number, oid, &timeline->failure);
	if (!code && reads && timeline->guard)
		detour_repo_lend_commit(timeline->walking, timeline->repo, oid);
	if (timeline->guard)
		pthread_mutex_unlock(timeline->guard);
	return code;
}

/* Reads one more commit into the ring. */
static int read_one(struct detour_timeline *timeline, struct detour_error *err)
{
	struct slot *slot = slot_of(timeline, timeline->read);
	struct detour_oid oid;
	int code;

	if (timeline->ended && timeline->failure.code)
		return detour_error_set(
			err, timeline->failure.code, "%s", timeline->failure.message);
	if (timeline->ended)
		return DETOUR_ENOTFOUND;
	detour_arena_release(&slot->arena);
	code = id_at(timeline, timeline->read, true, &oid);
	if (!code) {
		code = detour_repo_read_commit(
			timeline->repo, &oid, &slot->arena, &slot->commit, &timeline->failure);
		/* One that is missing is not the end. */
		code = code == DETOUR_ENOTFOUND ? DETOUR_EFAIL : code;
	}
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
	return !timeline->limited || bsearch(oid, timeline->reported, timeline->reported_count,
					     sizeof(*oid), compare_oids);
}

static bool all_reported(const struct detour_timeline *timeline)
{
	if (timeline->single)
		return timeline->seen == 1;
	return timeline->limited && timeline->seen == timeline->reported_count;
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

int detour_timeline_skip(struct detour_timeline *timeline, size_t count)
{
	int code = 0;

	while (!code && count && !all_reported(timeline)) {
		size_t number = timeline->started ? timeline->current + 1 : 0;
		struct detour_oid oid;

		code = id_at(timeline, number, false, &oid);
		if (code)
			break;
		timeline->started = true;
		timeline->current = number;
		if (timeline->read <= number)
			timeline->read = number + 1;
		if (is_reported(timeline, &oid)) {
			timeline->seen++;
			count--;
		}
	}
	return count && !code ? DETOUR_ENOTFOUND : code;
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

bool detour_timeline_goes_forward(const struct detour_timeline *timeline,
	const struct detour_oid *from, const struct detour_oid *to)
{
	return timeline->range && detour_walk_goes_forward(timeline->range, from, to);
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
