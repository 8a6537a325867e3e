/*
 * Which files and folders sessions and signals are about. Between mentions.c, paths.c
 * and paths_tell.c only.
 */
#ifndef DETOUR_PATTERNS_PATHS_H
#define DETOUR_PATTERNS_PATHS_H

#include "material.h"

/* What names a path: a passage of a session, or a commit with a signal. */
struct detour_mention {
	const char *path; /* of a file or folder, without a slash at its end */
	uint32_t session, passage;
	bool of_signal;
	uint32_t signal; /* in the request */
};

struct detour_mentions {
	struct detour_mention *list;
	size_t count, capacity;
};

/* Paths that passages name (only those whose first folder is in HEAD's tree: "and/or" is none), the
 * paths of the commits that sessions link, and those of the signals. The journal, generated files
 * and what keeps versions are left out. Strings in the arena of the patterns. */
void detour_mentions_collect(struct detour_mentions *out, const struct detour_material *material);
/* Is it a signal that work had to be done again, or was taken back? */
bool detour_signal_is_again(const struct detour_signal *signal);
bool detour_signal_is_taken_back(const struct detour_signal *signal);

/* ---- the tree of paths, with what names them; in paths.c */

#define DETOUR_PLACE_NAMES 2

struct detour_place_node {
	const char *path;
	const struct detour_mention **mentions; /* here and below; of one session or one commit
						   together */
	size_t count, capacity;
	bool is_file; /* no mention is of anything below */
	bool is_told;
	/* The files that it is told for: those that change with it, or those in it. */
	const struct detour_place_node *also[DETOUR_PLACE_NAMES];
	size_t also_count, more;
};

struct detour_places {
	struct detour_material *material;
	struct detour_mentions mentions;
	struct detour_place_node *nodes;
	size_t count, capacity;
	uint32_t *slots;
	size_t slot_count;
	struct detour_place_node **order; /* deepest first, then with most mentions */
	struct detour_place_node **told;
	size_t told_count;
};

/* Of the mentions that are there; no node is made or moved afterwards. */
void detour_places_build(struct detour_places *places);
void detour_places_release(struct detour_places *places);

struct detour_place_sum {
	size_t commits, days;       /* with a signal */
	size_t again;               /* of those, more than many changes on one day */
	size_t files;               /* with two such commits each; of a folder */
	size_t untold, untold_days; /* of those that took something back, where no session tells */
	size_t sessions, teaching, dead_ends;
};

/* Without what is told with a deeper path already. */
struct detour_place_sum detour_place_add_up(
	const struct detour_places *places, const struct detour_place_node *node);
/* Is it enough to be told, and as what? */
bool detour_place_fit(const struct detour_places *places, const struct detour_place_node *node,
	const struct detour_place_sum *sum, enum detour_recurrence_fit *fit);
/* Was it taken back again and again, and nobody told why? */
bool detour_place_is_taken_back(const struct detour_place_sum *sum);
/* The mentions that are not told with a deeper path already; to be freed. */
const struct detour_mention **detour_place_rest(
	const struct detour_places *places, const struct detour_place_node *node, size_t *count);
bool detour_path_is_below(const char *path, const char *folder);
/* NULL: a commit that the session links is meant. */
const struct detour_passage *detour_mention_passage(
	const struct detour_places *places, const struct detour_mention *mention);

#endif
