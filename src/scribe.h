/*
 * The scribe: writes what was said about some commits into a session, new or there already. Gathers
 * the facts (signals, paths, branch, forge), lets the journal make the text, and stores it.
 */
#ifndef DETOUR_SCRIBE_H
#define DETOUR_SCRIBE_H

#include "signal/signal.h"
#include "workspace.h"

/* How a session is made. All but the first two may be left zero. */
struct detour_writing {
	const struct detour_commit *const *commits; /* oldest first, with their paths tier */
	size_t commit_count;
	const struct detour_signal *signals;
	size_t signal_count;
	const char *topic; /* NULL: suggested by the signals, else the subject, else the branch */
	const char *text;  /* the person's words, or NULL */
	const char *day;   /* "2026-11-22", or NULL for today */
	bool compact;      /* leave out the parts that nothing is known for */
};

/* Stores a new session. */
int detour_scribe_create(struct detour_workspace *workspace, const struct detour_writing *writing,
	struct detour_place *place, struct detour_error *err);
/* Adds the text, with the time, and links of commits not named yet, to an existing session; to one
 * of an earlier day as what came later. */
int detour_scribe_add(struct detour_workspace *workspace, const struct detour_place *place,
	const struct detour_writing *writing, struct detour_error *err);
/* Opens the editor on a session, then takes untouched hints and parts out. Where nobody wrote
 * anything and `fresh` says that the session was made for this, it is removed again and *kept is
 * false. */
int detour_scribe_edit(struct detour_workspace *workspace, const struct detour_place *place,
	bool fresh, bool *kept, struct detour_error *err);

/* The session that this branch's work of the last days is told in; false: there is none. */
bool detour_scribe_current(struct detour_workspace *workspace, struct detour_place *place);
/* Remembers that these commits were told, with what ("new", "link"), so that a rewrite carries it
 * over; silent where the log cannot be written, because the session is what counts. */
void detour_scribe_remember(struct detour_workspace *workspace,
	const struct detour_writing *writing, const char *answer);

#endif
