/* What a walk starts from and what it leaves out: arguments as git takes them, and references. */
#include <fnmatch.h>
#include <string.h>

#include "../base/text.h"
#include "lost.h"
#include "walk_internal.h"

struct target {
	struct detour_walk *walk;
	bool hides;
	const char *glob; /* or NULL */
	struct detour_error *err;
};

static int add_oid(struct target *target, const struct detour_oid *oid)
{
	return target->hides ? detour_walk_hide(target->walk, oid, target->err)
			     : detour_walk_push(target->walk, oid, target->err);
}

/* Tags of trees and blobs are passed over, as is what is not here. */
static int add_ref(void *data, const char *name, const struct detour_oid *oid)
{
	struct target *target = data;
	struct detour_oid commit;

	/* What was dropped and is kept all the same is no part of the history. */
	if (detour_text_starts(name, DETOUR_KEPT_REFS))
		return 0;
	if (target->glob && fnmatch(target->glob, name, 0))
		return 0;
	if (target->hides)
		return add_oid(target, oid);
	if (detour_repo_peel(target->walk->graph.repo, oid, &commit))
		return 0;
	return add_oid(target, &commit);
}

static int add_refs(struct target *target, const char *prefix)
{
	return detour_git_each_ref(target->walk->graph.repo, prefix, add_ref, target, target->err);
}

int detour_walk_hide_remotes(struct detour_walk *walk, const char *remote, struct detour_error *err)
{
	struct target target = {walk, true, NULL, err};
	struct detour_buf prefix = DETOUR_BUF_INIT;
	int code;

	/* Also where there is none: everything is then outside of it. */
	walk->limited = true;
	detour_buf_addstr(&prefix, "refs/remotes/");
	if (remote)
		detour_buf_addf(&prefix, "%s/", remote);
	code = add_refs(&target, prefix.ptr);
	detour_buf_release(&prefix);
	return code;
}

/* A detached HEAD is no reference below refs/, and an unborn one is nothing. */
static int add_all_refs(struct target *target)
{
	struct detour_oid head;
	int code = add_refs(target, "refs/");

	if (!code && !detour_repo_head(target->walk->graph.repo, &head, NULL))
		code = add_oid(target, &head);
	return code;
}

int detour_walk_push_all_refs(struct detour_walk *walk, struct detour_error *err)
{
	struct target target = {walk, false, NULL, err};

	return add_all_refs(&target);
}

static int bad_range(struct detour_error *err, const char *argument, const char *what, int size,
	const char *name)
{
	return detour_error_set(err, DETOUR_EINVALID, "cannot read range '%s': %s%s%.*s%s",
		argument, what, size ? " '" : "", size, name, size ? "'" : "");
}

static int resolve_part(struct detour_walk *walk, const char *argument, const char *name,
	size_t size, struct detour_oid *out, struct detour_error *err)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	int code;

	detour_buf_add(&text, name, size);
	if (!size)
		detour_buf_addstr(&text, "HEAD");
	code = detour_repo_resolve(walk->graph.repo, text.ptr, out, NULL);
	if (code)
		code = bad_range(err, argument,
			code == DETOUR_EINVALID ? "ambiguous" : "there is no commit",
			(int)text.size, text.ptr);
	detour_buf_release(&text);
	return code;
}

static int add_both(struct target *target, const struct detour_oid *left,
	const struct detour_oid *right, bool symmetric)
{
	struct target opposite = *target;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_oid *bases;
	size_t count = 0;
	int code;

	opposite.hides = !target->hides;
	if (!symmetric) {
		code = add_oid(&opposite, left);
		return code ? code : add_oid(target, right);
	}
	code = detour_graph_merge_bases(
		target->walk->graph.repo, left, right, &arena, &bases, &count, target->err);
	for (size_t i = 0; !code && i < count; i++)
		code = add_oid(&opposite, &bases[i]);
	if (!code)
		code = add_oid(target, left);
	if (!code)
		code = add_oid(target, right);
	detour_arena_release(&arena);
	return code;
}

static int add_dotted(struct target *target, const char *argument, const char *dots)
{
	bool symmetric = dots[2] == '.';
	const char *name = dots + 2 + symmetric;
	struct detour_oid left, right;
	int code;

	code = resolve_part(
		target->walk, argument, argument, (size_t)(dots - argument), &left, target->err);
	if (!code)
		code = resolve_part(
			target->walk, argument, name, strlen(name), &right, target->err);
	return code ? code : add_both(target, &left, &right, symmetric);
}

