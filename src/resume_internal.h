/* Between the files that show a briefing; see resume.h. */
#ifndef DETOUR_RESUME_INTERNAL_H
#define DETOUR_RESUME_INTERNAL_H

#include "resume.h"

/* Where it ended, in a sentence: "feat/queue, 3 commits since main, level with origin/feat/queue";
 * what is not committed, and what is under way: "" where that is nothing. Plain. */
const char *detour_resume_standing(const struct detour_briefing *briefing);
const char *detour_resume_uncommitted(const struct detour_briefing *briefing);
const char *detour_resume_operation(const struct detour_briefing *briefing);

/* Words broken at spaces into rows, each with `indent` before it, `first` instead in the first; cut
 * where there would be more than `rows`. Ends with a line end. Sets the number of rows. */
char *detour_resume_wrap(struct detour_arena *arena, const char *first, int indent,
	const char *text, int columns, size_t rows, size_t *used);
/* The id in its colour. */
const char *detour_resume_id(struct detour_arena *arena, const struct detour_resume_style *style,
	const struct detour_oid *oid);
/* A path as one types it where one stands. */
const char *detour_resume_path(const struct detour_briefing *briefing, const char *path);

#endif
