/* Matches folders against the patterns of journal.dir, part by part; see globs.h. */
#include "globs.h"

#include <fnmatch.h>
#include <string.h>

#include "../base/text.h"
#include "name.h"

enum { PART_LIMIT = 255 };

static const char auto_dirs[] = "docs/sessions, sessions, doc/sessions, docs/projects/**/sessions";

const char *detour_globs_of(const char *setting)
{
	return !setting || !setting[0] || strcmp(setting, "auto") == 0 ? auto_dirs : setting;
}

bool detour_glob_has_wildcard(const char *text)
{
	return strpbrk(text, "*?[") != NULL;
}

bool detour_glob_is_walked(const char *name)
{
	return name[0] != '.' && strcmp(name, "node_modules") != 0;
}

/* What is left to match; `end` is where the pattern ends. */
struct rest {
	const char *pattern, *end, *path;
};

static size_t part_size(const char *text, const char *end)
{
	const char *slash = memchr(text, '/', (size_t)(end - text));

	return (size_t)((slash ? slash : end) - text);
}

static const char *after(const char *text, size_t size, const char *end)
{
	text += size;
	return text < end && *text == '/' ? text + 1 : text;
}

static bool same_part(const char *pattern, size_t pattern_size, const char *name, size_t size)
{
	char glob[PART_LIMIT + 1], part[PART_LIMIT + 1];

	if (pattern_size > PART_LIMIT || size > PART_LIMIT)
		return false;
	memcpy(glob, pattern, pattern_size);
	memcpy(part, name, size);
	glob[pattern_size] = part[size] = '\0';
	if (!detour_glob_has_wildcard(glob))
		return strcmp(glob, part) == 0;
	return detour_glob_is_walked(part) && fnmatch(glob, part, FNM_PERIOD) == 0;
}

static bool walked_part(const char *name, size_t size)
{
	return same_part("*", 1, name, size);
}

/* "2026/03", "archive": a journal sorted into folders is one journal. */
static bool is_filing(const char *path)
{
	while (*path) {
		size_t size = strcspn(path, "/");

		if (!detour_name_is_filing(path, size))
			return false;
		path += size + (path[size] == '/');
	}
	return true;
}

/* With `holds`, a path that ends before the pattern does is enough. `depth`: folders that the "**"
 * at the start of the pattern stood for already. Bounded: a "**" takes six parts at the most, and
 * settings are shorter than a few hundred bytes. */
static bool match(struct rest rest, bool holds, int depth)
{
	const char *path_end = rest.path + strlen(rest.path);
	size_t pattern_size = part_size(rest.pattern, rest.end);
	size_t size = part_size(rest.path, path_end);
	struct rest next = {rest.pattern, rest.end, after(rest.path, size, path_end)};

	if (!size)
		return holds || rest.pattern == rest.end;
	if (rest.pattern == rest.end)
		return is_filing(rest.path);
	if (pattern_size == 2 && memcmp(rest.pattern, "**", 2) == 0) {
		struct rest without = {after(rest.pattern, 2, rest.end), rest.end, rest.path};

		return match(without, holds, 0) ||
		       (depth < DETOUR_GLOB_DEPTH && walked_part(rest.path, size) &&
			       match(next, holds, depth + 1));
	}
	next.pattern = after(rest.pattern, pattern_size, rest.end);
	return same_part(rest.pattern, pattern_size, rest.path, size) && match(next, holds, 0);
}

static bool match_any(const char *globs, const char *dir, bool holds)
{
	while (*globs) {
		size_t size = strcspn(globs, ","), trimmed = size;
		const char *text = detour_text_trim(globs, &trimmed);

		while (trimmed && text[trimmed - 1] == '/')
			trimmed--;
		if (trimmed && match((struct rest){text, text + trimmed, dir}, holds, 0))
			return true;
		globs += size + (globs[size] == ',');
	}
	return false;
}

bool detour_globs_match(const char *globs, const char *dir)
{
	return match_any(globs, dir, false);
}

bool detour_globs_may_hold(const char *globs, const char *dir)
{
	return match_any(globs, dir, true);
}
