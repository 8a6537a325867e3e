/*
 * Patterns: what keeps coming back over the sessions, commits and signals of a repository, each
 * with what shows it and with the document that fits. Plain counts, no model, and never a score:
 * whatever is said names sessions, lines and commits. Nothing is printed here.
 *
 * Fill a struct detour_patterns_request, detour_patterns_find, read the list, release.
 */
#ifndef DETOUR_PATTERNS_H
#define DETOUR_PATTERNS_H

#include "../signal/signal.h"
#include "../workspace.h"

enum detour_recurrence_kind {
	DETOUR_RECURRENCE_TOPIC,     /* words that sessions come back to */
	DETOUR_RECURRENCE_PATH,      /* a file or folder where it goes wrong again and again */
	DETOUR_RECURRENCE_FOLLOW_UP, /* left to do, in one session after the other */
	DETOUR_RECURRENCE_PLAN,      /* a plan that turned out wrong more than once */
};

/* What fits to be written. */
enum detour_recurrence_fit {
	DETOUR_FIT_PLAYBOOK,
	DETOUR_FIT_PLAN_UPDATE,
	DETOUR_FIT_INVESTIGATION,
	DETOUR_FIT_REFACTORING,
	DETOUR_FIT_COUNT
};

/* One thing that shows it: a passage of a session, or a commit with a signal. */
struct detour_recurrence_source {
	const char *session; /* path as people read it; NULL: it is a commit */
	const char *title;   /* of the session */
	const char *quote;   /* a sentence as it stands there, plain, safe for a terminal */
	size_t line;         /* that its passage starts in */
	bool is_private;
	const struct detour_signal *signal; /* NULL: it is a session */
	const char *told;                   /* the session that tells of the commit, or NULL */
	const char *day;                    /* "2026-11-22" */
	int worth; /* how much it says about the pattern: only for the order */
};

struct detour_recurrence {
	enum detour_recurrence_kind kind;
	enum detour_recurrence_fit fit;
	const char *title;       /* "Lucide", "src/queue/", or the follow-up's sentence; plain */
	const char *explanation; /* the counts: "in 5 of 39 sessions, 3 of them in the last 90
				    days" */
	const char *reason;      /* why the document fits: "3 of them tell a lesson of it" */
	const struct detour_recurrence_source *sources; /* what says most first, then the newest */
	size_t source_count;
	size_t sessions, commits; /* among the sources, each counted once */
	size_t weight; /* how many of them are why it is told: only for the order in its kind */
};

struct detour_patterns {
	const struct detour_recurrence *list; /* the first of each kind, then the second, … */
	size_t count;
	size_t sessions;    /* that were read */
	size_t unreadable;  /* that could not be */
	const char *oldest; /* day of the oldest session read; "" without one */
	struct detour_arena arena;
};

struct detour_patterns_signal {
	const struct detour_signal *signal; /* with its paths tier; must outlive the patterns */
	const char *told; /* the session that tells of it, or NULL; dismissed ones are left out */
};

struct detour_patterns_request {
	const char *first_day; /* only sessions from that day on; "": all */
	const char *author;    /* only sessions that somebody whose name or address holds this
				  committed; NULL: all */
	bool shared_only;      /* leave private sessions out: for what others get to see */
	const struct detour_patterns_signal *signals; /* in any order; may be none */
	size_t signal_count;
};

int detour_patterns_find(struct detour_patterns *out, struct detour_workspace *workspace,
	const struct detour_patterns_request *request, struct detour_error *err);
void detour_patterns_release(struct detour_patterns *patterns);

/* "playbook", "plan update", "investigation", "refactoring"; for people and for JSON. */
const char *detour_recurrence_fit_name(enum detour_recurrence_fit fit);
/* "topic", "path", "follow-up", "plan" */
const char *detour_recurrence_kind_name(enum detour_recurrence_kind kind);
/* The skeleton of that document in Markdown, with its sources quoted and linked. Links to sessions
 * begin at the top of the repository ("/docs/sessions/x.md#L12"), wherever the document will lie.
 * Private sessions are counted in it, never quoted or named. */
void detour_recurrence_draft(
	struct detour_buf *out, const struct detour_recurrence *recurrence, const char *forge_base);

#endif
