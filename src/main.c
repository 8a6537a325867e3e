/*
 * git-detour: notices when work leaves its plan and helps to write that down while it is fresh.
 *
 * The way of the data is the same for one commit, a push, and ten years of history:
 *
 *	repository -> timeline -> signals -> detours -> less what is written down -> decision
 *	-> question | reminder | session
 *
 * The map of the house, from the ground up; arrows of includes run down only:
 *
 *	base/               words, memory, bytes, safe text, time, files, the facts of a commit
 *	context progress    the surroundings of a program; how far something long has come
 *	sieve pattern       words in a text; regular expressions (the only user of pcre2.h)
 *	config              settings files as entries (the only user of ini.h)
 *	objects/            packs and loose files (inflate.c is the only user of libdeflate.h)
 *	git/                repository, walks, reflogs, configuration (the only user of git2.h)
 *	settings/           defaults, .detour.ini, git's configuration; with origin
 *	state/              the append-only log of what was asked and answered
 *	signal/             one file a kind of signal, pure functions, listed in signals.def
 *	timeline lineage    commits newest first, each with its past; ancestors by first parents
 *	returns             what the last commits took away, remembered for the hook
 *	dropped             commits that nothing reaches any more
 *	trail               what was done to the history itself, from the reflogs
 *	journal/            sessions as bytes and structs, to write and to read; where they live
 *	workspace           all of one repository, opened late
 *	leftovers           what of a branch's work lies around, in no pushed commit
 *	activity folding    own work elsewhere; what autosquash would do
 *	view observe*       what a signal gets to see; from a range to its signals, in threads
 *	story               what belongs together, when to speak of it
 *	testimony coverage  every session that can be found; what is written down
 *	sequel              the session that a story is told in already
 *	rehearsal           what the hooks would have asked in the past, simulated
 *	shelf bylines       the sessions as one list; who wrote them
 *	findings about      detours of a range; what sessions are about
 *	briefing resume     what one needs to know to go on, gathered; on one screen
 *	report/             the page to look at, from plain facts
 *	patterns/           what keeps coming back (words.c is the only user of libstemmer.h)
 *	prompt/             the question, and whether somebody is there to answer it
 *	scribe say          writes sessions; the sentences that people read
 *	install/            how the hooks get into a repository, and out again
 *	hook/               what the hooks do
 *	cmd/                one verb a file, and what they share; main.c below has the table
 *	hooks/              outside of src/: the three programs that git runs
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/pager.h"
#include "git/repository.h"
#include "base/text.h"

#ifndef DETOUR_VERSION
#define DETOUR_VERSION "unknown"
#endif

extern char **environ;

static const struct detour_verb *const verbs[] = {
#define DETOUR_VERB(name) &detour_verb_##name,
#include "cmd/verbs.def"
#undef DETOUR_VERB
};

enum { VERB_COUNT = sizeof(verbs) / sizeof(verbs[0]) };

static void print_usage(FILE *out)
{
	fputs("usage: git detour <verb> [<options>]\n\n", out);
	for (size_t i = 0; i < VERB_COUNT; i++)
		if (!verbs[i]->unlisted)
			fprintf(out, "   %-14s %s\n", verbs[i]->name, verbs[i]->summary);
	fputs("\nBegin with preview, then install-hooks. 'git detour <verb> -h' tells more of "
	      "one\nverb, 'git help detour' of all. GIT_DETOUR=off silences one command.\n",
		out);
}

static int unknown_verb(const struct detour_context *ctx, const char *name)
{
	const struct detour_verb *nearest = NULL;
	size_t best = strlen(name) / 2 + 2;

	for (size_t i = 0; i < VERB_COUNT; i++) {
		size_t far = detour_text_distance(name, verbs[i]->name);

		if (!verbs[i]->unlisted && far < best) {
			best = far;
			nearest = verbs[i];
		}
	}
	(void)detour_cmd_usage(
		ctx, "'%.40s' is not a verb of git detour. See 'git detour -h'.", name);
	if (nearest)
		fprintf(ctx->err, "\nThe most similar verb is\n\t%s\n", nearest->name);
	return DETOUR_EXIT_USAGE;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_pager pager = {0};

	if (verb->unlisted) /* hooks have their own rules for what may fail a commit */
		return verb->run(ctx, verb, argc, argv);
	if (verb->paged)
		detour_pager_begin(&pager, ctx);
	return detour_pager_end(&pager, ctx, verb->run(ctx, verb, argc, argv));
}

int main(int argc, char **argv)
{
	struct detour_context ctx;
	const char *name = argc > 1 ? argv[1] : "-h";
	int leave;

	/* Hook managers call `hook` themselves: a fault of ours stops neither commit nor push. */
	bool is_hook = !strcmp(name, "hook") && !detour_hook_is_input(argc - 2, argv + 2);

	detour_context_init(&ctx, environ, argv[0], is_hook ? DETOUR_EXIT_OK : DETOUR_EXIT_FATAL);
	/* As git: whoever reads no further ends us silently, also where our starter ignores that.
	 * Hooks have their own rule. */
	signal(SIGPIPE, SIG_DFL);
	if (argc < 2 && detour_status(&ctx, &leave))
		return leave;
	if (!strcmp(name, "-h") || !strcmp(name, "--help") || !strcmp(name, "help")) {
		print_usage(stdout);
		return DETOUR_EXIT_OK;
	}
	if (!strcmp(name, "--version") || !strcmp(name, "version")) {
		printf("git-detour %s (libgit2 %s)\n", DETOUR_VERSION, detour_git_library());
		return DETOUR_EXIT_OK;
	}
	for (size_t i = 0; i < VERB_COUNT; i++)
		if (!strcmp(name, verbs[i]->name))
			return run(&ctx, verbs[i], argc - 2, argv + 2);
	return unknown_verb(&ctx, name);
}
