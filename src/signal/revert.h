/*
 * The parts of the revert signal, in the order of their use: what of a message is the author's own
 * words, what it declares, and which commits it means.
 */
#ifndef DETOUR_SIGNAL_REVERT_H
#define DETOUR_SIGNAL_REVERT_H

#include "signal.h"

/* A stretch of text inside of something larger; not NUL-terminated. */
struct detour_span {
	const char *text;
	size_t size;
};

/* What a message says about taking back or reapplying. */
struct detour_revert {
	const char *rule;          /* "T1b", "T1s", "T1c", "T2", "T3", "T4" */
	bool reapply;              /* it brings back what was reverted before */
	bool partial;              /* it takes back a part */
	struct detour_span words;  /* the message without what it quotes or lists from others */
	struct detour_span object; /* of the title, from behind the verb; or nothing */
};

/* revert_words.c: the message without quoted lines, and up to where a listing of other commits (as
 * squash merges leave it) begins; each such line is made empty. */
struct detour_span detour_revert_words(
	struct detour_arena *arena, const char *message, size_t size);

/* revert_rules.c: does the commit declare a revert or a reapply? */
bool detour_revert_read(const struct detour_scene *scene, struct detour_revert *out);
/* Where the verb behind a title's scopes and tags ends, or 0 where no such verb leads it. */
size_t detour_revert_led(const char *title, size_t size);
/* Is the title one of a revert: `Revert "X"`, `revert: X`, `Backed out …`? */
bool detour_revert_is_title(const char *title, size_t size);

/* revert_names.c: one thing that a message names a commit by. */
enum detour_name_kind {
	DETOUR_NAME_HASH,
	DETOUR_NAME_REVISION, /* of Subversion: `git-svn-id: …@<number> ` */
	DETOUR_NAME_PULL,     /* a pull or merge request's number */
	DETOUR_NAME_REVIEW,   /* `Differential Revision: …D<number>` */
	DETOUR_NAME_CHANGE,   /* `Change-Id: I…` */
	DETOUR_NAME_GERRIT,   /* `Reviewed-on: …/<number>` */
};

struct detour_named {
	enum detour_name_kind kind;
	struct detour_span text; /* the digits alone, for a change with its I */
};

/* The names that `text` starts with, as "commits A, B (\"subject\") and C" has three; stops at what
 * is no part of such a list. Returns how many were put into `out`. */
size_t detour_revert_names(const char *text, size_t size, struct detour_named *out, size_t room);
/* The names in the sentences of `words` that say what is taken back. */
size_t detour_revert_sentences(struct detour_span words, struct detour_named *out, size_t room);
/* The names in `Refs:` footers, which mean something only below a title that reverts. */
size_t detour_revert_footers(struct detour_span words, struct detour_named *out, size_t room);
/* "…, introduced by A": a name further behind in a title. */
size_t detour_revert_mentioned(struct detour_span object, struct detour_named *out, size_t room);

/* revert_target.c: fills signal->related; `main` is the first of them where it is known here. */
bool detour_revert_resolve(const struct detour_scene *scene, const struct detour_revert *revert,
	struct detour_signal *signal, struct detour_commit *main);

#endif
