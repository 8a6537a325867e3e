/* What went off plan, as lists: not written down, written down, nothing to tell, small things. */
#include "page.h"

#include <string.h>

#include "html.h"
#include "marks.h"

enum { COMMITS_IN_COMMAND = 5, DIGITS_IN_TEXT = 7, SIGNS_OF_ONE = 12, ASIDE_COLUMNS = 80 };

enum detour_report_list detour_report_list_of(const struct detour_report_detour *detour)
{
	if (detour->is_minor && detour->state == DETOUR_REPORT_OPEN)
		return DETOUR_LIST_MINOR;
	if (detour->state == DETOUR_REPORT_WRITTEN)
		return DETOUR_LIST_WRITTEN;
	return detour->state == DETOUR_REPORT_QUIET ? DETOUR_LIST_QUIET : DETOUR_LIST_OPEN;
}

size_t detour_report_list_size(const struct detour_report *report, enum detour_report_list list)
{
	size_t size = 0;

	for (size_t i = 0; i < report->detour_count; i++)
		size += detour_report_list_of(&report->detours[i]) == list;
	return size;
}

bool detour_report_is_listed(const struct detour_report *report, size_t detour)
{
	enum detour_report_list list = detour_report_list_of(&report->detours[detour]);
	size_t before = 0;

	for (size_t i = 0; i < detour; i++)
		before += detour_report_list_of(&report->detours[i]) == list;
	return before < DETOUR_REPORT_DETOURS;
}

const char *detour_report_quiet(const struct detour_report *report)
{
	for (size_t i = 0; i < report->detour_count; i++)
		if (report->detours[i].state == DETOUR_REPORT_QUIET &&
			report->detours[i].in_private)
			return "dismissed or told in private";
	return "dismissed";
}

void detour_report_summary(struct detour_buf *out, const struct detour_report_detour *detour)
{
	const struct detour_report_sign *sign = &detour->signs[detour->main];

	detour_html_hash(out, sign->hex);
	detour_buf_addch(out, ' ');
	detour_html_text(out, sign->does);
	detour_buf_addstr(out, ", ");
	detour_html_day_text(out, sign->day);
}

void detour_report_session_link(
	struct detour_buf *out, const struct detour_report *report, size_t session)
{
	bool linked = session < DETOUR_REPORT_SESSIONS;

	if (linked)
		detour_buf_addf(out, "<a href=\"#s%zu\">", session);
	detour_html_foreign(out, report->sessions[session].title);
	if (linked)
		detour_buf_addstr(out, "</a>");
}

/* ---- one detour */

/* Where a sentence names the commit that it is about, before it quotes anything; or NULL. */
static const char *place_of_related(const struct detour_report_sign *sign)
{
	const char *quote = strchr(sign->does, '"'), *named;
	char digits[DIGITS_IN_TEXT + 1] = "";

	if (!sign->related || strlen(sign->related) < DIGITS_IN_TEXT)
		return NULL;
	memcpy(digits, sign->related, DIGITS_IN_TEXT);
	named = strstr(sign->does, digits);
	return named && (!quote || named < quote) ? named : NULL;
}

static void add_fact(struct detour_buf *out, const struct detour_report *report,
	const struct detour_report_sign *sign)
{
	const char *named = place_of_related(sign);
	struct detour_buf before = DETOUR_BUF_INIT;

	detour_html_commit(out, report->forge, sign->hex);
	detour_buf_addch(out, ' ');
	if (!named) {
		detour_html_foreign(out, sign->does);
		return;
	}
	detour_buf_add(&before, sign->does, (size_t)(named - sign->does));
	detour_buf_addstr(out, "<bdi>");
	detour_html_text(out, before.ptr);
	detour_html_commit(out, report->forge, sign->related);
	detour_html_text(out, named + DIGITS_IN_TEXT);
	detour_buf_addstr(out, "</bdi>");
	detour_buf_release(&before);
}

static void add_circumstances(struct detour_buf *out, const struct detour_report_sign *sign)
{
	detour_buf_addstr(out, "<p class=\"when\">");
	detour_html_day(out, sign->day);
	detour_buf_addstr(out, " · ");
	detour_html_foreign_cut(out, sign->author, ASIDE_COLUMNS);
	if (*sign->detail) {
		detour_buf_addstr(out, " · ");
		detour_html_foreign_cut(out, sign->detail, ASIDE_COLUMNS);
	}
	detour_buf_addstr(out, "</p>");
}

static void add_other_signs(struct detour_buf *out, const struct detour_report *report,
	const struct detour_report_detour *detour)
{
	size_t shown = 0;

	if (detour->count < 2)
		return;
	detour_buf_addstr(out, "<ul class=\"also\">");
	for (size_t i = 0; i < detour->count && shown < SIGNS_OF_ONE; i++) {
		if (i == detour->main)
			continue;
		detour_buf_addstr(out, "<li>");
		add_fact(out, report, &detour->signs[i]);
		detour_buf_addstr(out, "</li>");
		shown++;
	}
	if (detour->count - 1 > shown)
		detour_buf_addf(out, "<li>and %zu more</li>", detour->count - 1 - shown);
	detour_buf_addstr(out, "</ul>");
}

static bool is_named_before(const struct detour_report_detour *detour, size_t sign)
{
	for (size_t i = 0; i < sign; i++)
		if (detour->signs[i].is_open &&
			!strcmp(detour->signs[i].hex, detour->signs[sign].hex))
			return true;
	return false;
}

