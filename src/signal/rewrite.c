/*
 * A pushed branch was moved to commits that do not hold what it held. On one's own branch that is
 * how one works; where work of others was on it, it is news to them.
 */
#include "../base/text.h"
#include "deed.h"
#include "signal.h"

enum { QUOTE_COLUMNS = 60 };

static const struct detour_deed *find(const struct detour_scene *scene)
{
	const struct detour_deed *found = NULL;

	for (size_t i = scene->deed_count; i-- > 0;) {
		const struct detour_deed *deed = &scene->deeds[i];

		if (deed->kind != DETOUR_DEED_REWRITTEN || !deed->commit_count)
			continue;
		if (!found || (deed->shared && !found->shared))
			found = deed;
	}
	return found;
}

bool detour_signal_rewrite(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_deed *deed = find(scene);
	struct detour_arena *arena = scene->arena;
	const char *what, *name;

	if (!deed)
		return false;
	name = detour_text_line(arena, deed->name, QUOTE_COLUMNS);
	what = detour_arena_printf(arena, "%zu commit%s on %s: %s \"%s\"", deed->total,
		deed->total == 1 ? "" : "s", name,
		detour_oid_short(arena, &deed->commits[0]->oid, 7),
		detour_text_line(arena, deed->commits[0]->subject, QUOTE_COLUMNS));
	if (deed->total > 1)
		what = detour_arena_printf(arena, "%s and %zu more", what, deed->total - 1);
	for (size_t i = 0; i < deed->commit_count; i++)
		detour_signal_relate(out, &deed->commits[i]->oid);
	out->level = deed->shared ? DETOUR_LEVEL_REMIND : DETOUR_LEVEL_LIST;
	out->rule = deed->shared ? "shared" : "own";
	out->doing = detour_arena_printf(arena, "replacing %s", what);
	out->does = detour_arena_printf(arena, "replaces %s", what);
	out->detail = deed->shared ? "work of others is lost there" : "";
	out->title = detour_arena_printf(arena, "%s rewritten", name);
	out->hint = "Why did it have to be rewritten, and who still has the old commits?";
	return true;
}
