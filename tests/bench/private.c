/*
 * Runs a command and tells the most memory that was its own at any time, in KiB.
 *
 * usage: private [-s] [<INPUT] COMMAND
 *
 * Own is what the kernel calls Private_Dirty: what was written to. Pages of programs, libraries and
 * packs that are only read lie in the page cache whether we run or not. Without swapping, own
 * memory goes back only in a system call; so it is looked at before each of them, and the largest
 * of those looks is the largest there was. Linux only; elsewhere it says so and leaves with 3.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/ptrace.h>

static long own_now(pid_t pid)
{
	char path[64], text[2048];
	const char *at;
	ssize_t size;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	size = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[size > 0 ? size : 0] = '\0';
	at = strstr(text, "Private_Dirty:");
	return at ? strtol(at + strlen("Private_Dirty:"), NULL, 10) : -1;
}

static void start(char **words, int traced)
{
	int null = open("/dev/null", O_RDWR);
	int in = words[0][0] == '<' ? open(words[0] + 1, O_RDONLY) : null;

	if (in < 0 || dup2(in, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(126);
	if (traced)
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	execvp(words[words[0][0] == '<'], words + (words[0][0] == '<'));
	_exit(127);
}

/* The most there was until it ended; -1: it failed, or could not be watched. */
static long watch(pid_t pid)
{
	long most = -1;
	int status;

	/* It stops first at its exec. */
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		return -1;
	ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	while (!ptrace(PTRACE_SYSCALL, pid, NULL,
		WSTOPSIG(status) == (SIGTRAP | 0x80) || WSTOPSIG(status) == SIGTRAP
			? 0
			: WSTOPSIG(status))) {
		long own;

		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			break;
		own = own_now(pid);
		most = own > most ? own : most;
	}
	return WIFEXITED(status) && !WEXITSTATUS(status) ? most : -1;
}

static long sample(pid_t pid)
{
	const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
	long most = -1;
	int status;

	while (!waitpid(pid, &status, WNOHANG)) {
		long own = own_now(pid);

		most = own > most ? own : most;
		nanosleep(&pause, NULL);
	}
	return WIFEXITED(status) && !WEXITSTATUS(status) ? most : -1;
}

int main(int argc, char **argv)
{
	int samples = argc > 1 && !strcmp(argv[1], "-s");
	pid_t pid;
	long most;

	if (argc < 2 + samples) {
		fputs("usage: private [-s] [<INPUT] COMMAND\n", stderr);
		return 2;
	}
	argv += 1 + samples;
	pid = fork();
	if (!pid)
		start(argv, !samples);
	most = pid < 0 ? -1 : samples ? sample(pid) : watch(pid);
	if (most < 0) {
		fprintf(stderr, "private: %s failed, or cannot be watched\n", argv[0]);
		return 3;
	}
	printf("%ld\n", most);
	return 0;
}
#else
int main(void)
{
	fputs("private: needs Linux\n", stderr);
	return 3;
}
#endif
