/* Directories of objects and their packs; see packs.h. */
#include "packs.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/file.h"
#include "pack.h"

enum { NESTING_LIMIT = 5 }; /* of alternates, as git has it */
static const size_t ALTERNATES_LIMIT = (size_t)1024 * 1024;

static bool map_file(struct detour_map *map, const char *path, const char *ending)
{
	char whole[PATH_MAX];
	int size = snprintf(whole, sizeof(whole), "%s%s", path, ending);

	return size > 0 && (size_t)size < sizeof(whole) && detour_map_open(map, whole);
}

static void add_pack(struct detour_packs *packs, const char *folder, const char *name)
{
	size_t stem = strlen(name) - strlen(".idx");
	struct detour_pack *pack;
	struct stat info;
	char *path = detour_arena_printf(
		&packs->arena, "%s/%.*s", folder, stem < INT_MAX ? (int)stem : 0, name);

	if (stat(detour_arena_printf(&packs->arena, "%s.pack", path), &info) != 0)
		return;
	if (packs->pack_count == packs->pack_capacity) {
		packs->pack_capacity = packs->pack_capacity ? 2 * packs->pack_capacity : 16;
		packs->list =
			detour_realloc(packs->list, packs->pack_capacity * sizeof(*packs->list));
	}
	pack = &packs->list[packs->pack_count++];
	memset(pack, 0, sizeof(*pack));
	pack->path = path;
	pack->time = info.st_mtime;
}

static void add_packs(struct detour_packs *packs, const char *directory)
{
	const char *folder = detour_arena_printf(&packs->arena, "%s/pack", directory);
	DIR *listing = opendir(folder);
	const struct dirent *entry;

	while (listing && (entry = readdir(listing))) {
		size_t size = strlen(entry->d_name);

		if (size > 9 && !strncmp(entry->d_name, "pack-", 5) &&
			!strcmp(entry->d_name + size - 4, ".idx"))
			add_pack(packs, folder, entry->d_name);
	}
	if (listing)
		closedir(listing);
}

/* The youngest first: what is looked for is young, too. */
static int compare_packs(const void *a, const void *b)
{
	const struct detour_pack *left = a, *right = b;

	if (left->time != right->time)
		return left->time > right->time ? -1 : 1;
	return strcmp(left->path, right->path);
}

static bool is_known(const struct detour_packs *packs, const char *path)
{
	for (size_t i = 0; i < packs->directory_count; i++)
		if (!strcmp(packs->directories[i], path))
			return true;
	return false;
}

static void add_directory(struct detour_packs *packs, const char *path, int nesting);

/* Lines that name other "objects" directories, relative to this one. Quoted ones are left to
 * libgit2. */
static void add_alternates(struct detour_packs *packs, const char *directory, int nesting)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	const char *path = detour_arena_printf(&packs->arena, "%s/info/alternates", directory);

	if (!detour_file_read(path, ALTERNATES_LIMIT, DETOUR_FILE_FOLLOW, &text, NULL))
		for (char *line = text.ptr, *next; *line; line = next) {
			next = line + strcspn(line, "\n");
			if (*next)
				*next++ = '\0';
			if (*line && *line != '#' && *line != '"')
				add_directory(packs,
					*line == '/' ? detour_arena_strdup(&packs->arena, line)
						     : detour_arena_printf(&packs->arena, "%s/%s",
							       directory, line),
					nesting + 1);
		}
	detour_buf_release(&text);
}

static void add_directory(struct detour_packs *packs, const char *path, int nesting)
{
	if (packs->directory_count == DETOUR_PACKS_DIRECTORIES || nesting > NESTING_LIMIT ||
		is_known(packs, path))
		return;
	packs->directories[packs->directory_count++] = path;
	add_alternates(packs, path, nesting);
}

void detour_packs_add(struct detour_packs *packs, const char *path)
{
	add_directory(packs, detour_arena_strdup(&packs->arena, path), 0);
}

static void list_packs(struct detour_packs *packs)
{
	for (size_t i = 0; i < packs->directory_count; i++)
		add_packs(packs, packs->directories[i]);
	if (packs->pack_count)
		qsort(packs->list, packs->pack_count, sizeof(*packs->list), compare_packs);
	packs->listed = true;
}

static bool has_index(struct detour_pack *pack)
{
	if (pack->index_state == DETOUR_PACK_UNTRIED)
		pack->index_state =
			map_file(&pack->index_map, pack->path, ".idx") &&
					detour_pack_index_read(&pack->index, pack->index_map.bytes,
						pack->index_map.size)
				? DETOUR_PACK_USABLE
				: DETOUR_PACK_BROKEN;
	return pack->index_state == DETOUR_PACK_USABLE;
}

static bool has_pack(struct detour_pack *pack)
{
	if (pack->state == DETOUR_PACK_UNTRIED)
		pack->state = map_file(&pack->map, pack->path, ".pack") &&
					      detour_pack_is_one(pack->map.bytes, pack->map.size)
				      ? DETOUR_PACK_USABLE
				      : DETOUR_PACK_BROKEN;
	return pack->state == DETOUR_PACK_USABLE;
}

struct detour_pack *detour_packs_find(
	struct detour_packs *packs, const struct detour_oid *oid, uint64_t *place)
{
	if (!packs->listed)
		list_packs(packs);
	for (size_t i = 0; i < packs->pack_count; i++) {
		/* First where the last one was, then all the others. */
		size_t at = !i ? packs->lucky : i - (i <= packs->lucky);
		struct detour_pack *pack = &packs->list[at];

		if (has_index(pack) && detour_pack_index_find(&pack->index, oid, place) &&
			has_pack(pack)) {
			packs->lucky = at;
			return pack;
		}
	}
	return NULL;
}

void detour_packs_release(struct detour_packs *packs)
{
	for (size_t i = 0; i < packs->pack_count; i++) {
		detour_map_close(&packs->list[i].index_map);
		detour_map_close(&packs->list[i].map);
	}
	free(packs->list);
	detour_arena_release(&packs->arena);
	memset(packs, 0, sizeof(*packs));
}
