/* What a hook remembers of the last commits, against what the commits themselves tell. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lineage.h"
#include "returns.h"
#include "scratch.h"
#include "signal/signal.h"

enum { COMMITS = 130 };

/* A line of commits that change a few files to and fro among few contents, with some merges, files
 * that come and go, and a file that takes a folder's place. */
static void make_history(void)
{
	scratch_run("git init -q r && cd r && awk 'BEGIN { srand(7); for (i = 1; i <= %d; i++) {"
		    " printf \"commit refs/heads/main\\nmark :%%d\\n\", i;"
		    " printf \"committer A <a@b> %%d +0000\\ndata 2\\nx\\n\", 1700000000 + i;"
		    " if (i > 1) printf \"from :%%d\\n\", i - 1;"
		    " if (i > 20 && i %% 9 == 0) printf \"merge :%%d\\n\", i - 7;"
		    " for (n = int(rand() * 4); n >= 0; n--) { f = int(rand() * 12);"
		    " p = f %% 3 ? \"dir\" f %% 3 \"/f\" f : (f ? \"f\" f : \"dir1\");"
		    " if (rand() < .2) { if (f) printf \"D %%s\\n\", p; continue } if (!f && "
		    "rand() < .7) "
		    "continue;"
		    " printf \"M 100644 inline %%s\\ndata 2\\n%%d\\n\", p, int(rand() * 9) }"
		    " print \"\" } }' | git fast-import --quiet",
		COMMITS);
	scratch_enter("r");
}

static struct detour_commit read_at(struct detour_repo *repo, const struct detour_oid *oid)
{
	struct detour_commit commit;

	assert_int_equal(detour_repo_read_commit(repo, oid, scratch_arena(), &commit, NULL), 0);
	assert_int_equal(
		detour_repo_read_mainline_changes(repo, &commit, SIZE_MAX, scratch_arena(), NULL),
		0);
	return commit;
}

static bool stood_there(struct detour_lineage *lineage, const struct detour_commit *commit,
	const struct detour_change *change)
{
	const struct detour_commit *ancestor;

	detour_lineage_start(lineage, commit);
	for (size_t i = 0; (ancestor = detour_lineage_at(lineage, i)); i++)
		for (size_t j = 0; j < ancestor->change_count; j++)
			if (!strcmp(ancestor->changes[j].path, change->path) &&
				detour_oid_equal(&ancestor->changes[j].old_blob, &change->new_blob))
				return true;
	return false;
}

struct tally {
	size_t yes, no;
};

static void compare(struct detour_repo *repo, const struct detour_oid *oid, struct tally *tally)
{
	struct detour_lineage *lineage = detour_lineage_new(repo, DETOUR_LINEAGE_SHORT);
	struct detour_commit commit = read_at(repo, oid);
	struct detour_returns *returns = detour_returns_new(repo, &commit);

	for (size_t i = 0; i < commit.change_count; i++) {
		bool expected = stood_there(lineage, &commit, &commit.changes[i]);

		assert_int_equal(detour_returns_may(returns, &commit.changes[i]), expected);
		*(expected ? &tally->yes : &tally->no) += 1;
	}
	detour_returns_free(returns);
	detour_lineage_free(lineage);
}

static struct detour_oid at(const char *revision)
{
	return scratch_oid(scratch_read("git rev-parse '%s'", revision));
}

static long size_of_file(void)
{
	struct stat info;

	return stat(".git/detour/recent", &info) ? -1 : (long)info.st_size;
}

/* Commit by commit, as hooks do, the oldest first. */
static void it_tells_what_the_commits_tell(void **state)
{
	struct tally tally = {0, 0};
	struct detour_oid line[COMMITS], next;
	struct detour_repo *repo;
	size_t count = 0;

	(void)state;
	make_history();
	repo = scratch_open();
	next = at("main");
	while (count < COMMITS) {
		struct detour_commit commit = read_at(repo, &next);

		line[count++] = next;
		if (!commit.parent_count)
			break;
		next = commit.parents[0];
	}
	assert_int_equal(count, COMMITS);
	for (size_t i = count; i-- > 0;)
		compare(repo, &line[i], &tally);
	if (tally.yes < 50 || tally.no < 50)
		fail_msg("%zu returns and %zu others are too few to tell", tally.yes, tally.no);
	detour_repo_free(repo);
}

static void a_gap_is_filled_and_then_known(void **state)
{
	struct tally tally = {0, 0};
	struct detour_repo *repo;
	struct detour_oid oid;
	long size;

	(void)state;
	make_history();
	repo = scratch_open();
	oid = at("main~40");
	compare(repo, &oid, &tally);
	size = size_of_file();
	assert_true(size > 0);
	oid = at("main");
	compare(repo, &oid, &tally);
	assert_true(size_of_file() > size);
	size = size_of_file();
	compare(repo, &oid, &tally);
	assert_int_equal(size_of_file(), size);
	detour_repo_free(repo);
}

