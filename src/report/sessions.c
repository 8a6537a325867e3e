/* The sessions as cards with their text, and what keeps coming back in them. */
#include "page.h"

#include <string.h>

#include "html.h"

enum { UNWRITTEN_NAMED = 10, SOURCES_OF_ONE = 4 };

/* ---- the text of a session */

struct telling {
	struct detour_buf *out;
	const char *heading;
	bool in_list;
};

static bool is_item(const struct detour_passage *passage)
{
	return passage->kind != DETOUR_PASSAGE_TEXT;
}

static void end_list(struct telling *telling)
{
	if (telling->in_list)
		detour_buf_addstr(telling->out, "</ul>\n");
	telling->in_list = false;
}

static void tell_passage(struct telling *telling, const struct detour_passage *passage)
{
	if (strcmp(passage->heading, telling->heading) != 0) {
		end_list(telling);
		detour_buf_addstr(telling->out, "<h4>");
		detour_html_foreign(telling->out, passage->heading);
		detour_buf_addstr(telling->out, "</h4>\n");
		telling->heading = passage->heading;
	}
	if (!is_item(passage)) {
		end_list(telling);
		detour_buf_addstr(telling->out, "<p>");
	} else {
		if (!telling->in_list)
			detour_buf_addstr(telling->out, "<ul>");
		telling->in_list = true;
		detour_buf_addstr(telling->out, "<li>");
		if (passage->kind == DETOUR_PASSAGE_OPEN)
			detour_buf_addstr(telling->out, "<b>to do</b> ");
		else if (passage->kind == DETOUR_PASSAGE_DONE)
			detour_buf_addstr(telling->out, "<b>done</b> ");
	}
	detour_buf_addstr(telling->out, "<bdi>");
	detour_html_cut(telling->out, passage->text, 0);
	detour_buf_addstr(telling->out, is_item(passage) ? "</bdi></li>" : "</bdi></p>\n");
}

/* Whole passages up to a limit; returns the bytes that they took. */
static size_t tell(struct detour_buf *out, const struct detour_reading *reading, const char *title,
	size_t limit)
{
	struct telling telling = {.out = out, .heading = title};
	size_t start = out->size, i = 0, used = 0;

	for (; i < reading->count; i++) {
		used += strlen(reading->passages[i].text);
		if (used > limit)
			break;
		if (!reading->passages[i].is_note || reading->passages[i].is_row)
			tell_passage(&telling, &reading->passages[i]);
	}
	end_list(&telling);
	if (i < reading->count)
		detour_buf_addstr(out, "<p class=\"cut\">The rest is only in the file.</p>\n");
	return out->size - start;
}

/* ---- cards */

static void add_path(struct detour_buf *out, const struct detour_report_session *session)
{
	detour_buf_addstr(out, "<p class=\"when\">");
	detour_html_day(out, session->day);
	detour_buf_addstr(out, " · ");
	if (session->href) {
		detour_buf_addstr(out, "<a href=\"");
		detour_html_path(out, session->href);
		detour_buf_addstr(out, "\">");
	}
	detour_html_foreign(out, session->path);
	detour_buf_addstr(out, session->href ? "</a></p>\n" : "</p>\n");
}

static void add_what_it_tells(
	struct detour_buf *out, const struct detour_report *report, size_t session)
{
	size_t found = 0;

	for (size_t i = 0; i < report->detour_count; i++) {
		if (report->detours[i].session != session || !detour_report_is_listed(report, i))
			continue;
		detour_buf_addstr(out, found++ ? "<li>" : "<ul class=\"also\"><li>");
		detour_buf_addf(out, "<a href=\"#d%zu\">", i);
		detour_report_summary(out, &report->detours[i]);
		detour_buf_addstr(out, "</a></li>");
	}
	if (found)
		detour_buf_addstr(out, "</ul>\n");
}

static void add_card(
	struct detour_buf *out, const struct detour_report *report, size_t place, size_t *room)
{
	const struct detour_report_session *session = &report->sessions[place];
	size_t limit = *room < DETOUR_REPORT_TEXT ? *room : DETOUR_REPORT_TEXT, used;

	detour_buf_addf(out, "<article id=\"s%zu\"><h3>", place);
	detour_html_foreign(out, session->title);
	detour_buf_addstr(out, "</h3>\n");
	add_path(out, session);
	if (*session->key.text) {
		detour_buf_addstr(out, "<blockquote>");
		detour_html_foreign(out, session->key.text);
		detour_buf_addstr(out, "</blockquote>\n");
	}
	add_what_it_tells(out, report, place);
	if (limit) {
		detour_buf_addstr(out, "<details><summary>Read it</summary><div class=\"text\">\n");
		used = tell(out, &session->reading, session->title, limit);
		*room -= used < *room ? used : *room;
		detour_buf_addstr(out, "</div></details>\n");
	} else {
		detour_buf_addstr(out, "<p class=\"cut\">Its text is only in the file: this page "
				       "has as much as fits.</p>\n");
	}
	detour_buf_addstr(out, "</article>\n");
}

