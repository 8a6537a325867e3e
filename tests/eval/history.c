/*
 * Runs the signals over a whole history, to be read by people: what fires, and what looks as if it
 * should and does not.
 *
 *	history REPOSITORY [fired | quiet | lost | subject | gap]
 *
 * `fired` (the default) prints each signal; `quiet` commits that speak of reverting in their
 *subject and fire nothing; `lost` those that hold "This reverts commit <id>" and either fire
 *nothing or find another target; `subject` those whose target by subject is none or another than by
 *id; `gap` gaps alone; a last line counts. History comes from git log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pattern.h"
#include "scene.h"
#include "signal/revert_past.h"

static const char *repository;

/* `command` with the repository for %s; the output of git, to be freed. */
static FILE *git(const char *arguments)
{
	char command[5000];

	snprintf(command, sizeof(command), "git -C '%s' %s", repository, arguments);
	return popen(command, "r");
}

static const struct detour_commit *load_paths(void *data)
{
	struct scene_history *history = data;
	struct detour_commit *commit = &history->commits[history->judged];
	char hex[DETOUR_HEX_SIZE + 1], arguments[200], line[5000];
	FILE *out;

	if (commit->facts & DETOUR_FACT_PATHS)
		return commit;
	commit->facts |= DETOUR_FACT_PATHS;
	detour_oid_hex(&commit->oid, hex);
	snprintf(arguments, sizeof(arguments), "diff-tree --root -r --no-renames --name-only %s",
		hex);
	out = git(arguments);
	while (out && fgets(line, sizeof(line), out)) {
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, hex) != 0 && commit->change_count < 100)
			scene_path(history, commit, line);
	}
	if (out)
		pclose(out);
	return commit;
}

/* Ids in order, for finding commits by one. */
struct entry {
	char hex[DETOUR_HEX_SIZE + 1];
	size_t index;
};
static struct entry *entries;

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->hex, ((const struct entry *)b)->hex);
}

static void index_ids(struct scene_history *history)
{
	entries = detour_realloc(NULL, history->count * sizeof(*entries));
	for (size_t i = 0; i < history->count; i++) {
		detour_oid_hex(&history->commits[i].oid, entries[i].hex);
		entries[i].index = i;
	}
	qsort(entries, history->count, sizeof(*entries), compare);
}

static int find(void *data, const char *hex, size_t digits, struct detour_commit *out)
{
	struct scene_history *history = data;
	size_t low = 0, high = history->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(entries[middle].hex, hex, digits) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == history->count || strncmp(entries[low].hex, hex, digits) != 0)
		return DETOUR_ENOTFOUND;
	*out = history->commits[entries[low].index];
	return 0;
}

static char *field(char **at, char end)
{
	char *start = *at, *stop = strchr(start, end);

	if (!stop)
		stop = start + strlen(start);
	*at = *stop ? stop + 1 : stop;
	*stop = '\0';
	return start;
}

static void read_record(struct scene_history *history, char *record)
{
	char *hex = field(&record, '\n'), *parents = field(&record, '\n');
	char *name = field(&record, '\n'), *email = field(&record, '\n');
	char *time = field(&record, '\n'), *commit_time = field(&record, '\n');
	struct detour_commit *commit = scene_add(history, hex, strtoll(time, NULL, 10), record);
	const char *space = strchr(time, ' ');
	int zone = space ? atoi(space) : 0;

	commit->facts = DETOUR_FACT_MESSAGE;
	commit->author_name = detour_arena_strdup(&history->arena, name);
	commit->author_email = detour_arena_strdup(&history->arena, email);
	commit->author_offset = zone / 100 * 60 + zone % 100;
	commit->commit_time = strtoll(commit_time, NULL, 10);
	commit->parent_count = *parents ? 1 : 0;
	for (; *parents; parents++)
		commit->parent_count += *parents == ' ';
}

static void read_history(struct scene_history *history)
{
	FILE *log =
		git("log --reverse -z --date=raw --format='%H%n%P%n%aN%n%aE%n%ad%n%ct%n%B' HEAD");
	char *record = NULL;
	size_t room = 0;

	while (log && getdelim(&record, &room, '\0', log) > 0)
		read_record(history, record);
	free(record);
	if (log)
		pclose(log);
}

