/* From names to commits: HEAD, revisions, abbreviations, tags. */
#include "handle.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../base/file.h"

enum { HEAD_LIMIT = 4096, PEEL_LIMIT = 64, ABBREVIATION_MIN = 4 };

static char *trim_lines(struct detour_buf *text)
{
	while (text->size && strchr(" \t\r\n", text->ptr[text->size - 1]))
		detour_buf_truncate(text, text->size - 1);
	return text->ptr;
}

/* What HEAD says, without opening libgit2's store of references: 0 and "refs/heads/main", or an id.
 */
static int read_small(const char *dir, const char *name, struct detour_buf *text)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	int code;

	detour_buf_addf(&path, "%s/%s", dir, name);
	code = detour_file_read(path.ptr, HEAD_LIMIT, 0, text, NULL);
	if (!code)
		trim_lines(text);
	detour_buf_release(&path);
	return code;
}

/* The usual case at a commit: HEAD names a branch whose file was just written. */
static bool read_head_files(struct detour_repo *repo, struct detour_oid *out)
{
	struct detour_buf text = DETOUR_BUF_INIT, name = DETOUR_BUF_INIT;
	bool found = false;

	if (read_small(repo->git_dir, "HEAD", &text))
		goto out;
	if (!strncmp(text.ptr, "ref: refs/heads/", 16) && !strstr(text.ptr, "..")) {
		detour_buf_addstr(&name, text.ptr + 5);
		if (read_small(repo->common_dir, name.ptr, &text))
			goto out;
	}
	found = detour_oid_parse(out, text.ptr);
out:
	detour_buf_release(&text);
	detour_buf_release(&name);
	return found;
}

int detour_repo_head(struct detour_repo *repo, struct detour_oid *out, struct detour_error *err)
{
	git_oid id;
	int code;

	if (read_head_files(repo, out))
		return 0;
	code = git_reference_name_to_id(&id, repo->git, "HEAD");
	if (!code)
		*out = detour_git_from(&id);
	if (code == GIT_ENOTFOUND)
		return detour_error_set(
			err, DETOUR_ENOTFOUND, "cannot read HEAD: this branch has no commit yet");
	return code ? detour_git_fail(err, code, "cannot read HEAD") : 0;
}

const char *detour_repo_branch(struct detour_repo *repo)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	const char *branch = NULL;

	if (!read_small(repo->git_dir, "HEAD", &text) && !strncmp(text.ptr, "ref: refs/heads/", 16))
		branch = text.ptr + 16;
	if (branch && (!repo->branch || strcmp(branch, repo->branch))) {
		free(repo->branch);
		repo->branch = strcpy(detour_realloc(NULL, strlen(branch) + 1), branch);
	}
	detour_buf_release(&text);
	return branch ? repo->branch : NULL;
}

/* The id behind "object " in an annotated tag. */
static bool tag_target(struct detour_object *tag, struct detour_oid *out)
{
	const char *bytes = tag->bytes;
	char hex[DETOUR_HEX_SIZE + 1] = "";

	if (tag->size < 7 + DETOUR_HEX_SIZE || memcmp(bytes, "object ", 7))
		return false;
	memcpy(hex, bytes + 7, DETOUR_HEX_SIZE);
	return detour_oid_parse(out, hex);
}

int detour_repo_peel(struct detour_repo *repo, const struct detour_oid *oid, struct detour_oid *out)
{
	struct detour_oid at = *oid;

	for (int depth = 0; depth < PEEL_LIMIT; depth++) {
		struct detour_object *object;
		bool goes_on;
		int code = detour_git_read(repo, &at, DETOUR_OBJECT_COMMIT, &object);

		if (!code) {
			detour_object_release(object);
			*out = at;
			return 0;
		}
		if (code != DETOUR_EINVALID)
			return code;
		code = detour_git_read(repo, &at, DETOUR_OBJECT_TAG, &object);
		if (code)
			return code;
		goes_on = tag_target(object, &at);
		detour_object_release(object);
		if (!goes_on)
			return DETOUR_EINVALID;
	}
	return DETOUR_EINVALID;
}

