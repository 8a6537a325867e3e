/*
 * Signals: observations that work went off plan, about one commit each.
 *
 * A signal is a pure function over what the scene holds; it never sees git. The kinds stand in
 * signals.def; adding one is a file and a line. Strings of a signal live in the scene's arena.
 */
#ifndef DETOUR_SIGNAL_H
#define DETOUR_SIGNAL_H

#include "../base/commit.h"
#include "../settings/settings.h"

/* What a signal may look at. The callbacks may load facts, each at most once a commit. */
struct detour_scene {
	const struct detour_commit *commit; /* the one that is judged */
	const struct detour_settings *settings;
	struct detour_arena *arena;
	void *data;     /* for the callbacks */
	unsigned facts; /* the tiers that may be loaded (DETOUR_FACT_…) */
	/* What would only be listed need not be seen: the kinds that are listed are passed over, so
	 * no rule of such a kind may be louder than its kind. */
	bool only_spoken_of;

	/* The i-th older commit in walk order (newest first), message tier; NULL past the end or
	 * past DETOUR_PAST_LIMIT. Valid until the signal returns. */
	const struct detour_commit *(*past)(void *data, size_t i);
	/* The same with its paths tier. */
	const struct detour_commit *(*past_paths)(void *data, size_t i);
	/* The paths tier of the judged commit, loaded now if it was not. NULL on failure. */
	const struct detour_commit *(*paths)(void *data);
	/* The i-th ancestor by first parents (0: the parent): what it changed against its own first
	 * parent, also where it is a merge, and nothing else; NULL past the end or past
	 * DETOUR_ANCESTOR_LIMIT. Valid until the signal returns. */
	const struct detour_commit *(*ancestor)(void *data, size_t i);
	/* The same with its message tier, for few. */
	const struct detour_commit *(*whole_ancestor)(void *data, size_t i);
	/* A cheap no for the ancestors: false where the file that the judged commit changed was
	 * never before, among them, what it is now. NULL: look at them. */
	bool (*may_return)(void *data, const struct detour_change *change);
	/* The lines tier of the judged commit, and of the i-th older one. NULL on failure. */
	const struct detour_line_set *(*lines)(void *data);
	const struct detour_line_set *(*past_lines)(void *data, size_t i);
	/* The bytes of a blob that is here; false where it is not, or has more than `limit` bytes.
	 * Valid as long as the scene. */
	bool (*blob)(void *data, const struct detour_oid *blob, size_t limit, const char **bytes,
		size_t *size);
	/* Do .gitattributes say that tools write this path, or that it comes from elsewhere? */
	bool (*is_generated)(void *data, const char *path);
	/* A full or abbreviated id to a commit that is here: 0 and `out` with its message tier. */
	int (*find)(void *data, const char *hex, size_t digits, struct detour_commit *out);
	/* Is this address the user's own? */
	bool (*is_me)(void *data, const char *email);
	/* Did a program make this commit in the user's name? NULL: not known of any. */
	bool (*by_program)(void *data, const struct detour_commit *commit);

	/* Set only for commits that autosquash would fold (see autosquash.h). */
	const struct detour_fold *fold;
	/* What the reflogs tell of the time just before this commit (see deed.h). */
	const struct detour_deed *deeds;
	size_t deed_count;
	/* Own work known from elsewhere (other branches, from the reflogs): the newest author time
	 * before this commit, or 0. */
	int64_t active_until;
};

#define DETOUR_PAST_LIMIT ((size_t)1000)   /* targets by subject */
#define DETOUR_RHYTHM_LIMIT ((size_t)500)  /* an author's rhythm */
#define DETOUR_HABIT_LIMIT ((size_t)100)   /* fixups as a habit */
#define DETOUR_ANCESTOR_LIMIT ((size_t)50) /* blobs that come back */

/* Where a fixup! goes, as `git rebase --autosquash` decides it. */
struct detour_fold {
	const struct detour_commit *target; /* what it is folded into in the end; NULL: nothing */
	const struct detour_commit
		*named;     /* what it names, where that is a fixup itself; or NULL */
	size_t nth;         /* the how-manieth on this target in the range, from 1 */
	bool target_pushed; /* the target is already in a remote-tracking branch */
};

#define DETOUR_RELATED_LIMIT 16

struct detour_signal {
	enum detour_kind kind;
	enum detour_level level;
	const struct detour_commit *commit;
	size_t place; /* of its commit in the walk that came by it, newest first */
	struct detour_oid related[DETOUR_RELATED_LIMIT]; /* full ids, the main one first */
	size_t related_count;
	const char *rule; /* which rule saw it ("T1b"), for the evaluation and `why` */
	bool always_asks; /* a declared revert: not held back by cool-down or budget */

	/* One fact in three pieces. "committed 762fae5, " + doing + " (" + detail + ")" is the
	 * question; "762fae5 " + does is the reminder. Plain text, safe for a terminal. */
	const char *doing;  /* reverting your 9c1d2e3 "Add the retry queue" */
	const char *does;   /* reverts your 9c1d2e3 "Add the retry queue" */
	const char *detail; /* 2 days old, 3 files; or "" */
	const char *title;  /* suggested topic: "Retry queue reverted" */
	const char *hint; /* what a session should answer: "What did you expect of 9c1d2e3? …" */
};

typedef bool (*detour_signal_fn)(const struct detour_scene *scene, struct detour_signal *out);

#define DETOUR_SIGNAL(kind, level, facts, sentence)                                                \
	bool detour_signal_##kind(const struct detour_scene *scene, struct detour_signal *out);
#include "signals.def"
#undef DETOUR_SIGNAL

struct detour_signal_type {
	const char *name;
	detour_signal_fn detect;
	enum detour_level level;
	unsigned facts;
	const char *sentence;
};
extern const struct detour_signal_type detour_signal_types[DETOUR_KIND_COUNT];

/* Runs every kind that is not off and needs no more than these facts (a commit with `fixup!` is
 * seen only where the scene has a fold). Returns how many were added to `out` (room for
 * DETOUR_KIND_COUNT). The level is what the rule that fired says; where somebody chose one for the
 * kind, that counts instead, but what a rule plays down stays down. */
size_t detour_signals_detect(
	const struct detour_scene *scene, unsigned facts, struct detour_signal *out);

/* The same for `fixup` alone, on a scene with a fold. */
bool detour_signals_detect_fixup(const struct detour_scene *scene, struct detour_signal *out);

/* Does a trailer say that there is nothing to tell? */
bool detour_commit_waives(const struct detour_commit *commit);

/* doing + detail: `reverting your 9c1d2e3 "Add the retry queue" (2 days old, 3 files)`. */
char *detour_signal_evidence(struct detour_arena *arena, const struct detour_signal *signal);
/* `your 9c1d2e3 "Add the retry queue"`, or without "your"; subject cut at 60 columns. */
char *detour_signal_quote(const struct detour_scene *scene, const struct detour_commit *commit);
/* `2 days old, 3 files`: how old the target (or NULL) was, how much the judged commit changes; what
 * is not known is left out. */
const char *detour_signal_detail(
	const struct detour_scene *scene, const struct detour_commit *target);
/* "feat(queue): Add the retry queue (#12)" -> "Retry queue": what a subject is about, to name a
 * session after. A subject that does more than add or change keeps its words, in quotes. */
char *detour_signal_topic(struct detour_arena *arena, const char *subject);
/* Adds a related commit, unless it is the judged one, is there already, or there is no room. */
void detour_signal_relate(struct detour_signal *signal, const struct detour_oid *oid);

#endif
