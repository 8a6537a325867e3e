/*
 * The pages of repositories, from the paths that they are cloned by; see forge_page.h. Each
 * function knows one kind of forge, and takes the path of its pages as well as that of its clones:
 * settings name the one, remotes the other.
 */
#include "forge_page.h"

#include <string.h>

#include "../base/text.h"

/* Where a part of that name stands, from `start` on; the count where there is none. */
static size_t find(const struct detour_address *address, const char *part, size_t start)
{
	while (start < address->count && strcmp(address->parts[start], part) != 0)
		start++;
	return start;
}

static const char *join(
	struct detour_arena *arena, const struct detour_address *address, size_t start, size_t end)
{
	return detour_address_join(arena, address, start, end, false);
}

/* The first `size` parts of the path, without a slash at the end; the bare host for none. */
static const char *prefix(
	struct detour_arena *arena, const struct detour_address *address, size_t size)
{
	return join(arena, address, 0, size);
}

/* A setting can name a forge that does not live at the top of its host. */
static bool plain(struct detour_pages *out, struct detour_arena *arena,
	const struct detour_address *address, size_t most)
{
	if (address->count < 2 || address->count > most)
		return false;
	out->repository = out->tracker = prefix(arena, address, address->count);
	return true;
}

/* …/scm/PROJ/repo, ssh://…/PROJ/repo, …/projects/PROJ/repos/repo; ~ana/repo has another page. */
static bool server(
	struct detour_pages *out, struct detour_arena *arena, const struct detour_address *address)
{
	size_t count = address->count, start;
	const char *project;

	if (count >= 4 && !strcmp(address->parts[count - 2], "repos") &&
		(!strcmp(address->parts[count - 4], "projects") ||
			!strcmp(address->parts[count - 4], "users"))) {
		out->repository = prefix(arena, address, count);
		return true;
	}
	if (count < 2)
		return false;
	start = count >= 3 && !strcmp(address->parts[count - 3], "scm") ? count - 3 : count - 2;
	if (start + 2 == count && (start || address->is_web))
		return false;
	project = address->parts[count - 2];
	out->repository = detour_arena_printf(arena, "%s/%s/%s/repos/%s",
		prefix(arena, address, start), *project == '~' ? "users" : "projects",
		*project == '~' ? project + 1 : project, address->parts[count - 1]);
	return true;
}

/* The tracker of the same name, on the host beside. */
static bool sourcehut(
	struct detour_pages *out, struct detour_arena *arena, const struct detour_address *address)
{
	struct detour_address tracker = *address;

	if (address->count != 2 || address->parts[0][0] != '~')
		return false;
	out->repository = prefix(arena, address, 2);
	if (!detour_text_starts(address->host, "git."))
		return true;
	tracker.host = detour_arena_printf(arena, "todo.%s", address->host + strlen("git."));
	out->tracker = prefix(arena, &tracker, 2);
	return true;
}

/* org/project/_git/repo; a project's first repository has its name, which may be left out. Over ssh
 * v3/org/project/repo. */
static bool azure(
	struct detour_pages *out, struct detour_arena *arena, const struct detour_address *address)
{
	size_t at = find(address, "_git", 0);
	size_t of_project = strcmp(address->host, "dev.azure.com") == 0 ? 1 : 0;

	if (!address->is_web && address->count == 4 && !strcmp(address->parts[0], "v3")) {
		out->tracker = join(arena, address, 1, 3);
		out->repository =
			detour_arena_printf(arena, "%s/_git/%s", out->tracker, address->parts[3]);
		return true;
	}
	if (at + 2 != address->count)
		return false;
	out->repository = prefix(arena, address, address->count);
	out->tracker = prefix(arena, address, at);
	if (at == of_project)
		out->tracker =
			detour_arena_printf(arena, "%s/%s", out->tracker, address->parts[at + 1]);
	return true;
}

/* Gitiles shows the code. Clones with a password go through "/a/"; a server that does not live at
 * the top of its host is below "/r/" by custom. */
static bool gerrit(
	struct detour_pages *out, struct detour_arena *arena, const struct detour_address *address)
{
	bool is_google = detour_text_ends(address->host, ".googlesource.com");
	size_t at = 0, count = address->count, gitiles = find(address, "plugins", 0);

	if (gitiles + 2 < count && !strcmp(address->parts[gitiles + 1], "gitiles")) {
		out->repository = prefix(arena, address, count);
		return true;
	}
	if (address->is_web && !is_google && count > 1 && !strcmp(address->parts[0], "r"))
		at = 1;
	gitiles = at;
	if (address->is_web && at + 1 < count && !strcmp(address->parts[at], "a"))
		at++;
	out->repository = detour_arena_printf(arena, "%s%s%s", prefix(arena, address, gitiles),
		is_google ? "" : "/plugins/gitiles",
		strchr(join(arena, address, at, count) + strlen("https://"), '/'));
	return true;
}

/* A page is at the path of the clone, ".git" and all. */
static bool cgit(
	struct detour_pages *out, struct detour_arena *arena, const struct detour_address *address)
{
	out->repository = detour_address_join(arena, address, 0, address->count, true);
	return true;
}

bool detour_forge_pages(struct detour_pages *out, struct detour_arena *arena,
	const struct detour_address *address, enum detour_forge_kind kind)
{
	memset(out, 0, sizeof(*out));
	/* The host of ssh may be an alias that is known on this machine alone. */
	if (!address->is_web && !strchr(address->host, '.'))
		return false;
	switch (kind) {
	case DETOUR_FORGE_github:
	case DETOUR_FORGE_bitbucket:
		return plain(out, arena, address, 2);
	case DETOUR_FORGE_gitea:
	case DETOUR_FORGE_forgejo:
		return plain(out, arena, address, address->is_web ? DETOUR_ADDRESS_PARTS : 2);
	case DETOUR_FORGE_gitlab:
		return plain(out, arena, address, DETOUR_ADDRESS_PARTS);
	case DETOUR_FORGE_bitbucket_server:
		return server(out, arena, address);
	case DETOUR_FORGE_sourcehut:
		return sourcehut(out, arena, address);
	case DETOUR_FORGE_azure:
		return azure(out, arena, address);
	case DETOUR_FORGE_gerrit:
		return gerrit(out, arena, address);
	case DETOUR_FORGE_cgit:
		return cgit(out, arena, address);
	case DETOUR_FORGE_AUTO:
	case DETOUR_FORGE_OFF:
	case DETOUR_FORGE_KINDS:
		break;
	}
	return false;
}

enum detour_forge_kind detour_forge_kind_of_path(const struct detour_address *address)
{
	size_t count = address->count, gitiles = find(address, "plugins", 0);

	if (!strcmp(address->other_port, ":29418") ||
		(gitiles + 2 < count && !strcmp(address->parts[gitiles + 1], "gitiles")))
		return DETOUR_FORGE_gerrit;
	if (!strcmp(address->other_port, ":7999") ||
		(address->is_web && count >= 3 && !strcmp(address->parts[count - 3], "scm")))
		return DETOUR_FORGE_bitbucket_server;
	return find(address, "_git", 0) + 2 == count ? DETOUR_FORGE_azure : DETOUR_FORGE_AUTO;
}
