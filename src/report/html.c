/* Escapes what goes into the page; see html.h. */
#include "html.h"

#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

enum { DAY = 24 * 3600, SHORT_DIGITS = 8 };

static void add_escaped(struct detour_buf *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			detour_buf_addstr(out, "&amp;");
			break;
		case '<':
			detour_buf_addstr(out, "&lt;");
			break;
		case '>':
			detour_buf_addstr(out, "&gt;");
			break;
		case '"':
			detour_buf_addstr(out, "&quot;");
			break;
		case '\'':
			detour_buf_addstr(out, "&#39;");
			break;
		default:
			detour_buf_addch(out, *text);
		}
	}
}

void detour_html_cut(struct detour_buf *out, const char *text, int columns)
{
	struct detour_buf plain = DETOUR_BUF_INIT;

	detour_text_plain(&plain, text, strlen(text), columns);
	add_escaped(out, plain.ptr);
	detour_buf_release(&plain);
}

void detour_html_text(struct detour_buf *out, const char *text)
{
	detour_html_cut(out, text, DETOUR_HTML_COLUMNS);
}

void detour_html_foreign_cut(struct detour_buf *out, const char *text, int columns)
{
	detour_buf_addstr(out, "<bdi>");
	detour_html_cut(out, text, columns);
	detour_buf_addstr(out, "</bdi>");
}

void detour_html_foreign(struct detour_buf *out, const char *text)
{
	detour_html_foreign_cut(out, text, DETOUR_HTML_COLUMNS);
}

void detour_html_path(struct detour_buf *out, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";

	if (path[0] == '/') /* "//host/…" would leave the machine */
		detour_buf_addch(out, '.');
	for (; *path; path++) {
		if (strchr(plain, *path))
			detour_buf_addch(out, *path);
		else
			detour_buf_addf(out, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

static bool is_hex(const char *text)
{
	return *text && !text[strspn(text, "0123456789abcdef")];
}

/* Of plain characters: what is no address of the web is not made one here. */
static bool is_web(const char *address)
{
	for (const char *c = address; *c; c++)
		if (*c <= ' ' || *c >= 0x7f)
			return false;
	return detour_text_starts(address, "https://") || detour_text_starts(address, "http://");
}

void detour_html_hash(struct detour_buf *out, const char *hex)
{
	if (is_hex(hex))
		detour_buf_addf(out, "%.*s", SHORT_DIGITS, hex);
}

void detour_html_commit(struct detour_buf *out, const char *forge, const char *hex)
{
	bool linked = forge && is_web(forge) && is_hex(hex);

	if (linked) {
		detour_buf_addstr(out, "<a href=\"");
		add_escaped(out, forge);
		detour_buf_addf(out, "%s\">", hex);
	}
	detour_buf_addstr(out, "<code class=\"hash\">");
	detour_html_hash(out, hex);
	detour_buf_addstr(out, linked ? "</code></a>" : "</code>");
}

const char *detour_html_month(int month)
{
	static const char *const names[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	return names[(month - 1) % 12];
}

void detour_html_day_text(struct detour_buf *out, int64_t day)
{
	struct detour_date date = detour_date_at(day * DAY, 0);

	detour_buf_addf(out, "%d %s %d", date.day, detour_html_month(date.month), date.year);
}

void detour_html_day(struct detour_buf *out, int64_t day)
{
	struct detour_date date = detour_date_at(day * DAY, 0);

	detour_buf_addf(out, "<time datetime=\"%04d-%02d-%02d\">", date.year, date.month, date.day);
	detour_html_day_text(out, day);
	detour_buf_addstr(out, "</time>");
}

void detour_html_count(struct detour_buf *out, size_t count, const char *noun)
{
	detour_buf_addf(out, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}
