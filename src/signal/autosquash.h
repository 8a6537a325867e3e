/*
 * Autosquash: which commit of a to-do list git would fold a fixup!, squash! or amend! into. Pure,
 * and exactly git's own order of rules (sequencer.c), over subjects as git forms them.
 */
#ifndef DETOUR_AUTOSQUASH_H
#define DETOUR_AUTOSQUASH_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"

/* Does the subject start with "fixup! ", "squash! " or "amend! "? Returns what follows after all
 * repeated prefixes and white space, or NULL. */
const char *detour_autosquash_rest(const char *subject);

struct detour_autosquash {
	const char *const *subjects; /* oldest first; NULL entries are passed over */
	size_t count;
	/* The index of a commit named by a revision without spaces, or -1 if it is not in the list.
	 * May be NULL. */
	long (*find)(void *data, const char *revision);
	void *data;
};

/* For each item the index that it is folded into directly (`named`) and in the end (`target`,
 * never a folded one itself); -1 where it stays. Arrays of `count`, in the arena. */
void detour_autosquash_plan(const struct detour_autosquash *list, struct detour_arena *arena,
	long **named, long **target);

#endif
