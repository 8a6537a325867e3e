/*
 * What bytes are letters, what of them is a word, and how it is written; for words.c. Pure, no
 * locale: Latin, Greek and Cyrillic have capitals here, other scripts are taken as they are.
 */
#ifndef DETOUR_PATTERNS_LETTERS_H
#define DETOUR_PATTERNS_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of the word that starts here; 0 where none does. Hyphens, underscores, digits and
 * apostrophes within belong to it; numbers are none. */
size_t detour_letters_word(const char *text, size_t size);
/* In lower case and without "'s"; false where it does not fit. */
bool detour_letters_lower(char *out, size_t limit, const char *word, size_t size);
/* Is it written as a name? `begins`: it is the first of a sentence, where a capital says nothing.
 */
bool detour_letters_is_name(const char *word, size_t size, bool begins);
/* Do these bytes without a blank look like a path, the name of a file, or an address? */
bool detour_letters_is_path(const char *text, size_t size);

#endif
