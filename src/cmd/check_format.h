/* How `check` tells what is due: for people, for programs, for two forges and for editors. */
#ifndef DETOUR_CMD_CHECK_FORMAT_H
#define DETOUR_CMD_CHECK_FORMAT_H

#include "../findings.h"

enum detour_check_format {
	DETOUR_CHECK_TEXT,
	DETOUR_CHECK_JSON,     /* a signal a line, as scan prints them */
	DETOUR_CHECK_GITHUB,   /* workflow commands, which become annotations */
	DETOUR_CHECK_GITLAB,   /* a Code Quality report */
	DETOUR_CHECK_MARKDOWN, /* a summary, for a forge's page of a build */
	DETOUR_CHECK_LINES,    /* FILE:LINE: info: …, for editors */
	DETOUR_CHECK_FORMATS
};

struct detour_check_report {
	struct detour_workspace *workspace;
	const struct detour_findings *findings;
	const char *range; /* "since origin/main", or "" */
	bool strict;
};

/* "text", "json", … */
const char *detour_check_format_name(enum detour_check_format format);
/* Prints to ctx->out; returns how many detours are due. */
size_t detour_check_print(
	const struct detour_check_report *report, enum detour_check_format format);

/* What the forms say of a finding: the fact, what may be done, and the path that it shows at (NULL:
 * the commit changes none). */
const char *detour_check_fact(
	const struct detour_check_report *report, const struct detour_signal *signal);
const char *detour_check_advice(
	const struct detour_check_report *report, const struct detour_signal *signal);
const char *detour_check_path(const struct detour_signal *signal);

void detour_check_print_github(
	const struct detour_check_report *report, const struct detour_finding *finding);
void detour_check_print_gitlab(
	const struct detour_check_report *report, const struct detour_finding *finding, bool first);

#endif
