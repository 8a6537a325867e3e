/* What there should be under the name of one hook; see install_plan.h. */
#include "plan.h"

#include <string.h>
#include <sys/stat.h>

#include "../base/file.h"
#include "lines.h"

#define TWIN_LIMIT ((size_t)4 * 1024 * 1024)

bool detour_found_twin(const struct detour_found *hook, const char *kept)
{
	struct detour_buf ours = DETOUR_BUF_INIT, theirs = DETOUR_BUF_INIT;
	struct stat info;
	bool same = false;

	if (lstat(kept, &info) < 0)
		return false;
	if (info.st_dev == hook->device && info.st_ino == hook->inode)
		return true;
	if (!S_ISREG(info.st_mode) || (info.st_mode & 07777) != hook->mode)
		return false;
	if (!detour_file_read(hook->path, TWIN_LIMIT, 0, &ours, NULL) &&
		!detour_file_read(kept, TWIN_LIMIT, 0, &theirs, NULL))
		same = ours.size == theirs.size && memcmp(ours.ptr, theirs.ptr, ours.size) == 0;
	detour_buf_release(&ours);
	detour_buf_release(&theirs);
	return same;
}

/* The name under which the foreign hook is kept: its twin's, else one behind all that are taken. */
static int choose_kept(struct detour_arena *arena, const char *dir, const char *hook,
	const struct detour_found *found, const char **name, const char **aside,
	struct detour_error *err)
{
	int last = -1;

	for (int number = 0; number < DETOUR_KEPT_LIMIT; number++) {
		const char *candidate = detour_kept_name(arena, hook, number);
		const char *path = detour_arena_printf(arena, "%s/%s", dir, candidate);
		struct stat info;

		if (lstat(path, &info) < 0)
			continue;
		last = number;
		if (!detour_found_twin(found, path))
			continue;
		*name = candidate;
		*aside = NULL;
		return 0;
	}
	if (last == DETOUR_KEPT_LIMIT - 1)
		return detour_error_set(err, DETOUR_ELIMIT,
			"cannot install the hooks: %d older ones are kept beside '%s'",
			DETOUR_KEPT_LIMIT, found->path);
	*name = detour_kept_name(arena, hook, last + 1);
	*aside = detour_arena_printf(arena, "%s/%s", dir, *name);
	return 0;
}

/* Managers that live in the hooks folder itself and may put their own hook back over ours. */
static const char *manager_advice(struct detour_arena *arena, const char *path)
{
	static const struct {
		const char *mark, *manager;
	} managers[] = {
		{"lefthook", "lefthook"},
		{"SIMPLE_GIT_HOOKS", "simple-git-hooks"},
		{"husky", "husky"},
	};

	for (size_t i = 0; i < sizeof(managers) / sizeof(*managers); i++)
		if (detour_lines_mention(path, managers[i].mark))
			return detour_arena_printf(arena,
				"%s may put its own back; lines that last: git detour "
				"install-hooks --print=%s",
				managers[i].manager, managers[i].manager);
	return "";
}

/* lefthook sets a hook that it finds aside, does not run it, and stops where the name for that is
 * taken already. So ours must not stay there. */
static const char *find_stale(
	struct detour_arena *arena, const char *dir, const char *hook, const char *foreign)
{
	const char *path = detour_arena_printf(arena, "%s/%s.old", dir, hook);
	struct detour_found found;

	if (foreign && !detour_lines_mention(foreign, "lefthook"))
		return NULL;
	detour_found_look(arena, path, &found);
	return found.kind == DETOUR_FOUND_SHIM && !found.shim.edited ? path : NULL;
}

static int plan_foreign(struct detour_repo *repo, struct detour_arena *arena,
	const struct detour_place *place, const struct detour_programs *programs,
	struct detour_shim *shim, struct detour_plan *out, struct detour_error *err)
{
	struct detour_found *found = &out->found, wrapped;
	const char *dir = place->dir, *plain = found->path;
	int code;

