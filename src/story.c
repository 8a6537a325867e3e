/* Grouping by sorted keys, and the decision; see story.h. */
#include "story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define TOGETHER (INT64_C(48) * 3600) /* a path in common links signals this far apart */

/* Two signals that share a key are one story; `nearby` keys only if they are close in time. */
struct key {
	uint64_t hash;
	int64_t time;
	size_t signal;
	bool nearby;
};

struct keys {
	struct key *list;
	size_t count, capacity;
};

static void add_key(struct keys *keys, uint64_t hash, const struct detour_signal *signal,
	size_t index, bool nearby)
{
	if (keys->count == keys->capacity) {
		keys->capacity = keys->capacity ? keys->capacity * 2 : 64;
		keys->list = detour_realloc(keys->list, keys->capacity * sizeof(*keys->list));
	}
	keys->list[keys->count++] = (struct key){hash, signal->commit->author_time, index, nearby};
}

static uint64_t hash_oid(const struct detour_oid *oid)
{
	return detour_hash(DETOUR_HASH_START, oid->id, sizeof(oid->id));
}

static void add_keys(struct keys *keys, const struct detour_signal *signal, size_t index)
{
	const struct detour_commit *commit = signal->commit;
	uint64_t author = detour_hash(
		DETOUR_HASH_START, commit->author_email, strlen(commit->author_email) + 1);

	add_key(keys, hash_oid(&commit->oid), signal, index, false);
	for (size_t i = 0; i < signal->related_count; i++)
		add_key(keys, hash_oid(&signal->related[i]), signal, index, false);
	for (size_t i = 0; i < commit->change_count; i++) {
		const char *path = commit->changes[i].path;

		add_key(keys, detour_hash(author, path, strlen(path)), signal, index, true);
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	if (left->time != right->time)
		return left->time < right->time ? -1 : 1;
	return left->signal < right->signal ? -1 : left->signal > right->signal;
}

/* Union-find over signal numbers; the root is the smallest number. */
static size_t root_of(size_t *parent, size_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

static void join(size_t *parent, size_t a, size_t b)
{
	size_t left = root_of(parent, a), right = root_of(parent, b);

	if (left < right)
		parent[right] = left;
	else
		parent[left] = right;
}

static size_t *join_all(
	struct detour_arena *arena, const struct detour_signal *signals, size_t count)
{
	size_t *parent = detour_arena_array(arena, count, sizeof(*parent));
	struct keys keys = {NULL, 0, 0};

	for (size_t i = 0; i < count; i++) {
		parent[i] = i;
		add_keys(&keys, &signals[i], i);
	}
	if (keys.count)
		qsort(keys.list, keys.count, sizeof(*keys.list), compare_keys);
	for (size_t i = 1; i < keys.count; i++) {
		const struct key *before = &keys.list[i - 1], *key = &keys.list[i];

		if (before->hash == key->hash &&
			(!key->nearby || key->time - before->time <= TOGETHER))
			join(parent, before->signal, key->signal);
	}
	free(keys.list);
	return parent;
}

struct member {
	const struct detour_signal *signal;
	size_t root, number;
};

/* By detour, and within one oldest first. */
static int compare_members(const void *a, const void *b)
{
	const struct member *left = a, *right = b;
	int64_t before = left->signal->commit->author_time;
	int64_t after = right->signal->commit->author_time;

	if (left->root != right->root)
		return left->root < right->root ? -1 : 1;
	if (before != after)
		return before < after ? -1 : 1;
	return left->number > right->number ? -1 : left->number < right->number;
}

void detour_id_of(const struct detour_signal *first, char id[DETOUR_ID_SIZE + 1])
{
	const char *kind = detour_kind_name(first->kind);
	const char *subject = first->commit->subject;
	char time[32];
	uint64_t hash;

	snprintf(time, sizeof(time), "%lld", (long long)first->commit->author_time);
	hash = detour_hash(DETOUR_HASH_START, kind, strlen(kind) + 1);
	hash = detour_hash(hash, subject, strlen(subject) + 1);
	hash = detour_hash(hash, time, strlen(time));
	snprintf(id, DETOUR_ID_SIZE + 1, "%0*llx", DETOUR_ID_SIZE,
		(unsigned long long)(hash >> (64 - 4 * DETOUR_ID_SIZE)));
}

enum detour_level detour_level_of(const struct detour_signal *const *signals, size_t count)
{
	enum detour_level level = DETOUR_LEVEL_OFF;
	enum detour_kind reminding = DETOUR_KIND_COUNT;

	for (size_t i = 0; i < count; i++) {
		if (signals[i]->level > level)
			level = signals[i]->level;
		if (signals[i]->level < DETOUR_LEVEL_REMIND)
			continue;
		if (reminding != DETOUR_KIND_COUNT && reminding != signals[i]->kind)
			return DETOUR_LEVEL_ASK;
		reminding = signals[i]->kind;
	}
	return level;
}

void detour_group(struct detour_arena *arena, const struct detour_signal *signals, size_t count,
	struct detour **out, size_t *detour_count)
{
	struct member *members = detour_arena_array(arena, count, sizeof(*members));
	const struct detour_signal **ordered = detour_arena_array(arena, count, sizeof(*ordered));
	size_t *parent = join_all(arena, signals, count);
	struct detour *detours = detour_arena_array(arena, count, sizeof(*detours));
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		members[i] = (struct member){&signals[i], root_of(parent, i), i};
	if (count)
		qsort(members, count, sizeof(*members), compare_members);
	for (size_t i = 0; i < count; i++) {
		ordered[i] = members[i].signal;
		if (i == 0 || members[i].root != members[i - 1].root)
			detours[found++].signals = &ordered[i];
		detours[found - 1].count++;
	}
	for (size_t i = 0; i < found; i++) {
		detour_id_of(detours[i].signals[0], detours[i].id);
		detours[i].level = detour_level_of(detours[i].signals, detours[i].count);
	}
	*out = detours;
	*detour_count = found;
}

/* Was this very signal, or another one of the detour, already put to the user? */
static bool was_put(const struct detour *detour, const struct detour_oid *fresh, bool about_fresh,
	const struct detour_moment *moment)
{
	const unsigned put = 1U << DETOUR_EVENT_ASKED | 1U << DETOUR_EVENT_WAITING;

	for (size_t i = 0; i < detour->count; i++) {
		const struct detour_signal *signal = detour->signals[i];
		bool is_fresh = detour_oid_equal(&signal->commit->oid, fresh);

		if (is_fresh == about_fresh &&
			detour_state_find(
				moment->state, put, detour_kind_name(signal->kind), signal->commit))
			return true;
	}
	return false;
}

static bool held_back(const struct detour_moment *moment)
{
	const struct detour_record *counted = NULL;
	size_t in_budget = 0;

	for (size_t i = moment->state->count; i-- > 0;) {
		const struct detour_record *record = &moment->state->records[i];

		/* A question about several signals left a record for each. */
		if (record->event != DETOUR_EVENT_ASKED ||
			(counted && counted->time == record->time &&
				!strcmp(counted->detour, record->detour)))
			continue;
		counted = record;
		if (record->time > moment->now - DETOUR_COOL_DOWN) /* whatever time it claims */
			return true;
		if (record->time < moment->budget_start)
			break;
		if (++in_budget >= DETOUR_BUDGET)
			return true;
	}
	return false;
}

/* Declared reverts are never held back; `fresh`: of this commit, NULL: of any. */
static bool always_asks(const struct detour *detour, const struct detour_oid *fresh)
{
	for (size_t i = 0; i < detour->count; i++)
		if (detour->signals[i]->always_asks &&
			detour->signals[i]->level == DETOUR_LEVEL_ASK &&
			(!fresh || detour_oid_equal(&detour->signals[i]->commit->oid, fresh)))
			return true;
	return false;
}

bool detour_may_ask_late(const struct detour *detour, const struct detour_moment *moment)
{
	return always_asks(detour, NULL) || !held_back(moment);
}

enum detour_verdict detour_decide(const struct detour *detour, const struct detour_oid *fresh,
	const struct detour_moment *moment)
{
	if (was_put(detour, fresh, true, moment))
		return DETOUR_VERDICT_SILENT;
	if (detour->level < DETOUR_LEVEL_REMIND)
		return DETOUR_VERDICT_SILENT;
	if (detour->level == DETOUR_LEVEL_REMIND)
		return DETOUR_VERDICT_PUSH;
	if (always_asks(detour, fresh))
		return DETOUR_VERDICT_SPEAK;
	if (was_put(detour, fresh, false, moment))
		return DETOUR_VERDICT_PUSH;
	return held_back(moment) ? DETOUR_VERDICT_HELD : DETOUR_VERDICT_SPEAK;
}
