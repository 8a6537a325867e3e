/*
 * A briefing: what somebody needs to know who goes on with a branch, or begins on a path. Where it
 * ended, which sessions tell of it, what led nowhere, what is left to do. It is gathered here and
 * told elsewhere; each fact says where it was found. Bounded, whatever the age of the repository.
 *
 * detour_subject_find, detour_briefing_make, read, detour_briefing_release. Everything is in the
 * arena of the workspace, but for the findings.
 */
#ifndef DETOUR_BRIEFING_H
#define DETOUR_BRIEFING_H

#include "findings.h"
#include "git/standing.h"
#include "journal/reading.h"
#include "shelf.h"
#include "signal/plan.h"

#define DETOUR_SUBJECT_COMMITS ((size_t)200) /* kept of a branch's own */
#define DETOUR_SUBJECT_LAST ((size_t)5)
#define DETOUR_SUBJECT_COUNTED ((size_t)1000) /* ahead and behind go no further */

/* What it is about: a branch, a path on it, or both. */
struct detour_subject {
	const char *name;  /* of the branch, else the revision as given; NULL: HEAD is detached */
	const char *line;  /* "ana/queue" of "origin/ana/queue"; NULL where it is no branch */
	const char *path;  /* relative to the top; NULL: none was given, or it is all */
	bool path_is_gone; /* it is not in the tip, nor in the work tree where that is meant */
	struct detour_oid tip;
	bool has_tip;  /* else nothing is committed yet */
	bool is_here;  /* it is what HEAD is at */
	bool is_trunk; /* others come from it: its own commits are those not pushed */

	const char *upstream; /* "origin/main", or NULL */
	size_t ahead, behind;
	const char
		*base_name; /* what it comes from: "main", or a trunk's upstream; NULL: nothing */
	struct detour_oid base; /* where both part */
	/* What it has in common with each of the trunks: the rest is its own. */
	const struct detour_oid *bases;
	size_t base_count;
	/* Its own commits with their paths tier, newest first; of no branch if none is its own. */
	const struct detour_commit *own;
	size_t own_count;
	bool own_cut; /* there are more */
	/* The last ones, whoever's; with a path, those that change it. Message tier. */
	const struct detour_commit *last;
	size_t last_count;

	enum detour_operation operation; /* under way here */
	struct detour_uncommitted uncommitted;
};

/* `path` is relative to the top. `name`: a branch as detour_repo_find_branch takes it, or any
 * revision; NULL: what is checked out.
 */
int detour_subject_find(struct detour_subject *out, struct detour_workspace *workspace,
	const char *name, const char *path, struct detour_error *err);

/* Is it a branch of its own, so that what was done elsewhere is no business of it? */
bool detour_subject_is_apart(const struct detour_subject *subject);

/* Why a session is told of, the best reason first. */
enum detour_why {
	DETOUR_WHY_PLACE,   /* it lies in the path */
	DETOUR_WHY_BRANCH,  /* it says that it is about the branch */
	DETOUR_WHY_COMMIT,  /* it names a commit of the branch, or one that changes the path */
	DETOUR_WHY_NAMED,   /* its text names the path */
	DETOUR_WHY_TOPIC,   /* it, or its project, is called so */
	DETOUR_WHY_CHANGED, /* it was written in such a commit */
	DETOUR_WHY_PROJECT, /* it is in the project that such a commit changes */
	DETOUR_WHY_WORD,    /* it speaks of it by its name */
	DETOUR_WHY_RECENT,  /* it is of these days */
	DETOUR_WHY_COUNT
};
/* "names its commits"; a few words. */
const char *detour_why_name(enum detour_why why);

struct detour_brief_session {
	const struct detour_shelf_item *item;
	const struct detour_session *session;
	const char *title;  /* safe for a terminal */
	const char *author; /* who committed it first, likewise; NULL: not committed, or long ago */
	struct detour_reading reading;
	struct detour_sentence key; /* the sentence that matters; `passage` NULL: nothing is told */
	const char *next; /* where it says to go on ("next: …"), unless work went on; NULL */
	const struct detour_passage *next_passage;
	enum detour_why why;
	size_t weight;
};

/* A sentence of a session or an item left open. */
struct detour_brief_fact {
	const char *text;
	const struct detour_passage *passage; /* has the line */
	const struct detour_brief_session *session;
};

struct detour_brief_plan {
	const char *path;
	const char *status; /* "Completed", as it says itself near its top; NULL */
	bool is_over;       /* nothing is open, its status says so, or it is in an archive */
	size_t done, total; /* without what is struck */
	const struct detour_plan_item *const *open; /* those not done, in order */
	size_t open_count;
};

struct detour_briefing {
	struct detour_workspace *workspace;
	const struct detour_subject *subject;
	struct detour_shelf shelf;
	const struct detour_brief_session *sessions; /* newest day first */
	size_t session_count, session_more;          /* more: found and left out */
	struct detour_brief_fact next; /* the newest `next: …`; `text` NULL: there is none */
	const struct detour_brief_fact *dead_ends; /* about the path first, then newest first */
	size_t dead_end_count;
	const struct detour_brief_fact *follow_ups; /* newest first */
	size_t follow_up_count;
	const struct detour_brief_plan *plans; /* those that are over last */
	size_t plan_count;
	struct detour_findings findings;
	const struct detour_finding *const *due; /* not written down, newest first */
	size_t due_count;
};

/* The subject must outlive it. Sessions that cannot be read are passed over. */
int detour_briefing_make(struct detour_briefing *out, struct detour_workspace *workspace,
	const struct detour_subject *subject, struct detour_error *err);
void detour_briefing_release(struct detour_briefing *briefing);

/* How many follow-ups are open in the newest sessions here, those of this branch where some are:
 * for a sentence in a hook. Reads no commits, and DETOUR_GLANCE_SESSIONS files at the most. */
#define DETOUR_GLANCE_SESSIONS ((size_t)20)
size_t detour_briefing_glance(struct detour_workspace *workspace);

#endif
