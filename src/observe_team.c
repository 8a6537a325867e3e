/* The threads of a long range; see observe_team.h. */
#include "observe_team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pattern.h"

struct worker {
	pthread_t thread;
	struct detour_observer observer;
	struct detour_workspace workspace;
	struct detour_timeline *timeline;
	struct detour_share share;
	struct detour_observation seen;
	struct detour_waiting_fixups fixups;
	struct detour_error err;
	int code;
	bool runs;
};

struct detour_team {
	const struct detour_observer *observer;
	struct detour_timeline *timeline;         /* the leader's */
	struct detour_repo *walking;              /* the handle that their walk reads through */
	struct worker workers[DETOUR_TEAM_LIMIT]; /* the first stands for the leader */
	size_t count;                             /* with the leader; 0: not started */
	atomic_size_t next;                       /* the first turn that nobody has taken */
	atomic_size_t end;                        /* of the range, in commits */
};

void detour_wait_for_range(
	struct detour_waiting_fixups *fixups, const struct detour_oid *oid, size_t place)
{
	if (fixups->count == fixups->capacity) {
		fixups->capacity = fixups->capacity ? fixups->capacity * 2 : 16;
		fixups->list =
			detour_realloc(fixups->list, fixups->capacity * sizeof(*fixups->list));
	}
	fixups->list[fixups->count++] = (struct detour_waiting_fixup){*oid, place};
}

static void *work(void *data)
{
	struct worker *worker = data;

	worker->code = detour_observe_share(&worker->observer, worker->timeline, &worker->share,
		&worker->fixups, &worker->seen, &worker->err);
	detour_pattern_forget();
	return NULL;
}

/* What is opened here is opened by one thread alone. */
static bool prepare(struct detour_team *team, struct worker *worker, size_t index)
{
	worker->err = (struct detour_error)DETOUR_ERROR_INIT;
	worker->observer = *team->observer;
	worker->observer.workspace = &worker->workspace;
	worker->observer.progress = NULL;
	worker->observer.seen = NULL;
	worker->share = (struct detour_share){team, index, 0};
	if (detour_workspace_open(&worker->workspace, team->observer->workspace->ctx, NULL))
		return false;
	/* As they are now: a verb may have changed some. */
	worker->workspace.settings = team->observer->workspace->settings;
	detour_repo_expect_many(worker->workspace.repo);
	worker->timeline = detour_timeline_beside(team->timeline, worker->workspace.repo);
	return true;
}

static void release(struct worker *worker)
{
	detour_timeline_free(worker->timeline);
	detour_workspace_close(&worker->workspace);
	free(worker->fixups.list);
}

static size_t processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1                           ? 1
	       : (size_t)count > DETOUR_TEAM_LIMIT ? DETOUR_TEAM_LIMIT
						   : (size_t)count;
}

static bool share_walk(struct detour_team *team)
{
	if (detour_repo_open(&team->walking, team->observer->workspace->ctx, NULL))
		return false;
	return !detour_timeline_share(team->timeline, team->walking, NULL);
}

/* How many share the work is settled before the first of them runs. */
static void start(struct detour_team *team)
{
	size_t wanted = share_walk(team) ? processors() : 1, count = 1;

	while (count < wanted && prepare(team, &team->workers[count], count))
		count++;
	if (count < wanted)
		release(&team->workers[count]);
	team->count = count;
	for (size_t i = 1; i < count; i++) {
		struct worker *worker = &team->workers[i];

		worker->runs = !pthread_create(&worker->thread, NULL, work, worker);
		/* No thread to be had: then its share is done before we go on. */
		if (!worker->runs)
			work(worker);
	}
}

/* Turns are taken in their order by whoever is done with the last one, and each goes on from there:
 * nobody meets one that was left behind. */
static void take_turn(struct detour_share *share)
{
	share->turn = atomic_fetch_add(&share->team->next, 1);
}

static size_t turn_of(size_t i)
{
	return i / DETOUR_TEAM_TURN;
}

bool detour_share_has(struct detour_share *share, size_t i, bool wanted)
{
	struct detour_team *team = share->team;

	if (!team)
		return true;
	if (!team->count) {
		if (i < DETOUR_TEAM_AFTER || !wanted)
			return true;
		share->turn = turn_of(i);
		atomic_store(&team->next, share->turn + 1);
		start(team);
	}
	if (share->turn < turn_of(i))
		take_turn(share);
	return share->turn == turn_of(i);
}

size_t detour_share_pause(struct detour_share *share, size_t i)
{
	if (!share->index)
		return 0;
	if (!i || share->turn < turn_of(i))
		take_turn(share);
	return share->turn > turn_of(i) ? share->turn * DETOUR_TEAM_TURN - i : 0;
}

bool detour_share_is_over(const struct detour_share *share, size_t i)
{
	return share->team && i >= share->team->end;
}

struct detour_team *detour_team_new(
	const struct detour_observer *observer, struct detour_timeline *timeline)
{
	struct detour_team *team;

	/* A hook has little memory; each thread would have as much. */
	if (observer->at_commit || observer->only_a_few || processors() < 2 ||
		!detour_git_has_threads())
		return NULL;
	team = detour_calloc(1, sizeof(*team));
	team->observer = observer;
	team->timeline = timeline;
	team->end = SIZE_MAX;
	return team;
}

/* The signals keep their places, by which they are sorted later. */
static void join(
	struct worker *worker, struct detour_observation *out, struct detour_waiting_fixups *fixups)
{
	struct detour_observation *seen = &worker->seen;

	if (seen->count) {
		out->capacity = out->count + seen->count;
		out->signals = detour_realloc(out->signals, out->capacity * sizeof(*out->signals));
	}
	for (size_t i = 0; i < seen->count; i++)
		if (seen->signals[i].place < out->commits)
			out->signals[out->count++] = seen->signals[i];
	detour_arena_take(&out->arena, &seen->arena);
	for (size_t i = 0; i < worker->fixups.count; i++)
		if (worker->fixups.list[i].place < out->commits)
			detour_wait_for_range(
				fixups, &worker->fixups.list[i].oid, worker->fixups.list[i].place);
	detour_observation_release(seen);
}

int detour_team_end(struct detour_team *team, struct detour_observation *out,
	struct detour_waiting_fixups *fixups, struct detour_error *err)
{
	int code = 0;

	if (team)
		team->end = out->commits;
	for (size_t i = 1; team && i < team->count; i++) {
		struct worker *worker = &team->workers[i];

		if (worker->runs)
			pthread_join(worker->thread, NULL);
		if (worker->code && !code) {
			code = worker->code;
			if (err)
				*err = worker->err;
		}
		join(worker, out, fixups);
		release(worker);
	}
	if (team && team->walking)
		detour_timeline_keep(team->timeline);
	if (team)
		detour_repo_free(team->walking);
	free(team);
	return code;
}
