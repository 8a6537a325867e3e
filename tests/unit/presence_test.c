/* Whether a person can answer: what the environment says, who is git, and which terminal is whose.
 * The rest needs a terminal with job control: tests/e2e/prompt.bats. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "prompt/presence.h"
#include "prompt/prompt.h"

static const char *reason(const char *one, const char *two)
{
	char *environment[] = {(char *)one, (char *)two, NULL};
	struct detour_context ctx;

	memset(&ctx, 0, sizeof(ctx));
	ctx.environment = environment;
	return detour_presence_environment(&ctx);
}

static void test_environment(void **state)
{
	static const char term[] = "TERM=xterm";

	(void)state;
	assert_null(reason(term, NULL));
	assert_null(reason(term, "CI="));
	assert_null(reason(term, "CI=false"));
	assert_string_equal(reason(term, "CI=1"), "CI is set");
	assert_string_equal(reason(term, "CI=true"), "CI is set");
	assert_null(reason(term, "GIT_TERMINAL_PROMPT=1"));
	assert_non_null(reason(term, "GIT_TERMINAL_PROMPT=0"));
	assert_non_null(reason(term, "GIT_TERMINAL_PROMPT=false"));
	assert_non_null(reason("TERM=dumb", NULL));
	assert_non_null(reason("TERM=", NULL));
	assert_non_null(reason(NULL, NULL));
}

static void test_marks_of_programs(void **state)
{
	static const char term[] = "TERM=xterm";

	(void)state;
	assert_non_null(reason(term, "CLAUDECODE=1"));
	assert_non_null(reason(term, "CURSOR_AGENT=1"));
	assert_non_null(reason(term, "GEMINI_CLI=1"));
	assert_non_null(reason(term, "COPILOT_CLI=1"));
	assert_non_null(reason(term, "OPENCODE=1"));
	assert_non_null(reason(term, "AI_AGENT=anything"));
	/* not set in earnest, or set for people too */
	assert_null(reason(term, "CLAUDECODE="));
	assert_null(reason(term, "OPENCODE=0"));
	assert_null(reason(term, "CURSOR_TRACE_ID=abc"));
	assert_null(reason(term, "AIDER_MODEL=x"));
	assert_null(reason(term, "CODEX_HOME=/home/ada/.codex"));
}

static void test_is_git(void **state)
{
	(void)state;
	assert_true(detour_presence_is_git("git"));
	assert_true(detour_presence_is_git("/usr/bin/git"));
	assert_true(detour_presence_is_git("/usr/libexec/git-core/git-commit"));
	assert_true(detour_presence_is_git("/nix/store/x/bin/.git-wrapped"));
	assert_false(detour_presence_is_git("/bin/sh"));
	assert_false(detour_presence_is_git("gitui"));
	assert_false(detour_presence_is_git("/opt/git/bin/lazygit"));
	assert_false(detour_presence_is_git(""));
}

static void test_another_terminal(void **state)
{
	int pair = posix_openpt(O_RDWR | O_NOCTTY), fd;

	(void)state;
	assert_true(pair >= 0 && grantpt(pair) == 0 && unlockpt(pair) == 0);
	fd = open(ptsname(pair), O_RDWR | O_NOCTTY);
	assert_true(fd >= 0 && isatty(fd));
	assert_string_equal(detour_presence_terminal(fd, fd), "standard error is another terminal");
	close(fd);
	close(pair);
}

static void test_no_streams(void **state)
{
	char term[] = "TERM=xterm", *environment[] = {term, NULL};
	struct detour_context ctx;
	const char *why = NULL;

	(void)state;
	memset(&ctx, 0, sizeof(ctx));
	ctx.environment = environment;
	assert_null(detour_prompt_open(&ctx, &why));
	assert_string_equal(why, "standard error is not a terminal");
	detour_prompt_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_marks_of_programs),
		cmocka_unit_test(test_is_git),
		cmocka_unit_test(test_another_terminal),
		cmocka_unit_test(test_no_streams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
