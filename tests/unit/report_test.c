/* The page of the report: what is in it, and that nothing but our own markup is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/columns.h"
#include "report/html.h"
#include "report/page.h"
#include "report/report.h"

#define HEX "762fae5b0b1c2d3e4f5061728394a5b6c7d8e9f0"
#define OTHER "9c1d2e3f405162738495a6b7c8d9e0f102132435"
#define EVIL                                                                                       \
	"</style></title><script>alert(1)</script>\"><img src=x onerror=alert(1)>'&lt;"            \
	"\xe2\x80\xae\x1b[31m\x01\xff<!--"

enum { MONDAY = 20598 }; /* 2026-05-25 */

static struct detour_buf page = DETOUR_BUF_INIT;

static int forget(void **state)
{
	(void)state;
	detour_buf_release(&page);
	return 0;
}

static struct detour_report_sign sign_on(int64_t day)
{
	return (struct detour_report_sign){.kind = DETOUR_KIND_revert,
		.hex = HEX,
		.related = OTHER,
		.does = "reverts 9c1d2e3 \"Add the retry queue\"",
		.detail = "2 days old, 3 files",
		.author = "Ada Example",
		.day = day,
		.is_open = true};
}

static struct detour_report_detour detour_of(const struct detour_report_sign *sign)
{
	return (struct detour_report_detour){
		.signs = sign, .count = 1, .session = DETOUR_REPORT_NONE};
}

static struct detour_report report_of(int64_t first, int64_t last)
{
	return (struct detour_report){
		.name = "shop", .version = "0", .today = last, .first = first, .last = last};
}

static void write_page(const struct detour_report *report)
{
	detour_buf_clear(&page);
	detour_report_write(&page, report);
}

static size_t count_of(const char *text)
{
	size_t count = 0;

	for (const char *at = page.ptr; (at = strstr(at, text)) != NULL; at += strlen(text))
		count++;
	return count;
}

static void has(const char *text)
{
	if (!strstr(page.ptr, text))
		fail_msg("not in the page: %s", text);
}

static void has_not(const char *text)
{
	if (strstr(page.ptr, text))
		fail_msg("in the page: %s", text);
}

/* Every element is closed where it must be: text that got out of its place would show here. */
static void is_well_formed(void)
{
	static const char *const alone[] = {"meta", "!DOCTYPE", NULL};
	char open[64][24];
	size_t depth = 0;

	for (const char *at = page.ptr; (at = strchr(at, '<')) != NULL; at++) {
		char name[24] = "";
		const char *end = strchr(at, '>');
		bool closing = at[1] == '/';

		assert_non_null(end);
		assert_int_equal(sscanf(at + 1 + closing, "%23[A-Za-z0-9!]", name), 1);
		if (closing) {
			assert_true(depth > 0);
			if (strcmp(open[depth - 1], name) != 0)
				fail_msg("</%s> closes <%s>", name, open[depth - 1]);
			depth--;
		} else if (end[-1] != '/' && strcmp(name, alone[0]) && strcmp(name, alone[1])) {
			assert_true(depth < 64);
			strcpy(open[depth++], name);
		}
	}
	assert_int_equal(depth, 0);
}

/* Links within the page lead somewhere, and no anchor is there twice. */
static void anchors_are_there(void)
{
	for (const char *at = page.ptr; (at = strstr(at, "href=\"#")) != NULL; at++) {
		char name[40], id[60];

		assert_int_equal(sscanf(at, "href=\"#%39[^\"]", name), 1);
		snprintf(id, sizeof(id), " id=\"%s\"", name);
		if (count_of(id) != 1)
			fail_msg("#%s is there %zu times", name, count_of(id));
	}
}

/* ---- the facts in words */

static void nothing_is_said_so(void **state)
{
	struct detour_report report = report_of(MONDAY, MONDAY);

	(void)state;
	write_page(&report);
	has("There is no commit to look at");
	has_not("<svg class=\"chart\"");
	is_well_formed();
	anchors_are_there();
}

