/* What fixups look like that no tool folds away. Pure. */
#ifndef DETOUR_SIGNAL_FIXUP_H
#define DETOUR_SIGNAL_FIXUP_H

#include <stdbool.h>

/* Does the subject call itself a fixup without the form that autosquash knows: `fixup quic.h`,
 * `tests: fixup`, `squash me`? */
bool detour_fixup_is_bare(const char *subject);

#endif
