/* Commits, trees, reflogs and mailmaps as git keeps them: what is told lies within the bytes. */
#include "fuzz.h"

#include <string.h>

#include "git/mailmap.h"
#include "git/raw_commit.h"
#include "git/reflog.h"
#include "git/tree.h"

static void check_slice(struct detour_slice slice, const char *bytes, size_t size)
{
	FUZZ_CHECK(!slice.size || (slice.ptr >= bytes && slice.ptr + slice.size <= bytes + size));
}

static void check_ident(struct detour_slice line)
{
	struct detour_ident ident;

	detour_ident_parse(&ident, line);
	check_slice(ident.name, line.ptr, line.size);
	check_slice(ident.email, line.ptr, line.size);
	FUZZ_CHECK(ident.time >= 0);
	FUZZ_CHECK(ident.offset > -10000 && ident.offset < 10000);
}

static void check_commit(struct detour_arena *arena, const char *bytes, size_t size)
{
	struct detour_raw_commit commit, graph;
	const char *subject;

	FUZZ_CHECK(detour_raw_commit_parse(&commit, bytes, size) ==
		   detour_raw_commit_parse_graph(&graph, bytes, size));
	if (!detour_raw_commit_parse(&commit, bytes, size))
		return;
	FUZZ_CHECK(detour_oid_equal(&commit.tree, &graph.tree) && commit.date == graph.date);
	FUZZ_CHECK(commit.parent_count == graph.parent_count);
	for (size_t i = 0; i < commit.parent_count; i++)
		(void)detour_raw_parent(&commit, i);
	check_slice(commit.author, bytes, size);
	check_slice(commit.committer, bytes, size);
	check_slice(commit.encoding, bytes, size);
	check_slice(commit.message, bytes, size);
	check_ident(commit.author);
	check_ident(commit.committer);
	subject = detour_subject(
		arena, detour_arena_strndup(arena, commit.message.ptr, commit.message.size));
	FUZZ_CHECK(!strchr(subject, '\n'));
	FUZZ_CHECK(!strcmp(detour_subject(arena, subject), subject));
}

static void check_tree(const char *bytes, size_t size)
{
	struct detour_tree_reader reader;
	struct detour_tree_entry entry;
	const char *end = bytes + size;

	detour_tree_open(&reader, bytes, size);
	while (detour_tree_next(&reader, &entry)) {
		FUZZ_CHECK(entry.name >= bytes && entry.name + entry.name_size <= end);
		FUZZ_CHECK((const char *)entry.id + DETOUR_OID_SIZE <= end);
		FUZZ_CHECK(detour_tree_compare(&entry, &entry) == 0);
		(void)detour_tree_is_directory(&entry);
	}
}

static void check_reflog(struct detour_arena *arena, const char *bytes, size_t size)
{
	struct detour_reflog reflog;

	for (int inside = 0; inside < 2; inside++) {
		detour_reflog_parse(bytes, size, inside, 50, arena, &reflog);
		FUZZ_CHECK(reflog.count <= 50);
		for (size_t i = 0; i < reflog.count; i++)
			FUZZ_CHECK(reflog.entries[i].email && reflog.entries[i].message &&
				   reflog.entries[i].time >= 0);
	}
}

/* A person is mapped to the same whether or not somebody looked before. */
static void check_mailmap(const char *bytes, size_t size, const char *name, const char *email)
{
	struct detour_mailmap *mailmap = detour_mailmap_new();
	const char *names[2] = {name, name}, *emails[2] = {email, email};

	detour_mailmap_add(mailmap, bytes, size);
	for (int i = 0; i < 2; i++)
		detour_mailmap_map(mailmap, &names[i], &emails[i]);
	FUZZ_CHECK(names[0] && emails[0]);
	FUZZ_CHECK(!strcmp(names[0], names[1]) && !strcmp(emails[0], emails[1]));
	detour_mailmap_free(mailmap);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *bytes, *name, *email;
	size_t length;

	fuzz_begin(&input, data, size);
	bytes = fuzz_text(&input, &length);
	name = fuzz_word(&input);
	email = fuzz_word(&input);
	check_commit(&input.arena, bytes, length);
	check_ident((struct detour_slice){bytes, length});
	check_tree(bytes, length);
	check_reflog(&input.arena, bytes, length);
	check_mailmap(bytes, length, name, email);
	fuzz_end(&input);
	return 0;
}
