/* The sessions of the report; see report_facts.h. */
#ifndef DETOUR_CMD_REPORT_SESSIONS_H
#define DETOUR_CMD_REPORT_SESSIONS_H

#include "report_facts.h"

/* Fills the sessions of the report: those of `first_day` and later (of its author, where one is
 * asked for), and those that tell of `detours`, which are the report's own and get their session. A
 * session that cannot be read is left out, with a line on the error stream. */
void detour_report_gather_sessions(struct detour_report *report,
	struct detour_report_detour *detours, struct detour_workspace *workspace,
	const struct detour_report_request *request, int64_t first_day);

#endif
