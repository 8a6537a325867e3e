/*
 * Prints what the program knows of its own command line and its settings, for the manual and the
 * completions: one row a line, with a tab before each further field. Built and run by make.
 *
 *	verb	NAME	ARGUMENTS	SUMMARY
 *	option	VERB	LETTER	NAME	ARGUMENT	HELP
 *	setting	KEY	ALLOWED	DEFAULT	SENTENCE
 *	signal	KIND	LEVEL	SENTENCE
 */
#include <string.h>

#include "cmd/cmd.h"
#include "settings/table.h"

static const struct detour_verb *const verbs[] = {
#define DETOUR_VERB(name) &detour_verb_##name,
#include "cmd/verbs.def"
#undef DETOUR_VERB
};

static void print_verb(const struct detour_verb *verb)
{
	printf("verb\t%s\t%s\t%s\n", verb->name, verb->arguments, verb->summary);
	for (const struct detour_option *option = verb->options; option && option->name; option++)
		printf("option\t%s\t%.1s\t%s\t%s\t%s\n", verb->name, &option->letter, option->name,
			option->argument ? option->argument : "", option->help);
}

int main(void)
{
	static const char signals[] = "signals.";

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!verbs[i]->unlisted)
			print_verb(verbs[i]);
	for (size_t i = 0; i < DETOUR_SETTING_COUNT; i++) {
		const struct detour_setting *row = &detour_setting_table[i];

		if (!strncmp(row->key, signals, strlen(signals)))
			printf("signal\t%s\t%s\t%s\n", row->key + strlen(signals), row->fallback,
				row->sentence);
		else
			printf("setting\t%s\t%s\t%s\t%s\n", row->key, row->allowed, row->fallback,
				row->sentence);
	}
	return fflush(stdout) || ferror(stdout);
}
