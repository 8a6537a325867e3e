/* The surroundings of a program, gathered once; see include/detour.h. */
#include "detour.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

static int exit_code_in_need;

/* Only write(2) and _exit(2): nothing in here may allocate. */
static void out_of_memory(void)
{
	static const char line[] = "detour: cannot go on: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, line, sizeof(line) - 1);

	(void)ignored;
	_exit(exit_code_in_need);
}

const char *detour_context_env(const struct detour_context *ctx, const char *name)
{
	size_t length = strlen(name);

	for (char *const *entry = ctx->environment; entry && *entry; entry++)
		if (**entry == *name && !strncmp(*entry, name, length) && (*entry)[length] == '=')
			return *entry + length + 1;
	return NULL;
}

int detour_context_offset(const struct detour_context *ctx)
{
	time_t now = (time_t)ctx->now;
	struct tm local, utc;
	int minutes;

	tzset();
	if (!localtime_r(&now, &local) || !gmtime_r(&now, &utc))
		return 0;
	minutes = (local.tm_hour - utc.tm_hour) * 60 + (local.tm_min - utc.tm_min);
	if (local.tm_year != utc.tm_year)
		return minutes + (local.tm_year > utc.tm_year ? 1440 : -1440);
	return minutes + (local.tm_yday - utc.tm_yday) * 1440;
}

/* Tests set the clock: seconds since 1970 in GIT_DETOUR_NOW. */
static int64_t wall_clock(const struct detour_context *ctx)
{
	const char *fixed = detour_context_env(ctx, "GIT_DETOUR_NOW");
	char *end;
	long long seconds;

	if (!fixed || !*fixed)
		return (int64_t)time(NULL);
	seconds = strtoll(fixed, &end, 10);
	return *end ? (int64_t)time(NULL) : seconds;
}

/* Behind `git -p` it is git that started the pager, and it says so. */
static bool is_shown(const struct detour_context *ctx)
{
	const char *paged = detour_context_env(ctx, "GIT_PAGER_IN_USE");

	return isatty(STDOUT_FILENO) || (paged && !strcmp(paged, "true"));
}

/* Where the running program is, as an absolute path. */
static const char *program_path(const char *argv0)
{
	static char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length > 0) {
		path[length] = '\0';
		return path;
	}
	return argv0 && strchr(argv0, '/') ? realpath(argv0, path) : NULL;
}

/* Whoever started us may have closed a standard stream: the next file that is opened would get its
 * number, and what is meant for people would go into it. Reading from or writing to what stands
 * there now fails, as it would have done. */
static void hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		int flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		if (open("/dev/null", flags) < 0 && open("/", O_RDONLY) < 0)
			_exit(exit_code_in_need);
	}
}

void detour_context_init(
	struct detour_context *ctx, char *const *environment, const char *argv0, int exit_code)
{
	memset(ctx, 0, sizeof(*ctx));
	exit_code_in_need = exit_code;
	hold_streams();
	ctx->environment = environment;
	ctx->in = stdin;
	ctx->out = stdout;
	ctx->is_terminal = is_shown(ctx);
	ctx->err = stderr;
	ctx->now = wall_clock(ctx);
	ctx->program = program_path(argv0);
	/* A limit on file sizes is a full disk, not the end: write(2) tells of it. */
	signal(SIGXFSZ, SIG_IGN);
	detour_set_no_memory_handler(out_of_memory);
}
