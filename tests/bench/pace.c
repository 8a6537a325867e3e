/*
 * Runs commands side by side and tells what each took, as ratios to the last one.
 *
 * usage: pace [-n ROUNDS] [-t SECONDS] [-p SCRIPT] [-P SCRIPT] [-s] COMMAND [::: COMMAND]…
 *
 * A round runs each command once, in an order that turns, so that what else the machine does falls
 * on all alike. -n: so many rounds (25); -t: begin no round after so many seconds; -p: a script of
 * sh before each round, -P: before each run, neither of them measured. -s: the last command but one
 * is what starting up costs, and is added to the last one.
 *
 * Words before a command change how it runs: @DIRECTORY, <INPUT, 2>>ERRORS, NAME=VALUE. Output goes
 * nowhere.
 *
 * One line a command, separated by blanks: the median, the tenth and the ninetieth percentile and
 * the minimum of the time by the clock, the median of the processor's, the most memory (KiB), and
 * the medians of the ratios within the rounds: by the clock, of the processor, of the memory.
 */
#define _GNU_SOURCE /* wait4 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS_LIMIT = 16, ROUNDS_LIMIT = 1000 };

struct run {
	double wall, cpu, memory;
};

struct command {
	char **words;
	struct run *runs;
};

struct pace {
	struct command commands[COMMANDS_LIMIT];
	size_t count, rounds;
	double seconds;
	const char *before_round, *before_run;
	int adds_start;
};

static void die(const char *what)
{
	fprintf(stderr, "pace: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* ---- one run */

static void redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags, 0666);

	if (fd < 0 || dup2(fd, to) < 0)
		_exit(126);
	close(fd);
}

/* In the child: does what the words before the command say. */
static char **prepare(char **words)
{
	redirect("/dev/null", O_RDONLY, STDIN_FILENO);
	redirect("/dev/null", O_WRONLY, STDOUT_FILENO);
	redirect("/dev/null", O_WRONLY, STDERR_FILENO);
	for (; *words; words++) {
		if (**words == '@') {
			if (chdir(*words + 1))
				_exit(126);
		} else if (**words == '<') {
			redirect(*words + 1, O_RDONLY, STDIN_FILENO);
		} else if (!strncmp(*words, "2>>", 3)) {
			redirect(*words + 3, O_WRONLY | O_APPEND | O_CREAT, STDERR_FILENO);
		} else if (strchr(*words, '=') && **words != '-') {
			putenv(*words);
		} else {
			break;
		}
	}
	return words;
}

static int run(char **words, struct run *out)
{
	double start = seconds_now();
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid) {
		words = prepare(words);
		execvp(words[0], words);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &usage) != pid)
		die("wait4");
	out->wall = seconds_now() - start;
	out->cpu = seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime);
	out->memory = (double)usage.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void run_script(const char *script)
{
	char *words[] = {"sh", "-c", (char *)script, NULL};
	struct run unused;
	int status = script ? run(words, &unused) : 0;

	if (status) {
		fprintf(stderr, "pace: left with %d: %s\n", status, script);
		exit(2);
	}
}

/* A command that failed took no time that says anything. */
static void run_command(const struct command *command, struct run *out)
{
	int status = run(command->words, out);

	if (!status)
		return;
	fprintf(stderr, "pace: left with %d:", status);
	for (char **word = command->words; *word; word++)
		fprintf(stderr, " %s", *word);
	fputc('\n', stderr);
	exit(2);
}

static void run_rounds(struct pace *pace)
{
	double start = seconds_now();
	size_t round;

	for (round = 0; round < pace->rounds; round++) {
		if (round && pace->seconds > 0 && seconds_now() - start > pace->seconds)
			break;
		run_script(pace->before_round);
		for (size_t i = 0; i < pace->count; i++) {
			struct command *command = &pace->commands[(i + round) % pace->count];

			run_script(pace->before_run);
			run_command(command, &command->runs[round]);
		}
	}
	pace->rounds = round;
}

/* ---- what is told */

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double sorted_at(double *values, size_t count, double part)
{
	qsort(values, count, sizeof(*values), compare);
	return values[(size_t)(part * (double)(count - 1) + 0.5)];
}

static double field(const struct run *run, int which)
{
	return which == 0 ? run->wall : which == 1 ? run->cpu : run->memory;
}

static double quantile(const struct pace *pace, size_t at, int which, double part)
{
	double values[ROUNDS_LIMIT];

	for (size_t i = 0; i < pace->rounds; i++)
		values[i] = field(&pace->commands[at].runs[i], which);
	return sorted_at(values, pace->rounds, part);
}

static double ratio(const struct pace *pace, size_t at, int which)
{
	const struct run *last = pace->commands[pace->count - 1].runs;
	const struct run *start = pace->adds_start ? pace->commands[pace->count - 2].runs : NULL;
	double values[ROUNDS_LIMIT];

	for (size_t i = 0; i < pace->rounds; i++) {
		double base = field(&last[i], which);

		if (start && which < 2)
			base += field(&start[i], which);
		values[i] = field(&pace->commands[at].runs[i], which) / (base > 0 ? base : 1e-6);
	}
	return sorted_at(values, pace->rounds, 0.5);
}

static void tell(const struct pace *pace)
{
	for (size_t i = 0; i < pace->count; i++)
		printf("%.6f %.6f %.6f %.6f %.6f %.0f %.3f %.3f %.3f\n", quantile(pace, i, 0, 0.5),
			quantile(pace, i, 0, 0.1), quantile(pace, i, 0, 0.9),
			quantile(pace, i, 0, 0), quantile(pace, i, 1, 0.5), quantile(pace, i, 2, 1),
			ratio(pace, i, 0), ratio(pace, i, 1), ratio(pace, i, 2));
}

/* ---- the command line */

static void split(struct pace *pace, char **words)
{
	while (*words && pace->count < COMMANDS_LIMIT) {
		struct command *command = &pace->commands[pace->count++];

		command->words = words;
		command->runs = calloc(ROUNDS_LIMIT, sizeof(*command->runs));
		if (!command->runs)
			die("memory");
		while (*words && strcmp(*words, ":::") != 0)
			words++;
		if (*words)
			*words++ = NULL;
	}
}

int main(int argc, char **argv)
{
	struct pace pace = {.rounds = 25};
	int option;

	while ((option = getopt(argc, argv, "+n:t:p:P:s")) != -1) {
		if (option == 'n')
			pace.rounds = strtoul(optarg, NULL, 10);
		else if (option == 't')
			pace.seconds = strtod(optarg, NULL);
		else if (option == 'p')
			pace.before_round = optarg;
		else if (option == 'P')
			pace.before_run = optarg;
		else if (option == 's')
			pace.adds_start = 1;
		else
			return 2;
	}
	split(&pace, argv + optind);
	if (!pace.count || pace.rounds < 1 || pace.rounds > ROUNDS_LIMIT ||
		(pace.adds_start && pace.count < 3)) {
		fputs("usage: pace [-n ROUNDS] [-t SECONDS] [-p SCRIPT] [-P SCRIPT] [-s] "
		      "COMMAND [::: COMMAND]…\n",
			stderr);
		return 2;
	}
	run_rounds(&pace);
	tell(&pace);
	return 0;
}
