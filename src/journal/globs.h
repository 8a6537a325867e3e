/*
 * The folders that journal.dir names, as patterns: which ones it means, and whether a path is one
 * of them. Pure: also for folders that are only in a commit's tree.
 */
#ifndef DETOUR_JOURNAL_GLOBS_H
#define DETOUR_JOURNAL_GLOBS_H

#include <stdbool.h>
#include <stddef.h>

#define DETOUR_GLOB_DEPTH 6 /* folders that one "**" stands for */

/* What the setting stands for: itself, or the usual places where it is "auto", "" or NULL. */
const char *detour_globs_of(const char *setting);

/* Is `dir` one of the folders, or one for a year, a month or an archive within one (see name.h)?
 * `globs` are patterns with ", " between. */
bool detour_globs_match(const char *globs, const char *dir);
/* May one of the folders lie in `dir`, at any depth? */
bool detour_globs_may_hold(const char *globs, const char *dir);

bool detour_glob_has_wildcard(const char *text);
/* Are wildcards let into a folder of this name? Never into hidden ones and node_modules. */
bool detour_glob_is_walked(const char *name);

#endif
