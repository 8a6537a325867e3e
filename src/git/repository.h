/*
 * The repository: opened as git itself would find it, and the few facts about it that do not belong
 * to a commit. Everything in src/git/ is the only user of git2.h; these headers show none of it.
 *
 * detour_repo_open, any number of calls, detour_repo_free. A handle belongs to one thread.
 * Strings that a function returns belong to the handle unless it takes an arena.
 */
#ifndef DETOUR_GIT_REPOSITORY_H
#define DETOUR_GIT_REPOSITORY_H

#include "../base/commit.h"
#include "../base/error.h"
#include "detour.h"

struct detour_repo;

/* GIT_DIR, GIT_WORK_TREE, GIT_COMMON_DIR, GIT_CEILING_DIRECTORIES and discovery from the current
 * directory, as git does. DETOUR_ENOTFOUND outside of any repository. Names the extension, the
 * object format or the ref storage where libgit2 cannot read it. */
int detour_repo_open(
	struct detour_repo **out, const struct detour_context *ctx, struct detour_error *err);
void detour_repo_free(struct detour_repo *repo);

const char *detour_repo_git_dir(const struct detour_repo *repo);    /* of this work tree */
const char *detour_repo_common_dir(const struct detour_repo *repo); /* shared by work trees */
const char *detour_repo_work_tree(const struct detour_repo *repo);  /* NULL where bare */
bool detour_repo_is_shallow(const struct detour_repo *repo);

/* HEAD's commit; DETOUR_ENOTFOUND on an unborn branch. */
int detour_repo_head(struct detour_repo *repo, struct detour_oid *out, struct detour_error *err);
/* "main", or NULL where detached. Known on an unborn branch too. */
const char *detour_repo_branch(struct detour_repo *repo);

/* What is under way, told from the directories and files that git keeps for it. */
enum detour_operation {
	DETOUR_OPERATION_NONE,
	DETOUR_OPERATION_REBASE,   /* rebase-merge/, or rebase-apply/ of a rebase */
	DETOUR_OPERATION_SEQUENCE, /* sequencer/: several picks or reverts */
	DETOUR_OPERATION_PICK,     /* CHERRY_PICK_HEAD */
	DETOUR_OPERATION_REVERT,   /* REVERT_HEAD */
	DETOUR_OPERATION_AM,       /* rebase-apply/applying */
	DETOUR_OPERATION_BISECT,   /* BISECT_LOG */
	DETOUR_OPERATION_MERGE,    /* MERGE_HEAD */
};
enum detour_operation detour_repo_operation(const struct detour_repo *repo);

/* Any revision that names a commit (tags are peeled). DETOUR_ENOTFOUND where none does;
 * DETOUR_EINVALID where an abbreviation is ambiguous. */
int detour_repo_resolve(struct detour_repo *repo, const char *revision, struct detour_oid *out,
	struct detour_error *err);
/* A full or abbreviated (4 digits or more) id of a commit that is here; no other revisions. */
int detour_repo_resolve_hex(
	struct detour_repo *repo, const char *hex, size_t digits, struct detour_oid *out);
/* Is the object here, without asking a promisor remote for it? */
bool detour_repo_has(struct detour_repo *repo, const struct detour_oid *oid);
/* Peels an annotated tag (or chain of tags) to its commit; DETOUR_ENOTFOUND for trees and blobs. */
int detour_repo_peel(
	struct detour_repo *repo, const struct detour_oid *oid, struct detour_oid *out);

/* Message tier; strings in the arena. Mailmap applied (`.mailmap`, mailmap.file, mailmap.blob). */
int detour_repo_read_commit(struct detour_repo *repo, const struct detour_oid *oid,
	struct detour_arena *arena, struct detour_commit *out, struct detour_error *err);
/* Paths tier: an own walk over both trees that skips equal subtrees; for a merge or a commit at a
 * shallow boundary nothing is loaded (0 changes, fact set); a root commit adds everything. Stops at
 * `limit` changes and says so in `changes_cut`. Trees only, never blobs: a partial clone works. */
int detour_repo_read_changes(struct detour_repo *repo, struct detour_commit *commit, size_t limit,
	struct detour_arena *arena, struct detour_error *err);
/* The same, but a merge shows what it changed against its first parent. */
int detour_repo_read_mainline_changes(struct detour_repo *repo, struct detour_commit *commit,
	size_t limit, struct detour_arena *arena, struct detour_error *err);

/* Which paths the lines tier leaves out, beside what is no regular file. */
struct detour_line_filter {
	bool (*skips)(void *data, const char *path);
	void *data;
};
/* Lines tier; the paths tier is loaded first where it was not. `filter` may be NULL. Passed over:
 * blobs that are not here (a partial clone works), that hold a NUL or the mark of a tool ("generated
 * by") near their start, or of more than 1 MiB. At most 200 files and 20,000 lines are looked at; `cut` tells of more. */
int detour_repo_read_lines(struct detour_repo *repo, struct detour_commit *commit,
	const struct detour_line_filter *filter, struct detour_arena *arena,
	struct detour_error *err);

/* A path of the tree of a commit, up to `limit` bytes. DETOUR_ENOTFOUND where it has none. */
int detour_repo_read_blob(struct detour_repo *repo, const struct detour_oid *commit,
	const char *path, size_t limit, struct detour_arena *arena, const char **bytes,
	size_t *size, struct detour_error *err);
/* A path as one types it, from the current directory, relative to the work tree ("" for its top);
 * it need not exist. NULL outside of it. Where there is no work tree it counts from the top. */
const char *detour_repo_typed_path(
	struct detour_repo *repo, struct detour_arena *arena, const char *typed);
/* The other way round: a path of the work tree, or a whole one, as one would type it here. Whole
 * where either end is outside of the work tree. */
const char *detour_repo_path_from_here(
	struct detour_repo *repo, struct detour_arena *arena, const char *path);
/* Is the path in the index? (A tracked file is somebody else's.) */
bool detour_repo_is_tracked(struct detour_repo *repo, const char *path);
/* Do .gitignore and its like say that the path is not to be added? */
bool detour_repo_is_ignored(struct detour_repo *repo, const char *path);

/* Do .gitattributes mark the path linguist-generated or linguist-vendored? */
bool detour_repo_is_generated(struct detour_repo *repo, const char *path);

/* The object cache, in bytes; the default is small. */
void detour_repo_set_cache(struct detour_repo *repo, size_t bytes);

/* "1.5.1, static, offline" and the like, for --version. */
const char *detour_git_library(void);

#endif
