/*
 * The table of settings and what can be done with one row of it: read a value from text, write it
 * as text, find a row by its name. Between settings.c and settings_table.c only; others use
 * settings.h.
 */
#ifndef DETOUR_SETTINGS_TABLE_H
#define DETOUR_SETTINGS_TABLE_H

#include "settings.h"

enum detour_setting_type {
	DETOUR_TYPE_WORD,
	DETOUR_TYPE_LEVEL,
	DETOUR_TYPE_SPAN,
	DETOUR_TYPE_SPAN_OR_AUTO,
	DETOUR_TYPE_FOLDERS,
	DETOUR_TYPE_FILE,
	DETOUR_TYPE_GLOBS,
	DETOUR_TYPE_FORGE,
	DETOUR_TYPE_PAGE,
};

struct detour_setting {
	const char *key; /* "prompt.mode" */
	enum detour_setting_type type;
	size_t field; /* offset in struct detour_settings */
	const char *allowed;
	const char *fallback;
	const char *sentence;
};

extern const struct detour_setting detour_setting_table[DETOUR_SETTING_COUNT];

/* Who speaks decides what may be said. */
struct detour_setting_source {
	bool trusted;     /* the user's configuration, not the tracked file */
	const char *root; /* the work tree, or NULL */
	struct detour_arena *arena;
};

/* Puts a value into its field. NULL, or what is wrong with it ("is absolute"; "" where there is
 * nothing to add to what is allowed); then the field is as before. */
const char *detour_setting_set(struct detour_settings *settings, size_t id, const char *text,
	const struct detour_setting_source *source);
/* The effective value, as one would write it. */
const char *detour_setting_text(
	const struct detour_settings *settings, size_t id, struct detour_arena *arena);
/* The row of that name, or DETOUR_SETTING_COUNT. */
size_t detour_setting_find(const char *key);
/* The known name that was probably meant, or NULL. */
const char *detour_setting_nearest(const char *key);

/* The paths of a FOLDERS or FILE setting, normalised; NULL and *problem where they break the rules
 * of trust. In settings_path.c. */
const char *detour_setting_paths(enum detour_setting_type type, const char *text,
	const struct detour_setting_source *source, const char **problem);

#endif
