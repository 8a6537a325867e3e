/* Who names which path; see paths.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../git/listing.h"
#include "../signal/pathkind.h"
#include "paths.h"

enum { SWEEP = 30, LINKS = 2000, LINKED_PATHS = 200, TOPS = 400, CHURN_COLUMNS = 60 };

struct collecting {
	struct detour_mentions *out;
	const struct detour_material *material;
	const char *tops[TOPS]; /* what lies at the top of HEAD's tree */
	size_t top_count;
	size_t links_left;
};

bool detour_signal_is_taken_back(const struct detour_signal *signal)
{
	return signal->kind == DETOUR_KIND_revert || signal->kind == DETOUR_KIND_undo ||
	       signal->kind == DETOUR_KIND_discard;
}

bool detour_signal_is_again(const struct detour_signal *signal)
{
	return signal->kind == DETOUR_KIND_rework || signal->kind == DETOUR_KIND_churn ||
	       signal->kind == DETOUR_KIND_fixup || signal->kind == DETOUR_KIND_followup ||
	       detour_signal_is_taken_back(signal);
}

static void add(struct collecting *collecting, const struct detour_mention *mention)
{
	const unsigned others = DETOUR_PATH_SESSION | DETOUR_PATH_GENERATED | DETOUR_PATH_VENDORED |
				DETOUR_PATH_VERSION | DETOUR_PATH_PLAN;
	struct detour_mentions *out = collecting->out;

	if (detour_path_kinds(mention->path) & others)
		return;
	if (out->count == out->capacity) {
		out->capacity = out->capacity ? out->capacity * 2 : 256;
		out->list = detour_realloc(out->list, out->capacity * sizeof(*out->list));
	}
	out->list[out->count++] = *mention;
}

/* ---- in prose */

static bool note_folder(void *data, const char *dir, const struct detour_oid *tree)
{
	struct collecting *collecting = data;

	(void)tree;
	if (collecting->top_count < TOPS)
		collecting->tops[collecting->top_count++] =
			detour_arena_strdup(collecting->material->arena, dir);
	return false;
}

static bool is_known_top(const struct collecting *collecting, const char *path, size_t size)
{
	for (size_t i = 0; i < collecting->top_count; i++)
		if (strlen(collecting->tops[i]) == size && !memcmp(collecting->tops[i], path, size))
			return true;
	return false;
}

static bool is_path_byte(char c)
{
	return isalnum((unsigned char)c) || strchr("_-./@+", c) || (c & 0x80);
}

/* "./src/a.c:12," -> "src/a.c" */
static void take(struct collecting *collecting, const char *text, size_t size,
	const struct detour_mention *where)
{
	struct detour_mention mention = *where;
	const char *slash;

	while (size > 2 && text[0] == '.' && text[1] == '/') {
		text += 2;
		size -= 2;
	}
	while (size && strchr("/.-", text[size - 1]))
		size--;
	slash = memchr(text, '/', size);
	if (!slash || !is_known_top(collecting, text, (size_t)(slash - text)))
		return;
	mention.path = detour_arena_strndup(collecting->material->arena, text, size);
	if (!strstr(mention.path, "//") && !strstr(mention.path, ".."))
		add(collecting, &mention);
}

static void read_passage(struct collecting *collecting, const struct detour_mention *where)
{
	const char *text = collecting->material->sessions[where->session]
				   .reading.passages[where->passage]
				   .source;

	while (*text) {
		size_t size = 0;

		while (text[size] && is_path_byte(text[size]))
			size++;
		if (size)
			take(collecting, text, size, where);
		text += size + (text[size] != '\0');
	}
}

/* ---- in commits */

static void add_changes(struct collecting *collecting, const struct detour_commit *commit,
	const struct detour_mention *where)
{
	struct detour_mention mention = *where;

	/* What changes everything is about nothing in particular. */
	if (commit->changes_cut || commit->change_count > SWEEP)
		return;
	for (size_t i = 0; i < commit->change_count; i++) {
		mention.path = commit->changes[i].path;
		add(collecting, &mention);
	}
}

/* Churn is about the one file that its sentence names, whatever else the commit changes. */
static bool is_about(
	const struct collecting *collecting, const struct detour_signal *signal, const char *path)
{
	const char *shown = detour_text_line(collecting->material->arena, path, CHURN_COLUMNS);
	const char *at = strstr(signal->does, shown);

	return signal->kind != DETOUR_KIND_churn ||
	       (at && at > signal->does && at[-1] == ' ' && at[strlen(shown)] == ' ');
}

static void add_signal(struct collecting *collecting, uint32_t number)
{
	const struct detour_signal *signal = collecting->material->request->signals[number].signal;
	const struct detour_commit *commit = signal->commit;
	struct detour_mention mention = {.of_signal = true, .signal = number};

	if (!detour_signal_is_again(signal) || commit->changes_cut || commit->change_count > SWEEP)
		return;
	for (size_t i = 0; i < commit->change_count; i++) {
		mention.path = commit->changes[i].path;
		if (is_about(collecting, signal, mention.path))
			add(collecting, &mention);
	}
}

static void read_link(struct collecting *collecting, const char *hex, uint32_t session)
{
	struct detour_workspace *workspace = collecting->material->workspace;
	const struct detour_mention where = {.session = session, .passage = UINT32_MAX};
	struct detour_commit commit;
	struct detour_oid oid;

	if (!collecting->links_left)
		return;
	collecting->links_left--;
	if (!detour_repo_resolve_hex(workspace->repo, hex, strlen(hex), &oid) &&
		!detour_repo_read_commit(
			workspace->repo, &oid, collecting->material->arena, &commit, NULL) &&
		!detour_repo_read_changes(
			workspace->repo, &commit, LINKED_PATHS, collecting->material->arena, NULL))
		add_changes(collecting, &commit, &where);
}

/* ---- */

static void read_session(struct collecting *collecting, uint32_t session)
{
	const struct detour_material_session *from = &collecting->material->sessions[session];

	for (uint32_t i = 0; i < from->reading.count; i++)
		read_passage(
			collecting, &(struct detour_mention){.session = session, .passage = i});
	for (size_t i = 0; i < from->hex_count; i++)
		read_link(collecting, from->hexes[i], session);
}

void detour_mentions_collect(struct detour_mentions *out, const struct detour_material *material)
{
	struct collecting collecting = {.out = out, .material = material, .links_left = LINKS};
	struct detour_listing tops = {.enter = note_folder, .data = &collecting};
	const struct detour_patterns_request *request = material->request;
	struct detour_oid head;

	memset(out, 0, sizeof(*out));
	if (!detour_repo_head(material->workspace->repo, &head, NULL))
		detour_listing_of_commit(material->workspace->repo, &head, &tops);
	for (uint32_t i = (uint32_t)material->count; i-- > 0;)
		read_session(&collecting, i);
	for (uint32_t i = 0; i < request->signal_count; i++)
		add_signal(&collecting, i);
}
