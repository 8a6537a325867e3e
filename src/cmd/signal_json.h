/* One signal as a JSON object on a line: the same keys wherever signals are told to programs. */
#ifndef DETOUR_CMD_SIGNAL_JSON_H
#define DETOUR_CMD_SIGNAL_JSON_H

#include "../coverage.h"
#include "../story.h"

void detour_print_signal_json(FILE *out, const struct detour *detour,
	const struct detour_signal *signal, const struct detour_told *told);
/* "session", "dismissed", "wrong", "shared", "trailer"; NULL where it is not written down. */
const char *detour_telling_name(enum detour_telling how);

#endif
