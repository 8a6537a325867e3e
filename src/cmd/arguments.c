/* The command line of a verb, walked over with its descriptor; see cmd.h. */
#include <stdarg.h>
#include <string.h>

#include "cmd.h"

enum { USAGE_COLUMN = 28 };

void detour_arguments_init(struct detour_arguments *args, const struct detour_context *ctx,
	const struct detour_verb *verb, int argc, char **argv)
{
	memset(args, 0, sizeof(*args));
	args->ctx = ctx;
	args->verb = verb;
	args->argc = argc;
	args->argv = argv;
	args->operands = (const char *const *)argv;
}

static void print_option(const struct detour_option *option, FILE *out)
{
	char left[120];

	/* "=WHEN" is an argument that may be left out. */
	snprintf(left, sizeof(left), "%c%c%s--%s%s%s", option->letter ? '-' : ' ',
		option->letter ? option->letter : ' ', option->letter ? ", " : "  ", option->name,
		option->argument && option->argument[0] != '=' ? " " : "",
		option->argument ? option->argument : "");
	/* What is too long for its column has its help below it. */
	fprintf(out, "    %-*s", USAGE_COLUMN, left);
	if (strlen(left) > USAGE_COLUMN)
		fprintf(out, "\n    %*s", USAGE_COLUMN, "");
	fprintf(out, " %s\n", option->help);
}

void detour_verb_usage(const struct detour_verb *verb, FILE *out)
{
	fprintf(out, "usage: git detour %s%s%s\n\n    %s\n", verb->name,
		*verb->arguments ? " " : "", verb->arguments, verb->summary);
	if (verb->options && verb->options[0].name)
		fputc('\n', out);
	for (const struct detour_option *option = verb->options; option && option->name; option++)
		print_option(option, out);
}

int detour_cmd_usage(const struct detour_context *ctx, const char *format, ...)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	char text[sizeof(err.message)] = "";
	va_list values;

	va_start(values, format);
	(void)vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	return detour_cmd_fail(ctx, detour_error_set(&err, DETOUR_EUSAGE, "%s", text), &err);
}

static int bad(const struct detour_arguments *args, const char *what, const char *name)
{
	(void)detour_cmd_usage(args->ctx, "%s '%.200s'", what, name);
	detour_verb_usage(args->verb, args->ctx->err);
	return DETOUR_ARG_BAD;
}

/* The option of this name, or the only one that it abbreviates: -1 none, -2 several. */
static int find_long(const struct detour_arguments *args, const char *name, size_t length)
{
	const struct detour_option *options = args->verb->options;
	int found = -1;

	for (int i = 0; options && options[i].name; i++) {
		if (strncmp(options[i].name, name, length) != 0)
			continue;
		if (!options[i].name[length])
			return i;
		found = found == -1 ? i : -2;
	}
	return found;
}

static int take_long(struct detour_arguments *args, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text) : strlen(text);
	int at = find_long(args, text, length);
	const struct detour_option *option;

	if (at < 0)
		return bad(args, at == -2 ? "ambiguous option" : "unknown option",
			args->argv[args->next - 1]);
	option = &args->verb->options[at];
	args->value = equals ? equals + 1 : NULL;
	if (equals && !option->argument)
		return bad(args, "no value belongs to", option->name);
	if (equals || !option->argument || option->argument[0] == '=')
		return at;
	if (args->next >= args->argc)
		return bad(args, "a value is missing behind", option->name);
	args->value = args->argv[args->next++];
	return at;
}

static int take_letter(struct detour_arguments *args)
{
	const struct detour_option *options = args->verb->options;
	const char letter[2] = {*args->cluster++, '\0'};
	int at = 0;

	if (letter[0] == 'h') {
		detour_verb_usage(args->verb, args->ctx->out);
		return DETOUR_ARG_HELP;
	}
	while (options && options[at].name && options[at].letter != letter[0])
		at++;
	if (!options || !options[at].name)
		return bad(args, "unknown option", letter);
	args->value = NULL;
	if (!options[at].argument)
		return at;
	if (*args->cluster)
		args->value = args->cluster;
	else if (args->next < args->argc)
		args->value = args->argv[args->next++];
	else
		return bad(args, "a value is missing behind", letter);
	args->cluster = "";
	return at;
}

int detour_arguments_next(struct detour_arguments *args)
{
	const char *text;

	if (args->cluster && *args->cluster)
		return take_letter(args);
	if (args->next >= args->argc)
		return DETOUR_ARG_END;
	text = args->argv[args->next++];
	if (!args->ended && !strcmp(text, "--")) {
		args->ended = true;
		return detour_arguments_next(args);
	}
	if (args->ended || text[0] != '-' || !text[1]) {
		args->value = args->argv[args->operand_count++] = args->argv[args->next - 1];
		return DETOUR_ARG_OPERAND;
	}
	if (!strcmp(text, "--help")) {
		detour_verb_usage(args->verb, args->ctx->out);
		return DETOUR_ARG_HELP;
	}
	if (text[1] == '-')
		return take_long(args, text + 2);
	args->cluster = text + 1;
	return take_letter(args);
}

int detour_arguments_leave(int token)
{
	return token == DETOUR_ARG_HELP ? DETOUR_EXIT_OK : DETOUR_EXIT_USAGE;
}

int detour_cmd_fail(const struct detour_context *ctx, int code, const struct detour_error *err)
{
	fprintf(ctx->err, "detour: %s\n", err->message[0] ? err->message : "cannot go on");
	return code == DETOUR_EUSAGE ? DETOUR_EXIT_USAGE : DETOUR_EXIT_FATAL;
}
