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

static uint64_t key_of_id(const struct detour_oid *oid)
{
	return detour_hash(DETOUR_HASH_START, oid->id, sizeof(oid->id));
}

static int compare_keys(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static bool holds(const uint64_t *keys, size_t count, uint64_t key)
{
	for (size_t i = count; i-- > 0;)
		if (keys[i] == key)
			return true;
	return false;
}

/* Of a program's commit the keys are its subject with its time, and all ids that it had: one of
 * both stays through a rewrite. In the order of the log, where a commit comes before what it
 * became. */
void detour_machine_made_read(struct detour_machine_made *out, const struct detour_state *state,
	struct detour_arena *arena)
{
	uint64_t *keys = detour_arena_array(arena, 2 * state->count, sizeof(*keys));
	size_t count = 0;

	for (size_t i = 0; i < state->count; i++) {
		const struct detour_record *record = &state->records[i];

		if (record->event == DETOUR_EVENT_PROGRAM) {
			keys[count++] = key_of(record->author_time, record->subject);
			keys[count++] = key_of_id(&record->commit);
		} else if (record->event == DETOUR_EVENT_REWRITTEN && !record->answer[0] &&
			   holds(keys, count, key_of_id(&record->commit))) {
			keys[count++] = key_of_id(&record->other);
		}
	}
	*out = (struct detour_machine_made){keys, count};
	if (count)
		qsort(keys, count, sizeof(*keys), compare_keys);
}

static bool has_key(const struct detour_machine_made *programs, uint64_t key)
{
	return bsearch(&key, programs->keys, programs->count, sizeof(key), compare_keys) != NULL;
}

bool detour_machine_made_has(
	const struct detour_machine_made *programs, const struct detour_commit *commit)
{
	if (!programs->count)
		return false;
	return has_key(programs,
		       key_of(commit->author_time, commit->subject ? commit->subject : "")) ||
	       has_key(programs, key_of_id(&commit->oid));
}
