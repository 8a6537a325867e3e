/*
 * git's own configuration as git sees it, including what libgit2 leaves out: `git -c`
 * (GIT_CONFIG_PARAMETERS in both of its formats), GIT_CONFIG_COUNT, GIT_CONFIG_GLOBAL,
 * GIT_CONFIG_SYSTEM, GIT_CONFIG_NOSYSTEM, and the work tree's own file.
 *
 * Read when first asked for, kept with the repository. Later sources win.
 */
#ifndef DETOUR_GIT_CONFIGURATION_H
#define DETOUR_GIT_CONFIGURATION_H

#include "repository.h"

/* The last value of a key ("user.email", "url.<base>.insteadof"), or NULL. A key without "=" is
 * "true". Lasts as long as the repository. */
const char *detour_repo_config(struct detour_repo *repo, const char *key);
/* The same, and where it came from: a path, "command line", "GIT_CONFIG_KEY_0"; NULL if unknown. */
const char *detour_repo_config_origin(
	struct detour_repo *repo, const char *key, const char **origin);
/* The line of the file in which a key (all in lower case) has this value, or has any; 0 where that
 * cannot be told. For messages. */
int detour_repo_config_line(const char *path, const char *key, const char *value);
/* Sets a key in the repository's own file, as `git config` does. What was read before stays. */
int detour_repo_set_config(
	struct detour_repo *repo, const char *key, const char *value, struct detour_error *err);
/* As git reads a boolean; `fallback` where unset or senseless. */
bool detour_repo_config_bool(struct detour_repo *repo, const char *key, bool fallback);
/* As git reads a path: "~/" expanded. In the arena; detour_repo_config_path is NULL where unset. */
const char *detour_repo_expand(
	struct detour_repo *repo, struct detour_arena *arena, const char *value);
const char *detour_repo_config_path(
	struct detour_repo *repo, struct detour_arena *arena, const char *key);

/* Each value whose key starts with `prefix` (lower case), in order of rising priority. Stops where
 * `each` returns other than 0, and returns that. */
typedef int (*detour_config_fn)(void *data, const char *key, const char *value, const char *origin);
int detour_repo_config_each(
	struct detour_repo *repo, const char *prefix, detour_config_fn each, void *data);

/* Is this address the user's own? user.email, author.email, committer.email, and what
 * GIT_COMMITTER_EMAIL and EMAIL say; compared after mailmap, without regard to case. */
bool detour_repo_is_me(struct detour_repo *repo, const char *email);

/* Where hooks of this repository live, as `git rev-parse --git-path hooks` tells it (absolute), and
 * whether core.hooksPath says so. */
const char *detour_repo_hooks_dir(struct detour_repo *repo, const char **hooks_path_setting);

/* The URL that a fetch from the named remote would use (NULL: the upstream's remote, else origin,
 * else the only one), after url.<base>.insteadOf; NULL where there is none. In the arena. */
const char *detour_repo_remote_url(
	struct detour_repo *repo, struct detour_arena *arena, const char *remote);
/* The first URL that `git push` would use on this branch: branch.<name>.pushRemote, else
 * remote.pushDefault, else the remote as above; its pushurl, and url.<base>.pushInsteadOf. */
const char *detour_repo_push_url(struct detour_repo *repo, struct detour_arena *arena);

#endif
