/* Gathers a briefing: what the sessions say, the plans, and what is not written down; briefing.h.
 */
#include "briefing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "about.h"
#include "base/file.h"
#include "base/text.h"
#include "briefing_internal.h"
#include "git/listing.h"
#include "journal/globs.h"
#include "journal/next.h"

enum {
	FACTS = 200, /* kept of a kind */
	DETOURS_LOOKED_AT = 200,
	PLANS = 20,
	SHORT_SENTENCE = 60,
	STATUS_LINES = 20,
	PLAN_LIMIT = 256 * 1024,
};

/* ---- what the sessions say */

struct facts {
	struct detour_brief_fact *list;
	size_t count;
};

static bool is_told(const struct facts *facts, const char *text)
{
	for (size_t i = 0; i < facts->count; i++)
		if (!strcmp(facts->list[i].text, text))
			return true;
	return false;
}

static void add_fact(struct facts *facts, struct detour_arena *arena, const char *text,
	const struct detour_passage *passage, const struct detour_brief_session *session)
{
	if (!facts->list)
		facts->list = detour_arena_array(arena, FACTS, sizeof(*facts->list));
	if (facts->count < FACTS && *text && !is_told(facts, text))
		facts->list[facts->count++] = (struct detour_brief_fact){text, passage, session};
}

/* The sentence that tells of the dead end; a short one with what follows, which says why. */
static const char *sentence_of(struct detour_arena *arena, const struct detour_passage *passage)
{
	const char *key = detour_passage_dead_end(passage, arena).text;
	const char *at = strstr(passage->text, key);
	size_t size = strlen(key), more;

	while (at && size < SHORT_SENTENCE && at[size]) {
		more = strspn(at + size, " ");
		size += more + detour_sentence_size(at + size + more);
	}
	return at ? detour_arena_strndup(arena, at, size) : key;
}

/* Does the passage speak of the path itself? */
static bool speaks_of_path(struct detour_arena *arena, const struct detour_subject *subject,
	const struct detour_passage *passage)
{
	const char *word = detour_about_word(arena, subject->path);

	return strstr(passage->source, subject->path) ||
	       (word && (detour_about_count(passage->text, word) ||
				detour_about_count(passage->heading, word)));
}

/* In a session about other things only what speaks of the path counts; what was done elsewhere in
 * these days is no business of a branch of its own. */
static bool counts(const struct detour_briefing *briefing,
	const struct detour_brief_session *session, const struct detour_passage *passage)
{
	const struct detour_subject *subject = briefing->subject;

	if (session->why == DETOUR_WHY_RECENT)
		return !detour_subject_is_apart(subject);
	return (session->why != DETOUR_WHY_WORD && session->why != DETOUR_WHY_CHANGED) ||
	       !subject->path || speaks_of_path(&briefing->workspace->arena, subject, passage);
}

/* Two rounds where there is a path: first what speaks of it, then the rest of its sessions. */
static void find_dead_ends(struct detour_briefing *briefing)
{
	struct detour_arena *arena = &briefing->workspace->arena;
	const struct detour_subject *subject = briefing->subject;
	bool has_path = subject->path;
	struct facts facts = {0};

	for (int round = has_path ? 0 : 1; round < 2; round++)
		for (size_t i = 0; i < briefing->session_count; i++) {
			const struct detour_brief_session *session = &briefing->sessions[i];

			for (size_t j = 0; j < session->reading.count; j++) {
				const struct detour_passage *passage =
					&session->reading.passages[j];

				if (detour_passage_is_dead_end(passage) &&
					(round ? counts(briefing, session, passage)
					       : speaks_of_path(arena, subject, passage)))
					add_fact(&facts, arena, sentence_of(arena, passage),
						passage, session);
			}
		}
	briefing->dead_ends = facts.list;
	briefing->dead_end_count = facts.count;
}

/* Whoever wrote down another session about it since, went on from there. */
static bool is_overtaken(
	const struct detour_briefing *briefing, const struct detour_brief_session *session)
{
	for (const struct detour_brief_session *newer = briefing->sessions; newer < session;
		newer++)
		if ((newer->why < DETOUR_WHY_CHANGED || !briefing->subject->path) &&
			strcmp(newer->item->day, session->item->day) > 0)
			return true;
	return false;
}

