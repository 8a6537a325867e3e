/*
 * Replays what the fuzz targets begin with, tests/fuzz/corpus/NAME/, through all of them: whatever
 * the compiler, and with the sanitizers and valgrind as the other tests. Prints TAP, a result a
 * target; run from the top of the tree. `replay NAME FILE…` runs these files alone.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define CORPUS "tests/fuzz/corpus/"

typedef int (*target_fn)(const uint8_t *data, size_t size);

/* Made by make from the names of the files. */
#define TARGET(name) int fuzz_target_##name(const uint8_t *data, size_t size);
#include "targets.inc"
#undef TARGET

static const struct target {
	const char *name;
	target_fn run;
} targets[] = {
#define TARGET(name) {#name, fuzz_target_##name},
#include "targets.inc"
#undef TARGET
};

enum { TARGETS = sizeof(targets) / sizeof(targets[0]) };

/* An exact copy, so that reading on is seen. */
static void feed(const struct target *target, const char *bytes, size_t size)
{
	uint8_t *copy = detour_realloc(NULL, size);

	if (size)
		memcpy(copy, bytes, size);
	(void)target->run(copy, size);
	free(copy);
}

static bool replay_file(const struct target *target, const char *path)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_error err = DETOUR_ERROR_INIT;
	bool read = !detour_file_read(path, (size_t)1024 * 1024, 0, &bytes, &err);

	/* Before it runs: it may be the last that is seen of us. */
	printf("# %s%s\n", path, read ? "" : ": cannot be read");
	fflush(stdout);
	if (read)
		feed(target, bytes.ptr, bytes.size);
	detour_buf_release(&bytes);
	return read;
}

/* A target without anything to replay tests nothing. */
static bool replay(const struct target *target)
{
	char path[512];
	struct dirent *entry;
	size_t files = 0, unread = 0;
	DIR *dir;

	snprintf(path, sizeof(path), CORPUS "%s", target->name);
	dir = opendir(path);
	feed(target, "", 0);
	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), CORPUS "%s/%s", target->name, entry->d_name);
		unread += !replay_file(target, path);
		files++;
	}
	if (dir)
		closedir(dir);
	return files && !unread;
}

static int replay_alone(const char *name, char **paths)
{
	for (size_t i = 0; i < TARGETS; i++) {
		if (strcmp(targets[i].name, name) != 0)
			continue;
		for (; *paths; paths++)
			if (!replay_file(&targets[i], *paths))
				return 1;
		return 0;
	}
	fprintf(stderr, "no such target: %s\n", name);
	return 2;
}

int main(int argc, char **argv)
{
	int failed = 0;

	if (argc > 1)
		return replay_alone(argv[1], argv + 2);
	printf("1..%d\n", TARGETS);
	for (int i = 0; i < TARGETS; i++) {
		bool good = replay(&targets[i]);

		printf("%sok %d - fuzz corpus of %s\n", good ? "" : "not ", i + 1, targets[i].name);
		failed += !good;
	}
	return failed != 0;
}
