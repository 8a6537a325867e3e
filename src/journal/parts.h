/*
 * The parts of a session, as we write them and as teams name them, and the lines that we generate,
 * told by their form alone. Pure; used by all that reads or writes sessions.
 */
#ifndef DETOUR_JOURNAL_PARTS_H
#define DETOUR_JOURNAL_PARTS_H

#include "../base/arena.h"
#include "../base/buf.h"
#include "markdown.h"

enum detour_part {
	DETOUR_PART_CONTEXT,
	DETOUR_PART_HAPPENED,
	DETOUR_PART_DISCOVERIES,
	DETOUR_PART_CHANGES,
	DETOUR_PART_LESSONS,
	DETOUR_PART_FOLLOW_UP,
	DETOUR_PART_COUNT /* also: none of them */
};

/* "What Happened" */
const char *detour_part_name(enum detour_part part);
/* The part that a heading's text stands for, whatever a team calls it ("1. Overview", "Next steps
 * (Optional)"); DETOUR_PART_COUNT for none. */
enum detour_part detour_part_find(const char *heading, size_t size);
/* Is it one of our own headings, word for word? */
bool detour_part_is_ours(const char *heading, size_t size);

/* Is it the part for what was added on later days: "Later", "Addendum"? */
bool detour_heading_is_later(const char *heading, size_t size);

/* "<!-- hint: What did you expect of 9c1d2e3? -->" with its line end. A hint ends in a question
 * mark: that tells the untouched one from one that somebody wrote into. */
void detour_hint_write(struct detour_buf *out, const char *question);
bool detour_hint_is_untouched(const char *text, size_t size);

/* Is the line one that we generate in this part: "- Branch: `x`", "Plan: …", "Issues: …", paths?
 * Link lines are not told here: see link.h. */
bool detour_part_is_generated(enum detour_part part, const char *text, size_t size);
/* The inside of the code span of "Branch: `x`", or NULL; sets *length. */
const char *detour_part_branch(const char *text, size_t size, size_t *length);
/* The same in lines that people write, which tell more: "**Date:** … **Branch:** `x` **Status:**
 * …", "Branch: `x` (1 commit)". */
const char *detour_part_branch_told(const char *text, size_t size, size_t *length);

/* The lines of a template, for comparing. */
struct detour_template {
	const struct detour_template_line *lines; /* sorted */
	size_t count;
	const char *const *patterns; /* those with something to fill in */
	size_t pattern_count;
};
void detour_template_init(
	struct detour_template *out, const char *bytes, size_t size, struct detour_arena *arena);
/* Is it a line of the template, as it stands there, filled in, or as the inside of a hint? Blank
 * lines are none. */
bool detour_template_has(const struct detour_template *templ, const char *text, size_t size);

/* What is filled in. */
#define DETOUR_FILL_DAY "YYYY-MM-DD"
#define DETOUR_FILL_TOPIC "[Topic]"

/* The offset behind the block in brackets "[What were you working on? …]" that starts at the start
 * of the text and ends at a line's end, as templates ask for text; 0 where there is none. */
size_t detour_bracket_block(const char *text, size_t size);

#endif
