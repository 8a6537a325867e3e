/* Taking the hooks out again; see install.h. */
#include "install.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/temporary.h"
#include "plan.h"

/* What is left alone; the first of each. */
struct left {
	const char *edited; /* somebody changed it */
	const char *unread; /* why it could not be read, and so may be ours */
};

struct removal {
	struct detour_arena *arena;
	const char *dir;
	struct detour_found plain; /* what stands in the hook's own place */
	bool made_folder;          /* one of those removed says that we made the folder */
	struct left *left;
	struct detour_hook_row *row; /* NULL in a folder that git does not look into now */
	struct detour_error *err;
};

static void tell(struct removal *removal, const char *detail)
{
	if (!removal->row)
		return;
	removal->row->changed = true;
	removal->row->detail = detail;
}

/* Were we moved aside by the very hook that we keep? Then it is in its place already, and its copy
 * beside it would only make its tool run itself. */
static bool moved_from_twin(
	const struct removal *removal, const struct detour_found *found, const char *kept)
{
	return strcmp(found->path, removal->plain.path) != 0 &&
	       removal->plain.kind == DETOUR_FOUND_FOREIGN &&
	       detour_found_twin(&removal->plain, kept);
}

/* -1 where that cannot be told: a hook that was kept must not be taken for one that is gone. */
static int is_there(const char *path, bool *is)
{
	struct stat info;

	*is = lstat(path, &info) == 0;
	return *is || errno == ENOENT || errno == ENOTDIR ? 0 : -1;
}

/* The kept hook takes its old place in one rename, so that there is no moment without it. */
static int take_out(struct removal *removal, const struct detour_found *found)
{
	const char *kept = found->shim.kept;
	const char *from = detour_arena_printf(removal->arena, "%s/%s", removal->dir, kept);
	bool is_kept;

	if (found->shim.edited) {
		if (!removal->left->edited)
			removal->left->edited = found->path;
		return 0;
	}
	if (*kept && moved_from_twin(removal, found, from) && unlink(from) < 0)
		return detour_error_errno(removal->err, errno, "cannot remove '%s'", from);
	if (is_there(*kept ? from : "", &is_kept) < 0)
		return detour_error_errno(removal->err, errno, "cannot put back '%s'", from);
	if (detour_found_changed(found))
		return detour_error_set(removal->err, DETOUR_EBUSY,
			"cannot remove '%s': it was changed meanwhile", found->path);
	if (is_kept) {
		if (rename(from, found->path) < 0)
			return detour_error_errno(
				removal->err, errno, "cannot put back '%s'", from);
		tell(removal, detour_arena_printf(removal->arena, "put back %s", kept));
	} else {
		if (unlink(found->path) < 0 && errno != ENOENT)
			return detour_error_errno(
				removal->err, errno, "cannot remove '%s'", found->path);
		tell(removal, "");
	}
	removal->made_folder = removal->made_folder || found->shim.made_folder;
	return 0;
}

/* Somebody removed the shim and left the kept hook behind: it gets its place back, never over
 * another file. */
static int put_back_orphan(struct removal *removal, const char *hook, const char *path)
{
	const char *kept = detour_kept_newest(removal->arena, removal->dir, hook);
	const char *from;

	if (!kept)
		return 0;
	from = detour_arena_printf(removal->arena, "%s/%s", removal->dir, kept);
	if (link(from, path) == 0)
		(void)unlink(from);
	else if (errno == EEXIST || rename(from, path) < 0)
		return detour_error_errno(removal->err, errno, "cannot put back '%s'", from);
	tell(removal, detour_arena_printf(removal->arena, "put back %s", kept));
	return 0;
}

static int remove_hook(struct removal *removal, const char *hook)
{
	int code = 0;

	for (int i = 0; i < DETOUR_SITE_COUNT && !code; i++) {
		const char *path = detour_arena_printf(
			removal->arena, "%s/%s%s", removal->dir, hook, detour_site_suffixes[i]);
		struct detour_found found;

		detour_found_look(removal->arena, path, &found);
		if (i == 0)
			removal->plain = found;
		if (found.why && !removal->left->unread)
			removal->left->unread = found.why;
		if (found.kind == DETOUR_FOUND_SHIM && strcmp(found.shim.hook, hook) == 0)
			code = take_out(removal, &found);
		else if (found.kind == DETOUR_FOUND_NOTHING && i == 0)
			code = put_back_orphan(removal, hook, path);
	}
	return code;
}

static int remove_from(struct detour_arena *arena, const char *dir, int64_t now,
	struct detour_hook_row rows[DETOUR_HOOK_COUNT], struct left *left, struct detour_error *err)
{
	struct removal removal = {.arena = arena, .dir = dir, .left = left, .err = err};
	int code = 0;

	detour_temporary_sweep(dir, now);
	for (int i = 0; i < DETOUR_HOOK_COUNT && !code; i++) {
		removal.row = rows ? &rows[i] : NULL;
		code = remove_hook(&removal, detour_hook_names[i]);
	}
	/* Only if nobody else put anything there: rmdir sees to that. */
	if (removal.made_folder)
		(void)rmdir(dir);
	return code;
}

/* How it stands now, keeping what was told of what was done. */
static void report(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const char *dir, struct detour_hook_row rows[DETOUR_HOOK_COUNT])
{
	for (int i = 0; i < DETOUR_HOOK_COUNT; i++) {
		const char *told = rows[i].detail;
		bool changed = rows[i].changed;

		detour_plan_status(repo, ctx, arena, dir, i, &rows[i]);
		rows[i].changed = changed;
		if (changed)
			rows[i].detail = told;
	}
}

int detour_install_remove(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err)
{
	struct detour_hook_row own[DETOUR_HOOK_COUNT];
	struct detour_place now, usual;
	struct detour_lock lock = DETOUR_LOCK_INIT;
	struct left left = {NULL, NULL};
	bool usable = !detour_place_find(repo, arena, &now, NULL);
	bool other = detour_place_default(repo, arena, &usual) &&
		     (!usable || strcmp(usual.dir, now.dir) != 0);
	int code = 0;

	rows = rows ? rows : own;
	memset(rows, 0, sizeof(*rows) * DETOUR_HOOK_COUNT);
	if (!usable && other)
		now = usual;
	if (dir)
		*dir = now.dir;
	detour_install_take_turns(repo, arena, false, &lock);
	if (usable || other)
		code = remove_from(arena, now.dir, ctx->now, rows, &left, err);
	if (!code && usable && other)
		code = remove_from(arena, usual.dir, ctx->now, NULL, &left, err);
	report(repo, ctx, arena, now.dir, rows);
	detour_lock_release(&lock);
	if (!code && left.edited)
		code = detour_error_set(err, DETOUR_EEXISTS,
			"cannot remove '%s': somebody changed it since; it is left as it is",
			left.edited);
	if (!code && left.unread)
		code = detour_error_set(err, DETOUR_EFAIL,
			"cannot tell whether all hooks are out: %s", left.unread);
	return code;
}
