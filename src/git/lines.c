/*
 * The lines tier: which lines a commit added and deleted, told from the blobs of its changes.
 *
 * A set, not a diff: what both sides have as often is neither added nor deleted, wherever it
 * stands. First file by file, then over the whole commit, so that what moved to another file is no
 * news either. Lines that both blobs start or end with cancel out, and are not even hashed.
 */
#include "handle.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "tree.h"

enum {
	FILES_LIMIT = 200,
	IMPORT_LIMIT = 500, /* a commit of more files is not read at all: nobody wrote it by hand */
	LINES_LIMIT = 20000,
	FILE_LINES_LIMIT = 200 * 1000, /* of both sides, before they cancel out */
	LONG_LINE = 8,
	BINARY_BYTES = 8000, /* git looks as far for a NUL */
	HEAD_BYTES = 1000,   /* so far we look for a tool's name */
	BLOB_LIMIT = 1024 * 1024,
};

struct line {
	uint64_t hash;
	uint16_t change; /* which one of the commit's */
	bool is_new, is_long;
};

/* How much more often a line is new than old. */
struct balance {
	uint64_t hash;
	int32_t more;
	bool used;
};

struct lines {
	struct line *list;
	size_t count, capacity;
	struct balance *table; /* of one file at a time */
	size_t table_size;     /* a power of two */
};

struct span {
	const char *text;
	size_t size;
};

static struct line *push(struct lines *lines)
{
	if (lines->count == lines->capacity) {
		lines->capacity = lines->capacity ? 2 * lines->capacity : 256;
		lines->list = detour_realloc(lines->list, lines->capacity * sizeof(*lines->list));
	}
	return &lines->list[lines->count++];
}

static int compare_lines(const void *a, const void *b)
{
	const struct line *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	if (left->is_new != right->is_new)
		return left->is_new ? 1 : -1;
	return (int)left->change - (int)right->change;
}

/* Leaves of each line what one side has more often than the other. */
static void cancel_out(struct lines *lines)
{
	size_t kept = 0, end;

	if (lines->count)
		qsort(lines->list, lines->count, sizeof(*lines->list), compare_lines);
	for (size_t start = 0; start < lines->count; start = end) {
		size_t old = 0, all, more;

		for (end = start;
			end < lines->count && lines->list[end].hash == lines->list[start].hash;
			end++)
			old += !lines->list[end].is_new;
		all = end - start;
		more = old > all - old ? 2 * old - all : all - 2 * old;
		memmove(&lines->list[kept], &lines->list[old > all - old ? start : end - more],
			more * sizeof(*lines->list));
		kept += more;
	}
	lines->count = kept;
}

static struct balance *balance_of(struct lines *lines, uint64_t hash)
{
	size_t at = (size_t)hash;

	while (lines->table[at &= lines->table_size - 1].used && lines->table[at].hash != hash)
		at++;
	lines->table[at].used = true;
	lines->table[at].hash = hash;
	return &lines->table[at];
}

/* The same within one file, where it does not matter which of equal lines stay: no need to sort. */
static void cancel_out_file(struct lines *lines)
{
	size_t size = 64, kept = 0;

	if (!lines->count)
		return;
	while (size < 2 * lines->count)
		size *= 2;
	if (size > lines->table_size)
		lines->table = detour_realloc(lines->table, size * sizeof(*lines->table));
	lines->table_size = size > lines->table_size ? size : lines->table_size;
	memset(lines->table, 0, lines->table_size * sizeof(*lines->table));
	for (size_t i = 0; i < lines->count; i++)
		balance_of(lines, lines->list[i].hash)->more += lines->list[i].is_new ? 1 : -1;
	for (size_t i = 0; i < lines->count; i++) {
		struct balance *balance = balance_of(lines, lines->list[i].hash);
		bool is_new = lines->list[i].is_new;

		if (is_new ? balance->more <= 0 : balance->more >= 0)
			continue;
		balance->more += is_new ? -1 : 1;
		lines->list[kept++] = lines->list[i];
	}
	lines->count = kept;
}

static bool add_lines(struct lines *lines, struct span text, size_t change, bool is_new)
{
	for (const char *at = text.text, *end = at + text.size; at < end;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at)), *trimmed;
		size_t size = (size_t)((newline ? newline : end) - at);
		struct line *line;

		if (lines->count == FILE_LINES_LIMIT)
			return false;
		line = push(lines);
		trimmed = at;
		at += size + 1;
		trimmed = detour_text_trim(trimmed, &size);
		line->hash = detour_hash_fast(trimmed, size);
		line->change = (uint16_t)change;
		line->is_new = is_new;
		line->is_long = size >= LONG_LINE;
	}
	return true;
}

static bool holds(struct span text, const char *word)
{
	size_t size = strlen(word);
	const char *at = text.text, *end = text.text + text.size;

	for (; (size_t)(end - at) >= size &&
		(at = memchr(at, *word, (size_t)(end - at) - size + 1));
		at++)
		if (!memcmp(at, word, size))
			return true;
	return false;
}

/* Tools say so near the start of what they write. */
static bool is_written_by_tool(struct span text)
{
	static const char *const words[] = {
		"enerated by ", "enerated from ", "@generated", "DO NOT EDIT", "made by GNU Bison"};

	if (text.size > HEAD_BYTES)
		text.size = HEAD_BYTES;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (holds(text, words[i]))
			return true;
	return false;
}

/* False where it is not here, is too large, or is no text that people write. No blob is an empty
 * one. */
