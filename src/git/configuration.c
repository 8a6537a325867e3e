/* git's configuration as one table; see configuration.h. It is filled by config_files.c, from
 * files, and config_env.c, from the environment. */
#include "configuration.h"

#include <string.h>

#include "handle.h"

/* Section and last part do not distinguish case, a part in the middle does. */
static void normalise(char *key)
{
	char *first = strchr(key, '.'), *last = strrchr(key, '.');

	for (char *at = key; *at; at++)
		if ((!first || at < first || at > last) && *at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
}

void detour_git_table_add(struct detour_repo *repo, struct detour_git_table *table, const char *key,
	const char *value, const char *origin)
{
	struct detour_git_entry *entry;
	char *name = detour_arena_strdup(&repo->arena, key);

	normalise(name);
	if (table->count == table->capacity) {
		table->capacity = table->capacity ? 2 * table->capacity : 64;
		table->entries =
			detour_realloc(table->entries, table->capacity * sizeof(*table->entries));
	}
	entry = &table->entries[table->count++];
	entry->key = name;
	entry->value = value ? detour_arena_strdup(&repo->arena, value) : "true";
	entry->origin = origin;
}

const char *detour_git_table_last(
	const struct detour_git_table *table, const char *key, const char **origin)
{
	for (size_t i = table->count; i-- > 0;)
		if (!strcmp(table->entries[i].key, key)) {
			if (origin)
				*origin = table->entries[i].origin;
			return table->entries[i].value;
		}
	if (origin)
		*origin = NULL;
	return NULL;
}

const char *detour_repo_config_origin(
	struct detour_repo *repo, const char *key, const char **origin)
{
	char name[512];

	if (origin)
		*origin = NULL;
	if (strlen(key) >= sizeof(name))
		return NULL;
	strcpy(name, key);
	normalise(name);
	return detour_git_table_last(&repo->config, name, origin);
}

const char *detour_repo_config(struct detour_repo *repo, const char *key)
{
	return detour_repo_config_origin(repo, key, NULL);
}

bool detour_repo_config_bool(struct detour_repo *repo, const char *key, bool fallback)
{
	const char *value = detour_repo_config(repo, key);
	int answer = 0;

	if (!value || git_config_parse_bool(&answer, value))
		return fallback;
	return answer != 0;
}

const char *detour_git_expand(
	const struct detour_repo *repo, struct detour_arena *arena, const char *value)
{
	const char *home = detour_git_env(repo, "HOME");

	/* "~name/" would ask the system's list of users, which a static program had better not. */
	if (value[0] != '~' || (value[1] && value[1] != '/') || !home)
		return detour_arena_strdup(arena, value);
	return detour_arena_printf(arena, "%s%s", home, value + 1);
}

const char *detour_repo_expand(
	struct detour_repo *repo, struct detour_arena *arena, const char *value)
{
	return detour_git_expand(repo, arena, value);
}

const char *detour_repo_config_path(
	struct detour_repo *repo, struct detour_arena *arena, const char *key)
{
	const char *value = detour_repo_config(repo, key);

	return value ? detour_git_expand(repo, arena, value) : NULL;
}

int detour_repo_config_each(
	struct detour_repo *repo, const char *prefix, detour_config_fn each, void *data)
{
	size_t size = strlen(prefix);
	int answer = 0;

	for (size_t i = 0; !answer && i < repo->config.count; i++) {
		const struct detour_git_entry *entry = &repo->config.entries[i];

		if (!strncmp(entry->key, prefix, size))
			answer = each(data, entry->key, entry->value, entry->origin);
	}
	return answer;
}

int detour_repo_set_config(
	struct detour_repo *repo, const char *key, const char *value, struct detour_error *err)
{
	const char *path = detour_arena_printf(&repo->arena, "%s/config", repo->common_dir);
	git_config *config = NULL;
	int code = git_config_open_ondisk(&config, path);

	if (!code)
		code = git_config_set_string(config, key, value);
	if (code)
		code = detour_git_fail(err, code, "cannot set '%s' in '%s'", key, path);
	git_config_free(config);
	return code;
}