static struct detour_pattern sentence = DETOUR_PATTERN(
	"this reverts commit", "^This reverts commit ([0-9a-f]{40})", DETOUR_PATTERN_LINES);
static struct detour_pattern suspect = DETOUR_PATTERN("revert|back|undo|roll|land|appl",
	"revert|back(?:ed|s|ing)?[ -]?out|\\bundo|roll(?:ed|ing)?[ -]?back|\\bre-?land|\\bre-?appl",
	DETOUR_PATTERN_CASELESS);

static void print(
	const char *what, const struct detour_scene *scene, const struct detour_signal *signal)
{
	printf("%s %s %-4s %zu| %.150s", what,
		detour_oid_short(scene->arena, &scene->commit->oid, 10),
		signal->rule ? signal->rule : "-", signal->related_count, scene->commit->subject);
	if (signal->doing)
		printf(" => %s", detour_signal_evidence(scene->arena, signal));
	printf("\n");
}

/* Does the message name an id with "This reverts commit" that the signal did not find? */
static bool is_lost(
	const struct detour_scene *scene, const struct detour_signal *signal, bool fired)
{
	struct detour_match groups[2];
	char hex[DETOUR_HEX_SIZE + 1], main[DETOUR_HEX_SIZE + 1] = "";

	if (!detour_pattern_match(
		    &sentence, scene->commit->message, scene->commit->message_size, groups, 2))
		return false;
	memcpy(hex, scene->commit->message + groups[1].start, DETOUR_HEX_SIZE);
	hex[DETOUR_HEX_SIZE] = '\0';
	if (fired && signal->related_count)
		detour_oid_hex(&signal->related[0], main);
	return strcmp(hex, main) != 0;
}

/* Where the message has the id, is the subject's target the same one? */
static bool is_elsewhere(const struct detour_scene *scene, const struct detour_signal *signal)
{
	const struct detour_commit *commit;
	struct detour_revert revert;

	if (!signal->rule || strcmp(signal->rule, "T1b") != 0 || !signal->related_count ||
		!detour_revert_read(scene, &revert) || !revert.object.size)
		return false;
	commit = detour_revert_by_subject(scene, revert.object, revert.reapply);
	return !commit || !detour_oid_equal(&commit->oid, &signal->related[0]);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 2 ? argv[2] : "fired";
	bool gaps = !strcmp(mode, "gap");
	clock_t spent = 0;
	size_t seen = 0, resolved = 0, shown = 0, away = 0;
	struct scene_history history;

	if (argc < 2) {
		fprintf(stderr,
			"usage: history REPOSITORY [fired | quiet | lost | subject | gap]\n");
		return 2;
	}
	repository = argv[1];
	scene_init(&history);
	read_history(&history);
	index_ids(&history);
	for (size_t i = 0; i < history.count; i++) {
		struct detour_scene scene = *scene_judge(&history, i);
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_signal signal;
		bool fired;

		scene.find = find;
		scene.paths = load_paths;
		scene.arena = &arena;
		memset(&signal, 0, sizeof(signal));
		signal.commit = scene.commit;
		signal.detail = "";
		spent -= clock();
		fired = gaps ? detour_signal_gap(&scene, &signal)
			     : detour_signal_revert(&scene, &signal);
		spent += clock();
		seen += fired;
		resolved += fired && signal.related_count;
		away += fired && gaps && !strcmp(signal.rule, "away");
		if (!strcmp(mode, "quiet")
				? !fired && detour_pattern_match(&suspect, scene.commit->subject,
						    strlen(scene.commit->subject), NULL, 0)
			: !strcmp(mode, "subject") ? fired && is_elsewhere(&scene, &signal)
			: !strcmp(mode, "lost")    ? is_lost(&scene, &signal, fired)
						   : fired) {
			print(fired ? "fired" : "quiet", &scene, &signal);
			shown++;
		}
		detour_arena_release(&arena);
	}
	printf("%zu commits, %zu signals, %zu with a target, %zu away, %zu shown, %.2f s\n",
		history.count, seen, resolved, away, shown, (double)spent / CLOCKS_PER_SEC);
	free(entries);
	scene_release(&history);
	return 0;
}
