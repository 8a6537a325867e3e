/* Between the files that make a briefing; see briefing.h. */
#ifndef DETOUR_BRIEFING_INTERNAL_H
#define DETOUR_BRIEFING_INTERNAL_H

#include "briefing.h"

/* Is the project called as the branch is, or a part of it: "hivemind-plugin" of
 * "feat/hivemind-plugin"? */
bool detour_project_is_of(const char *project, const char *line);

/* Which sessions are told of, and what they say. */
int detour_briefing_find_sessions(struct detour_briefing *briefing, struct detour_error *err);
/* The template that a session is made of. */
void detour_briefing_find_template(struct detour_workspace *workspace,
	const struct detour_shelf_item *item, struct detour_template *out);
void detour_briefing_find_facts(struct detour_briefing *briefing);
void detour_briefing_find_plans(struct detour_briefing *briefing);
int detour_briefing_find_detours(struct detour_briefing *briefing, struct detour_error *err);

#endif
