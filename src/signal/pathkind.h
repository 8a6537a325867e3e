/*
 * What a path is for, told from its name alone: some changes are no news in a changelog that would
 * be news in code. Pure; what .gitattributes say is asked of the scene.
 */
#ifndef DETOUR_SIGNAL_PATHKIND_H
#define DETOUR_SIGNAL_PATHKIND_H

#include "signal.h"

enum detour_path_kind {
	DETOUR_PATH_GENERATED =
		1, /* lock files, snapshots, bundles, what configure and its like leave */
	DETOUR_PATH_VENDORED = 2, /* somebody else's code */
	DETOUR_PATH_DOCS = 4,     /* prose: *.md, doc/, README, CHANGELOG, TODO */
	DETOUR_PATH_VERSION = 8,  /* where version numbers and release notes are kept */
	DETOUR_PATH_TEST = 16,
	DETOUR_PATH_PLAN = 32,    /* a Markdown checklist of what is meant to happen */
	DETOUR_PATH_SESSION = 64, /* the journal */
};

unsigned detour_path_kinds(const char *path);

/* Is the path written by tools or by others, by its name or by .gitattributes? */
bool detour_path_is_foreign(const struct detour_scene *scene, const char *path);

#endif
