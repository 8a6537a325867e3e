/*
 * A merge that had conflicts to resolve.
 */
#include "signal.h"

bool detour_signal_conflict(const struct detour_scene *scene, struct detour_signal *out)
{
	(void)scene;
	(void)out;
	return false;
}
