/* Knows a forge by its host, its settings and its table, and makes addresses; see forge.h. */
#include "forge.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/text.h"
#include "forge_address.h"
#include "forge_page.h"

static const struct {
	const char *word, *commits, *issues, *compare;
} forges[DETOUR_FORGE_KINDS] = {
	[DETOUR_FORGE_AUTO] = {.word = "auto"},
	[DETOUR_FORGE_OFF] = {.word = "off"},
#define DETOUR_FORGE(kind, word, commits, issues, compare)                                         \
	[DETOUR_FORGE_##kind] = {word, commits, issues, compare},
#include "forge.def"
#undef DETOUR_FORGE
};

/* Forges for everybody: what runs there is certain. */
static const struct {
	const char *host;
	enum detour_forge_kind kind;
	const char *web; /* the name that browsers know, where it is another */
} public_forges[] = {
	{"github.com", DETOUR_FORGE_github, NULL},
	{"www.github.com", DETOUR_FORGE_github, "github.com"},
	{"ssh.github.com", DETOUR_FORGE_github, "github.com"},
	{"gitlab.com", DETOUR_FORGE_gitlab, NULL},
	{"altssh.gitlab.com", DETOUR_FORGE_gitlab, "gitlab.com"},
	{"bitbucket.org", DETOUR_FORGE_bitbucket, NULL},
	{"altssh.bitbucket.org", DETOUR_FORGE_bitbucket, "bitbucket.org"},
	{"codeberg.org", DETOUR_FORGE_forgejo, NULL},
	{"gitea.com", DETOUR_FORGE_gitea, NULL},
	{"git.sr.ht", DETOUR_FORGE_sourcehut, NULL},
	{"dev.azure.com", DETOUR_FORGE_azure, NULL},
	{"ssh.dev.azure.com", DETOUR_FORGE_azure, "dev.azure.com"},
	{"vs-ssh.visualstudio.com", DETOUR_FORGE_azure, "dev.azure.com"},
	{"git.kernel.org", DETOUR_FORGE_cgit, NULL},
	{"gitolite.kernel.org", DETOUR_FORGE_cgit, "git.kernel.org"},
};

static const struct {
	const char *end;
	enum detour_forge_kind kind;
} public_domains[] = {
	{".visualstudio.com", DETOUR_FORGE_azure},
	{".googlesource.com", DETOUR_FORGE_gerrit},
};

/* What a host of one's own is called after; a setting knows better. */
static const struct {
	const char *start;
	enum detour_forge_kind kind;
} telling_names[] = {
	{"github.", DETOUR_FORGE_github},
	{"gitlab.", DETOUR_FORGE_gitlab},
	{"bitbucket.", DETOUR_FORGE_bitbucket_server},
	{"stash.", DETOUR_FORGE_bitbucket_server},
	{"gitea.", DETOUR_FORGE_gitea},
	{"forgejo.", DETOUR_FORGE_forgejo},
	{"gerrit.", DETOUR_FORGE_gerrit},
	{"cgit.", DETOUR_FORGE_cgit},
};

enum detour_forge_kind detour_forge_parse(const char *word)
{
	int kind = 0;

	while (kind < DETOUR_FORGE_KINDS && strcmp(forges[kind].word, word) != 0)
		kind++;
	return (enum detour_forge_kind)kind;
}

const char *detour_forge_word(enum detour_forge_kind kind)
{
	return kind < DETOUR_FORGE_KINDS ? forges[kind].word : "";
}

/* "github.com-work" is an alias in ~/.ssh/config, for a second account. */
static bool is_host(const struct detour_address *address, const char *name)
{
	size_t size = strlen(name);

	return detour_text_starts(address->host, name) &&
	       (!address->host[size] || (address->host[size] == '-' && !address->is_web));
}

/* AUTO where it is none of them. There is TLS on all of them. */
static enum detour_forge_kind public_kind(struct detour_address *address)
{
	for (size_t i = 0; i < sizeof(public_forges) / sizeof(public_forges[0]); i++)
		if (is_host(address, public_forges[i].host)) {
			address->host =
				public_forges[i].web ? public_forges[i].web : public_forges[i].host;
			address->is_http = false;
			return public_forges[i].kind;
		}
	for (size_t i = 0; i < sizeof(public_domains) / sizeof(public_domains[0]); i++)
		if (detour_text_ends(address->host, public_domains[i].end)) {
			address->is_http = false;
			return public_domains[i].kind;
		}
	return DETOUR_FORGE_AUTO;
}

static enum detour_forge_kind own_kind(const struct detour_address *address)
{
	for (size_t i = 0; i < sizeof(telling_names) / sizeof(telling_names[0]); i++)
		if (detour_text_starts(address->host, telling_names[i].start))
			return telling_names[i].kind;
	return detour_forge_kind_of_path(address);
}

void detour_forge_find(struct detour_forge *out, struct detour_arena *arena, const char *remote_url,
	enum detour_forge_kind kind, const char *page)
{
	bool has_page = page && strcmp(page, "auto") != 0;
	const char *url = has_page ? page : remote_url;
	struct detour_address address;
	struct detour_pages pages;
	enum detour_forge_kind known;

	memset(out, 0, sizeof(*out));
	if (kind == DETOUR_FORGE_OFF || !url || !detour_address_parse(&address, arena, url))
		return;
	known = public_kind(&address);
	if (known == DETOUR_FORGE_AUTO)
		known = kind == DETOUR_FORGE_AUTO ? own_kind(&address) : kind;
	if (!detour_forge_pages(&pages, arena, &address, known))
		return;
	out->kind = known;
	out->page = pages.repository;
	out->commits = detour_arena_printf(arena, "%s%s", out->page, forges[known].commits);
	if (pages.tracker && forges[known].issues)
		out->issues =
			detour_arena_printf(arena, "%s%s", pages.tracker, forges[known].issues);
}

/* ---- comparisons */

/* A branch as git allows it; dots could climb out of the path. */
static bool is_branch(const char *name)
{
	return name && *name && *name != '/' && *name != '.' && !strstr(name, "/.") &&
	       !strstr(name, "..");
}

static void add_branch(struct detour_buf *out, const char *name)
{
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			strchr("-_.~/", c))
			detour_buf_addch(out, *name);
		else
			detour_buf_addf(out, "%%%02X", (unsigned)c);
	}
}

char *detour_forge_compare(const struct detour_forge *forge, struct detour_arena *arena,
	const char *base, const char *branch)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *form = forge->page ? forges[forge->kind].compare : NULL;
	char *url = NULL;

	if (!form || !is_branch(base) || !is_branch(branch))
		return NULL;
	detour_buf_addstr(&out, forge->page);
	while (*form) {
		size_t size = strcspn(form, "{");

		detour_buf_add(&out, form, size);
		form += size;
		if (!*form)
			break;
		add_branch(&out, detour_text_starts(form, "{base}") ? base : branch);
		form = strchr(form, '}') + 1;
	}
	url = detour_arena_strndup(arena, out.ptr, out.size);
	detour_buf_release(&out);
	return url;
}

/* ---- settings */

char *detour_forge_page(struct detour_arena *arena, const char *text, const char **problem)
{
	struct detour_address address;

	if (detour_address_has_user(text)) {
		*problem = "holds a user name";
		return NULL;
	}
	if (!detour_address_parse(&address, arena, text) || !address.is_web) {
		*problem = "is no plain address of a repository";
		return NULL;
	}
	*problem = NULL;
	return detour_address_join(arena, &address, 0, address.count, true);
}
