/* A glance at what is left to do, for where somebody waits; see briefing.h. */
#include <string.h>

#include "briefing_internal.h"

struct glance {
	size_t everywhere, here; /* open follow-ups of all sessions, of those of the branch */
	bool has_own;            /* a session is the branch's */
};

static void look_at(struct glance *glance, const struct detour_shelf *shelf,
	const struct detour_shelf_item *item)
{
	struct detour_workspace *workspace = shelf->workspace;
	const char *branch = detour_repo_branch(workspace->repo);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_reading reading = {0};
	struct detour_session session;
	struct detour_template templ;
	size_t open = 0;

	if (!detour_shelf_parse(shelf, item, &bytes, &arena, &session, NULL) && session.written) {
		detour_briefing_find_template(workspace, item, &templ);
		detour_reading_make(&reading, bytes.ptr, bytes.size, &templ, &arena);
		for (size_t i = 0; i < reading.count; i++)
			open += detour_passage_is_open(&reading.passages[i]);
		glance->everywhere += open;
		if (branch && session.branch && !strcmp(branch, session.branch)) {
			glance->has_own = true;
			glance->here += open;
		}
	}
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
}

size_t detour_briefing_glance(struct detour_workspace *workspace)
{
	struct glance glance = {0};
	struct detour_shelf shelf;

	if (detour_shelf_open(&shelf, workspace, NULL))
		return 0;
	for (size_t i = 0; i < shelf.count && i < DETOUR_GLANCE_SESSIONS; i++)
		look_at(&glance, &shelf, &shelf.items[i]);
	return glance.has_own ? glance.here : glance.everywhere;
}
