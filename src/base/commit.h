/*
 * The facts of one commit, as plain data. No git in here: the git layer fills these structs, the
 * signals, the journal and the tests read them.
 *
 * Facts come in tiers of cost. A tier that was not loaded is told by `facts`, never guessed.
 */
#ifndef DETOUR_COMMIT_H
#define DETOUR_COMMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

#define DETOUR_OID_SIZE 20
#define DETOUR_HEX_SIZE (2 * DETOUR_OID_SIZE)

struct detour_oid {
	unsigned char id[DETOUR_OID_SIZE];
};

enum detour_fact {
	DETOUR_FACT_MESSAGE = 1, /* author, times, parents, subject, message */
	DETOUR_FACT_PATHS = 2,   /* changes against the first parent */
	DETOUR_FACT_LINES = 4,   /* which lines were added and deleted */
	DETOUR_FACT_LOCAL = 8,   /* what only this repository knows, from its reflogs */
	DETOUR_FACT_ALL = 15,
};

struct detour_change {
	char status; /* 'A', 'M', 'D', 'T' as git prints them; renames stay a D and an A */
	const char *path;
	unsigned old_mode, new_mode;
	struct detour_oid old_blob, new_blob; /* zero where there is none */
};

/* Lines as numbers: a hash over the path and the line without the blanks around it. Only lines of
 * eight characters or more, and only of paths that people write by hand; sorted, each as often as
 * it was added or deleted. A line that only moved, within its file or to another one, is neither.
 */
struct detour_line_set {
	const uint64_t *added, *deleted;
	const uint16_t *added_change,
		*deleted_change; /* in which of the commit's changes, by each */
	size_t added_count, deleted_count;
	size_t all_added, all_deleted; /* short lines included */
	bool cut;                      /* there was more than is looked at */
};

struct detour_commit {
	unsigned facts;
	struct detour_oid oid;
	const struct detour_oid *parents;
	size_t parent_count;
	bool shallow; /* its parents are beyond a shallow boundary; `parents` is empty */

	const char *author_name;  /* after mailmap; UTF-8 or as found */
	const char *author_email; /* after mailmap */
	int64_t author_time;      /* seconds since 1970 */
	int author_offset;        /* minutes east of UTC */
	const char *committer_email;
	int64_t commit_time;
	int commit_offset;

	const char *message; /* UTF-8 where the encoding was known; NUL-terminated */
	size_t message_size;
	bool message_cut;    /* longer than DETOUR_MESSAGE_LIMIT */
	const char *subject; /* the title's lines joined by a space, as git does */

	const struct detour_change *changes; /* in git's order; none for merges */
	size_t change_count;
	bool changes_cut; /* more than the limit asked for */

	const struct detour_line_set *lines; /* NULL where they were not loaded */
};

#define DETOUR_MESSAGE_LIMIT ((size_t)64 * 1024)
#define DETOUR_CHANGES_LIMIT ((size_t)5000)

/* `hex` takes DETOUR_HEX_SIZE + 1 bytes. */
void detour_oid_hex(const struct detour_oid *oid, char *hex);
/* The first `digits` hexadecimal digits, in the arena. */
char *detour_oid_short(struct detour_arena *arena, const struct detour_oid *oid, int digits);
/* Exactly DETOUR_HEX_SIZE digits of either case. */
bool detour_oid_parse(struct detour_oid *oid, const char *hex);
bool detour_oid_equal(const struct detour_oid *a, const struct detour_oid *b);
bool detour_oid_is_zero(const struct detour_oid *oid);

#endif
