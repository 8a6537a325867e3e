/*
 * Forges: where the web shows a repository's commits, issues and comparisons, from the URL of a
 * remote and the settings. Pure; the kinds are listed in forge.def.
 *
 * detour_forge_find, then what is found is put into links as it is: every address here is made of
 * characters that mean nothing in Markdown, begins with http:// or https://, and holds nothing of a
 * URL's user name, password or query.
 */
#ifndef DETOUR_JOURNAL_FORGE_H
#define DETOUR_JOURNAL_FORGE_H

#include <stdbool.h>

#include "../base/arena.h"

enum detour_forge_kind {
	DETOUR_FORGE_AUTO, /* told from the host */
	DETOUR_FORGE_OFF,  /* no addresses at all */
#define DETOUR_FORGE(kind, word, commits, issues, compare) DETOUR_FORGE_##kind,
#include "forge.def"
#undef DETOUR_FORGE
	DETOUR_FORGE_KINDS
};

struct detour_forge {
	enum detour_forge_kind kind;
	const char *page;    /* "https://github.com/ana/shop"; NULL: not known, as all below */
	const char *commits; /* a full hash is put behind it */
	const char *issues;  /* a number is put behind it; NULL where the forge has no issues */
};

/* "github", "auto", …; DETOUR_FORGE_KINDS where it is none of them. */
enum detour_forge_kind detour_forge_parse(const char *word);
const char *detour_forge_word(enum detour_forge_kind kind);

/* Sets all of `out`: members are in the arena, or NULL where the forge is not known. `remote_url`
 * is any URL as git takes it (https, http, ssh, scp-like, git), or NULL. `kind` (AUTO: nothing
 * chosen) tells what runs on a host whose name does not say it; public forges are known whatever it
 * says. `page` ("auto" or NULL: nothing chosen) is the repository's page and counts before the
 * remote. */
void detour_forge_find(struct detour_forge *out, struct detour_arena *arena, const char *remote_url,
	enum detour_forge_kind kind, const char *page);

/* What two branches differ in: `branch` since it left `base`. In the arena; NULL where there is no
 * such page. */
char *detour_forge_compare(const struct detour_forge *forge, struct detour_arena *arena,
	const char *base, const char *branch);

/* A page as settings may give it, written the one way; NULL, and *problem, where it is no plain
 * address of the web. */
char *detour_forge_page(struct detour_arena *arena, const char *text, const char **problem);

#endif
