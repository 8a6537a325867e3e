/* git detour handoff: a Markdown brief for who goes on with a branch. */
#include "handoff.h"

#include <string.h>

#include "../git/lost.h"
#include "cmd.h"

enum { COMMITS = 20 };

/* ---- where it ended */

static const char *const operations[] = {
	[DETOUR_OPERATION_REBASE] = "A rebase",
	[DETOUR_OPERATION_SEQUENCE] = "A sequence of picks or reverts",
	[DETOUR_OPERATION_PICK] = "A cherry-pick",
	[DETOUR_OPERATION_REVERT] = "A revert",
	[DETOUR_OPERATION_AM] = "An am session",
	[DETOUR_OPERATION_BISECT] = "A bisection",
	[DETOUR_OPERATION_MERGE] = "A merge",
};

static void tell_unpushed(struct detour_handoff *handoff)
{
	const struct detour_unpushed *unpushed = &handoff->leftovers->unpushed;
	const char *name = handoff->revision, *upstream = handoff->subject->upstream;
	const char *typed = upstream ? detour_shell_word(handoff->arena, upstream) : NULL;

	if (!handoff->is_local || !handoff->subject->has_tip)
		return;
	if (unpushed->state == DETOUR_PUSH_NO_REMOTE) {
		detour_handoff_item(handoff, 0);
		detour_buf_addstr(&handoff->out, "Nothing of it is pushed: there is no remote");
		detour_handoff_source(handoff, "git branch --remotes");
	} else {
		detour_handoff_item(handoff, 0);
		if (unpushed->commits)
			detour_handoff_count(
				handoff, unpushed->commits, "commit", DETOUR_LEFTOVERS_COMMITS);
		detour_buf_addstr(
			&handoff->out, unpushed->commits ? " not pushed" : "All of it is pushed");
		if (typed)
			detour_handoff_source(handoff, "git log --oneline %s..%s", typed, name);
		else
			detour_handoff_source(
				handoff, "git log --oneline %s --not --remotes", name);
	}
	if (unpushed->behind && typed) {
		detour_handoff_item(handoff, 0);
		detour_handoff_count(handoff, unpushed->behind, "commit", DETOUR_LEFTOVERS_COMMITS);
		detour_buf_addstr(&handoff->out, " of ");
		detour_handoff_code(handoff, upstream);
		detour_buf_addstr(&handoff->out, " to take in");
		detour_handoff_source(handoff, "git log --oneline %s..%s", name, typed);
	}
}

static void tell_end(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;

	detour_handoff_section(handoff, "Where it ended");
	if (subject->has_tip && subject->last_count) {
		detour_handoff_commit(handoff, &subject->last[0]);
		detour_buf_addstr(&handoff->out, ", by ");
		detour_handoff_text(handoff, subject->last[0].author_name);
		detour_buf_addch(&handoff->out, '\n');
	} else {
		detour_handoff_item(handoff, 0);
		detour_buf_addstr(&handoff->out, "Nothing is committed yet");
		detour_handoff_source(handoff, "git log");
	}
	if (handoff->leftovers->operation != DETOUR_OPERATION_NONE) {
		detour_handoff_item(handoff, 0);
		detour_buf_addf(&handoff->out, "%s is under way",
			operations[handoff->leftovers->operation]);
		detour_handoff_source(handoff, "git status");
	}
	tell_unpushed(handoff);
}

/* ---- where it began */

static void tell_distance(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;
	struct detour_branch base;
	size_t ahead, behind;

	if (detour_repo_find_branch(
		    handoff->workspace->repo, handoff->arena, subject->base_name, &base))
		return;
	ahead = detour_leftovers_count(handoff->workspace->repo, &subject->tip, &base.tip);
	behind = detour_leftovers_count(handoff->workspace->repo, &base.tip, &subject->tip);
	detour_handoff_item(handoff, 0);
	detour_handoff_count(handoff, ahead, "commit", DETOUR_LEFTOVERS_COMMITS);
	detour_buf_addstr(&handoff->out, " ahead of ");
	detour_handoff_code(handoff, base.name);
	detour_buf_addf(&handoff->out, ", %zu%s behind", behind,
		behind >= DETOUR_LEFTOVERS_COMMITS ? " or more" : "");
	detour_handoff_source(handoff, "git rev-list --left-right --count %s...%s",
		handoff->revision, detour_shell_word(handoff->arena, base.name));
}

/* Where the forge has both branches: what they differ in, as it shows it. */
static void tell_compare(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;
	struct detour_repo *repo = handoff->workspace->repo;
	struct detour_branch base, branch;
	const char *name = subject->upstream ? subject->upstream : subject->name, *url;

	if (!name || detour_repo_find_branch(repo, handoff->arena, name, &branch) ||
		detour_repo_find_branch(repo, handoff->arena, subject->base_name, &base) ||
		!branch.is_remote || !base.is_remote || !strcmp(base.line, branch.line))
		return;
	url = detour_forge_compare(
		detour_workspace_forge(handoff->workspace), handoff->arena, base.line, branch.line);
	if (!url)
		return;
	detour_handoff_item(handoff, 0);
	detour_buf_addf(&handoff->out, "[Compare them on the forge](%s)\n", url);
}

