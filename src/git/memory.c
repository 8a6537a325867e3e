/*
 * libgit2's memory. Where there is none left, many places in libgit2 look at what they got only
 * after using it: it gets nothing small that is not there, and the program ends as it does for our
 * own memory. What is large may be refused: that is the content of objects, whose size the
 * repository claims, and there libgit2 looks.
 */
#include "handle.h"

#include <git2/sys/alloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LARGE ((size_t)1024 * 1024)

static void *resize(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return size < LARGE ? detour_realloc(old, size) : realloc(old, size);
}

static void *get(size_t size, const char *file, int line)
{
	return resize(NULL, size, file, line);
}

#if !DETOUR_LIBGIT2_SINCE(1, 7)

static void *resize_array(void *old, size_t count, size_t size, const char *file, int line)
{
	return size && count > SIZE_MAX / size ? NULL : resize(old, count * size, file, line);
}

static void *get_array(size_t count, size_t size, const char *file, int line)
{
	return resize_array(NULL, count, size, file, line);
}

static void *get_zeroed(size_t count, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	/* In one step, which costs nothing for what is not touched. */
	return !size || count < LARGE / size ? detour_calloc(count, size) : calloc(count, size);
}

static char *copy(const char *text, size_t size, const char *file, int line)
{
	char *to = size < SIZE_MAX ? get(size + 1, file, line) : NULL;

	if (to) {
		memcpy(to, text, size);
		to[size] = '\0';
	}
	return to;
}

static char *copy_up_to(const char *text, size_t most, const char *file, int line)
{
	return copy(text, strnlen(text, most), file, line);
}

static char *copy_all(const char *text, const char *file, int line)
{
	return copy(text, strlen(text), file, line);
}

#endif

void detour_git_set_memory(void)
{
	static atomic_flag done = ATOMIC_FLAG_INIT;
	static git_allocator allocator = {
		.gmalloc = get,
		.grealloc = resize,
		.gfree = free,
#if !DETOUR_LIBGIT2_SINCE(1, 7)
		.gcalloc = get_zeroed,
		.gstrdup = copy_all,
		.gstrndup = copy_up_to,
		.gsubstrdup = copy,
		.greallocarray = resize_array,
		.gmallocarray = get_array,
#endif
	};

	/* The first repository is opened before any thread is started. */
	if (!atomic_flag_test_and_set(&done))
		git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}
