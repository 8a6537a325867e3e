/* Shows long output in the pager that git would use; see pager.h. */
#include "pager.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../base/file.h"
#include "../git/configuration.h"
#include "cmd.h"

enum { NOT_STARTED = 126 }; /* what a shell ends with, and above, where it has no such command */

void detour_pager_begin(struct detour_pager *pager, struct detour_context *ctx)
{
	const char *term = detour_context_env(ctx, "TERM");
	FILE *kept;

	memset(pager, 0, sizeof(*pager));
	if (!isatty(fileno(ctx->out)) || !term || !*term || !strcmp(term, "dumb"))
		return;
	kept = open_memstream(&pager->text, &pager->size);
	if (!kept)
		return;
	pager->terminal = ctx->out;
	ctx->out = kept;
}

/* More lines than the terminal shows, long ones counted as often as they are wrapped? */
static bool is_long(const struct detour_pager *pager)
{
	struct winsize window;
	size_t rows = 0, columns, used;

	if (ioctl(fileno(pager->terminal), TIOCGWINSZ, &window) < 0 || !window.ws_row)
		return false;
	columns = window.ws_col ? window.ws_col : 80;
	for (size_t at = 0; at < pager->size; at += used + 1) {
		const char *end = memchr(pager->text + at, '\n', pager->size - at);

		used = end ? (size_t)(end - pager->text) - at : pager->size - at;
		rows += 1 + (used ? (used - 1) / columns : 0);
	}
	return rows >= window.ws_row;
}

static bool is_one_of(const char *text, const char *const *words)
{
	while (*words && strcasecmp(text, *words) != 0)
		words++;
	return *words != NULL;
}

/* As git chooses for a command of its own, with pager.detour; NULL: none. */
static const char *choose(
	const struct detour_context *ctx, struct detour_repo *repo, struct detour_arena *arena)
{
	static const char *const no[] = {"false", "no", "off", "0", "", NULL};
	static const char *const yes[] = {"true", "yes", "on", "1", NULL};
	const char *own = repo ? detour_repo_config(repo, "pager.detour") : NULL;
	const char *pager = detour_context_env(ctx, "GIT_PAGER");

	if (own && is_one_of(own, no))
		return NULL;
	if (own && !is_one_of(own, yes))
		pager = own;
	if (!pager && repo)
		pager = detour_repo_config(repo, "core.pager");
	if (!pager)
		pager = detour_context_env(ctx, "PAGER");
	if (!pager)
		pager = "less";
	return *pager && strcmp(pager, "cat") != 0 ? detour_arena_strdup(arena, pager) : NULL;
}

static void child(const char *command, int in)
{
	signal(SIGPIPE, SIG_DFL);
	if (dup2(in, 0) < 0)
		_exit(NOT_STARTED);
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(NOT_STARTED);
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return NOT_STARTED;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/* False where it could not be started. Ctrl-C is for the pager: we wait until it ends. */
static bool run(const char *command, const struct detour_pager *pager)
{
	int ends[2], status = NOT_STARTED;
	pid_t pid;

	if (pipe(ends) < 0)
		return false;
	fflush(pager->terminal);
	pid = fork();
	if (pid == 0) {
		close(ends[1]);
		child(command, ends[0]);
	}
	close(ends[0]);
	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (pid > 0)
		(void)detour_write_full(ends[1], pager->text, pager->size);
	close(ends[1]);
	if (pid > 0)
		status = wait_for(pid);
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	return status < NOT_STARTED;
}

static bool show_in_pager(const struct detour_pager *pager, const struct detour_context *ctx)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_repo *repo = NULL;
	const char *command;
	bool shown;

	if (detour_repo_open(&repo, ctx, NULL))
		repo = NULL;
	command = choose(ctx, repo, &arena);
	detour_repo_free(repo);
	shown = command && run(command, pager);
	detour_arena_release(&arena);
	return shown;
}

int detour_pager_end(struct detour_pager *pager, struct detour_context *ctx, int leave)
{
	bool kept = pager->terminal != NULL;

	if (kept) {
		fclose(ctx->out);
		ctx->out = pager->terminal;
		if (!is_long(pager) || !show_in_pager(pager, ctx))
			fwrite(pager->text, 1, pager->size, ctx->out);
		free(pager->text);
		pager->terminal = NULL;
	}
	if (fflush(ctx->out) == 0 && !ferror(ctx->out))
		return leave;
	fprintf(ctx->err, "detour: cannot write to standard output: %s\n", strerror(errno));
	return DETOUR_EXIT_FATAL;
}
