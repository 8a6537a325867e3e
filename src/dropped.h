/*
 * Dropped commits: those that HEAD once stood at or above and that no reference reaches any more;
 * and the ways in which that is no loss: they were rewritten, or made again.
 *
 * detour_dropped_load, any number of questions, release.
 */
#ifndef DETOUR_DROPPED_H
#define DETOUR_DROPPED_H

#include "git/repository.h"
#include "state/state.h"

/* A commit that is gone. */
struct detour_gone {
	struct detour_commit commit; /* with its paths tier, where somebody asked for it */
	bool is_excused;             /* it became something else, or is nobody's here */
	bool is_taken;               /* some deed tells of it */
	bool is_marked;
};

/* A commit that is still there, to find rewritten ones by. */
struct detour_alike {
	struct detour_oid oid;
	int64_t author_time;
	uint64_t subject;
};

struct detour_dropped {
	struct detour_repo *repo;
	struct detour_arena arena;
	struct detour_gone *gone; /* children before their parents */
	size_t count;
	struct detour_alike *alike; /* newest first */
	size_t alike_count;
};

/* Of these commits and their ancestors. Excuses what is by others, and what the log or a commit of
 * the same subject and author time shows to be rewritten. Finding nothing is no error. */
void detour_dropped_load(struct detour_dropped *out, struct detour_repo *repo,
	const struct detour_state *state, const struct detour_oid *oids, size_t count);
void detour_dropped_release(struct detour_dropped *dropped);

/* NULL: it is not gone. */
struct detour_gone *detour_dropped_find(
	const struct detour_dropped *dropped, const struct detour_oid *oid);
/* Marks this commit and all that are gone below it, and takes all other marks away. */
void detour_dropped_mark(struct detour_dropped *dropped, const struct detour_oid *from);
/* A commit that is there and has the same subject and author time; or NULL. */
const struct detour_oid *detour_dropped_alike(
	const struct detour_dropped *dropped, const struct detour_oid *oid);

/* Were the commits (newest first) made again? `later` are commits made soon after, and at last one
 * in whose tree their work would be found. */
bool detour_dropped_is_redone(struct detour_dropped *dropped, struct detour_gone *const *commits,
	size_t count, const struct detour_oid *later, size_t later_count);

#endif
