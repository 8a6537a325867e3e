/* The base of a check; see base.h. */
#include "base.h"

#include <string.h>

#include "../base/file.h"
#include "../base/text.h"
#include "../git/walk.h"

#define EVENT_LIMIT ((size_t)8 * 1024 * 1024)

enum way { COMMIT, BRANCH };

struct variable {
	const char *name;
	enum way way;
};

/* What a change is to be merged into. */
static const struct variable merges[] = {
	{"CI_MERGE_REQUEST_DIFF_BASE_SHA", COMMIT},      /* GitLab */
	{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", BRANCH}, /* GitLab */
	{"GITHUB_BASE_REF", BRANCH},                     /* GitHub, Gitea, Forgejo */
	{"BITBUCKET_PR_DESTINATION_BRANCH", BRANCH},     /* Bitbucket */
	{"SYSTEM_PULLREQUEST_TARGETBRANCH", BRANCH},     /* Azure */
	{"CHANGE_TARGET", BRANCH},                       /* Jenkins */
	{"BUILDKITE_PULL_REQUEST_BASE_BRANCH", BRANCH},  /* Buildkite */
	{"CIRRUS_BASE_BRANCH", BRANCH},                  /* Cirrus */
	{"CI_COMMIT_TARGET_BRANCH", BRANCH},             /* Woodpecker */
};

/* What a branch was at before a push. */
static const struct variable pushes[] = {
	{"CI_COMMIT_BEFORE_SHA", COMMIT}, /* GitLab */
	{"GITHUB_EVENT_BEFORE", COMMIT},  /* where a workflow sets it from the event */
	{"DRONE_COMMIT_BEFORE", COMMIT},  /* Drone */
	{"CI_PREV_COMMIT_SHA", COMMIT},   /* Woodpecker */
	{"GIT_PREVIOUS_COMMIT", COMMIT},  /* Jenkins */
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

/* A member of what GitHub writes down about the event of this build; "" where it has none. Quotes
 * within JSON texts are escaped, so what is found is no text of somebody's commit. */
static const char *event_member(struct detour_workspace *workspace, const char *name)
{
	const char *path = detour_context_env(workspace->ctx, "GITHUB_EVENT_PATH");
	struct detour_buf event = DETOUR_BUF_INIT;
	const char *at, *value = "";

	if (path && !detour_file_read(path, EVENT_LIMIT, DETOUR_FILE_FOLLOW, &event, NULL) &&
		(at = strstr(event.ptr, name)) != NULL) {
		at += strlen(name);
		at += strspn(at, " \t\r\n:");
		if (*at == '"')
			value = detour_arena_strndup(
				&workspace->arena, at + 1, strcspn(at + 1, "\"\\"));
	}
	detour_buf_release(&event);
	return value;
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

static bool try_variables(struct detour_base *out, struct detour_workspace *workspace,
	const struct variable *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (try_variable(out, workspace, list[i].name, list[i].way,
			    detour_context_env(workspace->ctx, list[i].name)))
			return true;
	return false;
}

#define TRY(list) try_variables(out, workspace, list, sizeof(list) / sizeof((list)[0]))

/* A branch that is new, or was pushed with force, has nothing to begin at but the branch that all
 * others come from. Of use only where the build is of another branch. */
static bool try_default_branch(struct detour_base *out, struct detour_workspace *workspace)
{
	const char *named = detour_context_env(workspace->ctx, "CI_DEFAULT_BRANCH"); /* GitLab */
	struct detour_oid head;

	if (!named)
		named = event_member(workspace, "\"default_branch\"");
	if (!(*named && take_branch(out, workspace, named, "default branch")) &&
		!take(out, workspace, "refs/remotes/origin/HEAD", "origin/HEAD", "default branch"))
		return false;
	out->found = detour_repo_head(workspace->repo, &head, NULL) ||
		     !detour_oid_equal(&head, &out->oid);
	return out->found;
}

/* Did a push start this build? */
static bool is_push(struct detour_workspace *workspace)
{
	for (size_t i = 0; i < sizeof(pushes) / sizeof(pushes[0]); i++)
		if (detour_context_env(workspace->ctx, pushes[i].name))
			return true;
	return *event_member(workspace, "\"before\"");
}

static void try_upstream(struct detour_base *out, struct detour_workspace *workspace)
{
	const char *branch = detour_repo_branch(workspace->repo);

	if (!branch || detour_repo_upstream(workspace->repo, branch, &out->oid))
		return;
	out->found = true;
	out->name = "its upstream";
	out->source = "upstream";
}

void detour_base_find(struct detour_base *out, struct detour_workspace *workspace)
{
	memset(out, 0, sizeof(*out));
	/* Where a change is to be merged is the answer, or the question stays open: what the last
	 * push brought would be less than was asked for. */
	if (TRY(merges) || out->absent)
		return;
	if (try_variable(out, workspace, "GITHUB_EVENT_PATH", COMMIT,
		    event_member(workspace, "\"base_sha\"")) ||
		TRY(pushes) ||
		try_variable(out, workspace, "GITHUB_EVENT_PATH", COMMIT,
			event_member(workspace, "\"before\"")))
		return;
	if (is_push(workspace) && try_default_branch(out, workspace))
		return;
	/* A build's branch has itself as its upstream: no second best. */
	if (!out->absent)
		try_upstream(out, workspace);
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
