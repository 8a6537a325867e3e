/*
 * A pushed branch that was rewritten.
 */
#include "signal.h"

bool detour_signal_rewrite(const struct detour_scene *scene, struct detour_signal *out)
{
	(void)scene;
	(void)out;
	return false;
}
