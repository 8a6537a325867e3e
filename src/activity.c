/* Looks through the tails of the HEAD reflogs of all work trees; see activity.h. */
#include "activity.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum { ENTRIES = 200, TAIL = 64 * 1024, WORK_TREES = 50 };

static int64_t newest_commit(const struct detour_reflog *log, const struct detour_commit *commit)
{
	int64_t newest = 0;

	for (size_t i = 0; i < log->count; i++) {
		const struct detour_reflog_entry *entry = &log->entries[i];

		if (!detour_text_starts(entry->message, "commit") ||
			detour_oid_equal(&entry->new_oid, &commit->oid))
			continue;
		if (entry->time <= commit->author_time && entry->time > newest)
			newest = entry->time;
	}
	return newest;
}

static int64_t newest_in_file(
	const char *path, const struct detour_commit *commit, struct detour_arena *arena)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_reflog log = {0};
	size_t skipped;
	int64_t newest = 0;

	if (!detour_file_read_tail(path, TAIL, &bytes, &skipped, NULL)) {
		detour_reflog_parse(bytes.ptr, bytes.size, skipped > 0, ENTRIES, arena, &log);
		newest = newest_commit(&log, commit);
	}
	detour_buf_release(&bytes);
	return newest;
}

static int64_t newest_in_work_trees(
	const char *common, const struct detour_commit *commit, struct detour_arena *arena)
{
	const char *path = detour_arena_printf(arena, "%s/worktrees", common);
	DIR *folder = opendir(path);
	const struct dirent *entry;
	int64_t newest = 0;

	for (int i = 0; folder && i < WORK_TREES && (entry = readdir(folder)); i++) {
		int64_t here;

		if (entry->d_name[0] == '.')
			continue;
		here = newest_in_file(
			detour_arena_printf(arena, "%s/%s/logs/HEAD", path, entry->d_name), commit,
			arena);
		newest = here > newest ? here : newest;
	}
	if (folder)
		closedir(folder);
	return newest;
}

int64_t detour_activity_before(
	struct detour_repo *repo, const struct detour_commit *commit, struct detour_arena *arena)
{
	const char *common = detour_repo_common_dir(repo);
	int64_t here =
		newest_in_file(detour_arena_printf(arena, "%s/logs/HEAD", common), commit, arena);
	int64_t elsewhere = newest_in_work_trees(common, commit, arena);

	return here > elsewhere ? here : elsewhere;
}
