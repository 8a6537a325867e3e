/*
 * What git writes to the standard input of its hooks. Pure parsers, and a reader with a time limit.
 */
#ifndef DETOUR_HOOK_INPUT_H
#define DETOUR_HOOK_INPUT_H

#include "../base/buf.h"
#include "../base/commit.h"

#define DETOUR_INPUT_LIMIT ((size_t)64 * 1024 * 1024)

/* One line of pre-push. */
struct detour_ref_update {
	const char *local_ref, *remote_ref;
	struct detour_oid local_oid, remote_oid; /* zero: deletion, or a new ref */
};
/* Lines that make no sense are passed over. */
void detour_input_updates(const char *bytes, size_t size, struct detour_arena *arena,
	struct detour_ref_update **updates, size_t *count);

/* One line of post-rewrite: "old SP new [SP extra] LF". */
struct detour_rewrite {
	struct detour_oid from, to;
};
void detour_input_rewrites(const char *bytes, size_t size, struct detour_arena *arena,
	struct detour_rewrite **rewrites, size_t *count);

/* Everything up to the end of input; nothing from a terminal. Gives up after `wait_ms` without a
 * byte. */
int detour_input_read(int fd, int wait_ms, struct detour_buf *out, struct detour_error *err);
/* Hands on everything up to the end of input, as it comes, within `limit_ms` in all. DETOUR_EBUSY
 * where it has no end by then: what came until then was handed on. Takes no memory. */
int detour_input_copy(int from, int to, int limit_ms, struct detour_error *err);

#endif
