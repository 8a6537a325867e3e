/* What is there now: hooks, kept hooks, programs, and how it all stands; see install_plan.h. */
#include "plan.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/file.h"
#include "../base/text.h"
#include "lines.h"

#ifndef DETOUR_LIBEXECDIR
#define DETOUR_LIBEXECDIR "/usr/local/libexec/git-detour"
#endif

const char *const detour_hook_names[DETOUR_HOOK_COUNT] = {
	"post-commit",
	"pre-push",
	"post-rewrite",
};

const char *const detour_site_suffixes[DETOUR_SITE_COUNT] = {"", ".legacy", ".old"};

static bool is_program(const char *path)
{
	struct stat info;

	return *path && stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

/* What is too long or may not be read is no shim of ours; what cannot be read just now may be. */
static void look_into(struct detour_arena *arena, struct detour_found *out)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_error err = DETOUR_ERROR_INIT;
	int code = detour_file_read(out->path, DETOUR_SHIM_LIMIT, 0, &bytes, &err);

	if (!code && detour_shim_parse(arena, bytes.ptr, bytes.size, &out->shim))
		out->kind = DETOUR_FOUND_SHIM;
	if (code && code != DETOUR_ELIMIT)
		out->why = detour_arena_strdup(arena, err.message);
	if (out->why && code != DETOUR_EACCESS)
		out->kind = DETOUR_FOUND_UNKNOWN;
	detour_buf_release(&bytes);
}

void detour_found_look(struct detour_arena *arena, const char *path, struct detour_found *out)
{
	struct stat info;

	memset(out, 0, sizeof(*out));
	out->path = path;
	if (lstat(path, &info) < 0) {
		struct detour_error err = DETOUR_ERROR_INIT;

		if (errno == ENOENT || errno == ENOTDIR)
			return;
		out->kind = DETOUR_FOUND_UNKNOWN;
		(void)detour_error_errno(&err, errno, "cannot look at '%s'", path);
		out->why = detour_arena_strdup(arena, err.message);
		return;
	}
	out->mode = info.st_mode & 07777;
	out->device = info.st_dev;
	out->inode = info.st_ino;
	out->kind = S_ISREG(info.st_mode) ? DETOUR_FOUND_FOREIGN : DETOUR_FOUND_ODD;
	if (out->kind == DETOUR_FOUND_FOREIGN)
		look_into(arena, out);
}

bool detour_found_changed(const struct detour_found *found)
{
	struct stat info;

	return lstat(found->path, &info) < 0 || info.st_ino != found->inode ||
	       info.st_dev != found->device;
}

bool detour_found_wrapped(struct detour_arena *arena, const char *dir, const char *hook,
	const struct detour_found *plain, struct detour_found *out)
{
	if (plain->kind != DETOUR_FOUND_FOREIGN)
		return false;
	detour_found_look(arena, detour_arena_printf(arena, "%s/%s.legacy", dir, hook), out);
	return out->kind == DETOUR_FOUND_SHIM && strcmp(out->shim.hook, hook) == 0 &&
	       detour_lines_mention(plain->path, "pre-commit");
}

const char *detour_kept_name(struct detour_arena *arena, const char *hook, int number)
{
	if (number == 0)
		return detour_arena_printf(arena, "%s.before-detour", hook);
	return detour_arena_printf(arena, "%s.before-detour.%d", hook, number);
}

const char *detour_kept_newest(struct detour_arena *arena, const char *dir, const char *hook)
{
	const char *newest = NULL;
	struct stat info;

	for (int number = 0; number < DETOUR_KEPT_LIMIT; number++) {
		const char *name = detour_kept_name(arena, hook, number);

		if (lstat(detour_arena_printf(arena, "%s/%s", dir, name), &info) == 0 &&
			S_ISREG(info.st_mode))
			newest = name;
	}
	return newest;
}

/* The folder of a path, NULL where it has none. */
static const char *folder_of(struct detour_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? detour_arena_strndup(arena, path, (size_t)(slash - path)) : NULL;
}

/* Beside the program as it is called first (the prefix's own layout), then beside the file that its
 * links lead to (packages that link only bin/), then where it was built for. "" where it is
 * nowhere: the shim then goes through git-detour. */
