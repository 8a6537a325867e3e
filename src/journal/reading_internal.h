/* What the files of reading share; see reading.h. */
#ifndef DETOUR_JOURNAL_READING_INTERNAL_H
#define DETOUR_JOURNAL_READING_INTERNAL_H

#include "reading.h"

enum {
	DETOUR_CATEGORY_SIZE = 25, /* "Tests:" only names what the items below it are about */
};

bool detour_reading_is_word_byte(char c);

/* "**Date:** 2026-…", "Branch: x". */
bool detour_reading_is_label(const char *text);
/* "**Label:** …" and "**Label**: …", whatever language the label is in. */
bool detour_reading_begins_with_label(const char *text, size_t size);
/* Nothing but a link, and perhaps a word in brackets behind it. */
bool detour_reading_is_reference(const char *source);
bool detour_reading_leads_to_references(const char *text);

#endif
