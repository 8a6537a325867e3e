/*
 * Uncommitted files; see status.h. libgit2 compares, with what it sees otherwise than git set
 * right: where the work tree is, which index is meant, and that it cannot run filter programs.
 */
#include "status.h"

#include <string.h>

#include "configuration.h"
#include "handle.h"
#include "listing.h"

#include <git2/sys/repository.h>

enum {
	STAGED = GIT_STATUS_INDEX_NEW | GIT_STATUS_INDEX_MODIFIED | GIT_STATUS_INDEX_DELETED |
		 GIT_STATUS_INDEX_TYPECHANGE,
	MEANT_TO_ADD = 1 << 30, /* `git add -N`; a bit of our own */
	CHANGED = GIT_STATUS_WT_MODIFIED | GIT_STATUS_WT_DELETED | GIT_STATUS_WT_TYPECHANGE |
		  MEANT_TO_ADD,
};

enum { MORE_THAN_INDEX = 1000 * 1000, ENDLESS = 1 };

/* Where git and libgit2 do not agree about it, git is right. */
static int set_work_tree(struct detour_repo *repo)
{
	const char *seen = git_repository_workdir(repo->git);

	if (seen && !strcmp(detour_git_without_slash(repo, seen), repo->work_tree))
		return 0;
	return git_repository_set_workdir(repo->git, repo->work_tree, 0);
}

static bool hides_untracked(struct detour_repo *repo)
{
	const char *shown = detour_repo_config(repo, "status.showuntrackedfiles");
	int value = 1;

	if (!shown)
		return false;
	return !strcmp(shown, "no") || (!git_config_parse_bool(&value, shown) && !value);
}

/* One letter of a pair, as git prints it. */
static char letter_of(unsigned bits, unsigned added, unsigned deleted, unsigned type)
{
	if (bits & added)
		return 'A';
	if (bits & deleted)
		return 'D';
	return bits & type ? 'T' : 'M';
}

/* The programs that make of a file what is committed are not ours to run. */
static bool is_filtered(struct detour_repo *repo, const char *path)
{
	const char *value = NULL;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	bool found = false;

	if (!git_attr_get(&value, repo->git, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, "filter") &&
		git_attr_value(value) == GIT_ATTR_VALUE_STRING)
		found = detour_repo_config(
				repo, detour_arena_printf(&arena, "filter.%s.clean", value)) ||
			detour_repo_config(
				repo, detour_arena_printf(&arena, "filter.%s.process", value));
	detour_arena_release(&arena);
	return found;
}

/* The two letters of a conflict tell who added, changed or deleted it: by the stages there are. */
static void set_conflict(git_index *index, struct detour_loose_file *file)
{
	static const char pairs[8][3] = {"UU", "DD", "AU", "UD", "UA", "DU", "AA", "UU"};
	const git_index_entry *base = NULL, *ours = NULL, *theirs = NULL;
	int stages = 0;

	file->is_conflict = true;
	if (!git_index_conflict_get(&base, &ours, &theirs, index, file->path))
		stages = (base ? 1 : 0) | (ours ? 2 : 0) | (theirs ? 4 : 0);
	file->staged = pairs[stages][0];
	file->changed = pairs[stages][1];
}

/* What libgit2 leaves to us: files that are not meant to be there (sparse checkouts), and those of
 * which the index holds no more than the name. */
static unsigned bits_of(git_index *index, const git_status_entry *entry, const char *path)
{
	const git_index_entry *known = index ? git_index_get_bypath(index, path, 0) : NULL;
	unsigned bits = entry->status;

	if (known && (known->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE))
		bits &= STAGED;
	if (known && (known->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD))
		bits = MEANT_TO_ADD;
	return bits;
}

static const char *path_of(const git_status_entry *entry)
{
	const git_diff_delta *delta =
		entry->index_to_workdir ? entry->index_to_workdir : entry->head_to_index;

	return delta->new_file.path ? delta->new_file.path : delta->old_file.path;
}

struct collecting {
	struct detour_repo *repo;
	git_index *index;
	struct detour_arena *arena;
	struct detour_loose_file *files;
	size_t limit;
	struct detour_loose *out;
};

static struct detour_loose_file *add(
	struct collecting *collecting, const char *path, char staged, char changed)
{
	struct detour_loose_file *file = &collecting->files[collecting->out->count];

	if (collecting->out->count == collecting->limit) {
		collecting->out->more++;
		return NULL;
	}
	collecting->out->count++;
	file->path = detour_arena_strdup(collecting->arena, path);
	file->staged = staged;
	file->changed = changed;
	return file;
}

