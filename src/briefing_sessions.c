/* Which sessions tell of a subject; see briefing.h. */
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "base/date.h"
#include "base/text.h"
#include "briefing_internal.h"
#include "journal/next.h"

enum {
	LOOKED_AT = 3000, /* sessions, newest first */
	KEPT = 40,
	RECENT_DAYS = 14,
	AT_LEAST = 3,             /* of the newest, where nothing else is told of */
	CHANGES_LOOKED_AT = 2000, /* commits, for those that change the path */
	CHANGES_KEPT = 200,
	AUTHORS_LOOKED_AT = 20000,
	MENTIONS = 2, /* of a word, until a session is taken to speak of it */
};

static const struct {
	const char *name;
	size_t weight;
} reasons[DETOUR_WHY_COUNT] = {
	[DETOUR_WHY_PLACE] = {"lies there", 100},
	[DETOUR_WHY_BRANCH] = {"is about the branch", 95},
	[DETOUR_WHY_COMMIT] = {"names its commits", 85},
	[DETOUR_WHY_NAMED] = {"names the path", 80},
	[DETOUR_WHY_TOPIC] = {"is called so", 70},
	[DETOUR_WHY_CHANGED] = {"was written with its commits", 60},
	[DETOUR_WHY_PROJECT] = {"is of the same project", 50},
	[DETOUR_WHY_WORD] = {"speaks of it", 20},
	[DETOUR_WHY_RECENT] = {"is of these days", 5},
};

const char *detour_why_name(enum detour_why why)
{
	return reasons[why].name;
}

struct choosing {
	struct detour_briefing *briefing;
	const struct detour_subject *subject;
	struct detour_arena *arena;
	const char *word;   /* by which people speak of the path; NULL */
	char first_day[16]; /* of these days */
	/* Commits that change what this is about, with their paths tier. */
	const struct detour_commit *commits;
	size_t commit_count;
	struct detour_brief_session *list;
	size_t count, room;
};

/* ---- projects */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool detour_project_is_of(const char *project, const char *line)
{
	return project && line && detour_about_count(line, base_name(project)) > 0;
}

/* ---- reasons */

static bool changes_below(const struct choosing *choosing, const char *folder)
{
	for (size_t i = 0; i < choosing->commit_count; i++)
		for (size_t j = 0; j < choosing->commits[i].change_count; j++)
			if (detour_about_is_below(choosing->commits[i].changes[j].path, folder))
				return true;
	return false;
}

static bool names_commit(const struct choosing *choosing, const struct detour_session *session)
{
	for (size_t i = 0; i < choosing->commit_count; i++)
		if (detour_session_names(session, &choosing->commits[i].oid))
			return true;
	return false;
}

static bool is_about_path(const struct choosing *choosing, const struct detour_shelf_item *item,
	const struct detour_session *session, const char *text, enum detour_why *why)
{
	static const enum detour_why reason[] = {[DETOUR_ABOUT_PLACE] = DETOUR_WHY_PLACE,
		[DETOUR_ABOUT_LINKS] = DETOUR_WHY_COMMIT,
		[DETOUR_ABOUT_NAMES] = DETOUR_WHY_NAMED,
		[DETOUR_ABOUT_TITLE] = DETOUR_WHY_TOPIC};
	enum detour_about about = detour_about_path(
		choosing->briefing->workspace, item, session, text, choosing->subject->path);

	if (about != DETOUR_ABOUT_NOT)
		*why = reason[about];
	else if (changes_below(choosing, item->path))
		*why = DETOUR_WHY_CHANGED;
	else if (choosing->word && detour_about_count(text, choosing->word) >= MENTIONS)
		*why = DETOUR_WHY_WORD;
	else
		return false;
	return true;
}

static bool is_about_branch(const struct choosing *choosing, const struct detour_shelf_item *item,
	const struct detour_session *session, enum detour_why *why)
{
	const struct detour_subject *subject = choosing->subject;
	const char *project = detour_about_project(choosing->arena, item->path);

	if (subject->line && !subject->is_trunk && session->branch &&
		!strcmp(session->branch, subject->line))
		*why = DETOUR_WHY_BRANCH;
	else if (names_commit(choosing, session))
		*why = DETOUR_WHY_COMMIT;
	else if (changes_below(choosing, item->path))
		*why = DETOUR_WHY_CHANGED;
	else if (project && ((!subject->is_trunk && detour_project_is_of(project, subject->line)) ||
				    changes_below(choosing, project)))
		*why = DETOUR_WHY_PROJECT;
	else
		return false;
	return true;
}

static bool is_about_it(const struct choosing *choosing, const struct detour_shelf_item *item,
	const struct detour_session *session, const char *text, enum detour_why *why)
{
	if (choosing->subject->path)
		return is_about_path(choosing, item, session, text, why);
	return is_about_branch(choosing, item, session, why);
}

