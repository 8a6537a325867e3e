/*
 * A commit object taken apart where it lies. Pure; knows neither libgit2 nor the repository.
 *
 * Nothing is copied: pointers go into the object's bytes, which need no NUL at their end. Broken
 * commits are understood as git understands them: what cannot be read is empty or 0.
 */
#ifndef DETOUR_GIT_RAW_COMMIT_H
#define DETOUR_GIT_RAW_COMMIT_H

#include "../base/commit.h"

struct detour_slice {
	const char *ptr;
	size_t size;
};

struct detour_raw_commit {
	struct detour_oid tree;
	const char *parents; /* lines of DETOUR_PARENT_SIZE bytes: see detour_raw_parent */
	size_t parent_count;
	uint64_t date; /* what git sorts by; 0 where broken */
	struct detour_slice author, committer, encoding, message;
};

struct detour_ident {
	struct detour_slice name, email;
	int64_t time;
	int offset; /* minutes east */
};

/* False where it does not even name a tree: no commit. */
bool detour_raw_commit_parse(struct detour_raw_commit *out, const char *bytes, size_t size);
/* Tree, parents and date only: what a walk needs. */
bool detour_raw_commit_parse_graph(struct detour_raw_commit *out, const char *bytes, size_t size);
struct detour_oid detour_raw_parent(const struct detour_raw_commit *raw, size_t i);
/* "Name <email> 1700000000 +0100". */
void detour_ident_parse(struct detour_ident *out, struct detour_slice line);

/* The title: lines up to a blank one joined by a space, white space at their ends cut. */
char *detour_subject(struct detour_arena *arena, const char *message);

#endif
