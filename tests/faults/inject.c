/*
 * Loaded before libc into a program under test (LD_PRELOAD): counts its system calls and its
 * allocations, and lets one of them fail, or the program die at it. See drive.c, which sets this:
 *
 *	FAULTS_PROGRAM	the only program to be active in, by its short name
 *	FAULTS_TOLD	file that is told what happened (struct told)
 *	FAULTS		"call N HOW" or "alloc N HOW", or the name of a call in the place of "call":
 *			only those are counted then; empty: only count. HOW is an errno value;
 *			0: killed at the call; -1: half of a write is done, then killed; -2: it
 *			sleeps a minute; below: so many thousandths of a second. A "+" behind: all
 *calls from the N-th on, of those that write where it is a call.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "told.h"

/* glibc's own names for its allocator: dlsym itself allocates. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern char *program_invocation_short_name;

static struct told nobody, *told = &nobody;
static bool active, allocations, onwards;
static char only[16];
static long wanted;
static int how;
static _Thread_local int inside;

static void *find(const char *name)
{
	void *found;

	inside++;
	found = dlsym(RTLD_NEXT, name);
	inside--;
	return found;
}

__attribute__((constructor)) static void begin(void)
{
	const char *program = getenv("FAULTS_PROGRAM"), *file = getenv("FAULTS_TOLD");
	const char *faults = getenv("FAULTS");
	char kind[16] = "", plus = ' ';
	int fd;

	if (!program || !file || strcmp(program, program_invocation_short_name) != 0)
		return;
	fd = open(file, O_RDWR | O_CLOEXEC);
	if (fd >= 0)
		told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd < 0 || told == MAP_FAILED)
		_exit(99);
	close(fd);
	if (faults && sscanf(faults, "%15s %ld %d%c", kind, &wanted, &how, &plus) >= 3)
		allocations = !strcmp(kind, "alloc");
	if (strcmp(kind, "call") != 0 && !allocations)
		strcpy(only, kind);
	onwards = plus == '+';
	active = true;
}

__attribute__((noinline)) static void note(const char *name)
{
	if (told->hits++)
		return;
	strncpy(told->name, name, sizeof(told->name) - 1);
}

/* Is this the one that fails? Then errno is set; where it is to die, it does not return. */
static bool strikes(const char *name, bool allocates, bool writes)
{
	long number;

	if (!active || inside || (*only && strcmp(name, only) != 0))
		return false;
	number = atomic_fetch_add(allocates ? &told->allocations : &told->calls, 1) + 1;
	if (allocates != allocations || !wanted)
		return false;
	if (onwards ? number < wanted || !(writes || allocates) : number != wanted)
		return false;
	if (how == -1 && strcmp(name, "write") != 0)
		return false;
	note(name);
	if (how <= -2) {
		long ms = how == -2 ? 60000 : -(long)how;
		struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

		nanosleep(&pause, NULL);
		return false;
	}
	if (how == 0)
		kill(getpid(), SIGKILL);
	errno = how > 0 ? how : EIO;
	return how > 0;
}

void *malloc(size_t size)
{
	return strikes("malloc", true, true) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return strikes("calloc", true, true) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return strikes("realloc", true, true) ? NULL : __libc_realloc(old, size);
}

#define REAL(name, type)                                                                           \
	static type real;                                                                          \
	if (!real) {                                                                               \
		void *found = find(name);                                                          \
		memcpy(&real, &found, sizeof(real));                                               \
	}

