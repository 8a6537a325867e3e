/*
 * Marks: how a detour is drawn. Kinds of signals come in families; each has a shape and a colour,
 * so that nobody has to tell colours apart. Filled: not written down. Hollow: written down, or
 * nothing to tell. Small: nobody is asked about it.
 */
#ifndef DETOUR_REPORT_MARKS_H
#define DETOUR_REPORT_MARKS_H

#include "report.h"

struct detour_family {
	const char *name; /* of its colour in the style: --back */
	const char *words;
	const char *shape; /* a path around 0,0 that reaches 7 units far */
};

#define DETOUR_FAMILIES ((size_t)6)
extern const struct detour_family detour_families[DETOUR_FAMILIES];

/* NULL for a kind that is in none: a mistake in marks.c. */
const struct detour_family *detour_family_of(enum detour_kind kind);
/* The mark at this place of a drawing. */
void detour_mark_draw(
	struct detour_buf *out, const struct detour_report_detour *detour, int x, int y);
/* As a drawing of its own within text. */
void detour_mark_inline(struct detour_buf *out, const struct detour_report_detour *detour);
/* What the marks mean, those that the page has. */
void detour_mark_legend(struct detour_buf *out, const struct detour_report *report);

#endif
