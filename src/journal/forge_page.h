/* Where the page of a repository is, by kind of forge; between forge.c and forge_page.c. */
#ifndef DETOUR_JOURNAL_FORGE_PAGE_H
#define DETOUR_JOURNAL_FORGE_PAGE_H

#include "forge.h"
#include "forge_address.h"

struct detour_pages {
	const char *repository;
	const char *tracker; /* what the issues are below; NULL: nobody can tell */
};

/* False where the path is none of a repository there. */
bool detour_forge_pages(struct detour_pages *out, struct detour_arena *arena,
	const struct detour_address *address, enum detour_forge_kind kind);
/* What is told by the form of the path or by a port; AUTO where nothing is. */
enum detour_forge_kind detour_forge_kind_of_path(const struct detour_address *address);

#endif
