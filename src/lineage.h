/*
 * Lineage: the ancestors of one commit by first parents, each with what it changed, read as far as
 * they are asked for.
 *
 * detour_lineage_new, start for each commit, any number of at, free.
 */
#ifndef DETOUR_LINEAGE_H
#define DETOUR_LINEAGE_H

#include "git/repository.h"

struct detour_lineage;

/* How much of what was read is kept for the next: of a long history more pays, for its merges go
 * back and forth; of a push there is little to gain, and a hook has little memory. */
enum detour_lineage_length { DETOUR_LINEAGE_LONG, DETOUR_LINEAGE_SHORT };

struct detour_lineage *detour_lineage_new(
	struct detour_repo *repo, enum detour_lineage_length length);
void detour_lineage_free(struct detour_lineage *lineage);

/* From now on the ancestors of this commit. */
void detour_lineage_start(struct detour_lineage *lineage, const struct detour_commit *commit);
/* The i-th of them, 0 being the first parent, with its paths tier alone; merges with what they
 * changed against their first parent. NULL past the end of history, past DETOUR_ANCESTOR_LIMIT, and
 * where one cannot be read. Valid until the next start. */
const struct detour_commit *detour_lineage_at(struct detour_lineage *lineage, size_t i);
/* The same with its message tier, which is seldom wanted. */
const struct detour_commit *detour_lineage_whole(struct detour_lineage *lineage, size_t i);
/* What this commit changed, copied into the arena, where it was read as somebody's ancestor; false
 * where it was not, and for merges. */
bool detour_lineage_lend(
	struct detour_lineage *lineage, struct detour_commit *commit, struct detour_arena *arena);

#endif
