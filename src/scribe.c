/* Drafts, stores and edits sessions for the hooks and the verbs; see scribe.h. */
#include "scribe.h"

#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "git/configuration.h"
#include "git/lost.h"
#include "journal/made.h"
#include "journal/name.h"
#include "prompt/prompt.h"
#include "base/text.h"

enum {
	CURRENT_DAYS = 7,       /* a session is added to for this many days */
	CURRENT_LOOKED_AT = 30, /* newest sessions that are read in search of it */
};

static const char *suggest_topic(
	struct detour_workspace *workspace, const struct detour_writing *writing)
{
	const char *branch = detour_repo_branch(workspace->repo);

	if (writing->topic && *writing->topic)
		return writing->topic;
	for (size_t i = 0; i < writing->signal_count; i++)
		if (writing->signals[i].title && *writing->signals[i].title)
			return writing->signals[i].title;
	if (writing->commit_count)
		return writing->commits[writing->commit_count - 1]->subject;
	if (branch && strcmp(branch, "main") != 0 && strcmp(branch, "master") != 0)
		return branch;
	return writing->text && *writing->text
		       ? detour_text_line(&workspace->arena, writing->text, 50)
		       : "Session";
}

static const char *plan_at(struct detour_workspace *workspace, const char *path)
{
	const char *root = detour_repo_work_tree(workspace->repo);
	struct stat info;

	return root && !lstat(detour_arena_printf(&workspace->arena, "%s/%s", root, path), &info) &&
			       S_ISREG(info.st_mode)
		       ? path
		       : NULL;
}

/* The plan that a session can point to: that of its project, else one at the usual place. */
static const char *find_plan(struct detour_workspace *workspace, const char *dir)
{
	static const char *const names[] = {"plan.md", "PLAN.md", "docs/plan.md"};
	size_t start, end = dir ? detour_name_project_end(dir, &start) : 0;
	const char *plan = NULL;

	for (size_t i = 0; end && !plan && i < 2; i++)
		plan = plan_at(workspace,
			detour_arena_printf(&workspace->arena, "%.*s/%s", (int)end, dir, names[i]));
	for (size_t i = 0; !plan && i < sizeof(names) / sizeof(*names); i++)
		plan = plan_at(workspace, names[i]);
	return plan;
}

static void start_draft(struct detour_draft *draft, struct detour_workspace *workspace,
	const struct detour_writing *writing)
{
	memset(draft, 0, sizeof(*draft));
	draft->topic = suggest_topic(workspace, writing);
	draft->time = workspace->ctx->now;
	draft->offset = detour_context_offset(workspace->ctx);
	draft->branch = detour_repo_branch(workspace->repo);
	draft->text = writing->text;
	draft->commits = writing->commits;
	draft->commit_count = writing->commit_count;
	draft->signals = writing->signals;
	draft->signal_count = writing->signal_count;
	draft->forge_base = detour_workspace_forge(workspace)->commits;
	draft->issue_base = detour_workspace_forge(workspace)->issues;
	draft->compact = writing->compact;
}

/* The noon of a day given by hand: a title shows the day alone. */
static int set_day(struct detour_draft *draft, const char *day, struct detour_arena *arena,
	struct detour_error *err)
{
	int year, month, day_of_month;
	size_t used;

	if (!day)
		return 0;
	if (detour_date_parse_day(day, &year, &month, &day_of_month))
		return detour_error_set(err, DETOUR_EUSAGE,
			"cannot use date '%s': it is no day written as 2026-11-22", day);
	return detour_date_parse_minute(detour_arena_printf(arena, "%s 12:00 +0000", day),
		&draft->time, &draft->offset, &used);
}

static bool is_listed(
	const struct detour_commit *const *commits, size_t count, const struct detour_oid *oid)
{
	for (size_t i = 0; i < count; i++)
		if (detour_oid_equal(&commits[i]->oid, oid))
			return true;
	return false;
}

static size_t add_dropped(struct detour_workspace *workspace, const struct detour_signal *signal,
	const struct detour_commit **commits, size_t count)
{
	for (size_t i = signal->related_count; i-- > 0;) {
		struct detour_commit *commit =
			detour_arena_alloc(&workspace->arena, sizeof(*commit));

		if (is_listed(commits, count, &signal->related[i]) ||
			detour_repo_read_commit(workspace->repo, &signal->related[i],
				&workspace->arena, commit, NULL))
			continue;
		/* It is linked, but gives neither issues nor changes to the session. */
		commit->message = "";
		commit->message_size = 0;
		commits[count++] = commit;
	}
	return count;
}

