/*
 * What `git rebase --autosquash` would do with a list of commits; see autosquash.h.
 *
 * git's rules, from its source and held to it by a test against real rebases:
 *
 * - A subject that starts with one of the three prefixes is stripped of all that follow each other,
 *   with the white space between and behind them. What is left names the target.
 * - The target is an earlier commit: the first whose whole subject is that text; else, where the
 *   text holds no space, the one that it names as a revision; else the first whose subject starts
 *   with it. Only the last rule can find a commit that is itself folded away.
 * - A commit that finds no target stays, and can be a target.
 *
 * git keeps a table of the subjects that stay. Here one sorted list answers both questions about
 * subjects: a name never starts with a prefix itself, so a commit of just that subject always
 * stays. A tree of smallest indices over the list keeps a history full of such commits from costing
 * a square of its length.
 */
#include "autosquash.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

/* As git's isspace: these four and nothing else, in any locale. */
static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *after_prefix(const char *subject)
{
	static const char *const prefixes[] = {"fixup! ", "amend! ", "squash! "};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (detour_text_starts(subject, prefixes[i]))
			return subject + strlen(prefixes[i]);
	return NULL;
}

const char *detour_autosquash_rest(const char *subject)
{
	const char *rest = NULL;

	for (const char *next = after_prefix(subject); next; next = after_prefix(rest)) {
		rest = next;
		while (is_space(*rest))
			rest++;
	}
	return rest;
}

struct entry {
	const char *subject;
	long index;
};

/* The subjects in order of their bytes, the oldest first among equal ones. */
struct sorted {
	struct entry *entries;
	size_t count;
	long *smallest; /* [count + i] is entries[i].index, [i] the smaller of [2i] and [2i + 1] */
};

static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->subject, y->subject);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static long smaller(long a, long b)
{
	return a < b ? a : b;
}

static void sort(
	struct sorted *sorted, const struct detour_autosquash *list, struct detour_arena *arena)
{
	sorted->entries = detour_arena_array(arena, list->count, sizeof(*sorted->entries));
	for (size_t i = 0; i < list->count; i++)
		if (list->subjects[i])
			sorted->entries[sorted->count++] =
				(struct entry){list->subjects[i], (long)i};
	qsort(sorted->entries, sorted->count, sizeof(*sorted->entries), compare);
	sorted->smallest = detour_arena_array(arena, 2 * sorted->count, sizeof(long));
	for (size_t i = 0; i < sorted->count; i++)
		sorted->smallest[sorted->count + i] = sorted->entries[i].index;
	for (size_t i = sorted->count - 1; i > 0; i--)
		sorted->smallest[i] = smaller(sorted->smallest[2 * i], sorted->smallest[2 * i + 1]);
}

/* The first entry that is not less than `text`, or, with `past`, that no longer starts with it. */
static size_t bound(const struct sorted *sorted, const char *text, bool past)
{
	size_t low = 0, high = sorted->count, size = strlen(text);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(sorted->entries[middle].subject, text, size);

		if (order < 0 || (past && !order))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The smallest index among the entries from `from` up to, without, `to`. */
static long oldest(const struct sorted *sorted, size_t from, size_t to, long none)
{
	long found = none;

	for (from += sorted->count, to += sorted->count; from < to; from /= 2, to /= 2) {
		if (from & 1)
			found = smaller(found, sorted->smallest[from++]);
		if (to & 1)
			found = smaller(found, sorted->smallest[--to]);
	}
	return found;
}

/* What item `i`, which names `rest`, is folded into, or -1. */
static long named_by(
	const struct detour_autosquash *list, const struct sorted *sorted, long i, const char *rest)
{
	size_t from = bound(sorted, rest, false);
	long found;

	if (from < sorted->count && !strcmp(sorted->entries[from].subject, rest) &&
		sorted->entries[from].index < i)
		return sorted->entries[from].index;
	if (list->find && !strchr(rest, ' ')) {
		found = list->find(list->data, rest);
		if (found >= 0 && found < i && list->subjects[found])
			return found;
	}
	found = oldest(sorted, from, bound(sorted, rest, true), i);
	return found < i ? found : -1;
}

void detour_autosquash_plan(const struct detour_autosquash *list, struct detour_arena *arena,
	long **named, long **target)
{
	struct sorted sorted = {NULL, 0, NULL};
	long *direct = detour_arena_array(arena, list->count, sizeof(*direct));
	long *final = detour_arena_array(arena, list->count, sizeof(*final));

	for (size_t i = 0; i < list->count; i++) {
		const char *rest =
			list->subjects[i] ? detour_autosquash_rest(list->subjects[i]) : NULL;

		direct[i] = final[i] = -1;
		if (!rest)
			continue;
		if (!sorted.entries)
			sort(&sorted, list, arena);
		direct[i] = named_by(list, &sorted, (long)i, rest);
		if (direct[i] >= 0)
			final[i] = final[direct[i]] >= 0 ? final[direct[i]] : direct[i];
	}
	*named = direct;
	*target = final;
}
