/* The terminal behind /dev/tty; see terminal.h. select(2), because poll(2) knows no terminals on
 * some systems. */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "rawmode.h"

enum {
	WRITE_LIMIT_MS = 2000, /* a terminal held by Ctrl-S, or a line that died */
	SLICE_MS = 250,        /* how often we look whether the terminal is still ours */
};

int64_t detour_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool detour_terminal_open(struct detour_terminal *terminal)
{
	/* A description of our own: that it never blocks is nobody else's business. */
	terminal->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (terminal->fd >= FD_SETSIZE)
		detour_terminal_close(terminal);
	return terminal->fd >= 0;
}

void detour_terminal_close(struct detour_terminal *terminal)
{
	if (terminal->fd >= 0)
		close(terminal->fd);
	terminal->fd = -1;
}

int detour_terminal_columns(const struct detour_terminal *terminal)
{
#ifdef TIOCGWINSZ
	struct winsize size;

	if (ioctl(terminal->fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
#endif
	return 80;
}

/* 1: ready, 0: not in time, -1: interrupted or broken. */
static int wait_for(int fd, bool writing, int64_t ms)
{
	struct timeval limit = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	return select(fd + 1, writing ? NULL : &set, writing ? &set : NULL, NULL, &limit);
}

static void send_out(struct detour_terminal *terminal, const char *text, size_t size)
{
	int64_t deadline = detour_clock_ms() + WRITE_LIMIT_MS;

	while (size && !terminal->gone) {
		ssize_t put = write(terminal->fd, text, size);
		int64_t left = deadline - detour_clock_ms();

		if (put > 0) {
			text += put;
			size -= (size_t)put;
		} else if (put < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
			terminal->gone = true;
		} else if (left <= 0 || !detour_rawmode_foreground(terminal->fd)) {
			terminal->gone = true;
		} else {
			wait_for(terminal->fd, true, left < SLICE_MS ? left : SLICE_MS);
		}
	}
}

void detour_terminal_flush(struct detour_terminal *terminal)
{
	send_out(terminal, terminal->out, terminal->out_size);
	terminal->out_size = 0;
}

void detour_terminal_put(struct detour_terminal *terminal, const char *text, size_t size)
{
	if (size > sizeof(terminal->out) - terminal->out_size)
		detour_terminal_flush(terminal);
	if (size > sizeof(terminal->out)) {
		send_out(terminal, text, size);
		return;
	}
	memcpy(terminal->out + terminal->out_size, text, size);
	terminal->out_size += size;
}

void detour_terminal_puts(struct detour_terminal *terminal, const char *text)
{
	detour_terminal_put(terminal, text, strlen(text));
}

/* 0, or DETOUR_TERMINAL_IDLE where a slice of the time passed, or that it is over. */
static int read_some(struct detour_terminal *terminal, int64_t ms)
{
	int ready = wait_for(terminal->fd, false, ms < SLICE_MS ? ms : SLICE_MS);
	ssize_t got;

	if (detour_rawmode_resumed())
		return DETOUR_TERMINAL_RESUMED;
	if (!detour_rawmode_foreground(terminal->fd))
		return DETOUR_TERMINAL_GONE;
	if (ready <= 0)
		return ready == 0 || errno == EINTR ? DETOUR_TERMINAL_IDLE : DETOUR_TERMINAL_GONE;
	got = read(terminal->fd, terminal->in, sizeof(terminal->in));
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return DETOUR_TERMINAL_IDLE;
	if (got <= 0)
		return DETOUR_TERMINAL_GONE;
	terminal->in_next = 0;
	terminal->in_size = (size_t)got;
	return 0;
}

int detour_terminal_byte(struct detour_terminal *terminal, int64_t timeout_ms)
{
	int64_t deadline = detour_clock_ms() + timeout_ms;

	detour_terminal_flush(terminal);
	while (!detour_terminal_has_more(terminal)) {
		int64_t left = deadline - detour_clock_ms();
		int result;

		if (terminal->gone)
			return DETOUR_TERMINAL_GONE;
		if (left < 0)
			return DETOUR_TERMINAL_IDLE;
		result = read_some(terminal, left);
		if (result == DETOUR_TERMINAL_GONE)
			terminal->gone = true;
		else if (result == DETOUR_TERMINAL_RESUMED)
			return result;
	}
	return terminal->in[terminal->in_next++];
}

bool detour_terminal_has_more(const struct detour_terminal *terminal)
{
	return terminal->in_next < terminal->in_size;
}

void detour_terminal_discard(struct detour_terminal *terminal)
{
	terminal->in_next = terminal->in_size = 0;
	if (!terminal->gone && detour_rawmode_foreground(terminal->fd))
		tcflush(terminal->fd, TCIFLUSH);
}
