/* Raw mode that no way out leaves behind; see rawmode.h. What runs in a handler here is what POSIX
 * lists as safe there: tcgetpgrp, getpgrp, tcgetattr, tcsetattr, write, sigaction, raise. */
#include "rawmode.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int watched[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2,
	SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGXCPU, SIGXFSZ, SIGTSTP, SIGCONT, SIGTTIN,
	SIGTTOU};
enum { WATCHED = sizeof(watched) / sizeof(watched[0]) };

static struct {
	int fd;
	volatile sig_atomic_t active;
	volatile sig_atomic_t marking; /* pastes are marked */
	volatile sig_atomic_t resumed;
	struct termios original, raw;
	struct sigaction before[WATCHED];
} mode;

bool detour_rawmode_foreground(int fd)
{
	return tcgetpgrp(fd) == getpgrp();
}

static void tell_marking(bool on)
{
	const char *words = on ? "\033[?2004h" : "\033[?2004l";

	/* The terminal never blocks (see terminal.c); where it takes nothing, it shows nothing. */
	if (write(mode.fd, words, 8) < 0)
		errno = 0;
}

/* In the background a shell has the terminal and has set it up for itself, as a rule. Where it is
 * just as we left it, nobody has, and it is ours to mend. */
static bool is_ours(void)
{
	struct termios now;

	if (detour_rawmode_foreground(mode.fd))
		return true;
	return tcgetattr(mode.fd, &now) == 0 && now.c_lflag == mode.raw.c_lflag &&
	       now.c_iflag == mode.raw.c_iflag && now.c_oflag == mode.raw.c_oflag;
}

static void restore(void)
{
	if (!mode.active || !is_ours())
		return;
	if (mode.marking)
		tell_marking(false);
	tcsetattr(mode.fd, TCSANOW, &mode.original);
}

static void on_stop(int number)
{
	int saved = errno;

	(void)number;
	restore();
	raise(SIGSTOP);
	errno = saved;
}

static void on_continue(int number)
{
	(void)number;
	mode.resumed = 1;
}

static void on_end(int number)
{
	int saved = errno;

	restore();
	mode.active = 0;
	for (int i = 0; i < WATCHED; i++)
		if (watched[i] == number)
			sigaction(number, &mode.before[i], NULL);
	raise(number); /* arrives as soon as this handler returns */
	errno = saved;
}

static void watch(int index)
{
	int number = watched[index];
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	sigfillset(&action.sa_mask);
	if (number == SIGTTIN || number == SIGTTOU)
		action.sa_handler = SIG_IGN; /* reading then fails instead of stopping us */
	else if (number == SIGTSTP)
		action.sa_handler = on_stop;
	else if (number == SIGCONT)
		action.sa_handler = on_continue;
	else
		action.sa_handler = on_end;
	sigaction(number, NULL, &mode.before[index]);
	if (mode.before[index].sa_handler != SIG_IGN || number == SIGCONT)
		sigaction(number, &action, NULL);
}

static void make_raw(struct termios *raw)
{
	raw->c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
	raw->c_iflag &= ~(tcflag_t)(IXON | IXOFF | ISTRIP | INLCR | IGNCR | PARMRK);
	raw->c_oflag |= OPOST | ONLCR;
	raw->c_cc[VMIN] = 1;
	raw->c_cc[VTIME] = 0;
}

bool detour_rawmode_enter(int fd)
{
	if (mode.active || tcgetattr(fd, &mode.original) < 0)
		return false;
	mode.fd = fd;
	mode.marking = mode.resumed = 0;
	mode.raw = mode.original;
	make_raw(&mode.raw);
	for (int i = 0; i < WATCHED; i++)
		watch(i);
	mode.active = 1;
	/* Not TCSAFLUSH: that waits for the output, for ever where Ctrl-S holds it. */
	if (!detour_rawmode_foreground(fd) || tcsetattr(fd, TCSANOW, &mode.raw) < 0) {
		detour_rawmode_leave();
		return false;
	}
	tcflush(fd, TCIFLUSH);
	return true;
}

void detour_rawmode_mark_pastes(bool on)
{
	mode.marking = on;
	tell_marking(on);
}

bool detour_rawmode_resumed(void)
{
	if (!mode.resumed || !detour_rawmode_foreground(mode.fd))
		return false;
	mode.resumed = 0;
	tcsetattr(mode.fd, TCSANOW, &mode.raw);
	if (mode.marking)
		tell_marking(true);
	return true;
}

void detour_rawmode_leave(void)
{
	if (!mode.active)
		return;
	restore();
	mode.active = 0;
	for (int i = 0; i < WATCHED; i++)
		sigaction(watched[i], &mode.before[i], NULL);
}
