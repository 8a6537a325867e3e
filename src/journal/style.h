/*
 * The style that a journal's sessions share: how their files are called, and how their text begins
 * and is divided. New sessions are written alike where the team has no template. Pure.
 *
 * Of the newest sessions (three are enough to tell) what most of them have in common counts; what
 * they do not agree on is as we write it.
 */
#ifndef DETOUR_JOURNAL_STYLE_H
#define DETOUR_JOURNAL_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/arena.h"
#include "../base/buf.h"

#define DETOUR_STYLE_SAMPLES 3

struct detour_style_sample {
	const char *dir; /* folder within the journal's: "2026/03", or "" */
	const char *name;
	const char *day;
	const char *bytes;
	size_t size;
};

/* Of file names. All zero: `YYYY-MM-DD-short-topic.md`. */
struct detour_name_style {
	const char *front;   /* what stands before the day: "SESSION-"; or NULL */
	const char *suffix;  /* what ends the name: "-session"; or NULL */
	const char *folder;  /* "YYYY/MM", "YYYY-MM", "YYYY"; or NULL */
	bool day_last;       /* short-topic-YYYY-MM-DD.md */
	bool compact_day;    /* 20261122 */
	char separator;      /* between day and topic: '_'; 0: '-' */
	char word_separator; /* within the topic; 0: '-' */
};

void detour_style_of_names(struct detour_name_style *out, const struct detour_style_sample *samples,
	size_t count, struct detour_arena *arena);
/* As detour_name_file does it, with the folder; in the arena. */
char *detour_style_name(const struct detour_name_style *style, struct detour_arena *arena,
	const char *day, const char *slug, unsigned number);

/* What a scaffold in this style is filled with. */
struct detour_style_known {
	const char *branch, *author; /* or NULL */
};
/* A template in the style of these texts (see parts.h for what is filled in). False, and nothing is
 * added, where they look as ours do, or where there are too few to tell. */
bool detour_style_template(struct detour_buf *out, const struct detour_style_sample *samples,
	size_t count, const struct detour_style_known *known);

#endif
