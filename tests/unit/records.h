/*
 * Made-up records of the state log, for tests: commits are numbers.
 */
#ifndef DETOUR_TEST_RECORDS_H
#define DETOUR_TEST_RECORDS_H

#include "state/state.h"

#define ASKED (1U << DETOUR_EVENT_ASKED)
#define DISMISSED (1U << DETOUR_EVENT_DISMISSED)

/* ab00…00<number>, the number in the last two bytes. */
struct detour_oid record_oid(unsigned number);
/* A revert in the detour "d1", asked about at 1700000000 + the number; authored at 1600000000. */
struct detour_record record_about(enum detour_event event, unsigned commit, const char *subject);
/* `from` became `to`. */
struct detour_record record_rewritten(unsigned from, unsigned to);

/* Fails the test unless both say the same. */
void record_assert_same(const struct detour_record *a, const struct detour_record *b);

#endif
