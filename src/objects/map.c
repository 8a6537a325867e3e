/* Files as memory; see map.h. */
#include "map.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/arena.h"

struct shared {
	dev_t device;
	ino_t inode;
	struct detour_map map;
	size_t users;
	struct shared *next;
};

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static struct shared *all;

static struct shared *find(const struct stat *info)
{
	struct shared *at = all;

	while (at && (at->device != info->st_dev || at->inode != info->st_ino ||
			     at->map.size != (size_t)info->st_size))
		at = at->next;
	return at;
}

static struct shared *add(int fd, const struct stat *info)
{
	void *bytes = mmap(NULL, (size_t)info->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	struct shared *new;

	if (bytes == MAP_FAILED)
		return NULL;
	new = detour_calloc(1, sizeof(*new));
	new->device = info->st_dev;
	new->inode = info->st_ino;
	new->map = (struct detour_map){bytes, (size_t)info->st_size};
	new->next = all;
	all = new;
	return new;
}

bool detour_map_open(struct detour_map *map, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct shared *shared = NULL;
	struct stat info;

	if (fd < 0)
		return false;
	if (!fstat(fd, &info) && S_ISREG(info.st_mode) && info.st_size > 0 &&
		(uintmax_t)info.st_size <= SIZE_MAX) {
		pthread_mutex_lock(&guard);
		shared = find(&info);
		if (!shared)
			shared = add(fd, &info);
		if (shared) {
			shared->users++;
			*map = shared->map;
		}
		pthread_mutex_unlock(&guard);
	}
	close(fd);
	return shared != NULL;
}

void detour_map_close(struct detour_map *map)
{
	struct shared **at = &all, *shared;

	if (!map->bytes)
		return;
	pthread_mutex_lock(&guard);
	while ((*at)->map.bytes != map->bytes)
		at = &(*at)->next;
	shared = *at;
	if (!--shared->users) {
		*at = shared->next;
		munmap((void *)(uintptr_t)shared->map.bytes, shared->map.size);
		free(shared);
	}
	pthread_mutex_unlock(&guard);
	*map = (struct detour_map){NULL, 0};
}