static void the_headline_counts_what_became_of_each(void **state)
{
	struct detour_report_sign signs[] = {
		sign_on(MONDAY), sign_on(MONDAY + 8), sign_on(MONDAY + 9)};
	struct detour_report_detour detours[] = {
		detour_of(&signs[0]), detour_of(&signs[1]), detour_of(&signs[2])};
	struct detour_report report = report_of(MONDAY, MONDAY + 13);
	const int64_t days[] = {MONDAY, MONDAY + 8, MONDAY + 9};

	(void)state;
	detours[1].state = DETOUR_REPORT_QUIET;
	detours[2].is_minor = true;
	report.days = days;
	report.commits = 3;
	report.people = 2;
	report.detours = detours;
	report.detour_count = 3;
	write_page(&report);
	has("<strong>2 things went off plan</strong>");
	has("25 May 2026</time> and <time datetime=\"2026-06-07\">7 Jun 2026");
	has(">1&nbsp;is dismissed</a>, <a href=\"#open\">1&nbsp;is not written down</a>.");
	has("3 commits of 2 people · 0 sessions · 1 small thing that nobody is asked about");
	has("git detour new -c 762fae5b -m &quot;what happened&quot;");
	is_well_formed();
	anchors_are_there();
}

static void a_detour_leads_to_its_session_and_back(void **state)
{
	struct detour_report_sign sign = sign_on(MONDAY);
	struct detour_report_detour detour = detour_of(&sign);
	struct detour_report_session session = {.day = MONDAY,
		.title = "Queue stalls",
		.path = "docs/sessions/x y.md",
		.href = "../docs/x y.md",
		.key = {.text = "Redis evicts it."}};
	struct detour_report report = report_of(MONDAY, MONDAY + 6);

	(void)state;
	detour.state = DETOUR_REPORT_WRITTEN;
	detour.session = 0;
	report.days = &session.day;
	report.commits = 1;
	report.forge = "https://forge.example/shop/commit/";
	report.detours = &detour;
	report.detour_count = 1;
	report.sessions = &session;
	report.session_count = 1;
	write_page(&report);
	has("<a href=\"#s0\"><bdi>Queue stalls</bdi></a>");
	has("<blockquote><bdi>Redis evicts it.</bdi></blockquote>");
	has("<a href=\"../docs/x%20y.md\">");
	has("<a href=\"https://forge.example/shop/commit/" HEX "\">");
	has("reverts <a href=\"https://forge.example/shop/commit/" OTHER "\">");
	has("It is written down</a>.");
	has_not("id=\"open\"");
	is_well_formed();
	anchors_are_there();
}

static void the_same_facts_give_the_same_bytes(void **state)
{
	struct detour_report_sign sign = sign_on(MONDAY);
	struct detour_report_detour detour = detour_of(&sign);
	struct detour_report report = report_of(MONDAY, MONDAY + 50);
	char *first;

	(void)state;
	report.days = &sign.day;
	report.commits = 1;
	report.detours = &detour;
	report.detour_count = 1;
	write_page(&report);
	first = detour_buf_detach(&page);
	write_page(&report);
	assert_string_equal(page.ptr, first);
	free(first);
}

/* ---- what comes from elsewhere */

static void hostile_text_stays_text(void **state)
{
	char *endless = calloc(1, 10001);
	struct detour_report_sign signs[] = {sign_on(MONDAY), sign_on(MONDAY)};
	struct detour_report_detour detour = detour_of(signs);
	struct detour_passage passages[] = {
		{.kind = DETOUR_PASSAGE_TEXT, .heading = EVIL, .source = EVIL, .text = EVIL},
		{.kind = DETOUR_PASSAGE_OPEN, .heading = "", .source = EVIL, .text = EVIL}};
	struct detour_report_session session = {.day = MONDAY,
		.title = EVIL,
		.path = EVIL,
		.href = "javascript:alert(1)//\"><script>",
		.reading = {passages, 2},
		.key = {.text = EVIL}};
	const char *unwritten = EVIL;
	struct detour_report_source source = {DETOUR_REPORT_NONE, EVIL, EVIL, EVIL};
	struct detour_report_pattern pattern = {EVIL, EVIL, EVIL, &source, 1};
	struct detour_report report = report_of(MONDAY, MONDAY);

	(void)state;
	memset(endless, 'x', 10000);
	signs[0].does = signs[0].detail = signs[0].author = EVIL;
	signs[1].hex = "\"><script>";
	signs[1].does = endless;
	detour.count = 2;
	detour.told = EVIL;
	report = (struct detour_report){.name = EVIL,
		.version = EVIL,
		.range = EVIL,
		.author = EVIL,
		.forge = "javascript:alert(1)//",
		.today = MONDAY,
		.first = MONDAY,
		.last = MONDAY,
		.days = &session.day,
		.commits = 1,
		.detours = &detour,
		.detour_count = 1,
		.sessions = &session,
		.session_count = 1,
		.unwritten = &unwritten,
		.unwritten_count = 1,
		.patterns = &pattern,
		.pattern_count = 1};
	for (int i = 0; i < 3; i++) {
		detour.state = (enum detour_report_state)i;
		write_page(&report);
		has("&lt;script&gt;");
		has_not("<script");
		has_not("<img");
		has_not("<!--");
		has_not("href=\"javascript:");
		has_not("\xe2\x80\xae");
		has_not("\x1b");
		has_not("\x01");
		has_not("\xff");
		assert_int_equal(count_of("</style>"), 1);
		assert_true(strspn(strstr(page.ptr, "xxx"), "x") < 400);
		is_well_formed();
		anchors_are_there();
	}
	free(endless);
}

