/*
 * Where a forge shows commits, from the URL of a remote; see link.h.
 *
 * Nothing of the URL but host, port and path goes on, and those only if they are made of characters
 * that mean nothing in Markdown.
 */
#include "link.h"

#include <string.h>

#include "../base/text.h"

struct address {
	const char *scheme;
	size_t scheme_size; /* 0: scp-like */
	const char *host;
	size_t host_size;
	const char *port; /* with its colon */
	size_t port_size;
	const char *path;
	size_t path_size;
};

static bool is_word(const char *text, size_t size, const char *word)
{
	return size == strlen(word) && memcmp(text, word, size) == 0;
}

/* "user:secret@host:22/" up to the slash. */
static void split_authority(struct address *out, const char *text, size_t size)
{
	for (size_t i = size; i > 0; i--) {
		if (text[i - 1] == '@') {
			text += i;
			size -= i;
			break;
		}
	}
	out->host = text;
	out->host_size = size;
	for (size_t i = 0; i < size; i++) {
		if (text[i] == ':') {
			out->host_size = i;
			out->port = text + i;
			out->port_size = size - i;
			break;
		}
	}
}

static bool split(struct address *out, const char *url)
{
	const char *scheme = strstr(url, "://"), *slash, *colon;

	memset(out, 0, sizeof(*out));
	if (scheme) {
		out->scheme = url;
		out->scheme_size = (size_t)(scheme - url);
		slash = strchr(scheme + 3, '/');
		if (!slash)
			return false;
		split_authority(out, scheme + 3, (size_t)(slash - scheme - 3));
		out->path = slash + 1;
	} else {
		/* user@host:path, told from a local path by the colon before any slash. */
		colon = strchr(url, ':');
		slash = strchr(url, '/');
		if (!colon || (slash && slash < colon))
			return false;
		split_authority(out, url, (size_t)(colon - url));
		out->path = colon + 1;
	}
	out->path_size = strlen(out->path);
	return true;
}

static bool is_web(const struct address *address)
{
	return is_word(address->scheme, address->scheme_size, "https") ||
	       is_word(address->scheme, address->scheme_size, "http");
}

static bool is_known_scheme(const struct address *address)
{
	static const char *const others[] = {"ssh", "git", "git+ssh", "ssh+git"};

	if (!address->scheme_size || is_web(address))
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_word(address->scheme, address->scheme_size, others[i]))
			return true;
	return false;
}

static bool is_host_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* The host in lower case, under the name that browsers know; NULL where it is no name. */
static char *host_of(struct detour_arena *arena, const struct address *address)
{
	static const char *const aliases[][2] = {{"www.github.com", "github.com"},
		{"ssh.github.com", "github.com"}, {"altssh.gitlab.com", "gitlab.com"}};
	char *host = detour_arena_strndup(arena, address->host, address->host_size);

	for (char *c = host; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		if (!is_host_char(*c))
			return NULL;
	}
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(host, aliases[i][0]) == 0)
			return detour_arena_strdup(arena, aliases[i][1]);
	/* "github.com-work": an alias in ~/.ssh/config for a second account. */
	if (detour_text_starts(host, "github.com-") || detour_text_starts(host, "gitlab.com-"))
		host[strlen("github.com")] = '\0';
	return host;
}

static bool is_path_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '.' || c == '+' || c == '~';
}

/* Counts the parts of "owner/repo"; 0 where one of them is no plain name. */
static int count_parts(const char *path)
{
	int parts = 0;

	while (*path) {
		size_t size = strcspn(path, "/");

		for (size_t i = 0; i < size; i++)
			if (!is_path_char(path[i]))
				return 0;
		if (!size || is_word(path, size, ".") || is_word(path, size, ".."))
			return 0;
		parts++;
		path += size;
		if (*path)
			path++;
	}
	return parts;
}

static char *path_of(struct detour_arena *arena, const struct address *address)
{
	const char *path = address->path;
	size_t size = address->path_size;

	while (size && path[0] == '/') {
		path++;
		size--;
	}
	while (size && path[size - 1] == '/')
		size--;
	if (size > 4 && memcmp(path + size - 4, ".git", 4) == 0)
		size -= 4;
	return detour_arena_strndup(arena, path, size);
}

/* ":8443" of a web address; ports of other schemes lead elsewhere. */
static const char *port_of(struct detour_arena *arena, const struct address *address)
{
	if (!is_web(address) || address->port_size < 2 || address->port_size > 6)
		return "";
	for (size_t i = 1; i < address->port_size; i++)
		if (address->port[i] < '0' || address->port[i] > '9')
			return "";
	return detour_arena_strndup(arena, address->port, address->port_size);
}

char *detour_forge_commit_base(struct detour_arena *arena, const char *remote_url)
{
	struct address address;
	const char *host, *path, *scheme;
	bool hub, lab;
	int parts;

	if (!split(&address, remote_url) || !is_known_scheme(&address))
		return NULL;
	host = host_of(arena, &address);
	if (!host)
		return NULL;
	hub = detour_text_starts(host, "github.");
	lab = detour_text_starts(host, "gitlab.");
	path = path_of(arena, &address);
	parts = count_parts(path);
	if (!(hub && parts == 2) && !(lab && parts >= 2))
		return NULL;
	/* A forge of one's own may have no TLS; the two public ones do. */
	scheme = is_word(address.scheme, address.scheme_size, "http") &&
				 strcmp(host, "github.com") != 0 && strcmp(host, "gitlab.com") != 0
			 ? "http"
			 : "https";
	return detour_arena_printf(arena, "%s://%s%s/%s/%scommit/", scheme, host,
		port_of(arena, &address), path, lab ? "-/" : "");
}