/* What was dropped is a part of the story: its commits come first, oldest first. */
static void add_dropped_to(struct detour_draft *draft, struct detour_workspace *workspace,
	const struct detour_writing *writing)
{
	size_t room = writing->commit_count, count = 0;
	const struct detour_commit **commits;

	for (size_t i = 0; i < writing->signal_count; i++)
		if (writing->signals[i].kind == DETOUR_KIND_discard)
			room += writing->signals[i].related_count;
	commits = detour_arena_array(&workspace->arena, room, sizeof(struct detour_commit *));
	for (size_t i = 0; i < writing->signal_count; i++)
		if (writing->signals[i].kind == DETOUR_KIND_discard)
			count = add_dropped(workspace, &writing->signals[i], commits, count);
	for (size_t i = 0; i < writing->commit_count; i++)
		if (!is_listed(commits, count, &writing->commits[i]->oid))
			commits[count++] = writing->commits[i];
	draft->commits = commits;
	draft->commit_count = count;
}

/* Links to what nothing reaches would soon lead nowhere. Silent: the session is what counts. */
static void keep_dropped(struct detour_workspace *workspace, const struct detour_draft *draft)
{
	const char *day = detour_date_day(
		&workspace->arena, workspace->ctx->now, detour_context_offset(workspace->ctx));

	struct detour_oid *oids =
		detour_arena_array(&workspace->arena, draft->commit_count, sizeof(*oids));

	for (size_t i = 0; i < draft->commit_count; i++)
		oids[i] = draft->commits[i]->oid;
	(void)detour_repo_keep(workspace->repo, oids, draft->commit_count, day, NULL);
}

/* Where it goes and what it is made of: the team's template, else as the others there look. */
static const char *choose_form(struct detour_workspace *workspace, struct detour_journal *journal,
	const struct detour_writing *writing, struct detour_draft *draft)
{
	struct detour_style_known known = {
		draft->branch, detour_repo_config(workspace->repo, "user.name")};
	const char *day = detour_date_day(&workspace->arena, draft->time, draft->offset);
	const char *styled, *name, *slash;
	size_t size;

	detour_journal_write_to(journal, detour_journal_fitting_dir(journal, writing->commits,
						 writing->commit_count, draft->branch));
	styled = detour_journal_adopt_style(journal, &known, &size);
	draft->template_bytes = detour_journal_template(journal, &draft->template_size, NULL);
	if (styled) {
		draft->template_bytes = styled;
		draft->template_size = size;
	}
	draft->dir = journal->write_dir;
	draft->plan = find_plan(workspace, journal->is_private ? NULL : draft->dir);
	name = detour_style_name(&journal->names, &workspace->arena, day, "", 1);
	slash = strrchr(name, '/');
	if (slash)
		draft->dir = detour_arena_printf(
			&workspace->arena, "%s/%.*s", draft->dir, (int)(slash - name), name);
	return day;
}

int detour_scribe_create(struct detour_workspace *workspace, const struct detour_writing *writing,
	struct detour_place *place, struct detour_error *err)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_journal *journal;
	struct detour_draft draft;
	const char *day;
	int code;

	code = detour_workspace_journal(workspace, &journal, err);
	if (code)
		return code;
	start_draft(&draft, workspace, writing);
	add_dropped_to(&draft, workspace, writing);
	code = set_day(&draft, writing->day, &workspace->arena, err);
	if (code)
		return code;
	day = choose_form(workspace, journal, writing, &draft);
	if (journal->is_private)
		draft.dir = NULL;
	detour_session_draft(&bytes, &draft);
	place->journal = journal;
	code = detour_journal_create(
		journal, day, draft.topic, bytes.ptr, bytes.size, &place->path, err);
	if (!code)
		keep_dropped(workspace, &draft);
	if (!code && !writing->text)
		detour_made_remember(workspace->repo, place->path, bytes.ptr, bytes.size);
	detour_buf_release(&bytes);
	return code;
}

/* Changes a session. `told`: what is added are somebody's words. */
static int update(struct detour_repo *repo, const struct detour_place *place, bool told,
	void (*change)(struct detour_buf *out, const struct detour_buf *old, void *data),
	void *data, struct detour_error *err)
{
	struct detour_buf old = DETOUR_BUF_INIT, bytes = DETOUR_BUF_INIT;
	int code =
		detour_journal_change(place->journal, place->path, change, data, &old, &bytes, err);

	/* What we change in a scaffold leaves it one. */
	if (!code && !told && detour_made_is(repo, place->path, old.ptr, old.size))
		detour_made_remember(repo, place->path, bytes.ptr, bytes.size);
	detour_buf_release(&old);
	detour_buf_release(&bytes);
	return code;
}

static void add_to(struct detour_buf *out, const struct detour_buf *old, void *data)
{
	detour_session_add(out, old->ptr, old->size, data);
}

