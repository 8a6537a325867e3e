/* What killed programs left beside files of ours. */
#ifndef DETOUR_CMD_DOCTOR_LEFT_H
#define DETOUR_CMD_DOCTOR_LEFT_H

#include "../workspace.h"

/* What is there, and the command that mends it; strings in the arena of the workspace. */
typedef void (*detour_doctor_left_fn)(void *data, const char *state, const char *mend);
/* Looks in the folder of the hooks, in ours in the git dir, at the top of the work tree, and in
 * those of all sessions. */
void detour_doctor_left(struct detour_workspace *workspace, const char *hooks_dir,
	detour_doctor_left_fn tell, void *data);

#endif
