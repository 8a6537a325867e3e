/*
 * Autosquash: single rules as a table, and all of them together against real rebases of generated
 * histories. DETOUR_AUTOSQUASH_ROUNDS=5000 makes a long run of it, DETOUR_AUTOSQUASH_SEED another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "signal/autosquash.h"

static void test_rest(void **state)
{
	static const struct {
		const char *subject, *rest;
	} cases[] = {{"fixup! add x", "add x"}, {"squash! add x", "add x"},
		{"amend! add x", "add x"}, {"fixup! fixup! add x", "add x"},
		{"fixup!  \t squash! add x", "add x"}, {"fixup!add x", NULL},
		{"Fixup! add x", NULL}, {" fixup! add x", NULL}, {"fixup!", NULL}, {"fixup! ", ""},
		{"fixup! fixup!", "fixup!"}, {"", NULL}, {"fixup! \v add x", "\v add x"},
		{"fixup! \r\n add x", "add x"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *rest = detour_autosquash_rest(cases[i].subject);

		if (!cases[i].rest)
			assert_null(rest);
		else
			assert_string_equal(rest, cases[i].rest);
	}
}

static long find_bee(void *data, const char *revision)
{
	(void)data;
	return strcmp(revision, "bee") && strcmp(revision, "two bees") ? -1 : 1;
}

static void check_plan(
	const char *const *subjects, size_t count, const long *named, const long *target)
{
	struct detour_autosquash list = {subjects, count, find_bee, NULL};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	long *got_named, *got_target;

	detour_autosquash_plan(&list, &arena, &got_named, &got_target);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(got_named[i], named[i]);
		assert_int_equal(got_target[i], target[i]);
	}
	detour_arena_release(&arena);
}

static void test_plan(void **state)
{
	(void)state;
	{ /* the oldest of two equal subjects; only earlier commits */
		static const char *const subjects[] = {"a", "fixup! b", "b", "b", "fixup! b"};
		check_plan(subjects, 5, (const long[]){-1, -1, -1, -1, 2},
			(const long[]){-1, -1, -1, -1, 2});
	}
	{ /* whole subject before revision before beginning */
		static const char *const subjects[] = {
			"bee here", "x", "fixup! bee", "bee", "fixup! bee"};
		check_plan(subjects, 5, (const long[]){-1, -1, 1, -1, 3},
			(const long[]){-1, -1, 1, -1, 3});
	}
	{ /* what holds a space is no revision */
		static const char *const subjects[] = {"a", "b", "fixup! two bees"};
		check_plan(subjects, 3, (const long[]){-1, -1, -1}, (const long[]){-1, -1, -1});
	}
	{ /* a fixup that is found by its beginning: named is it, the target what it goes into */
		static const char *const subjects[] = {"a", "fixup! a", "squash! fixup!"};
		check_plan(subjects, 3, (const long[]){-1, 0, 1}, (const long[]){-1, 0, 0});
	}
	{ /* one that found nothing stays and can be a target; entries may be missing */
		static const char *const subjects[] = {
			NULL, "fixup! gone", "fixup! fixup! go", "fixup! fix"};
		check_plan(
			subjects, 4, (const long[]){-1, -1, -1, 1}, (const long[]){-1, -1, -1, 1});
	}
	check_plan(NULL, 0, NULL, NULL);
}

/* ---- against git */

enum { MOST = 14 };

struct history {
	char hex[MOST][41];
	char *subjects[MOST];
	size_t count;
	int number;
};

static uint32_t random_state;

static uint32_t pick(uint32_t below)
{
	random_state = random_state * 1664525U + 1013904223U;
	return (random_state >> 8) % below;
}

static const char *one_of(const char *const *list, size_t count)
{
	return list[pick((uint32_t)count)];
}
#define ONE_OF(list) one_of(list, sizeof(list) / sizeof(*(list)))

/* What a prefix is followed by: subjects, beginnings of them, names of commits, traps. */
static void add_name(struct detour_buf *out, const struct history *history)
{
	static const char *const subjects[] = {"add", "add x", "add xy", "a", "add  x",
		"\xc3\xa4 x", "x add", "fix", "fixup!", "fixup", "squash! ", "tab\tin it",
		"add x\nand y", "a!", "two words\n", "HEAD", "HEAD~2", "HEAD^", "nothing-here", "",
		"\tadd x", "add x  "};
	size_t i = history->count ? pick((uint32_t)history->count) : 0;

	switch (history->count ? pick(6) : 5) {
	case 0:
		detour_buf_add(out, history->hex[i], 6 + pick(35));
		break;
	case 1:
		detour_buf_addf(out, "t%d-%zu", history->number, i);
		break;
	case 2:
		detour_buf_addstr(out, history->subjects[i]);
		break;
	case 3:
		detour_buf_add(out, history->subjects[i],
			strlen(history->subjects[i]) ? pick((uint32_t)strlen(history->subjects[i]))
						     : 0);
		break;
	default:
		detour_buf_addstr(out, ONE_OF(subjects));
	}
}

