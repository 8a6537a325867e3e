/*
 * Histories by chance, and walks through them beside those of git.
 */
#ifndef HISTORIES_H
#define HISTORIES_H

#include "base/buf.h"
#include "git/walk.h"

unsigned history_random(unsigned *seed);
/* A history in which each commit is branch b<n>; `skew` seconds may clocks be wrong. In the
 * repository of the current directory. */
void history_make(unsigned seed, unsigned count, unsigned skew);
/* All that a walk gives, as lines of ids; the code at its end. */
int walk_all(struct detour_walk *walk, struct detour_buf *out, struct detour_error *err);
/* Arguments separated by spaces: the walk and the to-do list are those of git. */
void expect_walk_as_git(struct detour_repo *repo, const char *arguments);

#endif
