/*
 * Reading: what a session or a plan says, for those who read rather than write. Its paragraphs and
 * list items in order, each with the line that it starts in, so that whatever is told of it later
 * can name its source. Pure, and linear in the size of the text, whatever the bytes.
 *
 * detour_reading_make, then any of the questions below. Strings are in the arena.
 */
#ifndef DETOUR_JOURNAL_READING_H
#define DETOUR_JOURNAL_READING_H

#include "../base/arena.h"
#include "parts.h"

#include <stdbool.h>
#include <stddef.h>

enum detour_passage_kind {
	DETOUR_PASSAGE_TEXT, /* a paragraph */
	DETOUR_PASSAGE_ITEM, /* "- text", "1. text" */
	DETOUR_PASSAGE_OPEN, /* "- [ ] text" */
	DETOUR_PASSAGE_DONE, /* "- [x] text", and where the text is struck out */
};

/* A paragraph or item goes over the lines that a formatter broke it into. What we generate, hints,
 * comments, front matter, code blocks and lines of the template are none. */
struct detour_passage {
	enum detour_passage_kind kind;
	enum detour_part part; /* DETOUR_PART_COUNT where its heading is none that we know */
	const char *heading;   /* the nearest above, plain; "" where there is none */
	const char *source;    /* its Markdown on one line, without list mark and box */
	const char *text;      /* as a reader sees it: plain, safe for a terminal, on one line */
	size_t line;           /* that it starts in, from 1 */
	int depth;             /* columns that an item is indented by */
	size_t under;          /* 1 + the place of the item that it stands under; 0: of none */
	bool is_detail;        /* it only tells more of that item */
	bool leads_clauses;    /* its sentence goes on in the items below it */
	bool is_row;           /* of a table; a note too */
	bool is_note; /* labels and references: "**Date:** …", "- [Plan](plan.md)": no sentence */
};

struct detour_reading {
	const struct detour_passage *passages;
	size_t count;
};

/* `templ` may be NULL. What is beyond DETOUR_PASSAGES_LIMIT is left out. */
#define DETOUR_PASSAGES_LIMIT ((size_t)4000)
void detour_reading_make(struct detour_reading *out, const char *bytes, size_t size,
	const struct detour_template *templ, struct detour_arena *arena);

/* Something that is left to do: a box that is not ticked, or an item or paragraph under Follow-up
 * that does not say that there is nothing. */
bool detour_passage_is_open(const struct detour_passage *passage);
/* Is it told there that a way led nowhere ("reverted", "dead end", "did not work", …)? */
bool detour_passage_is_dead_end(const struct detour_passage *passage);
/* Or that things went otherwise than planned ("instead of", "turned out", "deviation", …)? */
bool detour_passage_is_deviation(const struct detour_passage *passage);

/* A sentence as it stands there; the first of a dead end before that of a deviation. */
struct detour_sentence {
	const char *text; /* plain; "" where nothing is told */
	const struct detour_passage *passage;
};
/* The sentence that matters most: where work went off plan and why, else what happened. Never the
 * middle of one. */
struct detour_sentence detour_reading_key(
	const struct detour_reading *reading, struct detour_arena *arena);
/* The one that matters most but for those of `told`; "" where no other tells why or how. */
struct detour_sentence detour_reading_other_key(const struct detour_reading *reading,
	const char *const *told, size_t count, struct detour_arena *arena);
/* The sentence of a passage by which it is a dead end or a deviation, else its first one. */
struct detour_sentence detour_passage_key(
	const struct detour_passage *passage, struct detour_arena *arena);

/* The first of its sentences that tells of a dead end; its key where only the heading does. */
struct detour_sentence detour_passage_dead_end(
	const struct detour_passage *passage, struct detour_arena *arena);

/* The bytes of the first sentence of a plain text, without the space behind it. */
size_t detour_sentence_size(const char *text);

/* What a reader sees of one line of Markdown: no emphasis, no code marks, of a link its text. */
char *detour_reading_plain(struct detour_arena *arena, const char *source);

#endif
