/* Changes .dismissed; see dismiss_shared.h. */
#include "dismiss_shared.h"

#include "../base/file.h"
#include "../journal/dismissed.h"

enum { TRIES = 5 };

static const char *path_in(struct detour_workspace *workspace, const char *dir)
{
	return detour_arena_printf(&workspace->arena, "%s/%s", dir, DETOUR_DISMISSED_NAME);
}

/* DETOUR_EBUSY where somebody else was faster. */
static int store(struct detour_journal *journal, const char *path, const struct detour_buf *old,
	bool is_new, const struct detour_buf *bytes, struct detour_error *err)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *full = detour_arena_printf(&arena, "%s/%s", journal->root, path);
	int code;

	if (is_new) {
		const char *dir =
			detour_arena_printf(&arena, "%s/%s", journal->root, journal->write_dir);

		code = detour_file_make_dirs(journal->root, dir, 0777, err);
		if (!code)
			code = detour_file_create(
				full, bytes->ptr, bytes->size, detour_file_mode_like(dir), err);
		code = code == DETOUR_EEXISTS ? DETOUR_EBUSY : code;
	} else {
		code = detour_journal_update(
			journal, path, old->ptr, old->size, bytes->ptr, bytes->size, err);
	}
	detour_arena_release(&arena);
	return code;
}

static int add_once(struct detour_journal *journal, const char *path,
	const struct detour_commit *const *commits, size_t count, struct detour_error *err)
{
	struct detour_buf old = DETOUR_BUF_INIT, bytes = DETOUR_BUF_INIT, next = DETOUR_BUF_INIT;
	int code = detour_journal_read(journal, path, &old, err);
	bool is_new = code == DETOUR_ENOTFOUND;

	code = is_new ? 0 : code;
	if (code)
		goto out;
	detour_buf_add(&bytes, old.ptr, old.size);
	for (size_t i = 0; i < count; i++) {
		struct detour_buf swap;

		detour_buf_clear(&next);
		detour_dismissed_add(&next, bytes.ptr, bytes.size, commits[i]);
		swap = bytes;
		bytes = next;
		next = swap;
	}
	if (bytes.size != old.size)
		code = store(journal, path, &old, is_new, &bytes, err);
out:
	detour_buf_release(&old);
	detour_buf_release(&bytes);
	detour_buf_release(&next);
	return code;
}

int detour_dismiss_shared(struct detour_workspace *workspace,
	const struct detour_commit *const *commits, size_t count, const char **path,
	struct detour_error *err)
{
	struct detour_journal journal;
	/* The team's: who keeps sessions private still tells everybody that there is none. */
	int code = detour_workspace_shared_journal(workspace, &journal, err);

	if (code)
		return code;
	*path = path_in(workspace, journal.write_dir);
	code = DETOUR_EBUSY;
	for (int i = 0; code == DETOUR_EBUSY && i < TRIES; i++)
		code = add_once(&journal, *path, commits, count, err);
	return code;
}

static int remove_once(struct detour_journal *journal, const char *path,
	const struct detour_commit *commit, bool *found, struct detour_error *err)
{
	struct detour_buf old = DETOUR_BUF_INIT, bytes = DETOUR_BUF_INIT;
	int code = detour_journal_read(journal, path, &old, NULL);

	*found = !code && detour_dismissed_remove(&bytes, old.ptr, old.size, commit);
	code = *found ? store(journal, path, &old, false, &bytes, err) : 0;
	detour_buf_release(&old);
	detour_buf_release(&bytes);
	return code;
}

int detour_dismiss_unshare(struct detour_workspace *workspace, const struct detour_commit *commit,
	const char **path, struct detour_error *err)
{
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(workspace, &journals);
	int code = 0;

	*path = NULL;
	for (size_t i = 0; !code && i < count; i++)
		for (size_t j = 0; !code && !journals[i].is_private && j < journals[i].dir_count;
			j++) {
			const char *here = path_in(workspace, journals[i].dirs[j]);
			bool found = false;

			code = DETOUR_EBUSY;
			for (int k = 0; code == DETOUR_EBUSY && k < TRIES; k++)
				code = remove_once(&journals[i], here, commit, &found, err);
			*path = found ? here : *path;
		}
	return code;
}
