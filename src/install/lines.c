/* Finds lines that start us from somebody else's files; see lines.h. */
#include "lines.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/file.h"
#include "../base/text.h"
#include "../git/configuration.h"

#define FILE_LIMIT ((size_t)256 * 1024)

static bool is_comment(const char *line)
{
	line += strspn(line, " \t");
	return *line == '#' || detour_text_starts(line, "//");
}

/* A line that holds the word and is no comment. */
static bool has_line(const char *bytes, const char *word)
{
	for (const char *at = bytes; (at = strstr(at, word)) != NULL; at++) {
		const char *line = at;

		while (line > bytes && line[-1] != '\n')
			line--;
		if (!is_comment(line))
			return true;
	}
	return false;
}

static bool look(const char *path, const char *word, bool in_comments)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	bool found = false;

	if (!detour_file_read(path, FILE_LIMIT, 0, &bytes, NULL))
		found = in_comments ? strstr(bytes.ptr, word) != NULL : has_line(bytes.ptr, word);
	detour_buf_release(&bytes);
	return found;
}

bool detour_lines_mention(const char *path, const char *word)
{
	return look(path, word, true);
}

static bool starts(const char *path, const char *command)
{
	return look(path, command, false);
}

/* What managers call their settings, at the top of the work tree; `mark` tells their hooks. */
static const struct {
	const char *mark;
	const char *const *names;
} settings[] = {
	{"lefthook", (const char *const[]){"lefthook.yml", "lefthook.yaml", "lefthook.toml",
			     "lefthook.json", ".lefthook.yml", ".lefthook.yaml", ".lefthook.toml",
			     ".lefthook.json", ".config/lefthook.yml", ".config/lefthook.yaml",
			     ".config/lefthook.toml", ".config/lefthook.json", "lefthook-local.yml",
			     "lefthook-local.yaml", "lefthook-local.toml", "lefthook-local.json",
			     ".lefthook-local.yml", ".lefthook-local.yaml", NULL}},
	{"pre-commit", (const char *const[]){".pre-commit-config.yaml", NULL}},
};

/* Named as a repository, pre-commit's settings hold no more than the name. */
static const char *find_in_settings(struct detour_repo *repo, struct detour_arena *arena,
	const char *hook_path, const char *command, const char *name)
{
	const char *top = detour_repo_work_tree(repo);

	for (size_t i = 0; top && i < sizeof(settings) / sizeof(settings[0]); i++) {
		if (!detour_lines_mention(hook_path, settings[i].mark))
			continue;
		for (const char *const *file = settings[i].names; *file; file++) {
			const char *path = detour_arena_printf(arena, "%s/%s", top, *file);

			if (starts(path, command) || starts(path, name))
				return *file;
		}
	}
	return NULL;
}

/* The hooks that people write lie beside husky's own folder. */
static const char *find_in_husky(
	struct detour_arena *arena, const char *dir, const char *hook, const char *command)
{
	const char *path;

	if (!detour_text_ends(dir, "/.husky/_"))
		return NULL;
	path = detour_arena_printf(arena, "%.*s%s", (int)strlen(dir) - 1, dir, hook);
	return starts(path, command) ? detour_arena_printf(arena, ".husky/%s", hook) : NULL;
}

const char *detour_lines_configured(
	struct detour_repo *repo, struct detour_arena *arena, const char *hook)
{
	const char *key = detour_arena_printf(arena, "hook.git-detour-%s", hook), *origin = NULL;
	const char *event = detour_repo_config(repo, detour_arena_printf(arena, "%s.event", key));

	if (!event || strcmp(event, hook) != 0 ||
		!detour_repo_config_origin(
			repo, detour_arena_printf(arena, "%s.command", key), &origin))
		return NULL;
	return origin ? origin : "somewhere";
}

const char *detour_lines_find(
	struct detour_repo *repo, struct detour_arena *arena, const char *dir, const char *hook)
{
	const char *path = detour_arena_printf(arena, "%s/%s", dir, hook), *found;
	const char *command = detour_arena_printf(arena, "git-detour hook %s", hook);

	if (starts(path, command))
		return path;
	found = find_in_husky(arena, dir, hook, command);
	if (!found)
		found = find_in_settings(repo, arena, path, command,
			detour_arena_printf(arena, "git-detour-%s", hook));
	return found;
}

bool detour_lines_want_lfs(struct detour_repo *repo, struct detour_arena *arena)
{
	const char *top = detour_repo_work_tree(repo);

	return top && starts(detour_arena_printf(arena, "%s/.gitattributes", top), "filter=lfs");
}
