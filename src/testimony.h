/*
 * Testimony: what the sessions and the .dismissed files of all sources say of commits, each file
 * read once however many sources hold it. Who asks whether a commit is written down uses
 * coverage.h.
 *
 * detour_testimony_gather, detour_testimony_add_tip for trees other than HEAD's, then lookups in
 * the sorted arrays; release.
 */
#ifndef DETOUR_TESTIMONY_H
#define DETOUR_TESTIMONY_H

#include "workspace.h"

struct detour_testimony_file {
	const char *path;  /* relative to the work tree; whole where it is elsewhere */
	bool is_written;   /* by a person; else it is a scaffold that waits */
	bool is_dismissed; /* it is a .dismissed: what it names is not to be told */
	bool is_private;
	bool is_committed; /* HEAD's tree or a tip's holds it as it is */
};

struct detour_statement {
	struct detour_link link;
	const struct detour_testimony_file *file;
};

struct detour_file_slot {
	uint64_t key; /* 0: free */
	struct detour_testimony_file *file;
};

struct detour_file_table {
	struct detour_file_slot *slots;
	size_t count, size; /* a power of two, or 0 */
};

/* A folder of the index that is the same as a tree. */
struct detour_same_tree {
	char *dir;
	struct detour_oid tree;
};

#define DETOUR_SAME_TREES 64

struct detour_testimony {
	struct detour_workspace *workspace;
	struct detour_arena arena;
	const char *globs; /* the folders that sessions are in, see journal/globs.h */
	struct detour_statement *list;
	size_t count, capacity;
	struct detour_file_table by_blob, by_path;
	int64_t since; /* 0: everything */
	char first_day[16];
	bool any_day; /* files of the work tree count whatever day their names tell */
	size_t reads_left, long_left; /* files, bytes of long ones */
	bool sorted;
	struct detour_oid newest_tip; /* that was added; zero: none was */
	struct detour_same_tree same[DETOUR_SAME_TREES];
	size_t same_count;

	/* After detour_testimony_sort: by hash; and those that tell subject and author time, and
	 * that count, by time. */
	const struct detour_statement **by_hash, **by_time;
	size_t by_time_count;
};

/* `since`: see detour_coverage_load. */
void detour_testimony_gather(
	struct detour_testimony *out, struct detour_workspace *workspace, int64_t since);
/* What may be open still: files of the work tree that were written since then, and what the trees
 * hold beside them. The index is left out. */
void detour_testimony_gather_open(
	struct detour_testimony *out, struct detour_workspace *workspace, int64_t since);
/* Does a session name commits that is not committed, or that nobody wrote in? Private ones do not
 * count. */
bool detour_testimony_has_open(const struct detour_testimony *testimony);
void detour_testimony_add_tip(struct detour_testimony *testimony, const struct detour_oid *commit);
/* Before lookups; cheap where nothing was added. */
void detour_testimony_sort(struct detour_testimony *testimony);
void detour_testimony_release(struct detour_testimony *testimony);

/* Is the path a session of this journal by its folder and name? */
bool detour_testimony_is_session(const struct detour_testimony *testimony, const char *path);
/* Reads a session's bytes as this journal does, with its template. */
void detour_testimony_parse(const struct detour_testimony *testimony, const char *bytes,
	size_t size, struct detour_arena *arena, struct detour_session *out);

int64_t detour_minute_of(int64_t seconds);

#endif