static const char *find_native(struct detour_arena *arena, const char *program, const char *hook)
{
	char real[PATH_MAX];
	const char *starts[2] = {program, *program && realpath(program, real) ? real : ""};
	const char *path;

	for (size_t i = 0; i < 2; i++) {
		const char *bin = folder_of(arena, starts[i]);
		const char *prefix = bin ? folder_of(arena, bin) : NULL;

		if (!prefix)
			continue;
		path = detour_arena_printf(arena, "%s/libexec/git-detour/%s", prefix, hook);
		if (is_program(path))
			return path;
	}
	path = detour_arena_printf(arena, "%s/%s", DETOUR_LIBEXECDIR, hook);
	return is_program(path) ? path : "";
}

static bool on_path(const struct detour_context *ctx, struct detour_arena *arena)
{
	const char *at = detour_context_env(ctx, "PATH");

	while (at && *at) {
		size_t length = strcspn(at, ":");

		if (is_program(detour_arena_printf(arena, "%.*s/git-detour", (int)length, at)))
			return true;
		at += length;
		at += *at == ':';
	}
	return false;
}

/* The name under which PATH finds this very program: a package's link in bin/ outlives the
 * versioned folder that it leads to. */
static const char *stable_name(
	const struct detour_context *ctx, struct detour_arena *arena, const char *program)
{
	const char *at = detour_context_env(ctx, "PATH");
	struct stat running, found;

	if (stat(program, &running) < 0)
		return program;
	while (at && *at) {
		size_t length = strcspn(at, ":");
		const char *name = detour_arena_printf(arena, "%.*s/git-detour", (int)length, at);

		if (*at == '/' && stat(name, &found) == 0 && found.st_ino == running.st_ino &&
			found.st_dev == running.st_dev)
			return name;
		at += length;
		at += *at == ':';
	}
	return program;
}

void detour_programs_find(
	const struct detour_context *ctx, struct detour_arena *arena, struct detour_programs *out)
{
	const char *program = ctx->program && *ctx->program == '/' ? ctx->program : "";

	out->program = stable_name(ctx, arena, program);
	out->on_path = on_path(ctx, arena);
	for (int i = 0; i < DETOUR_HOOK_COUNT; i++)
		out->native[i] = find_native(arena, out->program, detour_hook_names[i]);
}

/* What else is to be known of a shim that runs. */
static void look_around(
	struct detour_repo *repo, struct detour_arena *arena, struct detour_hook_row *row)
{
	const char *origin = detour_lines_configured(repo, arena, row->name);

	if (origin) {
		row->detail = "git's configuration starts it too: twice, with git 2.54 and later";
		if (*origin == '/' && !strchr(origin, '\''))
			row->mend = detour_arena_printf(arena,
				"for hook in post-commit pre-push post-rewrite; do git config "
				"--file '%s' --remove-section hook.git-detour-$hook; done",
				origin);
	} else if (!row->kept && detour_text_ends(row->path, "/pre-push") &&
		   detour_lines_want_lfs(repo, arena)) {
		/* Somebody else's hook, before ours or around it, may well hand over to it. */
		row->detail = "git-lfs has files here and its hook is not: their content is not "
			      "pushed";
		row->mend = "git lfs update --force && git detour install-hooks";
	}
}

bool detour_plan_started(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const char *dir, struct detour_hook_row *row)
{
	const char *lines = detour_lines_find(repo, arena, dir, row->name);

	if (!lines && detour_lines_configured(repo, arena, row->name))
		lines = "git's configuration (which counts from git 2.54 on)";
	if (!lines)
		return false;
	row->state = on_path(ctx, arena) ? DETOUR_HOOK_STARTED : DETOUR_HOOK_BROKEN;
	row->detail = detour_arena_printf(arena, "%s %s", lines,
		row->state == DETOUR_HOOK_STARTED ? "starts it"
						  : "starts git-detour, which is not on PATH");
	return true;
}

/* An older one that is still there goes on running after an upgrade to another place. */
static bool is_another(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_shim *shim)
{
	struct detour_programs programs;
	struct stat theirs, now;

	detour_programs_find(ctx, arena, &programs);
	for (int i = 0; i < DETOUR_HOOK_COUNT; i++)
		if (!strcmp(shim->hook, detour_hook_names[i]))
			return is_program(shim->native) && *programs.native[i] &&
			       stat(shim->native, &theirs) == 0 &&
			       stat(programs.native[i], &now) == 0 &&
			       (theirs.st_ino != now.st_ino || theirs.st_dev != now.st_dev);
	return false;
}

