/* The shim's text and what is read back from it; the lines to paste. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "install/install.h"
#include "install/shim.h"

static const struct detour_shim plain = {"post-commit", "/opt/libexec/git-detour/post-commit",
	"/opt/bin/git-detour", "", false, false};

static void expect_same(const struct detour_shim *shim)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_shim back;
	const char *text = detour_shim_text(&arena, shim);

	assert_true(detour_shim_parse(&arena, text, strlen(text), &back));
	assert_string_equal(back.hook, shim->hook);
	assert_string_equal(back.native, shim->native);
	assert_string_equal(back.program, shim->program);
	assert_string_equal(back.kept, shim->kept);
	assert_int_equal(back.made_folder, shim->made_folder);
	assert_false(back.edited);
	assert_string_equal(detour_shim_text(&arena, &back), text);
	detour_arena_release(&arena);
}

static void test_every_part_comes_back(void **state)
{
	static const char *const hooks[] = {"post-commit", "pre-push", "post-rewrite"};
	static const char *const paths[] = {"", "/a", "/it's", "'", "''", "\\'", "'\\''",
		"/with space/$HOME/`id`/\"q\"", "/line\nend='x'\ndetour_kept=$detour_here/'y'"};

	(void)state;
	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++) {
		for (size_t j = 0; j < sizeof(paths) / sizeof(*paths); j++) {
			struct detour_shim shim = {
				hooks[i], paths[j], "/p", "k.before-detour", j % 2 == 0, false};

			expect_same(&shim);
		}
	}
	expect_same(&plain);
}

static void test_the_quiet_way_starts_no_process(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *text = detour_shim_text(&arena, &plain);

	(void)state;
	assert_null(strstr(text, "$("));
	assert_null(strchr(text, '|'));
	assert_non_null(strstr(text, "exec \"$detour_native\" \"$@\""));
	detour_arena_release(&arena);
}

/* No program but ours and the hook that was there. */
static void test_the_input_is_read_by_our_program(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_shim shim = plain;
	const char *text;

	(void)state;
	shim.hook = "pre-push";
	shim.kept = "pre-push.before-detour";
	text = detour_shim_text(&arena, &shim);
	assert_non_null(strstr(text, "$(detour_run --input)"));
	assert_null(strstr(text, "cat"));
	shim.hook = "post-commit";
	assert_null(strstr(detour_shim_text(&arena, &shim), "--input"));
	detour_arena_release(&arena);
}

static void test_any_change_is_seen(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_shim back;
	char *text = detour_shim_text(&arena, &plain);
	const char *added = detour_arena_printf(&arena, "%secho more\n", text);

	(void)state;
	assert_true(detour_shim_parse(&arena, added, strlen(added), &back));
	assert_true(back.edited);
	text[strlen(text) - 2] = '1'; /* exit 0 */
	assert_true(detour_shim_parse(&arena, text, strlen(text), &back));
	assert_true(back.edited);
	detour_arena_release(&arena);
}

static bool is_shim(const char *bytes, size_t size)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_shim out;
	bool is = detour_shim_parse(&arena, bytes, size, &out);

	detour_arena_release(&arena);
	return is;
}

static void test_other_files_are_not_ours(void **state)
{
	static const char *const others[] = {
		"",
		"#!/bin/sh\n",
		"#!/bin/bash\n# git-detour shim 1 post-commit 0123456789abcdef\n",
		"#!/bin/sh\necho\n# git-detour shim 1 post-commit 0123456789abcdef\n",
		"#!/bin/sh\n# git-detour shim 1 post-commit 0123456789abcdef",
		"#!/bin/sh\n# git-detour shim 1 post-commit 0123456789abcde\n",
		"#!/bin/sh\n# git-detour shim 1 post-commit 0123456789abcdef0\n",
		"#!/bin/sh\n# git-detour shim 1 post-commit 0123456789ABCDEF\n",
		"#!/bin/sh\n# git-detour shim 1  0123456789abcdef\n",
		"#!/bin/sh\n# git-detour shim 1 post-commit\n",
		"#!/bin/sh\n# git-detour shim x post-commit 0123456789abcdef\n",
		"#!/bin/sh\n# git-detour shim \n",
	};
	static const char nul[] =
		"#!/bin/sh\n# git-detour shim 1 post-commit 0123456789abcdef\n\0x";
	static const char newer[] =
		"#!/bin/sh\n# git-detour shim 27 pre-push 0123456789abcdef\nx\n";

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(is_shim(others[i], strlen(others[i])));
	assert_false(is_shim(nul, sizeof(nul)));
	assert_true(is_shim(newer, sizeof(newer) - 1)); /* a later form is ours too */
}

/* A kept name is a file beside the shim and nothing else: the file may be hostile. */
static void test_no_path_is_taken_for_a_kept_name(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_shim shim = plain, back;
	const char *text;

	(void)state;
	shim.kept = "../../../etc/passwd";
	text = detour_shim_text(&arena, &shim);
	assert_true(detour_shim_parse(&arena, text, strlen(text), &back));
	assert_string_equal(back.kept, "");
	detour_arena_release(&arena);
}

static void test_nothing_breaks_the_parser(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_shim shim = plain, out;
	size_t size;
	char *text;

	(void)state;
	shim.kept = "post-commit.before-detour";
	text = detour_shim_text(&arena, &shim);
	size = strlen(text);
	for (size_t cut = 0; cut <= size; cut++) {
		char *part =
			malloc(cut + 1); /* exactly as long: sanitizers see what is read behind */

		assert_non_null(part);
		memcpy(part, text, cut);
		(void)detour_shim_parse(&arena, part, cut, &out);
		free(part);
	}
	detour_arena_release(&arena);
}

static int print(const char *manager, char *out, size_t size, struct detour_error *err)
{
	struct detour_context ctx = {.environment = NULL};
	FILE *file = tmpfile();
	size_t got;
	int code;

	assert_non_null(file);
	code = detour_install_print(&ctx, manager, file, err);
	rewind(file);
	got = fread(out, 1, size - 1, file);
	out[got] = '\0';
	fclose(file);
	return code;
}

static void test_each_manager_has_lines(void **state)
{
	static const char *const managers[] = {
		"husky", "lefthook", "pre-commit", "simple-git-hooks", "git-config", "shell"};
	struct detour_error err = DETOUR_ERROR_INIT;
	char text[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(managers) / sizeof(*managers); i++) {
		assert_int_equal(print(managers[i], text, sizeof(text), &err), 0);
		assert_non_null(strstr(text, "git-detour hook post-commit"));
		assert_non_null(strstr(text, "git-detour hook pre-push"));
		/* Shared lines: nobody without git-detour may be stopped by them. */
		assert_non_null(strstr(text, "command -v git-detour"));
	}
	assert_int_equal(print("nobody", text, sizeof(text), &err), DETOUR_EINVALID);
	assert_string_equal(text, "");
	assert_non_null(strstr(err.message, "simple-git-hooks"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_part_comes_back),
		cmocka_unit_test(test_the_quiet_way_starts_no_process),
		cmocka_unit_test(test_the_input_is_read_by_our_program),
		cmocka_unit_test(test_any_change_is_seen),
		cmocka_unit_test(test_other_files_are_not_ours),
		cmocka_unit_test(test_no_path_is_taken_for_a_kept_name),
		cmocka_unit_test(test_nothing_breaks_the_parser),
		cmocka_unit_test(test_each_manager_has_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
