/*
 * Which folders of a work tree make up the journal, and which file in them is its template. Used by
 * store.c alone.
 */
#ifndef DETOUR_JOURNAL_FOLDERS_H
#define DETOUR_JOURNAL_FOLDERS_H

#include "../base/arena.h"
#include "../base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct detour_folders {
	const char *const *dirs; /* those that exist, in the order of the setting; relative */
	size_t count;
	/* Those that a project with a plan would have, found on the way. */
	const char *const *planned;
	size_t planned_count;
	const char *write_dir;
};

/* `root` is absolute and free of symbolic links. */
int detour_folders_find(struct detour_folders *out, const char *root, const char *setting,
	struct detour_arena *arena, struct detour_error *err);

/* Is a file of this name a template, and a better one than `best` (NULL: none yet)? */
bool detour_folders_is_template(const char *name, const char *best);
/* The template in a folder (relative), or NULL. In template_file.c, as the next. */
char *detour_folders_template(struct detour_arena *arena, const char *root, const char *dir);
/* The one for sessions that lies above the folder, by itself or in a folder of templates, or NULL.
 */
char *detour_folders_template_above(struct detour_arena *arena, const char *root, const char *dir);

/* Where a relative path really is below `root`: relative, links resolved, in the arena.
 * DETOUR_ENOTFOUND where nothing is there, DETOUR_EINVALID where it is elsewhere or git's own. */
int detour_folders_resolve(struct detour_arena *arena, const char *root, const char *path,
	char **out, struct detour_error *err);

#endif
