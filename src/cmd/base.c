/* The base of a check; see base.h. */
#include "base.h"

#include <string.h>

#include "../base/file.h"
#include "../base/text.h"
#include "../git/walk.h"

#define EVENT_LIMIT ((size_t)8 * 1024 * 1024)

enum way { COMMIT, BRANCH };

/* In the order of trust: what a change is merged into, then what was there before a push. */
static const struct variable {
	const char *name;
	enum way way;
} variables[] = {
	{"CI_MERGE_REQUEST_DIFF_BASE_SHA", COMMIT},      /* GitLab */
	{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", BRANCH}, /* GitLab */
	{"GITHUB_BASE_REF", BRANCH},                     /* GitHub, Gitea, Forgejo */
	{"BITBUCKET_PR_DESTINATION_BRANCH", BRANCH},     /* Bitbucket */
	{"SYSTEM_PULLREQUEST_TARGETBRANCH", BRANCH},     /* Azure */
	{"CHANGE_TARGET", BRANCH},                       /* Jenkins */
	{"BUILDKITE_PULL_REQUEST_BASE_BRANCH", BRANCH},  /* Buildkite */
	{"CI_COMMIT_TARGET_BRANCH", BRANCH},             /* Woodpecker */
	{"CI_COMMIT_BEFORE_SHA", COMMIT},                /* GitLab, a push */
	{"DRONE_COMMIT_BEFORE", COMMIT},                 /* Drone, a push */
};

static bool take(struct detour_base *out, struct detour_workspace *workspace, const char *revision,
	const char *name, const char *source)
{
	if (detour_repo_resolve(workspace->repo, revision, &out->oid, NULL))
		return false;
	out->found = true;
	out->name = detour_text_line(&workspace->arena, name, 60);
	out->source = source;
	return true;
}

/* The remote's branch: a local one of that name is often old in a build's clone. */
static bool take_branch(struct detour_base *out, struct detour_workspace *workspace,
	const char *branch, const char *source)
{
	struct detour_arena *arena = &workspace->arena;
	const char *short_name =
		detour_text_starts(branch, "refs/heads/") ? branch + strlen("refs/heads/") : branch;
	const char *remote = detour_arena_printf(arena, "origin/%s", short_name);
	const char *own = detour_repo_branch(workspace->repo);

	if (take(out, workspace, detour_arena_printf(arena, "refs/remotes/%s", remote), remote,
		    source))
		return true;
	return (!own || strcmp(own, short_name) != 0) &&
	       take(out, workspace, detour_arena_printf(arena, "refs/heads/%s", short_name),
		       short_name, source);
}

static bool take_commit(struct detour_base *out, struct detour_workspace *workspace,
	const char *hex, const char *source)
{
	return strspn(hex, "0123456789abcdefABCDEF") == strlen(hex) &&
	       take(out, workspace, hex, detour_arena_strndup(&workspace->arena, hex, 7), source);
}

/* What GitHub's push event says the branch was at before, of the file that describes the event. */
static const char *before_push(struct detour_workspace *workspace)
{
	const char *path = detour_context_env(workspace->ctx, "GITHUB_EVENT_PATH");
	struct detour_buf event = DETOUR_BUF_INIT;
	const char *at, *hex = NULL;

	if (path && !detour_file_read(path, EVENT_LIMIT, 0, &event, NULL) &&
		(at = strstr(event.ptr, "\"before\"")) != NULL) {
		at += strlen("\"before\"");
		at += strspn(at, " \t\r\n:\"");
		if (strspn(at, "0123456789abcdef") == DETOUR_HEX_SIZE)
			hex = detour_arena_strndup(&workspace->arena, at, DETOUR_HEX_SIZE);
	}
	detour_buf_release(&event);
	return hex;
}

/* All zeros stand for a branch that was not there before. */
static bool says_something(const char *value)
{
	return value && *value && strspn(value, "0") < strlen(value);
}

static bool try_variable(struct detour_base *out, struct detour_workspace *workspace,
	const char *name, enum way way, const char *value)
{
	if (!says_something(value))
		return false;
	if (way == BRANCH ? take_branch(out, workspace, value, name)
			  : take_commit(out, workspace, value, name))
		return true;
	if (!out->absent)
		out->absent = detour_arena_printf(&workspace->arena, "%s=%s", name,
			detour_text_line(&workspace->arena, value, 60));
	return false;
}

void detour_base_find(struct detour_base *out, struct detour_workspace *workspace)
{
	const char *branch = detour_repo_branch(workspace->repo);

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (try_variable(out, workspace, variables[i].name, variables[i].way,
			    detour_context_env(workspace->ctx, variables[i].name)))
			return;
	if (try_variable(out, workspace, "GITHUB_EVENT_PATH", COMMIT, before_push(workspace)))
		return;
	/* A build's branch has itself as its upstream: no second best. */
	if (!out->absent && branch && !detour_repo_upstream(workspace->repo, branch, &out->oid)) {
		out->found = true;
		out->name = "its upstream";
		out->source = "upstream";
	}
}

int detour_base_named(struct detour_base *out, struct detour_workspace *workspace, const char *name,
	struct detour_error *err)
{
	memset(out, 0, sizeof(*out));
	out->name = detour_text_line(&workspace->arena, name, 60);
	out->source = "argument";
	out->found = true;
	return detour_repo_resolve(workspace->repo, name, &out->oid, err);
}
