/*
 * Which sessions are still byte for byte as we made them, with nobody's words in them: only those
 * may be removed. Remembered in `detour/scaffolds` of the git common dir, a line a file: its blob
 * id and name. The text alone cannot tell: a person may have changed a title, a comment or a path
 * in ways that look like ours.
 */
#ifndef DETOUR_JOURNAL_MADE_H
#define DETOUR_JOURNAL_MADE_H

#include "../git/repository.h"

#include <stddef.h>

/* `path` ends in the file's name, which counts too: a person may have given it another. Silent
 * where it cannot be written: then the file is only never removed. */
void detour_made_remember(
	struct detour_repo *repo, const char *path, const void *bytes, size_t size);
bool detour_made_is(struct detour_repo *repo, const char *path, const void *bytes, size_t size);

#endif
