/*
 * What a session is about: whether it lies in a path, names it in its text, or names a commit that
 * changes it; and the words by which people speak of a path. Pure, but for commits.
 */
#ifndef DETOUR_ABOUT_H
#define DETOUR_ABOUT_H

#include "shelf.h"

/* Is the path the folder, or in it? Everything is in "". */
bool detour_about_is_below(const char *path, const char *folder);
/* Does the text name the path, or one below it? A name without a slash or a dot may be a word of
 * the prose: it counts only with a slash behind. */
bool detour_about_names(const char *text, const char *path);
/* Does the session name a commit that changes the path? */
bool detour_about_links(
	struct detour_repo *repo, const struct detour_session *session, const char *path);
/* How a session is known to be about a path, the surest first. */
enum detour_about {
	DETOUR_ABOUT_PLACE, /* it lies there */
	DETOUR_ABOUT_LINKS, /* it names a commit that changes it */
	DETOUR_ABOUT_NAMES, /* its text names the path, or the last two parts of a long one */
	DETOUR_ABOUT_TITLE, /* it, or the folder of its project, is called so */
	DETOUR_ABOUT_NOT
};
/* `text` is all of the session. */
enum detour_about detour_about_path(struct detour_workspace *workspace,
	const struct detour_shelf_item *item, const struct detour_session *session,
	const char *text, const char *path);

/* The folder of the project that a session's or a plan's path belongs to: what "sessions" lies in,
 * or what the plan lies in, where that is not the journal of the whole. NULL: none. In the arena.
 */
const char *detour_about_project(struct detour_arena *arena, const char *path);

/* The name by which people speak of a path: its last part without its ending. NULL where that is
 * short, or what any project has ("src", "index", "utils"). In the arena. */
const char *detour_about_word(struct detour_arena *arena, const char *path);
/* How often the text has the word, alone or as a part of a name, letter case aside: "retry-queue"
 * is in "the Retry Queue" and "retry_queue.c", "queue" is not in "queued". */
size_t detour_about_count(const char *text, const char *word);

#endif
