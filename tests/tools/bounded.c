/*
 * Runs a command within limits, and tells where it goes beyond.
 *
 * usage: bounded SECONDS MEBIBYTES COMMAND [ARGUMENT]...
 *
 * SECONDS are of a processor, so that a busy machine changes nothing; who waits longer than a
 * minute for something is stopped all the same. MEBIBYTES are what is in memory at once. Leaves
 * with what the command left with, or with 124 where it took too long, 125 where it took too much,
 * 126 where a signal ended it; then with a line on standard error that begins with "bounded:".
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 60, OVER_TIME = 124, OVER_MEMORY = 125, BY_SIGNAL = 126 };

static volatile pid_t child;

static void stop(int signal_number)
{
	(void)signal_number;
	kill(child, SIGKILL);
}

static void become(char **command, rlim_t seconds)
{
	/* One more than what is allowed: then it is seen, and not only felt. */
	struct rlimit limit = {seconds + 1, seconds + 2};

	setrlimit(RLIMIT_CPU, &limit);
	execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status = 0;

	if (argc < 4)
		return 2;
	child = fork();
	if (child == 0)
		become(argv + 3, (rlim_t)atol(argv[1]));
	signal(SIGALRM, stop);
	alarm(PATIENCE);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 2;
	getrusage(RUSAGE_CHILDREN, &used);
	double seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			 (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
	long mebibytes = used.ru_maxrss / 1024;
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (getenv("BOUNDED_SHOW"))
		fprintf(stderr, "%.2f s, %ld MiB\n", seconds, mebibytes);
	if (number == SIGXCPU || number == SIGKILL || seconds > atof(argv[1])) {
		fprintf(stderr, "bounded: more than %s s (%.2f)\n", argv[1], seconds);
		return OVER_TIME;
	}
	if (number) {
		fprintf(stderr, "bounded: ended by signal %d\n", number);
		return BY_SIGNAL;
	}
	if (mebibytes > atol(argv[2])) {
		fprintf(stderr, "bounded: more than %s MiB (%ld)\n", argv[2], mebibytes);
		return OVER_MEMORY;
	}
	return WEXITSTATUS(status);
}
