/*
 * The sections of the page, a function each; page.c puts them together. Places of detours and
 * sessions in the report are their anchors: #d12, #s3; those of columns #c5.
 */
#ifndef DETOUR_REPORT_PAGE_H
#define DETOUR_REPORT_PAGE_H

#include "columns.h"

/* The style sheet, as its lines. */
extern const char *const detour_report_style[];

/* The drawing, and the same as a table. */
void detour_report_draw(struct detour_buf *out, const struct detour_report *report,
	const struct detour_columns *columns);
void detour_report_tabulate(struct detour_buf *out, const struct detour_report *report,
	const struct detour_columns *columns);

enum detour_report_list {
	DETOUR_LIST_OPEN,
	DETOUR_LIST_WRITTEN,
	DETOUR_LIST_QUIET,
	DETOUR_LIST_MINOR,
	DETOUR_LIST_COUNT
};
enum detour_report_list detour_report_list_of(const struct detour_report_detour *detour);
size_t detour_report_list_size(const struct detour_report *report, enum detour_report_list list);
/* What became of DETOUR_LIST_QUIET: "dismissed". */
const char *detour_report_quiet(const struct detour_report *report);
/* Does the detour stand in its list, or is it beyond what stands there? */
bool detour_report_is_listed(const struct detour_report *report, size_t detour);
/* The lists with their headings. */
void detour_report_detours(struct detour_buf *out, const struct detour_report *report);
void detour_report_sessions(struct detour_buf *out, const struct detour_report *report);
void detour_report_patterns(struct detour_buf *out, const struct detour_report *report);

/* A link to what is in the page, or the text alone where it is not. */
void detour_report_session_link(
	struct detour_buf *out, const struct detour_report *report, size_t session);
/* "762fae5 reverts 9c1d2e3 "Add the retry queue", 20 Nov 2026", for an attribute too. */
void detour_report_summary(struct detour_buf *out, const struct detour_report_detour *detour);

#endif