static void nothing_is_fetched_and_nothing_runs(void **state)
{
	struct detour_report report = report_of(MONDAY, MONDAY);
	const int64_t day = MONDAY;

	(void)state;
	report.days = &day;
	report.commits = 1;
	write_page(&report);
	has("content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
	    "form-action 'none'\"");
	for (const char *const *word = (const char *const[]){"src=", "url(", "@import", "<link",
		     "<script", "<iframe", " on", NULL};
		*word; word++)
		for (const char *at = page.ptr; (at = strstr(at, *word)) != NULL; at++)
			if (strcmp(*word, " on") != 0 || strcspn(at, "=") < strcspn(at, " >") + 1)
				fail_msg("in the page: %.40s", at);
	assert_true(strstr(page.ptr, DETOUR_REPORT_MARK) <
		    page.ptr + DETOUR_REPORT_MARK_WITHIN - strlen(DETOUR_REPORT_MARK));
}

static void a_path_names_neither_scheme_nor_host(void **state)
{
	(void)state;
	detour_buf_clear(&page);
	detour_html_path(&page, "//evil.example/x:y?z#\"");
	assert_string_equal(page.ptr, ".//evil.example/x%3Ay%3Fz%23%22");
	detour_buf_clear(&page);
	detour_html_path(&page, "javascript:alert(1)");
	assert_string_equal(page.ptr, "javascript%3Aalert%281%29");
}

/* ---- columns */

static struct detour_columns columns_of(int64_t first, int64_t last, const int64_t *days, size_t n)
{
	struct detour_report report = report_of(first, last);
	struct detour_columns columns;

	report.days = days;
	report.commits = n;
	detour_columns_make(&columns, &report);
	return columns;
}

static void the_unit_grows_with_the_time(void **state)
{
	(void)state;
	assert_int_equal(columns_of(MONDAY, MONDAY + 59 * 7, NULL, 0).unit, DETOUR_UNIT_WEEK);
	assert_int_equal(columns_of(MONDAY, MONDAY + 60 * 7, NULL, 0).unit, DETOUR_UNIT_MONTH);
	assert_int_equal(columns_of(MONDAY - 3653, MONDAY, NULL, 0).unit, DETOUR_UNIT_QUARTER);
	assert_int_equal(columns_of(0, MONDAY, NULL, 0).unit, DETOUR_UNIT_YEAR);
}

static void every_commit_is_counted_once(void **state)
{
	int64_t days[] = {MONDAY - 1, MONDAY, MONDAY + 6, MONDAY + 7, MONDAY + 49};
	struct detour_columns columns = columns_of(MONDAY, MONDAY + 49, days, 5);

	(void)state;
	assert_int_equal(columns.undrawn, 1);
	assert_int_equal(columns.count, 4);
	assert_int_equal(columns.list[0].commits, 2);
	assert_int_equal(columns.list[1].commits, 1);
	assert_int_equal(columns.list[2].skipped, 5);
	assert_int_equal(columns.list[3].commits, 1);
	assert_int_equal(columns.most, 2);
	assert_int_equal(detour_columns_find(&columns, MONDAY + 20), 2);
}

static void dates_far_off_are_told_of(void **state)
{
	int64_t days[] = {-700000, 0, MONDAY, 2932896};
	struct detour_columns columns = columns_of(-700000, MONDAY, days, 4);
	struct detour_report report = report_of(-700000, MONDAY);

	(void)state;
	assert_int_equal(columns.undrawn, 2);
	report.days = days;
	report.commits = 4;
	write_page(&report);
	has("2 commits with a date outside of this time");
}

/* ---- how it is drawn */

static void what_is_not_drawn_is_counted(void **state)
{
	struct detour_report_sign sign = sign_on(MONDAY);
	struct detour_report_detour detours[12];
	struct detour_report report = report_of(MONDAY, MONDAY);

	(void)state;
	for (int i = 0; i < 12; i++)
		detours[i] = detour_of(&sign);
	report.days = &sign.day;
	report.commits = 1;
	report.detours = detours;
	report.detour_count = 12;
	write_page(&report);
	has(">+5</text>");
	assert_int_equal(count_of("<a href=\"#d"), 7 + 12);
	anchors_are_there();
}

