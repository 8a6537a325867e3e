/* Own commits of the last day that share paths; see recent.h. */
#include "recent.h"

#include <stdlib.h>
#include <string.h>

#include "author.h"
#include "pathkind.h"

/* Dates run backwards only roughly: a few old commits in a row end the day. */
enum { MINUTE = 60, DAY = 24 * 3600, OLD_IN_A_ROW = 10 };

struct touched {
	const char *path;
	bool own; /* an own commit of the last day changed it too */
};

struct ground {
	struct touched *paths; /* in the order of their bytes */
	size_t count, own;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct touched *)a)->path, ((const struct touched *)b)->path);
}

static bool read_ground(const struct detour_scene *scene, struct ground *ground)
{
	const struct detour_commit *commit = scene->paths(scene->data);

	ground->count = ground->own = 0;
	if (!commit || !commit->change_count)
		return false;
	ground->paths =
		detour_arena_array(scene->arena, commit->change_count, sizeof(*ground->paths));
	for (size_t i = 0; i < commit->change_count; i++)
		if (!detour_path_is_foreign(scene, commit->changes[i].path))
			ground->paths[ground->count++].path = commit->changes[i].path;
	if (ground->count)
		qsort(ground->paths, ground->count, sizeof(*ground->paths), compare);
	return ground->count > 0;
}

/* Marks the paths that this commit changed; tells whether there was one. */
static bool tread(struct ground *ground, const struct detour_commit *commit)
{
	bool shares = false;

	for (size_t i = 0; i < commit->change_count; i++) {
		struct touched key = {commit->changes[i].path, false};
		struct touched *found = bsearch(
			&key, ground->paths, ground->count, sizeof(*ground->paths), compare);

		if (!found)
			continue;
		shares = true;
		ground->own += !found->own;
		found->own = true;
	}
	return shares;
}

/* The same commit once more, on another branch: picked, or rebased and left. */
static bool is_twin(int64_t age, const struct detour_commit *a, const struct detour_commit *b)
{
	return age < MINUTE && !strcmp(a->subject, b->subject);
}

static bool is_own(const struct detour_scene *scene, const struct detour_commit *commit)
{
	int64_t age = scene->commit->author_time - commit->author_time;

	return commit->parent_count < 2 && age >= 0 && age <= DAY &&
	       detour_author_is_same(scene->commit, commit) && !is_twin(age, scene->commit, commit);
}

bool detour_recent_read(const struct detour_scene *scene, struct detour_recent *out)
{
	const struct detour_commit *commit;
	struct ground ground;
	size_t old = 0;

	memset(out, 0, sizeof(*out));
	if (!read_ground(scene, &ground))
		return false;
	for (size_t i = 0; i < DETOUR_RHYTHM_LIMIT && old < OLD_IN_A_ROW; i++) {
		commit = scene->past(scene->data, i);
		if (!commit || ground.own == ground.count)
			break;
		old = commit->commit_time < scene->commit->author_time - DAY ? old + 1 : 0;
		if (!is_own(scene, commit))
			continue;
		commit = scene->past_paths(scene->data, i);
		if (commit && tread(&ground, commit) && !out->last)
			out->last = commit;
	}
	out->all = ground.own == ground.count;
	return true;
}
