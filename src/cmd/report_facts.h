/*
 * Gathers what the report is about: commits, detours, what is told of them, sessions. What private
 * sessions tell, and that there are any, is no part of it.
 */
#ifndef DETOUR_CMD_REPORT_FACTS_H
#define DETOUR_CMD_REPORT_FACTS_H

#include "../report/report.h"
#include "../workspace.h"

struct detour_report_request {
	const char *const *revisions;
	size_t count; /* 0: HEAD */
	bool has_since;
	int64_t since;      /* seconds since 1970; without it and without revisions: the last
			       half year in which there was a commit */
	const char *author; /* or NULL */
	const char *folder; /* where the page will be, absolute without links: for links to
			       sessions; NULL: it is not known */
};

/* Everything is in the arena of the workspace. */
int detour_report_gather(struct detour_report *out, struct detour_workspace *workspace,
	const struct detour_report_request *request, struct detour_error *err);

#endif