/* "A^!" is A alone, "A^@" its parents. */
static int add_with_parents(struct target *target, const char *argument, bool itself)
{
	struct target parents = *target;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	struct detour_oid oid;
	int code = resolve_part(
		target->walk, argument, argument, strlen(argument) - 2, &oid, target->err);

	if (!code)
		code = detour_repo_read_commit(
			target->walk->graph.repo, &oid, &arena, &commit, target->err);
	parents.hides = itself ? !target->hides : target->hides;
	for (size_t i = 0; !code && i < commit.parent_count; i++)
		code = add_oid(&parents, &commit.parents[i]);
	if (!code && itself) {
		target->walk->limited = true;
		code = add_oid(target, &oid);
	}
	detour_arena_release(&arena);
	return code;
}

static int add_revision(struct target *target, const char *argument)
{
	const char *dots = strstr(argument, "..");
	struct detour_oid oid;
	size_t size = strlen(argument);
	int code;

	if (dots)
		return add_dotted(target, argument, dots);
	if (size > 2 && argument[size - 2] == '^' && strchr("!@", argument[size - 1]))
		return add_with_parents(target, argument, argument[size - 1] == '!');
	if (!size || !strcmp(argument, "^"))
		return bad_range(target->err, argument, "it names no commit", 0, "");
	if (*argument == '^') {
		struct target opposite = *target;

		opposite.hides = !target->hides;
		code = resolve_part(
			target->walk, argument, argument + 1, size - 1, &oid, target->err);
		return code ? code : add_oid(&opposite, &oid);
	}
	code = resolve_part(target->walk, argument, argument, size, &oid, target->err);
	return code ? code : add_oid(target, &oid);
}

/* "--remotes=origin" means "origin/" and all below, "--remotes=o*" is a pattern. */
static int add_pattern(struct target *target, const char *prefix, const char *pattern)
{
	struct detour_buf glob = DETOUR_BUF_INIT;
	int code;

	detour_buf_addf(&glob, "%s%s%s", prefix, pattern, strpbrk(pattern, "*?[") ? "" : "/*");
	target->glob = glob.ptr;
	code = add_refs(target, prefix);
	target->glob = NULL;
	detour_buf_release(&glob);
	return code;
}

static int add_option(struct target *target, const char *argument)
{
	static const struct {
		const char *option, *prefix;
	} kinds[] = {
		{"--branches", "refs/heads/"},
		{"--remotes", "refs/remotes/"},
		{"--tags", "refs/tags/"},
	};

	if (target->hides)
		target->walk->limited = true;
	if (!strcmp(argument, "--all"))
		return add_all_refs(target);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t size = strlen(kinds[i].option);

		if (strncmp(argument, kinds[i].option, size))
			continue;
		if (!argument[size])
			return add_refs(target, kinds[i].prefix);
		if (argument[size] == '=')
			return add_pattern(target, kinds[i].prefix, argument + size + 1);
	}
	return bad_range(target->err, argument, "no such option", 0, "");
}

int detour_walk_arguments(struct detour_walk *walk, const char *const *arguments, size_t count,
	struct detour_error *err)
{
	struct target target = {walk, false, NULL, err};
	int code = 0;

	for (size_t i = 0; !code && i < count; i++) {
		if (!strcmp(arguments[i], "--not"))
			target.hides = !target.hides;
		else if (!strncmp(arguments[i], "--", 2))
			code = add_option(&target, arguments[i]);
		else if (*arguments[i] == '-')
			code = bad_range(err, arguments[i], "no such option", 0, "");
		else
			code = add_revision(&target, arguments[i]);
	}
	return code;
}

int detour_walk_unpushed(struct detour_walk *walk, struct detour_error *err)
{
	struct detour_repo *repo = walk->graph.repo;
	struct detour_oid head, upstream;
	int code = detour_repo_head(repo, &head, err);

	if (code)
		return code;
	if (!detour_repo_upstream(repo, detour_repo_branch(repo), &upstream))
		code = detour_walk_hide(walk, &upstream, err);
	else
		code = detour_walk_hide_remotes(walk, NULL, err);
	return code ? code : detour_walk_push(walk, &head, err);
}
