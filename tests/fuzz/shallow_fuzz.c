/* The shallow boundary: each line that begins with an id is found, and no other. */
#include "fuzz.h"

#include <string.h>

/* What takes the file apart is nobody else's. */
#include "git/shallow.c"

/* The ids of the lines, taken apart in another way; each is known. */
static size_t check_lines(struct detour_repo *repo, const char *text)
{
	size_t found = 0;

	for (const char *at = text; at; at = strchr(at, '\n')) {
		char hex[DETOUR_HEX_SIZE + 1] = "";
		struct detour_oid oid;

		at += *at == '\n';
		strncpy(hex, at, DETOUR_HEX_SIZE);
		if (strchr(hex, '\n') || !detour_oid_parse(&oid, hex))
			continue;
		FUZZ_CHECK(detour_git_is_boundary(repo, &oid));
		found++;
	}
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_repo repo = {.arena = DETOUR_ARENA_INIT, .shallow_tried = true};
	const char *text;

	fuzz_begin(&input, data, size);
	text = fuzz_word(&input);
	parse(&repo, text);
	FUZZ_CHECK(check_lines(&repo, text) == repo.shallow_count);
	FUZZ_CHECK(detour_repo_is_shallow(&repo) == (repo.shallow_count > 0));
	for (size_t i = 1; i < repo.shallow_count; i++)
		FUZZ_CHECK(compare(&repo.shallow[i - 1], &repo.shallow[i]) <= 0);
	detour_arena_release(&repo.arena);
	fuzz_end(&input);
	return 0;
}
