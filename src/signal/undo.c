/*
 * Reverts that do not say so: every file that a commit changes goes back to what it held before.
 */
#include "signal.h"

bool detour_signal_undo(const struct detour_scene *scene, struct detour_signal *out)
{
	(void)scene;
	(void)out;
	return false;
}
