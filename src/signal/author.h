/*
 * Who made a commit: this author, a program, somebody else. Pure.
 */
#ifndef DETOUR_SIGNAL_AUTHOR_H
#define DETOUR_SIGNAL_AUTHOR_H

#include "signal.h"

/* Programs that commit under their own name: dependabot, renovate, translation and release bots. */
bool detour_author_is_bot(const struct detour_commit *commit);
/* Are both by one author, by address? */
bool detour_author_is_same(const struct detour_commit *a, const struct detour_commit *b);

#endif
