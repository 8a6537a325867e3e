/* The user's editor on a file; see prompt.h. Chosen and started as git does it. */
#include "prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "rawmode.h"

enum { COMMAND_LIMIT = 4000 };

static bool is_given(const char *editor)
{
	return editor && *editor;
}

static const char *choose(const struct detour_context *ctx, const char *core_editor)
{
	const char *editor = detour_context_env(ctx, "GIT_EDITOR");
	const char *term = detour_context_env(ctx, "TERM");
	bool dumb = !is_given(term) || strcmp(term, "dumb") == 0;

	/* git gives ":" to hooks where it opened no editor itself: that says nothing about us. */
	if (is_given(editor) && strcmp(editor, ":") != 0)
		return editor;
	if (is_given(core_editor))
		return core_editor;
	editor = detour_context_env(ctx, "VISUAL");
	if (is_given(editor) && !dumb)
		return editor;
	editor = detour_context_env(ctx, "EDITOR");
	if (is_given(editor))
		return editor;
	return dumb ? NULL : "vi";
}

/* In the child, where only what is safe after fork may be called. Without a terminal the editor
 * gets our streams, but never our standard output, which may be somebody's data. */
static void child(char *const *arguments, char *const *environment, int terminal)
{
	static const int reset[] = {
		SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGTERM, SIGCHLD};
	sigset_t none;

	for (size_t i = 0; i < sizeof(reset) / sizeof(reset[0]); i++)
		signal(reset[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (terminal >= 0) {
		dup2(terminal, 0);
		dup2(terminal, 2);
	}
	dup2(2, 1);
	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	execve("/bin/sh", arguments, environment);
	_exit(127);
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* As git does it: a shell splits the command. Ctrl-C and Ctrl-\ are for the editor: we wait. */
static int run(const char *editor, const char *path, char *const *environment, int terminal)
{
	char script[COMMAND_LIMIT + sizeof(" \"$@\"")];
	char *arguments[] = {
		(char *)"sh", (char *)"-c", script, (char *)editor, (char *)path, NULL};
	struct sigaction ignore, interrupt, quit;
	int status = -1;
	pid_t pid;

	snprintf(script, sizeof(script), "%s \"$@\"", editor);
	memset(&ignore, 0, sizeof(ignore));
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	pid = fork();
	if (pid == 0)
		child(arguments, environment, terminal);
	if (pid > 0)
		status = wait_for(pid);
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	return status;
}

/* An editor that crashed may leave the terminal in a mode in which one sees nothing. */
static void restore(int terminal, const struct termios *before)
{
	if (detour_rawmode_foreground(terminal))
		tcsetattr(terminal, TCSANOW, before);
}

int detour_editor_run(const struct detour_context *ctx, const char *core_editor, const char *path,
	struct detour_error *err)
{
	const char *editor = choose(ctx, core_editor);
	struct termios before;
	int terminal, status;
	bool known;

	if (!editor)
		return detour_error_set(err, DETOUR_ENOTFOUND,
			"cannot open an editor: the terminal is dumb and EDITOR is not set");
	if (strlen(editor) > COMMAND_LIMIT)
		return detour_error_set(
			err, DETOUR_ELIMIT, "cannot open the editor: its command is too long");
	terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	known = terminal >= 0 && tcgetattr(terminal, &before) == 0;
	status = run(editor, path, ctx->environment, terminal);
	if (known)
		restore(terminal, &before);
	if (terminal >= 0)
		close(terminal);
	if (status < 0)
		return detour_error_set(err, DETOUR_EFAIL, "cannot open the editor: no process");
	if (status > 0)
		detour_error_set(err, DETOUR_EFAIL, "cannot use the editor '%s': it ended with %d",
			editor, status);
	return status;
}
