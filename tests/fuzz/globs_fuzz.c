/* Patterns of folders: a plain one means itself, and what matches lies where one may look. */
#include "fuzz.h"

#include <string.h>

#include "journal/globs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *globs, *dir;

	fuzz_begin(&input, data, size);
	globs = fuzz_word(&input);
	dir = fuzz_word(&input);
	if (detour_globs_match(globs, dir)) {
		char *above = detour_arena_strdup(&input.arena, dir);

		/* Wherever it lies, the way there is gone. */
		for (char *slash; (slash = strrchr(above, '/')) != NULL && slash != above;) {
			*slash = '\0';
			FUZZ_CHECK(detour_globs_may_hold(globs, above) ||
				   detour_globs_match(globs, above));
		}
	}
	(void)detour_globs_may_hold(globs, dir);
	FUZZ_CHECK(detour_globs_of(globs));
	(void)detour_globs_match(detour_globs_of(NULL), dir);
	(void)detour_glob_has_wildcard(globs);
	(void)detour_glob_is_walked(dir);
	fuzz_end(&input);
	return 0;
}
