/* Branches by name, and those that others come from; see standing.h. */
#include "standing.h"

#include <string.h>

#include "../base/text.h"
#include "configuration.h"
#include "handle.h"

static const char heads[] = "refs/heads/", remotes[] = "refs/remotes/";

/* What stands behind the name of the remote. */
static const char *behind_remote(const char *name)
{
	const char *slash = strchr(name, '/');

	return slash ? slash + 1 : name;
}

static bool take_ref(struct detour_repo *repo, struct detour_arena *arena, const char *ref,
	struct detour_branch *out)
{
	git_oid id;

	if (git_reference_name_to_id(&id, repo->git, ref))
		return false;
	out->tip = detour_git_from(&id);
	if (detour_repo_peel(repo, &out->tip, &out->tip))
		return false;
	out->ref = detour_arena_strdup(arena, ref);
	out->is_remote = detour_text_starts(ref, remotes);
	out->name = out->ref + strlen(out->is_remote ? remotes : heads);
	out->line = out->is_remote ? behind_remote(out->name) : out->name;
	return true;
}

struct search {
	const char *name;
	struct detour_buf found; /* the reference */
	size_t count;
};

static int match_remote(void *data, const char *ref, const struct detour_oid *oid)
{
	struct search *search = data;

	(void)oid;
	if (strcmp(behind_remote(ref + strlen(remotes)), search->name) != 0)
		return 0;
	detour_buf_clear(&search->found);
	detour_buf_addstr(&search->found, ref);
	search->count++;
	return 0;
}

static bool take_only_remote(struct detour_repo *repo, struct detour_arena *arena, const char *name,
	struct detour_branch *out)
{
	struct search search = {.name = name, .found = DETOUR_BUF_INIT};
	bool taken;

	detour_git_each_ref(repo, remotes, match_remote, &search, NULL);
	taken = search.count == 1 && take_ref(repo, arena, search.found.ptr, out);
	detour_buf_release(&search.found);
	return taken;
}

int detour_repo_find_branch(struct detour_repo *repo, struct detour_arena *arena, const char *name,
	struct detour_branch *out)
{
	static const char *const prefixes[] = {heads, remotes, "refs/"};

	if (detour_text_starts(name, heads) || detour_text_starts(name, remotes))
		return take_ref(repo, arena, name, out) ? 0 : DETOUR_ENOTFOUND;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const char *ref = detour_arena_printf(arena, "%s%s", prefixes[i], name);

		if ((detour_text_starts(ref, heads) || detour_text_starts(ref, remotes)) &&
			take_ref(repo, arena, ref, out))
			return 0;
	}
	return take_only_remote(repo, arena, name, out) ? 0 : DETOUR_ENOTFOUND;
}

/* ---- trunks */

enum { TRUNK_NAMES = 5, TRUNKS_LIMIT = 2 * TRUNK_NAMES };

/* "main" where refs/remotes/origin/HEAD stands for origin/main. */
static const char *default_name(struct detour_repo *repo, struct detour_arena *arena)
{
	git_reference *ref = NULL;
	const char *target = NULL, *name = NULL;

	if (!git_reference_lookup(&ref, repo->git, "refs/remotes/origin/HEAD"))
		target = git_reference_symbolic_target(ref);
	if (target && detour_text_starts(target, "refs/remotes/origin/"))
		name = detour_arena_strdup(arena, target + strlen("refs/remotes/origin/"));
	git_reference_free(ref);
	return name;
}

void detour_repo_trunks(struct detour_repo *repo, struct detour_arena *arena,
	struct detour_branch **out, size_t *count)
{
	static const char *const places[] = {"refs/remotes/origin/", heads};
	const char *names[TRUNK_NAMES] = {
		default_name(repo, arena), "main", "master", "develop", "trunk"};
	struct detour_branch *list = detour_arena_array(arena, TRUNKS_LIMIT, sizeof(*list));

	*out = list;
	*count = 0;
	for (size_t i = 0; i < TRUNK_NAMES; i++) {
		if (!names[i] || (i && names[0] && !strcmp(names[i], names[0])))
			continue;
		for (size_t j = 0; j < 2; j++)
			if (take_ref(repo, arena,
				    detour_arena_printf(arena, "%s%s", places[j], names[i]),
				    &list[*count]))
				++*count;
	}
}