/* ---- choosing */

static void add(struct choosing *choosing, const struct detour_shelf_item *item,
	const struct detour_session *session, enum detour_why why)
{
	struct detour_brief_session *added;

	if (choosing->count == choosing->room) {
		struct detour_brief_session *old = choosing->list;

		choosing->room = choosing->room ? choosing->room * 2 : 32;
		choosing->list = detour_arena_array(
			choosing->arena, choosing->room, sizeof(*choosing->list));
		if (choosing->count)
			memcpy(choosing->list, old, choosing->count * sizeof(*old));
	}
	added = &choosing->list[choosing->count++];
	memset(added, 0, sizeof(*added));
	added->item = item;
	added->session = session;
	added->why = why;
	added->weight = reasons[why].weight;
}

/* Sessions that nobody wrote in tell nothing. `any`: whatever it is about. */
static void look_at(struct choosing *choosing, const struct detour_shelf_item *item, bool any)
{
	struct detour_session *session = detour_arena_alloc(choosing->arena, sizeof(*session));
	struct detour_buf bytes = DETOUR_BUF_INIT;
	enum detour_why why = DETOUR_WHY_RECENT;

	if (!detour_shelf_parse(
		    &choosing->briefing->shelf, item, &bytes, choosing->arena, session, NULL) &&
		session->written &&
		(any || is_about_it(choosing, item, session, bytes.ptr, &why) ||
			(!choosing->subject->path && strcmp(item->day, choosing->first_day) >= 0)))
		add(choosing, item, session, why);
	detour_buf_release(&bytes);
}

/* After a long absence the newest are still the ones to begin with. */
static void look_at_newest(struct choosing *choosing)
{
	const struct detour_shelf *shelf = &choosing->briefing->shelf;

	if (choosing->count || choosing->subject->path ||
		detour_subject_is_apart(choosing->subject))
		return;
	for (size_t i = 0; i < shelf->count && i < LOOKED_AT && choosing->count < AT_LEAST; i++)
		look_at(choosing, &shelf->items[i], true);
}

static int by_weight(const void *a, const void *b)
{
	const struct detour_brief_session *left = a, *right = b;

	if (left->weight != right->weight)
		return left->weight < right->weight ? 1 : -1;
	return (left->item > right->item) - (left->item < right->item);
}

static int by_day(const void *a, const void *b)
{
	const struct detour_brief_session *left = a, *right = b;

	return (left->item > right->item) - (left->item < right->item);
}

/* Of a branch that sessions tell of, those that are only of these days are noise. */
static void choose(struct choosing *choosing)
{
	struct detour_briefing *briefing = choosing->briefing;
	size_t sure = 0;

	if (choosing->count)
		qsort(choosing->list, choosing->count, sizeof(*choosing->list), by_weight);
	while (sure < choosing->count && choosing->list[sure].why != DETOUR_WHY_RECENT)
		sure++;
	if (sure && !choosing->subject->is_trunk)
		choosing->count = sure;
	briefing->session_count = choosing->count < KEPT ? choosing->count : KEPT;
	briefing->session_more = choosing->count - briefing->session_count;
	if (briefing->session_count)
		qsort(choosing->list, briefing->session_count, sizeof(*choosing->list), by_day);
}

/* ---- what it is about */

/* The commits that change the path, with all that they change. */
static void find_changes(struct choosing *choosing)
{
	const struct detour_subject *subject = choosing->subject;
	struct detour_repo *repo = choosing->briefing->workspace->repo;
	struct detour_walk *walk = detour_walk_new(repo);
	struct detour_commit *list =
		detour_arena_array(choosing->arena, CHANGES_KEPT, sizeof(*list));
	int code = detour_walk_push(walk, &subject->tip, NULL);

	for (size_t i = 0; !code && i < CHANGES_LOOKED_AT && choosing->commit_count < CHANGES_KEPT;
		i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_commit commit, *kept = &list[choosing->commit_count];

		code = detour_walk_next(walk, &arena, &commit, NULL);
		if (!code && detour_repo_touches(repo, &commit.oid, subject->path) &&
			!detour_repo_read_commit(repo, &commit.oid, choosing->arena, kept, NULL) &&
			!detour_repo_read_changes(
				repo, kept, DETOUR_CHANGES_LIMIT, choosing->arena, NULL))
			choosing->commit_count++;
		detour_arena_release(&arena);
	}
	choosing->commits = list;
	detour_walk_free(walk);
}

/* Of a branch that was merged nothing is its own any more: its last commits stand for it. */
static void take_last(struct choosing *choosing)
{
	const struct detour_subject *subject = choosing->subject;
	struct detour_commit *list =
		detour_arena_array(choosing->arena, subject->last_count, sizeof(*list));

	for (size_t i = 0; i < subject->last_count; i++) {
		list[i] = subject->last[i];
		(void)detour_repo_read_changes(choosing->briefing->workspace->repo, &list[i],
			DETOUR_CHANGES_LIMIT, choosing->arena, NULL);
	}
	choosing->commits = list;
	choosing->commit_count = subject->last_count;
}

