/*
 * Runs a command again and again in a small folder, with another fault each time, and looks
 * whether what it leaves behind is the old or the new whole.
 *
 * usage: drive [OPTION…] TREE COMMAND ARGUMENT…
 *	-p NAME		where the faults happen: a program's short name (of COMMAND)
 *	-l FILE		inject.so
 *	-i FILE		standard input
 *	-x		a hook: it never fails (-X: it may refuse, with 1)
 *	-f LIST		kinds of faults: EIO,ENOSPC,EACCES,EINTR,ENOMEM,kill,half,full,alloc,dry,
 *			closed,files,size,memory,stack; default all. "full": every writing call
 *			from the N-th on fails; "dry": every allocation
 *	-s STEP		only every STEP-th of the calls, starting at a place that differs by kind
 *	-c COMMAND	a shell command that must be well after a fault that left something
 *	-b		the log adds nothing to what else is written: it may be missing
 *	-k FILE		whole is also a file of this content (what comes before an editor is left)
 *	-t TEXT		whole is also a file that holds this and all that it held, where something
 *			could not be read, so that less is known to write
 *	-d		in doubt it does nothing, and says so
 *	-n		another run does not do it again
 *	-q NAME		a call that a hook that has something to say may take for an answer, and be
 *			silent; after any other one it says what failed
 *	-v		tell what was left, not only what is wrong
 *
 * TREE is the folder that is watched and put back; the command runs where drive does. The clean run
 * tells what the new whole is, a second one what comes after that. After each fault every file must
 * be the old or the new one; a log may end in less. The command run once more, without a fault,
 * must then make it whole. Prints a line a command and one for each thing that is wrong; exit 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "drive.h"

enum { OUTPUT_LIMIT = 65536, LIMIT_SECONDS = 40 };

static const struct kind kinds[] = {
	{"EIO", AT_CALL, EIO, false, 0},
	{"ENOSPC", AT_CALL, ENOSPC, false, 0},
	{"EACCES", AT_CALL, EACCES, false, 0},
	{"EINTR", AT_CALL, EINTR, false, 0},
	{"ENOMEM", AT_CALL, ENOMEM, false, 0},
	{"kill", AT_CALL, 0, false, 0},
	{"half", AT_CALL, -1, false, 0},
	{"full", AT_CALL, ENOSPC, true, 0},
	{"alloc", AT_ALLOCATION, ENOMEM, false, 0},
	{"dry", AT_ALLOCATION, ENOMEM, true, 0},
	{"closed", AT_START, 0, false, 7},
	{"files", AT_START, 0, false, 20},
	{"size", AT_START, 0, false, 14},
	{"memory", AT_START, 0, false, 24},
	{"stack", AT_START, 0, false, 6},
};

struct drive drive = {.step = 1, .list = "all"};

void drive_wrong(const char *what, const char *more)
{
	drive.wrong++;
	printf("  wrong: %s %ld (%s): %s%s%s\n", drive.kind ? drive.kind->name : "clean",
		drive.number, drive.told->name, what, *more ? ": " : "", more);
}

const char *drive_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* ---- running */

static struct rlimit both(rlim_t value)
{
	return (struct rlimit){value, value};
}

static void narrow(const struct kind *kind, long number)
{
	if (!strcmp(kind->name, "closed"))
		for (int fd = 0; fd < 3; fd++)
			if (number >> fd & 1)
				close(fd);
	struct rlimit files = both((rlim_t)number + 2), memory = both((rlim_t)number << 20);
	struct rlimit stack = both((rlim_t)16384 << number);
	struct rlimit size = both(number == 1 ? 0 : (rlim_t)1 << (number - 1));

	if (!strcmp(kind->name, "files"))
		setrlimit(RLIMIT_NOFILE, &files);
	if (!strcmp(kind->name, "size"))
		setrlimit(RLIMIT_FSIZE, &size);
	if (!strcmp(kind->name, "memory"))
		setrlimit(RLIMIT_AS, &memory);
	if (!strcmp(kind->name, "stack"))
		setrlimit(RLIMIT_STACK, &stack);
}

static void inject(const struct kind *kind, long number)
{
	const char *faults = "";

	if (kind)
		faults = tree_printf("%s %ld %d%s", kind->place == AT_CALL ? "call" : "alloc",
			number, kind->how, kind->onwards ? "+" : "");
	setenv("FAULTS", faults, 1);
	setenv("FAULTS_TOLD", drive.told_path, 1);
	setenv("FAULTS_PROGRAM", drive.program, 1);
	setenv("LD_PRELOAD", drive.library, 1);
}

static void child(const struct kind *kind, long number, const int err[2])
{
	int in = open(drive.input ? drive.input : "/dev/null", O_RDONLY);
	int out = open("/dev/null", O_WRONLY);

	if (in < 0 || out < 0)
		_exit(98);
	dup2(in, 0);
	dup2(out, 1);
	dup2(err[1], 2);
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	if (!kind || kind->place != AT_START)
		inject(kind, number);
	else
		narrow(kind, number);
	alarm(LIMIT_SECONDS);
	execv(drive.command[0], drive.command);
	_exit(127);
}

