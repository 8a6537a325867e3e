/*
 * The same file again and again: the fourth own commit on it within a day.
 *
 * Only the fourth: those after it belong to a run that was told of. Listed, never asked about: half
 * of such runs are work that goes in small steps as planned.
 */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "author.h"
#include "pathkind.h"

enum {
	DAY = 24 * 3600,
	ROUNDS = 4,
	PATHS_LIMIT = 50, /* a commit of more files is no round on one of them */
	OLDER_LIMIT = 20, /* so many older ones in a row end the window */
	PATH_COLUMNS = 60,
};

/* The own commits before the judged one that changed a file, newest first. */
struct run {
	const char *path; /* NULL: no file to look for */
	struct detour_oid rounds[ROUNDS];
	int64_t times[ROUNDS];
	size_t count; /* the first ROUNDS of them */
};

static bool is_written_by_hand(const struct detour_scene *scene, const char *path)
{
	const unsigned quiet =
		DETOUR_PATH_DOCS | DETOUR_PATH_VERSION | DETOUR_PATH_PLAN | DETOUR_PATH_SESSION;

	return !(detour_path_kinds(path) & quiet) && !detour_path_is_foreign(scene, path);
}

static size_t start_runs(const struct detour_commit *judged, struct run *runs)
{
	size_t count = 0;

	for (size_t i = 0; i < judged->change_count; i++)
		if (judged->changes[i].status == 'M')
			runs[count++].path = judged->changes[i].path;
	return count;
}

static void add_rounds(struct run *runs, size_t count, const struct detour_commit *commit)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < commit->change_count && runs[i].count < ROUNDS; j++)
			if (!strcmp(commit->changes[j].path, runs[i].path)) {
				runs[i].rounds[runs[i].count] = commit->oid;
				runs[i].times[runs[i].count++] = commit->author_time;
				break;
			}
}

/* The commit before it may have been a fourth by itself, of rounds that reach back a day more. */
static void look_back(const struct detour_scene *scene, struct run *runs, size_t count)
{
	size_t older = 0;

	for (size_t i = 0; i < DETOUR_RHYTHM_LIMIT && older < OLDER_LIMIT; i++) {
		const struct detour_commit *earlier = scene->past(scene->data, i);
		int64_t age;

		if (!earlier)
			break;
		age = scene->commit->author_time - earlier->author_time;
		older = age > 2 * DAY ? older + 1 : 0;
		if (age < 0 || age > 2 * DAY || earlier->parent_count > 1 ||
			!detour_author_is_same(scene->commit, earlier))
			continue;
		earlier = scene->past_paths(scene->data, i);
		if (earlier)
			add_rounds(runs, count, earlier);
	}
}

static bool is_fourth(const struct run *run, int64_t time)
{
	if (run->count < ROUNDS - 1 || time - run->times[ROUNDS - 2] > DAY)
		return false;
	return run->count < ROUNDS || (time - run->times[ROUNDS - 1] > DAY &&
					      run->times[0] - run->times[ROUNDS - 1] > DAY);
}

static void tell(const struct detour_scene *scene, const struct run *run, struct detour_signal *out)
{
	struct detour_arena *arena = scene->arena;
	const char *path = detour_text_line(arena, run->path, PATH_COLUMNS);
	int64_t span = scene->commit->author_time - run->times[ROUNDS - 2];

	for (size_t i = 0; i < ROUNDS - 1; i++)
		detour_signal_relate(out, &run->rounds[i]);
	out->rule = "rounds";
	out->doing = detour_arena_printf(arena, "changing %s for the fourth time", path);
	out->does = detour_arena_printf(arena, "changes %s for the fourth time", path);
	out->detail = span < 60
			      ? "within a minute"
			      : detour_arena_printf(arena, "in %s", detour_date_span(arena, span));
	out->title = detour_arena_printf(arena, "Rounds on %s", path);
	out->hint = detour_arena_printf(
		arena, "What did each round on %s miss, and what made it right?", path);
}

bool detour_signal_churn(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_commit *judged;
	struct run *runs;
	size_t count;

	if (scene->commit->parent_count != 1 || !scene->commit->author_email ||
		detour_author_is_bot(scene->commit))
		return false;
	judged = scene->paths(scene->data);
	if (!judged || !judged->change_count || judged->change_count > PATHS_LIMIT)
		return false;
	runs = detour_arena_array(scene->arena, judged->change_count, sizeof(*runs));
	count = start_runs(judged, runs);
	if (!count)
		return false;
	look_back(scene, runs, count);
	for (size_t i = 0; i < count; i++)
		if (is_fourth(&runs[i], scene->commit->author_time) &&
			is_written_by_hand(scene, runs[i].path)) {
			tell(scene, &runs[i], out);
			return true;
		}
	return false;
}
