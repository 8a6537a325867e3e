/* Deeds from the tails of reflogs; see trail.h. */
#include "trail_internal.h"

#include <stdlib.h>
#include <string.h>

struct detour_trail *detour_trail_new(struct detour_repo *repo, const struct detour_state *state)
{
	struct detour_trail *trail = detour_calloc(1, sizeof(*trail));

	trail->repo = repo;
	trail->state = state;
	return trail;
}

void detour_trail_free(struct detour_trail *trail)
{
	if (!trail)
		return;
	detour_dropped_release(&trail->dropped);
	detour_arena_release(&trail->arena);
	free(trail->list);
	free(trail);
}

void detour_trail_add(struct detour_trail *trail, const struct detour_oid *landing,
	const struct detour_deed *deed)
{
	if (trail->count == trail->capacity) {
		trail->capacity = trail->capacity * 2 + 16;
		trail->list = detour_realloc(trail->list, trail->capacity * sizeof(*trail->list));
	}
	trail->list[trail->count++] = (struct detour_landed){*landing, *deed};
}

void detour_trail_name(struct detour_deed *deed, struct detour_gone *const *commits, size_t count)
{
	deed->total = count;
	for (size_t i = 0; i < count && i < DETOUR_DEED_COMMITS; i++)
		deed->commits[deed->commit_count++] = &commits[i]->commit;
}

bool detour_trail_follow(const struct detour_trail *trail, size_t at, struct detour_oid *out)
{
	const struct detour_steps *steps = &trail->steps;
	const struct detour_oid *alike;

	*out = steps->list[at]->new_oid;
	for (size_t i = at + 1; i < steps->count; i++)
		if (detour_step_is_amend(steps->list[i]) &&
			detour_oid_equal(&steps->list[i]->old_oid, out))
			*out = steps->list[i]->new_oid;
	alike = detour_dropped_alike(&trail->dropped, out);
	if (alike)
		*out = *alike;
	return alike ||
	       (!detour_dropped_find(&trail->dropped, out) && detour_repo_has(trail->repo, out));
}

bool detour_trail_land(const struct detour_trail *trail, size_t at, struct detour_oid *out)
{
	for (size_t i = at + 1; i < trail->steps.count; i++)
		if (detour_step_makes(trail->steps.list[i]) && detour_trail_follow(trail, i, out))
			return true;
	return false;
}

static void read_steps(struct detour_trail *trail)
{
	struct detour_steps *steps = &trail->steps;
	struct detour_oid *oids;

	if (detour_steps_read(trail->repo, &trail->arena, steps))
		return;
	oids = detour_arena_array(&trail->arena, 2 * steps->count, sizeof(*oids));
	for (size_t i = 0; i < steps->count; i++) {
		oids[2 * i] = steps->list[i]->old_oid;
		oids[2 * i + 1] = steps->list[i]->new_oid;
	}
	detour_dropped_load(&trail->dropped, trail->repo, trail->state, oids, 2 * steps->count);
}

static int compare_times(const void *a, const void *b)
{
	const struct detour_landed *left = a, *right = b;

	return (left->deed.time > right->deed.time) - (left->deed.time < right->deed.time);
}

static void load(struct detour_trail *trail)
{
	trail->is_loaded = true;
	read_steps(trail);
	detour_trail_find_losses(trail);
	detour_trail_find_amends(trail);
	detour_trail_find_bisections(trail);
	detour_trail_find_conflicts(trail);
	detour_trail_find_rewritten(trail);
	if (trail->count)
		qsort(trail->list, trail->count, sizeof(*trail->list), compare_times);
}

const struct detour_deed *detour_trail_of(
	struct detour_trail *trail, const struct detour_oid *commit, size_t *count)
{
	struct detour_deed *deeds = NULL;

	if (!trail->is_loaded)
		load(trail);
	*count = 0;
	for (size_t i = 0; i < trail->count; i++) {
		if (!detour_oid_equal(&trail->list[i].landing, commit))
			continue;
		if (!deeds)
			deeds = detour_arena_array(&trail->arena, trail->count - i, sizeof(*deeds));
		deeds[(*count)++] = trail->list[i].deed;
	}
	return deeds;
}
