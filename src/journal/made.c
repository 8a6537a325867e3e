/* Remembers scaffolds as they were made; see made.h. */
#include "made.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../base/file.h"
#include "../git/listing.h"

/* A few thousand scaffolds; what is older is not removed any more. */
#define READ_LIMIT ((size_t)512 * 1024)

struct places {
	struct detour_arena arena;
	const char *common, *folder, *file;
};

static void find_places(struct places *places, struct detour_repo *repo)
{
	const char *common = detour_repo_common_dir(repo);
	size_t length = strlen(common);

	while (length > 1 && common[length - 1] == '/')
		length--;
	*places = (struct places){.arena = DETOUR_ARENA_INIT};
	places->common = detour_arena_strndup(&places->arena, common, length);
	places->folder = detour_arena_printf(&places->arena, "%s/detour", places->common);
	places->file = detour_arena_printf(&places->arena, "%s/scaffolds", places->folder);
}

/* "<40 digits> 2026-11-25-retry-queue.md\n"; NULL where the name would break the line. */
static char *line_of(struct detour_arena *arena, const char *path, const void *bytes, size_t size)
{
	struct detour_oid id = detour_repo_blob_id(bytes, size);
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(&id, hex);
	return strchr(name, '\n') ? NULL : detour_arena_printf(arena, "%s %s\n", hex, name);
}

void detour_made_remember(
	struct detour_repo *repo, const char *path, const void *bytes, size_t size)
{
	struct places places;
	const char *line;
	int fd = -1;

	if (detour_made_is(repo, path, bytes, size))
		return;
	find_places(&places, repo);
	line = line_of(&places.arena, path, bytes, size);
	if (line && !detour_file_make_dirs(places.common, places.folder, 0777, NULL))
		fd = open(places.file,
			O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
				O_NOCTTY,
			0666);
	if (fd >= 0) {
		(void)detour_write_full(fd, line, strlen(line));
		close(fd);
	}
	detour_arena_release(&places.arena);
}

bool detour_made_is(struct detour_repo *repo, const char *path, const void *bytes, size_t size)
{
	struct detour_buf lines = DETOUR_BUF_INIT;
	struct places places;
	const char *line, *at;
	bool is = false;
	size_t skipped;

	find_places(&places, repo);
	line = line_of(&places.arena, path, bytes, size);
	if (line && detour_file_is_inside(places.common, places.file) &&
		!detour_file_read_tail(places.file, READ_LIMIT, &lines, &skipped, NULL))
		for (at = lines.ptr; !is && at && (at = strstr(at, line)) != NULL; at++)
			is = at == lines.ptr || at[-1] == '\n';
	detour_buf_release(&lines);
	detour_arena_release(&places.arena);
	return is;
}
