/*
 * What .gitattributes say of a path; see repository.h.
 *
 * Most repositories have none, and most folders none of their own: where none is on the way to a
 * file the library is not asked at all, and the folder that was looked at last is remembered. The
 * library would read the whole index too, for the case that a file of attributes is not in the work
 * tree: it gets an empty one.
 */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <git2/sys/repository.h>

#include "../base/text.h"
#include "handle.h"

enum { ANSWERS = 8192 };

static bool has_file(const struct detour_repo *repo, const char *folder, size_t size)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	bool found;

	detour_buf_addf(&path, "%s/%.*s%s.gitattributes", repo->work_tree, (int)size, folder,
		size ? "/" : "");
	found = !access(path.ptr, F_OK);
	detour_buf_release(&path);
	return found;
}

/* Those that hold everywhere: of the repository, or of the user. */
static bool has_common(struct detour_repo *repo)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	const char *config = detour_git_env_set(repo, "XDG_CONFIG_HOME");
	const char *home = detour_git_env_set(repo, "HOME");
	bool found;

	detour_buf_addf(&path, "%s/info/attributes", repo->common_dir);
	found = !access(path.ptr, F_OK) ||
		detour_git_table_last(&repo->config, "core.attributesfile", NULL);
	detour_buf_clear(&path);
	if (config)
		detour_buf_addf(&path, "%s/git/attributes", config);
	else if (home)
		detour_buf_addf(&path, "%s/.config/git/attributes", home);
	found = found || (path.size && !access(path.ptr, F_OK));
	detour_buf_release(&path);
	return found;
}

static bool look(struct detour_repo *repo, const char *path, size_t size)
{
	if (has_common(repo) || has_file(repo, "", 0))
		return true;
	for (size_t i = 1; i <= size; i++)
		if ((i == size || path[i] == '/') && has_file(repo, path, i))
			return true;
	return false;
}

/* May anything be said of the files in this path's folder? */
static bool may_be_told(struct detour_repo *repo, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t size = slash ? (size_t)(slash - path) : 0;

	if (!repo->work_tree)
		return true;
	if (repo->plain_folder && strlen(repo->plain_folder) == size &&
		!memcmp(repo->plain_folder, path, size))
		return false;
	if (look(repo, path, size))
		return true;
	if (size > repo->plain_room || !repo->plain_folder) {
		repo->plain_room = 2 * size + 64;
		repo->plain_folder = detour_arena_alloc(&repo->arena, repo->plain_room + 1);
	}
	memcpy(repo->plain_folder, path, size);
	repo->plain_folder[size] = '\0';
	return false;
}

static bool is_true(const char *value)
{
	switch (git_attr_value(value)) {
	case GIT_ATTR_VALUE_TRUE:
		return true;
	case GIT_ATTR_VALUE_STRING:
		return !strcasecmp(value, "true"); /* linguist-generated=true */
	default:
		return false;
	}
}

static void hide_index(struct detour_repo *repo)
{
	git_index *empty = NULL;

	if (!repo->index_hidden && !git_index_new(&empty))
		git_repository_set_index(repo->git, empty);
	git_index_free(empty);
	repo->index_hidden = true;
}

static bool ask(struct detour_repo *repo, const char *path)
{
	const char *names[] = {"linguist-generated", "linguist-vendored"},
		   *values[2] = {NULL, NULL};
	/* Without a work tree libgit2 reads the index, which is empty there, and HEAD's own. */
	unsigned flags = repo->work_tree ? GIT_ATTR_CHECK_FILE_THEN_INDEX
					 : GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_INCLUDE_HEAD;

	if (!may_be_told(repo, path))
		return false;
	if (repo->work_tree)
		hide_index(repo);
	if (git_attr_get_many(values, repo->git, flags, path, 2, names))
		return false;
	return is_true(values[0]) || is_true(values[1]);
}

/* A history changes the same files again and again, and the library looks for files each time. */
bool detour_repo_is_generated(struct detour_repo *repo, const char *path)
{
	uint64_t key = detour_hash(DETOUR_HASH_START, path, strlen(path)) | 1;
	uint64_t *slot;

	if (!repo->generated)
		repo->generated =
			detour_arena_array(&repo->arena, ANSWERS, sizeof(*repo->generated));
	slot = &repo->generated[key / 2 % ANSWERS];
	if ((*slot | 1) != key)
		*slot = ask(repo, path) ? key : key - 1;
	return *slot & 1;
}
