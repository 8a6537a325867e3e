/* Looks for what lies around; see leftovers.h. */
#include "leftovers.h"

#include <string.h>

#include "base/text.h"
#include "git/lost.h"
#include "git/reflog.h"
#include "git/walk.h"

enum { FILES = 50, STASHES = 200, REFLOG = 1000, CHAIN = 100, KEPT = 200, WORK_TREES = 50 };

struct looking {
	struct detour_workspace *workspace;
	const struct detour_leftovers_of *of;
	struct detour_leftovers *out;
	struct detour_arena *arena;
	struct detour_reflog log; /* of the branch */
};

/* ---- stashes */

bool detour_stash_is_of(const char *message, const char *branch)
{
	const char *name = branch ? branch : "(no branch)";
	size_t size = strlen(name);

	if (detour_text_starts(message, "WIP on "))
		message += strlen("WIP on ");
	else if (detour_text_starts(message, "On "))
		message += strlen("On ");
	else
		return false;
	return !strncmp(message, name, size) && message[size] == ':';
}

/* What the stash itself says counts, where its entry in the log was given other words: a rebase
 * calls its own one "autostash". */
static bool is_own_stash(struct looking *looking, const struct detour_reflog_entry *entry)
{
	struct detour_commit commit;

	if (detour_stash_is_of(entry->message, looking->of->branch))
		return true;
	return !detour_repo_read_commit(
		       looking->workspace->repo, &entry->new_oid, looking->arena, &commit, NULL) &&
	       detour_stash_is_of(commit.subject, looking->of->branch);
}

static void find_stashes(struct looking *looking)
{
	struct detour_reflog log;
	struct detour_stash *stashes;

	if (!looking->of->branch && !looking->of->is_head)
		return;
	if (!detour_repo_has_ref(looking->workspace->repo, "refs/stash") ||
		detour_reflog_tail(looking->workspace->repo, "refs/stash", STASHES, looking->arena,
			&log, NULL))
		return;
	stashes = detour_arena_array(looking->arena, log.count, sizeof(*stashes));
	for (size_t i = 0; i < log.count; i++)
		if (is_own_stash(looking, &log.entries[i]))
			stashes[looking->out->stash_count++] = (struct detour_stash){i,
				log.entries[i].message, log.entries[i].new_oid, log.entries[i].time,
				log.entries[i].offset};
	looking->out->stashes = stashes;
}

/* ---- commits that are here alone */

static int stop_at_once(void *data, const char *name)
{
	(void)name;
	*(bool *)data = true;
	return 1;
}

size_t detour_leftovers_count(
	struct detour_repo *repo, const struct detour_oid *tip, const struct detour_oid *other)
{
	struct detour_walk *walk = detour_walk_new(repo);
	size_t count = 0;

	if (!detour_walk_push(walk, tip, NULL) &&
		!(other ? detour_walk_hide(walk, other, NULL)
			: detour_walk_hide_remotes(walk, NULL, NULL)))
		while (count < DETOUR_LEFTOVERS_COMMITS) {
			struct detour_arena arena = DETOUR_ARENA_INIT;
			struct detour_commit commit;
			int code = detour_walk_next(walk, &arena, &commit, NULL);

			detour_arena_release(&arena);
			if (code)
				break;
			count++;
		}
	detour_walk_free(walk);
	return count;
}

static void find_unpushed(struct looking *looking)
{
	struct detour_repo *repo = looking->workspace->repo;
	struct detour_unpushed *out = &looking->out->unpushed;
	const struct detour_oid *tip = looking->of->tip;
	struct detour_oid upstream;
	bool has_remote = false;

	detour_repo_each_remote_branch(repo, stop_at_once, &has_remote);
	if (!tip || (!looking->of->branch && !looking->of->is_head))
		return;
	if (looking->of->branch && !detour_repo_upstream(repo, looking->of->branch, &upstream)) {
		out->state = DETOUR_PUSH_UPSTREAM;
		out->commits = detour_leftovers_count(repo, tip, &upstream);
		out->behind = detour_leftovers_count(repo, &upstream, tip);
	} else if (has_remote) {
		out->state = DETOUR_PUSH_NO_UPSTREAM;
		out->commits = detour_leftovers_count(repo, tip, NULL);
	}
}

/* ---- dropped commits that are kept */

static bool was_tip(const struct looking *looking, const struct detour_oid *oid)
{
	for (size_t i = 0; i < looking->log.count; i++)
		if (detour_oid_equal(&looking->log.entries[i].new_oid, oid) ||
			detour_oid_equal(&looking->log.entries[i].old_oid, oid))
			return true;
	return false;
}

