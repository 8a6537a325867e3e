/*
 * What .gitattributes say of a path; see repository.h.
 *
 * Most repositories have none, and most folders none of their own: where none is on the way to a
 * file the library is not asked at all, and the folder that was looked at last is remembered. The
 * library would read the whole index too, for the case that a file of attributes is not in the work
 * tree: it gets an empty one.
 */
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include <git2/sys/repository.h>

#include "../base/file.h"
#include "../base/text.h"
#include "handle.h"
#include "listing.h"
#include "standing.h"

enum { ANSWERS = 8192, MOST_STARS = 4 };
enum { LONGEST_FILE = 1024 * 1024, LONGEST_PATH = 1024, MOST_WAYS = 2000000 };

/*
 * What the library would read on the way to a file. It opens whatever it finds, waits for the other
 * end of a pipe, reads on to any end, and takes a time for each `*` that rises with its power: what
 * it must not be led to is looked at before, and then nothing is said of the file.
 */
struct reading {
	bool mentions, unfit;
	uint64_t lines[MOST_STARS + 1]; /* by how many stars they have */
};

static void read_line(struct reading *reading, const char *line, size_t size)
{
	size_t stars = 0;

	for (size_t i = 0; i < size; i++)
		stars += line[i] == '*' && (!i || line[i - 1] != '*');
	if (stars > MOST_STARS)
		reading->unfit = true;
	else
		reading->lines[stars]++;
}

static void read_bytes(struct reading *reading, const char *bytes, size_t size)
{
	reading->mentions = reading->mentions || strstr(bytes, "linguist-");
	for (size_t at = 0, length; at < size; at += length + 1) {
		const char *end = memchr(bytes + at, '\n', size - at);

		length = end ? (size_t)(end - (bytes + at)) : size - at;
		read_line(reading, bytes + at, length);
	}
}

static void read_file(struct reading *reading, const char *path, int flags)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	int code = detour_file_read(path, LONGEST_FILE, flags, &bytes, NULL);

	if (!code && bytes.size)
		read_bytes(reading, bytes.ptr, bytes.size);
	else if (code && code != DETOUR_ENOTFOUND)
		reading->unfit = true;
	detour_buf_release(&bytes);
}

/* Without a work tree it is HEAD's that count; the library takes a link for a file there. */
static void read_blob(struct reading *reading, struct detour_repo *repo, const char *path)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_oid head;
	const char *bytes;
	size_t size;
	int code = detour_repo_head(repo, &head, NULL);

	if (!code)
		code = detour_repo_read_blob(
			repo, &head, path, LONGEST_FILE + 1, &arena, &bytes, &size, NULL);
	if (code == DETOUR_ENOTFOUND)
		reading->unfit = reading->unfit || detour_repo_holds(repo, &head, path);
	else if (code || size > LONGEST_FILE)
		reading->unfit = true;
	else
		read_bytes(reading, bytes, size);
	detour_arena_release(&arena);
}

static void read_folder(
	struct reading *reading, struct detour_repo *repo, const char *folder, size_t size)
{
	struct detour_buf path = DETOUR_BUF_INIT;

	if (repo->work_tree)
		detour_buf_addf(&path, "%s/", repo->work_tree);
	detour_buf_addf(&path, "%.*s%s.gitattributes", (int)size, folder, size ? "/" : "");
	if (repo->work_tree)
		read_file(reading, path.ptr, 0);
	else
		read_blob(reading, repo, path.ptr);
	detour_buf_release(&path);
}

/* Those that hold everywhere: of the repository, or of the user, whose word is taken. */
static void read_common(struct reading *reading, struct detour_repo *repo)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	const char *config = detour_git_env_set(repo, "XDG_CONFIG_HOME");
	const char *home = detour_git_env_set(repo, "HOME");

	detour_buf_addf(&path, "%s/info/attributes", repo->common_dir);
	read_file(reading, path.ptr, 0);
	if (detour_git_table_last(&repo->config, "core.attributesfile", NULL))
		reading->mentions = true;
	detour_buf_clear(&path);
	if (config)
		detour_buf_addf(&path, "%s/git/attributes", config);
	else if (home)
		detour_buf_addf(&path, "%s/.config/git/attributes", home);
	if (path.size)
		read_file(reading, path.ptr, DETOUR_FILE_FOLLOW);
	detour_buf_release(&path);
}

/* How many ways there are to lay the stars of all lines over a path as long as this. */
static bool is_dear(const struct reading *reading, uint64_t length)
{
	static const uint64_t orders[MOST_STARS + 1] = {1, 1, 2, 6, 24};
	uint64_t ways = 1, all = 0;

	for (size_t stars = 0; stars <= MOST_STARS; stars++, ways *= length)
		all += reading->lines[stars] * (ways / orders[stars]);
	return length > LONGEST_PATH || all > MOST_WAYS;
}

static bool look(struct detour_repo *repo, const char *path, size_t size)
{
	struct reading reading = {.mentions = false};

	read_common(&reading, repo);
	read_folder(&reading, repo, "", 0);
	for (size_t i = 1; i <= size; i++)
		if (i == size || path[i] == '/')
			read_folder(&reading, repo, path, i);
	return reading.mentions && !reading.unfit && !is_dear(&reading, strlen(path));
}

