/*
 * Where sessions live: the journal's folders in the work tree, read together, one of them written.
 *
 * detour_journal_open, then any of the others. Everything returned is in the arena of open. Folders
 * and files that are symbolic links leading out of the work tree are refused, special files passed
 * over. A session is written whole or not at all and never over an existing one.
 */
#ifndef DETOUR_JOURNAL_STORE_H
#define DETOUR_JOURNAL_STORE_H

#include "../git/repository.h"
#include "../settings/settings.h"
#include "session.h"
#include "style.h"

/* The word for journal.dir that means the git dir. */
#define DETOUR_JOURNAL_PRIVATE "private"

struct detour_journal {
	struct detour_arena *arena;
	const char *root;        /* the work tree, or what the folders lie in; absolute */
	bool is_private;         /* outside of the work tree: never committed */
	const char *lock_dir;    /* where the lock is made: `detour` in the git dir */
	const char *const *dirs; /* folders that exist, relative to root */
	size_t dir_count;
	/* Those of projects that have a plan and no sessions yet: not read, but may be written. */
	const char *const *planned;
	size_t planned_count;
	const char *write_dir; /* where new sessions go, relative; may not exist yet */
	const char *template_setting;
	struct detour_name_style names; /* of new sessions, see detour_journal_adopt_style */
	/* The folder that was listed, and the name of the template in it (NULL: none): a folder of
	 * ten thousand is not gone through twice. */
	const char *listed_dir, *listed_template;
	/* Looked for when first asked for: see detour_journal_template. */
	bool template_tried;
	const char *template_path, *template_bytes;
	size_t template_size;
};

struct detour_journal_entry {
	const char *path; /* relative to the work tree */
	const char *name; /* file name */
	const char *day;  /* "2026-11-22" */
	const char *topic;
};

/* A session: in which journal, and its path there. */
struct detour_place {
	struct detour_journal *journal;
	const char *path;
};

/* journal.dir as set; "auto": docs/sessions, sessions, doc/sessions, docs/projects/<any
 * depth>/sessions. Those that exist are read; the first of them is written (with "auto" the first
 * that is not full of other things), else the first that is named without wildcards, else
 * docs/sessions. "**" stands for up to six folders, `*` and `?` for a part of a name; hidden
 * folders, node_modules and links are never walked. A folder that leads outside is DETOUR_EINVALID
 * ("auto" passes it over). A template that is not there or not text is as if none were set. Without
 * a work tree: DETOUR_ENOTFOUND. */
int detour_journal_open(struct detour_journal *out, struct detour_repo *repo,
	const struct detour_settings *settings, struct detour_arena *arena,
	struct detour_error *err);
/* The journal in the git dir, shared by all work trees; its folder may not exist yet. */
int detour_journal_open_private(struct detour_journal *out, struct detour_repo *repo,
	struct detour_arena *arena, struct detour_error *err);
/* The same for any folder; `git_dir` holds the lock. */
int detour_journal_open_at(struct detour_journal *out, const char *root, const char *git_dir,
	const char *dir_setting, const char *template_setting, struct detour_arena *arena,
	struct detour_error *err);

/* The journal's own template, that of the folder that is written: its bytes, or NULL where there is
 * none (the built-in one serves). `size` and `path` may be NULL; the path is relative. */
const char *detour_journal_template(
	struct detour_journal *journal, size_t *size, const char **path);
/* Takes a session's bytes apart as this journal writes them; strings in `arena`. */
void detour_journal_parse(struct detour_journal *journal, const struct detour_buf *bytes,
	struct detour_arena *arena, struct detour_session *out);
/* All sessions, also those in folders for years, months and archives, newest day first; those of a
 * day in the order of their names, last first. A file without a day in its name is one if its text
 * tells the day, and if it is called a session or lies among such. In list_sessions.c. */
int detour_journal_list(struct detour_journal *journal, struct detour_journal_entry **entries,
	size_t *count, struct detour_error *err);
/* The same without those of days before `first_day` ("2026-11-22", NULL: none are left out), and
 * without looking at the files: reading tells what is none. For where a hook waits. */
int detour_journal_list_names(struct detour_journal *journal, const char *first_day,
	struct detour_journal_entry **entries, size_t *count, struct detour_error *err);
/* The session that a person means, in any of the journals: by its path (from where they stand, or
 * relative to the journal's root), its file name, its topic, or a part of the name that only one
 * has; "last" is the newest. DETOUR_ENOTFOUND, and DETOUR_EINVALID where it could be several, which
 * the message names. In find.c. */
int detour_journal_find(struct detour_journal *journals, size_t count, const char *text,
	struct detour_place *out, struct detour_error *err);
/* Replaces the content of `out`. A link within the work tree is followed. */
int detour_journal_read(struct detour_journal *journal, const char *path, struct detour_buf *out,
	struct detour_error *err);

/* The folder that a session about these commits (with their paths tier) on this branch (NULL: none)
 * belongs to: that of the project whose files they touch most, else whose name the branch bears,
 * else that their subjects name as their scope; `write_dir` where nothing tells. An archived
 * project counts only where it is touched. In fitting.c. */
const char *detour_journal_fitting_dir(const struct detour_journal *journal,
	const struct detour_commit *const *commits, size_t count, const char *branch);
/* Makes it the folder that is written, with the template that is there. */
void detour_journal_write_to(struct detour_journal *journal, const char *dir);
/* New sessions are to be called as the newest ones are, and look like them: returns a template in
 * their style, or NULL where ours or the journal's own serves. In adopt_style.c. */
const char *detour_journal_adopt_style(
	struct detour_journal *journal, const struct detour_style_known *known, size_t *size);
/* A new file for this day and topic; the next free number where the name is taken, also when two
 * processes ask at once. *path is relative to the work tree. */
int detour_journal_create(struct detour_journal *journal, const char *day, const char *topic,
	const void *bytes, size_t size, const char **path, struct detour_error *err);
/* New content for an existing session, if it still holds `old_bytes` (else DETOUR_EBUSY: somebody
 * wrote meanwhile; read again). Under a lock in the git dir (DETOUR_ELIMIT: not had in time),
 * atomically, mode kept. A session that is a link is DETOUR_EINVALID. */
int detour_journal_update(struct detour_journal *journal, const char *path, const void *old_bytes,
	size_t old_size, const void *bytes, size_t size, struct detour_error *err);
/* Reads, changes and stores a session under that lock, so that no other process of ours comes
 * between; again where somebody else did. What was read and what was stored are in `old` and
 * `bytes`. */
int detour_journal_change(struct detour_journal *journal, const char *path,
	void (*change)(struct detour_buf *out, const struct detour_buf *old, void *data),
	void *data, struct detour_buf *old, struct detour_buf *bytes, struct detour_error *err);
/* Removes a session that still holds these bytes, else DETOUR_EBUSY; under the same lock. What is a
 * link, or behind one, is DETOUR_EINVALID. */
int detour_journal_remove(struct detour_journal *journal, const char *path, const void *bytes,
	size_t size, struct detour_error *err);

#endif
