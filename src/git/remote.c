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

static const char *url_of(struct detour_repo *repo, const char *remote, const char *name)
{
	struct detour_buf key = DETOUR_BUF_INIT;
	struct named_value wanted = {NULL, NULL};

	detour_buf_addf(&key, "remote.%s.%s", remote, name);
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
	if (url_of(repo, "origin", "url"))
		return "origin";
	detour_repo_config_each(repo, "remote.", take_name, &only);
	return only.several ? NULL : only.name;
}

struct rewriting {
	const char *url;
	const char *name; /* ".insteadof" or ".pushinsteadof" */
	struct detour_arena *arena;
	const char *base; /* of the longest match so far */
	size_t matched;
};

static int take_rewrite(void *data, const char *key, const char *value, const char *origin)
{
	struct rewriting *rewriting = data;
	size_t size = strlen(key), prefix = strlen(value), name = strlen(rewriting->name);

	(void)origin;
	if (size < 5 + name || strcmp(key + size - name, rewriting->name) ||
		prefix <= rewriting->matched || strncmp(rewriting->url, value, prefix))
		return 0;
	rewriting->matched = prefix;
	rewriting->base = detour_arena_strndup(rewriting->arena, key + 4, size - 4 - name);
	return 0;
}

/* The longest match counts; NULL where there is none. */
static const char *rewritten(
	struct detour_repo *repo, struct detour_arena *arena, const char *url, const char *name)
{
	struct rewriting rewriting = {url, name, arena, NULL, 0};

	detour_repo_config_each(repo, "url.", take_rewrite, &rewriting);
	return rewriting.base
		       ? detour_arena_printf(arena, "%s%s", rewriting.base, url + rewriting.matched)
		       : NULL;
}

static const char *fetched_from(
	struct detour_repo *repo, struct detour_arena *arena, const char *url)
{
	const char *other = rewritten(repo, arena, url, ".insteadof");

	return other ? other : detour_arena_strdup(arena, url);
}

/* `branch.<name>.remote` may hold a URL instead of a name. */
static const char *configured_url(struct detour_repo *repo, const char *remote)
{
	const char *url = url_of(repo, remote, "url");

	return url || !strpbrk(remote, ":/") ? url : remote;
}

const char *detour_repo_remote_url(
	struct detour_repo *repo, struct detour_arena *arena, const char *remote)
{
	const char *url;

	if (!remote)
		remote = default_remote(repo, arena);
	url = remote ? configured_url(repo, remote) : NULL;
	return url ? fetched_from(repo, arena, url) : NULL;
}

static const char *push_remote(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *branch = detour_repo_branch(repo), *remote = NULL;

	if (branch)
		remote = detour_repo_config(
			repo, detour_arena_printf(arena, "branch.%s.pushremote", branch));
	if (!remote || !*remote)
		remote = detour_repo_config(repo, "remote.pushdefault");
	return remote && *remote && strcmp(remote, ".") ? remote : default_remote(repo, arena);
}

const char *detour_repo_push_url(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *remote = push_remote(repo, arena), *url, *other;

	if (!remote)
		return NULL;
	/* One that is meant for pushing alone is rewritten as any; pushInsteadOf is for the rest.
	 */
	url = url_of(repo, remote, "pushurl");
	if (url)
		return fetched_from(repo, arena, url);
	url = configured_url(repo, remote);
	if (!url)
		return NULL;
	other = rewritten(repo, arena, url, ".pushinsteadof");
	return other ? other : fetched_from(repo, arena, url);
}
