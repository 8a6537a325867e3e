/*
 * Commits that a verb was given: single ones, ranges, or both, with their signals and paths.
 */
#ifndef DETOUR_CMD_SELECTION_H
#define DETOUR_CMD_SELECTION_H

#include "../observe.h"

#define DETOUR_SELECTION_LIMIT ((size_t)1000)

struct detour_selection {
	const struct detour_commit **commits; /* oldest first, each once, with their paths tier */
	size_t count, capacity;
	struct detour_signal *signals; /* of these commits; in no order */
	size_t signal_count, signal_capacity;
	struct detour_observation *observations; /* that the signals point into */
	size_t observation_count;
	struct detour_arena arena;
};

/* `names` are revisions or ranges. A range that holds nothing, or more than the limit, is an
 * error. */
int detour_selection_make(struct detour_selection *out, struct detour_workspace *workspace,
	const char *const *names, size_t count, struct detour_error *err);
void detour_selection_release(struct detour_selection *selection);

#endif
