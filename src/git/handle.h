/*
 * What the files of src/git/ share and nobody else sees: the handle itself, objects as bytes, and
 * the few helpers that turn libgit2's errors into ours.
 *
 * libgit2 finds the repository and reads references, the index and configuration files. Objects are
 * read by ../objects/, and by libgit2 where that cannot. What is inside of commits and trees is
 * parsed here: it is several times faster than the library's own objects, and broken commits are
 * read the way git reads them.
 */
#ifndef DETOUR_GIT_HANDLE_H
#define DETOUR_GIT_HANDLE_H

#include <git2.h>

#include "../base/buf.h"
#include "../objects/cache.h"
#include "../objects/store.h"
#include "repository.h"

#define DETOUR_LIBGIT2_SINCE(major, minor)                                                         \
	(LIBGIT2_VER_MAJOR > (major) ||                                                            \
		(LIBGIT2_VER_MAJOR == (major) && LIBGIT2_VER_MINOR >= (minor)))

#define DETOUR_GIT_CHECKS_OWNER (DETOUR_LIBGIT2_SINCE(1, 5))

struct detour_git_entry { /* of the configuration */
	const char *key;  /* section and name in lower case */
	const char *value;
	const char *origin;
};

struct detour_git_table {
	struct detour_git_entry *entries; /* in order of rising priority */
	size_t count, capacity;
};

struct detour_mailmap;
struct detour_git_dates;

struct detour_repo {
	const struct detour_context *ctx;
	struct detour_arena arena;
	git_repository *git;
	const char *git_dir, *common_dir, *work_tree; /* absolute, no slash at the end */
	struct detour_git_table config;

	/* Filled when first asked for. */
	git_odb *odb;
	struct detour_store *store;
	struct detour_cache commits, trees, blobs;
	struct detour_mailmap *mailmap; /* NULL: there is none */
	struct detour_git_dates *dates; /* NULL: not asked for */
	struct detour_oid *shallow;     /* sorted */
	size_t shallow_count;
	char *branch;
	const char *hooks_dir;
	char *plain_folder; /* the last one found to be without attributes */
	size_t plain_room;
	size_t entries_left; /* of a listing that is under way */
	uint64_t *generated; /* answers, by the hash of the path: its lowest bit tells */
	const char **own_addresses;
	size_t own_address_count;
	bool mailmap_tried, shallow_tried, own_addresses_tried, index_hidden;
};

/* attributes.c */

/* A file that the library would read whatever it is, at the top or in a folder of the index, and
 * should not: no file, or longer than any that people write; in the arena. NULL where all are well.
 * There must be a work tree. */
const char *detour_git_unfit_file(struct detour_repo *repo, struct detour_arena *arena);

/* repository.c */

/* Our code for one of libgit2's. */
int detour_git_code(int code);
/* Composes "<format>: <libgit2's words>" and returns our code. */
int detour_git_fail(struct detour_error *err, int code, const char *format, ...)
	DETOUR_PRINTF(3, 4);
const char *detour_git_env(const struct detour_repo *repo, const char *name); /* NULL where unset */
/* NULL where empty, too. */
const char *detour_git_env_set(const struct detour_repo *repo, const char *name);
/* Paths in the handle's arena; the real one is NULL where there is nothing. */
const char *detour_git_real_path(struct detour_repo *repo, const char *path);
const char *detour_git_without_slash(struct detour_repo *repo, const char *path);

/* open.c, work_tree.c: the steps of opening */

void detour_git_set_options(void);
/* Before libgit2 is first used: it finds memory, or the program ends. In memory.c. */
void detour_git_set_memory(void);
int detour_git_open(struct detour_repo *repo, struct detour_error *err);
int detour_git_check_common_dir(struct detour_repo *repo, struct detour_error *err);
int detour_git_check_formats(struct detour_repo *repo, struct detour_error *err);
/* NULL where bare. */
const char *detour_git_find_work_tree(struct detour_repo *repo);

/* object.c */

/* An object's bytes, to be released. DETOUR_ENOTFOUND; DETOUR_EINVALID where it is of another type;
 * DETOUR_ELIMIT where it is larger than anything that is read. */
int detour_git_read(struct detour_repo *repo, const struct detour_oid *oid,
	enum detour_object_type type, struct detour_object **out);
/* The same; DETOUR_ELIMIT where it has more than `limit` bytes. */
int detour_git_read_up_to(struct detour_repo *repo, const struct detour_oid *oid,
	enum detour_object_type type, size_t limit, struct detour_object **out);
/* The same without a limit of the caller's; on failure composes "cannot read <what> <hex>: …". */
int detour_git_read_or_tell(struct detour_repo *repo, const struct detour_oid *oid,
	enum detour_object_type type, struct detour_object **out, struct detour_error *err);
/* libgit2's own way to them. */
int detour_git_odb(struct detour_repo *repo, git_odb **out);
void detour_git_objects_release(struct detour_repo *repo);

git_oid detour_git_oid(const struct detour_oid *oid);
struct detour_oid detour_git_from(const git_oid *oid);

/* blob.c */
/* The id of a commit's tree. */
int detour_git_tree_of(
	struct detour_repo *repo, const struct detour_oid *commit, struct detour_oid *tree);

/* read_commit.c */
struct detour_raw_commit;
/* The oid must be set. In the arena. */
void detour_git_take_parents(struct detour_repo *repo, struct detour_commit *out,
	const struct detour_raw_commit *raw, struct detour_arena *arena);

/* shallow.c */
bool detour_git_is_boundary(struct detour_repo *repo, const struct detour_oid *oid);

/* identity.c */
void detour_git_map_user(struct detour_repo *repo, const char **name, const char **email);

/* configuration.c, config_env.c, config_files.c */

void detour_git_table_add(struct detour_repo *repo, struct detour_git_table *table, const char *key,
	const char *value, const char *origin);
void detour_git_table_add_env(struct detour_repo *repo, struct detour_git_table *table);
const char *detour_git_table_last(
	const struct detour_git_table *table, const char *key, const char **origin);
/* Points libgit2 at this user's files; before a repository is opened. */
void detour_git_config_paths(struct detour_repo *repo);
int detour_git_config_load(struct detour_repo *repo, struct detour_error *err);
/* Does safe.directory in a file that the repository cannot reach name this directory? */
bool detour_git_is_declared_safe(struct detour_repo *repo, const char *path);
/* "~/" expanded, in the arena. */
const char *detour_git_expand(
	const struct detour_repo *repo, struct detour_arena *arena, const char *value);

/* each_ref.c */
/* Each reference below `prefix` ("refs/remotes/") that is no symbolic one, with what it names: the
 * commit behind a tag where packed-refs tells it, for who wants the tag has its name. Stops where
 * `each` returns other than 0 and returns that. */
typedef int (*detour_git_ref_fn)(void *data, const char *name, const struct detour_oid *oid);
int detour_git_each_ref(struct detour_repo *repo, const char *prefix, detour_git_ref_fn each,
	void *data, struct detour_error *err);

#endif
