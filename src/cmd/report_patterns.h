/* The patterns of the report; see report_facts.h. */
#ifndef DETOUR_CMD_REPORT_PATTERNS_H
#define DETOUR_CMD_REPORT_PATTERNS_H

#include "findings.h"
#include "report_facts.h"

/* Fills the patterns of the report, whose sessions are there already: what keeps coming back over
 * all sessions that everybody may see, not only those of its time, as far as one of its own
 * sessions or commits shows it. */
void detour_report_gather_patterns(struct detour_report *report, struct detour_workspace *workspace,
	const struct detour_findings *findings, const struct detour_report_request *request);

#endif
