/*
 * Where objects lie: the "objects" directories of a repository and of those that it borrows from,
 * and their packs, the youngest first.
 *
 * Index and pack are mapped whole, an index when it is first looked into, its pack when something
 * in it is read. Packs are never written to; one that goes away stays readable while it is mapped.
 */
#ifndef DETOUR_OBJECTS_PACKS_H
#define DETOUR_OBJECTS_PACKS_H

#include <time.h>

#include "map.h"
#include "pack_index.h"

enum { DETOUR_PACKS_DIRECTORIES = 64 }; /* directories, those of all alternates with them */

struct detour_pack {
	const char *path; /* without its ending */
	time_t time;
	struct detour_map index_map, map;
	struct detour_pack_index index;
	enum { DETOUR_PACK_UNTRIED, DETOUR_PACK_USABLE, DETOUR_PACK_BROKEN } index_state, state;
};

struct detour_packs {
	struct detour_arena arena;
	const char *directories[DETOUR_PACKS_DIRECTORIES];
	size_t directory_count;
	struct detour_pack *list;
	size_t pack_count, pack_capacity;
	bool listed;  /* the packs were looked for: what was just committed is in none */
	size_t lucky; /* the pack that held the last one */
};

/* An "objects" directory, and what its info/alternates names; before the first `find`. */
void detour_packs_add(struct detour_packs *packs, const char *path);
void detour_packs_release(struct detour_packs *packs);
/* The pack that holds it, mapped, and where in it; NULL where none does. */
struct detour_pack *detour_packs_find(
	struct detour_packs *packs, const struct detour_oid *oid, uint64_t *place);

#endif