static bool is_commit(struct detour_repo *repo, const struct detour_oid *oid)
{
	struct detour_object *object;

	if (detour_git_read(repo, oid, DETOUR_OBJECT_COMMIT, &object))
		return false;
	detour_object_release(object);
	return true;
}

struct search {
	struct detour_repo *repo;
	git_odb *odb;
	struct detour_oid found;
	size_t commits;
};

/* Where several objects share an abbreviation, only the commits among them count, as for git:
 * longer and longer ones are tried until each stands for one object. */
static void search_prefix(struct search *search, char *hex, size_t digits)
{
	git_oid prefix, whole;
	struct detour_oid oid;
	int code;

	if (search->commits > 1 || git_oid_fromstrn(&prefix, hex, digits))
		return;
	code = git_odb_exists_prefix(&whole, search->odb, &prefix, digits);
	if (!code) {
		oid = detour_git_from(&whole);
		if (is_commit(search->repo, &oid)) {
			search->found = oid;
			search->commits++;
		}
	}
	if (code != GIT_EAMBIGUOUS || digits >= DETOUR_HEX_SIZE)
		return;
	for (const char *digit = "0123456789abcdef"; *digit; digit++) {
		hex[digits] = *digit;
		search_prefix(search, hex, digits + 1);
	}
}

int detour_repo_resolve_hex(
	struct detour_repo *repo, const char *hex, size_t digits, struct detour_oid *out)
{
	struct search search = {.repo = repo};
	char text[DETOUR_HEX_SIZE + 1] = "";

	if (digits < ABBREVIATION_MIN || digits > DETOUR_HEX_SIZE)
		return DETOUR_ENOTFOUND;
	for (size_t i = 0; i < digits; i++)
		if (!isxdigit((unsigned char)hex[i]))
			return DETOUR_ENOTFOUND;
	memcpy(text, hex, digits);
	if (digits == DETOUR_HEX_SIZE) {
		if (!detour_oid_parse(&search.found, text) || !is_commit(repo, &search.found))
			return DETOUR_ENOTFOUND;
		*out = search.found;
		return 0;
	}
	if (detour_git_odb(repo, &search.odb))
		return DETOUR_EFAIL;
	search_prefix(&search, text, digits);
	if (search.commits != 1)
		return search.commits ? DETOUR_EINVALID : DETOUR_ENOTFOUND;
	*out = search.found;
	return 0;
}

static int resolve_with_libgit2(
	struct detour_repo *repo, const char *revision, struct detour_oid *out)
{
	git_object *object = NULL;
	struct detour_oid oid;
	int code = git_revparse_single(&object, repo->git, revision);

	if (code == GIT_EAMBIGUOUS &&
		strlen(revision) == strspn(revision, "0123456789abcdefABCDEF"))
		return detour_repo_resolve_hex(repo, revision, strlen(revision), out);
	if (code)
		return code == GIT_EAMBIGUOUS ? DETOUR_EINVALID : DETOUR_ENOTFOUND;
	oid = detour_git_from(git_object_id(object));
	git_object_free(object);
	code = detour_repo_peel(repo, &oid, out);
	return code == DETOUR_EINVALID ? DETOUR_ENOTFOUND : code;
}

int detour_repo_resolve(struct detour_repo *repo, const char *revision, struct detour_oid *out,
	struct detour_error *err)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	int code;

	if (!strcmp(revision, "HEAD") || !strcmp(revision, "@"))
		return detour_repo_head(repo, out, err);
	/* "@" for HEAD is not known to libgit2 everywhere. */
	if (*revision == '@' && revision[1] != '{')
		detour_buf_addf(&text, "HEAD%s", revision + 1);
	else
		detour_buf_addstr(&text, revision);
	code = *revision ? resolve_with_libgit2(repo, text.ptr, out) : DETOUR_ENOTFOUND;
	detour_buf_release(&text);
	if (code == DETOUR_EINVALID)
		return detour_error_set(err, code,
			"cannot find commit '%s': the abbreviation is ambiguous", revision);
	if (code)
		return detour_error_set(
			err, code, "cannot find commit '%s': there is none", revision);
	return 0;
}
