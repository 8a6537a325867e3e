/* What a branch follows. */
#include "handle.h"

#include <string.h>

#include "configuration.h"
#include "standing.h"
#include "walk.h"

/* "+refs/heads/x*:refs/remotes/origin/x*" applied to a name: the other side in `out`. */
static bool apply_refspec(const char *spec, const char *name, struct detour_buf *out)
{
	const char *colon, *star, *target;
	size_t before, after, size = strlen(name);

	spec += *spec == '+';
	colon = strchr(spec, ':');
	if (*spec == '^' || !colon)
		return false;
	target = colon + 1;
	star = memchr(spec, '*', (size_t)(colon - spec));
	if (!star) {
		if (size != (size_t)(colon - spec) || memcmp(spec, name, size))
			return false;
		detour_buf_addstr(out, target);
		return true;
	}
	before = (size_t)(star - spec);
	after = (size_t)(colon - star - 1);
	if (size < before + after || memcmp(name, spec, before) ||
		memcmp(name + size - after, star + 1, after) || !strchr(target, '*'))
		return false;
	detour_buf_add(out, target, strcspn(target, "*"));
	detour_buf_add(out, name + before, size - before - after);
	detour_buf_addstr(out, strchr(target, '*') + 1);
	return true;
}

struct mapping {
	const char *key, *name;
	struct detour_buf *out;
};

static int try_refspec(void *data, const char *key, const char *value, const char *origin)
{
	struct mapping *mapping = data;

	(void)origin;
	return !strcmp(key, mapping->key) && apply_refspec(value, mapping->name, mapping->out);
}

/* The reference in which a branch of a remote is kept here. */
static bool tracking_ref(
	struct detour_repo *repo, const char *remote, const char *name, struct detour_buf *out)
{
	struct detour_buf key = DETOUR_BUF_INIT;
	struct mapping mapping = {.name = name, .out = out};
	bool found;

	if (!strcmp(remote, ".")) {
		detour_buf_addstr(out, name);
		return true;
	}
	detour_buf_addf(&key, "remote.%s.fetch", remote);
	mapping.key = key.ptr;
	found = detour_repo_config_each(repo, key.ptr, try_refspec, &mapping) != 0;
	detour_buf_release(&key);
	return found;
}

static const char *branch_config(struct detour_repo *repo, const char *branch, const char *name)
{
	struct detour_buf key = DETOUR_BUF_INIT;
	const char *value;

	detour_buf_addf(&key, "branch.%s.%s", branch, name);
	value = detour_repo_config(repo, key.ptr);
	detour_buf_release(&key);
	return value;
}

static bool upstream_name(struct detour_repo *repo, const char *branch, struct detour_buf *out)
{
	const char *remote = branch ? branch_config(repo, branch, "remote") : NULL;
	const char *merge = remote ? branch_config(repo, branch, "merge") : NULL;

	return merge && tracking_ref(repo, remote, merge, out);
}

const char *detour_repo_upstream_ref(
	struct detour_repo *repo, struct detour_arena *arena, const char *branch)
{
	struct detour_buf name = DETOUR_BUF_INIT;
	const char *ref = NULL;

	if (upstream_name(repo, branch, &name))
		ref = detour_arena_strdup(arena, name.ptr);
	detour_buf_release(&name);
	return ref;
}

int detour_repo_upstream(struct detour_repo *repo, const char *branch, struct detour_oid *out)
{
	struct detour_buf name = DETOUR_BUF_INIT;
	git_oid id;
	int code = DETOUR_ENOTFOUND;

	if (!upstream_name(repo, branch, &name) ||
		git_reference_name_to_id(&id, repo->git, name.ptr))
		goto out;
	*out = detour_git_from(&id);
	code = detour_repo_peel(repo, out, out) ? DETOUR_ENOTFOUND : 0;
out:
	detour_buf_release(&name);
	return code;
}
