/*
 * The report's page with any text in it: every element is one of ours, is closed where it was
 * opened, and has its attributes in quotes.
 */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "report/html.h"
#include "report/report.h"

enum { DEPTH = 40 };

static bool is_one_of(const char *list, const char *name, size_t size)
{
	for (const char *at = list; (at = strstr(at, "|")) != NULL && at[1]; at++)
		if (!strncmp(at + 1, name, size) && at[1 + size] == '|')
			return true;
	return false;
}

static const char elements[] =
	"|a|article|b|bdi|blockquote|body|caption|circle|code|details|div|footer|g|h1|h2|h3|h4|"
	"head|header|html|li|main|meta|p|path|rect|section|span|strong|style|summary|svg|table|"
	"tbody|td|text|th|thead|time|title|tr|ul|";
static const char empty_ones[] = "|meta|";

/* From behind the element's name up to its end. */
static const char *skip_attributes(const char *at)
{
	while (*at && *at != '>') {
		FUZZ_CHECK(*at != '<' && *at != '\'');
		if (*at++ != '"')
			continue;
		at += strcspn(at, "\"<");
		FUZZ_CHECK(*at == '"');
		at++;
		FUZZ_CHECK(strchr(" >/\n", *at));
	}
	FUZZ_CHECK(*at == '>');
	return at;
}

static void check_page(const char *page)
{
	const char *open[DEPTH];
	size_t sizes[DEPTH], depth = 0;

	for (const char *at = page; (at = strchr(at, '<')) != NULL;) {
		bool closes = at[1] == '/';
		const char *name = at + 1 + closes, *end;
		size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");

		if (at == page && detour_text_starts(at, "<!DOCTYPE html>")) {
			at++;
			continue;
		}
		FUZZ_CHECK(size && is_one_of(elements, name, size));
		end = skip_attributes(name + size);
		if (closes) {
			FUZZ_CHECK(depth && sizes[depth - 1] == size &&
				   !memcmp(open[depth - 1], name, size));
			depth--;
		} else if (!is_one_of(empty_ones, name, size) && end[-1] != '/') {
			FUZZ_CHECK(depth < DEPTH);
			open[depth] = name;
			sizes[depth++] = size;
		}
		at = end;
	}
	FUZZ_CHECK(!depth);
}

static void take_session(struct fuzz_input *input, struct detour_report_session *session)
{
	size_t size;
	const char *bytes;

	session->day = 20000;
	session->title = fuzz_word(input);
	session->path = fuzz_word(input);
	session->href = session->path;
	bytes = fuzz_text(input, &size);
	detour_reading_make(&session->reading, bytes, size, NULL, &input->arena);
	session->key = detour_reading_key(&session->reading, &input->arena);
}

static void check_report(struct fuzz_input *input)
{
	static const char hex[] = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
	const int64_t days[] = {19990, 20000};
	struct detour_report_sign sign = {.hex = hex, .related = hex, .day = 20000};
	struct detour_report_detour detour = {.signs = &sign, .count = 1};
	struct detour_report_session session = {0};
	struct detour_report_source source = {.hex = hex};
	struct detour_report_pattern pattern = {.sources = &source, .count = 1};
	struct detour_buf page = DETOUR_BUF_INIT, again = DETOUR_BUF_INIT;
	const char *unwritten[1];
	struct detour_report report = {.version = "0",
		.today = 20001,
		.first = 19900,
		.last = 20001,
		.days = days,
		.commits = 2,
		.people = 1,
		.detours = &detour,
		.detour_count = 1,
		.sessions = &session,
		.session_count = 1,
		.unwritten = unwritten,
		.unwritten_count = 1,
		.patterns = &pattern,
		.pattern_count = 1};
	unsigned choice = fuzz_byte(input);

	sign.kind = (enum detour_kind)(choice % DETOUR_KIND_COUNT);
	detour.state = (enum detour_report_state)(choice % 3);
	detour.is_minor = choice & 64;
	sign.is_open = detour.state == DETOUR_REPORT_OPEN;
	detour.session = choice & 128 ? 0 : DETOUR_REPORT_NONE;
	report.name = fuzz_word(input);
	sign.does = fuzz_word(input);
	sign.detail = fuzz_word(input);
	sign.author = report.author = fuzz_word(input);
	take_session(input, &session);
	detour.told = unwritten[0] = session.path;
	pattern.title = source.label = fuzz_word(input);
	pattern.explanation = pattern.advice = source.quote = fuzz_word(input);
	report.range = fuzz_word(input);
	report.forge = fuzz_word(input);
	source.session = detour.session;
	detour_report_write(&page, &report);
	FUZZ_CHECK(detour_utf8_valid(page.ptr, page.size) && strlen(page.ptr) == page.size);
	check_page(page.ptr);
	if (choice & 32) {
		detour_report_write(&again, &report);
		fuzz_check_same(&page, &again);
	}
	detour_buf_release(&page);
	detour_buf_release(&again);
}

static void check_text(const char *text)
{
	struct detour_buf out = DETOUR_BUF_INIT;

	detour_html_text(&out, text);
	FUZZ_CHECK(!strpbrk(out.ptr, "<>\"'"));
	for (const char *at = out.ptr; (at = strchr(at, '&')) != NULL; at++)
		FUZZ_CHECK(is_one_of("|&amp;|&lt;|&gt;|&quot;|&#39;|", at, strcspn(at, ";") + 1));
	fuzz_check_plain(out.ptr);
	detour_buf_clear(&out);
	detour_html_path(&out, text);
	FUZZ_CHECK(!strpbrk(out.ptr, "<>\"'&: ?#\\") && out.ptr[0] != '/');
	detour_buf_clear(&out);
	detour_html_commit(&out, text, "a1b2c3d4");
	check_page(out.ptr);
	detour_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;

	fuzz_begin(&input, data, size);
	check_report(&input);
	fuzz_end(&input);
	fuzz_begin(&input, data, size);
	check_text(fuzz_word(&input));
	fuzz_end(&input);
	return 0;
}
