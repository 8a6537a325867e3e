/*
 * Commits that every project makes as a matter of course, and that are no news for most signals:
 * the root, releases and version bumps, updates of dependencies, imports of others' work.
 */
#ifndef DETOUR_SIGNAL_ROUTINE_H
#define DETOUR_SIGNAL_ROUTINE_H

#include "signal.h"

/* Told by the subject, and where it could mean other work too ("Bump version of the protocol") by
 * the paths as well. They are loaded only for such a subject, and only where the scene may; where
 * they are not known the subject decides. */
bool detour_commit_is_routine(const struct detour_scene *scene);

#endif
