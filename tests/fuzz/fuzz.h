/*
 * Fuzzing: each tests/fuzz/NAME_fuzz.c feeds bytes to one parser and checks what must hold whatever
 * the bytes are: what we wrote is found again, doing it twice changes nothing, what was there
 * stays, and what is shown is clean.
 *
 * `make fuzz TIME=60 TARGET=NAME` looks for bytes that break it; NAME.dict has the words that are
 * worth trying, corpus/NAME/ the inputs to begin with. Those are replayed by every run of the unit
 * tests (replay.c), so what once was broken goes there as a file of its own. They are written by
 * hand, or were made of those by the targets (found-…, each reaching code that the ones before do
 * not): no text of others.
 *
 * fuzz_begin, then what is taken from the input; fuzz_end frees it. Texts are taken up to the byte
 * 0xff, which is no part of UTF-8, and have no byte to spare behind them, so that a sanitizer sees
 * who reads on.
 */
#ifndef DETOUR_FUZZ_H
#define DETOUR_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/commit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                                      \
	do {                                                                                       \
		if (!(condition))                                                                  \
			fuzz_fail(__FILE__, __LINE__, #condition);                                 \
	} while (0)
_Noreturn void fuzz_fail(const char *file, int line, const char *condition);

#define FUZZ_TEXTS 64

struct fuzz_input {
	const char *at, *end;
	char *taken[FUZZ_TEXTS];
	size_t count;
	struct detour_arena arena;
};

void fuzz_begin(struct fuzz_input *input, const uint8_t *data, size_t size);
void fuzz_end(struct fuzz_input *input);
/* 0 at the end. */
unsigned fuzz_byte(struct fuzz_input *input);
bool fuzz_is_over(const struct fuzz_input *input);
/* Up to the next 0xff, or all that is left. Without a NUL behind it. */
const char *fuzz_text(struct fuzz_input *input, size_t *size);
const char *fuzz_rest(struct fuzz_input *input, size_t *size);
/* As a string: also up to the first NUL. */
const char *fuzz_word(struct fuzz_input *input);

/* Valid UTF-8 on one line, without control bytes and what turns or hides text. */
void fuzz_check_plain(const char *text);
void fuzz_check_same(const struct detour_buf *a, const struct detour_buf *b);
bool fuzz_is_equal(const char *a, const char *b); /* NULL equals NULL alone */
/* Are all bytes of `old` in `text`, in this order, with at most `runs` stretches put between? */
bool fuzz_is_kept(const char *old, size_t size, const struct detour_buf *text, int runs);

/* A commit of this subject and time whose id is 40 times a digit. */
struct detour_commit fuzz_commit(char digit, const char *subject, int64_t time);

#endif
