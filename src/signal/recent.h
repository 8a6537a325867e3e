/*
 * The author's own work of the last day, as far as it touches what a commit changes: a commit that
 * mends something mends, as a rule, what was made just before. Pure.
 */
#ifndef DETOUR_SIGNAL_RECENT_H
#define DETOUR_SIGNAL_RECENT_H

#include "signal.h"

struct detour_recent {
	const struct detour_commit *last; /* the newest own commit that shares a path, or NULL */
	bool all;                         /* own commits changed every one of the paths */
};

/* False where the judged commit changes nothing that is written by hand. Loads paths: call it only
 * once the message gives a reason to. */
bool detour_recent_read(const struct detour_scene *scene, struct detour_recent *out);

#endif
