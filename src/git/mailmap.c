/* Mailmap; see mailmap.h. Entries are sorted once, when the first commit asks; then a look-up is a
 * binary search, and the last answer is kept, since neighbours often have the same author. */
#include "mailmap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/arena.h"

struct entry {
	const char *old_email, *old_name; /* old_name NULL: whatever the name is */
	const char *new_name, *new_email; /* NULL: stays as it is */
	size_t line;
};

struct detour_mailmap {
	struct detour_arena arena;
	struct entry *entries;
	size_t count, capacity;
	bool sorted;
};

struct detour_mailmap *detour_mailmap_new(void)
{
	struct detour_mailmap *mailmap = detour_realloc(NULL, sizeof(*mailmap));

	memset(mailmap, 0, sizeof(*mailmap));
	return mailmap;
}

void detour_mailmap_free(struct detour_mailmap *mailmap)
{
	if (!mailmap)
		return;
	free(mailmap->entries);
	detour_arena_release(&mailmap->arena);
	free(mailmap);
}

/* "Name <email>" cut out of a line in place. Returns what follows it, or NULL where nothing does;
 * *email is NULL where there is none. */
static char *cut_person(char *text, char **name, char **email, bool may_be_empty)
{
	char *open = strchr(text, '<'), *close = open ? strchr(open + 1, '>') : NULL, *end;

	*name = *email = NULL;
	if (!close || (!may_be_empty && close == open + 1))
		return NULL;
	text += strspn(text, " \t\r\n");
	for (end = open; end > text && strchr(" \t\r\n", end[-1]); end--)
		;
	*end = '\0';
	*close = '\0';
	if (text < open && *text)
		*name = text;
	*email = open + 1;
	return close[1] ? close + 1 : NULL;
}

static void add_line(struct detour_mailmap *mailmap, char *line)
{
	char *name, *email, *old_name = NULL, *old_email = NULL, *rest;
	struct entry *entry;

	if (*line == '#')
		return;
	rest = cut_person(line, &name, &email, false);
	if (!email)
		return;
	if (rest)
		cut_person(rest, &old_name, &old_email, true);
	if (mailmap->count == mailmap->capacity) {
		mailmap->capacity = mailmap->capacity ? 2 * mailmap->capacity : 64;
		mailmap->entries = detour_realloc(
			mailmap->entries, mailmap->capacity * sizeof(*mailmap->entries));
	}
	entry = &mailmap->entries[mailmap->count++];
	entry->new_name = name;
	entry->new_email = old_email ? email : NULL;
	entry->old_email = old_email ? old_email : email;
	entry->old_name = old_name;
	entry->line = mailmap->count;
}

void detour_mailmap_add(struct detour_mailmap *mailmap, const char *text, size_t size)
{
	char *copy = detour_arena_strndup(&mailmap->arena, text, size), *end = copy + size;

	mailmap->sorted = false;
	while (copy < end) {
		char *next = memchr(copy, '\n', (size_t)(end - copy));

		next = next ? next : end;
		*next = '\0';
		add_line(mailmap, copy);
		copy = next + 1;
	}
}

/* By address; within one, those for every name first. */
static int compare_keys(const struct entry *a, const struct entry *b)
{
	int order = strcasecmp(a->old_email, b->old_email);

	if (order)
		return order;
	if (!a->old_name || !b->old_name)
		return (a->old_name != NULL) - (b->old_name != NULL);
	return strcasecmp(a->old_name, b->old_name);
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = compare_keys(a, b);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* One entry a key. A line for every name sets what it has and leaves the rest as an earlier one
 * set it; a line for one name replaces. */
static void merge(struct detour_mailmap *mailmap)
{
	size_t kept = 0;

	for (size_t i = 0; i < mailmap->count; i++) {
		struct entry *entry = &mailmap->entries[i], *last = NULL;

		if (kept && !compare_keys(&mailmap->entries[kept - 1], entry))
			last = &mailmap->entries[kept - 1];
		if (last && !entry->old_name && !entry->new_name)
			entry->new_name = last->new_name;
		if (last && !entry->old_name && !entry->new_email)
			entry->new_email = last->new_email;
		if (!last)
			kept++;
		mailmap->entries[kept - 1] = *entry;
	}
	mailmap->count = kept;
}

static const struct entry *find(
	const struct detour_mailmap *mailmap, const char *name, const char *email)
{
	size_t low = 0, high = mailmap->count;
	struct entry key = {.old_email = email, .old_name = name};

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_keys(&key, &mailmap->entries[middle]);

		if (!order)
			return &mailmap->entries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

void detour_mailmap_map(struct detour_mailmap *mailmap, const char **name, const char **email)
{
	const struct entry *entry;

	if (!mailmap->sorted && mailmap->count) {
		qsort(mailmap->entries, mailmap->count, sizeof(*mailmap->entries), compare_entries);
		merge(mailmap);
	}
	mailmap->sorted = true;
	entry = find(mailmap, *name, *email);
	if (!entry)
		entry = find(mailmap, NULL, *email);
	if (!entry)
		return;
	if (entry->new_name)
		*name = entry->new_name;
	if (entry->new_email)
		*email = entry->new_email;
}
