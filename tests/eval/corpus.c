/*
 * Measures the signals on the labelled corpus: per kind of label how many of the commits that are
 * off plan were seen (recall), and how many of those that were seen are (precision).
 *
 *	corpus [-v] [REPOSITORY]     -v lists the commits that were judged wrong
 *
 * Without a repository reverts, follow-ups and fixups are judged by their words alone, as if the
 *own work that some need were there: first the classes whose words decide, then those that mean
 * something only beside it, whose precision here says little. With one, every kind is judged, on
 * those of the commits that are there, as `git detour scan` sees them.
 */
#include <string.h>
#include <unistd.h>

#include "corpus.h"
#include "observe.h"
#include "scene.h"
#include "signal/autosquash.h"
#include "signal/fixup.h"
#include "signal/followup.h"

extern char **environ;

struct row {
	const char *kind;
	size_t right, missed, wrong, spared; /* Y seen, Y not, N seen, N not */
};

struct table {
	struct row rows[64];
	size_t count;
};

static struct row *row_of(struct table *table, const char *kind)
{
	for (size_t i = 0; i < table->count; i++)
		if (!strcmp(table->rows[i].kind, kind))
			return &table->rows[i];
	if (table->count == sizeof(table->rows) / sizeof(*table->rows))
		return &table->rows[table->count - 1];
	table->rows[table->count].kind = kind;
	return &table->rows[table->count++];
}

/* Which signal a label speaks of: the start of its name decides. */
static const struct {
	const char *label;
	enum detour_kind kind;
} meanings[] = {
	{"revert:", DETOUR_KIND_revert},
	{"undo/", DETOUR_KIND_revert},
	{"reapply:", DETOUR_KIND_revert},
	{"blob-return:full", DETOUR_KIND_undo},
	{"content:", DETOUR_KIND_undo},
	{"rework:DROP", DETOUR_KIND_rework},
	{"rework:FLIP", DETOUR_KIND_rework},
	{"fixlike-v1:K2_bare", DETOUR_KIND_fixup},
	{"fixlike-v2(hold-out):BARE", DETOUR_KIND_fixup},
	{"fixlike", DETOUR_KIND_followup},
};

static enum detour_kind meaning_of(const char *label)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
		if (!strncmp(label, meanings[i].label, strlen(meanings[i].label)))
			return meanings[i].kind;
	return DETOUR_KIND_COUNT;
}

/* What gives files back what they held is an undo, or a revert if the message says so. */
static bool answers(enum detour_kind seen, enum detour_kind wanted)
{
	return seen == wanted || (seen == DETOUR_KIND_revert && wanted == DETOUR_KIND_undo);
}

/* What a label speaks of. */
enum subject { REVERT, WORDS, GATED, SUBJECT_COUNT, NONE };

static bool holds_any(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

static enum subject subject_of(const char *kind)
{
	static const char *const deciding[] = {
		"bare", "oops", "forgot", "followup", "BARE", "OOPS", "FORGOT", "FOLLOW"};

	if (!strncmp(kind, "revert:", 7) || !strncmp(kind, "undo/", 5) ||
		!strncmp(kind, "reapply:", 8))
		return REVERT;
	if (strncmp(kind, "fixlike-", 8) != 0)
		return NONE;
	return holds_any(kind, deciding, sizeof(deciding) / sizeof(*deciding)) ? WORDS : GATED;
}

/* The rule that sees it, or NULL. */
static const char *rule_by_words(const char *subject)
{
	int number = detour_followup_find(subject, 0);

	if (detour_autosquash_rest(subject))
		return "autosquash";
	if (detour_fixup_is_bare(subject))
		return "bare";
	return number < 0 ? NULL : detour_followup_class(number)->name;
}

static void count(struct table *table, const struct corpus_label *label, bool seen)
{
	struct row *row = row_of(table, label->kind);

	if (label->label == 'Y')
		*(seen ? &row->right : &row->missed) += 1;
	else if (label->label == 'N')
		*(seen ? &row->wrong : &row->spared) += 1;
}

static void judge(struct table *tables, const struct corpus_commit *commit,
	const struct detour_scene *scene, bool verbose)
{
	struct detour_signal signal;
	const char *rules[SUBJECT_COUNT];

	memset(&signal, 0, sizeof(signal));
	signal.commit = scene->commit;
	rules[REVERT] = detour_signal_revert(scene, &signal) ? signal.rule : NULL;
	rules[WORDS] = rules[GATED] = rule_by_words(scene->commit->subject);
	for (size_t i = 0; i < commit->label_count; i++) {
		const struct corpus_label *label = &commit->labels[i];
		enum subject subject = subject_of(label->kind);
		const char *rule = subject == NONE ? NULL : rules[subject];

		if (subject == NONE)
			continue;
		count(&tables[subject], label, rule);
		if (verbose && label->label != 'U' && (rule != NULL) != (label->label == 'Y'))
			printf("%s %s %-6s %-28.28s %s %s\n", rule ? "wrong " : "missed",
				detour_oid_short(scene->arena, &commit->commit.oid, 9),
				rule ? rule : "-", label->kind, commit->repo, label->note);
	}
}

static double percent(size_t part, size_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 100.0;
}

static void print_row(const struct row *row)
{
	printf("%-34s %5zu %5zu %9.1f %% %6.1f %%\n", row->kind, row->right + row->missed,
		row->wrong + row->spared, percent(row->right, row->right + row->wrong),
		percent(row->right, row->right + row->missed));
}

static void print(const struct table *table)
{
	struct row all = {.kind = "all"};

	printf("%-34s %5s %5s %11s %8s\n", "label", "Y", "N", "precision", "recall");
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];

		print_row(row);
		all.right += row->right;
		all.missed += row->missed;
		all.wrong += row->wrong;
		all.spared += row->spared;
	}
	print_row(&all);
}

