/*
 * A scene over plain arrays, for tests of signals.
 *
 * scene_init, scene_add for each commit from the oldest on, scene_judge for the one that is to be
 * looked at; release at the end. The user is me@example.org unless said otherwise.
 */
#ifndef DETOUR_TEST_SCENE_H
#define DETOUR_TEST_SCENE_H

#include "signal/signal.h"

struct scene_blob {
	struct detour_oid oid;
	const char *text;
};

struct scene_history {
	struct detour_arena arena;
	struct detour_settings settings;
	struct detour_commit *commits; /* oldest first */
	size_t count, capacity;
	const char *me;
	size_t judged;
	size_t past_reads; /* how often the past was asked for */
	struct scene_blob blobs[200];
	size_t blob_count;
	const char *generated; /* a path that .gitattributes mark, or NULL */
	struct detour_scene scene;
};

void scene_init(struct scene_history *history);
void scene_release(struct scene_history *history);

/* A commit by me at `time`, of the message's first line; the id comes from its number, unless
 * `hex` (40 digits) is given. The result may be changed until the next scene_add. */
struct detour_commit *scene_add(
	struct scene_history *history, const char *hex, int64_t time, const char *message);
/* A path that the commit changes. */
void scene_path(struct scene_history *history, struct detour_commit *commit, const char *path);
/* The same with what the file held before and after; NULL: there was none. The same text is the
 * same blob. */
void scene_change(struct scene_history *history, struct detour_commit *commit, const char *path,
	const char *before, const char *after);
/* The id of the blob with this text; zero for NULL. */
struct detour_oid scene_blob(struct scene_history *history, const char *text);
/* The scene of the i-th commit, with all before it as its past. */
const struct detour_scene *scene_judge(struct scene_history *history, size_t i);

/* The subject as git forms it. */
char *scene_subject(struct detour_arena *arena, const char *message);

#endif
