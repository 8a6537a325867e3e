/* Sessions as the report shows them; see report_sessions.h. */
#include "report_sessions.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../shelf.h"

enum { DAY = 24 * 3600 };

struct shelving {
	struct detour_report *report;
	struct detour_report_detour *detours;
	struct detour_workspace *workspace;
	const struct detour_report_request *request;
	int64_t first_day;
	struct detour_shelf shelf;
	struct detour_byline *bylines; /* one an item, where an author is asked for */
	struct detour_report_session *list;
	const char **unwritten;
};

/* ---- which */

static int64_t day_number(const char *day)
{
	int year, month, of_month;

	if (detour_date_parse_day(day, &year, &month, &of_month))
		return 0;
	return detour_date_days(year, month, of_month);
}

static bool tells_of_detour(const struct shelving *shelving, const char *path)
{
	for (size_t i = 0; i < shelving->report->detour_count; i++)
		if (shelving->detours[i].told && !strcmp(shelving->detours[i].told, path))
			return true;
	return false;
}

static bool is_by_author(const struct shelving *shelving, size_t item)
{
	const struct detour_byline *byline = shelving->bylines ? &shelving->bylines[item] : NULL;
	const char *author = shelving->request->author;

	return !author || (byline && byline->name &&
				  (strstr(byline->name, author) || strstr(byline->email, author)));
}

/* The time of the report goes on to today where nobody ended it: sessions come after commits. */
static bool is_in_time(const struct shelving *shelving, int64_t day)
{
	const struct detour_report *report = shelving->report;

	return day >= shelving->first_day &&
	       day <= (shelving->request->count ? report->last : report->today);
}

static bool is_wanted(const struct shelving *shelving, size_t item)
{
	const struct detour_shelf_item *it = &shelving->shelf.items[item];

	if (it->is_private)
		return false;
	return tells_of_detour(shelving, it->path) ||
	       (is_in_time(shelving, day_number(it->day)) && is_by_author(shelving, item));
}

/* ---- from where the page is to where the session is */

static const char *relative(struct detour_arena *arena, const char *folder, const char *path)
{
	size_t common = 0, at = 0;
	const char *up = "";

	for (; folder[at] && folder[at] == path[at]; at++)
		if (folder[at] == '/')
			common = at + 1;
	if (!folder[at] && path[at] == '/')
		common = at + 1;
	for (const char *rest = folder + (common < strlen(folder) ? common : strlen(folder));
		*rest;) {
		up = detour_arena_printf(arena, "../%s", up);
		rest += strcspn(rest, "/");
		rest += *rest == '/';
	}
	return detour_arena_printf(arena, "%s%s", up, path + common);
}

static const char *href_of(const struct shelving *shelving, const struct detour_shelf_item *item)
{
	struct detour_arena *arena = &shelving->workspace->arena;

	if (!shelving->request->folder || !item->place.journal)
		return NULL;
	return relative(arena, shelving->request->folder,
		detour_arena_printf(arena, "%s/%s", item->place.journal->root, item->place.path));
}

/* ---- what it tells */

static void read_text(const struct shelving *shelving, const struct detour_shelf_item *item,
	const struct detour_buf *bytes, struct detour_report_session *out)
{
	struct detour_arena *arena = &shelving->workspace->arena;
	struct detour_template templ;
	const char *text = NULL;
	size_t size = 0;

	if (item->place.journal)
		text = detour_journal_template(item->place.journal, &size, NULL);
	if (text)
		detour_template_init(&templ, text, size, arena);
	detour_reading_make(&out->reading, bytes->ptr, bytes->size, text ? &templ : NULL, arena);
	out->key = detour_reading_key(&out->reading, arena);
}

static void add(struct shelving *shelving, const struct detour_shelf_item *item)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena *arena = &shelving->workspace->arena;
	struct detour_report *report = shelving->report;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session;

	if (detour_shelf_parse(&shelving->shelf, item, &bytes, arena, &session, &err)) {
		if (err.message[0])
			fprintf(shelving->workspace->ctx->err, "detour: %s\n", err.message);
	} else if (!session.written) {
		shelving->unwritten[report->unwritten_count++] = item->path;
	} else {
		struct detour_report_session *out = &shelving->list[report->session_count++];

		out->day = day_number(item->day);
		out->path = item->path;
		out->title = detour_shelf_title(arena, item, &session);
		out->href = href_of(shelving, item);
		read_text(shelving, item, &bytes, out);
	}
	detour_buf_release(&bytes);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The session at this path; where it was moved since, the only one of that file name. */
static size_t find_session(const struct shelving *shelving, const char *path)
{
	size_t moved = DETOUR_REPORT_NONE, alike = 0;

	for (size_t i = 0; i < shelving->report->session_count; i++) {
		if (!strcmp(path, shelving->list[i].path))
			return i;
		if (!strcmp(base_name(path), base_name(shelving->list[i].path))) {
			moved = i;
			alike++;
		}
	}
	return alike == 1 ? moved : DETOUR_REPORT_NONE;
}

static void join_detours(struct shelving *shelving)
{
	for (size_t i = 0; i < shelving->report->detour_count; i++)
		if (shelving->detours[i].told)
			shelving->detours[i].session =
				find_session(shelving, shelving->detours[i].told);
}

static int find_bylines(struct shelving *shelving, struct detour_error *err)
{
	struct detour_arena *arena = &shelving->workspace->arena;
	const struct detour_shelf *shelf = &shelving->shelf;
	const char **paths = detour_arena_array(arena, shelf->count, sizeof(*paths));

	for (size_t i = 0; i < shelf->count; i++)
		paths[i] = shelf->items[i].path;
	shelving->bylines = detour_arena_array(arena, shelf->count, sizeof(*shelving->bylines));
	return detour_bylines_find(
		shelving->workspace, paths, shelf->count, shelving->bylines, err);
}

/* Sessions come before the first commit and after the last one too. */
static void stretch(const struct shelving *shelving)
{
	struct detour_report *report = shelving->report;

	for (size_t i = 0; i < report->session_count; i++) {
		int64_t day = shelving->list[i].day;

		if (day > report->last && day <= report->today)
			report->last = day;
		if (day < report->first && day >= shelving->first_day)
			report->first = day;
	}
}

void detour_report_gather_sessions(struct detour_report *report,
	struct detour_report_detour *detours, struct detour_workspace *workspace,
	const struct detour_report_request *request, int64_t first_day)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct shelving shelving = {.report = report,
		.detours = detours,
		.workspace = workspace,
		.request = request,
		.first_day = first_day};
	struct detour_arena *arena = &workspace->arena;
	size_t count;

	if (detour_shelf_open(&shelving.shelf, workspace, &err) ||
		(request->author && find_bylines(&shelving, &err)))
		fprintf(workspace->ctx->err, "detour: %s\n", err.message);
	count = shelving.shelf.count;
	shelving.list = detour_arena_array(arena, count, sizeof(*shelving.list));
	shelving.unwritten = detour_arena_array(arena, count, sizeof(*shelving.unwritten));
	for (size_t i = 0; i < count; i++)
		if (is_wanted(&shelving, i))
			add(&shelving, &shelving.shelf.items[i]);
	report->sessions = shelving.list;
	report->unwritten = shelving.unwritten;
	join_detours(&shelving);
	stretch(&shelving);
}
