/*
 * Gathers what sessions say from the work tree, the private journal, the index and trees; see
 * testimony.h. A file of a tree or of the index that is the very one of the work tree is known by
 * its blob id and not read again.
 */
#include "testimony.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "git/listing.h"
#include "journal/dismissed.h"
#include "journal/globs.h"
#include "journal/name.h"

enum {
	EARLIER_DAYS = 14, /* a session is added to for this long after the day in its name */
	RECENT_LOOKED_AT = 400,
	RECENT_READ = 200,
	OPEN_LOOKED_AT = 2000,
	CLOCK_SLACK = 120, /* seconds; link lines tell minutes */
};

#define DISMISSED_LIMIT ((size_t)1024 * 1024)

/* ---- the tables of what was read */

static void grow(struct detour_file_table *table)
{
	struct detour_file_table old = *table;

	table->size = old.size ? old.size * 2 : 256;
	table->slots = detour_realloc(NULL, table->size * sizeof(*table->slots));
	memset(table->slots, 0, table->size * sizeof(*table->slots));
	for (size_t i = 0; i < old.size; i++) {
		size_t at = (size_t)old.slots[i].key & (table->size - 1);

		if (!old.slots[i].key)
			continue;
		while (table->slots[at].key)
			at = (at + 1) & (table->size - 1);
		table->slots[at] = old.slots[i];
	}
	free(old.slots);
}

/* The slot of these bytes, made if it is new. Keys are 64 bits of a hash: a collision, which would
 * pass over one file, needs billions of files or intent, and then hides only its own author's. */
static struct detour_file_slot *slot_of(
	struct detour_file_table *table, const void *bytes, size_t size, bool *is_new)
{
	uint64_t key = detour_hash(DETOUR_HASH_START, bytes, size) | 1;
	size_t at;

	if (table->count * 2 >= table->size)
		grow(table);
	at = (size_t)key & (table->size - 1);
	while (table->slots[at].key && table->slots[at].key != key)
		at = (at + 1) & (table->size - 1);
	*is_new = !table->slots[at].key;
	table->count += *is_new;
	table->slots[at].key = key;
	return &table->slots[at];
}

/* ---- statements */

static struct detour_testimony_file *add_file(
	struct detour_testimony *testimony, const char *path, bool is_private)
{
	struct detour_testimony_file *file = detour_arena_alloc(&testimony->arena, sizeof(*file));

	memset(file, 0, sizeof(*file));
	file->path = detour_arena_strdup(&testimony->arena, path);
	file->is_private = is_private;
	return file;
}

static void add_links(struct detour_testimony *testimony, const struct detour_link *links,
	size_t count, const struct detour_testimony_file *file)
{
	for (size_t i = 0; i < count; i++) {
		struct detour_statement *added;

		if (testimony->count == testimony->capacity) {
			testimony->capacity = testimony->capacity ? testimony->capacity * 2 : 64;
			testimony->list = detour_realloc(
				testimony->list, testimony->capacity * sizeof(*testimony->list));
		}
		added = &testimony->list[testimony->count++];
		added->file = file;
		added->link = links[i];
		added->link.hex = detour_arena_strdup(&testimony->arena, links[i].hex);
		if (links[i].subject)
			added->link.subject =
				detour_arena_strdup(&testimony->arena, links[i].subject);
	}
	testimony->sorted = testimony->sorted && !count;
}

/* The journal of the work tree has the template that its sessions are made of. */
static struct detour_journal *template_journal(const struct detour_testimony *testimony)
{
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(testimony->workspace, &journals);

	for (size_t i = 0; i < count; i++)
		if (!journals[i].is_private)
			return &journals[i];
	return count ? &journals[0] : NULL;
}

void detour_testimony_parse(const struct detour_testimony *testimony, const char *bytes,
	size_t size, struct detour_arena *arena, struct detour_session *out)
{
	struct detour_journal *journal = template_journal(testimony);
	size_t template_size = 0;
	const char *template_bytes =
		journal ? detour_journal_template(journal, &template_size, NULL) : NULL;

	detour_session_parse(bytes, size, template_bytes, template_size, arena, out);
}