/* What was said fits into the pipe, or the rest of it is lost. */
static struct run run(const struct kind *kind, long number)
{
	struct run result = {.err = calloc(OUTPUT_LIMIT, 1)};
	int err[2];
	pid_t pid;

	memset(drive.told, 0, sizeof(*drive.told));
	if (!result.err || pipe(err) < 0)
		tree_die("run", drive.command[0]);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	fcntl(err[1], F_SETFL, O_NONBLOCK);
	pid = fork();
	if (pid == 0)
		child(kind, number, err);
	if (pid < 0 || waitpid(pid, &result.status, 0) < 0)
		tree_die("run", drive.command[0]);
	close(err[1]);
	(void)!read(err[0], result.err, OUTPUT_LIMIT - 1);
	close(err[0]);
	result.hung = WIFSIGNALED(result.status) && WTERMSIG(result.status) == SIGALRM;
	return result;
}

static bool was_well(const struct run *result)
{
	return WIFEXITED(result->status) && WEXITSTATUS(result->status) == 0;
}

/* ---- what was said */

/* Continued from the line before, as without a fault, or another program's own: the editor's. */
static bool is_usual(const char *line)
{
	return strstr(drive.clean.err, line) || !strncmp(line, "  ", 2) ||
	       !strncmp(line, "To mend: ", 9) ||
	       (drive.kind->place == AT_START &&
		       (!strncmp(line, "/bin/sh: ", 9) || strstr(line, "/editor: ")));
}

static void judge_words(const struct run *result)
{
	int lines = 0, usual = 0;
	bool ours = false;
	char *save = NULL;

	/* A refusal to install is followed by the lines to paste. */
	if (strstr(result->err, "\nNothing was changed."))
		return;
	for (const char *at = drive.clean.err; (at = strchr(at, '\n')) != NULL; at++)
		usual++;
	for (char *line = strtok_r(result->err, "\n", &save); line;
		line = strtok_r(NULL, "\n", &save)) {
		lines++;
		if (!strncmp(line, "detour: ", 8))
			ours = true;
		else if (!is_usual(line))
			drive_wrong("says something strange", line);
	}
	if (lines > usual + 3)
		drive_wrong("says too much", "");
	if (!was_well(result) && !ours && !WIFSIGNALED(result->status) &&
		strcmp(drive.kind->name, "closed") != 0)
		drive_wrong("fails without a word", "");
}

static void judge_end(const struct run *result)
{
	int status = result->status, leave = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	bool killed = drive.kind->how <= 0 && drive.kind->place != AT_START && drive.told->hits;
	bool starved = drive.kind->place == AT_START && (leave == 127 || leave == 126);

	if (result->hung)
		drive_wrong("hangs", "");
	else if (WIFSIGNALED(status) && !(killed && WTERMSIG(status) == SIGKILL) &&
		 !(drive.kind->place == AT_START && WTERMSIG(status) != SIGABRT))
		drive_wrong("died of a signal", strsignal(WTERMSIG(status)));
	else if (leave >= 0 && drive.hook && leave != 0 && !(drive.refuses && leave == 1) &&
		 !starved)
		drive_wrong("a hook fails", result->err);
	else if (leave >= 0 && leave != 0 && leave != 1 && leave != 128 && !starved)
		drive_wrong("odd exit code", result->err);
}

static void judge_silence(const struct run *result)
{
	if (!drive.hook || !was_well(result) || *result->err || !*drive.clean.err)
		return;
	drive.silent++;
	if (drive.kind->place != AT_START &&
		(!drive.quiet || strcmp(drive.told->name, drive.quiet) != 0))
		drive_wrong("says nothing of it", "");
}

static void judge_check(void)
{
	int status = drive.check ? system(drive.check) : 0;

	if (status)
		drive_wrong("what is left does not work", drive.check);
}

static void try(const struct kind *kind, long number)
{
	struct run result, rerun;
	struct tree now, then;
	bool odd = false;

	drive.kind = kind;
	drive.number = number;
	drive.runs++;
	result = run(kind, number);
	now = tree_take(drive.root);
	judge_end(&result);
	left_look(&now, &odd);
	if (was_well(&result) && !drive.hook)
		left_look_if_done(&now);
	judge_silence(&result);
	if (drive.verbose)
		printf("  %s %ld (%s): %d %s", kind->name, number, drive.told->name,
			WEXITSTATUS(result.status), *result.err ? result.err : "\n");
	/* A program that ld.so could not start is not ours yet. */
	if (kind->place != AT_START || WIFEXITED(result.status))
		if (!strstr(result.err, "error while loading shared libraries"))
			judge_words(&result);
	if (odd)
		judge_check();
	if (!tree_same(&now, &drive.after)) {
		char *name = tree_printf("%s", drive.told->name);

		left_grow_old(&now);
		rerun = run(NULL, 0);
		memcpy(drive.told->name, name,
			sizeof(drive.told->name) < strlen(name) + 1 ? sizeof(drive.told->name)
								    : strlen(name) + 1);
		free(name);
		if (rerun.status != drive.clean.status)
			drive_wrong("another run fails", rerun.err);
		then = now;
		now = tree_take(drive.root);
		left_look_if_swept(&then, &now);
		left_look_if_mended(&now);
		tree_free(&then);
		free(rerun.err);
	}
	free(result.err);
	tree_free(&now);
	tree_restore(drive.root, &drive.before);
}

