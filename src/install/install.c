/*
 * Carries out what install_plan.c decided; see install.h.
 *
 * The order makes every moment whole: a foreign hook gets its second name first (a hard link), then
 * the shim is renamed over its first one. Killed in between, the old hook still runs, and the next
 * run knows the kept file for the same one. Taking out is one rename or one unlink a hook.
 */
#include "install.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/file.h"
#include "../base/temporary.h"
#include "plan.h"
#include "../state/state.h"

#define KEEP_LIMIT ((size_t)256 * 1024 * 1024) /* a hook's bytes, where they must be copied */

/* Lines that somebody pasted may start us all the same. */
static void refuse_rows(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const char *dir, const char *why,
	struct detour_hook_row rows[DETOUR_HOOK_COUNT])
{
	for (int i = 0; i < DETOUR_HOOK_COUNT; i++) {
		memset(&rows[i], 0, sizeof(rows[i]));
		rows[i].name = detour_hook_names[i];
		rows[i].path = detour_arena_printf(arena, "%s/%s", dir, rows[i].name);
		if (detour_plan_started(repo, ctx, arena, dir, &rows[i]))
			continue;
		rows[i].state = DETOUR_HOOK_REFUSED;
		rows[i].detail = why;
	}
}

int detour_install_status(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err)
{
	struct detour_error why = DETOUR_ERROR_INIT;
	struct detour_place place;

	(void)err;
	if (detour_place_find(repo, arena, &place, &why))
		refuse_rows(
			repo, ctx, arena, place.dir, detour_arena_strdup(arena, why.message), rows);
	else
		for (int i = 0; i < DETOUR_HOOK_COUNT; i++)
			detour_plan_status(repo, ctx, arena, place.dir, i, &rows[i]);
	if (dir)
		*dir = place.dir;
	return 0;
}

/* File systems without hard links, and hooks of another user's that may not be linked, are left
 * with a copy of the bytes. */
static int keep_copy(const struct detour_found *found, const char *aside, struct detour_error *err)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	int code = detour_file_read(found->path, KEEP_LIMIT, 0, &bytes, err);

	if (!code)
		code = detour_file_create(aside, bytes.ptr, bytes.size, found->mode, err);
	detour_buf_release(&bytes);
	return code;
}

static int keep_aside(const struct detour_found *found, const char *aside, struct detour_error *err)
{
	struct stat info;

	if (link(found->path, aside) == 0) {
		/* What was linked must be what was looked at. */
		if (lstat(aside, &info) == 0 && info.st_ino == found->inode &&
			info.st_dev == found->device)
			return 0;
		(void)unlink(aside);
		return detour_error_set(err, DETOUR_EBUSY,
			"cannot install the hooks: '%s' was changed meanwhile", found->path);
	}
	if (errno == EEXIST)
		return detour_error_set(err, DETOUR_EEXISTS,
			"cannot keep '%s': '%s' is there already", found->path, aside);
	return keep_copy(found, aside, err);
}

static int carry_out(const struct detour_plan *plan, mode_t mode, struct detour_error *err)
{
	const char *path = plan->found.path;
	size_t size = strlen(plan->text);
	int code;

	if (plan->stale && unlink(plan->stale) < 0 && errno != ENOENT)
		return detour_error_errno(err, errno, "cannot remove '%s'", plan->stale);
	switch (plan->step) {
	case DETOUR_STEP_NOTHING:
		return 0;
	case DETOUR_STEP_CREATE:
		return detour_file_create(path, plan->text, size, mode, err);
	case DETOUR_STEP_KEEP:
		code = plan->aside ? keep_aside(&plan->found, plan->aside, err) : 0;
		if (code)
			return code;
		break;
	case DETOUR_STEP_REPLACE:
		break;
	}
	if (detour_found_changed(&plan->found)) {
		if (plan->step == DETOUR_STEP_KEEP && plan->aside)
			(void)unlink(plan->aside);
		return detour_error_set(err, DETOUR_EBUSY,
			"cannot install the hooks: '%s' was changed meanwhile", path);
	}
	return detour_file_replace(path, plan->text, size, mode, err);
}

/* Only later commits are spoken of. Written before the hooks are: were it the other way round and
 * the process killed in between, they would speak of all that came before. */