static void take_session(struct detour_testimony *testimony, struct detour_testimony_file *file,
	const char *bytes, size_t size)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session;

	detour_testimony_parse(testimony, bytes, size, &arena, &session);
	file->is_written = session.written;
	add_links(testimony, session.links, session.link_count, file);
	detour_arena_release(&arena);
}

static void take_dismissed(struct detour_testimony *testimony, struct detour_testimony_file *file,
	const char *bytes, size_t size)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_link *links;
	size_t count;

	detour_dismissed_parse(bytes, size, &arena, &links, &count);
	file->is_written = file->is_dismissed = true;
	add_links(testimony, links, count, file);
	detour_arena_release(&arena);
}

/* Long ones are read until they are too much together. */
static bool is_too_much(struct detour_testimony *testimony, size_t size)
{
	if (size <= DETOUR_SESSION_LONG)
		return false;
	if (size > testimony->long_left)
		return true;
	testimony->long_left -= size;
	return false;
}

/* ---- the work tree and the private journal */

static bool is_old(const struct detour_testimony *testimony, const char *full)
{
	struct stat info;

	return testimony->since &&
	       (lstat(full, &info) < 0 || info.st_mtime < testimony->since - CLOCK_SLACK);
}

/* Knows the path from now on, and the content where the file was read. */
static void read_file(struct detour_testimony *testimony, struct detour_journal *journal,
	const char *path, const char *shown)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_file_slot *slot;
	struct detour_oid blob;
	bool is_new;

	slot = slot_of(&testimony->by_path, shown, strlen(shown), &is_new);
	if (!is_new ||
		is_old(testimony, detour_arena_printf(&arena, "%s/%s", journal->root, path)) ||
		!testimony->reads_left)
		goto out;
	testimony->reads_left--;
	if (detour_journal_read(journal, path, &bytes, NULL) || is_too_much(testimony, bytes.size))
		goto out;
	slot->file = add_file(testimony, shown, journal->is_private);
	take_session(testimony, slot->file, bytes.ptr, bytes.size);
	if (journal->is_private)
		goto out;
	blob = detour_repo_blob_id(bytes.ptr, bytes.size);
	slot_of(&testimony->by_blob, blob.id, sizeof(blob.id), &is_new)->file = slot->file;
out:
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
}

static void read_dismissed(
	struct detour_testimony *testimony, struct detour_journal *journal, const char *dir)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	char *path = detour_arena_printf(&testimony->arena, "%s/%s", dir, DETOUR_DISMISSED_NAME);

	if (!journal->is_private && !detour_file_read(detour_arena_printf(&testimony->arena,
							      "%s/%s", journal->root, path),
					    DISMISSED_LIMIT, 0, &bytes, NULL))
		take_dismissed(testimony, add_file(testimony, path, false), bytes.ptr, bytes.size);
	detour_buf_release(&bytes);
}

static void read_journal(struct detour_testimony *testimony, struct detour_journal *journal)
{
	struct detour_journal_entry *entries;
	size_t count, most = testimony->any_day ? OPEN_LOOKED_AT : RECENT_LOOKED_AT;

	for (size_t i = 0; i < journal->dir_count; i++)
		read_dismissed(testimony, journal, journal->dirs[i]);
	if (testimony->since)
		detour_journal_list_names(journal, testimony->any_day ? NULL : testimony->first_day,
			&entries, &count, NULL);
	else
		detour_journal_list(journal, &entries, &count, NULL);
	if (testimony->since && count > most)
		count = most;
	for (size_t i = 0; i < count; i++) {
		struct detour_place place = {journal, entries[i].path};

		read_file(testimony, journal, entries[i].path,
			detour_place_shown(testimony->workspace, &place));
	}
}

/* ---- the index and trees */

