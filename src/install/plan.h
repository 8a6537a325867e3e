/*
 * What is there under the name of one hook, and what there should be. Looks and decides; writes
 * nothing. detour_install_run carries the plan out.
 */
#ifndef DETOUR_INSTALL_PLAN_H
#define DETOUR_INSTALL_PLAN_H

#include <sys/types.h>

#include "detour.h"
#include "install.h"
#include "place.h"
#include "shim.h"

extern const char *const detour_hook_names[DETOUR_HOOK_COUNT];

/* Where other tools put a hook that they find: pre-commit as `.legacy`, which it runs; lefthook as
 * `.old`, which it does not. "" is the hook's own place. */
#define DETOUR_SITE_COUNT 3
extern const char *const detour_site_suffixes[DETOUR_SITE_COUNT];

enum detour_found_kind {
	DETOUR_FOUND_NOTHING,
	DETOUR_FOUND_SHIM,
	DETOUR_FOUND_FOREIGN,
	DETOUR_FOUND_ODD,     /* a symbolic link, a folder, a device */
	DETOUR_FOUND_UNKNOWN, /* it could not be looked at or into: `why` */
};

struct detour_found {
	const char *path;
	enum detour_found_kind kind;
	struct detour_shim shim; /* where it is one */
	const char *why; /* it could not be read, or NULL; what may not be read is FOREIGN */
	mode_t mode;
	dev_t device;
	ino_t inode;
};

/* The programs that a new shim starts. */
struct detour_programs {
	const char *program; /* absolute, or "" */
	const char *native[DETOUR_HOOK_COUNT];
	bool on_path; /* is there a git-detour for lines that look for it there? */
};

enum detour_step {
	DETOUR_STEP_NOTHING,
	DETOUR_STEP_CREATE,  /* nothing is there */
	DETOUR_STEP_REPLACE, /* ours, of older content */
	DETOUR_STEP_KEEP,    /* foreign: kept aside first, where `aside` is not NULL */
};

struct detour_plan {
	enum detour_step step;
	struct detour_found found; /* at the path to be written */
	const char *text;          /* the new shim */
	const char *aside;         /* new path for the foreign hook; NULL where its twin is kept */
	const char *detail;        /* what to tell afterwards, or "" */
	const char *stale; /* a shim of ours that lefthook set aside and nobody runs, or NULL */
	bool installed;    /* was ours there before? */
};

void detour_found_look(struct detour_arena *arena, const char *path, struct detour_found *out);
/* Did somebody put another file there since it was looked at? */
bool detour_found_changed(const struct detour_found *found);
/* Is the kept file the very same hook: the same inode (we were interrupted between keeping it and
 * putting the shim in its place), or the same bytes and mode (its tool wrote it again)? */
bool detour_found_twin(const struct detour_found *hook, const char *kept);
/* Where git-detour and its native hooks are, told from the running program. */
void detour_programs_find(
	const struct detour_context *ctx, struct detour_arena *arena, struct detour_programs *out);
/* "post-commit.before-detour", then numbered from 1. At most DETOUR_KEPT_LIMIT are looked for. */
#define DETOUR_KEPT_LIMIT 100
const char *detour_kept_name(struct detour_arena *arena, const char *hook, int number);
/* The newest hook that is kept beside `hook`, by its number: file name, or NULL. */
const char *detour_kept_newest(struct detour_arena *arena, const char *dir, const char *hook);
/* Is the shim started by another tool's hook (pre-commit's)? Then `out` is where it is. */
bool detour_found_wrapped(struct detour_arena *arena, const char *dir, const char *hook,
	const struct detour_found *plain, struct detour_found *out);

/* The plan for hook number `index`; refuses links, odd files and tracked ones. */
int detour_plan_make(struct detour_repo *repo, struct detour_arena *arena,
	const struct detour_place *place, const struct detour_programs *programs, int index,
	bool made_folder, struct detour_plan *out, struct detour_error *err);
/* How it stands now. */
void detour_plan_status(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const char *dir, int index, struct detour_hook_row *row);
/* No shim of ours: do lines elsewhere start us? Then the row says so. */
bool detour_plan_started(struct detour_repo *repo, const struct detour_context *ctx,
	struct detour_arena *arena, const char *dir, struct detour_hook_row *row);

#endif
