/*
 * Text that came from elsewhere, made safe for where it goes. Knows no git.
 *
 * Messages, names, paths and refs are hostile input: before one of them reaches a terminal, a line
 * of Markdown, or JSON it goes through the function here that is named for that place.
 */
#ifndef DETOUR_TEXT_H
#define DETOUR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "buf.h"

/* Decodes one code point at `text`; returns the bytes used (1 to 4), or 0 where `size` is 0.
 * Invalid bytes give U+FFFD and are passed one at a time. */
size_t detour_utf8_decode(const char *text, size_t size, uint32_t *point);
void detour_utf8_encode(struct detour_buf *out, uint32_t point);
bool detour_utf8_valid(const char *text, size_t size);
/* Columns on a terminal: 2 for wide characters, 0 for combining ones. */
int detour_utf8_width(uint32_t point);

/* One line for a terminal or a message: control bytes, escape sequences and line ends become
 * spaces, bidirectional and invisible controls vanish, invalid UTF-8 becomes U+FFFD. Cut to
 * `columns` with "…" (0: not cut). Added to `out`. */
void detour_text_plain(struct detour_buf *out, const char *text, size_t size, int columns);
/* The same as a string in the arena. */
char *detour_text_line(struct detour_arena *arena, const char *text, int columns);
/* How many columns it takes; the same of so many bytes. */
int detour_text_columns(const char *text);
int detour_text_columns_in(const char *text, size_t size);
/* A JSON string with its quotes; always valid UTF-8, nothing below 0x20 bare. */
void detour_text_json(struct detour_buf *out, const char *text, size_t size);
/* One line of Markdown text that renders as itself: `detour_text_plain`, then a backslash before
 * every character that could start markup, HTML or a comment. */
void detour_text_markdown(struct detour_buf *out, const char *text, size_t size);

bool detour_text_starts(const char *text, const char *prefix);
bool detour_text_ends(const char *text, const char *suffix);
/* Without white space at both ends; sets *size. */
const char *detour_text_trim(const char *text, size_t *size);
/* How many bytes must be added, left out, changed or swapped with the next to get from one to the
 * other: for "did you mean". More than 64 bytes are far from everything. */
size_t detour_text_distance(const char *a, const char *b);
/* 64-bit FNV-1a, chained through `hash` (start with DETOUR_HASH_START). Not for security. */
#define DETOUR_HASH_START UINT64_C(0xcbf29ce484222325)
uint64_t detour_hash(uint64_t hash, const void *bytes, size_t size);
/* Eight bytes at a time, for what is compared within one process only: it differs between machines.
 */
uint64_t detour_hash_fast(const void *bytes, size_t size);
/* Cuts the lines that both texts start with, then those that both end with. */
void detour_text_skip_common(const char **a, size_t *a_size, const char **b, size_t *b_size);

#endif
