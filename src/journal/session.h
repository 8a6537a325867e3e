/*
 * Sessions as bytes and as structs. Pure: who stores them is store.h.
 *
 * Reading takes any Markdown file that a team keeps as a session: CRLF, BOM, front matter, other
 * headings. Writing makes new text from a draft (detour_session_draft), tidies it after the editor
 * (detour_session_tidy), or adds to what is there (detour_session_add).
 */
#ifndef DETOUR_JOURNAL_SESSION_H
#define DETOUR_JOURNAL_SESSION_H

#include "../base/buf.h"
#include "../base/commit.h"
#include "../signal/signal.h"
#include "link.h"

#include <stdbool.h>

#define DETOUR_SESSION_LIMIT ((size_t)1024 * 1024) /* bytes that are read of one file */
/* Longer ones, of which there are few, are read until they come to so much, the newest first. */
#define DETOUR_SESSION_LONG ((size_t)64 * 1024)
#define DETOUR_SESSIONS_LONG ((size_t)16 * 1024 * 1024)

struct detour_session {
	const char *title;               /* the first heading's text, or "" */
	bool written;                    /* a person wrote in it, see below */
	const struct detour_link *links; /* link lines, and all else that is or may be a hash */
	size_t link_count;
	const char *branch; /* of our "Branch:" line or the front matter, or NULL */
	const char *topic;  /* the front matter's title or topic, or NULL */
};

/* `template_bytes` is the journal's own template or NULL; the built-in one is always known.
 *
 * Written in by a person means: text remains after taking away comments, headings, front matter,
 * lines of the template, and lines that we generated (link lines, "Branch:", "Plan:", "Issues:",
 * "Date:", paths under Changes Made). It does not depend on anything outside of the bytes: in what
 * we draft, the questions of any template are comments. Where no template is given, a block in
 * brackets ("[What were you working on?]") is taken for one of a template as well. */
void detour_session_parse(const char *bytes, size_t size, const char *template_bytes,
	size_t template_size, struct detour_arena *arena, struct detour_session *out);
/* Where a team's template has text of its own, a scaffold ends in a comment with the hash of that
 * text: so nobody is taken to have written it, whatever becomes of the template. */
void detour_session_seal(struct detour_buf *text);
#define DETOUR_SEAL_START "<!-- scaffold "
/* Is the text at its start a seal? */
bool detour_seal_parse(const char *text, size_t size, uint64_t *rest);
/* The day ("2026-11-22") that the text tells of itself, for files whose name tells none: in the
 * front matter (`date`, `created`), in its first heading, or in a line "Date: …" near its top. In
 * session_day.c. */
bool detour_session_day(const char *bytes, size_t size, char day[11]);
/* Does it hold this commit's hash (7 digits or more), in a link line or anywhere else? */
bool detour_session_names(const struct detour_session *session, const struct detour_oid *oid);

/* What a new session is made of. Everything may be empty but the topic and the time. */
struct detour_draft {
	const char *topic;
	int64_t time; /* now, or the day of --date */
	int offset;
	const char *branch;
	const char *plan; /* path of the plan, relative to the work tree */
	const char *dir;  /* folder of the session, likewise: makes the plan a link; or NULL */
	const char *text; /* What Happened, as the person wrote it; NULL: nothing yet */
	const struct detour_commit *const *commits; /* oldest first, linked in Context */
	size_t commit_count;
	const struct detour_signal *signals; /* give the hints */
	size_t signal_count;
	const char *forge_base;     /* `commits` of a struct detour_forge, or NULL */
	const char *issue_base;     /* its `issues`, or NULL */
	const char *template_bytes; /* the journal's own, or NULL for the built-in one */
	size_t template_size;
	bool later;   /* the session is of an earlier day than `time`: see detour_session_add */
	bool compact; /* leave out the parts that nothing is known for (`new -m`, the question's n)
		       */
};

/* The whole file. In the journal's own template `YYYY-MM-DD` and `[Topic]` are filled, and what is
 * known is put under the headings that fit, or under headings of our own at the end; its line ends
 * are kept, its questions in brackets become comments. The person's text is kept as it was written
 * but for its line ends; a code fence that it leaves open is closed, and so is a comment. A
 * template that would make a comment or code of what is put into it is not used. */
void detour_session_draft(struct detour_buf *out, const struct detour_draft *draft);
/* The built-in template, as `init` writes it. */
void detour_session_template(struct detour_buf *out);

/* After the editor closed: hint comments of ours and parts with nothing but hints vanish, what a
 * person wrote stays byte for byte (line ends too). */
void detour_session_tidy(struct detour_buf *out, const char *bytes, size_t size);
/* The same for a session from the journal's own template (NULL: the built-in one): its comments and
 * questions go where nobody touched them, and its parts where nobody wrote. */
void detour_session_tidy_template(struct detour_buf *out, const char *bytes, size_t size,
	const char *template_bytes, size_t template_size);

/* Adds "- 14:32 TEXT" at the end of the part What Happened (made where there is none), and link
 * lines for `commits` that are not named yet to Context (likewise). With `later` it is
 * "- 2026-11-25 14:32 TEXT", and goes to a part Later at the end, made once, where the session
 * tells something already. What is made stands before a footer of related documents behind a rule,
 * and has the level of the other headings. Of the draft, `text` (NULL: only links), the time,
 * `later`, the commits, the template and `forge_base` count. All that was there stays byte for
 * byte. */
void detour_session_add(
	struct detour_buf *out, const char *bytes, size_t size, const struct detour_draft *draft);

#endif
