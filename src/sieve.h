/*
 * Sieves: does a text hold one of some literals, whatever their case? What stands in front of
 * patterns, so that nearly all texts are done with in a pass over their bytes.
 */
#ifndef DETOUR_SIEVE_H
#define DETOUR_SIEVE_H

#include <stdbool.h>
#include <stddef.h>

struct detour_sieve;

/* Lower-case literals separated by '|', none of them empty; one that stands behind a '<' does not
 * count behind a letter, a digit or '_'. They must outlive it. To be freed with free(). */
struct detour_sieve *detour_sieve_new(const char *literals);
bool detour_sieve_finds(const struct detour_sieve *sieve, const char *text, size_t size);

#endif
