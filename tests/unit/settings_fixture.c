/* A repository with settings, for tests; see settings_fixture.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "git/repository.h"
#include "settings_fixture.h"

const char *settings_join(struct settings_fixture *f, const char *rest)
{
	return detour_arena_printf(&f->arena, "%s/%s", f->top, rest);
}

void settings_put_bytes(const char *path, const char *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_true(fd >= 0);
	assert_int_equal(detour_write_full(fd, bytes, size), 0);
	close(fd);
}

void settings_put_file(const char *path, const char *text)
{
	settings_put_bytes(path, text, strlen(text));
}

int settings_set_up(void **state)
{
	struct settings_fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->top, "/tmp/detour-settings-XXXXXX");
	assert_non_null(mkdtemp(f->top));
	f->git_dir = settings_join(f, ".git");
	f->ini = settings_join(f, ".detour.ini");
	assert_int_equal(mkdir(f->git_dir, 0777), 0);
	assert_int_equal(mkdir(settings_join(f, ".git/objects"), 0777), 0);
	assert_int_equal(mkdir(settings_join(f, ".git/refs"), 0777), 0);
	settings_put_file(settings_join(f, ".git/HEAD"), "ref: refs/heads/main\n");
	*state = f;
	return 0;
}

int settings_tear_down(void **state)
{
	struct settings_fixture *f = *state;
	char command[100];

	snprintf(command, sizeof(command), "rm -rf '%s'", f->top);
	assert_int_equal(system(command), 0);
	detour_arena_release(&f->arena);
	free(f);
	return 0;
}

/* Loads, and joins the warnings to `all`. */
const struct detour_settings *settings_load(struct settings_fixture *f)
{
	char *environment[32] = {NULL};
	size_t count = 0, pairs = 0, used = 0;
	struct detour_context ctx = {.environment = environment};
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_repo *repo = NULL;

	environment[count++] = detour_arena_printf(&f->arena, "GIT_DIR=%s", f->git_dir);
	if (!f->bare)
		environment[count++] = detour_arena_printf(&f->arena, "GIT_WORK_TREE=%s", f->top);
	environment[count++] = detour_arena_printf(&f->arena, "HOME=%s/home", f->top);
	environment[count++] = detour_arena_strdup(&f->arena, "GIT_CONFIG_NOSYSTEM=1");
	for (; f->user[2 * pairs]; pairs++) {
		environment[count++] = detour_arena_printf(
			&f->arena, "GIT_CONFIG_KEY_%zu=%s", pairs, f->user[2 * pairs]);
		environment[count++] = detour_arena_printf(
			&f->arena, "GIT_CONFIG_VALUE_%zu=%s", pairs, f->user[2 * pairs + 1]);
	}
	environment[count++] = detour_arena_printf(&f->arena, "GIT_CONFIG_COUNT=%zu", pairs);
	if (detour_repo_open(&repo, &ctx, &err) < 0)
		fail_msg("%s", err.message);
	detour_settings_load(&f->got, repo, &f->arena);
	/* Everything must outlive the repository. */
	detour_repo_free(repo);
	f->all[0] = '\0';
	for (size_t i = 0; i < f->got.warning_count; i++)
		used += (size_t)snprintf(
			f->all + used, sizeof(f->all) - used, "%s\n", f->got.warnings[i]);
	return &f->got;
}

const struct detour_settings *settings_load_ini(struct settings_fixture *f, const char *text)
{
	settings_put_file(f->ini, text);
	return settings_load(f);
}

/* Loads this file and expects exactly these warnings. */
void settings_expect(struct settings_fixture *f, const char *text, const char *warnings)
{
	settings_load_ini(f, text);
	assert_string_equal(f->all, warnings);
}

void settings_assert_built_in(const struct detour_settings *s)
{
	assert_int_equal(s->prompt_mode, DETOUR_MODE_ASK);
	assert_int_equal(s->prompt_unattended, DETOUR_MODE_REMIND);
	assert_int_equal(s->prompt_timeout, 20);
	assert_int_equal(s->push_mode, DETOUR_MODE_REMIND);
	assert_string_equal(s->journal_dir, "auto");
	assert_string_equal(s->journal_template, "auto");
	assert_int_equal(s->levels[DETOUR_KIND_revert], DETOUR_LEVEL_ASK);
	assert_int_equal(s->levels[DETOUR_KIND_fixup], DETOUR_LEVEL_REMIND);
	assert_int_equal(s->gap_stuck, DETOUR_SPAN_AUTO);
	assert_int_equal(s->gap_away, DETOUR_SPAN_AUTO);
	for (size_t i = 0; i < DETOUR_SETTING_COUNT; i++)
		assert_null(s->origins[i]);
	for (size_t i = 0; i < DETOUR_KIND_COUNT; i++)
		assert_false(s->level_is_set[i]);
}
