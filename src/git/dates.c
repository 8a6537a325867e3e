/*
 * The file of dates; see dates.h. "detour-dates 1\n", a check of all that follows, and entries in
 * no order, in the byte order of this machine. It is written anew, and only once enough was read
 * that was not in it: a push moves a reference or two, and those cost little.
 */
#include "dates.h"

#include <stdlib.h>
#include <string.h>

#include "../base/file.h"
#include "../base/text.h"
#include "handle.h"

#define START "detour-dates 1\n"

enum {
	START_SIZE = sizeof(START) - 1,
	MOST = 20000,
	FRESH_LEAST = 8,
	FILE_LIMIT = 1024 * 1024,
};

struct entry {
	struct detour_oid commit;
	unsigned char date[sizeof(uint64_t)];
};

struct detour_git_dates {
	struct entry *entries; /* those of the file, then what was read since */
	size_t count, capacity, fresh;
	uint32_t *slots; /* entry + 1, or 0; a power of two of them */
	size_t slot_count;
};

static size_t find_slot(const struct detour_git_dates *dates, const struct detour_oid *commit)
{
	size_t slot, mask = dates->slot_count - 1;

	memcpy(&slot, commit->id, sizeof(slot));
	for (slot &= mask; dates->slots[slot]; slot = (slot + 1) & mask)
		if (detour_oid_equal(&dates->entries[dates->slots[slot] - 1].commit, commit))
			break;
	return slot;
}

static void make_slots(struct detour_git_dates *dates)
{
	size_t size = 64;

	while (size < 2 * dates->capacity)
		size *= 2;
	free(dates->slots);
	dates->slots = detour_calloc(size, sizeof(*dates->slots));
	dates->slot_count = size;
	for (size_t i = 0; i < dates->count; i++)
		dates->slots[find_slot(dates, &dates->entries[i].commit)] = (uint32_t)i + 1;
}

static void reserve(struct detour_git_dates *dates, size_t count)
{
	if (count <= dates->capacity)
		return;
	dates->capacity = count;
	dates->entries = detour_realloc(dates->entries, count * sizeof(*dates->entries));
	make_slots(dates);
}

static bool is_file_of_dates(const struct detour_buf *bytes)
{
	size_t head = START_SIZE + sizeof(uint64_t);
	uint64_t check;

	if (bytes->size < head || memcmp(bytes->ptr, START, START_SIZE) != 0 ||
		(bytes->size - head) % sizeof(struct entry))
		return false;
	memcpy(&check, bytes->ptr + START_SIZE, sizeof(check));
	return check == detour_hash_fast(bytes->ptr + head, bytes->size - head);
}

static void read_entries(struct detour_git_dates *dates, const struct detour_buf *bytes)
{
	size_t head = START_SIZE + sizeof(uint64_t);
	size_t count = is_file_of_dates(bytes) ? (bytes->size - head) / sizeof(struct entry) : 0;

	dates->count = 0;
	reserve(dates, count + 32);
	if (count)
		memcpy(dates->entries, bytes->ptr + head, count * sizeof(*dates->entries));
	dates->count = count;
	make_slots(dates);
}

static const char *path_of(struct detour_repo *repo)
{
	return detour_arena_printf(&repo->arena, "%s/detour/dates", repo->common_dir);
}

void detour_repo_use_dates(struct detour_repo *repo)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;

	if (repo->dates)
		return;
	repo->dates = detour_calloc(1, sizeof(*repo->dates));
	(void)detour_file_read(path_of(repo), FILE_LIMIT, 0, &bytes, NULL);
	read_entries(repo->dates, &bytes);
	detour_buf_release(&bytes);
}

void detour_git_dates_free(struct detour_git_dates *dates)
{
	if (!dates)
		return;
	free(dates->entries);
	free(dates->slots);
	free(dates);
}

bool detour_git_date(struct detour_repo *repo, const struct detour_oid *commit, uint64_t *date)
{
	const struct detour_git_dates *dates = repo->dates;
	size_t slot = dates ? find_slot(dates, commit) : 0;

	if (!dates || !dates->slots[slot])
		return false;
	memcpy(date, dates->entries[dates->slots[slot] - 1].date, sizeof(*date));
	return true;
}

void detour_git_remember_date(
	struct detour_repo *repo, const struct detour_oid *commit, uint64_t date)
{
	struct detour_git_dates *dates = repo->dates;
	struct entry *entry;

	if (!dates || dates->fresh >= MOST || dates->slots[find_slot(dates, commit)])
		return;
	if (dates->count == dates->capacity)
		reserve(dates, 2 * dates->capacity);
	entry = &dates->entries[dates->count++];
	entry->commit = *commit;
	memcpy(entry->date, &date, sizeof(date));
	dates->slots[find_slot(dates, commit)] = (uint32_t)dates->count;
	dates->fresh++;
}

/* Where there are too many, those that were just asked for stay. */
void detour_repo_save_dates(struct detour_repo *repo)
{
	struct detour_git_dates *dates = repo->dates;
	const char *dir = detour_arena_printf(&repo->arena, "%s/detour", repo->common_dir);
	struct detour_buf bytes = DETOUR_BUF_INIT;
	size_t from;
	uint64_t check;

	if (!dates || dates->fresh < FRESH_LEAST)
		return;
	from = dates->count > MOST ? dates->count - dates->fresh : 0;
	check = detour_hash_fast(
		dates->entries + from, (dates->count - from) * sizeof(*dates->entries));
	detour_buf_addstr(&bytes, START);
	detour_buf_add(&bytes, &check, sizeof(check));
	detour_buf_add(
		&bytes, dates->entries + from, (dates->count - from) * sizeof(*dates->entries));
	if (!detour_file_make_dirs(repo->common_dir, dir, 0777, NULL))
		(void)detour_file_replace(
			path_of(repo), bytes.ptr, bytes.size, detour_file_mode_like(dir), NULL);
	dates->fresh = 0;
	detour_buf_release(&bytes);
}
