/* How `check` tells what is due: for people, for programs, and for two forges. */
#ifndef DETOUR_CMD_CHECK_FORMAT_H
#define DETOUR_CMD_CHECK_FORMAT_H

#include "findings.h"

enum detour_check_format {
	DETOUR_CHECK_TEXT,
	DETOUR_CHECK_JSON,   /* a signal a line, as scan prints them */
	DETOUR_CHECK_GITHUB, /* workflow commands, which become annotations */
	DETOUR_CHECK_GITLAB, /* a Code Quality report */
	DETOUR_CHECK_FORMATS
};

struct detour_check_report {
	struct detour_workspace *workspace;
	const struct detour_findings *findings;
	const char *range; /* "since origin/main", or "" */
	bool strict;
};

/* "text", "json", "github", "gitlab" */
const char *detour_check_format_name(enum detour_check_format format);
/* Prints to ctx->out; returns how many detours are due. */
size_t detour_check_print(
	const struct detour_check_report *report, enum detour_check_format format);

#endif
