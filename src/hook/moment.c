/* What is known when it is decided whether to speak; see hook.h. */
#include "../git/walk.h"
#include "hook.h"

enum { BUDGET_LOOKED_AT = 500 };

/* The author time of the user's 100th commit back; 0 where there are fewer. Only read once so many
 * questions were put that the budget could be spent. */
static int64_t budget_start(struct detour_workspace *workspace, const struct detour_oid *head)
{
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	int64_t start = 0;
	size_t own = 0;

	if (detour_walk_push(walk, head, NULL))
		goto out;
	for (size_t i = 0; own < DETOUR_BUDGET_COMMITS && i < BUDGET_LOOKED_AT; i++) {
		struct detour_commit commit;

		detour_arena_release(&arena);
		if (detour_walk_next(walk, &arena, &commit, NULL))
			break;
		own += detour_repo_is_me(workspace->repo, commit.author_email);
		start = own == DETOUR_BUDGET_COMMITS ? commit.author_time : 0;
	}
out:
	detour_arena_release(&arena);
	detour_walk_free(walk);
	return start;
}

void detour_hook_moment(struct detour_workspace *workspace, const struct detour_oid *head,
	struct detour_moment *moment)
{
	size_t asked = 0;

	moment->state = detour_workspace_state(workspace, NULL);
	moment->now = workspace->ctx->now;
	for (size_t i = 0; i < moment->state->count; i++)
		asked += moment->state->records[i].event == DETOUR_EVENT_ASKED;
	moment->budget_start = asked >= DETOUR_BUDGET ? budget_start(workspace, head) : 0;
}
