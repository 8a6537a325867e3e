/*
 * A place to make real repositories in: an empty directory of its own, a HOME that holds nothing,
 * fixed names and dates, and git as a command.
 *
 * scratch_setup and scratch_teardown are cmocka fixtures; each test starts inside of the empty
 * place.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include "git/repository.h"

int scratch_setup(void **state);
int scratch_teardown(void **state);
const char *scratch_place(void); /* a real path */
/* A shell command that must succeed; what it prints is thrown away. */
void scratch_run(const char *format, ...) DETOUR_PRINTF(1, 2);
/* What it prints, without the last line end; freed by scratch_teardown. */
const char *scratch_read(const char *format, ...) DETOUR_PRINTF(1, 2);
/* The same fed into its standard input. */
const char *scratch_feed(const char *input, size_t size, const char *format, ...)
	DETOUR_PRINTF(3, 4);
/* Writes a file. */
void scratch_write(const char *path, const char *text);

/* The context of this process, as its environment is now. */
const struct detour_context *scratch_context(void);
/* Opens the repository of the current directory; fails the test if it cannot. */
struct detour_repo *scratch_open(void);
struct detour_oid scratch_oid(const char *hex);
/* The 40 digits; a few calls' results live side by side. */
const char *scratch_hex(const struct detour_oid *oid);
/* Memory that goes with the test. */
struct detour_arena *scratch_arena(void);

/* Makes a folder of the scratch place the current one. */
void scratch_enter(const char *folder);

#endif
