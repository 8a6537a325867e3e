/* All sessions in one list; see shelf.h. */
#include "shelf.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/text.h"
#include "git/listing.h"
#include "journal/globs.h"
#include "journal/name.h"

static struct detour_shelf_item *add(struct detour_shelf *shelf)
{
	if (shelf->count == shelf->capacity) {
		struct detour_shelf_item *old = shelf->items;

		shelf->capacity = shelf->capacity ? shelf->capacity * 2 : 64;
		shelf->items = detour_arena_array(
			&shelf->workspace->arena, shelf->capacity, sizeof(*shelf->items));
		if (shelf->count)
			memcpy(shelf->items, old, shelf->count * sizeof(*old));
	}
	memset(&shelf->items[shelf->count], 0, sizeof(*shelf->items));
	return &shelf->items[shelf->count++];
}

static int add_journal(
	struct detour_shelf *shelf, struct detour_journal *journal, struct detour_error *err)
{
	struct detour_journal_entry *entries;
	size_t count;
	int code = detour_journal_list(journal, &entries, &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		struct detour_shelf_item *item = add(shelf);

		item->place = (struct detour_place){journal, entries[i].path};
		item->path = detour_place_shown(shelf->workspace, &item->place);
		item->name = entries[i].name;
		item->day = entries[i].day;
		item->topic = entries[i].topic;
		item->is_private = journal->is_private;
		if (!journal->is_private)
			item->project =
				detour_name_project(&shelf->workspace->arena, entries[i].path);
	}
	return code;
}

/* ---- the tree of a commit, where no work tree has it */

static bool may_hold(void *data, const char *dir, const struct detour_oid *tree)
{
	const struct detour_shelf *shelf = data;

	(void)tree;
	return detour_globs_may_hold(
		detour_globs_of(shelf->workspace->settings.journal_shared_dir), dir);
}

static void add_blob(void *data, const char *path, const struct detour_oid *blob)
{
	struct detour_shelf *shelf = data;
	struct detour_arena *arena = &shelf->workspace->arena;
	const char *slash = strrchr(path, '/'), *day, *topic;
	struct detour_shelf_item *item;

	if (!slash || !detour_name_parse(arena, slash + 1, &day, &topic) ||
		!detour_globs_match(detour_globs_of(shelf->workspace->settings.journal_shared_dir),
			detour_arena_strndup(arena, path, (size_t)(slash - path))))
		return;
	item = add(shelf);
	item->path = detour_arena_strdup(arena, path);
	item->name = item->path + (slash + 1 - path);
	item->day = day;
	item->topic = topic;
	item->project = detour_name_project(arena, path);
	item->blob = *blob;
}

static void add_commit(struct detour_shelf *shelf, const struct detour_oid *commit)
{
	struct detour_listing listing = {.enter = may_hold, .file = add_blob, .data = shelf};

	detour_listing_of_commit(shelf->workspace->repo, commit, &listing);
}

/* ---- the index, where a sparse checkout leaves folders out */

static void add_left_out(void *data, const char *path, const struct detour_oid *blob)
{
	const struct detour_shelf *shelf = data;
	const char *root = detour_repo_work_tree(shelf->workspace->repo);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct stat info;

	/* A partial clone has no content of what it never checked out. */
	if (lstat(detour_arena_printf(&arena, "%s/%s", root, path), &info) &&
		detour_repo_has(shelf->workspace->repo, blob))
		add_blob(data, path, blob);
	detour_arena_release(&arena);
}

bool detour_shelf_is_partial(struct detour_workspace *workspace)
{
	return detour_repo_work_tree(workspace->repo) &&
	       detour_repo_config_bool(workspace->repo, "core.sparsecheckout", false);
}

static void add_unseen(struct detour_shelf *shelf)
{
	struct detour_listing listing = {.enter = may_hold, .file = add_left_out, .data = shelf};
	struct detour_repo *repo = shelf->workspace->repo;
	struct detour_oid head;

	if (detour_shelf_is_partial(shelf->workspace))
		detour_listing_of_index(repo, &listing);
	else if (!detour_repo_work_tree(repo) && !detour_repo_head(repo, &head, NULL))
		add_commit(shelf, &head);
}