static bool is_own(const struct looking *looking, const struct detour_oid *oid)
{
	for (size_t i = 0; i < looking->of->own_count; i++)
		if (detour_oid_equal(&looking->of->own[i], oid))
			return true;
	return false;
}

/* The branch stood there once, or it was made on top of a commit that is of this branch alone. */
static bool belongs(const struct looking *looking, const struct detour_oid *oid)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	struct detour_oid at = *oid;
	bool found = was_tip(looking, oid);

	for (int i = 0; !found && looking->of->own_count && i < CHAIN; i++) {
		if (detour_repo_read_commit(looking->workspace->repo, &at, &arena, &commit, NULL) ||
			!commit.parent_count)
			break;
		at = commit.parents[0];
		found = is_own(looking, &at);
	}
	detour_arena_release(&arena);
	return found;
}

static int take_kept(void *data, const char *name, const struct detour_oid *oid)
{
	struct looking *looking = data;
	struct detour_kept *kept =
		(struct detour_kept *)looking->out->kept + looking->out->kept_count;

	if (!belongs(looking, oid) || detour_repo_read_commit(looking->workspace->repo, oid,
					      looking->arena, &kept->commit, NULL))
		return 0;
	kept->ref = detour_arena_strdup(looking->arena, name);
	return ++looking->out->kept_count == KEPT;
}

static void find_kept(struct looking *looking)
{
	struct detour_kept *list = detour_arena_array(looking->arena, KEPT, sizeof(*list));
	const char *ref = looking->of->branch ? detour_arena_printf(looking->arena, "refs/heads/%s",
							looking->of->branch)
			  : looking->of->is_head ? "HEAD"
						 : NULL;

	if (ref)
		detour_reflog_tail(
			looking->workspace->repo, ref, REFLOG, looking->arena, &looking->log, NULL);
	looking->out->kept = list;
	detour_repo_each_kept(looking->workspace->repo, take_kept, looking);
}

/* ---- work trees */

/* From one folder to another; the whole path where they have no folder in common. */
static const char *way_to(struct detour_arena *arena, const char *from, const char *to)
{
	const char *way = "", *rest;
	size_t same = 0, i = 0;

	for (; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i;
	if ((!from[i] || from[i] == '/') && (!to[i] || to[i] == '/'))
		same = i;
	if (!same)
		return to;
	for (const char *at = strchr(from + same, '/'); at; at = strchr(at + 1, '/'))
		way = detour_arena_printf(arena, "%s%s..", way, *way ? "/" : "");
	rest = to[same] ? to + same + 1 : "";
	return detour_arena_printf(arena, "%s%s%s", way, *way && *rest ? "/" : "", rest);
}

static void find_work_trees(struct looking *looking)
{
	struct detour_repo *repo = looking->workspace->repo;
	const struct detour_work_tree *list;
	const char *top = detour_repo_work_tree(repo), **elsewhere;
	size_t count;

	looking->out->is_here = looking->of->is_head && !looking->of->branch;
	if (!looking->of->branch)
		return;
	detour_repo_work_trees(repo, WORK_TREES, looking->arena, &list, &count);
	elsewhere = detour_arena_array(looking->arena, count, sizeof(*elsewhere));
	for (size_t i = 0; i < count; i++) {
		if (!list[i].branch || strcmp(list[i].branch, looking->of->branch) != 0)
			continue;
		if (list[i].is_here)
			looking->out->is_here = true;
		else
			elsewhere[looking->out->elsewhere_count++] = way_to(looking->arena,
				top ? top : detour_repo_git_dir(repo), list[i].path);
	}
	looking->out->elsewhere = elsewhere;
}

static void find_loose(struct looking *looking)
{
	struct detour_repo *repo = looking->workspace->repo;
	struct detour_leftovers *out = looking->out;

	if (!out->is_here)
		return;
	out->operation = detour_repo_operation(repo);
	if (detour_repo_work_tree(repo) && detour_repo_loose_files(repo, FILES, looking->arena,
						   &out->loose, &out->loose_error))
		memset(&out->loose, 0, sizeof(out->loose));
}

void detour_leftovers_find(struct detour_leftovers *out, struct detour_workspace *workspace,
	const struct detour_leftovers_of *of)
{
	struct looking looking = {workspace, of, out, &workspace->arena, {0}};

	memset(out, 0, sizeof(*out));
	find_work_trees(&looking);
	find_loose(&looking);
	find_unpushed(&looking);
	find_stashes(&looking);
	find_kept(&looking);
}
