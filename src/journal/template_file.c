/* Finds the template of a journal's folder; see folders.h. */
#include <dirent.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "folders.h"
#include "name.h"

#define LOOK_LIMIT 200000 /* entries of a folder that a template is looked for among */

/* Does the word stand in the text, in capitals or not? */
static bool holds(const char *text, const char *word)
{
	size_t size = strlen(word);

	for (; *text; text++)
		if (!strncasecmp(text, word, size))
			return true;
	return false;
}

/* "template.md", "_template.md", "session-template.md": the word alone, or at one end. */
static bool is_called_template(const char *name)
{
	static const char word[] = "template";
	size_t size, length = sizeof(word) - 1;

	if (!detour_name_is_markdown(name, &size))
		return false;
	name += *name == '_';
	size = strcspn(name, ".");
	return size >= length && ((!strncasecmp(name, word, length) &&
					  (size == length || strchr("-_", name[length]))) ||
					 (!strncasecmp(name + size - length, word, length) &&
						 strchr("-_", name[size - length - 1])));
}

/* "YYYY-MM-DD-TEMPLATE-session.md", "TEMPLATE.md", "YYYY-MM-DD-SESSION.template.md". Asked for each
 * name of a folder of ten thousand, where a hook waits: what is told by few bytes comes first. */
static bool is_template_name(const char *name)
{
	static const char lower[] = ".template.md", upper[] = "TEMPLATE";
	const size_t length = sizeof(lower) - 1;
	size_t size = strlen(name);
	const char *capital;

	if (size < 3 || name[0] == '.' || memcmp(name + size - 3, ".md", 3) != 0)
		return false;
	if (size >= length && name[size - 4] == 'e' && !memcmp(name + size - length, lower, length))
		return true;
	capital = memchr(name, 'T', size);
	if (capital && strstr(capital, upper))
		return true;
	return (name[0] < '0' || name[0] > '9') && is_called_template(name);
}

bool detour_folders_is_template(const char *name, const char *best)
{
	/* The first by name, so that every clone takes the same. */
	return is_template_name(name) && (!best || strcmp(name, best) < 0);
}

enum kind { ANY_TEMPLATE, OF_SESSIONS, IN_TEMPLATES };

static bool fits(enum kind kind, const char *name)
{
	if (kind != ANY_TEMPLATE && !holds(name, "session"))
		return false;
	return is_template_name(name) ||
	       (kind == IN_TEMPLATES && name[0] != '.' && detour_text_ends(name, ".md"));
}

static char *find_in(struct detour_arena *arena, const char *root, const char *dir, enum kind kind)
{
	const char *slash = *dir ? "/" : "";
	DIR *handle = opendir(detour_arena_printf(arena, "%s%s%s", root, slash, dir));
	struct dirent *entry;
	char *best = NULL;

	for (int i = 0; handle && i < LOOK_LIMIT && (entry = readdir(handle)); i++)
		if (fits(kind, entry->d_name) && (!best || strcmp(entry->d_name, best) < 0))
			best = detour_arena_strdup(arena, entry->d_name);
	if (handle)
		closedir(handle);
	return best ? detour_arena_printf(arena, "%s%s%s", dir, slash, best) : NULL;
}

/* In "TEMPLATES" beside the projects, say. */
static char *find_above(struct detour_arena *arena, const char *root, const char *dir)
{
	static const char *const folders[] = {"TEMPLATES", "templates", "_templates", "Templates"};
	const char *slash = *dir ? "/" : "";
	char *found = NULL;

	for (size_t i = 0; !found && i < sizeof(folders) / sizeof(folders[0]); i++)
		found = find_in(arena, root,
			detour_arena_printf(arena, "%s%s%s", dir, slash, folders[i]), IN_TEMPLATES);
	return found ? found : find_in(arena, root, dir, OF_SESSIONS);
}

char *detour_folders_template(struct detour_arena *arena, const char *root, const char *dir)
{
	return find_in(arena, root, dir, ANY_TEMPLATE);
}

char *detour_folders_template_above(struct detour_arena *arena, const char *root, const char *dir)
{
	char *above = detour_arena_strdup(arena, dir), *found = NULL, *slash;

	while (!found && *above) {
		slash = strrchr(above, '/');
		*(slash ? slash : above) = '\0';
		found = find_above(arena, root, above);
	}
	return found;
}