static void find_next(struct detour_briefing *briefing)
{
	for (size_t i = 0; !briefing->next.text && i < briefing->session_count; i++) {
		const struct detour_brief_session *session = &briefing->sessions[i];

		if (is_overtaken(briefing, session))
			return;
		if (session->next && counts(briefing, session, session->next_passage))
			briefing->next = (struct detour_brief_fact){
				session->next, session->next_passage, session};
	}
}

static bool is_next(const struct detour_passage *passage)
{
	size_t digits = strspn(passage->text, "0123456789: -");
	const char *text = passage->text + digits;
	size_t size = strlen(text);

	return detour_next_text(text, &size) != NULL;
}

static void find_follow_ups(struct detour_briefing *briefing)
{
	struct facts facts = {0};

	for (size_t i = 0; i < briefing->session_count; i++) {
		const struct detour_brief_session *session = &briefing->sessions[i];

		for (size_t j = 0; j < session->reading.count; j++) {
			const struct detour_passage *passage = &session->reading.passages[j];

			if (detour_passage_is_open(passage) && !is_next(passage) &&
				counts(briefing, session, passage))
				add_fact(&facts, &briefing->workspace->arena, passage->text,
					passage, session);
		}
	}
	briefing->follow_ups = facts.list;
	briefing->follow_up_count = facts.count;
}

void detour_briefing_find_facts(struct detour_briefing *briefing)
{
	find_next(briefing);
	find_dead_ends(briefing);
	find_follow_ups(briefing);
}

/* ---- plans */

struct plans {
	struct detour_briefing *briefing;
	struct detour_brief_plan *list;
	size_t count;
};

static bool may_hold_plan(void *data, const char *dir, const struct detour_oid *tree)
{
	const struct plans *plans = data;

	(void)tree;
	return detour_globs_may_hold(detour_plan_globs(&plans->briefing->workspace->settings), dir);
}

static bool own_commits_touch(const struct detour_subject *subject, const char *folder)
{
	for (size_t i = 0; i < subject->own_count; i++)
		for (size_t j = 0; j < subject->own[i].change_count; j++)
			if (detour_about_is_below(subject->own[i].changes[j].path, folder))
				return true;
	return false;
}

static bool session_is_of(const struct detour_briefing *briefing, const char *project)
{
	for (size_t i = 0; i < briefing->session_count; i++)
		if (briefing->sessions[i].why != DETOUR_WHY_WORD &&
			(briefing->sessions[i].why != DETOUR_WHY_RECENT ||
				!detour_subject_is_apart(briefing->subject)) &&
			detour_about_is_below(briefing->sessions[i].item->path, project))
			return true;
	return false;
}

/* A plan at the top is everybody's; one of a project is of who works on the project. */
static bool concerns(const struct detour_briefing *briefing, const char *path)
{
	struct detour_arena *arena = &briefing->workspace->arena;
	const struct detour_subject *subject = briefing->subject;
	const char *project = detour_about_project(arena, path);
	const char *word = detour_about_word(arena, path);
	const char *place = project ? project : path;

	if (subject->path) {
		const char *name = detour_about_word(arena, subject->path);

		return detour_about_is_below(path, subject->path) ||
		       detour_about_is_below(subject->path, place) ||
		       (project && session_is_of(briefing, project)) ||
		       (name && detour_about_count(place, name));
	}
	if (!project && !word)
		return true;
	if (!subject->is_trunk && subject->line &&
		detour_about_count(subject->line, project ? strrchr(project, '/') + 1 : word))
		return true;
	return own_commits_touch(subject, place) || (project && session_is_of(briefing, project));
}

/* "Completed" of "**Status:** Completed" near the top; NULL: it does not say. */
static const char *status_of(struct detour_arena *arena, const char *bytes)
{
	for (int i = 0; bytes && i < STATUS_LINES; i++) {
		size_t size = strcspn(bytes, "\r\n"), at = 0;

		at = strspn(bytes, "*_-> \t");
		if (!strncasecmp(bytes + at, "status:", 7)) {
			at += 7;
			at += strspn(bytes + at, "* \t\"");
			size = strspn(bytes + at,
				"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -");
			return detour_text_line(
				arena, detour_arena_strndup(arena, bytes + at, size), 30);
		}
		bytes = bytes[size] ? bytes + size + 1 : NULL;
	}
	return NULL;
}

