/*
 * Takes the URL of a remote apart; see forge_address.h.
 *
 * Nothing of the URL but host, port and path goes on, and those only if they are made of characters
 * that mean nothing in Markdown.
 */
#include "forge_address.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/text.h"

struct span {
	const char *text;
	size_t size;
};

struct pieces {
	struct span scheme; /* empty: scp-like */
	struct span host, port, path;
};

static bool is_word(struct span span, const char *word)
{
	return span.size == strlen(word) && memcmp(span.text, word, span.size) == 0;
}

/* The authority "user:secret@host:22" of a URL, up to the slash. */
static void split_authority(struct pieces *out, struct span all)
{
	size_t colon = 0;

	for (size_t i = all.size; i > 0; i--) {
		if (all.text[i - 1] == '@') {
			all.text += i;
			all.size -= i;
			break;
		}
	}
	while (colon < all.size && all.text[colon] != ':')
		colon++;
	out->host = (struct span){all.text, colon};
	out->port = (struct span){all.text + colon, all.size - colon};
}

static bool split(struct pieces *out, const char *url)
{
	const char *scheme = strstr(url, "://"), *slash, *colon, *path;

	memset(out, 0, sizeof(*out));
	if (scheme) {
		out->scheme = (struct span){url, (size_t)(scheme - url)};
		slash = strchr(scheme + 3, '/');
		if (!slash)
			return false;
		split_authority(out, (struct span){scheme + 3, (size_t)(slash - scheme - 3)});
		path = slash + 1;
	} else {
		/* user@host:path, told from a local path by the colon before any slash. */
		colon = strchr(url, ':');
		slash = strchr(url, '/');
		if (!colon || (slash && slash < colon))
			return false;
		out->scheme = (struct span){url, 0};
		split_authority(out, (struct span){url, (size_t)(colon - url)});
		path = colon + 1;
	}
	out->path = (struct span){path, strlen(path)};
	return true;
}

static bool set_scheme(struct detour_address *out, struct span scheme)
{
	static const char *const others[] = {"", "ssh", "git", "git+ssh", "ssh+git"};

	out->is_http = is_word(scheme, "http");
	out->is_web = out->is_http || is_word(scheme, "https");
	for (size_t i = 0; !out->is_web && i < sizeof(others) / sizeof(others[0]); i++)
		if (is_word(scheme, others[i]))
			return true;
	return out->is_web;
}

static bool is_host_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static bool set_host(struct detour_address *out, struct detour_arena *arena, struct span span)
{
	char *host = detour_arena_strndup(arena, span.text, span.size);

	for (char *c = host; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		if (!is_host_char(*c))
			return false;
	}
	out->host = host;
	return *host && *host != '-' && *host != '.';
}

/* ":8443" of a web address; ports of other schemes lead elsewhere, but may tell what listens there.
 * False where it is none. */
static bool set_port(struct detour_address *out, struct detour_arena *arena, struct span span)
{
	out->port = out->other_port = "";
	if (span.size > 6)
		return false;
	for (size_t i = 1; i < span.size; i++)
		if (span.text[i] < '0' || span.text[i] > '9')
			return false;
	if (!out->is_web)
		out->other_port = detour_arena_strndup(arena, span.text, span.size);
	else if (span.size > 1 && !is_word(span, out->is_http ? ":80" : ":443"))
		out->port = detour_arena_strndup(arena, span.text, span.size);
	return true;
}

static bool is_path_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '.' || c == '+' || c == '~';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "%20" stays, "%41" is an "A"; what could be taken for another part or a line end is refused. */
static bool add_encoded(struct detour_buf *out, struct span rest)
{
	int high = rest.size > 2 ? hex_value(rest.text[1]) : -1;
	int low = high >= 0 ? hex_value(rest.text[2]) : -1;
	int byte = 16 * high + low;

	if (low < 0 || byte < 0x20 || byte == 0x7f || byte == '/' || byte == '\\')
		return false;
	if (is_path_char((char)byte))
		detour_buf_addch(out, (char)byte);
	else
		detour_buf_addf(out, "%%%02X", (unsigned)byte);
	return true;
}

static bool is_dots(const char *part)
{
	return !strcmp(part, ".") || !strcmp(part, "..");
}

/* One name between slashes. */
static bool add_part(struct detour_address *out, struct detour_arena *arena,
	struct detour_buf *part, struct span in)
{
	detour_buf_clear(part);
	for (size_t i = 0; i < in.size; i++) {
		if (in.text[i] == '%') {
			if (!add_encoded(part, (struct span){in.text + i, in.size - i}))
				return false;
			i += 2;
		} else if (is_path_char(in.text[i])) {
			detour_buf_addch(part, in.text[i]);
		} else {
			return false;
		}
	}
	if (out->count == DETOUR_ADDRESS_PARTS || is_dots(part->ptr))
		return false;
	out->parts[out->count++] = detour_arena_strndup(arena, part->ptr, part->size);
	return true;
}

/* ".git" at the end of the last part. */
static void cut_git(struct detour_address *out, struct detour_arena *arena)
{
	const char *last = out->parts[out->count - 1];

	out->is_git = strlen(last) > 4 && detour_text_ends(last, ".git");
	if (out->is_git)
		out->parts[out->count - 1] = detour_arena_strndup(arena, last, strlen(last) - 4);
}

static bool set_path(struct detour_address *out, struct detour_arena *arena, struct span path)
{
	struct detour_buf part = DETOUR_BUF_INIT;
	bool good = true;

	while (path.size && path.text[0] == '/') {
		path.text++;
		path.size--;
	}
	while (path.size && path.text[path.size - 1] == '/')
		path.size--;
	for (size_t at = 0; good && at < path.size;) {
		size_t size = strcspn(path.text + at, "/");

		if (size > path.size - at)
			size = path.size - at;
		good = size && add_part(out, arena, &part, (struct span){path.text + at, size});
		at += size + 1;
	}
	detour_buf_release(&part);
	if (!good || !out->count)
		return false;
	cut_git(out, arena);
	return true;
}

bool detour_address_parse(struct detour_address *out, struct detour_arena *arena, const char *url)
{
	struct pieces pieces;

	memset(out, 0, sizeof(*out));
	return split(&pieces, url) && set_scheme(out, pieces.scheme) &&
	       set_host(out, arena, pieces.host) && set_port(out, arena, pieces.port) &&
	       set_path(out, arena, pieces.path);
}

char *detour_address_join(struct detour_arena *arena, const struct detour_address *address,
	size_t start, size_t end, bool with_git)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	char *joined;

	detour_buf_addf(&out, "%s://%s%s", address->is_http ? "http" : "https", address->host,
		address->port);
	for (size_t i = start; i < end; i++)
		detour_buf_addf(&out, "/%s", address->parts[i]);
	if (with_git && address->is_git)
		detour_buf_addstr(&out, ".git");
	joined = detour_arena_strndup(arena, out.ptr, out.size);
	detour_buf_release(&out);
	return joined;
}

bool detour_address_has_user(const char *url)
{
	const char *scheme = strstr(url, "://");
	const char *start = scheme ? scheme + 3 : url;

	return memchr(start, '@', strcspn(start, "/?#")) != NULL;
}
