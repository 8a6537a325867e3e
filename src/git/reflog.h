/*
 * The tail of a reflog: what this repository did lately, newest first. Reads a bounded number of
 * bytes from the end of the file, whatever its size. Absent or unreadable reflogs are empty.
 */
#ifndef DETOUR_GIT_REFLOG_H
#define DETOUR_GIT_REFLOG_H

#include "repository.h"

struct detour_reflog_entry {
	struct detour_oid old_oid, new_oid;
	const char *email;
	int64_t time;
	int offset;
	const char *message; /* "commit (amend): Subject" */
};

struct detour_reflog {
	const struct detour_reflog_entry *entries; /* newest first */
	size_t count;
};

/* `ref` is "HEAD" (this work tree's) or a full name. At most `limit` entries. */
int detour_reflog_tail(struct detour_repo *repo, const char *ref, size_t limit,
	struct detour_arena *arena, struct detour_reflog *out, struct detour_error *err);
/* The same from bytes, pure; for tests and for other work trees' reflogs. */
void detour_reflog_parse(const char *bytes, size_t size, bool starts_inside_a_line, size_t limit,
	struct detour_arena *arena, struct detour_reflog *out);

#endif
