/*
 * A mark in the git dir that some question waits for a person: looked for at every commit, so it is
 * a file of its own, not a line of the log.
 */
#ifndef DETOUR_STATE_WAITING_H
#define DETOUR_STATE_WAITING_H

#include <stdbool.h>
#include <stdint.h>

struct detour_repo;

#define DETOUR_WAITING_SPAN (INT64_C(3) * 86400)

/* Failing to make or remove it is no error: the push reminds of the same. */
void detour_waiting_mark(struct detour_repo *repo);
void detour_waiting_clear(struct detour_repo *repo);
/* Was it marked within the last three days? */
bool detour_waiting_is_marked(struct detour_repo *repo, int64_t now);

#endif
