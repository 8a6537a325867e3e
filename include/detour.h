/*
 * libdetour: what the hooks and the commands use of git-detour.
 *
 * A program fills a `struct detour_context` with what it found in its surroundings (arguments,
 * environment, streams, clock), calls one of the functions below and leaves with what it returns.
 * The library itself reads no argv and no environment, prints only to the streams in the context,
 * never exits, and keeps no state between two contexts.
 */
#ifndef DETOUR_H
#define DETOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit codes of the commands. */
enum detour_exit {
	DETOUR_EXIT_OK = 0,
	DETOUR_EXIT_FINDINGS = 1, /* `check` found something, or we refuse */
	DETOUR_EXIT_USAGE = 2,
	DETOUR_EXIT_FATAL = 128,
};

struct detour_context {
	char *const *environment; /* as environ(7): NULL-terminated "NAME=value" */
	FILE *in, *out, *err;
	int64_t now;         /* seconds since 1970 */
	const char *program; /* absolute path of the running git-detour or hook, or NULL */
	bool color;          /* may colour be written to `out`? set by the commands */
	bool is_terminal;    /* is `out` shown on a terminal, by a pager or not? */
};

/* The value of an environment variable, or NULL. */
const char *detour_context_env(const struct detour_context *ctx, const char *name);
/* Minutes east of UTC of the clock on the wall, now. Reads the system's time zone: not for the
 * quiet path. */
int detour_context_offset(const struct detour_context *ctx);

/* Fills the context from what a program gets and is, and makes running out of memory end it in one
 * line with `exit_code`. */
void detour_context_init(
	struct detour_context *ctx, char *const *environment, const char *argv0, int exit_code);

/* The hooks. Each returns the exit code: 0, or from pre-push the refusal that the user chose. */
int detour_hook_post_commit(struct detour_context *ctx);
int detour_hook_pre_push(struct detour_context *ctx, const char *remote);
int detour_hook_post_rewrite(struct detour_context *ctx, const char *command);

/* A shim that runs another hook first asks its own to read standard input for both, since a shell
 * has no time limit for that: `<hook> --input`. It is handed on to standard output; other than 0
 * where there may be more. */
bool detour_hook_is_input(int argc, char *const *argv);
int detour_hook_input(struct detour_context *ctx);

#endif
