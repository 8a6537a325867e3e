/*
 * How often each kind fires in a real history, and how often the hooks would have asked its
 * authors, played through the same rules (see src/rehearsal.h). A Markdown table each for
 *
 *	HEAD                everything it reaches
 *	pull requests       the newest 3,000 commits that refs/pull/ reaches and HEAD does not, by
 *			    commit date: the nearest thing to what a hook sees
 *
 *	rates REPOSITORY [COMMITS]          at most so many commits of HEAD, the newest
 *
 * Programs are left out. A gap has a row for each rule of its own. A week of an author is one in
 * which they committed. Pull requests are walked all together by date, so that what a commit saw
 * before it is more than its own branch.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "rehearsal.h"

extern char **environ;

enum { PULL_COMMITS = 3000, KINDS = DETOUR_KIND_COUNT, STUCK = KINDS, ROWS = KINDS + 1 };

struct row {
	size_t fired, at_ask, asked;
};

static size_t row_of(const struct detour_signal *signal)
{
	return !strcmp(signal->rule, "stuck") ? STUCK : signal->kind;
}

static const char *name_of(size_t row)
{
	if (row == STUCK)
		return "gap: stuck";
	return row == DETOUR_KIND_gap ? "gap: away" : detour_kind_name((enum detour_kind)row);
}

static double per(size_t part, size_t whole, double each)
{
	return whole ? each * (double)part / (double)whole : 0;
}

static void print_row(
	const char *name, const struct row *row, const struct detour_rehearsal *rehearsal)
{
	printf("| %s | %zu | %.2f | %.2f | %zu | %.2f | %.3f |\n", name, row->fired,
		per(row->fired, rehearsal->commits, 100), per(row->at_ask, rehearsal->commits, 100),
		row->asked, per(row->asked, rehearsal->commits, 100),
		per(row->asked, rehearsal->author_weeks, 1));
}

static void print_table(const char *title, const struct detour_rehearsal_show *show, double seconds)
{
	const struct detour_rehearsal *rehearsal = &show->rehearsal;
	struct row rows[ROWS] = {{0, 0, 0}}, all = {0, 0, 0};

	for (size_t i = 0; i < show->observation.count; i++) {
		const struct detour_signal *signal = &show->observation.signals[i];
		struct row *row = &rows[row_of(signal)];

		row->fired++;
		row->at_ask += signal->level == DETOUR_LEVEL_ASK;
	}
	for (size_t i = 0; i < rehearsal->count; i++)
		rows[row_of(rehearsal->questions[i].main)].asked++;
	printf("\n%s: %zu commits of %zu authors in %zu author-weeks, %zu more told at pushes, "
	       "%.1f s\n\n",
		title, rehearsal->commits, rehearsal->authors, rehearsal->author_weeks,
		rehearsal->at_pushes, seconds);
	printf("| kind | fired | per 100 | at level ask | questions | per 100 | per "
	       "author-week |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
	for (size_t i = 0; i < ROWS; i++) {
		print_row(name_of(i), &rows[i], rehearsal);
		all.fired += rows[i].fired;
		all.at_ask += rows[i].at_ask;
		all.asked += rows[i].asked;
	}
	print_row("all", &all, rehearsal);
}

/* The tips of refs/pull/, as git lists them. Returns how many. */
static size_t push_pulls(struct detour_walk *walk, struct detour_repo *repo)
{
	FILE *list = popen("git for-each-ref --format='%(objectname)' refs/pull/", "r");
	char line[100];
	size_t count = 0;

	while (list && fgets(line, sizeof(line), list)) {
		struct detour_oid tip, commit;

		line[strcspn(line, "\n")] = '\0';
		if (detour_oid_parse(&tip, line) && !detour_repo_peel(repo, &tip, &commit) &&
			!detour_walk_push(walk, &commit, NULL))
			count++;
	}
	if (list)
		pclose(list);
	return count;
}

static int measure(
	struct detour_workspace *workspace, bool pulls, size_t limit, struct detour_error *err)
{
	struct detour_rehearsal_range range = {.everybody = true, .limit = limit};
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_rehearsal_show show = {.cut = false};
	clock_t start = clock();
	struct detour_oid head;
	size_t tips = 0;
	int code = detour_repo_head(workspace->repo, &head, err);

	if (!code && !pulls)
		code = detour_walk_push(walk, &head, err);
	if (!code && pulls) {
		tips = push_pulls(walk, workspace->repo);
		code = detour_walk_hide(walk, &head, err);
	}
	if (!code && pulls && !tips)
		printf("\nno refs/pull/ here: nothing to tell of pull requests\n");
	else if (!code)
		code = detour_rehearsal_run(&show, workspace, walk, &range, err);
	if (!code && (!pulls || tips))
		print_table(pulls ? "pull requests" : "HEAD", &show,
			(double)(clock() - start) / CLOCKS_PER_SEC);
	detour_rehearsal_show_release(&show);
	detour_walk_free(walk);
	return code;
}

int main(int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_context ctx;
	int code;

	if (argc < 2 || chdir(argv[1]) < 0) {
		fprintf(stderr, "usage: rates REPOSITORY [COMMITS]\n");
		return 2;
	}
	detour_context_init(&ctx, environ, argv[0], 1);
	code = detour_workspace_open(&workspace, &ctx, &err);
	if (!code)
		code = measure(&workspace, false, argc > 2 ? strtoul(argv[2], NULL, 10) : 0, &err);
	if (!code)
		code = measure(&workspace, true, PULL_COMMITS, &err);
	detour_workspace_close(&workspace);
	if (code)
		fprintf(stderr, "rates: %s\n", err.message);
	return code ? 1 : 0;
}
