/*
 * Between the files of `git detour handoff`: a Markdown brief in which each line names the source
 * that it can be checked against.
 *
 * detour_handoff_section, then items. A section without items leaves nothing behind.
 */
#ifndef DETOUR_CMD_HANDOFF_H
#define DETOUR_CMD_HANDOFF_H

#include "../briefing.h"
#include "../leftovers.h"

struct detour_handoff {
	struct detour_workspace *workspace;
	struct detour_arena *arena; /* of the workspace */
	const struct detour_subject *subject;
	const struct detour_briefing *briefing;
	const struct detour_leftovers *leftovers;
	const char *forge;    /* where it shows commits, or NULL */
	const char *revision; /* of the branch, as one types it into a shell */
	bool is_local;        /* a branch of this repository, or its HEAD */
	struct detour_buf out;
	const char *section; /* whose heading is not written yet */
};

/* ---- handoff_text.c: pieces of lines */

void detour_handoff_section(struct detour_handoff *handoff, const char *title);
/* Begins a line "- ", deeper by two columns a level; the text and the line's end follow. */
void detour_handoff_item(struct detour_handoff *handoff, int depth);
/* "- [`a1b2c3d`](…) ", without a known forge "- `a1b2c3d4e5f6` ". */
void detour_handoff_hash(struct detour_handoff *handoff, const struct detour_oid *oid);
/* "- [`a1b2c3d`](…) Subject (2026-11-22 14:03 +0100)" without the line's end. */
void detour_handoff_commit(struct detour_handoff *handoff, const struct detour_commit *commit);
/* "“What it says there” ([L12](docs/sessions/….md#L12))", of a long text the start. */
void detour_handoff_quote(struct detour_handoff *handoff, const char *text, const char *label,
	const char *path, size_t line);
/* " (`git log …`)": how to look for oneself. */
void detour_handoff_source(struct detour_handoff *handoff, const char *format, ...)
	DETOUR_PRINTF(2, 3);
void detour_handoff_code(struct detour_handoff *handoff, const char *text);
void detour_handoff_text(struct detour_handoff *handoff, const char *text);
/* "3 commits", or "1000 or more commits" where counting ended there; 0: it did not. */
void detour_handoff_count(
	struct detour_handoff *handoff, size_t count, const char *what, size_t limit);
/* As a shell takes it for one word. */
const char *detour_shell_word(struct detour_arena *arena, const char *text);

/* ---- the parts */

void detour_handoff_loose(struct detour_handoff *handoff); /* handoff_loose.c */
/* handoff_said.c */
void detour_handoff_next(struct detour_handoff *handoff);
void detour_handoff_dead_ends(struct detour_handoff *handoff);
void detour_handoff_unwritten(struct detour_handoff *handoff);
void detour_handoff_sessions(struct detour_handoff *handoff);

#endif
