/*
 * The state log: what was asked and answered, told once and never rewritten.
 *
 * One append-only text file, `detour/log` in the git common dir, shared by all work trees; a line
 * an event (its form is in state_line.h), written with one write under a lock and flushed. A torn
 * last line (a crash, a full disk) is ignored by readers and closed off by the next writer. Lines
 * of unknown form are passed over, so that older and newer versions live side by side.
 *
 * Rewriting a commit changes its id but neither subject nor author time: an event is looked up by
 * id first, then by kind, subject and author time.
 */
#ifndef DETOUR_STATE_H
#define DETOUR_STATE_H

#include "../base/commit.h"
#include "../base/error.h"

struct detour_repo;

enum detour_event {
	DETOUR_EVENT_INSTALLED, /* the hooks were put in: only later commits are spoken of */
	DETOUR_EVENT_ASKED,     /* a question was put; recorded before it is */
	DETOUR_EVENT_ANSWERED,  /* with what: note, editor, add, later, resume, new, link */
	DETOUR_EVENT_DISMISSED, /* nothing to tell; `answer` "program" where no person said so */
	DETOUR_EVENT_WRONG,     /* a false alarm: this kind was no signal here */
	DETOUR_EVENT_UNDONE,    /* what was dismissed before counts again */
	DETOUR_EVENT_WAITING,   /* nobody could see the question */
	DETOUR_EVENT_REMINDED,  /* at a commit without a terminal, or at a push */
	DETOUR_EVENT_HELD,      /* held back by cool-down or budget */
	DETOUR_EVENT_REWRITTEN, /* `commit` became `other` */
	DETOUR_EVENT_PROGRAM,   /* the commit was made by a program, not by the person */
	DETOUR_EVENT_COUNT
};

/* The answer of DISMISSED and REMINDED where a program said or heard it, not a person. */
#define DETOUR_STATE_PROGRAM "program"
/* The answer of REWRITTEN where `commit` became a part of `other`, which is another commit. */
#define DETOUR_STATE_PART "part"

struct detour_record {
	enum detour_event event;
	int64_t time;             /* when it happened, seconds since 1970; wall clock */
	const char *kind;         /* the signal's name, or "" */
	const char *detour;       /* the detour's id, or "" */
	struct detour_oid commit; /* zero where it is about no commit */
	struct detour_oid other;  /* zero, or the new id */
	int64_t author_time;
	const char *answer;  /* a word, or "" */
	const char *subject; /* as in the commit: hostile; the first 200 bytes are kept */
};
/* REWRITTEN tells subject and author time of the commit as it was before. */

struct detour_state {
	const struct detour_record *records; /* oldest first */
	size_t count;
};

/* Makes the directory and the file where absent. Waits at most a second for the lock. All records
 * are in the file and flushed, or (on an error) none of them, save where flushing itself failed.
 * The log is not the place for every commit of a rebase: record REWRITTEN only for commits that it
 * speaks of already. */
int detour_state_append(struct detour_repo *repo, const struct detour_record *records, size_t count,
	struct detour_error *err);
/* Everything that is remembered (the last 4 MiB of the file, some 15,000 events; an INSTALLED is
 * always among them, because the writer repeats it every 2 MiB); nothing where there is no file. */
int detour_state_read(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_state *out, struct detour_error *err);

/* The commits that programs made, by subject and author time, and by all ids that they had. */
struct detour_machine_made {
	const uint64_t *keys;
	size_t count;
};
void detour_machine_made_read(struct detour_machine_made *out, const struct detour_state *state,
	struct detour_arena *arena);
bool detour_machine_made_has(
	const struct detour_machine_made *programs, const struct detour_commit *commit);

/* When the hooks were put in last, or -1 if never. */
int64_t detour_state_installed(const struct detour_state *state);
/* The newest of the events in `mask` (bits 1 << event) about this commit, what it was rewritten
 * from, or what it became, of this kind (NULL: any); by id, then by subject and author time (which
 * a cherry-pick keeps). NULL: none. */
const struct detour_record *detour_state_find(const struct detour_state *state, unsigned mask,
	const char *kind, const struct detour_commit *commit);
/* Whether this commit's signal of this kind (NULL: any) was dismissed: the newest of DISMISSED and
 * WRONG about it, unless it was UNDONE since. WRONG counts for its own kind only. What a program
 * said counts only where no person said anything. */
const struct detour_record *detour_state_dismissal(
	const struct detour_state *state, const char *kind, const struct detour_commit *commit);
/* The commit, what it was rewritten from and what it became, itself first; at most `limit`. */
size_t detour_state_same(const struct detour_state *state, const struct detour_oid *commit,
	struct detour_oid *ids, size_t limit);
/* What a commit was known as: itself first, then what it was rewritten from and what it became,
 * then the commits that became parts of it, each with what that one was before. */
struct detour_self {
	struct detour_oid oid;
	const char *subject; /* NULL where the log does not tell it, nor the time */
	int64_t author_time;
	const char *line; /* of a part: its subject when it became one, else NULL */
};
/* At most `limit`; the strings belong to the state. */
size_t detour_state_selves(const struct detour_state *state, const struct detour_oid *commit,
	struct detour_self *selves, size_t limit);
/* The subjects of those parts of this commit that were dismissed: that is what is left of them.
 * Sets at most `limit` strings, which belong to the state; returns how many. */
size_t detour_state_dismissed_parts(const struct detour_state *state,
	const struct detour_oid *commit, const char **subjects, size_t limit);
/* The newest of the events in `mask` about a detour, and how many there are. */
const struct detour_record *detour_state_find_detour(
	const struct detour_state *state, unsigned mask, const char *detour, size_t *count);
/* For the cool-down: when the newest of the events in `mask` happened, not counting what claims to
 * be later than `now` (a clock that was wrong must not silence us for years). -1: never. */
int64_t detour_state_last(const struct detour_state *state, unsigned mask, int64_t now);
/* For the budget: how many of the events in `mask` happened from `since` on. */
size_t detour_state_count(const struct detour_state *state, unsigned mask, int64_t since);

/* What became of a kind's signals: how often it was asked about, reminded of, told in a session,
 * dismissed, and called a false alarm. In tally.c. */
struct detour_tally {
	size_t asked, reminded, answered, dismissed, wrong;
};
void detour_state_tally(
	const struct detour_state *state, const char *kind, struct detour_tally *out);

#endif