/* Where there are too many, a column counts by family what somebody is asked about. */
static void a_crowd_is_counted(void **state)
{
	struct detour_report_sign signs[] = {sign_on(MONDAY), sign_on(MONDAY)};
	struct detour_report_detour detours[20];
	struct detour_report report = report_of(MONDAY, MONDAY);

	(void)state;
	signs[1].kind = DETOUR_KIND_gap;
	for (int i = 0; i < 20; i++) {
		detours[i] = detour_of(&signs[i < 12]);
		detours[i].is_minor = i == 19;
	}
	report.days = &signs[0].day;
	report.commits = 1;
	report.detours = detours;
	report.detour_count = 20;
	write_page(&report);
	has("aria-label=\"Week of 25 May 2026: 19 off plan: 7 taken back, 12 paused for long\"");
	has("<p>19: 7 taken back, 12 paused for long</p>");
	has("too many for a mark each");
	assert_int_equal(count_of(" part\""), 2);
	is_well_formed();
	anchors_are_there();
}

static void ten_years_stay_below_a_megabyte(void **state)
{
	enum { COMMITS = 100000, DETOURS = 5000, SESSIONS = 1000, DAYS = 3650 };
	char *text = calloc(1, 20001), *subject = calloc(1, 2001);
	int64_t *days = calloc(COMMITS, sizeof(*days));
	struct detour_report_sign *signs = calloc(DETOURS * 3, sizeof(*signs));
	struct detour_report_detour *detours = calloc(DETOURS, sizeof(*detours));
	struct detour_report_session *sessions = calloc(SESSIONS, sizeof(*sessions));
	struct detour_report report = report_of(MONDAY - DAYS, MONDAY);
	struct detour_passage passage = {.kind = DETOUR_PASSAGE_TEXT, .heading = "", .text = text};

	(void)state;
	memset(text, '<', 5000);
	memset(subject, '"', 2000);
	for (size_t i = 0; i < COMMITS; i++)
		days[i] = MONDAY - (int64_t)(i % DAYS);
	for (size_t i = 0; i < DETOURS; i++) {
		for (size_t j = 0; j < 3; j++) {
			signs[i * 3 + j] = sign_on(MONDAY - (int64_t)(i % DAYS));
			signs[i * 3 + j].detail = subject;
		}
		detours[i] = detour_of(&signs[i * 3]);
		detours[i].count = 3;
		detours[i].is_minor = i % 4 == 0;
		detours[i].state = (enum detour_report_state)(i % 3);
		detours[i].session = i % 3 == 1 ? i % SESSIONS : DETOUR_REPORT_NONE;
	}
	for (size_t i = 0; i < SESSIONS; i++)
		sessions[i] = (struct detour_report_session){.day = MONDAY - (int64_t)i,
			.title = "Queue stalls",
			.path = "docs/sessions/x.md",
			.reading = {&passage, 1},
			.key = {.text = subject}};
	report.days = days;
	report.commits = COMMITS;
	report.detours = detours;
	report.detour_count = DETOURS;
	report.sessions = sessions;
	report.session_count = SESSIONS;
	write_page(&report);
	has("The newest 80 of 1000");
	has("The newest 80 of ");
	has("this page has as much as fits");
	is_well_formed();
	anchors_are_there();
	if (page.size > 1000 * 1000)
		fail_msg("the page has %zu bytes", page.size);
	free(text);
	free(subject);
	free(days);
	free(signs);
	free(detours);
	free(sessions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(nothing_is_said_so, forget),
		cmocka_unit_test_teardown(the_headline_counts_what_became_of_each, forget),
		cmocka_unit_test_teardown(a_detour_leads_to_its_session_and_back, forget),
		cmocka_unit_test_teardown(the_same_facts_give_the_same_bytes, forget),
		cmocka_unit_test_teardown(hostile_text_stays_text, forget),
		cmocka_unit_test_teardown(nothing_is_fetched_and_nothing_runs, forget),
		cmocka_unit_test_teardown(a_path_names_neither_scheme_nor_host, forget),
		cmocka_unit_test(the_unit_grows_with_the_time),
		cmocka_unit_test(every_commit_is_counted_once),
		cmocka_unit_test_teardown(dates_far_off_are_told_of, forget),
		cmocka_unit_test_teardown(what_is_not_drawn_is_counted, forget),
		cmocka_unit_test_teardown(a_crowd_is_counted, forget),
		cmocka_unit_test_teardown(ten_years_stay_below_a_megabyte, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
