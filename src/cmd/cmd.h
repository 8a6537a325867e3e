/*
 * Verbs: one descriptor and one function each, in a file of its own.
 *
 * The descriptor is all there is to know about a verb's command line: -h, the list of verbs, the
 * completions and the manual come from it. main.c holds the table.
 */
#ifndef DETOUR_CMD_H
#define DETOUR_CMD_H

#include "../base/error.h"
#include "../workspace.h"
#include "detour.h"

struct detour_option {
	char letter;      /* 0: none */
	const char *name; /* "json", without the dashes */
	/* "COMMIT", or NULL where it takes none; "=WHEN" is optional. Small letters are meant as
	 * they stand: "text|json"; the completions offer those, and what COMMIT, RANGE, BASE,
	 * BRANCH, SESSION, PATH, FILE and KEY stand for. */
	const char *argument;
	const char *help;
};

struct detour_verb {
	const char *name;
	const char *arguments;               /* "[TOPIC] [-c COMMIT|RANGE]...", in such words */
	const char *summary;                 /* one line, imperative */
	const struct detour_option *options; /* ends with one without a name; may be NULL */
	int (*run)(
		struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv);
	bool unlisted;
	bool paged; /* what it prints may be long: see pager.h */
};

/* Walks over the arguments of a verb: options in any order, "--" ends them, abbreviations of long
 * ones as git takes them. `-h` prints the usage. */
struct detour_arguments {
	const struct detour_context *ctx;
	const struct detour_verb *verb;
	int argc;
	char **argv;
	int next;
	bool ended;        /* "--" was seen */
	const char *value; /* of the option last returned, or the operand */
	/* The operands so far, at the front of argv: there is room for as many as were given. */
	const char *const *operands;
	size_t operand_count;
	const char *cluster; /* rest of "-abc" */
};

enum {
	DETOUR_ARG_END = -1,     /* nothing left */
	DETOUR_ARG_OPERAND = -2, /* `value` is no option */
	DETOUR_ARG_HELP = -3,    /* -h was given, the usage is printed: leave with 0 */
	DETOUR_ARG_BAD = -4,     /* an error was printed: leave with DETOUR_EXIT_USAGE */
};
void detour_arguments_init(struct detour_arguments *args, const struct detour_context *ctx,
	const struct detour_verb *verb, int argc, char **argv);
/* The index into verb->options, or one of the above. */
int detour_arguments_next(struct detour_arguments *args);
/* The exit code for DETOUR_ARG_HELP and DETOUR_ARG_BAD. */
int detour_arguments_leave(int token);

/* detour_workspace_open for a verb: a mistake in the settings is told first. */
int detour_cmd_open(
	struct detour_workspace *out, struct detour_context *ctx, struct detour_error *err);
/* What --since=WHEN means as a time: a day, a length, or words. Left as it is where `when` is NULL;
 * DETOUR_EUSAGE where it cannot be read. */
int detour_cmd_since(struct detour_workspace *workspace, const char *when, int64_t *since,
	struct detour_error *err);
/* Sets ctx->color by color.ui, NO_COLOR and where the output goes; detour_cmd_open does it. */
void detour_cmd_set_color(struct detour_workspace *workspace, struct detour_context *ctx);
enum detour_paint { DETOUR_PAINT_ID, DETOUR_PAINT_WELL, DETOUR_PAINT_WRONG };
/* The text in its colour, where there may be one. */
const char *detour_cmd_paint(
	struct detour_workspace *workspace, enum detour_paint paint, const char *text);
/* The columns of the terminal that shows what is printed; 0: there is none. */
int detour_cmd_columns(const struct detour_context *ctx);
/* Prints a sentence behind what takes `used` columns already, and ends the line. On a terminal that
 * is too narrow it goes on below itself; elsewhere it is one line. Not for commands, which people
 * copy. */
void detour_cmd_print_wrapped(const struct detour_context *ctx, int used, const char *text);
/* Prints the error in one line; returns the exit code that fits it. */
int detour_cmd_fail(const struct detour_context *ctx, int code, const struct detour_error *err);

/* Prints what is wrong with a command line, as one plain line behind "detour: "; returns the exit
 * code for it. */
int detour_cmd_usage(const struct detour_context *ctx, const char *format, ...) DETOUR_PRINTF(2, 3);

void detour_verb_usage(const struct detour_verb *verb, FILE *out);

/* `git detour` without a verb; sets how to leave. False outside of any repository: nothing was
 * done. In status.c. */
bool detour_status(struct detour_context *ctx, int *leave);

#define DETOUR_VERB(name) extern const struct detour_verb detour_verb_##name;
#include "verbs.def"
#undef DETOUR_VERB

#endif
