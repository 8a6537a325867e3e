/*
 * The screen that `git detour resume` shows, and [r]esume at the question: a briefing in as many
 * lines as fit, the same for programs as JSON. All of it is safe for a terminal.
 */
#ifndef DETOUR_RESUME_H
#define DETOUR_RESUME_H

#include <stdio.h>

#include "briefing.h"

struct detour_resume_style {
	int columns;
	int rows;   /* that may be filled; 0: as many as one reads at a glance */
	bool color; /* for ids */
};

/* As large as the terminal is, if it is one; else 80 columns, and what fits a glance. */
void detour_resume_measure(struct detour_resume_style *style, int fd);
void detour_resume_print(
	FILE *out, const struct detour_briefing *briefing, const struct detour_resume_style *style);
/* An object a line: "kind" (branch, uncommitted, operation, commit, next, dead_end, session,
 * follow_up, plan, plan_item, detour), "text", "source", "line", "commit", "date", "author", "why";
 * null where there is none.
 */
void detour_resume_json(FILE *out, const struct detour_briefing *briefing);

/* The screen of what is checked out. */
int detour_resume_here(struct detour_workspace *workspace, FILE *out,
	const struct detour_resume_style *style, struct detour_error *err);

#endif