static void tidy(struct detour_buf *out, const struct detour_buf *old, void *data)
{
	size_t size;
	const char *templ = detour_journal_template(data, &size, NULL);

	detour_session_tidy_template(out, old->ptr, old->size, templ, size);
}

static bool is_of_earlier_day(const struct detour_place *place, const struct detour_draft *draft,
	struct detour_arena *arena)
{
	const char *slash = strrchr(place->path, '/'), *day, *topic;

	return detour_name_parse(arena, slash ? slash + 1 : place->path, &day, &topic) &&
	       strcmp(day, detour_date_day(arena, draft->time, draft->offset)) < 0;
}

int detour_scribe_add(struct detour_workspace *workspace, const struct detour_place *place,
	const struct detour_writing *writing, struct detour_error *err)
{
	struct detour_draft draft;
	int code;

	start_draft(&draft, workspace, writing);
	add_dropped_to(&draft, workspace, writing);
	draft.template_bytes = detour_journal_template(place->journal, &draft.template_size, NULL);
	draft.later = is_of_earlier_day(place, &draft, &workspace->arena);
	code = update(workspace->repo, place, writing->text != NULL, add_to, &draft, err);
	if (!code)
		keep_dropped(workspace, &draft);
	return code;
}

static bool is_written(
	struct detour_journal *journal, const struct detour_buf *bytes, struct detour_arena *arena)
{
	struct detour_session session;

	detour_journal_parse(journal, bytes, arena, &session);
	return session.written;
}

int detour_scribe_edit(struct detour_workspace *workspace, const struct detour_place *place,
	bool fresh, bool *kept, struct detour_error *err)
{
	struct detour_buf before = DETOUR_BUF_INIT, after = DETOUR_BUF_INIT;
	const char *editor = detour_repo_config(workspace->repo, "core.editor");
	struct detour_journal *journal = place->journal;
	const char *path = place->path, *absolute;
	int code;

	*kept = true;
	absolute = detour_arena_printf(&workspace->arena, "%s/%s", journal->root, path);
	code = detour_journal_read(journal, path, &before, err);
	if (!code)
		code = detour_editor_run(workspace->ctx, editor, absolute, err);
	if (!code)
		code = detour_journal_read(journal, path, &after, err);
	if (code)
		goto out;
	if (fresh && before.size == after.size && !memcmp(before.ptr, after.ptr, after.size) &&
		!is_written(journal, &after, &workspace->arena)) {
		*kept = false;
		code = detour_journal_remove(journal, path, after.ptr, after.size, err);
	} else {
		code = update(workspace->repo, place, false, tidy, journal, err);
	}
out:
	detour_buf_release(&before);
	detour_buf_release(&after);
	return code;
}

static bool tells_of_branch(struct detour_journal *journal, const char *path, const char *branch)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session = {0};
	bool same;

	if (!detour_journal_read(journal, path, &bytes, NULL))
		detour_journal_parse(journal, &bytes, &arena, &session);
	same = session.branch && !strcmp(session.branch, branch);
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
	return same;
}

bool detour_scribe_current(struct detour_workspace *workspace, struct detour_place *place)
{
	const char *branch = detour_repo_branch(workspace->repo);
	int64_t oldest = workspace->ctx->now - INT64_C(86400) * CURRENT_DAYS;
	const char *first_day =
		detour_date_day(&workspace->arena, oldest, detour_context_offset(workspace->ctx));
	struct detour_journal_entry *entries;
	size_t count;

	if (!branch || detour_workspace_journal(workspace, &place->journal, NULL) ||
		detour_journal_list_names(place->journal, first_day, &entries, &count, NULL))
		return false;
	for (size_t i = 0; i < count && i < CURRENT_LOOKED_AT; i++)
		if (tells_of_branch(place->journal, entries[i].path, branch)) {
			place->path = entries[i].path;
			return true;
		}
	return false;
}

void detour_scribe_remember(struct detour_workspace *workspace,
	const struct detour_writing *writing, const char *answer)
{
	struct detour_record *records =
		detour_arena_array(&workspace->arena, writing->commit_count, sizeof(*records));

	memset(records, 0, writing->commit_count * sizeof(*records));
	for (size_t i = 0; i < writing->commit_count; i++) {
		const struct detour_commit *commit = writing->commits[i];

		records[i].event = DETOUR_EVENT_ANSWERED;
		records[i].time = workspace->ctx->now;
		records[i].commit = commit->oid;
		records[i].author_time = commit->author_time;
		records[i].subject = commit->subject;
		records[i].kind = records[i].detour = "";
		records[i].answer = answer;
	}
	(void)detour_state_append(workspace->repo, records, writing->commit_count, NULL);
}
