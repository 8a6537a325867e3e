/* Mailmap; see mailmap.h. Entries are found by a hash of their address: a hook asks for an author
 * or two, for which sorting would not pay. */
#include "mailmap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/arena.h"
#include "../base/text.h"

struct entry {
	const char *old_email, *old_name; /* old_name NULL: whatever the name is */
	const char *new_name, *new_email; /* NULL: stays as it is */
	size_t next;                      /* of those with the same hash, + 1; 0: it is the last */
};

struct detour_mailmap {
	struct detour_arena arena;
	struct entry *entries;
	size_t count, capacity;
	size_t *buckets;              /* entry + 1, or 0; a power of two of them */
	size_t bucket_count, chained; /* so many entries are in them */
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
	free(mailmap->buckets);
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
}

void detour_mailmap_add(struct detour_mailmap *mailmap, const char *text, size_t size)
{
	char *copy = detour_arena_strndup(&mailmap->arena, text, size), *end = copy + size;

	while (copy < end) {
		char *next = memchr(copy, '\n', (size_t)(end - copy));

		next = next ? next : end;
		*next = '\0';
		add_line(mailmap, copy);
		copy = next + 1;
	}
}

static size_t bucket_of(const struct detour_mailmap *mailmap, const char *email)
{
	uint64_t hash = DETOUR_HASH_START;

	for (; *email; email++) {
		unsigned c = (unsigned char)*email;

		hash = (hash ^ (c >= 'A' && c <= 'Z' ? c | 0x20U : c)) * UINT64_C(0x100000001b3);
	}
	return (size_t)(hash ^ hash >> 32) & (mailmap->bucket_count - 1);
}

/* Chains in the order of the lines. */
static void make_chains(struct detour_mailmap *mailmap)
{
	size_t size = 64;

	while (size < mailmap->count)
		size *= 2;
	mailmap->bucket_count = size;
	mailmap->buckets = detour_realloc(mailmap->buckets, size * sizeof(*mailmap->buckets));
	memset(mailmap->buckets, 0, size * sizeof(*mailmap->buckets));
	for (size_t i = mailmap->count; i-- > 0;) {
		size_t *bucket =
			&mailmap->buckets[bucket_of(mailmap, mailmap->entries[i].old_email)];

		mailmap->entries[i].next = *bucket;
		*bucket = i + 1;
	}
	mailmap->chained = mailmap->count;
}

/* A later line for every name sets what it has and leaves the rest as an earlier one set it; a line
 * for one name replaces, and counts before those. */
void detour_mailmap_map(struct detour_mailmap *mailmap, const char **name, const char **email)
{
	const struct entry *named = NULL;
	struct entry found = {.new_name = NULL};

	if (!mailmap->count)
		return;
	if (mailmap->chained != mailmap->count)
		make_chains(mailmap);
	for (size_t at = mailmap->buckets[bucket_of(mailmap, *email)]; at;) {
		const struct entry *entry = &mailmap->entries[at - 1];

		at = entry->next;
		if (strcasecmp(entry->old_email, *email))
			continue;
		if (entry->old_name) {
			if (!strcasecmp(entry->old_name, *name))
				named = entry;
			continue;
		}
		found.new_name = entry->new_name ? entry->new_name : found.new_name;
		found.new_email = entry->new_email ? entry->new_email : found.new_email;
	}
	found = named ? *named : found;
	*name = found.new_name ? found.new_name : *name;
	*email = found.new_email ? found.new_email : *email;
}
