/*
 * Marks: how a detour is drawn. Kinds of signals come in families; each has a shape and a colour,
 * so that nobody has to tell colours apart. Filled: not written down. Hollow: written down, or
 * nothing to tell. Small: nobody is asked about it.
 */
#ifndef DETOUR_REPORT_MARKS_H
#define DETOUR_REPORT_MARKS_H

#include "columns.h"

struct detour_family {
	const char *name;  /* of its colour in the style: --back */
	const char *words; /* "3" before it makes a sum */
	const char *shape; /* a path around 0,0 that reaches 7 units far */
};

#define DETOUR_FAMILIES ((size_t)6)
extern const struct detour_family detour_families[DETOUR_FAMILIES];

/* Of the detours of one column that somebody is asked about, how many each family has. */
struct detour_tally {
	size_t families[DETOUR_FAMILIES], all;
};
void detour_tally_make(struct detour_tally *out, const struct detour_report *report,
	const struct detour_columns *columns, size_t column);
/* "5 taken back, 2 thrown away" */
void detour_tally_write(struct detour_buf *out, const struct detour_tally *tally);

/* NULL for a kind that is in none: a mistake in marks.c. */
const struct detour_family *detour_family_of(enum detour_kind kind);
/* The mark at this place of a drawing. */
void detour_mark_draw(
	struct detour_buf *out, const struct detour_report_detour *detour, int x, int y);
/* As a drawing of its own within text. */
void detour_mark_inline(struct detour_buf *out, const struct detour_report_detour *detour);
/* A part of a bar, for a family in a time with too much for a mark each; with the family's shape
 * where it is high enough. */
void detour_mark_bar(struct detour_buf *out, const struct detour_family *family, int x, int y,
	int wide, int high);
/* What the marks mean, those that the page has. */
void detour_mark_legend(
	struct detour_buf *out, const struct detour_report *report, bool is_crowded);

#endif
