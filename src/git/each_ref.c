/*
 * Going through references: files below refs/, then the lines of packed-refs that no file has taken
 * the place of. Read here, for the library reads all of packed-refs for each question and makes an
 * object of every line.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../base/file.h"
#include "../base/text.h"
#include "handle.h"
#include "packed_refs.h"

enum {
	FOLDERS_DEEP = 64,
	FILES_LIMIT = 1000 * 1000,
	FILE_LIMIT = 4096,
	PACKED_LIMIT = 1024 * 1024 * 1024,
};

struct loose {
	struct detour_repo *repo;
	const char *prefix;
	struct detour_arena arena;
	struct detour_buf path;
	size_t root; /* so much of it stands before the name */
	const char **names;
	size_t count, capacity, left;
};

static void add_name(struct loose *loose, const char *name)
{
	if (loose->count == loose->capacity) {
		loose->capacity = loose->capacity ? 2 * loose->capacity : 32;
		loose->names =
			detour_realloc(loose->names, loose->capacity * sizeof(*loose->names));
	}
	loose->names[loose->count++] = detour_arena_strdup(&loose->arena, name);
}

static void list_folder(struct loose *loose, int depth)
{
	DIR *folder = depth < FOLDERS_DEEP ? opendir(loose->path.ptr) : NULL;
	size_t size = loose->path.size;
	const struct dirent *entry;
	struct stat info;

	while (folder && (entry = readdir(folder)) && loose->left) {
		loose->left--;
		if (entry->d_name[0] == '.' || detour_text_ends(entry->d_name, ".lock"))
			continue;
		detour_buf_addf(&loose->path, "/%s", entry->d_name);
		if (stat(loose->path.ptr, &info)) /* it went away, or leads nowhere */
			info.st_mode = 0;
		if (S_ISDIR(info.st_mode))
			list_folder(loose, depth + 1);
		else if (S_ISREG(info.st_mode) &&
			 detour_text_starts(loose->path.ptr + loose->root, loose->prefix))
			add_name(loose, loose->path.ptr + loose->root);
		detour_buf_truncate(&loose->path, size);
	}
	if (folder)
		closedir(folder);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Those of the folder that the prefix ends in, and of the folders in it. */
static void list_files(struct loose *loose)
{
	const char *slash = strrchr(loose->prefix, '/');

	detour_buf_addf(&loose->path, "%s/", loose->repo->common_dir);
	loose->root = loose->path.size;
	detour_buf_add(&loose->path, loose->prefix, slash ? (size_t)(slash - loose->prefix) : 0);
	list_folder(loose, 0);
	if (loose->count)
		qsort(loose->names, loose->count, sizeof(*loose->names), compare_names);
}

/* Each work tree has its own of these. */
static const char *folder_of(const struct detour_repo *repo, const char *name)
{
	return detour_text_starts(name, "refs/bisect/") ? repo->git_dir : repo->common_dir;
}

/* Is there something in the file? A symbolic one has no id: then *oid is zero. */
static bool read_file(
	struct detour_repo *repo, const char *name, struct detour_buf *text, struct detour_oid *oid)
{
	struct detour_buf path = DETOUR_BUF_INIT;
	int code;

	memset(oid, 0, sizeof(*oid));
	detour_buf_addf(&path, "%s/%s", folder_of(repo, name), name);
	code = detour_file_read(path.ptr, FILE_LIMIT, DETOUR_FILE_FOLLOW, text, NULL);
	detour_buf_release(&path);
	if (code)
		return false;
	return detour_text_starts(text->ptr, "ref: ") ||
	       (text->size >= DETOUR_HEX_SIZE && strchr(" \t\r\n", text->ptr[DETOUR_HEX_SIZE]) &&
		       detour_oid_parse(oid, text->ptr));
}

/* Of the names only those stay whose files could be read: what is broken takes nobody's place. */
static int tell_files(struct loose *loose, detour_git_ref_fn each, void *data)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	size_t kept = 0;
	int answer = 0;

	for (size_t i = 0; !answer && i < loose->count; i++) {
		const char *name = loose->names[i];
		struct detour_oid oid;

		if (!read_file(loose->repo, name, &text, &oid))
			continue;
		loose->names[kept++] = name;
		if (!detour_oid_is_zero(&oid))
			answer = each(data, name, &oid);
	}
	loose->count = kept;
	detour_buf_release(&text);
	return answer;
}

static bool is_shadowed(const struct loose *loose, const char *name)
{
	return loose->count &&
	       bsearch(&name, loose->names, loose->count, sizeof(*loose->names), compare_names);
}

static int tell_lines(const struct loose *loose, const struct detour_buf *bytes,
	detour_git_ref_fn each, void *data, struct detour_error *err)
{
	struct detour_buf name = DETOUR_BUF_INIT;
	struct detour_packed_refs refs;
	struct detour_packed_ref ref;
	int answer = 0;

	detour_packed_refs_open(&refs, bytes->ptr, bytes->size, loose->prefix);
	while (!answer && detour_packed_refs_next(&refs, &ref)) {
		detour_buf_clear(&name);
		detour_buf_add(&name, ref.name, ref.name_size);
		if (!is_shadowed(loose, name.ptr))
			answer = each(data, name.ptr, &ref.oid);
	}
	if (refs.broken)
		answer = detour_error_set(err, DETOUR_EINVALID,
			"cannot read the references: '%s/packed-refs' has a line that is none",
			loose->repo->common_dir);
	detour_buf_release(&name);
	return answer;
}

static int tell_packed(
	const struct loose *loose, detour_git_ref_fn each, void *data, struct detour_error *err)
{
	struct detour_buf path = DETOUR_BUF_INIT, bytes = DETOUR_BUF_INIT;
	struct detour_error why = DETOUR_ERROR_INIT;
	int code;

	detour_buf_addf(&path, "%s/packed-refs", loose->repo->common_dir);
	code = detour_file_read(path.ptr, PACKED_LIMIT, DETOUR_FILE_FOLLOW, &bytes, &why);
	if (!code)
		code = tell_lines(loose, &bytes, each, data, err);
	else
		code = code == DETOUR_ENOTFOUND ? 0
						: detour_error_set(err, code, "%s", why.message);
	detour_buf_release(&path);
	detour_buf_release(&bytes);
	return code;
}

int detour_git_each_ref(struct detour_repo *repo, const char *prefix, detour_git_ref_fn each,
	void *data, struct detour_error *err)
{
	struct loose loose = {
		.repo = repo, .prefix = prefix, .path = DETOUR_BUF_INIT, .left = FILES_LIMIT};
	int answer;

	/* No name holds this, but what a push calls a remote may: a path. */
	if (strstr(prefix, ".."))
		return 0;
	list_files(&loose);
	answer = tell_files(&loose, each, data);
	if (!answer)
		answer = tell_packed(&loose, each, data, err);
	free(loose.names);
	detour_buf_release(&loose.path);
	detour_arena_release(&loose.arena);
	return answer;
}