/* ---- */

static int compare_items(const void *a, const void *b)
{
	const struct detour_shelf_item *left = a, *right = b;
	int by_day = strcmp(right->day, left->day);

	return by_day ? by_day : strcmp(right->name, left->name);
}

static void sort(struct detour_shelf *shelf)
{
	if (shelf->count)
		qsort(shelf->items, shelf->count, sizeof(*shelf->items), compare_items);
}

int detour_shelf_open(
	struct detour_shelf *out, struct detour_workspace *workspace, struct detour_error *err)
{
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(workspace, &journals);
	int code = 0;

	memset(out, 0, sizeof(*out));
	out->workspace = workspace;
	workspace->long_read = 0;
	for (size_t i = 0; !code && i < count; i++)
		code = add_journal(out, &journals[i], err);
	add_unseen(out);
	sort(out);
	return code;
}

int detour_shelf_open_commit(struct detour_shelf *out, struct detour_workspace *workspace,
	const struct detour_oid *commit, struct detour_error *err)
{
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(workspace, &journals);
	int code = 0;

	memset(out, 0, sizeof(*out));
	out->workspace = workspace;
	workspace->long_read = 0;
	for (size_t i = 0; !code && i < count; i++)
		if (journals[i].is_private)
			code = add_journal(out, &journals[i], err);
	add_commit(out, commit);
	sort(out);
	return code;
}

static int read_any(const struct detour_shelf *shelf, const struct detour_shelf_item *item,
	struct detour_buf *out, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *bytes;
	size_t size;
	int code;

	if (item->place.journal)
		return detour_journal_read(item->place.journal, item->place.path, out, err);
	code = detour_repo_blob(
		shelf->workspace->repo, &item->blob, DETOUR_SESSION_LIMIT, &arena, &bytes, &size);
	if (code)
		detour_error_set(err, code, "cannot read '%s': its content is not here",
			detour_text_line(&arena, item->path, 0));
	detour_buf_clear(out);
	if (!code)
		detour_buf_add(out, bytes, size);
	detour_arena_release(&arena);
	return code;
}

/* One that is too much counts too: only the first is over the line for the first time. */
static int refuse_long(const struct detour_shelf *shelf, const struct detour_shelf_item *item,
	struct detour_buf *out, struct detour_error *err)
{
	size_t *all = &shelf->workspace->long_read, before = *all;

	if (out->size <= DETOUR_SESSION_LONG)
		return 0;
	*all += out->size;
	if (*all <= DETOUR_SESSIONS_LONG)
		return 0;
	detour_buf_clear(out);
	if (before > DETOUR_SESSIONS_LONG) {
		if (err)
			*err = (struct detour_error){DETOUR_ELIMIT, ""};
		return DETOUR_ELIMIT;
	}
	return detour_error_set(err, DETOUR_ELIMIT,
		"cannot read '%s', nor long sessions before it: there are more than %zu MiB of "
		"them",
		item->path, DETOUR_SESSIONS_LONG / 1024 / 1024);
}

int detour_shelf_read(const struct detour_shelf *shelf, const struct detour_shelf_item *item,
	struct detour_buf *out, struct detour_error *err)
{
	int code = read_any(shelf, item, out, err);

	return code ? code : refuse_long(shelf, item, out, err);
}

int detour_shelf_parse(const struct detour_shelf *shelf, const struct detour_shelf_item *item,
	struct detour_buf *bytes, struct detour_arena *arena, struct detour_session *out,
	struct detour_error *err)
{
	struct detour_journal *journal = item->place.journal;
	int code = detour_shelf_read(shelf, item, bytes, err);

	memset(out, 0, sizeof(*out));
	if (!code && journal)
		detour_journal_parse(journal, bytes, arena, out);
	else if (!code)
		detour_session_parse(bytes->ptr, bytes->size, NULL, 0, arena, out);
	return code;
}

