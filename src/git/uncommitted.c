/* What of the work tree is not committed, as numbers; see standing.h. */
#include "standing.h"

#include <string.h>

#include "handle.h"
#include "status.h"

static bool is_small(struct detour_repo *repo)
{
	git_index *index = NULL;
	bool small = !git_repository_index(&index, repo->git) &&
		     git_index_entrycount(index) <= DETOUR_UNCOMMITTED_LIMIT;

	git_index_free(index);
	return small;
}

static void count(const struct detour_loose_file *file, struct detour_uncommitted *out)
{
	if (file->is_conflict)
		out->conflicted++;
	else if (file->staged == '?')
		out->untracked++;
	else
		out->staged += file->staged != ' ';
	if (!file->is_conflict && file->staged != '?' && !file->perhaps)
		out->changed += file->changed != ' ';
}

void detour_repo_uncommitted(struct detour_repo *repo, struct detour_uncommitted *out)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_loose loose;

	memset(out, 0, sizeof(*out));
	if (repo->work_tree && is_small(repo) &&
		!detour_repo_loose_files(repo, DETOUR_UNCOMMITTED_LIMIT, &arena, &loose, NULL)) {
		out->known = true;
		for (size_t i = 0; i < loose.count; i++)
			count(&loose.files[i], out);
	}
	detour_arena_release(&arena);
}
