/*
 * One line of the state log, pure: a record to bytes and back.
 *
 * Version 1: `1`, event, time, kind, detour, commit, other, author time, answer, subject, and `.`
 * as the last field, separated by tabs. Ids are 40 digits, or `-` for none. In words a backslash,
 * tab, newline and other control bytes are written `\\`, `\t`, `\n`, `\x1b`. The final dot tells a
 * whole line from one that was torn and closed off later; later versions may put fields before it.
 */
#ifndef DETOUR_STATE_LINE_H
#define DETOUR_STATE_LINE_H

#include "../base/buf.h"
#include "state.h"

#define DETOUR_STATE_SUBJECT_LIMIT ((size_t)200)
#define DETOUR_STATE_WORD_LIMIT ((size_t)64)
#define DETOUR_STATE_LINE_LIMIT ((size_t)4096) /* longer ones are not ours */
#define DETOUR_STATE_LINE_LEAST ((size_t)20)   /* shorter ones cannot be whole */

/* Adds the line with its newline. NULL strings count as "". */
void detour_state_line_add(struct detour_buf *out, const struct detour_record *record);
/* Reads a line without its newline. The strings of the record lie in `line` itself, which is
 * changed for it; line[size] must be writable. False where it is no record that we know. */
bool detour_state_line_parse(char *line, size_t size, struct detour_record *out);

/* How many bytes of a subject are kept: up to the limit, whole characters. */
size_t detour_state_subject_size(const char *subject);

#endif
