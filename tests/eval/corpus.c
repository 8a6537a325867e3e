/*
 * Measures the signals on the labelled corpus: per kind of label how many of the commits that are
 * off plan were seen (recall), and how many of those that were seen are (precision).
 *
 *	corpus [-v]        -v lists the commits that were judged wrong
 */
#include <string.h>

#include "corpus.h"
#include "scene.h"

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

/* Which signal a label speaks of. */
static bool speaks_of(const char *kind, enum detour_kind signal)
{
	return signal == DETOUR_KIND_revert &&
	       (!strncmp(kind, "revert:", 7) || !strncmp(kind, "undo/", 5) ||
		       !strncmp(kind, "reapply:", 8));
}

static void count(struct table *table, const struct corpus_label *label, bool seen)
{
	struct row *row = row_of(table, label->kind);

	if (label->label == 'Y')
		*(seen ? &row->right : &row->missed) += 1;
	else if (label->label == 'N')
		*(seen ? &row->wrong : &row->spared) += 1;
}

static void judge(struct table *table, const struct corpus_commit *commit,
	const struct detour_scene *scene, bool verbose)
{
	struct detour_signal signal;
	bool seen;

	memset(&signal, 0, sizeof(signal));
	signal.commit = scene->commit;
	signal.rule = "-";
	seen = detour_signal_revert(scene, &signal);
	for (size_t i = 0; i < commit->label_count; i++) {
		const struct corpus_label *label = &commit->labels[i];

		if (!speaks_of(label->kind, DETOUR_KIND_revert))
			continue;
		count(table, label, seen);
		if (verbose && label->label != 'U' && seen != (label->label == 'Y'))
			printf("%s %s %-4s %-28.28s %s %s\n", seen ? "wrong " : "missed",
				detour_oid_short(scene->arena, &commit->commit.oid, 9), signal.rule,
				label->kind, commit->repo, label->note);
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

int main(int argc, char **argv)
{
	bool verbose = argc > 1 && !strcmp(argv[1], "-v");
	struct table table = {.count = 0};
	struct corpus corpus;

	if (!corpus_open(&corpus))
		return 0;
	for (size_t i = 0; i < corpus.count; i++) {
		struct scene_history history;

		scene_init(&history);
		history.commits = detour_realloc(NULL, sizeof(*history.commits));
		history.commits[0] = corpus.commits[i].commit;
		history.count = history.capacity = 1;
		judge(&table, &corpus.commits[i], scene_judge(&history, 0), verbose);
		scene_release(&history);
	}
	print(&table);
	corpus_release(&corpus);
	return 0;
}