static bool may_hold(const struct detour_testimony *testimony, const char *dir)
{
	return detour_globs_may_hold(testimony->globs, dir);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_in_journal(const struct detour_testimony *testimony, const char *path)
{
	const char *name = base_name(path);
	struct detour_arena arena = DETOUR_ARENA_INIT;
	bool is = name > path &&
		  detour_globs_match(testimony->globs,
			  detour_arena_strndup(&arena, path, (size_t)(name - path) - 1));

	detour_arena_release(&arena);
	return is;
}

bool detour_testimony_is_session(const struct detour_testimony *testimony, const char *path)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *day, *topic;
	bool is = detour_name_parse(&arena, base_name(path), &day, &topic) &&
		  is_in_journal(testimony, path);

	detour_arena_release(&arena);
	return is;
}

struct tree_source {
	struct detour_testimony *testimony;
	bool is_commit;
};

/* At a commit most of HEAD's tree was in the index already: a folder that is the same is not read
 * again. Elsewhere it counts whether a file is committed. */
static bool enter_tree(void *data, const char *dir, const struct detour_oid *tree)
{
	const struct detour_testimony *testimony = ((struct tree_source *)data)->testimony;

	for (size_t i = 0; tree && testimony->since && i < testimony->same_count; i++)
		if (detour_oid_equal(&testimony->same[i].tree, tree) &&
			!strcmp(testimony->same[i].dir, dir))
			return false;
	return may_hold(testimony, dir);
}

static void note_same(void *data, const char *dir, const struct detour_oid *tree)
{
	struct detour_testimony *testimony = ((struct tree_source *)data)->testimony;

	if (testimony->same_count < DETOUR_SAME_TREES)
		testimony->same[testimony->same_count++] = (struct detour_same_tree){
			detour_arena_strdup(&testimony->arena, dir), *tree};
}

static struct detour_testimony_file *read_blob(struct detour_testimony *testimony, const char *path,
	const struct detour_oid *blob, bool is_dismissed)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_testimony_file *file = NULL;
	const char *bytes;
	size_t size;

	if (testimony->reads_left &&
		!detour_repo_blob(testimony->workspace->repo, blob, DETOUR_SESSION_LIMIT, &arena,
			&bytes, &size) &&
		(is_dismissed || !is_too_much(testimony, size))) {
		testimony->reads_left--;
		file = add_file(testimony, path, false);
		(is_dismissed ? take_dismissed : take_session)(testimony, file, bytes, size);
	}
	detour_arena_release(&arena);
	return file;
}

static void take_file(void *data, const char *path, const struct detour_oid *blob)
{
	struct tree_source *source = data;
	struct detour_testimony *testimony = source->testimony;
	bool is_dismissed = !strcmp(base_name(path), DETOUR_DISMISSED_NAME);
	struct detour_file_slot *by_path, *by_blob;
	bool new_path, new_blob;

	/* No session lies at the top, where many files do. */
	if (!strchr(path, '/'))
		return;
	/* Names begin with their day: most end the question here. */
	if (testimony->since && !is_dismissed && strcmp(base_name(path), testimony->first_day) < 0)
		return;
	if (is_dismissed ? !is_in_journal(testimony, path)
			 : !detour_testimony_is_session(testimony, path))
		return;
	by_path = slot_of(&testimony->by_path, path, strlen(path), &new_path);
	/* Too old in the work tree is too old here. */
	if (testimony->since && !is_dismissed && !new_path && !by_path->file)
		return;
	by_blob = slot_of(&testimony->by_blob, blob->id, sizeof(blob->id), &new_blob);
	if (new_blob)
		by_blob->file = read_blob(testimony, path, blob, is_dismissed);
	if (by_blob->file && source->is_commit)
		by_blob->file->is_committed = true;
}

void detour_testimony_add_tip(struct detour_testimony *testimony, const struct detour_oid *commit)
{
	struct tree_source source = {testimony, true};
	struct detour_listing listing = {.enter = enter_tree, .file = take_file, .data = &source};

	/* A push is mostly of what is checked out. */
	if (detour_oid_equal(&testimony->newest_tip, commit))
		return;
	testimony->newest_tip = *commit;
	detour_listing_of_commit(testimony->workspace->repo, commit, &listing);
}