static void judge_in_repository(struct table *table, const struct corpus_commit *commit,
	struct detour_workspace *workspace, bool verbose)
{
	struct detour_observer observer = {.workspace = workspace};
	struct detour_observation observation = {0};

	if (!detour_repo_has(workspace->repo, &commit->commit.oid) ||
		detour_observe_commit(&observer, &commit->commit.oid, &observation, NULL))
		return;
	for (size_t i = 0; i < commit->label_count; i++) {
		const struct corpus_label *label = &commit->labels[i];
		enum detour_kind wanted = meaning_of(label->kind);
		bool seen = false;

		if (wanted == DETOUR_KIND_COUNT)
			continue;
		for (size_t j = 0; j < observation.count; j++)
			seen |= answers(observation.signals[j].kind, wanted);
		count(table, label, seen);
		if (verbose && label->label != 'U' && seen != (label->label == 'Y'))
			printf("%s %s %-34.34s %.80s (%s)\n", seen ? "wrong " : "missed",
				detour_oid_short(&observation.arena, &commit->commit.oid, 9),
				label->kind, commit->commit.subject, label->note);
	}
	detour_observation_release(&observation);
}

static int measure_repository(const struct corpus *corpus, const char *path, bool verbose)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct table table = {.count = 0};
	struct detour_workspace workspace;
	struct detour_context ctx;
	int code;

	detour_context_init(&ctx, environ, "corpus", 1);
	code = chdir(path) < 0 ? detour_error_set(&err, DETOUR_ENOTFOUND, "no '%s'", path)
			       : detour_workspace_open(&workspace, &ctx, &err);
	if (code) {
		fprintf(stderr, "corpus: %s\n", err.message);
		return 1;
	}
	for (size_t i = 0; i < corpus->count; i++)
		judge_in_repository(&table, &corpus->commits[i], &workspace, verbose);
	detour_workspace_close(&workspace);
	if (table.count)
		print(&table);
	else
		printf("no commit of the corpus is in '%s'\n", path);
	return 0;
}

static void measure_messages(const struct corpus *corpus, bool verbose)
{
	struct table tables[SUBJECT_COUNT] = {{.count = 0}};

	for (size_t i = 0; i < corpus->count; i++) {
		struct scene_history history;

		scene_init(&history);
		history.commits = detour_realloc(NULL, sizeof(*history.commits));
		history.commits[0] = corpus->commits[i].commit;
		history.count = history.capacity = 1;
		judge(tables, &corpus->commits[i], scene_judge(&history, 0), verbose);
		scene_release(&history);
	}
	for (int i = 0; i < SUBJECT_COUNT; i++)
		print(&tables[i]);
}

int main(int argc, char **argv)
{
	bool verbose = argc > 1 && !strcmp(argv[1], "-v");
	const char *path = argc > 1 + verbose ? argv[1 + verbose] : NULL;
	struct corpus corpus;
	int leave = 0;

	if (!corpus_open(&corpus))
		return 0;
	if (path)
		leave = measure_repository(&corpus, path, verbose);
	else
		measure_messages(&corpus, verbose);
	corpus_release(&corpus);
	return leave;
}
