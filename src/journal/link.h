/*
 * Link lines: how a session names a commit so that it can be found after a rewrite. Pure.
 *
 *	- [`a1b2c3d`](https://forge/owner/repo/commit/<hash>) Subject (2026-11-22 14:03 +0100)
 *	- `a1b2c3d4e5f6` Subject (2026-11-22 14:03 +0100)
 *
 * The second form is for an unknown forge. The subject is escaped, the hash in the URL whole and at
 * its end, whatever the address is on that forge (forge.h).
 *
 * Who writes them needs detour_link_write. Who reads a session gets them from detour_session_parse
 * and compares them with detour_link_matches.
 */
#ifndef DETOUR_JOURNAL_LINK_H
#define DETOUR_JOURNAL_LINK_H

#include "../base/buf.h"
#include "../base/commit.h"

/* Adds the line with its line end. `base` is `commits` of a struct detour_forge, or NULL. */
void detour_link_write(
	struct detour_buf *out, const struct detour_commit *commit, const char *base);

struct detour_link {
	const char *hex;     /* lower case, 7 to 40 digits */
	bool is_word;        /* letters only, and nothing around it says that it is a hash */
	const char *subject; /* escaped as in the line; NULL where it is no link line */
	int64_t time;        /* of the author, to the minute */
	int offset;
};
/* Is the line (without its end) a link line of ours? List marks and spaces may differ from what we
 * write: formatters and people change them. */
bool detour_link_parse(
	struct detour_arena *arena, const char *line, size_t size, struct detour_link *out);
/* Does the link mean this commit: by its hash, or, after a rewrite, by a link line's subject and
 * author time to the minute? Escapes that a formatter took away or added make no difference. */
bool detour_link_matches(const struct detour_link *link, const struct detour_commit *commit);

#endif