/* What it names is gone. Where PATH finds a git-detour it goes on, here and perhaps not in an
 * editor. */
static void status_of_moved(const struct detour_context *ctx, struct detour_arena *arena,
	const struct detour_shim *shim, struct detour_hook_row *row)
{
	const char *gone = *shim->native ? shim->native : shim->program;

	if (!on_path(ctx, arena)) {
		row->state = DETOUR_HOOK_BROKEN;
		row->detail = detour_arena_printf(arena, "what it starts is gone: %s", gone);
		return;
	}
	row->detail =
		detour_arena_printf(arena, "runs what PATH finds, for this is gone: %s", gone);
	row->mend = "git detour install-hooks";
}

static void status_of_shim(const struct detour_context *ctx, struct detour_arena *arena,
	const char *dir, const struct detour_found *found, struct detour_hook_row *row)
{
	const struct detour_shim *shim = &found->shim;
	const char *kept = detour_arena_printf(arena, "%s/%s", dir, shim->kept);
	struct stat info;

	row->path = found->path;
	row->state = DETOUR_HOOK_OURS;
	if (*shim->kept && lstat(kept, &info) < 0) {
		row->detail =
			detour_arena_printf(arena, "'%s', which it ran first, is gone", shim->kept);
	} else if (*shim->kept) {
		row->state = DETOUR_HOOK_CHAINED;
		row->kept = shim->kept;
		if (access(kept, X_OK) < 0)
			row->detail = detour_arena_printf(
				arena, "'%s' is not executable: not run, as before", shim->kept);
	}
	if (!*row->detail && is_another(ctx, arena, shim))
		row->detail = detour_arena_printf(arena,
			"of another git-detour: %s; install-hooks takes this one", shim->native);
	if (shim->edited)
		row->detail = "somebody changed this file since it was written";
	if (!(found->mode & 0111)) {
		row->state = DETOUR_HOOK_BROKEN;
		row->detail = "not executable, so git passes over it";
	} else if (!is_program(shim->native) && !is_program(shim->program)) {
		status_of_moved(ctx, arena, shim, row);
	}
}

static void status_of_nothing(
	struct detour_arena *arena, const char *dir, const char *hook, struct detour_hook_row *row)
{
	const char *kept = detour_kept_newest(arena, dir, hook);

	row->state = DETOUR_HOOK_ABSENT;
	if (kept)
		row->detail = detour_arena_printf(arena, "'%s' is kept, but nothing runs it", kept);
}

void detour_plan_status(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const char *dir, int index, struct detour_hook_row *row)
{
	const char *hook = detour_hook_names[index];
	struct detour_found found, wrapped;

	memset(row, 0, sizeof(*row));
	row->name = hook;
	row->path = detour_arena_printf(arena, "%s/%s", dir, hook);
	row->detail = "";
	detour_found_look(arena, row->path, &found);
	switch (found.kind) {
	case DETOUR_FOUND_NOTHING:
		if (!detour_plan_started(repo, ctx, arena, dir, row))
			status_of_nothing(arena, dir, hook, row);
		break;
	case DETOUR_FOUND_SHIM:
		status_of_shim(ctx, arena, dir, &found, row);
		break;
	case DETOUR_FOUND_FOREIGN:
		row->state = DETOUR_HOOK_FOREIGN;
		if (detour_found_wrapped(arena, dir, hook, &found, &wrapped)) {
			status_of_shim(ctx, arena, dir, &wrapped, row);
			if (!*row->detail)
				row->detail = "started by pre-commit";
		} else {
			(void)detour_plan_started(repo, ctx, arena, dir, row);
		}
		break;
	case DETOUR_FOUND_UNKNOWN:
		row->state = DETOUR_HOOK_REFUSED;
		row->detail = found.why;
		break;
	case DETOUR_FOUND_ODD:
		row->state = DETOUR_HOOK_REFUSED;
		row->detail = "a symbolic link or no regular file: never written through";
		(void)detour_plan_started(repo, ctx, arena, dir, row);
		break;
	}
	if (!row->mend && (row->state == DETOUR_HOOK_OURS || row->state == DETOUR_HOOK_CHAINED))
		look_around(repo, arena, row);
}