/* The library follows links. */
static bool is_fit(const char *folder, const char *dir, const char *name)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	struct stat info;
	bool fit;

	detour_buf_addf(&path, "%s/%s%s%s", folder, dir, *dir ? "/" : "", name);
	fit = stat(path.ptr, &info) || (S_ISREG(info.st_mode) && info.st_size <= LONGEST_FILE);
	detour_buf_release(&path);
	return fit;
}

struct fitness {
	const struct detour_repo *repo;
	struct detour_arena *arena;
	struct detour_buf dir; /* the last one that was looked at */
	const char *unfit;
};

static void look_at_folder(struct fitness *fitness, const char *dir)
{
	static const char *const names[] = {".gitattributes", ".gitignore"};

	for (size_t i = 0; !fitness->unfit && i < 2; i++)
		if (!is_fit(fitness->repo->work_tree, dir, names[i]))
			fitness->unfit = detour_arena_printf(
				fitness->arena, "%s%s%s", dir, *dir ? "/" : "", names[i]);
}

/* The folders on the way to this one that the last one did not lie in. */
static bool enter(void *data, const char *dir, const struct detour_oid *tree)
{
	struct fitness *fitness = data;
	size_t same = 0, size = strlen(dir);
	char *way;

	(void)tree;
	while (same < size && dir[same] == fitness->dir.ptr[same])
		same++;
	/* Within a name: that folder is another one. */
	while (same && dir[same] != '/' && dir[same])
		same--;
	detour_buf_clear(&fitness->dir);
	detour_buf_add(&fitness->dir, dir, size);
	way = detour_arena_strndup(fitness->arena, dir, size);
	for (size_t i = same + 1; !fitness->unfit && i <= size; i++)
		if (!dir[i] || dir[i] == '/') {
			way[i] = '\0';
			look_at_folder(fitness, way);
			way[i] = dir[i];
		}
	return true;
}

const char *detour_git_unfit_file(struct detour_repo *repo, struct detour_arena *arena)
{
	static const char *const common[] = {"info/attributes", "info/exclude"};
	struct fitness fitness = {repo, arena, DETOUR_BUF_INIT, NULL};
	struct detour_listing listing = {.enter = enter, .data = &fitness, .links = true};

	look_at_folder(&fitness, "");
	for (size_t i = 0; !fitness.unfit && i < 2; i++)
		if (!is_fit(repo->common_dir, "", common[i]))
			fitness.unfit = common[i];
	if (!fitness.unfit)
		detour_listing_of_index(repo, &listing);
	detour_buf_release(&fitness.dir);
	return fitness.unfit;
}

/* May anything be said of the files in this path's folder? */
static bool may_be_told(struct detour_repo *repo, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t size = slash ? (size_t)(slash - path) : 0;

	if (repo->plain_folder && strlen(repo->plain_folder) == size &&
		!memcmp(repo->plain_folder, path, size))
		return false;
	if (look(repo, path, size))
		return true;
	if (size > repo->plain_room || !repo->plain_folder) {
		repo->plain_room = 2 * size + 64;
		repo->plain_folder = detour_arena_alloc(&repo->arena, repo->plain_room + 1);
	}
	memcpy(repo->plain_folder, path, size);
	repo->plain_folder[size] = '\0';
	return false;
}

static bool is_true(const char *value)
{
	switch (git_attr_value(value)) {
	case GIT_ATTR_VALUE_TRUE:
		return true;
	case GIT_ATTR_VALUE_STRING:
		return !strcasecmp(value, "true"); /* linguist-generated=true */
	default:
		return false;
	}
}

static void hide_index(struct detour_repo *repo)
{
	git_index *empty = NULL;

	if (!repo->index_hidden && !git_index_new(&empty))
		git_repository_set_index(repo->git, empty);
	git_index_free(empty);
	repo->index_hidden = true;
}

static bool ask(struct detour_repo *repo, const char *path)
{
	const char *names[] = {"linguist-generated", "linguist-vendored"},
		   *values[2] = {NULL, NULL};
	/* Without a work tree: HEAD's own. */
	unsigned flags = repo->work_tree ? GIT_ATTR_CHECK_FILE_THEN_INDEX
					 : GIT_ATTR_CHECK_INDEX_ONLY | GIT_ATTR_CHECK_INCLUDE_HEAD;

	if (!may_be_told(repo, path))
		return false;
	hide_index(repo);
	if (git_attr_get_many(values, repo->git, flags, path, 2, names))
		return false;
	return is_true(values[0]) || is_true(values[1]);
}

/* A history changes the same files again and again, and the library looks for files each time. */
bool detour_repo_is_generated(struct detour_repo *repo, const char *path)
{
	uint64_t key = detour_hash(DETOUR_HASH_START, path, strlen(path)) | 1;
	uint64_t *slot;

	if (!repo->generated)
		repo->generated =
			detour_arena_array(&repo->arena, ANSWERS, sizeof(*repo->generated));
	slot = &repo->generated[key / 2 % ANSWERS];
	if ((*slot | 1) != key)
		*slot = ask(repo, path) ? key : key - 1;
	return *slot & 1;
}
