/* Which editor is opened, how, and what comes back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prompt/prompt.h"

static char folder[] = "/tmp/detour-editor-XXXXXX";
static char path[200];
static struct detour_error err;

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/a file", folder);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static int edit(const char *core, char *first, char *second, char *third)
{
	char tools[] = "PATH=/usr/local/bin:/usr/bin:/bin";
	char *environment[] = {tools, first, second, third, NULL};
	struct detour_context ctx;

	memset(&ctx, 0, sizeof(ctx));
	memset(&err, 0, sizeof(err));
	ctx.environment = environment;
	return detour_editor_run(&ctx, core, path, &err);
}

static const char *written(void)
{
	static char text[100];
	FILE *file = fopen(path, "r");

	text[0] = '\0';
	if (file && !fgets(text, sizeof(text), file))
		text[0] = '\0';
	if (file)
		fclose(file);
	unlink(path);
	return text;
}

static char xterm[] = "TERM=xterm", dumb[] = "TERM=dumb";
static char visual[] = "VISUAL=f() { echo visual >\"$1\"; }; f";
static char plain[] = "EDITOR=f() { echo plain >\"$1\"; }; f";

static void test_order(void **state)
{
	char own[] = "GIT_EDITOR=f() { echo own >\"$1\"; }; f", nothing[] = "GIT_EDITOR=:";
	const char *core = "f() { echo core >\"$1\"; }; f";

	(void)state;
	assert_int_equal(edit(core, own, visual, xterm), 0);
	assert_string_equal(written(), "own\n");
	assert_int_equal(edit(core, nothing, visual, xterm), 0);
	assert_string_equal(written(), "core\n");
	assert_int_equal(edit("", xterm, visual, plain), 0);
	assert_string_equal(written(), "visual\n");
	assert_int_equal(edit(NULL, dumb, visual, plain), 0);
	assert_string_equal(written(), "plain\n");
}

static void test_none(void **state)
{
	(void)state;
	assert_int_equal(edit(NULL, dumb, visual, NULL), DETOUR_ENOTFOUND);
	assert_string_equal(
		err.message, "cannot open an editor: the terminal is dumb and EDITOR is not set");
}

static void test_status(void **state)
{
	char failing[] = "EDITOR=false", missing[] = "EDITOR=/nowhere/editor";
	char killed[] = "EDITOR=kill -KILL $$; :";

	(void)state;
	assert_int_equal(edit(NULL, xterm, failing, NULL), 1);
	assert_string_equal(err.message, "cannot use the editor 'false': it ended with 1");
	assert_int_equal(edit(NULL, xterm, missing, NULL), 127);
	assert_int_equal(edit(NULL, xterm, killed, NULL), 128 + 9);
}

/* Our descriptors, and what the library itself has open, stay with us. */
static void test_descriptors(void **state)
{
	char list[] = "EDITOR=f() { (exec 9>&8) 2>/dev/null && echo leaked >\"$1\"; :; }; f";
	int fd = dup2(2, 8);

	(void)state;
	assert_int_equal(fd, 8);
	assert_int_equal(edit(NULL, xterm, list, NULL), 0);
	assert_string_equal(written(), "");
	close(fd);
}

static void test_too_long(void **state)
{
	char *editor = malloc(6000);

	(void)state;
	assert_non_null(editor);
	memset(editor, 'x', 5999);
	memcpy(editor, "EDITOR=", 7);
	editor[5999] = '\0';
	assert_int_equal(edit(NULL, xterm, editor, NULL), DETOUR_ELIMIT);
	free(editor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
