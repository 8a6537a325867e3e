/* Looking for a revert's target in the window of the past. Commits are valid as scene->past says.
 */
#ifndef DETOUR_SIGNAL_REVERT_PAST_H
#define DETOUR_SIGNAL_REVERT_PAST_H

#include "revert.h"

/* By what a title says behind its verb, quoted or not: the newest commit of that subject, or for a
 * reapply the newest that reverts it. */
const struct detour_commit *detour_revert_by_subject(
	const struct detour_scene *scene, struct detour_span object, bool reapply);
/* By a number or an id that forges and review tools leave in messages. */
const struct detour_commit *detour_revert_by_name(
	const struct detour_scene *scene, const struct detour_named *name);

/* Without a forge's " (#12)" at the end. */
struct detour_span detour_revert_without_number(struct detour_span text);

#endif
