/* Which sessions a journal has; see store.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "folders.h"
#include "name.h"
#include "store.h"

#define LIST_LIMIT ((size_t)200000) /* sessions */
#define UNDATED_LIMIT 500           /* names without a day, of a folder, that are looked into */
#define FILING_NAME ((size_t)10)    /* bytes of the longest such folder's name */
#define FILING_DEPTH 4              /* folders for years, months and archives */

struct listing {
	struct detour_journal *journal;
	const char *first_day; /* or NULL */
	bool names_only;
	struct detour_journal_entry *entries;
	size_t count, room;
	int code; /* a folder could be read only in part */
	struct detour_error *err;
};

/* A regular file, or a link to one within the work tree. */
static bool is_session_file(
	const struct detour_journal *journal, int dir, const char *path, const char *name)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct stat info;
	char *real;
	bool is;

	if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
		return errno != ENOENT; /* who reads it will say what is wrong */
	if (!S_ISLNK(info.st_mode))
		return S_ISREG(info.st_mode);
	is = !detour_folders_resolve(&arena, journal->root, path, &real, NULL) &&
	     fstatat(dir, name, &info, 0) == 0 && S_ISREG(info.st_mode);
	detour_arena_release(&arena);
	return is;
}

static void add_entry(struct listing *listing, const struct detour_journal_entry *entry)
{
	if (listing->count == listing->room) {
		size_t room = listing->room ? 2 * listing->room : 64;
		struct detour_journal_entry *more =
			detour_arena_array(listing->journal->arena, room, sizeof(*more));

		if (listing->count)
			memcpy(more, listing->entries, listing->count * sizeof(*more));
		listing->entries = more;
		listing->room = room;
	}
	listing->entries[listing->count++] = *entry;
}

/* What has no day in its name is a session if it tells its day in its text. */
static bool tells_day(struct listing *listing, const char *path, const char *name,
	struct detour_journal_entry *entry)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_arena *arena = listing->journal->arena;
	char day[11];
	bool tells = !detour_journal_read(listing->journal, path, &bytes, NULL) &&
		     detour_session_day(bytes.ptr, bytes.size, day);

	detour_buf_release(&bytes);
	if (tells) {
		entry->day = detour_arena_strdup(arena, day);
		entry->topic = detour_name_undated_topic(arena, name);
	}
	return tells;
}

/* The names without a day, once the folder is known to hold sessions: a folder of that name may be
 * the programme of a conference. */
static void take_undated(struct listing *listing, const char *dir, const char *const *names,
	size_t count, bool is_journal)
{
	struct detour_journal *journal = listing->journal;

	for (size_t i = 0; i < count; i++) {
		struct detour_journal_entry entry;

		if (!is_journal && !detour_name_is_called_session(names[i]))
			continue;
		entry.path = detour_arena_printf(journal->arena, "%s/%s", dir, names[i]);
		entry.name = entry.path + strlen(dir) + 1;
		if (tells_day(listing, entry.path, entry.name, &entry))
			add_entry(listing, &entry);
	}
}

static bool take_name(struct listing *listing, int handle, const char *dir, const char *name)
{
	struct detour_journal *journal = listing->journal;
	struct detour_journal_entry entry;

	/* Names mostly begin with their day: most of the old ones end the question here. */
	if (listing->first_day && strcmp(name, listing->first_day) < 0)
		return false;
	if (!detour_name_parse(journal->arena, name, &entry.day, &entry.topic) ||
		(listing->first_day && strcmp(entry.day, listing->first_day) < 0))
		return false;
	entry.path = detour_arena_printf(journal->arena, "%s/%s", dir, name);
	entry.name = entry.path + strlen(dir) + 1;
	if (!listing->names_only && !is_session_file(journal, handle, entry.path, entry.name))
		return false;
	add_entry(listing, &entry);
	return true;
}

