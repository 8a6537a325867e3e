/*
 * Letters for file names: Latin ones without their accents, all in lower case. Pure.
 */
#ifndef DETOUR_JOURNAL_NAME_LATIN_H
#define DETOUR_JOURNAL_NAME_LATIN_H

#include <stdbool.h>
#include <stdint.h>

/* The plain letters for an accented Latin one ("e" for é, "ss" for ß), in lower case; NULL for
 * everything else. */
const char *detour_latin_plain(uint32_t point, char one[2]);
/* Lower case, of the scripts that have one and map it simply: Greek, Cyrillic, Armenian. */
uint32_t detour_letter_lower(uint32_t point);
/* Something that words are made of: letters, digits and their marks, of any script. */
bool detour_letter_is(uint32_t point);
/* A mark that stands on the letter before it. */
bool detour_letter_is_mark(uint32_t point);

#endif
