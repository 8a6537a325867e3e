/*
 * A merge, pick or rebase step that did not go through by itself: the reflog says that it was ended
 * by hand; of old merges, a list of conflicts in the message is what is left.
 */
#include <string.h>

#include "../base/text.h"
#include "deed.h"
#include "signal.h"

enum { PATH_COLUMNS = 60 };

/* Behind "Conflicts:" or "# Conflicts:" alone in a line; NULL: no such line. */
static const char *find_list(const char *message)
{
	for (const char *at = message; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (detour_text_starts(at, "# "))
			at += 2;
		if (detour_text_starts(at, "Conflicts:\n"))
			return at + strlen("Conflicts:\n");
	}
	return NULL;
}

/* Paths stand behind a tab, "#\t" where comments were kept. */
static const char *next_path(const char **at, size_t *size)
{
	const char *path = *at + (**at == '#');

	if (*path != '\t')
		return NULL;
	*size = strcspn(++path, "\n");
	*at = path + *size + (path[*size] == '\n');
	return *size ? path : NULL;
}

/* "queue.c and 2 more", or NULL. */
static const char *list_paths(const struct detour_scene *scene)
{
	const char *at = find_list(scene->commit->message), *first, *path;
	size_t first_size, size, more = 0;

	first = at ? next_path(&at, &first_size) : NULL;
	if (!first)
		return NULL;
	while (next_path(&at, &size))
		more++;
	path = detour_text_line(
		scene->arena, detour_arena_strndup(scene->arena, first, first_size), PATH_COLUMNS);
	return more ? detour_arena_printf(scene->arena, "%s and %zu more", path, more) : path;
}

static bool was_ended_by_hand(const struct detour_scene *scene)
{
	for (size_t i = 0; i < scene->deed_count; i++)
		if (scene->deeds[i].kind == DETOUR_DEED_CONFLICT)
			return true;
	return false;
}

bool detour_signal_conflict(const struct detour_scene *scene, struct detour_signal *out)
{
	struct detour_arena *arena = scene->arena;
	const char *paths = list_paths(scene);
	const char *what = scene->commit->parent_count > 1 ? "merge" : "pick";

	if (paths) {
		out->rule = "listed";
		out->doing = detour_arena_printf(arena, "resolving conflicts in %s", paths);
		out->does = detour_arena_printf(arena, "resolved conflicts in %s", paths);
	} else if (was_ended_by_hand(scene)) {
		out->rule = "by hand";
		out->doing = detour_arena_printf(arena, "ending a %s by hand", what);
		out->does = detour_arena_printf(arena, "ended a %s by hand", what);
	} else {
		return false;
	}
	out->title = detour_arena_printf(
		arena, "Conflicts in %s", detour_signal_topic(arena, scene->commit->subject));
	out->hint = "Whose changes met, and which of the two won?";
	return true;
}