static bool is_over(const char *status)
{
	static const char *const words[] = {"complete", "done", "implemented", "shipped",
		"finished", "archived", "abandoned", "superseded", "cancel", "merged", "released"};

	for (size_t i = 0; status && i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncasecmp(status, words[i], strlen(words[i])))
			return true;
	return false;
}

/* "docs/projects/_archive/queue/plan.md" */
static bool is_archived(const char *path)
{
	static const char *const folders[] = {"archive/", "archived/", "_archive/", "completed/"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const char *at = strstr(path, folders[i]);

		if (at && (at == path || at[-1] == '/'))
			return true;
	}
	return false;
}

static void count_items(struct detour_arena *arena, const char *path, const char *bytes,
	size_t size, struct detour_brief_plan *out)
{
	struct detour_plan plan = {.arena = arena};
	const struct detour_plan_item **open;

	detour_plan_read(&plan, path, bytes, size, true);
	memset(out, 0, sizeof(*out));
	out->path = path;
	out->status = status_of(arena, bytes);
	open = detour_arena_array(arena, plan.item_count, sizeof(*open));
	for (size_t i = 0; i < plan.item_count; i++) {
		if (plan.items[i].struck)
			continue;
		out->total++;
		if (plan.items[i].checked)
			out->done++;
		else
			open[out->open_count++] = &plan.items[i];
	}
	out->open = open;
	out->is_over = out->open_count == 0 || is_over(out->status) || is_archived(path);
}

/* What is checked out is read as it is now: items are ticked before they are committed. */
static bool read_plan(struct plans *plans, const char *path, const struct detour_oid *blob,
	struct detour_buf *out)
{
	struct detour_workspace *workspace = plans->briefing->workspace;
	const char *root = detour_repo_work_tree(workspace->repo), *full, *bytes;
	size_t size;

	if (plans->briefing->subject->is_here && root) {
		full = detour_arena_printf(&workspace->arena, "%s/%s", root, path);
		return detour_file_is_inside(root, full) &&
		       !detour_file_read(full, PLAN_LIMIT, 0, out, NULL);
	}
	if (detour_repo_blob(workspace->repo, blob, PLAN_LIMIT, &workspace->arena, &bytes, &size))
		return false;
	detour_buf_add(out, bytes, size);
	return true;
}

static void take_plan(void *data, const char *path, const struct detour_oid *blob)
{
	struct plans *plans = data;
	struct detour_workspace *workspace = plans->briefing->workspace;
	struct detour_buf bytes = DETOUR_BUF_INIT;

	if (plans->count < PLANS && detour_plan_is_file(&workspace->settings, path) &&
		concerns(plans->briefing, path) && read_plan(plans, path, blob, &bytes)) {
		struct detour_brief_plan *plan = &plans->list[plans->count];

		count_items(&workspace->arena, detour_arena_strdup(&workspace->arena, path),
			bytes.ptr, bytes.size, plan);
		plans->count += plan->total > 0;
	}
	detour_buf_release(&bytes);
}

/* The newest session of the plan's project; the count where there is none. */
static size_t newest_session(const struct detour_briefing *briefing, const char *path)
{
	const char *project = detour_about_project(&briefing->workspace->arena, path);
	size_t i = 0;

	while (i < briefing->session_count &&
		!(project && detour_about_is_below(briefing->sessions[i].item->path, project)))
		i++;
	return i;
}

/* Those that are not over first, then those of the newest sessions. */
static bool comes_before(const struct detour_briefing *briefing, const struct detour_brief_plan *a,
	const struct detour_brief_plan *b)
{
	if (a->is_over != b->is_over)
		return b->is_over;
	return newest_session(briefing, a->path) < newest_session(briefing, b->path);
}

static void sort_plans(struct plans *plans)
{
	for (size_t i = 1; i < plans->count; i++) {
		struct detour_brief_plan plan = plans->list[i];
		size_t at = i;

		for (; at && comes_before(plans->briefing, &plan, &plans->list[at - 1]); at--)
			plans->list[at] = plans->list[at - 1];
		plans->list[at] = plan;
	}
}