static void a_damaged_file_is_made_anew(void **state)
{
	static const char *const damages[] = {"printf x >.git/detour/recent",
		": >.git/detour/recent", "printf trash >>.git/detour/recent",
		"truncate -s 1000 .git/detour/recent",
		"printf '\\377\\377\\377\\377' | dd of=.git/detour/recent bs=1 seek=80 "
		"conv=notrunc "
		"2>/dev/null",
		"rm .git/detour/recent && mkdir .git/detour/recent",
		"rmdir .git/detour/recent && mkfifo .git/detour/recent"};
	struct tally tally = {0, 0};
	struct detour_repo *repo;
	struct detour_oid oid;

	(void)state;
	make_history();
	repo = scratch_open();
	oid = at("main");
	compare(repo, &oid, &tally);
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		scratch_run("%s", damages[i]);
		compare(repo, &oid, &tally);
	}
	detour_repo_free(repo);
}

/* Turns round a byte of what stood at each path before, and leaves all else as it is. */
static void forget_what_stood_there(void)
{
	enum { START = 16, HEAD = 48, COUNT_AT = 4, PAIR = 16, OLD_AT = 8 };
	unsigned char bytes[64 * 1024];
	FILE *file = fopen(".git/detour/recent", "r+b");
	size_t size = fread(bytes, 1, sizeof(bytes), file), records = 0;
	uint16_t count;

	for (size_t at = START; at + HEAD <= size; at += HEAD + (size_t)count * PAIR) {
		memcpy(&count, bytes + at + COUNT_AT, sizeof(count));
		for (size_t i = 0; i < count && at + HEAD + (i + 1) * PAIR <= size; i++)
			bytes[at + HEAD + i * PAIR + OLD_AT] ^= 0xff;
		records++;
	}
	assert_true(records >= 50);
	rewind(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

static void what_is_damaged_is_not_believed(void **state)
{
	struct tally tally = {0, 0};
	struct detour_repo *repo;
	struct detour_oid oid;

	(void)state;
	make_history();
	repo = scratch_open();
	for (int back = 0; !tally.yes; back++) {
		char revision[32];

		snprintf(revision, sizeof(revision), "main~%d", back);
		oid = at(revision);
		compare(repo, &oid, &tally);
	}
	forget_what_stood_there();
	compare(repo, &oid, &tally);
	detour_repo_free(repo);
}

/* More files than are kept of a commit: then its parent tells. */
static void commits_of_many_files_are_asked(void **state)
{
	static const char *const revisions[] = {"t1", "t2", "t3", "t4"};
	struct tally tally = {0, 0};
	struct detour_repo *repo;

	(void)state;
	scratch_run(
		"git init -q r && cd r && mkdir d && for i in $(seq 150); do echo $i >d/f$i; "
		"done && git add . && git commit -qm many && echo x >d/z && git add . && "
		"git commit -qm z && git tag t1 && for i in $(seq 150); do echo n >>d/f$i; done && "
		"git commit -qam again && git tag t2 && echo 150 >d/f150 && echo y >d/f3 && "
		"git commit -qam back && git tag t3 && git rm -q d/f7 && echo 9 >d/f9 && "
		"git commit -qam gone && git tag t4");
	scratch_enter("r");
	repo = scratch_open();
	for (size_t i = 0; i < 4; i++) {
		struct detour_oid oid = at(revisions[i]);

		compare(repo, &oid, &tally);
	}
	assert_true(tally.yes >= 2 && tally.no >= 3);
	detour_repo_free(repo);
}

static void the_file_does_not_grow_for_ever(void **state)
{
	struct detour_repo *repo;
	struct tally tally = {0, 0};
	long size;

	(void)state;
	scratch_run(
		"git init -q r && cd r && awk 'BEGIN { for (i = 1; i <= 160; i++) {"
		" printf \"commit refs/heads/main\\ncommitter A <a@b> %%d +0000\\ndata 2\\nx\\n\","
		" 1700000000 + i; for (j = 0; j < 90; j++)"
		" printf \"M 100644 inline f%%d\\ndata 4\\n%%03d\\n\\n\", j, i; print \"\" } }' | "
		"git fast-import --quiet");
	scratch_enter("r");
	repo = scratch_open();
	for (int i = 159; i >= 0; i -= 3) {
		struct detour_oid oid = at(scratch_read("git rev-parse main~%d", i));

		compare(repo, &oid, &tally);
		size = size_of_file();
		assert_true(size >= 1 && size <= 128 * 1024);
	}
	detour_repo_free(repo);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(it_tells_what_the_commits_tell),
		TEST(a_gap_is_filled_and_then_known), TEST(a_damaged_file_is_made_anew),
		TEST(what_is_damaged_is_not_believed), TEST(commits_of_many_files_are_asked),
		TEST(the_file_does_not_grow_for_ever)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
