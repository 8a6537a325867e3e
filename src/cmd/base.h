/* Where the work that is checked began: told by the forge, else by the upstream. */
#ifndef DETOUR_CMD_BASE_H
#define DETOUR_CMD_BASE_H

#include "../workspace.h"

struct detour_base {
	bool found; /* else there is none, and everything that is not pushed counts */
	struct detour_oid oid;
	const char *name;   /* as people know it: "origin/main", "9c1d2e3" */
	const char *source; /* the variable that told, or "upstream" */
	/* A variable names a base that is not in this clone: "CI_…=main". NULL: none does. */
	const char *absent;
};

/* Looks at what GitHub, GitLab, Bitbucket, Azure, Jenkins and others tell a build, then at the
 * branch's upstream. */
void detour_base_find(struct detour_base *out, struct detour_workspace *workspace);
/* A single commit as the base. */
int detour_base_named(struct detour_base *out, struct detour_workspace *workspace, const char *name,
	struct detour_error *err);

#endif
