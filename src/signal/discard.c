/*
 * Commits that were dropped, as the reflogs of this repository tell.
 */
#include "signal.h"

bool detour_signal_discard(const struct detour_scene *scene, struct detour_signal *out)
{
	(void)scene;
	(void)out;
	return false;
}