static void tell_base(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;
	struct detour_commit base;

	detour_handoff_section(handoff, "Where it began");
	if (subject->is_trunk || !subject->base_name)
		return;
	if (!detour_oid_equal(&subject->base, &subject->tip) &&
		!detour_repo_read_commit(
			handoff->workspace->repo, &subject->base, handoff->arena, &base, NULL)) {
		detour_handoff_commit(handoff, &base);
		detour_buf_addstr(&handoff->out, ": where it left ");
		detour_handoff_code(handoff, subject->base_name);
		detour_buf_addch(&handoff->out, '\n');
	}
	tell_distance(handoff);
	tell_compare(handoff);
}

static void tell_commits(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;
	bool own = subject->own_count > 0;
	const struct detour_commit *list = own ? subject->own : subject->last;
	size_t count = own ? subject->own_count : subject->last_count;

	detour_handoff_section(handoff, own ? "Its commits" : "The last commits");
	if (count < 2)
		return;
	for (size_t i = 0; i < count && i < COMMITS; i++) {
		detour_handoff_commit(handoff, &list[i]);
		detour_buf_addch(&handoff->out, '\n');
	}
	if (count <= COMMITS)
		return;
	detour_handoff_item(handoff, 0);
	detour_handoff_count(
		handoff, count - COMMITS, "more commit", subject->own_cut ? count - COMMITS : 0);
	detour_handoff_source(handoff, "git log %s", handoff->revision);
}

/* ---- all of it */

/* Sessions and plans are those of the work tree where it is the branch's, else those of its tip. */
static void tell_where_files_are(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;
	struct detour_repo *repo = handoff->workspace->repo;

	if (!subject->has_tip || (subject->is_here && detour_repo_work_tree(repo)))
		return;
	detour_buf_addstr(&handoff->out, "\nFiles are linked as they are in ");
	detour_handoff_code(handoff, detour_oid_short(handoff->arena, &subject->tip, 12));
	detour_buf_addstr(&handoff->out, ".\n");
}

static void tell(struct detour_handoff *handoff)
{
	const struct detour_subject *subject = handoff->subject;

	detour_buf_addstr(&handoff->out, "# Handoff: ");
	detour_handoff_code(handoff, subject->name ? subject->name : "HEAD");
	detour_buf_addch(&handoff->out, '\n');
	tell_where_files_are(handoff);
	tell_end(handoff);
	detour_handoff_next(handoff);
	detour_handoff_loose(handoff);
	detour_handoff_dead_ends(handoff);
	detour_handoff_unwritten(handoff);
	detour_handoff_sessions(handoff);
	tell_base(handoff);
	tell_commits(handoff);
}

static bool is_local_branch(struct detour_workspace *workspace, const char *name)
{
	return name && detour_repo_has_ref(workspace->repo,
			       detour_arena_printf(&workspace->arena, "refs/heads/%s", name));
}

static void take_own(struct detour_leftovers_of *of, const struct detour_subject *subject,
	struct detour_arena *arena)
{
	struct detour_oid *own = detour_arena_array(arena, subject->own_count, sizeof(*own));

	for (size_t i = 0; i < subject->own_count; i++)
		own[i] = subject->own[i].oid;
	of->own = own;
	of->own_count = subject->own_count;
}

/* A branch that is rebased here is meant while HEAD is detached for it. */
static const char *meant(struct detour_workspace *workspace, const char *name)
{
	if (name || detour_repo_branch(workspace->repo))
		return name;
	return detour_repo_branch_at_work(workspace->repo, &workspace->arena);
}

static int handoff(struct detour_workspace *workspace, const char *given, struct detour_error *err)
{
	const char *name = meant(workspace, given);
	struct detour_briefing briefing = {0};
	struct detour_leftovers leftovers;
	struct detour_subject subject;
	struct detour_leftovers_of of = {0};
	struct detour_handoff handoff = {workspace, &workspace->arena, &subject, &briefing,
		&leftovers, detour_workspace_forge(workspace)->commits, NULL, false,
		DETOUR_BUF_INIT, NULL};
	int code = detour_subject_find(&subject, workspace, name, NULL, err);

	if (!code)
		code = detour_briefing_make(&briefing, workspace, &subject, err);
	if (code)
		goto out;
	if (is_local_branch(workspace, subject.name) || (!name && subject.name))
		of.branch = subject.name;
	of.is_head = !given;
	of.tip = subject.has_tip ? &subject.tip : NULL;
	take_own(&of, &subject, &workspace->arena);
	detour_leftovers_find(&leftovers, workspace, &of);
	handoff.is_local = of.branch || of.is_head;
	handoff.revision =
		subject.name ? detour_shell_word(&workspace->arena, subject.name) : "HEAD";
	tell(&handoff);
	fwrite(handoff.out.ptr, 1, handoff.out.size, workspace->ctx->out);
out:
	detour_buf_release(&handoff.out);
	detour_briefing_release(&briefing);
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	const char *name = NULL;
	int token, code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((token = detour_arguments_next(&args)) == DETOUR_ARG_OPERAND && !name)
		name = args.value;
	if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
		return detour_arguments_leave(token);
	if (token != DETOUR_ARG_END)
		return detour_cmd_usage(ctx, "cannot hand off two branches at once");
	if (name && (!strcmp(name, "HEAD") || !strcmp(name, "@")))
		name = NULL; /* what is checked out, with all that lies around there */
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = handoff(&workspace, name, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_handoff = {
	.name = "handoff",
	.arguments = "[BRANCH]",
	.summary = "print a Markdown brief of a branch for who goes on with it",
	.run = run,
	.paged = true,
};
