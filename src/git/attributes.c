/* What .gitattributes say of a path; see repository.h. */
#include "handle.h"

static bool is_set(struct detour_repo *repo, const char *path, const char *name)
{
	unsigned flags = detour_repo_work_tree(repo) ? GIT_ATTR_CHECK_FILE_THEN_INDEX
						     : GIT_ATTR_CHECK_INCLUDE_HEAD;
	const char *value = NULL;

	if (git_attr_get(&value, repo->git, flags, path, name))
		return false;
	switch (git_attr_value(value)) {
	case GIT_ATTR_VALUE_TRUE:
		return true;
	case GIT_ATTR_VALUE_STRING:
		return value[0] == 't'; /* linguist-generated=true */
	default:
		return false;
	}
}

bool detour_repo_is_generated(struct detour_repo *repo, const char *path)
{
	return is_set(repo, path, "linguist-generated") || is_set(repo, path, "linguist-vendored");
}
