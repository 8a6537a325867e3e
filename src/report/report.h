/*
 * The report: one HTML page of what went off plan in some time and what is told of it, made to be
 * looked at. Pure: facts in, bytes out; who gathers the facts is above (cmd/report_facts.h).
 *
 * The page needs nothing but itself: no script, no request, no file beside it. The same facts give
 * the same bytes. Whatever stands in the facts is untrusted; html.h is the one way into the page.
 *
 * Fill a struct detour_report, detour_report_write.
 */
#ifndef DETOUR_REPORT_H
#define DETOUR_REPORT_H

#include "../journal/reading.h"
#include "../signal/signal.h"

/* By this a page is known as ours: it stands within its first DETOUR_REPORT_MARK_WITHIN bytes. */
#define DETOUR_REPORT_MARK "<meta name=\"generator\" content=\"git-detour report\">"
#define DETOUR_REPORT_MARK_WITHIN ((size_t)512)

/* What stands in the page in full; beyond it the page says how many more there are. */
#define DETOUR_REPORT_DETOURS ((size_t)80)   /* of each list */
#define DETOUR_REPORT_SESSIONS ((size_t)80)  /* as cards */
#define DETOUR_REPORT_TEXT ((size_t)6000)    /* bytes of one session's text */
#define DETOUR_REPORT_TEXTS ((size_t)150000) /* and of all */

struct detour_report_sign { /* a signal */
	enum detour_kind kind;
	const char *hex;           /* of its commit, whole */
	const char *related;       /* the commit that it is about, likewise; or NULL */
	const char *does, *detail; /* as in struct detour_signal, impersonal */
	const char *author;
	int64_t day;  /* of the author, in days since 1970 */
	bool is_open; /* not written down, and somebody is asked or reminded of it */
};

struct detour_report_session {
	int64_t day;
	const char *title, *path;
	const char *href; /* relative, from where the page is to where the session is; or NULL */
	struct detour_reading reading;
	struct detour_sentence key; /* of the reading */
};

enum detour_report_state {
	DETOUR_REPORT_OPEN,    /* not written down */
	DETOUR_REPORT_WRITTEN, /* in a session that others may read */
	DETOUR_REPORT_QUIET,   /* dismissed, or told where others do not look */
};

struct detour_report_detour {
	const struct detour_report_sign *signs; /* oldest first */
	size_t count;
	size_t main; /* the sign that it is told by */
	enum detour_report_state state;
	bool in_private;  /* QUIET: told, where others do not look */
	bool is_minor;    /* nobody is asked about it */
	size_t place;     /* tells those of one day apart: the newest has the least */
	size_t session;   /* its place among the sessions; DETOUR_REPORT_NONE */
	const char *told; /* where it is written, if in none of these sessions; or NULL */
};
#define DETOUR_REPORT_NONE SIZE_MAX

struct detour_report_source { /* what shows a pattern */
	size_t session;    /* DETOUR_REPORT_NONE: it is a commit, or a session that is not here */
	const char *label; /* the session's title or path; NULL where it is a commit */
	const char *hex;   /* of the commit, or NULL */
	const char *quote;
};

struct detour_report_pattern {
	const char *title, *explanation, *advice;
	const struct detour_report_source *sources;
	size_t count;
};

struct detour_report {
	const char *name;    /* of the repository */
	const char *version; /* of the program */
	const char *range;   /* as it was asked for, or NULL */
	const char *author;  /* likewise */
	const char *forge;   /* a commit's address without its hash, or NULL */
	bool is_shallow;     /* the clone has only a part of the history */
	int64_t today;       /* days since 1970, as all below */
	int64_t first, last; /* the time that the page is about */
	const int64_t *days; /* one a commit; some may lie outside of that time */
	size_t commits, people;
	const struct detour_report_detour *detours; /* newest first */
	size_t detour_count;
	const struct detour_report_session *sessions; /* newest first */
	size_t session_count;
	const char *const *unwritten; /* paths of sessions that nobody wrote in yet */
	size_t unwritten_count;
	const struct detour_report_pattern *patterns;
	size_t pattern_count;
};

void detour_report_write(struct detour_buf *out, const struct detour_report *report);

#endif
