/*
 * Settings files: the only user of ini.h. Bytes in; section, key, value and line out.
 *
 * Understands what `git config` users write: keys may be indented, `;` and `#` start comments (at a
 * line's start, or after white space), sections may have a quoted name (`[rule "hack"]`). Lines
 * that are too long, sections that are too long and lines that make no sense are reported with
 * their line, and the rest of the file is still read.
 */
#ifndef DETOUR_CONFIG_H
#define DETOUR_CONFIG_H

#include <stddef.h>

struct detour_config_entry {
	const char *section; /* lower case; without the quoted name */
	const char *name;    /* of `[rule "name"]`, else "" */
	const char *key;     /* lower case */
	const char *value;   /* trimmed */
	int line;            /* from 1 */
	const char *problem; /* NULL, or what is wrong with this line; the rest may be empty then */
};

typedef void (*detour_config_entry_fn)(void *data, const struct detour_config_entry *entry);

/* Calls `each` in file order; strings last for the call. Stops after 2,000 lines with a problem. */
void detour_config_parse(const char *bytes, size_t size, detour_config_entry_fn each, void *data);

#endif