/* Behind spaces and what separates the words of a title, dashes of any length too. */
static const char *skip_filler(const char *at)
{
	for (;; at++) {
		if (detour_text_starts(at, "\xe2\x80\x93") ||
			detour_text_starts(at, "\xe2\x80\x94"))
			at += 2;
		else if (!*at || !strchr(" -:.,|", *at))
			return at;
	}
}

/* The number of a session, if something follows that tells more. */
static const char *skip_number(const char *text)
{
	const char *end = text + strspn(text, "0123456789");
	const char *rest = skip_filler(end);

	return end > text && rest > end + (*end == ' ') && *rest ? rest : text;
}

/* "Session: 2026-11-22 - Retry queue" and "Session 2026-11-22: Retry queue" are called "Retry
 * queue": what it is and its day stand beside it. */
static const char *without_label(const char *title, const char *day)
{
	static const char *const labels[] = {"Development Session", "Dev Session", "Session Notes",
		"Session Summary", "Session Note", "Session Log", "Session", "Devlog", "Dev Log"};
	const char *rest = title;

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]) && rest == title; i++) {
		const char *behind = title + strlen(labels[i]);

		if (strncasecmp(title, labels[i], strlen(labels[i])) != 0)
			continue;
		if (skip_filler(behind) > behind + (*behind == ' ') ||
			detour_text_starts(skip_filler(behind), day))
			rest = skip_filler(behind);
		else if (*behind == ' ' && skip_number(behind + 1) > behind + 1)
			rest = skip_number(behind + 1);
	}
	if (detour_text_starts(rest, day))
		rest = skip_filler(rest + strlen(day));
	return *rest ? rest : title;
}

static const char *words_of(struct detour_arena *arena, const char *topic)
{
	char *words = detour_arena_strdup(arena, topic);

	for (char *at = words; *at; at++)
		if (*at == '-' || *at == '_')
			*at = ' ';
	return words;
}

/* Is each word of the title one of these (lower case, between bars), or a number? */
static bool is_made_of(const char *title, const char *words)
{
	bool any = false;

	for (const char *at = title; *at;) {
		char word[24] = "|";
		size_t size = 1;

		while (isalnum((unsigned char)*at) && size < sizeof(word) - 2)
			word[size++] = (char)tolower((unsigned char)*at++);
		if (size == 1 && (*at & 0x80))
			return false; /* letters of other scripts, dashes and pictures */
		if (size == 1) {
			at++;
			continue;
		}
		word[size] = '|';
		word[size + 1] = '\0';
		any = true;
		if (strspn(word + 1, "0123456789|") != size && !strstr(words, word))
			return false;
	}
	return any;
}

static const char label_words[] =
	"|session|sessions|note|notes|log|logs|journal|day|dev|development|devlog|work|entry|";
static const char empty_words[] =
	"|session|sessions|note|notes|log|logs|journal|day|dev|development|work|working|wip|"
	"initial|first|final|finalize|finalise|implementation|implementing|implement|"
	"update|updates|progress|fix|fixes|misc|cleanup|continued|part|phase|step|summary|"
	"status|review|plan|planning|merge|and|the|of|start|done|changes|handoff|";

/* Nothing but "Session 7": what it is, not what it is about. */
static bool is_label(const char *title)
{
	return !*title || is_made_of(title, label_words);
}

const char *detour_shelf_title(struct detour_arena *arena, const struct detour_shelf_item *item,
	const struct detour_session *session)
{
	const char *title = session->title ? without_label(session->title, item->day) : "";
	const char *front = session->topic ? without_label(session->topic, item->day) : "";

	if (is_label(title) && !is_label(front))
		title = front;
	if (is_label(title) && !is_label(item->topic))
		title = words_of(arena, item->topic);
	if (!*title)
		title = *front ? front : *item->topic ? words_of(arena, item->topic) : item->day;
	return detour_text_line(arena, title, 0);
}

const char *detour_shelf_label(struct detour_arena *arena, const struct detour_shelf_item *item,
	const struct detour_session *session)
{
	const char *title = detour_shelf_title(arena, item, session);

	if (!item->project || !is_made_of(title, empty_words))
		return title;
	return detour_text_line(
		arena, detour_arena_printf(arena, "%s: %s", item->project, title), 0);
}
