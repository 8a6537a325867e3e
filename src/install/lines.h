/*
 * Lines that start us from elsewhere than a shim of ours: pasted into somebody's hook, into a hook
 * manager's settings, or into git's own configuration. Only looks.
 */
#ifndef DETOUR_INSTALL_LINES_H
#define DETOUR_INSTALL_LINES_H

#include "../git/repository.h"

/* The file, for people, whose lines start git-detour for this hook in the hooks folder `dir`; NULL
 * where there is none. In the arena. */
const char *detour_lines_find(
	struct detour_repo *repo, struct detour_arena *arena, const char *dir, const char *hook);
/* Where git's own configuration starts it too (git 2.54 and later): a path or other words, or NULL.
 */
const char *detour_lines_configured(
	struct detour_repo *repo, struct detour_arena *arena, const char *hook);
/* Does the file hold the word, anywhere in its first part? */
bool detour_lines_mention(const char *path, const char *word);
/* Are there files here that git-lfs keeps? Without a hook that hands over to it their content is
 * not pushed. */
bool detour_lines_want_lfs(struct detour_repo *repo, struct detour_arena *arena);

#endif
