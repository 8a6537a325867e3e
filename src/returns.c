/*
 * The record of what the last commits took away; see returns.h.
 *
 * "detour-recent 1\n", then records: head, then `count` pairs. Host byte order, for the file does
 * not leave the machine. Only the records that are used are checked, for the file holds many more;
 * one that does not fit its check is not believed, and the file is made anew. Two processes at once
 * append whole records, or lose some of them, which costs a second look.
 */
#include "returns.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "git/listing.h"
#include "signal/signal.h"

#define START "detour-recent 1\n"
#define START_SIZE (sizeof(START) - 1)

enum {
	FILE_LIMIT = 128 * 1024, /* then it is made anew with what is needed */
	PAIRS_LIMIT = 100,       /* of one commit; of what changes more its parent is asked */
};

/* What stood at a path before; both are hashes or parts of ids. */
struct pair {
	uint64_t path, old;
};

struct head {
	uint32_t check; /* of all that follows in the record */
	uint16_t count;
	uint8_t cut, has_parent;
	struct detour_oid commit, parent;
};

struct record {
	struct head head;
	const unsigned char *pairs;
};

struct detour_returns {
	struct detour_repo *repo;
	struct detour_arena arena;
	struct detour_buf old, fresh; /* what the file holds, what is added to it */
	const char **records;         /* where they begin in `old` */
	size_t record_count, hand;    /* where the next one is likely */
	bool is_damaged;
	struct record chain[DETOUR_ANCESTOR_LIMIT];
	size_t count;
};

static uint64_t path_key(const char *path)
{
	return detour_hash(DETOUR_HASH_START, path, strlen(path));
}

static uint64_t blob_key(const struct detour_oid *blob)
{
	uint64_t key;

	memcpy(&key, blob->id, sizeof(key));
	return key;
}

static uint32_t check_of(const unsigned char *record, size_t size)
{
	uint64_t hash =
		detour_hash(DETOUR_HASH_START, record + sizeof(uint32_t), size - sizeof(uint32_t));

	return (uint32_t)(hash ^ hash >> 32);
}

/* ---- records */

/* The record at the start of these bytes, and its size; 0: there is none. */
static size_t parse(const char *bytes, size_t size, struct record *out)
{
	size_t whole;

	if (size < sizeof(out->head))
		return 0;
	memcpy(&out->head, bytes, sizeof(out->head));
	whole = sizeof(out->head) + out->head.count * sizeof(struct pair);
	if (out->head.count > PAIRS_LIMIT || size < whole)
		return 0;
	out->pairs = (const unsigned char *)bytes + sizeof(out->head);
	return whole;
}

/* Takes the file apart, up to the first record that cannot be one. */
static void take_apart(struct detour_returns *returns)
{
	const struct detour_buf *old = &returns->old;
	struct record record;
	size_t at = START_SIZE, size, room = old->size / sizeof(struct head) + 1;

	if (old->size < START_SIZE || memcmp(old->ptr, START, START_SIZE) != 0) {
		returns->is_damaged = true;
		return;
	}
	returns->records = detour_arena_array(&returns->arena, room, sizeof(*returns->records));
	while ((size = parse(old->ptr + at, old->size - at, &record)) > 0) {
		returns->records[returns->record_count++] = old->ptr + at;
		at += size;
	}
	returns->hand = returns->record_count;
	returns->is_damaged = at != old->size;
}

static bool is_of(const char *record, const struct detour_oid *commit)
{
	return !memcmp(record + offsetof(struct head, commit), commit, sizeof(*commit));
}

/* Parents were mostly written just before their children. */
static bool find(
	struct detour_returns *returns, const struct detour_oid *commit, struct record *out)
{
	const char *end = returns->old.ptr + returns->old.size;

	for (size_t i = 0; i < returns->record_count; i++) {
		size_t at = (returns->hand ? returns->hand : returns->record_count) - 1, size;
		const char *record = returns->records[at];

		returns->hand = at;
		if (!is_of(record, commit))
			continue;
		size = parse(record, (size_t)(end - record), out);
		if (size && check_of((const unsigned char *)record, size) == out->head.check)
			return true;
		returns->is_damaged = true;
	}
	return false;
}

static void add_record(struct detour_buf *out, const struct detour_commit *commit)
{
	size_t count = commit->change_count < PAIRS_LIMIT ? commit->change_count : PAIRS_LIMIT;
	size_t start = out->size;
	struct head head = {.count = (uint16_t)count,
		.cut = commit->changes_cut ||
		       count<commit->change_count, .has_parent = commit->parent_count> 0,
		.commit = commit->oid};

	if (commit->parent_count)
		head.parent = commit->parents[0];
	detour_buf_add(out, &head, sizeof(head));
	for (size_t i = 0; i < count; i++) {
		struct pair pair = {
			path_key(commit->changes[i].path), blob_key(&commit->changes[i].old_blob)};

		detour_buf_add(out, &pair, sizeof(pair));
	}
	head.check = check_of((unsigned char *)out->ptr + start, out->size - start);
	memcpy(out->ptr + start, &head, sizeof(head));
}

