/* Which commits a program made, sorted once for many lookups; see state.h. */
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "line.h"
#include "state.h"

/* Subject and author time, which a rewrite keeps. */
static uint64_t key_of(int64_t author_time, const char *subject)
{
	uint64_t hash = detour_hash(DETOUR_HASH_START, &author_time, sizeof(author_time));

	return detour_hash(hash, subject, detour_state_subject_size(subject));
}

static int compare_keys(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

void detour_machine_made_read(struct detour_machine_made *out, const struct detour_state *state,
	struct detour_arena *arena)
{
	uint64_t *keys;
	size_t count = 0;

	for (size_t i = 0; i < state->count; i++)
		count += state->records[i].event == DETOUR_EVENT_PROGRAM;
	keys = detour_arena_array(arena, count, sizeof(*keys));
	*out = (struct detour_machine_made){keys, count};
	count = 0;
	for (size_t i = 0; i < state->count; i++)
		if (state->records[i].event == DETOUR_EVENT_PROGRAM)
			keys[count++] =
				key_of(state->records[i].author_time, state->records[i].subject);
	if (count)
		qsort(keys, count, sizeof(*keys), compare_keys);
}

bool detour_machine_made_has(
	const struct detour_machine_made *programs, const struct detour_commit *commit)
{
	uint64_t key;

	if (!programs->count)
		return false;
	key = key_of(commit->author_time, commit->subject ? commit->subject : "");
	return bsearch(&key, programs->keys, programs->count, sizeof(key), compare_keys) != NULL;
}