static void add_index(struct detour_testimony *testimony)
{
	struct tree_source source = {testimony, false};
	struct detour_listing listing = {.enter = enter_tree,
		.file = take_file,
		.data = &source,
		.same = testimony->since ? note_same : NULL};

	detour_listing_of_index(testimony->workspace->repo, &listing);
}

/* ---- all of it */

static void start(struct detour_testimony *out, struct detour_workspace *workspace, int64_t since)
{
	memset(out, 0, sizeof(*out));
	out->workspace = workspace;
	out->globs = detour_globs_of(workspace->settings.journal_shared_dir);
	out->since = since;
	out->reads_left = since ? RECENT_READ : SIZE_MAX;
	out->long_left = DETOUR_SESSIONS_LONG;
	if (since)
		snprintf(out->first_day, sizeof(out->first_day), "%s",
			detour_date_day(&out->arena, since - INT64_C(86400) * EARLIER_DAYS, 0));
}

static void read_journals(struct detour_testimony *testimony)
{
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(testimony->workspace, &journals);

	for (size_t i = 0; i < count; i++)
		read_journal(testimony, &journals[i]);
}

static void add_head(struct detour_testimony *testimony)
{
	struct detour_oid head;

	if (!detour_repo_head(testimony->workspace->repo, &head, NULL))
		detour_testimony_add_tip(testimony, &head);
}

void detour_testimony_gather(
	struct detour_testimony *out, struct detour_workspace *workspace, int64_t since)
{
	start(out, workspace, since);
	read_journals(out);
	add_index(out);
	add_head(out);
}

void detour_testimony_gather_open(
	struct detour_testimony *out, struct detour_workspace *workspace, int64_t since)
{
	start(out, workspace, since);
	out->any_day = true;
	read_journals(out);
	add_head(out);
}

bool detour_testimony_has_open(const struct detour_testimony *testimony)
{
	for (size_t i = 0; i < testimony->count; i++) {
		const struct detour_testimony_file *file = testimony->list[i].file;

		if (!file->is_private && !(file->is_written && file->is_committed) &&
			!file->is_dismissed)
			return true;
	}
	return false;
}

void detour_testimony_release(struct detour_testimony *testimony)
{
	free(testimony->list);
	free(testimony->by_blob.slots);
	free(testimony->by_path.slots);
	free(testimony->by_hash);
	free(testimony->by_time);
	detour_arena_release(&testimony->arena);
	memset(testimony, 0, sizeof(*testimony));
}

/* ---- sorted */

int64_t detour_minute_of(int64_t seconds)
{
	return seconds / 60 - (seconds % 60 < 0);
}

static int compare_hashes(const void *a, const void *b)
{
	const struct detour_statement *const *left = a, *const *right = b;

	return strcmp((*left)->link.hex, (*right)->link.hex);
}

static int compare_times(const void *a, const void *b)
{
	const struct detour_statement *const *left = a, *const *right = b;
	int64_t before = detour_minute_of((*left)->link.time);
	int64_t after = detour_minute_of((*right)->link.time);

	return (before > after) - (before < after);
}

void detour_testimony_sort(struct detour_testimony *testimony)
{
	size_t count = testimony->count;

	if (testimony->sorted)
		return;
	testimony->sorted = true;
	testimony->by_hash =
		detour_realloc(testimony->by_hash, (count + 1) * sizeof(*testimony->by_hash));
	testimony->by_time =
		detour_realloc(testimony->by_time, (count + 1) * sizeof(*testimony->by_time));
	testimony->by_time_count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct detour_statement *statement = &testimony->list[i];

		testimony->by_hash[i] = statement;
		if (statement->file->is_written && statement->link.subject)
			testimony->by_time[testimony->by_time_count++] = statement;
	}
	qsort(testimony->by_hash, count, sizeof(*testimony->by_hash), compare_hashes);
	qsort(testimony->by_time, testimony->by_time_count, sizeof(*testimony->by_time),
		compare_times);
}
