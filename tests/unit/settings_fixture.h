/*
 * A repository of its own for each test of the settings: a folder with a .detour.ini, and what the
 * user's configuration says. Set up, load any number of times, tear down.
 */
#ifndef DETOUR_TEST_SETTINGS_FIXTURE_H
#define DETOUR_TEST_SETTINGS_FIXTURE_H

#include "settings/settings.h"

struct settings_fixture {
	struct detour_arena arena;
	char top[64];
	const char *git_dir, *ini;
	bool bare;
	/* What `git -c` would say; pairs, NULL at the end. */
	const char *user[12];
	struct detour_settings got;
	char all[4096]; /* the warnings, a line each */
};

int settings_set_up(void **state);
int settings_tear_down(void **state);

/* A path in the work tree. */
const char *settings_join(struct settings_fixture *f, const char *rest);
void settings_put_bytes(const char *path, const char *bytes, size_t size);
void settings_put_file(const char *path, const char *text);

/* Loads, and joins the warnings to `all`. */
const struct detour_settings *settings_load(struct settings_fixture *f);
const struct detour_settings *settings_load_ini(struct settings_fixture *f, const char *text);
/* Loads this file and expects exactly these warnings. */
void settings_expect(struct settings_fixture *f, const char *text, const char *warnings);
void settings_assert_built_in(const struct detour_settings *s);

#endif