/* ---- which faults */

static bool is_wanted(const char *name)
{
	const char *found = drive.list;
	size_t size = strlen(name);

	if (!strcmp(drive.list, "all"))
		return true;
	for (; (found = strstr(found, name)) != NULL; found += size)
		if ((found == drive.list || found[-1] == ',') &&
			(found[size] == ',' || !found[size]))
			return true;
	return false;
}

static void learn(long *calls, long *allocations)
{
	struct run second;

	drive.before = tree_take(drive.root);
	drive.clean = run(NULL, 0);
	*calls = drive.told->calls;
	*allocations = drive.told->allocations;
	if (!WIFEXITED(drive.clean.status) ||
		(!was_well(&drive.clean) &&
			!(drive.refuses && WEXITSTATUS(drive.clean.status) == 1)))
		drive_wrong("it fails without a fault", drive.clean.err);
	if (!*calls)
		drive_wrong("no call was counted: is it the right program?", drive.program);
	drive.after = tree_take(drive.root);
	second = run(NULL, 0);
	drive.again = tree_take(drive.root);
	free(second.err);
	tree_restore(drive.root, &drive.before);
}

static void go_on(long calls, long allocations)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct kind *kind = &kinds[i];
		long most = kind->place == AT_CALL         ? calls
			    : kind->place == AT_ALLOCATION ? allocations
							   : kind->count;
		/* Allocations are many and end all in the same place. */
		long step = kind->place == AT_ALLOCATION ? drive.step * 5
			    : kind->place == AT_CALL     ? drive.step
							 : (drive.step + 7) / 8;

		if (!is_wanted(kind->name))
			continue;
		if (step > 1 && drive.step == 1)
			step = 1;
		for (long number = 1 + (long)i % step; number <= most; number += step)
			try(kind, number);
	}
}

static void share_told(void)
{
	int fd;

	drive.told_path = tree_printf("%s.told", drive.root);
	fd = open(drive.told_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(*drive.told)) < 0)
		tree_die("write", drive.told_path);
	drive.told = mmap(NULL, sizeof(*drive.told), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (drive.told == MAP_FAILED)
		tree_die("map", drive.told_path);
	close(fd);
}

static void add_known(const char *path)
{
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct entry entry = {.bytes = NULL};

	if (fd < 0 || fstat(fd, &info) < 0 || drive.known_count == KNOWN)
		tree_die("read", path);
	entry.size = (size_t)info.st_size;
	entry.bytes = calloc(entry.size + 1, 1);
	if (!entry.bytes || read(fd, entry.bytes, entry.size) != (ssize_t)entry.size)
		tree_die("read", path);
	close(fd);
	drive.known[drive.known_count++] = entry;
}

static void take_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "+p:l:i:f:s:c:k:q:t:bdnxXv")) >= 0)
		switch (option) {
		case 'p':
			drive.program = optarg;
			break;
		case 'l':
			drive.library = optarg;
			break;
		case 'i':
			drive.input = optarg;
			break;
		case 'f':
			drive.list = optarg;
			break;
		case 's':
			drive.step = strtol(optarg, NULL, 10);
			break;
		case 'c':
			drive.check = optarg;
			break;
		case 'X':
			drive.refuses = true;
			drive.hook = true;
			break;
		case 'x':
			drive.hook = true;
			break;
		case 'b':
			drive.log_is_spare = true;
			break;
		case 'k':
			add_known(optarg);
			break;
		case 'd':
			drive.careful = true;
			break;
		case 'n':
			drive.once = true;
			break;
		case 'q':
			drive.quiet = optarg;
			break;
		case 't':
			drive.text = optarg;
			break;
		case 'v':
			drive.verbose = true;
			break;
		default:
			exit(2);
		}
	if (argc - optind < 2 || !drive.library || drive.step < 1)
		exit(2);
	drive.root = argv[optind];
	drive.command = argv + optind + 1;
	if (!drive.program)
		drive.program = drive_base_name(drive.command[0]);
}

int main(int argc, char **argv)
{
	long calls, allocations;

	setvbuf(stdout, NULL, _IOLBF, 0);
	take_options(argc, argv);
	share_told();
	learn(&calls, &allocations);
	if (!drive.wrong)
		go_on(calls, allocations);
	printf("%ld calls, %ld allocations; %d runs, %d temporary files left, %d by another run "
	       "too, %d silent, %d wrong\n",
		calls, allocations, drive.runs, drive.left, drive.unswept, drive.silent,
		drive.wrong);
	return drive.wrong ? 1 : 0;
}
