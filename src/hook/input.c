/* Parses hook input line by line; see input.h. */
#include "input.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../base/file.h"

enum { FIELDS = 4 };

struct line {
	const char *field[FIELDS];
	size_t count;
};

/* Splits at single spaces; what is behind the last field asked for stays in it. */
static void split(char *text, struct line *line)
{
	line->count = 0;
	while (line->count < FIELDS) {
		line->field[line->count++] = text;
		text = strchr(text, ' ');
		if (!text)
			break;
		*text++ = '\0';
	}
}

/* Calls `take` for each line without its end, in a copy in the arena. */
static void each_line(const char *bytes, size_t size, struct detour_arena *arena,
	void (*take)(void *data, struct line *line), void *data)
{
	size_t at = 0;

	while (at < size) {
		const char *end = memchr(bytes + at, '\n', size - at);
		size_t length = end ? (size_t)(end - bytes) - at : size - at;
		struct line line;

		split(detour_arena_strndup(arena, bytes + at, length), &line);
		take(data, &line);
		at += length + 1;
	}
}

static size_t count_lines(const char *bytes, size_t size)
{
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += bytes[i] == '\n';
	return lines;
}

struct updates {
	struct detour_ref_update *list;
	size_t count;
};

static void take_update(void *data, struct line *line)
{
	struct updates *updates = data;
	struct detour_ref_update *update = &updates->list[updates->count];

	if (line->count < 4 || strlen(line->field[1]) != DETOUR_HEX_SIZE ||
		strlen(line->field[3]) != DETOUR_HEX_SIZE ||
		!detour_oid_parse(&update->local_oid, line->field[1]) ||
		!detour_oid_parse(&update->remote_oid, line->field[3]))
		return;
	update->local_ref = line->field[0];
	update->remote_ref = line->field[2];
	updates->count++;
}

void detour_input_updates(const char *bytes, size_t size, struct detour_arena *arena,
	struct detour_ref_update **updates, size_t *count)
{
	struct updates taken = {
		detour_arena_array(arena, count_lines(bytes, size), sizeof(**updates)), 0};

	each_line(bytes, size, arena, take_update, &taken);
	*updates = taken.list;
	*count = taken.count;
}

struct rewrites {
	struct detour_rewrite *list;
	size_t count;
};

static void take_rewrite(void *data, struct line *line)
{
	struct rewrites *rewrites = data;
	struct detour_rewrite *rewrite = &rewrites->list[rewrites->count];

	if (line->count >= 2 && strlen(line->field[0]) == DETOUR_HEX_SIZE &&
		strlen(line->field[1]) == DETOUR_HEX_SIZE &&
		detour_oid_parse(&rewrite->from, line->field[0]) &&
		detour_oid_parse(&rewrite->to, line->field[1]))
		rewrites->count++;
}

void detour_input_rewrites(const char *bytes, size_t size, struct detour_arena *arena,
	struct detour_rewrite **rewrites, size_t *count)
{
	struct rewrites taken = {
		detour_arena_array(arena, count_lines(bytes, size), sizeof(**rewrites)), 0};

	each_line(bytes, size, arena, take_rewrite, &taken);
	*rewrites = taken.list;
	*count = taken.count;
}

int detour_input_read(int fd, int wait_ms, struct detour_buf *out, struct detour_error *err)
{
	detour_buf_clear(out);
	if (isatty(fd))
		return 0;
	for (;;) {
		struct pollfd poller = {.fd = fd, .events = POLLIN};
		int ready = poll(&poller, 1, wait_ms);
		ssize_t got;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready == 0)
			return detour_error_set(err, DETOUR_EBUSY,
				"cannot read what git tells the hook: nothing came for %d seconds",
				wait_ms / 1000);
		detour_buf_reserve(out, 65536);
		got = read(fd, out->ptr + out->size, 65536);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return detour_error_errno(
				err, errno, "cannot read what git tells the hook");
		if (got == 0)
			return 0;
		out->size += (size_t)got;
		out->ptr[out->size] = '\0';
		if (out->size > DETOUR_INPUT_LIMIT)
			return detour_error_set(err, DETOUR_ELIMIT,
				"cannot read what git tells the hook: it is too long");
	}
}

static int64_t clock_ms(void)
{
	struct timespec now = {0, 0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int detour_input_copy(int from, int to, int limit_ms, struct detour_error *err)
{
	const int64_t end = clock_ms() + limit_ms;
	char bytes[8192];

	for (;;) {
		struct pollfd poller = {.fd = from, .events = POLLIN};
		int64_t left = end - clock_ms();
		int ready = left > 0 ? poll(&poller, 1, (int)left) : 0;
		ssize_t got = ready < 0 ? -1 : 0;

		if (ready == 0)
			return detour_error_set(err, DETOUR_EBUSY,
				"cannot read what git tells the hook: it has no end after %d "
				"seconds",
				limit_ms / 1000);
		if (ready > 0)
			got = read(from, bytes, sizeof(bytes));
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0)
			return detour_error_errno(
				err, errno, "cannot read what git tells the hook");
		if (got == 0)
			return 0;
		if (detour_write_full(to, bytes, (size_t)got) < 0)
			return detour_error_errno(
				err, errno, "cannot hand on what git tells the hook");
	}
}