static bool is_filing(int handle, const char *name)
{
	struct stat info;

	size_t size = strnlen(name, FILING_NAME + 1);

	/* Most of ten thousand names are longer: this is asked for each. */
	return size <= FILING_NAME && detour_name_is_filing(name, size) &&
	       !fstatat(handle, name, &info, AT_SYMLINK_NOFOLLOW) && S_ISDIR(info.st_mode);
}

static void list_below(struct listing *listing, const char *dir, const char *name, int depth);

/* NULL at the end, and where the disk fails: half of a journal must not pass for all of it. */
static struct dirent *next_file(struct listing *listing, DIR *handle, const char *dir)
{
	struct dirent *file;

	errno = 0;
	file = readdir(handle);
	if (!file && errno && !listing->code)
		listing->code = detour_error_errno(
			listing->err, errno, "cannot read the sessions in '%s'", dir);
	return file;
}

static void list_dir(struct listing *listing, const char *dir, int depth)
{
	struct detour_journal *journal = listing->journal;
	DIR *handle = opendir(detour_arena_printf(journal->arena, "%s/%s", journal->root, dir));
	bool is_written = !strcmp(dir, journal->write_dir), is_journal = depth > 0;
	const char *templ = NULL, *undated[UNDATED_LIMIT];
	size_t undated_count = 0;
	struct dirent *file;

	while (handle && listing->count < LIST_LIMIT && (file = next_file(listing, handle, dir))) {
		const char *name = file->d_name;

		if (is_written && detour_folders_is_template(name, templ))
			templ = detour_arena_strdup(journal->arena, name);
		if (depth < FILING_DEPTH && is_filing(dirfd(handle), name))
			list_below(listing, dir, name, depth + 1);
		else if (take_name(listing, dirfd(handle), dir, name))
			is_journal = true;
		else if (!listing->names_only && undated_count < UNDATED_LIMIT &&
			 detour_name_may_be_undated(name))
			undated[undated_count++] = detour_arena_strdup(journal->arena, name);
	}
	take_undated(listing, dir, undated, undated_count, is_journal);
	if (is_written && handle) {
		journal->listed_dir = dir;
		journal->listed_template = templ;
	}
	if (handle)
		closedir(handle);
}

/* A folder for a year, a month or an archive, unless it is one of the journal's own. */
static void list_below(struct listing *listing, const char *dir, const char *name, int depth)
{
	struct detour_journal *journal = listing->journal;
	const char *below = detour_arena_printf(journal->arena, "%s/%s", dir, name);

	for (size_t i = 0; i < journal->dir_count; i++)
		if (!strcmp(journal->dirs[i], below))
			return;
	list_dir(listing, below, depth);
}

static int compare_entries(const void *a, const void *b)
{
	const struct detour_journal_entry *left = a, *right = b;
	int order = strcmp(right->day, left->day);

	if (!order)
		order = strcmp(right->name, left->name);
	return order ? order : strcmp(right->path, left->path);
}

static int list(struct listing *listing, struct detour_journal_entry **entries, size_t *count)
{
	struct detour_journal *journal = listing->journal;

	/* A folder that cannot be read is as if it were not there. */
	for (size_t i = 0; i < journal->dir_count; i++)
		list_dir(listing, journal->dirs[i], 0);
	if (listing->count)
		qsort(listing->entries, listing->count, sizeof(*listing->entries), compare_entries);
	*entries = listing->entries;
	*count = listing->count;
	return listing->code;
}

int detour_journal_list(struct detour_journal *journal, struct detour_journal_entry **entries,
	size_t *count, struct detour_error *err)
{
	struct listing listing = {.journal = journal, .err = err};

	return list(&listing, entries, count);
}

int detour_journal_list_names(struct detour_journal *journal, const char *first_day,
	struct detour_journal_entry **entries, size_t *count, struct detour_error *err)
{
	struct listing listing = {
		.journal = journal, .first_day = first_day, .names_only = true, .err = err};

	return list(&listing, entries, count);
}
