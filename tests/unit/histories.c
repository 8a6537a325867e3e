/* Histories by chance, and walks through them; see histories.h. */
#include "histories.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scratch.h"

unsigned history_random(unsigned *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed >> 16 & 0x7fff;
}

void history_make(unsigned seed, unsigned count, unsigned skew)
{
	struct detour_buf input = DETOUR_BUF_INIT;

	for (unsigned i = 1; i <= count; i++) {
		unsigned near = i < 12 ? i - 1 : 11, kind = history_random(&seed) % 20, parent = 0;
		long date = 1700000000L + 10L * (long)(history_random(&seed) % 3 ? i : 1);

		date += skew ? (long)(history_random(&seed) % (2 * skew)) - (long)skew : 0;
		detour_buf_addf(&input,
			"reset refs/heads/b%u\n\ncommit refs/heads/b%u\nmark :%u\n"
			"committer A <a@b> %ld +0000\ndata 1\nm\n",
			i, i, i, date);
		for (unsigned k = kind == 0   ? 0
				  : kind < 12 ? 1
				  : kind < 18 ? 2
					      : 3;
			near && k; k--) {
			unsigned other = i - 1 - history_random(&seed) % near;

			if (other == parent)
				continue;
			detour_buf_addf(&input, "%s :%u\n", parent ? "merge" : "from", other);
			parent = other;
		}
		detour_buf_addch(&input, '\n');
	}
	scratch_feed(input.ptr, input.size, "git fast-import --quiet");
	detour_buf_release(&input);
}

int walk_all(struct detour_walk *walk, struct detour_buf *out, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	int code;

	while (!(code = detour_walk_next(walk, &arena, &commit, err))) {
		detour_buf_addf(out, "%s%s", out->size ? "\n" : "", scratch_hex(&commit.oid));
		detour_arena_release(&arena);
	}
	detour_arena_release(&arena);
	return code;
}

static void list_todo(struct detour_walk *walk, struct detour_buf *out)
{
	const struct detour_oid *oids;
	size_t count;

	assert_int_equal(detour_walk_todo(walk, scratch_arena(), &oids, &count, NULL), 0);
	for (size_t i = 0; i < count; i++)
		detour_buf_addf(out, "%s%s", i ? "\n" : "", scratch_hex(&oids[i]));
}

void expect_walk_as_git(struct detour_repo *repo, const char *arguments)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_walk *walk = detour_walk_new(repo);
	const char *list[16];
	size_t count = 0;
	char *copy = detour_arena_strdup(scratch_arena(), arguments);

	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		list[count++] = word;
	assert_int_equal(detour_walk_arguments(walk, list, count, NULL), 0);
	assert_int_equal(walk_all(walk, &text, NULL), DETOUR_ENOTFOUND);
	if (strcmp(text.ptr, scratch_read("git rev-list %s", arguments)))
		fail_msg("%s", arguments);
	detour_buf_clear(&text);
	list_todo(walk, &text);
	if (strcmp(text.ptr,
		    scratch_read("git rev-list --reverse --topo-order --no-merges %s", arguments)))
		fail_msg("to-do list of %s", arguments);
	detour_walk_free(walk);
	detour_buf_release(&text);
}
