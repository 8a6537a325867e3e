/* The URL of a remote, taken apart for forge.c: only what may go into a file is left of it. */
#ifndef DETOUR_JOURNAL_FORGE_ADDRESS_H
#define DETOUR_JOURNAL_FORGE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"

#define DETOUR_ADDRESS_PARTS ((size_t)16)

struct detour_address {
	bool is_web;            /* http or https: its path and port are those of the page */
	bool is_http;           /* without TLS */
	const char *host;       /* lower case */
	const char *port;       /* ":8443" of the web, or "" */
	const char *other_port; /* of another scheme, or "" */
	/* Of the path: names without a "/", percent-encoded where they need it. "/a//b/" has two.
	 */
	const char *parts[DETOUR_ADDRESS_PARTS];
	size_t count;
	bool is_git; /* the last one ended in ".git", which is taken off */
};

/* False where it is no URL that leads to a host, or holds anything that a link must not. */
bool detour_address_parse(struct detour_address *out, struct detour_arena *arena, const char *url);
/* "https://host:8443/a/b" of the parts from `start` up to `end`; with_git: with the ".git" that was
 * taken off. In the arena. */
char *detour_address_join(struct detour_arena *arena, const struct detour_address *address,
	size_t start, size_t end, bool with_git);
/* Does it hold a user name or a password? */
bool detour_address_has_user(const char *url);

#endif
