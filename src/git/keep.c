/* References of our own below refs/detour/, and small questions to references; see lost.h. */
#include "lost.h"

#include <string.h>

#include "handle.h"

enum { LOOKED_AT = 50000, DIGITS = 12 };

static int is_kept(void *data, const char *name, const struct detour_oid *oid)
{
	(void)name;
	return detour_oid_equal(data, oid);
}

static int keep_one(struct detour_repo *repo, const struct detour_oid *oid, const char *day,
	struct detour_arena *arena, struct detour_error *err)
{
	const char *name = detour_arena_printf(
		arena, DETOUR_KEPT_REFS "%s-%s", day, detour_oid_short(arena, oid, DIGITS));
	struct detour_oid searched = *oid;
	git_reference *made = NULL;
	git_oid id = detour_git_oid(oid);
	int code;

	if (detour_git_each_ref(repo, DETOUR_KEPT_REFS, is_kept, &searched, NULL))
		return 0;
	code = git_reference_create(&made, repo->git, name, &id, 0, NULL);
	git_reference_free(made);
	if (!code || code == GIT_EEXISTS)
		return 0;
	return detour_git_fail(err, code, "cannot keep a dropped commit as '%s'", name);
}

static bool is_among(const struct detour_oid *oids, size_t count, const struct detour_oid *oid)
{
	for (size_t i = 0; i < count; i++)
		if (detour_oid_equal(&oids[i], oid))
			return true;
	return false;
}

int detour_repo_keep(struct detour_repo *repo, const struct detour_oid *oids, size_t count,
	const char *day, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_lost lost;
	int code = 0;

	/* Where it would take too long to tell, nothing is kept. */
	if (!detour_repo_find_lost(repo, oids, count, LOOKED_AT, &arena, &lost))
		for (size_t i = 0; !code && i < lost.count; i++)
			if (is_among(oids, count, &lost.oids[i]))
				code = keep_one(repo, &lost.oids[i], day, &arena, err);
	detour_arena_release(&arena);
	return code;
}

void detour_repo_each_kept(struct detour_repo *repo, detour_kept_fn each, void *data)
{
	detour_git_each_ref(repo, DETOUR_KEPT_REFS, each, data, NULL);
}

bool detour_repo_has_ref(struct detour_repo *repo, const char *name)
{
	git_oid id;

	return !git_reference_name_to_id(&id, repo->git, name);
}

struct remote_branches {
	detour_remote_branch_fn each;
	void *data;
};

static int pass_name(void *data, const char *name, const struct detour_oid *oid)
{
	struct remote_branches *branches = data;

	(void)oid;
	return branches->each(branches->data, name);
}

void detour_repo_each_remote_branch(
	struct detour_repo *repo, detour_remote_branch_fn each, void *data)
{
	struct remote_branches branches = {each, data};

	detour_git_each_ref(repo, "refs/remotes/", pass_name, &branches, NULL);
}
