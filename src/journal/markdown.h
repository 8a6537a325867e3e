/*
 * Markdown as far as a journal needs it: what each line is, and text written so that it stays where
 * it was put. Pure and linear in the size of the text, whatever the bytes.
 *
 * detour_lines_init, detour_lines_next until it returns false, detour_lines_release. The text must
 * outlive the scanner; `visible` lasts until the next call.
 */
#ifndef DETOUR_JOURNAL_MARKDOWN_H
#define DETOUR_JOURNAL_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"
#include "../base/buf.h"

enum detour_line_kind {
	DETOUR_LINE_BLANK,
	DETOUR_LINE_FRONT,   /* front matter and its fences */
	DETOUR_LINE_HEADING, /* `visible` is its text, without the marks */
	DETOUR_LINE_RULE,    /* a thematic break, or the underline of a heading */
	DETOUR_LINE_COMMENT, /* nothing but HTML comment, or a part of one */
	DETOUR_LINE_CODE,    /* a fence, or what is fenced */
	DETOUR_LINE_TEXT,
};

struct detour_line {
	enum detour_line_kind kind;
	size_t start,
		end; /* offsets of the whole line; a byte order mark and its end belong to it */
	const char *text; /* without both */
	size_t size;
	const char *visible; /* without comments and outer white space; everything where FRONT or
				CODE */
	size_t visible_size;
	int level;            /* of a heading, 1 to 6 */
	bool comment_goes_on; /* a comment reaches into the next line */
};

/* Where the next thing of a kind is, kept so that no byte is looked at twice. */
struct detour_lines_mark {
	size_t at;
	bool known;
};

struct detour_lines {
	const char *bytes;
	size_t size, at;
	size_t front_end;   /* offset behind the front matter; 0: none */
	size_t comment_end; /* offset behind the comment that is open */
	char fence;         /* '`' or '~' inside of a fenced block, else 0 */
	size_t fence_size;
	bool underline_next; /* the next line is the underline of a heading */
	bool content_seen;   /* a heading or text came already */
	struct detour_lines_mark close, blank, open;
	struct detour_buf visible;
};

void detour_lines_init(struct detour_lines *lines, const char *bytes, size_t size);
bool detour_lines_next(struct detour_lines *lines, struct detour_line *out);
void detour_lines_release(struct detour_lines *lines);

/* "\r\n" where the first line ends so, else "\n". */
const char *detour_markdown_line_end(const char *bytes, size_t size);
/* A code span that nothing in `text` can end. */
void detour_markdown_code(struct detour_buf *out, const char *text);
/* The code span at the start of the text: its inside, and the bytes used by the whole. 0: none. */
size_t detour_markdown_code_parse(
	const char *text, size_t size, const char **inside, size_t *length);
/* What a comment may hold on one line: plain, and nothing in it ends the comment. */
void detour_markdown_comment_text(struct detour_buf *out, const char *text, size_t size);
/* Without the backslashes before punctuation. In the arena. */
char *detour_markdown_unescape(struct detour_arena *arena, const char *text, size_t size);
/* The destination of a link to a file: every byte that could end it is percent-encoded. */
void detour_markdown_path(struct detour_buf *out, const char *path);
/* Without list markers and quote marks ("- ", "1. ", "> ", "- [ ] "); sets *size. */
const char *detour_markdown_unmark(const char *text, size_t *size);
/* Does it hold a letter, a digit, or a sign of another script: something that a person reads? */
bool detour_markdown_has_words(const char *text, size_t size);

#endif
