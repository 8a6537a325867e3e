/*
 * What a session is about: whether it lies in a path, names it in its text, or names a commit that
 * changes it; and the words by which people speak of a path. Pure, but for commits.
 */
#ifndef DETOUR_ABOUT_H
#define DETOUR_ABOUT_H

#include "git/repository.h"
#include "journal/session.h"

/* Is the path the folder, or in it? Everything is in "". */
bool detour_about_is_below(const char *path, const char *folder);
/* Does the text name the path, or one below it? A name without a slash or a dot may be a word of
 * the prose: it counts only with a slash behind. */
bool detour_about_names(const char *text, const char *path);
/* Does the session name a commit that changes the path? */
bool detour_about_links(
	struct detour_repo *repo, const struct detour_session *session, const char *path);
/* One of these three. `session_path` is where it lies, `text` all of it. */
bool detour_about_path(struct detour_repo *repo, const char *session_path,
	const struct detour_session *session, const char *text, const char *path);

/* The name by which people speak of a path: its last part without its ending. NULL where that is
 * short, or what any project has ("src", "index", "utils"). In the arena. */
const char *detour_about_word(struct detour_arena *arena, const char *path);
/* How often the text has the word, alone or as a part of a name, letter case aside: "retry-queue"
 * is in "the Retry Queue" and "retry_queue.c", "queue" is not in "queued". */
size_t detour_about_count(const char *text, const char *word);

#endif
