/* Between the files that make a briefing; see briefing.h. */
#ifndef DETOUR_BRIEFING_INTERNAL_H
#define DETOUR_BRIEFING_INTERNAL_H

#include "briefing.h"

/* The folder of the project that a session's or a plan's path belongs to: what "sessions" lies in,
 * or what the plan lies in, where that is not the journal of the whole. NULL: none. */
const char *detour_project_of(struct detour_arena *arena, const char *path);
/* Is the project called as the branch is, or a part of it: "hivemind-plugin" of
 * "feat/hivemind-plugin"? */
bool detour_project_is_of(const char *project, const char *line);

/* Which sessions are told of, and what they say. */
int detour_briefing_find_sessions(struct detour_briefing *briefing, struct detour_error *err);
void detour_briefing_find_facts(struct detour_briefing *briefing);
void detour_briefing_find_plans(struct detour_briefing *briefing);
int detour_briefing_find_detours(struct detour_briefing *briefing, struct detour_error *err);

#endif
