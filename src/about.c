/* What sessions are about; see about.h. */
#include "about.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "git/standing.h"

bool detour_about_is_below(const char *path, const char *folder)
{
	size_t size = strlen(folder);

	return !strncmp(path, folder, size) && (!size || !path[size] || path[size] == '/');
}

static bool is_path_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '/' || (c & 0x80);
}

static bool is_telling(const char *path)
{
	return strchr(path, '/') || strchr(path, '.');
}

bool detour_about_names(const char *text, const char *path)
{
	size_t size = strlen(path);

	for (const char *at = text; size && (at = strstr(at, path)) != NULL; at += size)
		if ((at == text || !is_path_byte(at[-1])) &&
			(at[size] == '/' || (is_telling(path) && !is_path_byte(at[size]))))
			return true;
	return false;
}

bool detour_about_links(
	struct detour_repo *repo, const struct detour_session *session, const char *path)
{
	for (size_t i = 0; i < session->link_count; i++) {
		const char *hex = session->links[i].hex;
		struct detour_oid oid;

		if (!detour_repo_resolve_hex(repo, hex, strlen(hex), &oid) &&
			detour_repo_touches(repo, &oid, path))
			return true;
	}
	return false;
}

/* ---- projects */

static char *folder_of(struct detour_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? detour_arena_strndup(arena, path, (size_t)(slash - path)) : NULL;
}

const char *detour_about_project(struct detour_arena *arena, const char *path)
{
	const char *folder = folder_of(arena, path), *slash;

	if (!folder)
		return NULL;
	slash = strrchr(folder, '/');
	if (!strcmp(slash ? slash + 1 : folder, "sessions"))
		folder = folder_of(arena, folder);
	/* docs/ and docs/plans/ are of the whole. */
	slash = folder ? strrchr(folder, '/') : NULL;
	return slash && strchr(folder, '/') && strcmp(slash, "/plans") != 0 ? folder : NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* ---- paths */

/* "skills/grapevine" of "plugins/toolbox/skills/grapevine"; NULL where that is all of it. */
static const char *suffix_of(const char *path)
{
	const char *at = path + strlen(path);
	size_t slashes = 0;

	while (at > path && !(at[-1] == '/' && ++slashes == 2))
		at--;
	return slashes == 2 ? at : NULL;
}

static bool is_called(struct detour_arena *arena, const struct detour_shelf_item *item,
	const struct detour_session *session, const char *path)
{
	const char *word = detour_about_word(arena, path);
	const char *project = detour_about_project(arena, item->path);

	return word &&
	       (detour_about_count(item->topic, word) || detour_about_count(session->title, word) ||
		       (project && detour_about_count(base_name(project), word)));
}

enum detour_about detour_about_path(struct detour_workspace *workspace,
	const struct detour_shelf_item *item, const struct detour_session *session,
	const char *text, const char *path)
{
	const char *suffix = suffix_of(path);

	if (detour_about_is_below(item->path, path))
		return DETOUR_ABOUT_PLACE;
	if (detour_about_links(workspace->repo, session, path))
		return DETOUR_ABOUT_LINKS;
	if (detour_about_names(text, path) || (suffix && detour_about_names(text, suffix)))
		return DETOUR_ABOUT_NAMES;
	return is_called(&workspace->arena, item, session, path) ? DETOUR_ABOUT_TITLE
								 : DETOUR_ABOUT_NOT;
}

/* ---- words */

enum { SHORT_WORD = 4 };

static bool is_common(const char *word)
{
	static const char *const common[] = {"app", "apps", "assets", "base", "build", "changelog",
		"common", "component", "components", "config", "core", "data", "docs", "file",
		"files", "helper", "helpers", "hooks", "index", "init", "include", "internal",
		"licence", "license", "main", "makefile", "model", "models", "modules", "package",
		"packages", "page", "pages", "plan", "plugin", "plugins", "project", "projects",
		"public", "readme", "scripts", "server", "service", "services", "sessions",
		"settings", "shared", "skill", "skills", "source", "static", "styles", "template",
		"templates", "test", "tests", "tools", "types", "util", "utils", "version", "views",
		"work"};

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (!strcasecmp(word, common[i]))
			return true;
	return false;
}

const char *detour_about_word(struct detour_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t size;
	char *word;

	name += strspn(name, "._");
	size = strcspn(name, ".");
	if (size < SHORT_WORD)
		return NULL;
	word = detour_arena_strndup(arena, name, size);
	return is_common(word) ? NULL : word;
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80);
}

static bool is_joint(char c)
{
	return c == '-' || c == '_' || c == ' ';
}

/* The bytes of the text that spell the word at its start; 0: others do. */
static size_t spells(const char *text, const char *word)
{
	size_t at = 0;

	for (; word[at]; at++)
		if (tolower((unsigned char)text[at]) != tolower((unsigned char)word[at]) &&
			!(is_joint(text[at]) && is_joint(word[at])))
			return 0;
	return at;
}

size_t detour_about_count(const char *text, const char *word)
{
	size_t count = 0;

	for (const char *at = text; *at; at++) {
		size_t size = at > text && is_letter(at[-1]) ? 0 : spells(at, word);

		/* "queues" too. */
		if (size && at[size] == 's')
			size++;
		if (!size || is_letter(at[size]))
			continue;
		count++;
		at += size - 1;
	}
	return count;
}
