/* Looks for what killed programs left; see doctor_left.h. */
#include "doctor_left.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/temporary.h"
#include "../base/text.h"
#include "../git/lost.h"
#include "../shelf.h"

enum {
	AGE = 60, /* in seconds: what writes now is done by then, locked or not */
	LOCK_AGE = 3600,
	ENTRIES = 100000, /* of a folder that are looked at */
	FOLDERS = 1000,
	TOLD = 20,
};

struct search {
	struct detour_workspace *workspace;
	detour_doctor_left_fn tell;
	void *data;
	const char *folders[FOLDERS];
	size_t folder_count, told;
};

static void tell(struct search *search, const char *command, const char *path, const char *what)
{
	struct detour_arena *arena = &search->workspace->arena;

	if (search->told++ >= TOLD)
		return;
	search->tell(search->data, detour_arena_printf(arena, "%s: %s", what, path),
		strchr(path, '\'') ? NULL : detour_arena_printf(arena, "%s '%s'", command, path));
}

static void tell_temporary(void *data, enum detour_temporary kind, const char *path)
{
	struct stat info;

	if (kind == DETOUR_TEMPORARY_OLD && lstat(path, &info) == 0 && info.st_size)
		tell(data, "rm -i", path,
			"set aside to be removed by a program that was killed (look first: "
			"somebody may have written in it)");
	else
		tell(data, "rm", path, "left behind by a program that was killed");
}

static void look_into(struct search *search, const char *folder)
{
	for (size_t i = 0; i < search->folder_count; i++)
		if (!strcmp(search->folders[i], folder))
			return;
	if (search->folder_count == FOLDERS)
		return;
	search->folders[search->folder_count++] = folder;
	detour_temporary_each(
		folder, search->workspace->ctx->now, AGE, ENTRIES, tell_temporary, search);
}

/* The library makes these for us, and they keep git too from writing there. */
static void look_at_lock(struct search *search, const char *path)
{
	struct stat info;

	if (lstat(path, &info) == 0 && S_ISREG(info.st_mode) &&
		info.st_mtime <= search->workspace->ctx->now - LOCK_AGE)
		tell(search, "rm", path,
			"a lock for more than an hour, most likely of a program "
			"that was killed");
}

static void look_at_locks(struct search *search, const char *common)
{
	struct detour_arena *arena = &search->workspace->arena;
	const char *folder = detour_arena_printf(
		arena, "%s/%.*s", common, (int)strlen(DETOUR_KEPT_REFS) - 1, DETOUR_KEPT_REFS);
	DIR *stream = opendir(folder);
	struct dirent *entry;

	for (int i = 0; stream && i < ENTRIES && (entry = readdir(stream)) != NULL; i++)
		if (detour_text_ends(entry->d_name, ".lock"))
			look_at_lock(
				search, detour_arena_printf(arena, "%s/%s", folder, entry->d_name));
	if (stream)
		closedir(stream);
	look_at_lock(search, detour_arena_printf(arena, "%s/config.lock", common));
}

static void look_at_sessions(struct search *search)
{
	struct detour_arena *arena = &search->workspace->arena;
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(search->workspace, &journals);
	struct detour_shelf shelf;

	for (size_t i = 0; i < count; i++) {
		look_into(search, detour_arena_printf(
					  arena, "%s/%s", journals[i].root, journals[i].write_dir));
		for (size_t j = 0; j < journals[i].dir_count; j++)
			look_into(search, detour_arena_printf(arena, "%s/%s", journals[i].root,
						  journals[i].dirs[j]));
	}
	if (detour_shelf_open(&shelf, search->workspace, NULL))
		return;
	for (size_t i = 0; i < shelf.count; i++) {
		const struct detour_place *place = &shelf.items[i].place;
		const char *slash = place->journal ? strrchr(place->path, '/') : NULL;

		if (slash)
			look_into(
				search, detour_arena_printf(arena, "%s/%.*s", place->journal->root,
						(int)(slash - place->path), place->path));
	}
}

void detour_doctor_left(struct detour_workspace *workspace, const char *hooks_dir,
	detour_doctor_left_fn tell_one, void *data)
{
	struct search search = {.workspace = workspace, .tell = tell_one, .data = data};
	struct detour_arena *arena = &workspace->arena;
	const char *common = detour_repo_common_dir(workspace->repo);
	const char *top = detour_repo_work_tree(workspace->repo);

	if (*hooks_dir)
		look_into(&search, hooks_dir);
	look_into(&search, detour_arena_printf(arena, "%s/detour", common));
	look_into(&search,
		detour_arena_printf(arena, "%s/detour", detour_repo_git_dir(workspace->repo)));
	if (top)
		look_into(&search, top);
	look_at_sessions(&search);
	look_at_locks(&search, common);
	if (search.told > TOLD)
		tell_one(
			data, detour_arena_printf(arena, "and %zu more", search.told - TOLD), NULL);
}
