/* One empty file, `detour/waiting` in the git common dir; see waiting.h. */
#include "waiting.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/file.h"
#include "../git/repository.h"

struct place {
	char folder[PATH_MAX], file[PATH_MAX];
};

static bool find_place(const struct detour_repo *repo, struct place *place)
{
	const char *common = detour_repo_common_dir(repo);

	return snprintf(place->folder, sizeof(place->folder), "%s/detour", common) <
		       (int)sizeof(place->folder) &&
	       snprintf(place->file, sizeof(place->file), "%s/detour/waiting", common) <
		       (int)sizeof(place->file);
}

void detour_waiting_mark(struct detour_repo *repo)
{
	struct place place;
	int fd;

	if (!find_place(repo, &place) ||
		detour_file_make_dirs(detour_repo_common_dir(repo), place.folder, 0777, NULL))
		return;
	fd = open(place.file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		0666);
	if (fd < 0)
		return;
	(void)futimens(fd, NULL);
	close(fd);
}

void detour_waiting_clear(struct detour_repo *repo)
{
	struct place place;

	/* Not through a link to a folder of somebody else's. */
	if (find_place(repo, &place) &&
		detour_file_is_inside(detour_repo_common_dir(repo), place.file))
		(void)unlink(place.file);
}

bool detour_waiting_is_marked(struct detour_repo *repo, int64_t now)
{
	struct place place;
	struct stat info;

	return find_place(repo, &place) && lstat(place.file, &info) == 0 &&
	       now - info.st_mtime < DETOUR_WAITING_SPAN;
}
