/*
 * Words: text taken apart into the stems of its words, so that "dogfooding" and "dogfood" count as
 * one. The language of a text is guessed by its most common words, each has its stemmer (the only
 * user of libstemmer.h) and its list of words that say nothing by themselves.
 *
 * detour_words_new; a reader a text, detour_words_next until it returns false; free.
 */
#ifndef DETOUR_PATTERNS_WORDS_H
#define DETOUR_PATTERNS_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct detour_words;

struct detour_words *detour_words_new(void);
void detour_words_free(struct detour_words *words);

/* The number of the language that most of the text is in; English where nothing tells. */
unsigned detour_words_guess(const struct detour_words *words, const char *text, size_t size);
/* "english" */
const char *detour_words_language(unsigned language);

struct detour_word {
	uint32_t stem;      /* a number for it, the same for the same stem */
	size_t start, size; /* where in the text the word as written is */
	bool is_stop;       /* "the", "about", "update": says nothing */
	bool is_weak;       /* "test", "file", "session": nothing by itself, but makes phrases */
	bool is_name;       /* written as one: Lucide in mid-sentence, createIcons, SO_REUSEADDR */
	bool is_joined;     /* nothing but blanks or a hyphen since the word before */
};

struct detour_words_reader {
	struct detour_words *words;
	const char *text;
	size_t size, at;
	size_t run_end; /* of the bytes without a blank that `at` is in; 0: none */
	unsigned language;
	bool broken, began; /* for is_joined, and for the first word of a sentence */
};

void detour_words_read(struct detour_words_reader *reader, struct detour_words *words,
	unsigned language, const char *text, size_t size);
/* Numbers, paths, names of files and addresses are passed over. */
bool detour_words_next(struct detour_words_reader *reader, struct detour_word *out);

/* How many stems there are, each with a number below it. */
size_t detour_words_count(const struct detour_words *words);
bool detour_words_is_weak(const struct detour_words *words, uint32_t stem);
/* How people write it: the form that was met most often, with capitals where it is mostly a name.
 */
const char *detour_words_shown(const struct detour_words *words, uint32_t stem);

#endif
