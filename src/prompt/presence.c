/* Whether a person can answer; see presence.h. */
#include "presence.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "rawmode.h"
#include "../base/text.h"

/* What programs that type on behalf of a person put into the environment of what they start. Left
 * out on purpose, because people have them too: CURSOR_TRACE_ID (every terminal of that editor),
 * AIDER_* and CODEX_HOME (settings of the user), REPL_ID (every shell there), TERM_PROGRAM, AGENT.
 */
static const struct {
	const char *variable, *reason;
} marks[] = {
	{"AI_AGENT", "AI_AGENT is set: a program is at the keyboard"}, /* across vendors */
	{"CLAUDECODE", "CLAUDECODE is set: a program is at the keyboard"},
	{"CURSOR_AGENT", "CURSOR_AGENT is set: a program is at the keyboard"},
	{"GEMINI_CLI", "GEMINI_CLI is set: a program is at the keyboard"},
	{"COPILOT_CLI", "COPILOT_CLI is set: a program is at the keyboard"},
	{"COPILOT_AGENT", "COPILOT_AGENT is set: a program is at the keyboard"}, /* in VS Code */
	{"CODEX_SANDBOX", "CODEX_SANDBOX is set: a program is at the keyboard"},
	{"CODEX_CI", "CODEX_CI is set: a program is at the keyboard"},
	{"CODEX_THREAD_ID", "CODEX_THREAD_ID is set: a program is at the keyboard"},
	{"OPENCODE", "OPENCODE is set: a program is at the keyboard"},
	{"QWEN_CODE", "QWEN_CODE is set: a program is at the keyboard"},
	{"AUGMENT_AGENT", "AUGMENT_AGENT is set: a program is at the keyboard"},
	{"ANTIGRAVITY_AGENT", "ANTIGRAVITY_AGENT is set: a program is at the keyboard"},
	{"AMP_CURRENT_THREAD_ID", "AMP_CURRENT_THREAD_ID is set: a program is at the keyboard"},
	{"CLINE_ACTIVE", "CLINE_ACTIVE is set: a program is at the keyboard"},
	{"GOOSE_TERMINAL", "GOOSE_TERMINAL is set: a program is at the keyboard"},
};

static bool is_one_of(const char *value, const char *const *words)
{
	for (; *words; words++)
		if (strcasecmp(value, *words) == 0)
			return true;
	return false;
}

/* Set to something that does not say no. */
static bool is_on(const struct detour_context *ctx, const char *variable)
{
	static const char *const none[] = {"", "0", "false", NULL};
	const char *value = detour_context_env(ctx, variable);

	return value && !is_one_of(value, none);
}

const char *detour_presence_program(const struct detour_context *ctx)
{
	static const char *const not_ci[] = {"", "false", NULL};
	const char *ci = detour_context_env(ctx, "CI");

	if (ci && !is_one_of(ci, not_ci))
		return "CI is set";
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (is_on(ctx, marks[i].variable))
			return marks[i].reason;
	return NULL;
}

const char *detour_presence_environment(const struct detour_context *ctx)
{
	static const char *const no[] = {"0", "false", "no", "off", NULL};
	const char *prompt = detour_context_env(ctx, "GIT_TERMINAL_PROMPT");
	const char *term = detour_context_env(ctx, "TERM");

	if (prompt && is_one_of(prompt, no))
		return "GIT_TERMINAL_PROMPT forbids it";
	if (!term || !*term || strcmp(term, "dumb") == 0)
		return "TERM is unset or dumb";
	return detour_presence_program(ctx);
}

bool detour_presence_is_git(const char *name)
{
	const char *slash = strrchr(name, '/');

	name = slash ? slash + 1 : name;
	/* Nix puts the program itself behind a wrapper, under this name. */
	return strcmp(name, "git") == 0 || detour_text_starts(name, "git-") ||
	       strcmp(name, ".git-wrapped") == 0;
}

/* Where a link under /proc leads, or false. */
static bool proc_link(const char *path, char *target, size_t size)
{
	static const char gone[] = " (deleted)"; /* git was upgraded meanwhile */
	ssize_t length = readlink(path, target, size - 1);

	if (length <= 0)
		return false;
	target[length] = '\0';
	if (detour_text_ends(target, gone))
		target[(size_t)length + 1 - sizeof(gone)] = '\0';
	return true;
}

/* The kernel's short name of a process; for one whose program we may not see. */
static bool proc_name(const char *path, char *name, int size)
{
	FILE *file = fopen(path, "r");
	bool found = file && fgets(name, size, file);

	if (file)
		fclose(file);
	if (found)
		name[strcspn(name, "\n")] = '\0';
	return found;
}

/* A shell gives every command a group of its own, led by what the person called: git. Where a
 * script, another program or an agent called git, that is the leader. Where there is no /proc to
 * ask, only the session's leader (a program under a private terminal) is told apart. */
static bool is_led_by_git(pid_t leader)
{
	char path[64], name[4096];

	if (leader <= 1 || leader == getsid(0))
		return false;
	if (!proc_link("/proc/self/exe", name, sizeof(name)))
		return true;
	snprintf(path, sizeof(path), "/proc/%ld/exe", (long)leader);
	if (proc_link(path, name, sizeof(name)))
		return detour_presence_is_git(name);
	snprintf(path, sizeof(path), "/proc/%ld/comm", (long)leader);
	return proc_name(path, name, sizeof(name)) && detour_presence_is_git(name);
}

const char *detour_presence_terminal(int standard_error, int fd)
{
	struct termios now;

	/* Both fail for a terminal that is not the one of our session. */
	if (tcgetpgrp(standard_error) < 0)
		return "standard error is another terminal";
	if (!detour_rawmode_foreground(fd))
		return "git runs in the background";
	if (!is_led_by_git(getpgrp()))
		return "git was started by a program";
	if (tcgetattr(fd, &now) < 0 || !(now.c_lflag & ICANON) || !(now.c_lflag & ECHO))
		return "another program uses the terminal";
	return NULL;
}
