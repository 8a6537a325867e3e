/* Remotes: only where they are; nothing here ever talks to one. */
#include "handle.h"

#include <string.h>

#include "configuration.h"

struct named_value {
	const char *key;
	const char *first;
};

/* Fetching uses the first URL; an empty one forgets those before it. */
static int take_first(void *data, const char *key, const char *value, const char *origin)
{
	struct named_value *wanted = data;

	(void)origin;
	if (strcmp(key, wanted->key))
		return 0;
	if (!*value)
		wanted->first = NULL;
	else if (!wanted->first)
		wanted->first = value;
	return 0;
}

static const char *url_of(struct detour_repo *repo, const char *remote)
{
	struct detour_buf key = DETOUR_BUF_INIT;
	struct named_value wanted = {NULL, NULL};

	detour_buf_addf(&key, "remote.%s.url", remote);
	wanted.key = key.ptr;
	detour_repo_config_each(repo, key.ptr, take_first, &wanted);
	detour_buf_release(&key);
	return wanted.first;
}

struct only_remote {
	struct detour_arena *arena;
	const char *name;
	bool several;
};

static int take_name(void *data, const char *key, const char *value, const char *origin)
{
	struct only_remote *only = data;
	size_t size = strlen(key);

	(void)value;
	(void)origin;
	if (size < 12 || strcmp(key + size - 4, ".url"))
		return 0;
	if (!only->name)
		only->name = detour_arena_strndup(only->arena, key + 7, size - 11);
	else if (strlen(only->name) != size - 11 || memcmp(only->name, key + 7, size - 11))
		only->several = true;
	return 0;
}

static const char *default_remote(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *branch = detour_repo_branch(repo), *remote = NULL;
	struct only_remote only = {arena, NULL, false};

	if (branch)
		remote = detour_repo_config(
			repo, detour_arena_printf(arena, "branch.%s.remote", branch));
	if (remote && *remote && strcmp(remote, "."))
		return remote;
	if (url_of(repo, "origin"))
		return "origin";
	detour_repo_config_each(repo, "remote.", take_name, &only);
	return only.several ? NULL : only.name;
}

struct rewriting {
	const char *url;
	struct detour_arena *arena;
	const char *base; /* of the longest match so far */
	size_t matched;
};

static int take_instead_of(void *data, const char *key, const char *value, const char *origin)
{
	struct rewriting *rewriting = data;
	size_t size = strlen(key), prefix = strlen(value);

	(void)origin;
	if (size < 15 || strcmp(key + size - 10, ".insteadof") || prefix <= rewriting->matched ||
		strncmp(rewriting->url, value, prefix))
		return 0;
	rewriting->matched = prefix;
	rewriting->base = detour_arena_strndup(rewriting->arena, key + 4, size - 14);
	return 0;
}

const char *detour_repo_remote_url(
	struct detour_repo *repo, struct detour_arena *arena, const char *remote)
{
	struct rewriting rewriting = {NULL, arena, NULL, 0};

	if (!remote)
		remote = default_remote(repo, arena);
	if (!remote)
		return NULL;
	rewriting.url = url_of(repo, remote);
	/* `branch.<name>.remote` may hold a URL instead of a name. */
	if (!rewriting.url && strpbrk(remote, ":/"))
		rewriting.url = remote;
	if (!rewriting.url)
		return NULL;
	detour_repo_config_each(repo, "url.", take_instead_of, &rewriting);
	if (!rewriting.base)
		return detour_arena_strdup(arena, rewriting.url);
	return detour_arena_printf(
		arena, "%s%s", rewriting.base, rewriting.url + rewriting.matched);
}