/* ---- the chain of first parents */

/* A copy, because the buffer that it is in moves. */
static void keep(struct detour_returns *returns, const struct record *record)
{
	size_t size = record->head.count * sizeof(struct pair);
	unsigned char *pairs = detour_arena_alloc(&returns->arena, size);

	memcpy(pairs, record->pairs, size);
	returns->chain[returns->count++] = (struct record){record->head, pairs};
}

static bool read_record(
	struct detour_returns *returns, const struct detour_oid *oid, struct record *out)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	size_t start = returns->fresh.size;
	bool read = !detour_repo_read_commit(returns->repo, oid, &arena, &commit, NULL) &&
		    !detour_repo_read_mainline_changes(
			    returns->repo, &commit, PAIRS_LIMIT, &arena, NULL);

	if (read)
		add_record(&returns->fresh, &commit);
	detour_arena_release(&arena);
	return read && parse(returns->fresh.ptr + start, returns->fresh.size - start, out) > 0;
}

static void follow(struct detour_returns *returns, const struct detour_commit *commit)
{
	bool more = commit->parent_count > 0;
	struct detour_oid at = more ? commit->parents[0] : commit->oid;
	struct record record;

	while (more && returns->count < DETOUR_ANCESTOR_LIMIT) {
		if (!find(returns, &at, &record) && !read_record(returns, &at, &record))
			return;
		keep(returns, &record);
		more = record.head.has_parent;
		at = record.head.parent;
	}
}

/* ---- the file */

static void append(const char *path, const struct detour_buf *bytes)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)detour_write_full(fd, bytes->ptr, bytes->size);
	close(fd);
}

/* All that is needed now, and no more. */
static void write_anew(const struct detour_returns *returns, const char *dir, const char *path,
	const struct detour_commit *commit)
{
	struct detour_buf all = DETOUR_BUF_INIT;

	detour_buf_addstr(&all, START);
	add_record(&all, commit);
	for (size_t i = 0; i < returns->count; i++) {
		detour_buf_add(&all, &returns->chain[i].head, sizeof(struct head));
		detour_buf_add(&all, returns->chain[i].pairs,
			returns->chain[i].head.count * sizeof(struct pair));
	}
	if (!detour_file_make_dirs(detour_repo_git_dir(returns->repo), dir, 0777, NULL))
		(void)detour_file_replace(
			path, all.ptr, all.size, detour_file_mode_like(dir), NULL);
	detour_buf_release(&all);
}

struct detour_returns *detour_returns_new(
	struct detour_repo *repo, const struct detour_commit *commit)
{
	struct detour_returns *returns = detour_calloc(1, sizeof(*returns));
	const char *dir, *path;
	struct record own;
	bool is_ours;

	returns->repo = repo;
	returns->old = returns->fresh = (struct detour_buf)DETOUR_BUF_INIT;
	dir = detour_arena_printf(&returns->arena, "%s/detour", detour_repo_git_dir(repo));
	path = detour_arena_printf(&returns->arena, "%s/recent", dir);
	/* Nothing is read or added to through a link in the place of our folder. */
	is_ours = detour_file_is_inside(detour_repo_git_dir(repo), path);
	if (is_ours)
		(void)detour_file_read(path, FILE_LIMIT, 0, &returns->old, NULL);
	take_apart(returns);
	if (!find(returns, &commit->oid, &own))
		add_record(&returns->fresh, commit);
	follow(returns, commit);
	if (!is_ours)
		return returns;
	if (returns->is_damaged || returns->old.size + returns->fresh.size > FILE_LIMIT)
		write_anew(returns, dir, path, commit);
	else if (returns->fresh.size)
		append(path, &returns->fresh);
	return returns;
}

void detour_returns_free(struct detour_returns *returns)
{
	if (!returns)
		return;
	detour_buf_release(&returns->old);
	detour_buf_release(&returns->fresh);
	detour_arena_release(&returns->arena);
	free(returns);
}

/* What stood at the path before a commit that changed more than is kept? */
static bool parent_held(const struct detour_returns *returns, const struct head *head,
	const struct detour_change *change)
{
	struct detour_oid blob = {{0}};

	if (head->has_parent &&
		detour_repo_blob_at(returns->repo, &head->parent, change->path, &blob))
		memset(&blob, 0, sizeof(blob));
	return detour_oid_equal(&blob, &change->new_blob);
}

bool detour_returns_may(const struct detour_returns *returns, const struct detour_change *change)
{
	struct pair wanted = {path_key(change->path), blob_key(&change->new_blob)}, pair;

	for (size_t i = 0; i < returns->count; i++) {
		const struct record *record = &returns->chain[i];

		if (record->head.cut && parent_held(returns, &record->head, change))
			return true;
		for (size_t j = 0; j < record->head.count; j++) {
			memcpy(&pair, record->pairs + j * sizeof(pair), sizeof(pair));
			if (pair.path == wanted.path && pair.old == wanted.old)
				return true;
		}
	}
	return false;
}
