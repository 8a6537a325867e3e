/*
 * What people read: every sentence of the hooks, formatted to a stream. Whatever comes from commits
 * is safe for a terminal when it gets here (signals, text.h); what comes from paths is made so.
 */
#ifndef DETOUR_SAY_H
#define DETOUR_SAY_H

#include <stdio.h>

#include "story.h"
#include "workspace.h"

/* The signal that a detour is told by: one of the commits just made, the highest level first. */
const struct detour_signal *detour_main_signal(
	const struct detour *detour, const struct detour_oid *fresh);

/* `committed 762fae5, reverting your 9c1d2e3 "Add the retry queue" (2 days old, 3 files)`, or
 * `welcome back, 12 days since 9c1d2e3 "…"`. */
char *detour_say_fact(struct detour_arena *arena, const struct detour *detour,
	const struct detour_signal *signal);
/* Does it only say that somebody is back? Then it is a welcome, not a duty. */
bool detour_is_welcome(const struct detour_signal *signal);
/* A welcome with what is left to do: `…; 2 follow-ups open`. */
char *detour_say_left(struct detour_arena *arena, const char *fact, size_t open);
/* The same of a question that waited: `yesterday, not on a terminal: committed …`. */
char *detour_say_late_fact(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour_signal *signal, int64_t when);
/* The signal's `does` for those who did not make the commit: without "your". */
char *detour_say_impersonal(struct detour_arena *arena, const char *does);
/* At most three lines, the first complete in itself: for where nobody can be asked. `session`: the
 * name of the file that tells of this story already, or NULL. */
void detour_say_reminder(FILE *out, const struct detour *detour, const struct detour_signal *signal,
	const char *session);
/* One line that names the file just made for it. */
void detour_say_scaffold(FILE *out, const struct detour_signal *signal, const char *path);
/* "Wrote docs/sessions/….md; git add it with your next commit." */
void detour_say_written(FILE *out, const char *verb, const char *path, bool is_private);

/* How often each detour of a push was told of before decides what is said of it. */
struct detour_push_item {
	const struct detour *detour;
	const struct detour_signal *signal;
	bool in_full;  /* else a line */
	bool proposed; /* a program dismissed it: for a person to confirm */
};
struct detour_push_report {
	const struct detour_push_item *items; /* newest first */
	size_t count;
	const char *const *uncommitted; /* sessions about these commits that are not committed */
	size_t uncommitted_count;
	const char *const *unwritten; /* scaffolds about these commits that nobody wrote in */
	size_t unwritten_count;
	bool blocked;
};
/* Prints nothing where there is nothing to say. */
void detour_say_push(FILE *out, const struct detour_push_report *report);

#endif
