/* What of the work tree is not committed, as numbers; see standing.h. */
#include "standing.h"

#include <string.h>

#include "configuration.h"
#include "handle.h"

static int count_file(const char *path, unsigned status, void *data)
{
	const unsigned staged = GIT_STATUS_INDEX_NEW | GIT_STATUS_INDEX_MODIFIED |
				GIT_STATUS_INDEX_DELETED | GIT_STATUS_INDEX_RENAMED |
				GIT_STATUS_INDEX_TYPECHANGE;
	const unsigned changed = GIT_STATUS_WT_MODIFIED | GIT_STATUS_WT_DELETED |
				 GIT_STATUS_WT_TYPECHANGE | GIT_STATUS_WT_RENAMED;
	struct detour_uncommitted *out = data;

	(void)path;
	if (status & GIT_STATUS_CONFLICTED) {
		out->conflicted++;
		return 0;
	}
	out->staged += (status & staged) != 0;
	out->changed += (status & changed) != 0;
	out->untracked += (status & GIT_STATUS_WT_NEW) != 0;
	return 0;
}

static bool is_small(struct detour_repo *repo)
{
	git_index *index = NULL;
	bool small = !git_repository_index(&index, repo->git) &&
		     git_index_entrycount(index) <= DETOUR_UNCOMMITTED_LIMIT;

	git_index_free(index);
	return small;
}

void detour_repo_uncommitted(struct detour_repo *repo, struct detour_uncommitted *out)
{
	git_status_options options;
	const char *untracked = detour_repo_config(repo, "status.showuntrackedfiles");

	memset(out, 0, sizeof(*out));
	if (!repo->work_tree || !is_small(repo) ||
		git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION))
		return;
	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
	if (!untracked || strcmp(untracked, "no") != 0)
		options.flags |= GIT_STATUS_OPT_INCLUDE_UNTRACKED;
	out->known = !git_status_foreach_ext(repo->git, &options, count_file, out);
}
