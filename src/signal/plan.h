/*
 * Plans: Markdown with a checklist, read as its items and its prose. Pure; for plan.c, and
 * for who looks at plans as they stand.
 *
 * detour_plan_read for each file (its items join those that are there), then compare.
 */
#ifndef DETOUR_SIGNAL_PLAN_H
#define DETOUR_SIGNAL_PLAN_H

#include "signal.h"

struct detour_plan_item {
	const char *text;    /* without marks, on one line */
	const char *path;    /* of its file */
	size_t line;         /* that it starts in, from 1 */
	const char *heading; /* the nearest above, plain; "" */
	uint64_t *words;     /* hashes; without dates, commit ids and signs such as a tick */
	size_t word_count;
	uint64_t hash;    /* of all words */
	uint64_t section; /* hash of the heading above */
	bool checked, struck;
	bool passive; /* only to find others in: the whole file is new, or gone */
	bool matched;
};

struct detour_plan_prose {
	uint64_t hash; /* of the line's words */
	uint64_t section;
	const char *heading, *text, *path;
};

#define DETOUR_PLAN_ITEMS ((size_t)400)
#define DETOUR_PLAN_PROSE ((size_t)4000)

struct detour_plan {
	struct detour_arena *arena;
	struct detour_plan_item *items; /* DETOUR_PLAN_ITEMS of them, once there is one */
	size_t item_count;
	struct detour_plan_prose *prose;
	size_t prose_count;
};

/* Is a file of this path a plan, as plan.files says; and the patterns that say so. */
bool detour_plan_is_file(const struct detour_settings *settings, const char *path);
const char *detour_plan_globs(const struct detour_settings *settings);

/* What is beyond the limits is left out. */
void detour_plan_read(
	struct detour_plan *plan, const char *path, const char *bytes, size_t size, bool passive);
/* How many words of `a` are in `b` as well. */
size_t detour_plan_common(const struct detour_plan_item *a, const struct detour_plan_item *b);

#endif