void detour_briefing_find_plans(struct detour_briefing *briefing)
{
	struct plans plans = {.briefing = briefing};
	struct detour_listing listing = {.enter = may_hold_plan, .file = take_plan, .data = &plans};

	if (!briefing->subject->has_tip)
		return;
	plans.list = detour_arena_array(&briefing->workspace->arena, PLANS, sizeof(*plans.list));
	detour_listing_of_commit(briefing->workspace->repo, &briefing->subject->tip, &listing);
	sort_plans(&plans);
	briefing->plans = plans.list;
	briefing->plan_count = plans.count;
}

/* ---- what is not written down */

/* On a path: whatever went off plan there lately, whoever did it. Else what the branch brings. */
static int start_walk(
	struct detour_briefing *briefing, struct detour_walk *walk, struct detour_error *err)
{
	const struct detour_subject *subject = briefing->subject;
	int code = 0;

	if (!subject->path && subject->is_trunk && subject->is_here)
		return detour_walk_unpushed(walk, err);
	for (size_t i = 0; !code && !subject->path && i < subject->base_count; i++)
		code = detour_walk_hide(walk, &subject->bases[i], err);
	return code ? code : detour_walk_push(walk, &subject->tip, err);
}

static bool is_on_path(const struct detour_signal *signal, const char *path)
{
	for (size_t i = 0; i < signal->commit->change_count; i++)
		if (detour_about_is_below(signal->commit->changes[i].path, path))
			return true;
	return false;
}

/* How long somebody else paused, or anybody before a path was changed, is nobody's business. */
static bool is_wanted(const struct detour_briefing *briefing, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	const char *path = briefing->subject->path;

	if (!signal)
		return false;
	if (signal->kind == DETOUR_KIND_gap &&
		(path || !detour_repo_is_me(
				 briefing->workspace->repo, signal->commit->author_email)))
		return false;
	return !path || is_on_path(signal, path);
}

static void take_due(struct detour_briefing *briefing)
{
	const struct detour_finding **due = detour_arena_array(
		&briefing->workspace->arena, briefing->findings.count, sizeof(*due));

	for (size_t i = 0; i < briefing->findings.count; i++)
		if (is_wanted(briefing, &briefing->findings.list[i]))
			due[briefing->due_count++] = &briefing->findings.list[i];
	briefing->due = due;
}

int detour_briefing_find_detours(struct detour_briefing *briefing, struct detour_error *err)
{
	/* On a path most of what is looked at has nothing to do with it: no lines are read there.
	 */
	const struct detour_filter filter = {.limit = DETOURS_LOOKED_AT,
		.facts = briefing->subject->path ? DETOUR_COMMIT_FACTS : 0};
	struct detour_walk *walk;
	int code;

	if (!briefing->subject->has_tip)
		return 0;
	walk = detour_walk_new(briefing->workspace->repo);
	code = start_walk(briefing, walk, err);
	if (!code)
		code = detour_findings_make(
			&briefing->findings, briefing->workspace, walk, &filter, err);
	if (!code)
		take_due(briefing);
	detour_walk_free(walk);
	return code;
}

/* ---- all of it */

int detour_briefing_make(struct detour_briefing *out, struct detour_workspace *workspace,
	const struct detour_subject *subject, struct detour_error *err)
{
	struct detour_oid head;
	int code;

	memset(out, 0, sizeof(*out));
	out->workspace = workspace;
	out->subject = subject;
	if (subject->is_here || !subject->has_tip ||
		(!detour_repo_head(workspace->repo, &head, NULL) &&
			detour_oid_equal(&head, &subject->tip)))
		code = detour_shelf_open(&out->shelf, workspace, err);
	else
		code = detour_shelf_open_commit(&out->shelf, workspace, &subject->tip, err);
	if (!code)
		code = detour_briefing_find_sessions(out, err);
	if (code)
		return code;
	detour_briefing_find_facts(out);
	detour_briefing_find_plans(out);
	return detour_briefing_find_detours(out, err);
}

void detour_briefing_release(struct detour_briefing *briefing)
{
	detour_findings_release(&briefing->findings);
	memset(briefing, 0, sizeof(*briefing));
}