static void make_message(struct detour_buf *out, const struct history *history)
{
	static const char *const prefixes[] = {"fixup! ", "squash! ", "amend! ", "fixup!  ",
		"amend! \t", "Fixup! ", "fixup!", " fixup! ", "fixup! \n"};

	detour_buf_clear(out);
	for (uint32_t depth = pick(4); depth > 1 || (depth && pick(2)); depth--)
		detour_buf_addstr(out, ONE_OF(prefixes));
	add_name(out, history);
	if (!pick(4))
		detour_buf_addstr(out, "\n\nA body\nfixup! add x\n");
}

/* The command's first line, or its whole output. */
static char *run(const char *command)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	FILE *pipe = popen(command, "r");
	char bytes[4096];
	size_t size;

	assert_non_null(pipe);
	while ((size = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		detour_buf_add(&out, bytes, size);
	pclose(pipe);
	return detour_buf_detach(&out);
}

/* git fast-import, asked for each commit's id. */
struct importer {
	FILE *in, *out;
	pid_t process;
	int mark;
};

static void start_importer(struct importer *importer)
{
	int in[2], out[2];

	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	importer->process = fork();
	assert_true(importer->process >= 0);
	if (!importer->process) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execlp("git", "git", "fast-import", "--quiet", (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	importer->in = fdopen(in[1], "w");
	importer->out = fdopen(out[0], "r");
	importer->mark = 0;
	assert_non_null(importer->in);
	assert_non_null(importer->out);
}

static void stop_importer(struct importer *importer)
{
	int status;

	fclose(importer->in);
	fclose(importer->out);
	waitpid(importer->process, &status, 0);
	assert_int_equal(status, 0);
}

/* As `git log --format=%s` will print it: lines without the space at their ends, joined by one. */
static char *subject_of(const char *message)
{
	struct detour_buf out = DETOUR_BUF_INIT;

	for (bool any = false;; message++) {
		size_t line = strcspn(message, "\n"), size = line;

		while (size && strchr(" \t\r\v\f", message[size - 1]))
			size--;
		if (any && !size)
			break;
		if (any)
			detour_buf_addch(&out, ' ');
		detour_buf_add(&out, message, size);
		any = any || size;
		message += line;
		if (!*message)
			break;
	}
	return detour_buf_detach(&out);
}

static void import(struct importer *importer, struct history *history, const char *message)
{
	size_t i = history->count;

	importer->mark++;
	fprintf(importer->in,
		"commit refs/heads/h%d\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata %zu\n",
		history->number, importer->mark, 1700000000 + importer->mark, strlen(message));
	fwrite(message, 1, strlen(message), importer->in);
	if (i)
		fprintf(importer->in, "\nfrom :%d", importer->mark - 1);
	fprintf(importer->in, "\n\nreset refs/tags/t%d-%zu\nfrom :%d\n\nget-mark :%d\n",
		history->number, i, importer->mark, importer->mark);
	fflush(importer->in);
	assert_int_equal(fread(history->hex[i], 1, 41, importer->out), 41);
	history->hex[i][40] = '\0';
	history->subjects[i] = subject_of(message);
	history->count++;
}

static void generate(struct importer *importer, struct history *history, int number)
{
	struct detour_buf message = DETOUR_BUF_INIT;
	size_t count = 2 + pick(MOST - 2);

	memset(history, 0, sizeof(*history));
	history->number = number;
	while (history->count < count) {
		make_message(&message, history);
		import(importer, history, message.ptr);
	}
	detour_buf_release(&message);
}

static struct history *all;
static int all_count;

/* Does a short id mean one commit alone, of all that are in the repository? */
static bool is_unique(const char *digits, size_t size)
{
	int found = 0;

	for (int i = 0; i < all_count; i++)
		for (size_t k = 0; k < all[i].count; k++)
			found += !strncmp(all[i].hex[k], digits, size);
	return found == 1;
}

static long find_generated(void *data, const char *revision)
{
	const struct history *history = data;
	size_t size = strlen(revision);
	long last = (long)history->count - 1;
	char name[32];

	if (!strcmp(revision, "HEAD"))
		return last;
	if (!strcmp(revision, "HEAD^"))
		return last - 1;
	if (!strcmp(revision, "HEAD~2"))
		return last - 2;
	for (size_t i = 0; i < history->count; i++) {
		snprintf(name, sizeof(name), "t%d-%zu", history->number, i);
		if (!strcmp(revision, name) ||
			(size >= 4 && !strncmp(history->hex[i], revision, size) &&
				is_unique(revision, size)))
			return (long)i;
	}
	return -1;
}

static const char *command_for(const char *subject)
{
	if (!strncmp(subject, "fixup!", 6))
		return "fixup";
	return strncmp(subject, "amend!", 6) ? "squash" : "fixup -C";
}

/* The to-do list that follows from the plan: each commit behind the last that was folded into what
 * it names. */
static char *expected_todo(const struct history *history, const long *named)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	long next[MOST], tail[MOST];

	for (size_t i = 0; i < history->count; i++) {
		long *after;

		next[i] = tail[i] = -1;
		if (named[i] < 0)
			continue;
		after = tail[named[i]] < 0 ? &next[named[i]] : &next[tail[named[i]]];
		next[i] = *after;
		*after = (long)i;
		tail[named[i]] = (long)i;
	}
	for (size_t i = 0; i < history->count; i++)
		for (long at = named[i] < 0 ? (long)i : -1; at >= 0; at = next[at])
			detour_buf_addf(&out, "%s %s\n",
				named[at] < 0 ? "pick" : command_for(history->subjects[at]),
				history->hex[at]);
	return detour_buf_detach(&out);
}

/* The commands and ids of git's own list. */
static char *todo_of_git(int number)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	char command[400], *todo;
	FILE *head = fopen(".git/HEAD", "w");

	assert_non_null(head);
	fprintf(head, "ref: refs/heads/h%d\n", number);
	fclose(head);
	snprintf(command, sizeof(command),
		"git -c core.abbrev=40 rebase -q -i --root --autosquash --keep-empty >/dev/null "
		"2>&1;"
		"rm -rf .git/rebase-merge; cat ../todo; rm -f ../todo");
	todo = run(command);
	for (char *line = strtok(todo, "\n"); line; line = strtok(NULL, "\n")) {
		size_t size = strcspn(line, " ");

		if (*line == '#' || !strncmp(line, "noop", 4))
			continue;
		if (!strncmp(line + size, " -C ", 4))
			size += 3;
		detour_buf_add(&out, line, size + 41);
		detour_buf_addch(&out, '\n');
	}
	free(todo);
	return detour_buf_detach(&out);
}

static void check_targets(const struct history *history, const long *named, const long *target)
{
	for (size_t i = 0; i < history->count; i++) {
		long root = (long)i;

		while (named[root] >= 0)
			root = named[root];
		assert_int_equal(target[i], root == (long)i ? -1 : root);
	}
}

static void check_history(struct history *history)
{
	struct detour_autosquash list = {
		(const char *const *)history->subjects, history->count, find_generated, history};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	char *expected, *got;
	long *named, *target;

	detour_autosquash_plan(&list, &arena, &named, &target);
	check_targets(history, named, target);
	expected = expected_todo(history, named);
	got = todo_of_git(history->number);
	if (strcmp(expected, got) != 0)
		for (size_t i = 0; i < history->count; i++)
			fprintf(stderr, "%2zu -> %2ld %.8s '%s'\n", i, named[i], history->hex[i],
				history->subjects[i]);
	assert_string_equal(got, expected);
	free(expected);
	free(got);
	detour_arena_release(&arena);
	for (size_t i = 0; i < history->count; i++)
		free(history->subjects[i]);
}

static void prepare_repository(char *folder)
{
	assert_non_null(mkdtemp(folder));
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_AUTHOR_NAME", "A", 1);
	setenv("GIT_AUTHOR_EMAIL", "a@example.org", 1);
	setenv("GIT_COMMITTER_NAME", "A", 1);
	setenv("GIT_COMMITTER_EMAIL", "a@example.org", 1);
	setenv("GIT_SEQUENCE_EDITOR", "keep() { cp \"$1\" ../todo; false; }; keep", 1);
	unsetenv("GIT_DIR");
	unsetenv("GIT_WORK_TREE");
	unsetenv("GIT_INDEX_FILE");
	assert_int_equal(chdir(folder), 0);
	free(run("git init -q repository"));
	assert_int_equal(chdir("repository"), 0);
}

static void test_against_git(void **state)
{
	char folder[] = "/tmp/detour-autosquash-XXXXXX", command[100];
	const char *rounds = getenv("DETOUR_AUTOSQUASH_ROUNDS"),
		   *seed = getenv("DETOUR_AUTOSQUASH_SEED");
	struct importer importer;

	(void)state;
	all_count = rounds ? atoi(rounds) : 100;
	all = calloc((size_t)all_count, sizeof(*all));
	assert_non_null(all);
	random_state = seed ? (uint32_t)atoi(seed) : 20;
	prepare_repository(folder);
	start_importer(&importer);
	for (int i = 0; i < all_count; i++)
		generate(&importer, &all[i], i);
	stop_importer(&importer);
	for (int i = 0; i < all_count; i++)
		check_history(&all[i]);
	free(all);
	assert_int_equal(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	free(run(command));
}

/* Thousands that fit nowhere, and thousands that fit the first: neither may cost a square. */
static void test_many(void **state)
{
	enum { MANY = 50000 };
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char **subjects = detour_arena_array(&arena, MANY, sizeof(*subjects));
	struct detour_autosquash list = {subjects, MANY, NULL, NULL};
	long *named, *target;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		subjects[i] = i == 0  ? "a"
			      : i % 2 ? "fixup! a"
				      : detour_arena_printf(&arena, "fixup! b%zu", i);
	detour_autosquash_plan(&list, &arena, &named, &target);
	for (size_t i = 1; i < MANY; i++)
		assert_int_equal(target[i], i % 2 ? 0 : -1);
	detour_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rest), cmocka_unit_test(test_plan),
		cmocka_unit_test(test_many), cmocka_unit_test(test_against_git)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