static bool read_text(struct detour_repo *repo, const struct detour_oid *blob,
	struct detour_object **object, struct span *text)
{
	*object = NULL;
	*text = (struct span){"", 0};
	if (detour_oid_is_zero(blob))
		return true;
	if (detour_git_read_up_to(repo, blob, DETOUR_OBJECT_BLOB, BLOB_LIMIT, object))
		return false;
	*text = (struct span){(*object)->bytes, (*object)->size};
	return !memchr(text->text, '\0', text->size < BINARY_BYTES ? text->size : BINARY_BYTES) &&
	       !is_written_by_tool(*text);
}

/* What one file gained and lost. False where there was too much to look at. */
static bool compare_file(
	struct detour_repo *repo, const struct detour_commit *commit, size_t i, struct lines *out)
{
	const struct detour_change *change = &commit->changes[i];
	struct detour_object *old_object = NULL, *new_object = NULL;
	struct span old, new;
	bool whole = true;

	out->count = 0;
	if (read_text(repo, &change->old_blob, &old_object, &old) &&
		read_text(repo, &change->new_blob, &new_object, &new)) {
		detour_text_skip_common(&old.text, &old.size, &new.text, &new.size);
		whole = add_lines(out, old, i, false) && add_lines(out, new, i, true);
		cancel_out_file(out);
	}
	detour_object_release(old_object);
	detour_object_release(new_object);
	return whole;
}

static bool is_regular(unsigned mode)
{
	return !mode || (mode & DETOUR_MODE_TYPE) == DETOUR_MODE_REGULAR;
}

static bool is_compared(const struct detour_change *change, const struct detour_line_filter *filter)
{
	return is_regular(change->old_mode) && is_regular(change->new_mode) &&
	       !detour_oid_equal(&change->old_blob, &change->new_blob) &&
	       !(filter && filter->skips(filter->data, change->path));
}

/* Did a file only get a name that the filter leaves out? Its lines are not gone. */
static bool is_moved_away(const struct detour_commit *commit, const struct detour_change *from,
	const struct detour_line_filter *filter)
{
	if (from->status != 'D')
		return false;
	for (size_t i = 0; i < commit->change_count; i++)
		if (commit->changes[i].status == 'A' &&
			detour_oid_equal(&commit->changes[i].new_blob, &from->old_blob) &&
			!is_compared(&commit->changes[i], filter))
			return true;
	return false;
}

static bool gather(struct detour_repo *repo, const struct detour_commit *commit,
	const struct detour_line_filter *filter, struct lines *lines)
{
	struct lines file = {0};
	bool whole = !commit->changes_cut;
	size_t files = 0;

	for (size_t i = 0; i < commit->change_count && i <= UINT16_MAX; i++) {
		size_t room = LINES_LIMIT - lines->count;

		if (!is_compared(&commit->changes[i], filter) ||
			is_moved_away(commit, &commit->changes[i], filter))
			continue;
		if (files++ == FILES_LIMIT) {
			whole = false;
			break;
		}
		whole &= compare_file(repo, commit, i, &file);
		whole &= file.count <= room;
		for (size_t j = 0; j < file.count && j < room; j++)
			*push(lines) = file.list[j];
	}
	free(file.list);
	free(file.table);
	return whole;
}

/* One side as numbers with the path in them, sorted. */
static void take_side(struct detour_arena *arena, struct lines *lines, bool is_new,
	const uint64_t **hashes, const uint16_t **changes, size_t *count)
{
	uint64_t *hash_list;
	uint16_t *change_list;
	size_t found = 0;

	for (size_t i = 0; i < lines->count; i++)
		found += lines->list[i].is_long && lines->list[i].is_new == is_new;
	*hashes = hash_list = detour_arena_array(arena, found, sizeof(*hash_list));
	*changes = change_list = detour_arena_array(arena, found, sizeof(*change_list));
	*count = found;
	found = 0;
	for (size_t i = 0; i < lines->count; i++)
		if (lines->list[i].is_long && lines->list[i].is_new == is_new) {
			hash_list[found] = lines->list[i].hash;
			change_list[found++] = lines->list[i].change;
		}
}

static struct detour_line_set *make_set(
	struct detour_arena *arena, const struct detour_commit *commit, struct lines *lines)
{
	struct detour_line_set *set = detour_arena_alloc(arena, sizeof(*set));

	for (size_t i = 0; i < lines->count; i++) {
		struct line *line = &lines->list[i];
		const char *path = commit->changes[line->change].path;

		set->all_added += line->is_new;
		set->all_deleted += !line->is_new;
		line->hash = detour_hash(detour_hash(DETOUR_HASH_START, path, strlen(path) + 1),
			&line->hash, sizeof(line->hash));
	}
	if (lines->count)
		qsort(lines->list, lines->count, sizeof(*lines->list), compare_lines);
	take_side(arena, lines, true, &set->added, &set->added_change, &set->added_count);
	take_side(arena, lines, false, &set->deleted, &set->deleted_change, &set->deleted_count);
	return set;
}

int detour_repo_read_lines(struct detour_repo *repo, struct detour_commit *commit,
	const struct detour_line_filter *filter, struct detour_arena *arena,
	struct detour_error *err)
{
	struct lines lines = {0};
	struct detour_line_set *set;
	bool whole;
	int code = 0;

	if (!(commit->facts & DETOUR_FACT_PATHS))
		code = detour_repo_read_changes(repo, commit, DETOUR_CHANGES_LIMIT, arena, err);
	if (code)
		return code;
	whole = commit->change_count <= IMPORT_LIMIT && gather(repo, commit, filter, &lines);
	cancel_out(&lines);
	set = make_set(arena, commit, &lines);
	set->cut = !whole;
	commit->lines = set;
	commit->facts |= DETOUR_FACT_LINES;
	free(lines.list);
	return 0;
}