/* A call that is not made where it fails. */
#define WRAP(result, name, parameters, arguments, failure, writes)                                 \
	result name parameters;                                                                    \
	result name parameters                                                                     \
	{                                                                                          \
		typedef result(*function) parameters;                                              \
		REAL(#name, function)                                                              \
		return strikes(#name, false, writes) ? (failure) : real arguments;                 \
	}
/* One that is made, and said to have failed: what it was to give back is gone. */
#define WRAP_MADE(result, name, parameters, arguments, failure)                                    \
	result name parameters;                                                                    \
	result name parameters                                                                     \
	{                                                                                          \
		typedef result(*function) parameters;                                              \
		REAL(#name, function)                                                              \
		if (!strikes(#name, false, false))                                                 \
			return real arguments;                                                     \
		int number = errno;                                                                \
		(void)real arguments;                                                              \
		errno = number;                                                                    \
		return failure;                                                                    \
	}
#define WRAP_OPEN(name, parameters, last, arguments)                                               \
	int name parameters;                                                                       \
	int name parameters                                                                        \
	{                                                                                          \
		typedef int(*function) parameters;                                                 \
		mode_t mode = 0;                                                                   \
		va_list rest;                                                                      \
		REAL(#name, function)                                                              \
		if (last & O_CREAT) {                                                              \
			va_start(rest, last);                                                      \
			mode = va_arg(rest, mode_t);                                               \
			va_end(rest);                                                              \
		}                                                                                  \
		return strikes(#name, false, last & O_CREAT) ? -1 : real arguments;                \
	}

WRAP_OPEN(open, (const char *path, int flags, ...), flags, (path, flags, mode))
WRAP_OPEN(open64, (const char *path, int flags, ...), flags, (path, flags, mode))
WRAP_OPEN(openat, (int at, const char *path, int flags, ...), flags, (at, path, flags, mode))
WRAP_OPEN(openat64, (int at, const char *path, int flags, ...), flags, (at, path, flags, mode))
WRAP(int, __open_2, (const char *path, int flags), (path, flags), -1, false)
WRAP(int, __open64_2, (const char *path, int flags), (path, flags), -1, false)
WRAP(int, access, (const char *path, int wish), (path, wish), -1, false)
WRAP(int, chdir, (const char *path), (path), -1, false)
WRAP(int, chmod, (const char *path, mode_t mode), (path, mode), -1, true)
WRAP(int, dup2, (int from, int to), (from, to), -1, false)
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode), -1, true)
WRAP(int, fstat, (int fd, struct stat *out), (fd, out), -1, false)
WRAP(int, fstat64, (int fd, struct stat64 *out), (fd, out), -1, false)
WRAP(int, fstatat, (int at, const char *path, struct stat *out, int flags), (at, path, out, flags),
	-1, false)
WRAP(int, fsync, (int fd), (fd), -1, true)
WRAP(int, fdatasync, (int fd), (fd), -1, true)
WRAP(int, ftruncate, (int fd, off_t size), (fd, size), -1, true)
WRAP(int, ftruncate64, (int fd, off64_t size), (fd, size), -1, true)
WRAP(int, futimens, (int fd, const struct timespec times[2]), (fd, times), -1, true)
WRAP(int, link, (const char *from, const char *to), (from, to), -1, true)
WRAP(int, lstat, (const char *path, struct stat *out), (path, out), -1, false)
WRAP(int, lstat64, (const char *path, struct stat64 *out), (path, out), -1, false)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), -1, true)
WRAP(int, mkstemp, (char *path), (path), -1, true)
WRAP(int, mkstemp64, (char *path), (path), -1, true)
WRAP(int, pipe, (int ends[2]), (ends), -1, false)
WRAP(int, poll, (struct pollfd * fds, nfds_t count, int ms), (fds, count, ms), -1, false)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1, true)
WRAP(int, rmdir, (const char *path), (path), -1, true)
WRAP(int, stat, (const char *path, struct stat *out), (path, out), -1, false)
WRAP(int, stat64, (const char *path, struct stat64 *out), (path, out), -1, false)
WRAP(int, symlink, (const char *to, const char *path), (to, path), -1, true)
WRAP(int, unlink, (const char *path), (path), -1, true)
WRAP(ssize_t, pread, (int fd, void *out, size_t size, off_t at), (fd, out, size, at), -1, false)
WRAP(ssize_t, pread64, (int fd, void *out, size_t size, off64_t at), (fd, out, size, at), -1, false)
WRAP(ssize_t, read, (int fd, void *out, size_t size), (fd, out, size), -1, false)
WRAP(ssize_t, readlink, (const char *path, char *out, size_t size), (path, out, size), -1, false)
WRAP(off_t, lseek, (int fd, off_t at, int from), (fd, at, from), -1, false)
WRAP(off64_t, lseek64, (int fd, off64_t at, int from), (fd, at, from), -1, false)
WRAP(pid_t, waitpid, (pid_t pid, int *status, int flags), (pid, status, flags), -1, false)
WRAP(char *, getcwd, (char *out, size_t size), (out, size), NULL, false)
WRAP(char *, realpath, (const char *path, char *out), (path, out), NULL, false)
WRAP(char *, __realpath_chk, (const char *path, char *out, size_t size), (path, out, size), NULL,
	false)
WRAP(DIR *, opendir, (const char *path), (path), NULL, false)
WRAP(struct dirent *, readdir, (DIR * folder), (folder), NULL, false)
WRAP(struct dirent64 *, readdir64, (DIR * folder), (folder), NULL, false)
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL, false)
WRAP(FILE *, fopen64, (const char *path, const char *mode), (path, mode), NULL, false)
WRAP(FILE *, open_memstream, (char **text, size_t *size), (text, size), NULL, false)
WRAP(iconv_t, iconv_open, (const char *to, const char *from), (to, from), (iconv_t)-1, false)
WRAP(void *, mmap, (void *at, size_t size, int prot, int flags, int fd, off_t from),
	(at, size, prot, flags, fd, from), MAP_FAILED, false)
WRAP(void *, mmap64, (void *at, size_t size, int prot, int flags, int fd, off64_t from),
	(at, size, prot, flags, fd, from), MAP_FAILED, false)
WRAP(int, pthread_create,
	(pthread_t * out, const pthread_attr_t *how_made, void *(*body)(void *), void *data),
	(out, how_made, body, data), errno, false)
WRAP_MADE(int, close, (int fd), (fd), -1)
WRAP_MADE(int, closedir, (DIR * folder), (folder), -1)
WRAP_MADE(int, fclose, (FILE * file), (file), EOF)
WRAP_MADE(int, fflush, (FILE * file), (file), EOF)

/* What the child does before it becomes another program is not looked at. */
pid_t fork(void)
{
	typedef pid_t (*function)(void);
	pid_t pid;

	REAL("fork", function)
	if (strikes("fork", false, false))
		return -1;
	pid = real();
	active = active && pid != 0;
	return pid;
}

int fcntl(int fd, int command, ...)
{
	typedef int (*function)(int fd, int command, ...);
	va_list rest;
	void *argument;

	REAL("fcntl", function)
	va_start(rest, command);
	argument = va_arg(rest, void *);
	va_end(rest);
	return strikes("fcntl", false, false) ? -1 : real(fd, command, argument);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	typedef ssize_t (*function)(int fd, const void *bytes, size_t size);

	REAL("write", function)
	if (strikes("write", false, true))
		return -1;
	if (how != -1 || told->calls != wanted || !active || inside || allocations)
		return real(fd, bytes, size);
	(void)!real(fd, bytes, size / 2);
	kill(getpid(), SIGKILL);
	return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	typedef ssize_t (*function)(int fd, const void *bytes, size_t size, off_t at);

	REAL("pwrite", function)
	return strikes("pwrite", false, true) ? -1 : real(fd, bytes, size, at);
}
