/*
 * The steps of HEAD in its reflog, oldest first, and what their messages say. For trail.c.
 */
#ifndef DETOUR_TRAIL_STEPS_H
#define DETOUR_TRAIL_STEPS_H

#include "git/reflog.h"

struct detour_steps {
	const struct detour_reflog_entry **list; /* without those that moved nothing */
	size_t count;
};

int detour_steps_read(
	struct detour_repo *repo, struct detour_arena *arena, struct detour_steps *out);

bool detour_step_is_amend(const struct detour_reflog_entry *step);
/* Did it make a commit (also an amended one)? */
bool detour_step_makes(const struct detour_reflog_entry *step);
/* A step of a rebase: "start", "finish", "abort", "continue". */
bool detour_step_is_rebase(const struct detour_reflog_entry *step, const char *which);
/* A merge, pick or rebase step that somebody ended by hand. */
bool detour_step_is_by_hand(const struct detour_reflog_entry *step);
/* From and to what a checkout went, in the arena. */
bool detour_step_checkout(const struct detour_reflog_entry *step, struct detour_arena *arena,
	const char **from, const char **to);
bool detour_is_full_hash(const char *name);
/* Where the rebase that ends at step `end` began, or `end` where that is not told any more. */
size_t detour_steps_rebase_start(const struct detour_steps *steps, size_t end);
/* The branch that HEAD was on after a step; "" where that is not known, or there was none. */
const char *detour_steps_branch(
	const struct detour_steps *steps, size_t at, struct detour_arena *arena);

#endif