	if (detour_found_wrapped(arena, dir, shim->hook, found, &wrapped)) {
		*found = wrapped;
		out->detail = "started by pre-commit";
		return 0;
	}
	if (programs->on_path && detour_lines_find(repo, arena, dir, shim->hook)) {
		out->installed = true;
		return 0;
	}
	out->step = DETOUR_STEP_KEEP;
	out->stale = find_stale(arena, dir, shim->hook, plain);
	code = choose_kept(arena, dir, shim->hook, found, &shim->kept, &out->aside, err);
	out->detail = manager_advice(arena, plain);
	return code;
}

/* Ours is there: written anew only if it would read differently, and never over somebody's edits.
 */
static void plan_shim(struct detour_arena *arena, const char *dir, struct detour_shim *shim,
	struct detour_plan *out)
{
	const struct detour_shim *old = &out->found.shim;
	struct stat info;

	out->installed = true;
	shim->made_folder = old->made_folder;
	if (*old->kept && lstat(detour_arena_printf(arena, "%s/%s", dir, old->kept), &info) == 0)
		shim->kept = old->kept;
	out->stale = find_stale(arena, dir, shim->hook,
		*shim->kept ? detour_arena_printf(arena, "%s/%s", dir, shim->kept) : NULL);
	out->step = old->edited ? DETOUR_STEP_NOTHING : DETOUR_STEP_REPLACE;
}

static bool is_current(const struct detour_found *found, const char *text)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	bool same = !detour_file_read(found->path, DETOUR_SHIM_LIMIT, 0, &bytes, NULL) &&
		    strcmp(bytes.ptr, text) == 0 && (found->mode & 0111);

	detour_buf_release(&bytes);
	return same;
}

/* The shim was taken away, but the hook that it ran is still kept: it runs again. */
static void plan_nothing(struct detour_arena *arena, const char *dir, struct detour_shim *shim,
	struct detour_plan *out)
{
	const char *kept = detour_kept_newest(arena, dir, shim->hook);

	out->step = DETOUR_STEP_CREATE;
	if (kept)
		shim->kept = kept;
}

static int check_path(struct detour_repo *repo, struct detour_arena *arena,
	const struct detour_place *place, const char *hook, const struct detour_found *found,
	struct detour_error *err)
{
	if (found->kind == DETOUR_FOUND_ODD)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s' is a symbolic link or no regular file",
			found->path);
	if (found->kind == DETOUR_FOUND_UNKNOWN)
		return detour_error_set(
			err, DETOUR_EFAIL, "cannot install the hooks: %s", found->why);
	if (place->inside && detour_repo_is_tracked(repo,
				     detour_arena_printf(arena, "%s/%s", place->inside, hook)))
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot install the hooks: '%s/%s' is tracked, so it is the team's",
			place->inside, hook);
	return 0;
}

int detour_plan_make(struct detour_repo *repo, struct detour_arena *arena,
	const struct detour_place *place, const struct detour_programs *programs, int index,
	bool made_folder, struct detour_plan *out, struct detour_error *err)
{
	const char *hook = detour_hook_names[index];
	struct detour_shim shim = {
		hook, programs->native[index], programs->program, "", made_folder, false};
	int code;

	memset(out, 0, sizeof(*out));
	out->detail = "";
	detour_found_look(
		arena, detour_arena_printf(arena, "%s/%s", place->dir, hook), &out->found);
	code = check_path(repo, arena, place, hook, &out->found, err);
	if (!code && out->found.kind == DETOUR_FOUND_FOREIGN)
		code = plan_foreign(repo, arena, place, programs, &shim, out, err);
	if (code)
		return code;
	if (out->found.kind == DETOUR_FOUND_SHIM)
		plan_shim(arena, place->dir, &shim, out);
	else if (out->found.kind == DETOUR_FOUND_NOTHING)
		plan_nothing(arena, place->dir, &shim, out);
	out->text = detour_shim_text(arena, &shim);
	if (out->step == DETOUR_STEP_REPLACE && is_current(&out->found, out->text))
		out->step = DETOUR_STEP_NOTHING;
	return 0;
}
