/*
 * The journal's tracked `.dismissed`: commits that need no session, for everybody and for CI. A
 * link line each, so that an entry survives a rewrite; other lines are people's own. Pure.
 */
#ifndef DETOUR_JOURNAL_DISMISSED_H
#define DETOUR_JOURNAL_DISMISSED_H

#include "link.h"

#define DETOUR_DISMISSED_NAME ".dismissed"

void detour_dismissed_parse(const char *bytes, size_t size, struct detour_arena *arena,
	struct detour_link **links, size_t *count);
/* The content with a line for this commit at the end; false: it is named already. */
bool detour_dismissed_add(
	struct detour_buf *out, const char *bytes, size_t size, const struct detour_commit *commit);
/* The content without the lines that mean this commit, all else byte for byte; false: none does. */
bool detour_dismissed_remove(
	struct detour_buf *out, const char *bytes, size_t size, const struct detour_commit *commit);

#endif