static void add_hashes(
	struct detour_buf *out, const struct detour_report_detour *detour, const char *before)
{
	size_t named = 0;

	for (size_t i = 0; i < detour->count && named < COMMITS_IN_COMMAND; i++)
		if (detour->signs[i].is_open && !is_named_before(detour, i)) {
			detour_buf_addstr(out, before);
			detour_html_hash(out, detour->signs[i].hex);
			named++;
		}
}

static void add_commands(struct detour_buf *out, const struct detour_report_detour *detour)
{
	detour_buf_addstr(out, "<p class=\"do\"><code>git detour new");
	add_hashes(out, detour, " -c ");
	detour_buf_addstr(out, " -m &quot;what happened&quot;</code> "
			       "<span>or, if there is nothing to tell,</span> "
			       "<code>git detour dismiss");
	add_hashes(out, detour, " ");
	detour_buf_addstr(out, "</code></p>");
}

static void add_telling(struct detour_buf *out, const struct detour_report *report,
	const struct detour_report_detour *detour)
{
	const struct detour_report_session *session;

	if (detour->session == DETOUR_REPORT_NONE) {
		if (detour->told) {
			detour_buf_addstr(out, "<p class=\"told\">In <code>");
			detour_html_text(out, detour->told);
			detour_buf_addstr(out, "</code></p>");
		}
		return;
	}
	session = &report->sessions[detour->session];
	if (*session->key.text) {
		detour_buf_addstr(out, "<blockquote>");
		detour_html_foreign(out, session->key.text);
		detour_buf_addstr(out, "</blockquote>");
	}
	detour_buf_addstr(out, "<p class=\"told\">From ");
	detour_report_session_link(out, report, detour->session);
	detour_buf_addstr(out, "</p>");
}

static void add_detour(struct detour_buf *out, const struct detour_report *report, size_t place,
	enum detour_report_list list)
{
	const struct detour_report_detour *detour = &report->detours[place];

	detour_buf_addf(out, "<li id=\"d%zu\">", place);
	detour_mark_inline(out, detour);
	detour_buf_addstr(out, "<div><p class=\"what\">");
	add_fact(out, report, &detour->signs[detour->main]);
	detour_buf_addstr(out, "</p>");
	add_circumstances(out, &detour->signs[detour->main]);
	if (list == DETOUR_LIST_WRITTEN)
		add_telling(out, report, detour);
	add_other_signs(out, report, detour);
	if (list == DETOUR_LIST_OPEN)
		add_commands(out, detour);
	detour_buf_addstr(out, "</div></li>\n");
}

/* ---- the lists */

static void add_list(
	struct detour_buf *out, const struct detour_report *report, enum detour_report_list list)
{
	size_t all = detour_report_list_size(report, list), shown = 0;

	detour_buf_addf(
		out, "<ul class=\"things%s\">\n", list >= DETOUR_LIST_QUIET ? " brief" : "");
	for (size_t i = 0; i < report->detour_count && shown < DETOUR_REPORT_DETOURS; i++)
		if (detour_report_list_of(&report->detours[i]) == list) {
			add_detour(out, report, i, list);
			shown++;
		}
	detour_buf_addstr(out, "</ul>\n");
	if (all > shown)
		detour_buf_addf(out,
			"<p class=\"cut\">The newest %zu of %zu; <code>git detour scan</code> "
			"lists "
			"them all.</p>\n",
			shown, all);
}

static void add_folded(struct detour_buf *out, const struct detour_report *report,
	enum detour_report_list list, const char *singular, const char *plural)
{
	size_t size = detour_report_list_size(report, list);

	if (!size)
		return;
	detour_buf_addf(out, "<details class=\"fold\"><summary>%zu %s</summary>\n", size,
		size == 1 ? singular : plural);
	add_list(out, report, list);
	detour_buf_addstr(out, "</details>\n");
}

void detour_report_detours(struct detour_buf *out, const struct detour_report *report)
{
	size_t open = detour_report_list_size(report, DETOUR_LIST_OPEN);
	size_t written = detour_report_list_size(report, DETOUR_LIST_WRITTEN);

	if (open) {
		detour_buf_addf(out,
			"<section aria-labelledby=\"open\"><h2 id=\"open\">Not written down "
			"<span>%zu</span></h2>\n"
			"<p class=\"lead\">Whoever was there may still know. A sentence is "
			"enough.</p>\n",
			open);
		add_list(out, report, DETOUR_LIST_OPEN);
		detour_buf_addstr(out, "</section>\n");
	}
	if (written) {
		detour_buf_addf(out,
			"<section aria-labelledby=\"written\"><h2 id=\"written\">Written down "
			"<span>%zu</span></h2>\n",
			written);
		add_list(out, report, DETOUR_LIST_WRITTEN);
		detour_buf_addstr(out, "</section>\n");
	}
	if (detour_report_list_size(report, DETOUR_LIST_QUIET) ||
		detour_report_list_size(report, DETOUR_LIST_MINOR)) {
		detour_buf_addstr(out, "<section aria-labelledby=\"rest\"><h2 id=\"rest\">The "
				       "rest</h2>\n");
		add_folded(out, report, DETOUR_LIST_QUIET, detour_report_quiet(report),
			detour_report_quiet(report));
		add_folded(out, report, DETOUR_LIST_MINOR, "small thing that nobody is asked about",
			"small things that nobody is asked about");
		detour_buf_addstr(out, "</section>\n");
	}
}
