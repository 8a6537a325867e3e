/*
 * What the hooks share: the policy of when to speak lies in story.h; here is how a hook runs.
 */
#ifndef DETOUR_HOOK_H
#define DETOUR_HOOK_H

#include "../coverage.h"
#include "../observe.h"
#include "../prompt/prompt.h"
#include "../story.h"
#include "input.h"

/* Runs `body` on the opened workspace unless GIT_DETOUR=off. A fault of ours becomes one line on
 * the error stream and never the exit code: that is 0, or what the body chose as a refusal. */
typedef int (*detour_hook_body)(
	struct detour_workspace *workspace, void *data, int *refusal, struct detour_error *err);
int detour_hook_run(const struct detour_context *ctx, detour_hook_body body, void *data);

/* Signals that are nobody's business any more are taken out: below "remind", not this user's, made
 * before the hooks were installed, covered, dismissed or answered. What was just made (`fresh`, or
 * NULL) and what a hook saw before is known to be younger than the hooks, whatever its dates say.
 * Returns the new count. */
size_t detour_hook_sift(struct detour_workspace *workspace, struct detour_coverage *coverage,
	const struct detour_observation *fresh, struct detour_signal *signals, size_t count);

/* A record about this signal, to be appended to the state log. */
struct detour_record detour_hook_record(struct detour_workspace *workspace, enum detour_event event,
	const struct detour_signal *signal, const char *detour_id, const char *answer);
/* The same for every signal of a detour. */
int detour_hook_remember(struct detour_workspace *workspace, enum detour_event event,
	const struct detour *detour, const char *answer, struct detour_error *err);

/* What the decision at a commit (HEAD) rests on: the log, the clock, and where the budget begins.
 */
void detour_hook_moment(struct detour_workspace *workspace, const struct detour_oid *head,
	struct detour_moment *moment);

/* Carries what is remembered about commits to those that they were rewritten into. Of several that
 * became one, the one whose subject and time it has (else whose subject, else the first) is the
 * same commit still; the others are parts of it. A folded fixup is forgotten. */
int detour_hook_carry(struct detour_workspace *workspace, const struct detour_rewrite *rewrites,
	size_t count, struct detour_error *err);
/* git tells no hook where a cherry-pick came from. A commit that a rewrite made, with this one's
 * subject and author time, is the one: what it was called before counts for the pick too. */
int detour_hook_carry_pick(struct detour_workspace *workspace, const struct detour_oid *picked,
	struct detour_error *err);

/* Speaks of a detour at a commit, as the settings say: asks, reminds, or makes a scaffold. `story`:
 * the same with what is told already, which only says where to add to. */
int detour_hook_speak(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour *story, const struct detour_oid *fresh, struct detour_error *err);
/* Asks about a detour whose question nobody could see `when` (a time). */
int detour_hook_speak_late(struct detour_workspace *workspace, const struct detour *detour,
	struct detour_prompt *prompt, int64_t when, struct detour_error *err);

/* Puts the newest question that nobody could see, if there is one, a person is there now, and
 * neither cool-down nor budget holds it back: then it goes on waiting. */
int detour_hook_put_waiting(struct detour_workspace *workspace, const struct detour_oid *head,
	struct detour_error *err);

#endif
