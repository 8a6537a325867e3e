/*
 * Configuration that git takes from the environment: GIT_CONFIG_COUNT with its keys and values,
 * then GIT_CONFIG_PARAMETERS, in which `git -c` passes what it was given, in two formats:
 *
 *   'key=value' 'key'                  git before 2.31
 *   'key'='value' 'key'=               since then
 *
 * What makes no sense ends the reading: git itself has died of it before any hook runs.
 */
#include "handle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_LIMIT = 10000 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One shell-quoted word, '…' with \' and \! between quotes, appended to `out`. Moves *at behind it.
 */
static bool unquote(const char **at, struct detour_buf *out)
{
	const char *text = *at;

	if (*text++ != '\'')
		return false;
	for (;;) {
		size_t size = strcspn(text, "'");

		if (!text[size])
			return false;
		detour_buf_add(out, text, size);
		text += size + 1;
		if (text[0] != '\\' || (text[1] != '\'' && text[1] != '!') || text[2] != '\'')
			break;
		detour_buf_addch(out, text[1]);
		text += 3;
	}
	*at = text;
	return true;
}

static void add(struct detour_repo *repo, struct detour_git_table *table, const char *key,
	const char *value, const char *origin)
{
	if (strchr(key, '.'))
		detour_git_table_add(repo, table, key, value, origin);
}

/* One entry of either format; false where it is of neither. */
static bool add_parameter(
	struct detour_repo *repo, struct detour_git_table *table, const char **text)
{
	static const char origin[] = "command line";
	struct detour_buf key = DETOUR_BUF_INIT, value = DETOUR_BUF_INIT;
	const char *at = *text;
	bool good = unquote(&at, &key);

	if (good && *at == '=' && at[1] == '\'') {
		at++;
		good = unquote(&at, &value) && (!*at || is_blank(*at));
		if (good)
			add(repo, table, key.ptr, value.ptr, origin);
	} else if (good && *at == '=') {
		at++;
		good = !*at || is_blank(*at);
		if (good)
			add(repo, table, key.ptr, NULL, origin);
	} else if (good && (!*at || is_blank(*at))) {
		char *equals = strchr(key.ptr, '=');

		if (equals)
			*equals = '\0';
		add(repo, table, key.ptr, equals ? equals + 1 : NULL, origin);
	} else {
		good = false;
	}
	*text = at;
	detour_buf_release(&key);
	detour_buf_release(&value);
	return good;
}

static void add_parameters(struct detour_repo *repo, struct detour_git_table *table)
{
	const char *at = detour_git_env(repo, "GIT_CONFIG_PARAMETERS");

	while (at && *at) {
		if (!add_parameter(repo, table, &at))
			return;
		while (is_blank(*at))
			at++;
	}
}

static void add_counted(struct detour_repo *repo, struct detour_git_table *table)
{
	const char *count = detour_git_env(repo, "GIT_CONFIG_COUNT"), *key, *value;
	char *end;
	unsigned long number;

	if (!count || *count < '0' || *count > '9')
		return;
	number = strtoul(count, &end, 10);
	if (*end || number > COUNT_LIMIT)
		return;
	for (unsigned long i = 0; i < number; i++) {
		char name[48];
		const char *origin;

		snprintf(name, sizeof(name), "GIT_CONFIG_VALUE_%lu", i);
		value = detour_git_env(repo, name);
		snprintf(name, sizeof(name), "GIT_CONFIG_KEY_%lu", i);
		key = detour_git_env(repo, name);
		if (!key || !value)
			return;
		origin = detour_arena_strdup(&repo->arena, name);
		add(repo, table, key, value, origin);
	}
}

void detour_git_table_add_env(struct detour_repo *repo, struct detour_git_table *table)
{
	add_counted(repo, table);
	add_parameters(repo, table);
}
