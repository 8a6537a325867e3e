/* Runs the autosquash plan over a walk's to-do list; see folding.h. */
#include "folding.h"

#include <stdlib.h>
#include <string.h>

#include "signal/autosquash.h"

struct place {
	struct detour_oid oid;
	size_t index;
};

struct detour_folding {
	struct detour_repo *repo;
	struct detour_arena arena;
	const struct detour_oid *oids; /* oldest first */
	size_t count;
	struct place *places; /* sorted by id */
	long *named, *target;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	return memcmp(&left->oid, &right->oid, sizeof(left->oid));
}

static long index_of(const struct detour_folding *folding, const struct detour_oid *oid)
{
	struct place key = {*oid, 0};
	const struct place *found = bsearch(
		&key, folding->places, folding->count, sizeof(*folding->places), compare_places);

	return found ? (long)found->index : -1;
}

static long find_revision(void *data, const char *revision)
{
	struct detour_folding *folding = data;
	struct detour_oid oid;

	if (detour_repo_resolve(folding->repo, revision, &oid, NULL))
		return -1;
	return index_of(folding, &oid);
}

static void sort_places(struct detour_folding *folding)
{
	folding->places =
		detour_arena_array(&folding->arena, folding->count, sizeof(*folding->places));
	for (size_t i = 0; i < folding->count; i++) {
		folding->places[i].oid = folding->oids[i];
		folding->places[i].index = i;
	}
	qsort(folding->places, folding->count, sizeof(*folding->places), compare_places);
}

void detour_subjects_add(struct detour_subjects *subjects, const struct detour_commit *commit)
{
	if (subjects->count == subjects->capacity) {
		subjects->capacity = subjects->capacity ? 2 * subjects->capacity : 256;
		subjects->list = detour_realloc(
			subjects->list, subjects->capacity * sizeof(*subjects->list));
	}
	subjects->list[subjects->count++] = (struct detour_called){
		commit->oid, detour_arena_strdup(&subjects->arena, commit->subject)};
}

void detour_subjects_release(struct detour_subjects *subjects)
{
	free(subjects->list);
	detour_arena_release(&subjects->arena);
	memset(subjects, 0, sizeof(*subjects));
}

static const char **find_subjects(
	struct detour_folding *folding, const struct detour_subjects *noted)
{
	const char **subjects =
		detour_arena_array(&folding->arena, folding->count, sizeof(*subjects));

	for (size_t i = 0; noted && i < noted->count; i++) {
		long at = index_of(folding, &noted->list[i].oid);

		if (at >= 0)
			subjects[at] = noted->list[i].subject;
	}
	for (size_t i = 0; i < folding->count; i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit;

		if (subjects[i])
			continue;

		/* An unreadable commit can be nobody's target. */
		if (!detour_repo_read_commit(
			    folding->repo, &folding->oids[i], &arena, &commit, NULL))
			subjects[i] = detour_arena_strdup(&folding->arena, commit.subject);
		detour_arena_release(&arena);
	}
	return subjects;
}

int detour_folding_new(struct detour_folding **out, struct detour_repo *repo,
	struct detour_walk *walk, const struct detour_subjects *subjects, struct detour_error *err)
{
	struct detour_folding *folding = detour_realloc(NULL, sizeof(*folding));
	struct detour_autosquash list = {0};
	int code;

	memset(folding, 0, sizeof(*folding));
	folding->repo = repo;
	*out = folding;
	code = detour_walk_todo(walk, &folding->arena, &folding->oids, &folding->count, err);
	if (code)
		return code;
	sort_places(folding);
	list.subjects = find_subjects(folding, subjects);
	list.count = folding->count;
	list.find = find_revision;
	list.data = folding;
	detour_autosquash_plan(&list, &folding->arena, &folding->named, &folding->target);
	return 0;
}

void detour_folding_free(struct detour_folding *folding)
{
	if (!folding)
		return;
	detour_arena_release(&folding->arena);
	free(folding);
}

static const struct detour_commit *commit_at(struct detour_folding *folding, long index)
{
	struct detour_commit *commit;

	if (index < 0)
		return NULL;
	commit = detour_arena_alloc(&folding->arena, sizeof(*commit));
	if (detour_repo_read_commit(
		    folding->repo, &folding->oids[index], &folding->arena, commit, NULL))
		return NULL;
	return commit;
}

bool detour_folding_of(
	struct detour_folding *folding, const struct detour_oid *oid, struct detour_fold *fold)
{
	long at = index_of(folding, oid);

	memset(fold, 0, sizeof(*fold));
	if (at < 0)
		return false;
	fold->target = commit_at(folding, folding->target[at]);
	if (folding->named[at] != folding->target[at])
		fold->named = commit_at(folding, folding->named[at]);
	for (long i = 0; i <= at; i++)
		if (folding->target[at] >= 0 && folding->target[i] == folding->target[at])
			fold->nth++;
	return true;
}
