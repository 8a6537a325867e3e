/*
 * Text into HTML: the only way by which anything that is not our own markup gets into the page.
 * Whatever comes is made one plain line (text.h: no control bytes, no bidirectional controls, valid
 * UTF-8), then escaped so that it stays text within an element and within a quoted attribute.
 */
#ifndef DETOUR_REPORT_HTML_H
#define DETOUR_REPORT_HTML_H

#include "../base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest text that goes into the page in one piece, in columns; more ends in "…". */
#define DETOUR_HTML_COLUMNS 240

void detour_html_text(struct detour_buf *out, const char *text);
void detour_html_cut(struct detour_buf *out, const char *text, int columns);
/* The same for what others wrote, in whatever language: it does not turn the text around it. */
void detour_html_foreign(struct detour_buf *out, const char *text);
void detour_html_foreign_cut(struct detour_buf *out, const char *text, int columns);
/* A relative path for a quoted href: it can name no scheme and no host. */
void detour_html_path(struct detour_buf *out, const char *path);
/* The first digits of a hash, alone. */
void detour_html_hash(struct detour_buf *out, const char *hex);
/* A commit by its whole hash: a link to the forge, or the hash where none is known. */
void detour_html_commit(struct detour_buf *out, const char *forge, const char *hex);
/* "25 May 2026", for programs too. */
void detour_html_day(struct detour_buf *out, int64_t day);
/* The same without markup, for attributes. */
void detour_html_day_text(struct detour_buf *out, int64_t day);
/* "1 commit", "2 commits": the noun gets an s. */
void detour_html_count(struct detour_buf *out, size_t count, const char *noun);
const char *detour_html_month(int month);

#endif
