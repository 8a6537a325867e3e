/*
 * Folding: what `git rebase --autosquash` would do with the fixups of a range, as facts for the
 * fixup signal. It wants the subjects of the whole range, so it runs only where there is a fixup.
 */
#ifndef DETOUR_FOLDING_H
#define DETOUR_FOLDING_H

#include "git/walk.h"
#include "signal/signal.h"

struct detour_folding;

/* What commits are called, noted while they are looked at anyway. Zeroed at first. */
struct detour_subjects {
	struct detour_arena arena;
	struct detour_called {
		struct detour_oid oid;
		const char *subject;
	} * list;
	size_t count, capacity;
};
void detour_subjects_add(struct detour_subjects *subjects, const struct detour_commit *commit);
void detour_subjects_release(struct detour_subjects *subjects);

/* The plan for everything that the walk gave so far. Subjects that were not noted are read; those
 * that were must last as long as it. */
int detour_folding_new(struct detour_folding **out, struct detour_repo *repo,
	struct detour_walk *walk, const struct detour_subjects *subjects, struct detour_error *err);
void detour_folding_free(struct detour_folding *folding);

/* Where a commit of the range goes; `fold` stays valid with the folding. False where the commit is
 * not in the range. `target_pushed` is left to the caller. */
bool detour_folding_of(
	struct detour_folding *folding, const struct detour_oid *oid, struct detour_fold *fold);

#endif
