/*
 * Writes a history for `git fast-import`, the same for the same seed.
 *
 * usage: generate [-c COMMITS] [-f FILES] [-s SEED] [-e EMAIL]
 *
 * The first commit brings all files; each other changes a line of one to three, by one author,
 * minutes to hours after the one before, and ends ten minutes before now at the latest. A merge of
 * a branch of four commits comes every fifty. Messages are short and plain; one in two hundred
 * commits is a revert, a fixup or a follow-up, as in histories of people.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	LINES = 12,
	EVERY = 50, /* commits between two merges */
	BRANCH = 4,
	STEP = 600, /* seconds between two commits, about */
	LAST = 1790000000,
};

struct history {
	uint64_t random;
	long commits, files, mark;
	const char *email;
	unsigned *versions; /* of each file's lines: LINES a file */
};

static const char *const verbs[] = {"Read", "Keep", "Move", "Count", "Draw", "Split", "Name",
	"Sort", "Check", "Store", "Paint", "Fold"};
static const char *const things[] = {"the queue", "old entries", "the parser's tables", "a reader",
	"every page", "the index", "its callers", "the window", "empty lines", "what was sent",
	"the third column", "names of folders"};

/* xorshift64*: the same numbers on every machine. */
static unsigned long next(struct history *history, unsigned long below)
{
	history->random ^= history->random >> 12;
	history->random ^= history->random << 25;
	history->random ^= history->random >> 27;
	return (unsigned long)((history->random * 0x2545f4914f6cdd1dU) >> 33) % below;
}

static void put_file(struct history *history, long file)
{
	char text[LINES * 64];
	int size = 0;

	for (int i = 0; i < LINES; i++)
		size += snprintf(text + size, sizeof(text) - (size_t)size,
			"file %ld line %d is %u\n", file, i, history->versions[file * LINES + i]);
	printf("M 100644 inline part%ld/unit%ld/file%ld.c\ndata %d\n%s\n", file / 2500,
		file / 50 % 50, file, size, text);
}

static void put_head(struct history *history, const char *branch, const char *message, long number)
{
	long when = LAST - (history->commits - number) * STEP + (long)next(history, STEP);

	printf("commit refs/heads/%s\nmark :%ld\n", branch, ++history->mark);
	printf("author Ada Example <%s> %ld +0000\n", history->email, when);
	printf("committer Ada Example <%s> %ld +0000\n", history->email, when);
	printf("data %zu\n%s\n", strlen(message), message);
}

/* A message; `before`: the one that a commit off plan refers to. */
static void say(struct history *history, char *out, size_t room, const char *before)
{
	unsigned long kind = next(history, 600);

	if (kind == 0)
		snprintf(out, room, "Revert \"%.80s\"\n", before);
	else if (kind == 1)
		snprintf(out, room, "fixup! %.80s\n", before);
	else if (kind == 2)
		snprintf(out, room, "Forgot to add a file\n");
	else
		snprintf(out, room,
			"%s %s in part %lu\n\nIt was slow where there were %lu of them.\n",
			verbs[next(history, sizeof(verbs) / sizeof(verbs[0]))],
			things[next(history, sizeof(things) / sizeof(things[0]))],
			next(history, 40), next(history, 9000));
}

static void change(struct history *history)
{
	long count = 1 + (long)next(history, 3);
	long first = (long)next(history, (unsigned long)history->files);

	for (long i = 0; i < count && i < history->files; i++) {
		long file = (first + i) % history->files;

		history->versions[file * LINES + (long)next(history, LINES)]++;
		put_file(history, file);
	}
}

static void put_commit(struct history *history, long number, char *subject, size_t room)
{
	long place = number % EVERY, merges = place == 0 && number > BRANCH;
	int beside = place >= EVERY - BRANCH && number - place + EVERY < history->commits;
	char message[256];

	say(history, message, sizeof(message), subject);
	if (merges)
		snprintf(message, sizeof(message), "Merge branch 'side'\n");
	put_head(history, beside ? "side" : "main", message, number);
	if (beside && place == EVERY - BRANCH)
		printf("from :%ld\n", history->mark - 1);
	if (merges)
		printf("merge refs/heads/side\n");
	else
		snprintf(subject, room, "%.*s", (int)strcspn(message, "\n"), message);
	change(history);
}

static int write_history(struct history *history)
{
	char subject[256] = "Begin";

	history->versions = calloc((size_t)history->files * LINES, sizeof(*history->versions));
	if (!history->versions)
		return 1;
	put_head(history, "main", "Begin\n", 0);
	for (long file = 0; file < history->files; file++)
		put_file(history, file);
	for (long number = 1; number < history->commits; number++)
		put_commit(history, number, subject, sizeof(subject));
	printf("reset refs/heads/side\nfrom 0000000000000000000000000000000000000000\n\ndone\n");
	free(history->versions);
	return ferror(stdout) != 0 || fflush(stdout) != 0;
}

int main(int argc, char **argv)
{
	struct history history = {
		.random = 1, .commits = 1000, .files = 20, .email = "ada@example.com"};
	int option;

	while ((option = getopt(argc, argv, "c:f:s:e:")) != -1) {
		if (option == 'c')
			history.commits = strtol(optarg, NULL, 10);
		else if (option == 'f')
			history.files = strtol(optarg, NULL, 10);
		else if (option == 's')
			history.random = strtoull(optarg, NULL, 10) * 2 + 1;
		else if (option == 'e')
			history.email = optarg;
		else
			return 2;
	}
	if (history.commits < 1 || history.files < 1) {
		fputs("usage: generate [-c COMMITS] [-f FILES] [-s SEED] [-e EMAIL]\n", stderr);
		return 2;
	}
	return write_history(&history);
}
