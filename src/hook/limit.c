/* Ends a hook that takes too long; see limit.h. */
#include "limit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT_SECONDS = 60 };

/* Only what is safe in a handler: the program may be anywhere. */
static void on_end(int number)
{
	static const char line[] = "detour: cannot go on: it takes too long; git goes on without\n";
	ssize_t ignored = write(STDERR_FILENO, line, sizeof(line) - 1);

	(void)ignored;
	(void)number;
	_exit(DETOUR_EXIT_OK);
}

/* Tests have less time: seconds in GIT_DETOUR_LIMIT. */
unsigned detour_hook_limit(const struct detour_context *ctx)
{
	const char *less = detour_context_env(ctx, "GIT_DETOUR_LIMIT");
	long number = less ? strtol(less, NULL, 10) : 0;

	return number > 0 && number < LIMIT_SECONDS ? (unsigned)number : LIMIT_SECONDS;
}

void detour_hook_limit_begin(const struct detour_context *ctx)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_end;
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	sigaddset(&action.sa_mask, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &action.sa_mask, NULL);
	alarm(detour_hook_limit(ctx));
}

void detour_hook_limit_lift(void)
{
	alarm(0);
	signal(SIGALRM, SIG_DFL);
}
