/* Who the user is, and who everybody else is: mailmap files and the user's own addresses. */
#include "handle.h"

#include <string.h>
#include <strings.h>

#include "../base/file.h"
#include "configuration.h"
#include "mailmap.h"

enum { MAILMAP_LIMIT = 8 * 1024 * 1024 };

static void add_text(struct detour_repo *repo, const char *text, size_t size)
{
	if (!repo->mailmap)
		repo->mailmap = detour_mailmap_new();
	detour_mailmap_add(repo->mailmap, text, size);
}

static void add_file(struct detour_repo *repo, const char *path, int flags)
{
	struct detour_buf text = DETOUR_BUF_INIT;

	if (!detour_file_read(path, MAILMAP_LIMIT, flags, &text, NULL) && text.size)
		add_text(repo, text.ptr, text.size);
	detour_buf_release(&text);
}

/* "HEAD:.mailmap" and the like: a commit and a path in it, or a blob's own name. */
static void add_blob(struct detour_repo *repo, const char *name)
{
	git_object *object = NULL, *blob = NULL;

	if (!git_revparse_single(&object, repo->git, name) &&
		!git_object_peel(&blob, object, GIT_OBJECT_BLOB)) {
		git_object_size_t size = git_blob_rawsize((git_blob *)blob);

		if (size && size <= MAILMAP_LIMIT)
			add_text(repo, git_blob_rawcontent((git_blob *)blob), (size_t)size);
	}
	git_object_free(blob);
	git_object_free(object);
}

static void add_head(struct detour_repo *repo)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_oid head;
	const char *bytes;
	size_t size;

	if (!detour_repo_head(repo, &head, NULL) &&
		!detour_repo_read_blob(
			repo, &head, ".mailmap", MAILMAP_LIMIT, &arena, &bytes, &size, NULL))
		add_text(repo, bytes, size);
	detour_arena_release(&arena);
}

static void load_mailmap(struct detour_repo *repo)
{
	const char *blob = detour_repo_config(repo, "mailmap.blob");
	const char *file = detour_repo_config_path(repo, &repo->arena, "mailmap.file");
	const char *top = repo->work_tree;

	repo->mailmap_tried = true;
	if (top)
		add_file(repo, detour_arena_printf(&repo->arena, "%s/.mailmap", top), 0);
	if (blob)
		add_blob(repo, blob);
	else if (!top)
		add_head(repo);
	if (file && *file != '/' && top)
		file = detour_arena_printf(&repo->arena, "%s/%s", top, file);
	if (file)
		add_file(repo, file, DETOUR_FILE_FOLLOW);
}

void detour_git_map_user(struct detour_repo *repo, const char **name, const char **email)
{
	if (!repo->mailmap_tried)
		load_mailmap(repo);
	if (repo->mailmap)
		detour_mailmap_map(repo->mailmap, name, email);
}

static void add_address(struct detour_repo *repo, const char *email)
{
	const char *name = detour_repo_config(repo, "user.name"), *mapped = email;

	if (!email || !*email)
		return;
	name = name ? name : "";
	repo->own_addresses[repo->own_address_count++] = email;
	detour_git_map_user(repo, &name, &mapped);
	if (mapped != email)
		repo->own_addresses[repo->own_address_count++] = mapped;
}

static void load_addresses(struct detour_repo *repo)
{
	static const char *const keys[] = {"user.email", "author.email", "committer.email"};
	static const char *const names[] = {"GIT_COMMITTER_EMAIL", "EMAIL"};

	repo->own_addresses_tried = true;
	repo->own_addresses = detour_arena_array(&repo->arena, 10, sizeof(char *));
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		add_address(repo, detour_repo_config(repo, keys[i]));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		add_address(repo, detour_git_env(repo, names[i]));
}

static bool is_own(const struct detour_repo *repo, const char *email)
{
	for (size_t i = 0; i < repo->own_address_count; i++)
		if (!strcasecmp(repo->own_addresses[i], email))
			return true;
	return false;
}

bool detour_repo_is_me(struct detour_repo *repo, const char *email)
{
	const char *name = "", *mapped = email;

	if (!email || !*email)
		return false;
	if (!repo->own_addresses_tried)
		load_addresses(repo);
	if (is_own(repo, email))
		return true;
	detour_git_map_user(repo, &name, &mapped);
	return mapped != email && is_own(repo, mapped);
}
