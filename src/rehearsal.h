/*
 * Rehearsal: what the hooks would have asked in the past, had they been there. The rules are those
 * of story.h, played through commit by commit with a log in memory.
 *
 * It is a simulation, and errs on the side of asking: nobody answers, every commit was made by its
 * author at its author time in a repository with the hooks, and nothing was written down. Of each
 * detour there is one question at the most, as with somebody who always says "later".
 *
 * detour_rehearsal_init, detour_rehearsal_see for every commit of a walk, newest first, then
 * detour_rehearsal_play once with the signals of that walk; release. Or detour_rehearsal_run, which
 * does all of that.
 */
#ifndef DETOUR_REHEARSAL_H
#define DETOUR_REHEARSAL_H

#include "observe.h"
#include "story.h"

struct detour_rehearsed {
	const struct detour_signal *main; /* the one that the question is told by */
	size_t signals;                   /* of the detour, when the question came */
	int64_t time;                     /* of the commit that brought it */
};

struct detour_rehearsal_step;

struct detour_rehearsal {
	bool together; /* all commits are one person's, whatever their addresses */
	int64_t since; /* what came before only shapes what came after; 0: everything counts */

	struct detour_rehearsed *questions; /* newest first */
	size_t count, capacity;
	size_t at_pushes;    /* detours that never were a question and wait for the push */
	size_t commits;      /* of those that were to be judged */
	size_t authors;      /* who made them */
	size_t author_weeks; /* weeks in which an author made one, over all authors */
	int64_t first;       /* the time of the oldest of them */

	struct detour_rehearsal_step *steps; /* the commits to judge, as they were seen */
	size_t step_count, step_capacity;
	size_t places;
};

void detour_rehearsal_init(struct detour_rehearsal *out);
/* `wanted`: to be judged. Others only count as places of the walk. */
void detour_rehearsal_see(
	struct detour_rehearsal *rehearsal, const struct detour_commit *commit, bool wanted);
/* `signals` in the order of the walk (by place), as an observation has them. The questions point to
 * them. */
void detour_rehearsal_play(
	struct detour_rehearsal *rehearsal, const struct detour_signal *signals, size_t count);
void detour_rehearsal_release(struct detour_rehearsal *rehearsal);

/* Whose commits, and how much of them. */
struct detour_rehearsal_range {
	int64_t since;
	const char *author; /* whose name or address holds this; NULL: the user's own */
	bool everybody;     /* all authors but programs */
	size_t limit;       /* so many commits at the most; 0: all */
	int64_t patience;   /* milliseconds; 0: without end */
	void (*progress)(void *data, size_t commits);
	void *progress_data;
};

struct detour_rehearsal_show {
	struct detour_rehearsal rehearsal;
	struct detour_observation observation;
	bool cut;         /* the limit or the patience ended it early, */
	int64_t reaches;  /* here: the commit time that it came to */
	size_t looked_at; /* commits of anybody */
};

/* Everything that the walk gives. */
int detour_rehearsal_run(struct detour_rehearsal_show *out, struct detour_workspace *workspace,
	struct detour_walk *walk, const struct detour_rehearsal_range *range,
	struct detour_error *err);
void detour_rehearsal_show_release(struct detour_rehearsal_show *show);

#endif