static void add_unwritten(struct detour_buf *out, const struct detour_report *report)
{
	size_t count = report->unwritten_count;

	if (!count)
		return;
	detour_buf_addf(out, "<p class=\"cut\">%zu more wait%s for somebody to write in:", count,
		count == 1 ? "s" : "");
	for (size_t i = 0; i < count && i < UNWRITTEN_NAMED; i++) {
		detour_buf_addstr(out, i ? ", <code>" : " <code>");
		detour_html_text(out, report->unwritten[i]);
		detour_buf_addstr(out, "</code>");
	}
	detour_buf_addstr(out, count > UNWRITTEN_NAMED ? ", …</p>\n" : ".</p>\n");
}

void detour_report_sessions(struct detour_buf *out, const struct detour_report *report)
{
	size_t room = DETOUR_REPORT_TEXTS;

	detour_buf_addf(out,
		"<section aria-labelledby=\"sessions\"><h2 id=\"sessions\">Sessions "
		"<span>%zu</span></h2>\n",
		report->session_count);
	if (!report->session_count)
		detour_buf_addstr(out,
			"<p class=\"lead\">None in this time. One sentence makes one: "
			"<code>git detour note &quot;what happened&quot;</code></p>\n");
	for (size_t i = 0; i < report->session_count && i < DETOUR_REPORT_SESSIONS; i++)
		add_card(out, report, i, &room);
	if (report->session_count > DETOUR_REPORT_SESSIONS)
		detour_buf_addf(out,
			"<p class=\"cut\">The newest %zu of %zu; <code>git detour list</code> "
			"lists "
			"them all.</p>\n",
			DETOUR_REPORT_SESSIONS, report->session_count);
	add_unwritten(out, report);
	detour_buf_addstr(out, "</section>\n");
}

/* ---- patterns */

static void add_source(struct detour_buf *out, const struct detour_report *report,
	const struct detour_report_source *source)
{
	detour_buf_addstr(out, "<li>");
	if (source->hex) {
		detour_html_commit(out, report->forge, source->hex);
		detour_buf_addch(out, ' ');
	}
	detour_html_foreign(out, source->quote);
	if (source->session != DETOUR_REPORT_NONE) {
		detour_buf_addstr(out, " <span class=\"from\">");
		detour_report_session_link(out, report, source->session);
		detour_buf_addstr(out, "</span>");
	} else if (source->label) {
		detour_buf_addstr(out, " <span class=\"from\">");
		detour_html_foreign(out, source->label);
		detour_buf_addstr(out, "</span>");
	}
	detour_buf_addstr(out, "</li>\n");
}

static void add_pattern(struct detour_buf *out, const struct detour_report *report,
	const struct detour_report_pattern *pattern)
{
	detour_buf_addstr(out, "<article class=\"pattern\"><h3>");
	detour_html_foreign(out, pattern->title);
	detour_buf_addstr(out, "</h3>\n<p class=\"when\">");
	detour_html_text(out, pattern->explanation);
	detour_buf_addstr(out, "</p>\n<ul class=\"also\">\n");
	for (size_t i = 0; i < pattern->count && i < SOURCES_OF_ONE; i++)
		add_source(out, report, &pattern->sources[i]);
	if (pattern->count > SOURCES_OF_ONE)
		detour_buf_addf(out, "<li>and %zu more</li>\n", pattern->count - SOURCES_OF_ONE);
	detour_buf_addstr(out, "</ul>\n");
	if (*pattern->advice) {
		detour_buf_addstr(out, "<p class=\"advice\">");
		detour_html_text(out, pattern->advice);
		detour_buf_addstr(out, "</p>\n");
	}
	detour_buf_addstr(out, "</article>\n");
}

void detour_report_patterns(struct detour_buf *out, const struct detour_report *report)
{
	if (!report->pattern_count)
		return;
	detour_buf_addstr(out,
		"<section aria-labelledby=\"patterns\"><h2 id=\"patterns\">What keeps "
		"coming back</h2>\n");
	for (size_t i = 0; i < report->pattern_count; i++)
		add_pattern(out, report, &report->patterns[i]);
	detour_buf_addstr(out, "</section>\n");
}
