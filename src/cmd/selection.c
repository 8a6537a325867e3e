/* Reads the commits named on a command line; see selection.h. */
#include "selection.h"

#include <stdlib.h>
#include <string.h>

static bool is_range(const char *name)
{
	return strstr(name, "..") || name[0] == '^';
}

static bool is_selected(const struct detour_selection *selection, const struct detour_oid *oid)
{
	for (size_t i = 0; i < selection->count; i++)
		if (detour_oid_equal(&selection->commits[i]->oid, oid))
			return true;
	return false;
}

static int add_commit(struct detour_selection *selection, struct detour_repo *repo,
	const struct detour_oid *oid, struct detour_error *err)
{
	struct detour_commit *commit = detour_arena_alloc(&selection->arena, sizeof(*commit));
	int code;

	if (is_selected(selection, oid))
		return 0;
	code = detour_repo_read_commit(repo, oid, &selection->arena, commit, err);
	if (code)
		return code;
	/* A partial clone may lack the trees: what the commit changes stays unknown then. */
	code = detour_repo_read_changes(repo, commit, DETOUR_CHANGES_LIMIT, &selection->arena, err);
	if (code && code != DETOUR_ENOTFOUND)
		return code;
	if (selection->count == selection->capacity) {
		selection->capacity = selection->capacity ? selection->capacity * 2 : 16;
		selection->commits = detour_realloc(
			selection->commits, selection->capacity * sizeof(*selection->commits));
	}
	selection->commits[selection->count++] = commit;
	return 0;
}

static int add_range(struct detour_selection *selection, struct detour_repo *repo,
	const char *range, struct detour_error *err)
{
	struct detour_walk *walk = detour_walk_new(repo);
	size_t before = selection->count;
	int code = detour_walk_arguments(walk, &range, 1, err);

	while (!code) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit;

		code = detour_walk_next(walk, &arena, &commit, err);
		if (!code && selection->count >= DETOUR_SELECTION_LIMIT)
			code = detour_error_set(err, DETOUR_ELIMIT,
				"cannot take range '%s': it has more than %zu commits", range,
				DETOUR_SELECTION_LIMIT);
		if (!code)
			code = add_commit(selection, repo, &commit.oid, err);
		detour_arena_release(&arena);
	}
	detour_walk_free(walk);
	if (code != DETOUR_ENOTFOUND)
		return code;
	if (selection->count == before)
		return detour_error_set(
			err, DETOUR_ENOTFOUND, "cannot take range '%s': no commit is in it", range);
	return 0;
}

static int observe_commits(struct detour_selection *selection, struct detour_workspace *workspace,
	struct detour_error *err)
{
	struct detour_observer observer = {.workspace = workspace};
	int code = 0;

	selection->observations = detour_arena_array(
		&selection->arena, selection->count, sizeof(*selection->observations));
	for (size_t i = 0; !code && i < selection->count; i++) {
		struct detour_observation *seen = &selection->observations[i];

		selection->observation_count = i + 1;
		code = detour_observe_commit(&observer, &selection->commits[i]->oid, seen, err);
		for (size_t j = 0; !code && j < seen->count; j++) {
			if (selection->signal_count == selection->signal_capacity) {
				selection->signal_capacity = selection->signal_capacity * 2 + 16;
				selection->signals = detour_realloc(selection->signals,
					selection->signal_capacity * sizeof(*selection->signals));
			}
			selection->signals[selection->signal_count++] = seen->signals[j];
		}
	}
	return code;
}

/* Oldest first. Ranges came newest first; commits of the same second keep that order, reversed. */
static void sort_commits(const struct detour_commit **commits, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		const struct detour_commit *first = commits[i];

		commits[i] = commits[count - 1 - i];
		commits[count - 1 - i] = first;
	}
	for (size_t i = 1; i < count; i++) {
		const struct detour_commit *commit = commits[i];
		size_t at = i;

		for (; at > 0 && commits[at - 1]->commit_time > commit->commit_time; at--)
			commits[at] = commits[at - 1];
		commits[at] = commit;
	}
}

int detour_selection_make(struct detour_selection *out, struct detour_workspace *workspace,
	const char *const *names, size_t count, struct detour_error *err)
{
	int code = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; !code && i < count; i++) {
		struct detour_oid oid;

		if (is_range(names[i])) {
			code = add_range(out, workspace->repo, names[i], err);
			continue;
		}
		code = detour_repo_resolve(workspace->repo, names[i], &oid, err);
		if (!code)
			code = add_commit(out, workspace->repo, &oid, err);
	}
	sort_commits(out->commits, out->count);
	return code ? code : observe_commits(out, workspace, err);
}

void detour_selection_release(struct detour_selection *selection)
{
	for (size_t i = 0; i < selection->observation_count; i++)
		detour_observation_release(&selection->observations[i]);
	free(selection->signals);
	free(selection->commits);
	detour_arena_release(&selection->arena);
	memset(selection, 0, sizeof(*selection));
}
