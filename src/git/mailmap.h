/*
 * Mailmap: one person, one name and address, whatever a commit says. Pure; the order and the rules
 * are git's own: later lines win, name and address are set one by one, case does not count.
 *
 * detour_mailmap_new, add any number of texts, map, free.
 */
#ifndef DETOUR_GIT_MAILMAP_H
#define DETOUR_GIT_MAILMAP_H

#include <stdbool.h>
#include <stddef.h>

struct detour_mailmap;

struct detour_mailmap *detour_mailmap_new(void);
void detour_mailmap_free(struct detour_mailmap *mailmap);
void detour_mailmap_add(struct detour_mailmap *mailmap, const char *text, size_t size);
/* Replaces what has a replacement; the strings live as long as the mailmap. */
void detour_mailmap_map(struct detour_mailmap *mailmap, const char **name, const char **email);

#endif
