/*
 * The sequel: where a story goes on that a session here tells of already. Looked for only when
 * somebody is asked or reminded.
 */
#ifndef DETOUR_SEQUEL_H
#define DETOUR_SEQUEL_H

#include "story.h"
#include "workspace.h"

/* The newest session of the last 90 days, in any journal that is read, that a person wrote in and
 * that names a commit of the detour or of its whole story (with what is told already; or NULL), or
 * one that these are about. False: there is none. Reads a bounded number of files. */
bool detour_sequel_find(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour *story, struct detour_place *out);

#endif
