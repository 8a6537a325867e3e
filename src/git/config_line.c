/* In which line of a configuration file a value stands, which libgit2 does not tell; see
 * configuration.h. Only for messages: where the file is written in a way that this does not
 * understand, they name the file alone. */
#include <ctype.h>
#include <string.h>

#include "../base/file.h"
#include "configuration.h"

#define FILE_LIMIT ((size_t)1024 * 1024)

struct search {
	struct detour_arena arena;
	const char *key, *value;
	char *section; /* "detour.prompt" */
	int same_key, same_value;
};

static char *lowered(struct detour_arena *arena, const char *text, size_t size)
{
	char *copy = detour_arena_strndup(arena, text, size);

	for (char *at = copy; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

/* `[detour "prompt"]`, or `[detour.prompt]` as it was once written; what stands behind it. */
static const char *enter_section(struct search *search, const char *text)
{
	size_t name = strcspn(text + 1, " \t\"]");
	const char *quote = text + 1 + name + strspn(text + 1 + name, " \t");
	size_t part = *quote == '"' ? strcspn(quote + 1, "\"") : 0;

	search->section = lowered(&search->arena, text + 1, name);
	if (part)
		search->section = detour_arena_printf(
			&search->arena, "%s.%.*s", search->section, (int)part, quote + 1);
	text = strchr(quote + part, ']');
	return text ? text + 1 : "";
}

static void look_at(struct search *search, const char *text, int line)
{
	size_t name;

	text += strspn(text, " \t\r");
	if (*text == '[') {
		text = enter_section(search, text);
		text += strspn(text, " \t\r");
	}
	name = strcspn(text, " \t\r=");
	if (!name || strchr("#;", *text) || !search->section ||
		strcmp(detour_arena_printf(&search->arena, "%s.%s", search->section,
			       lowered(&search->arena, text, name)),
			search->key) != 0)
		return;
	search->same_key = line;
	if (strstr(text + name, search->value))
		search->same_value = line;
}

int detour_repo_config_line(const char *path, const char *key, const char *value)
{
	struct search search = {.arena = DETOUR_ARENA_INIT, .key = key, .value = value};
	struct detour_buf bytes = DETOUR_BUF_INIT;
	int line = 0;

	if (!detour_file_read(path, FILE_LIMIT, DETOUR_FILE_FOLLOW, &bytes, NULL))
		for (char *at = bytes.ptr, *end; at; at = end) {
			end = strchr(at, '\n');
			if (end)
				*end++ = '\0';
			look_at(&search, at, ++line);
		}
	detour_buf_release(&bytes);
	detour_arena_release(&search.arena);
	return search.same_value ? search.same_value : search.same_key;
}