static void find_commits(struct choosing *choosing)
{
	const struct detour_subject *subject = choosing->subject;

	if (!subject->has_tip)
		return;
	if (subject->path) {
		find_changes(choosing);
	} else if (subject->own_count || subject->is_trunk) {
		choosing->commits = subject->own;
		choosing->commit_count = subject->own_count;
	} else {
		take_last(choosing);
	}
}

/* Where nothing was done for long, these days are those of the last commit. */
static void find_first_day(struct choosing *choosing)
{
	const struct detour_context *ctx = choosing->briefing->workspace->ctx;
	const struct detour_subject *subject = choosing->subject;
	int64_t then = ctx->now;

	if (!subject->path && subject->last_count && subject->last[0].commit_time < then)
		then = subject->last[0].commit_time;
	snprintf(choosing->first_day, sizeof(choosing->first_day), "%s",
		detour_date_day(choosing->arena, then - INT64_C(86400) * RECENT_DAYS,
			detour_context_offset(ctx)));
}

static int find_authors(struct detour_briefing *briefing, struct detour_brief_session *list,
	struct detour_error *err)
{
	struct detour_arena *arena = &briefing->workspace->arena;
	size_t count = briefing->session_count;
	const char **paths = detour_arena_array(arena, count, sizeof(*paths));
	struct detour_byline *bylines = detour_arena_array(arena, count, sizeof(*bylines));
	int code;

	if (!briefing->subject->has_tip)
		return 0;
	for (size_t i = 0; i < count; i++)
		paths[i] = list[i].item->path;
	code = detour_bylines_find_from(briefing->workspace, &briefing->subject->tip,
		AUTHORS_LOOKED_AT, paths, count, bylines, err);
	for (size_t i = 0; !code && i < count; i++)
		if (bylines[i].name)
			list[i].author = detour_text_line(arena, bylines[i].name, 0);
	return code;
}

/* What they are made of: the journal's own template. */
void detour_briefing_find_template(struct detour_workspace *workspace,
	const struct detour_shelf_item *item, struct detour_template *out)
{
	struct detour_journal *journals, *journal = item->place.journal;
	size_t count = detour_workspace_journals(workspace, &journals), size = 0;
	const char *bytes;

	for (size_t i = 0; !journal && i < count; i++)
		if (!journals[i].is_private)
			journal = &journals[i];
	bytes = journal ? detour_journal_template(journal, &size, NULL) : NULL;
	detour_template_init(out, bytes, size, &workspace->arena);
}

/* The last "next: …" in it, unless notes tell that work went on. */
static void find_next(struct detour_brief_session *session, const char *bytes, size_t size,
	struct detour_arena *arena)
{
	struct detour_next *list;
	size_t count = detour_next_find(bytes, size, arena, &list);
	const char *text;

	if (!count || list[count - 1].followed)
		return;
	text = detour_reading_plain(arena, list[count - 1].text);
	for (size_t i = session->reading.count; !session->next && i-- > 0;)
		if (strstr(session->reading.passages[i].text, text)) {
			session->next = text;
			session->next_passage = &session->reading.passages[i];
		}
}

static void read_session(struct detour_briefing *briefing, struct detour_brief_session *session)
{
	struct detour_arena *arena = &briefing->workspace->arena;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_template templ;

	detour_briefing_find_template(briefing->workspace, session->item, &templ);
	session->title = detour_shelf_title(arena, session->item, session->session);
	if (!detour_shelf_read(&briefing->shelf, session->item, &bytes, NULL)) {
		detour_reading_make(&session->reading, bytes.ptr, bytes.size, &templ, arena);
		find_next(session, bytes.ptr, bytes.size, arena);
	}
	session->key = detour_reading_key(&session->reading, arena);
	detour_buf_release(&bytes);
}

int detour_briefing_find_sessions(struct detour_briefing *briefing, struct detour_error *err)
{
	struct choosing choosing = {.briefing = briefing,
		.subject = briefing->subject,
		.arena = &briefing->workspace->arena};
	const char *path = briefing->subject->path;
	size_t count = briefing->shelf.count;

	if (!count)
		return 0;
	if (path)
		choosing.word = detour_about_word(choosing.arena, path);
	find_first_day(&choosing);
	find_commits(&choosing);
	for (size_t i = 0; i < count && i < LOOKED_AT; i++)
		look_at(&choosing, &briefing->shelf.items[i], false);
	look_at_newest(&choosing);
	choose(&choosing);
	briefing->sessions = choosing.list;
	for (size_t i = 0; i < briefing->session_count; i++)
		read_session(briefing, &choosing.list[i]);
	return find_authors(briefing, choosing.list, err);
}
