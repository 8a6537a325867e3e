/* Paths as people type them: what is left has no way up, and taking it again changes nothing. */
#include "fuzz.h"

#include <string.h>

/* What takes "." and ".." out is nobody else's. */
#include "git/typed_path.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	char *path, *again;

	fuzz_begin(&input, data, size);
	path = detour_arena_printf(&input.arena, "/%s", fuzz_word(&input));
	normalize(path);
	FUZZ_CHECK(!*path || (*path == '/' && path[strlen(path) - 1] != '/'));
	for (const char *at = path; *at; at += strcspn(at, "/")) {
		size_t length = strcspn(++at, "/");

		FUZZ_CHECK(length && strncmp(at, "./", 2) != 0 && strcmp(at, ".") != 0);
		FUZZ_CHECK(strncmp(at, "../", 3) != 0 && strcmp(at, "..") != 0);
	}
	again = detour_arena_strdup(&input.arena, path);
	normalize(again);
	FUZZ_CHECK(!strcmp(path, again));
	FUZZ_CHECK(is_in(path, path) && is_in(path, ""));
	fuzz_end(&input);
	return 0;
}