static int record_date(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, bool installed, struct detour_error *err)
{
	struct detour_record record = {.event = DETOUR_EVENT_INSTALLED,
		.time = ctx->now,
		.kind = "",
		.detour = "",
		.answer = "",
		.subject = ""};
	struct detour_state state = {NULL, 0};

	if (installed && !detour_state_read(repo, arena, &state, NULL) &&
		detour_state_installed(&state) >= 0)
		return 0;
	return detour_state_append(repo, &record, 1, err);
}

static int make_folder(
	struct detour_repo *repo, const struct detour_place *place, struct detour_error *err)
{
	mode_t mode = detour_place_mode(repo, true);
	int code;

	if (place->exists)
		return 0;
	code = detour_file_make_dirs(place->root, place->dir, mode & 0777, err);
	/* mkdir takes the umask away again and knows no set-group-id bit. */
	if (!code && chmod(place->dir, mode) < 0)
		code = detour_error_errno(err, errno, "cannot make folder '%s'", place->dir);
	return code;
}

static int make_plans(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const struct detour_place *place,
	struct detour_plan plans[DETOUR_HOOK_COUNT], struct detour_error *err)
{
	struct detour_programs programs;
	int code = 0;

	detour_programs_find(ctx, arena, &programs);
	for (int i = 0; i < DETOUR_HOOK_COUNT && !code; i++)
		code = detour_plan_make(
			repo, arena, place, &programs, i, !place->exists, &plans[i], err);
	return code;
}

/* The rows as they stand now, with what was done just now. */
static void report(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const struct detour_place *place,
	const struct detour_plan plans[DETOUR_HOOK_COUNT],
	struct detour_hook_row rows[DETOUR_HOOK_COUNT])
{
	for (int i = 0; i < DETOUR_HOOK_COUNT; i++) {
		detour_plan_status(repo, ctx, arena, place->dir, i, &rows[i]);
		rows[i].changed = plans[i].step != DETOUR_STEP_NOTHING || plans[i].stale;
		if (!*rows[i].detail)
			rows[i].detail = plans[i].detail;
	}
}

int detour_install_run(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, struct detour_hook_row rows[DETOUR_HOOK_COUNT],
	const char **dir, struct detour_error *err)
{
	struct detour_plan plans[DETOUR_HOOK_COUNT];
	struct detour_lock lock = DETOUR_LOCK_INIT;
	struct detour_place place;
	bool installed = false;
	int code;

	code = detour_place_find(repo, arena, &place, err);
	if (dir)
		*dir = place.dir;
	if (!code)
		code = make_plans(repo, ctx, arena, &place, plans, err);
	if (code) /* a refusal leaves nothing behind, no lock either */
		return code;
	detour_install_take_turns(repo, arena, true, &lock);
	detour_temporary_sweep(place.dir, ctx->now);
	code = make_plans(repo, ctx, arena, &place, plans, err);
	if (code)
		goto out;
	for (int i = 0; i < DETOUR_HOOK_COUNT; i++)
		installed = installed || plans[i].installed;
	code = record_date(repo, ctx, arena, installed, err);
	if (!code)
		code = make_folder(repo, &place, err);
	for (int i = 0; i < DETOUR_HOOK_COUNT && !code; i++)
		code = carry_out(&plans[i], detour_place_mode(repo, false), err);
	if (!code && rows)
		report(repo, ctx, arena, &place, plans, rows);
out:
	detour_lock_release(&lock);
	return code;
}

const char *detour_install_manager(struct detour_repo *repo, struct detour_arena *arena)
{
	struct detour_place place;

	(void)detour_place_find(repo, arena, &place, NULL);
	return place.manager;
}

bool detour_install_stands(const struct detour_hook_row *row)
{
	return row->state == DETOUR_HOOK_OURS || row->state == DETOUR_HOOK_CHAINED ||
	       row->state == DETOUR_HOOK_STARTED;
}

const char *detour_install_mend(struct detour_repo *repo, struct detour_arena *arena,
	const struct detour_hook_row rows[DETOUR_HOOK_COUNT])
{
	const char *mend = NULL;
	struct detour_place place;
	bool refused = detour_place_find(repo, arena, &place, NULL) != 0, wants_lines = false;
	bool stand = true;

	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++) {
		wants_lines = wants_lines || rows[i].state == DETOUR_HOOK_REFUSED;
		stand = stand && detour_install_stands(&rows[i]);
		mend = mend ? mend : rows[i].mend;
	}
	if (stand)
		return mend;
	if (refused && place.mend)
		return place.mend;
	if (wants_lines)
		return detour_arena_printf(
			arena, "git detour install-hooks --print=%s", place.manager);
	return refused ? NULL : "git detour install-hooks";
}
