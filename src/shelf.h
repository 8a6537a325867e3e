/*
 * The shelf: the sessions as one list, whatever journal they are in, to look at rather than to
 * check (that is coverage.h). In a bare repository they are those of HEAD's tree, in a sparse
 * checkout also those of the index that it leaves out and whose content is here.
 *
 * detour_shelf_open, then read any of the items. Everything is in the arena of the workspace.
 */
#ifndef DETOUR_SHELF_H
#define DETOUR_SHELF_H

#include "workspace.h"

struct detour_shelf_item {
	const char *path; /* as people read it: relative to the work tree, whole where elsewhere */
	const char *name; /* of the file */
	const char *day;  /* "2026-11-22" */
	const char *topic;
	const char *project; /* whose folder it lies in, or NULL */
	bool is_private;
	struct detour_place place; /* `journal` is NULL where it is read from a tree or the index */
	struct detour_oid blob;
};

struct detour_shelf {
	struct detour_workspace *workspace;
	struct detour_shelf_item *items; /* newest day first */
	size_t count, capacity;
};

int detour_shelf_open(
	struct detour_shelf *out, struct detour_workspace *workspace, struct detour_error *err);
/* Does a sparse checkout leave some of them out of the work tree? */
bool detour_shelf_is_partial(struct detour_workspace *workspace);
/* The same for a branch that is not checked out: the sessions of its tip's tree, and private ones.
 */
int detour_shelf_open_commit(struct detour_shelf *out, struct detour_workspace *workspace,
	const struct detour_oid *commit, struct detour_error *err);
/* Replaces the content of `out`. DETOUR_ELIMIT where all long ones together are too much: told of
 * the first, without a message for those that follow. */
int detour_shelf_read(const struct detour_shelf *shelf, const struct detour_shelf_item *item,
	struct detour_buf *out, struct detour_error *err);
/* The same as a struct, read with the template of its journal; strings in `arena`. */
int detour_shelf_parse(const struct detour_shelf *shelf, const struct detour_shelf_item *item,
	struct detour_buf *bytes, struct detour_arena *arena, struct detour_session *out,
	struct detour_error *err);
/* What to call it: its title without the date, else its topic as words. Safe for a terminal. */
const char *detour_shelf_title(struct detour_arena *arena, const struct detour_shelf_item *item,
	const struct detour_session *session);

/* The same for people: where the title says nothing of its own ("Initial Implementation"), the
 * project stands before it. */
const char *detour_shelf_label(struct detour_arena *arena, const struct detour_shelf_item *item,
	const struct detour_session *session);

/* Who wrote each of these paths (relative to the work tree) down: the author of the commit in
 * HEAD's history that added it, through renames that kept the file's content or name; of what is
 * not committed, the user. NULL where neither can be told (a shallow clone). In bylines.c. */
struct detour_byline {
	const char *name, *email;
};
int detour_bylines_find(struct detour_workspace *workspace, const char *const *paths, size_t count,
	struct detour_byline *out, struct detour_error *err);
/* The same in the history of another commit, and no further back than `limit` commits. */
int detour_bylines_find_from(struct detour_workspace *workspace, const struct detour_oid *tip,
	size_t limit, const char *const *paths, size_t count, struct detour_byline *out,
	struct detour_error *err);

#endif
