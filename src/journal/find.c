/* Finds the session that a person means; see store.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "store.h"

enum { NAMED_LIMIT = 5 };

struct candidates {
	const char *text;
	struct detour_place found[NAMED_LIMIT];
	size_t count; /* may be more than were kept */
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_path(const struct detour_journal *journal, const struct detour_journal_entry *entry,
	const char *text, const char *real)
{
	size_t root = strlen(journal->root);

	if (!strcmp(entry->path, text))
		return true;
	return real && !strncmp(real, journal->root, root) && real[root] == '/' &&
	       !strcmp(real + root + 1, entry->path);
}

/* "queue/sessions/2026-11-20-retry-queue.md" where that is not the whole path. */
static bool ends_in_path(const char *path, const char *text)
{
	size_t size = strlen(path), length = strlen(text);

	return size > length && path[size - length - 1] == '/' && strchr(text, '/') &&
	       !strcmp(path + size - length, text);
}

/* "2026-11-20-retry-queue.md", with or without its ending, or "retry-queue". */
static bool is_name(const struct detour_journal_entry *entry, const char *text)
{
	size_t size = strlen(text);

	return !strcmp(entry->name, text) || !strcmp(entry->topic, text) ||
	       ends_in_path(entry->path, text) ||
	       (!strncmp(entry->name, text, size) && !strcmp(entry->name + size, ".md"));
}

static bool is_part(const struct detour_journal_entry *entry, const char *text)
{
	return strstr(entry->name, text) != NULL;
}

static void add(struct candidates *candidates, struct detour_journal *journal, const char *path)
{
	if (candidates->count < NAMED_LIMIT)
		candidates->found[candidates->count] = (struct detour_place){journal, path};
	candidates->count++;
}

/* The name of the file; its path where others have the same name. */
static const char *told_apart(const struct candidates *candidates, size_t index)
{
	const char *path = candidates->found[index].path, *name = base_name(path);

	for (size_t i = 0; i < candidates->count && i < NAMED_LIMIT; i++)
		if (i != index && !strcmp(base_name(candidates->found[i].path), name))
			return path;
	return name;
}

static int choose(
	const struct candidates *candidates, struct detour_place *out, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *names = "", *text = detour_text_line(&arena, candidates->text, 60);
	int code = 0;

	if (candidates->count == 1) {
		*out = candidates->found[0];
	} else if (!candidates->count && !strcmp(text, "last")) {
		code = detour_error_set(
			err, DETOUR_ENOTFOUND, "cannot find the last session: there is none yet");
	} else if (!candidates->count) {
		code = detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot find session '%s': see git detour list", text);
	} else {
		for (size_t i = 0; i < candidates->count && i < NAMED_LIMIT; i++)
			names = detour_arena_printf(&arena, "%s%s%s", names, i ? ", " : "",
				detour_text_line(&arena, told_apart(candidates, i), 0));
		code = detour_error_set(err, DETOUR_EINVALID,
			"cannot tell which session '%s' is: %s%s", text, names,
			candidates->count > NAMED_LIMIT ? ", and others" : "");
	}
	detour_arena_release(&arena);
	return code;
}

/* Each way to mean one counts only where the way before it found none. */
enum way { BY_PATH, BY_NAME, BY_PART, WAYS };

static bool is_meant(enum way way, const struct detour_journal *journal,
	const struct detour_journal_entry *entry, const char *text, const char *real)
{
	if (way == BY_PATH)
		return is_path(journal, entry, text, real);
	return way == BY_NAME ? is_name(entry, text) : is_part(entry, text);
}

int detour_journal_find(struct detour_journal *journals, size_t count, const char *text,
	struct detour_place *out, struct detour_error *err)
{
	struct candidates candidates = {.text = text};
	struct detour_journal_entry **entries;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	bool last = !strcmp(text, "last");
	char *real = *text ? realpath(text, NULL) : NULL;
	const struct detour_journal_entry *newest = NULL;
	size_t *counts;
	int code;

	entries = detour_arena_array(&arena, count, sizeof(*entries));
	counts = detour_arena_array(&arena, count, sizeof(*counts));
	for (size_t i = 0; i < count; i++) {
		detour_journal_list(&journals[i], &entries[i], &counts[i], NULL);
		if (!last || !counts[i] || (newest && strcmp(newest->day, entries[i][0].day) >= 0))
			continue;
		newest = &entries[i][0];
		*out = (struct detour_place){&journals[i], newest->path};
	}
	for (int way = 0; *text && !last && way < WAYS && !candidates.count; way++)
		for (size_t i = 0; i < count; i++)
			for (size_t j = 0; j < counts[i]; j++)
				if (is_meant((enum way)way, &journals[i], &entries[i][j], text,
					    real))
					add(&candidates, &journals[i], entries[i][j].path);
	code = newest ? 0 : choose(&candidates, out, err);
	free(real);
	detour_arena_release(&arena);
	return code;
}
