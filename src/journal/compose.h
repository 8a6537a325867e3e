/*
 * What is known for the parts of a new session, before it is laid out: between draft.c and the
 * files that write one part each or fill a team's template.
 */
#ifndef DETOUR_JOURNAL_COMPOSE_H
#define DETOUR_JOURNAL_COMPOSE_H

#include "parts.h"
#include "session.h"

struct detour_composed {
	const struct detour_draft *draft;
	struct detour_arena *arena;
	const char *day;
	struct detour_buf known[DETOUR_PART_COUNT]; /* whole lines ending in "\n"; empty: nothing */
	const char *questions[DETOUR_PART_COUNT];   /* for the hints */
	bool asks_about_signal; /* the question of What Happened is about this very detour */
};

/* Branch, plan, issues, and the link lines. */
void detour_compose_context(struct detour_buf *out, const struct detour_draft *draft);
/* The paths of the commits, a line a folder. */
void detour_compose_changes(struct detour_buf *out, const struct detour_draft *draft);
/* The issues that the commits' messages name as what they are for: numbers, in the order found;
 * returns how many of the `limit` were set. */
size_t detour_compose_issues(
	const struct detour_draft *draft, unsigned long *numbers, size_t limit);
/* The folder that holds all changed paths, or NULL. In the arena. */
char *detour_compose_folder(struct detour_arena *arena, const struct detour_draft *draft);

/* Lays everything out in the draft's own template. False where that may not be used: it would make
 * a comment or code of something that is known. */
bool detour_compose_template(struct detour_buf *out, const struct detour_composed *composed);
/* Are the lines of `known` that stand at `at` read there as they are where nothing is around them?
 * In compose_check.c. */
bool detour_compose_is_read(
	const struct detour_buf *text, size_t at, const struct detour_buf *known);
/* The fence of the block of code that the text leaves open; 0: none. Sets *size. */
char detour_compose_open_fence(const struct detour_buf *text, size_t *size);
/* Where the footer of related documents begins that a rule sets off from the session's end; the
 * size where there is none. In footer.c. */
size_t detour_compose_footer(const char *bytes, size_t size);
/* Adds lines that end in "\n" or "\r\n" with this line end instead. */
void detour_compose_lines(
	struct detour_buf *out, const char *text, size_t size, const char *line_end);

#endif
