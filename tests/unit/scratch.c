/* Real repositories for tests; see scratch.h. */
#include "scratch.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

extern char **environ;

/* libgit2 before 1.7 forgets memory of pcre2 whenever it opens a repository of format version 1:
 * told by the library where that is dynamic, by the functions where it is static. The file
 * tests/valgrind.supp says the same to valgrind. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2\nleak:_pcre2_memctl_malloc\nleak:pcre2_match_8\n";
}

static char place[4096];
static struct detour_arena arena;

static void forget_git_variables(void)
{
	for (char **entry = environ; *entry;) {
		char name[128];
		size_t size = strcspn(*entry, "=");

		if ((!strncmp(*entry, "GIT_", 4) || !strncmp(*entry, "EMAIL=", 6) ||
			    !strncmp(*entry, "XDG_", 4)) &&
			size < sizeof(name)) {
			memcpy(name, *entry, size);
			name[size] = '\0';
			unsetenv(name);
			entry = environ;
		} else {
			entry++;
		}
	}
}

int scratch_setup(void **state)
{
	char made[] = "/tmp/detour-test-XXXXXX";

	(void)state;
	forget_git_variables();
	if (!mkdtemp(made) || !realpath(made, place) || chdir(place))
		return -1;
	setenv("HOME", place, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CEILING_DIRECTORIES", place, 1);
	setenv("GIT_AUTHOR_DATE", "1700000000 +0130", 1);
	setenv("GIT_COMMITTER_DATE", "1700000100 -0200", 1);
	setenv("LC_ALL", "C", 1);
	scratch_write(".gitconfig", "[user]\n\tname = Ana\n\temail = ana@example.org\n"
				    "[init]\n\tdefaultBranch = main\n"
				    "[protocol \"file\"]\n\tallow = always\n"
				    "[commit]\n\tgpgSign = false\n"
				    "[advice]\n\tdetachedHead = false\n");
	return 0;
}

int scratch_teardown(void **state)
{
	char command[2 * sizeof(place) + 64];

	(void)state;
	detour_arena_release(&arena);
	if (chdir("/") || strncmp(place, "/tmp/detour-test-", 17))
		return -1;
	snprintf(command, sizeof(command), "chmod -R u+rwX '%s'; rm -rf '%s'", place, place);
	return system(command) ? -1 : 0;
}

const char *scratch_place(void)
{
	return place;
}

struct detour_arena *scratch_arena(void)
{
	return &arena;
}

static char *compose(const char *format, va_list values) DETOUR_PRINTF(1, 0);

static char *compose(const char *format, va_list values)
{
	va_list again;
	int size;
	char *text;

	va_copy(again, values);
	size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	assert_true(size >= 0);
	text = detour_arena_alloc(&arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, values);
	return text;
}

void scratch_run(const char *format, ...)
{
	va_list values;
	char *command;

	va_start(values, format);
	command = compose(format, values);
	va_end(values);
	command = detour_arena_printf(&arena,
		"( %s ) >\"$HOME/.out\" 2>&1 || { cat \"$HOME/.out\" >&2; false; }", command);
	if (system(command))
		fail_msg("%s", command);
}

static const char *read_command(const char *command)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	FILE *pipe = popen(command, "r");
	const char *copy;
	char bytes[4096];
	size_t got;

	assert_non_null(pipe);
	while ((got = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		detour_buf_add(&text, bytes, got);
	if (pclose(pipe))
		fail_msg("%s", command);
	if (text.size && text.ptr[text.size - 1] == '\n')
		detour_buf_truncate(&text, text.size - 1);
	copy = detour_arena_strndup(&arena, text.ptr, text.size);
	detour_buf_release(&text);
	return copy;
}

const char *scratch_read(const char *format, ...)
{
	va_list values;
	char *command;

	va_start(values, format);
	command = compose(format, values);
	va_end(values);
	return read_command(command);
}

const char *scratch_feed(const char *input, size_t size, const char *format, ...)
{
	char *path = detour_arena_printf(&arena, "%s/.in", place), *command;
	FILE *file = fopen(path, "wb");
	va_list values;

	assert_non_null(file);
	assert_int_equal(fwrite(input, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	va_start(values, format);
	command = compose(format, values);
	va_end(values);
	return read_command(detour_arena_printf(&arena, "( %s ) <'%s'", command, path));
}

void scratch_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

const struct detour_context *scratch_context(void)
{
	static struct detour_context context;

	context.environment = environ;
	context.in = stdin;
	context.out = stdout;
	context.err = stderr;
	context.now = 1700000200;
	return &context;
}

struct detour_repo *scratch_open(void)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_repo *repo;

	if (detour_repo_open(&repo, scratch_context(), &err))
		fail_msg("%s", err.message);
	return repo;
}

struct detour_oid scratch_oid(const char *hex)
{
	struct detour_oid oid;

	assert_true(detour_oid_parse(&oid, hex));
	return oid;
}

const char *scratch_hex(const struct detour_oid *oid)
{
	static char hex[4][DETOUR_HEX_SIZE + 1];
	static unsigned next;

	detour_oid_hex(oid, hex[next = (next + 1) % 4]);
	return hex[next];
}

void scratch_enter(const char *folder)
{
	assert_int_equal(
		chdir(detour_arena_printf(scratch_arena(), "%s/%s", scratch_place(), folder)), 0);
}
