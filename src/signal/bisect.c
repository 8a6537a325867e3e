/*
 * A fault that was searched for with git bisect.
 */
#include "signal.h"

bool detour_signal_bisect(const struct detour_scene *scene, struct detour_signal *out)
{
	(void)scene;
	(void)out;
	return false;
}