static void take_tracked(struct collecting *collecting, const git_status_entry *entry)
{
	const char *path = path_of(entry);
	unsigned bits = bits_of(collecting->index, entry, path);
	struct detour_loose_file *file;
	char staged = ' ', changed = ' ';

	if (bits & STAGED)
		staged = letter_of(bits, GIT_STATUS_INDEX_NEW, GIT_STATUS_INDEX_DELETED,
			GIT_STATUS_INDEX_TYPECHANGE);
	if (bits & CHANGED)
		changed = letter_of(
			bits, MEANT_TO_ADD, GIT_STATUS_WT_DELETED, GIT_STATUS_WT_TYPECHANGE);
	if (staged == ' ' && changed == ' ' && !(bits & GIT_STATUS_CONFLICTED))
		return;
	file = add(collecting, path, staged, changed);
	if (file && (bits & GIT_STATUS_CONFLICTED))
		set_conflict(collecting->index, file);
	else if (file)
		file->perhaps = changed == 'M' && is_filtered(collecting->repo, path);
}

/* Untracked ones come last, as git prints them: also what the index lost and the work tree has. */
static void collect(struct collecting *collecting, git_status_list *list)
{
	size_t total = git_status_list_entrycount(list);
	size_t room = total < collecting->limit / 2 ? 2 * total : collecting->limit;

	/* One entry may be two files: deleted for the index, untracked for the work tree. */
	collecting->files = detour_arena_array(collecting->arena, room, sizeof(*collecting->files));
	for (size_t i = 0; i < total; i++)
		take_tracked(collecting, git_status_byindex(list, i));
	for (size_t i = 0; i < total; i++) {
		const git_status_entry *entry = git_status_byindex(list, i);

		if (entry->status & GIT_STATUS_WT_NEW)
			add(collecting, path_of(entry), '?', '?');
	}
	collecting->out->files = collecting->files;
}

static int open_index(struct detour_repo *repo, git_index **index)
{
	const char *named = detour_git_env_set(repo, "GIT_INDEX_FILE");
	int code;

	if (!named)
		return git_repository_index(index, repo->git);
	code = git_index_open(index, named);
	return code ? code : git_repository_set_index(repo->git, *index);
}

/* A few trees that hold each other unfold to more than there is time for: HEAD may have somewhat
 * more than the index, not so much more. */
static bool is_endless(const struct collecting *collecting)
{
	size_t limit = 2 * git_index_entrycount(collecting->index) + MORE_THAN_INDEX;
	struct detour_oid head;

	return !detour_repo_head(collecting->repo, &head, NULL) &&
	       detour_listing_is_longer(collecting->repo, &head, limit);
}

/* The index is read anew where it changed, and is not written by any of this. */
static int look(struct collecting *collecting, bool untracked)
{
	git_status_options options;
	git_status_list *list = NULL;
	int code;

	git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = untracked ? GIT_STATUS_OPT_INCLUDE_UNTRACKED : 0;
	code = set_work_tree(collecting->repo);
	if (!code)
		code = open_index(collecting->repo, &collecting->index);
	if (!code && is_endless(collecting))
		code = ENDLESS;
	if (!code)
		code = git_status_list_new(&list, collecting->repo->git, &options);
	if (!code)
		collect(collecting, list);
	git_status_list_free(list);
	git_index_free(collecting->index);
	return code;
}

int detour_repo_loose_files(struct detour_repo *repo, size_t limit, struct detour_arena *arena,
	struct detour_loose *out, struct detour_error *err)
{
	struct collecting collecting = {.repo = repo, .arena = arena, .limit = limit, .out = out};
	const char *unfit;
	int code;

	memset(out, 0, sizeof(*out));
	if (!repo->work_tree)
		return detour_error_set(
			err, DETOUR_ENOTFOUND, "cannot look for changes: there is no work tree");
	unfit = detour_git_unfit_file(repo, arena);
	if (unfit)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot look for changes: '%s' is no file, or too large", unfit);
	out->untracked_hidden = hides_untracked(repo);
	code = look(&collecting, !out->untracked_hidden);
	if (code == ENDLESS)
		return detour_error_set(err, DETOUR_ELIMIT,
			"cannot look for changes: HEAD holds far more files than the index");
	return code ? detour_git_fail(err, code, "cannot look for changes that are not committed")
		    : 0;
}
