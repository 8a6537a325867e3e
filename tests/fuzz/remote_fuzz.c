/*
 * Remotes and what a branch follows, as the configuration tells: whatever it holds, the same is
 * told each time, and a mapping of references leads back to where it came from.
 */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
/* What maps names is nobody else's. */
#include "git/refs.c"

static size_t count_stars(const char *text, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += text[i] == '*';
	return count;
}

static void check_refspec(struct detour_arena *arena, const char *spec, const char *name)
{
	struct detour_buf out = DETOUR_BUF_INIT, back = DETOUR_BUF_INIT;
	const char *source = spec + (*spec == '+'), *colon = strchr(source, ':');
	bool found = apply_refspec(spec, name, &out);

	FUZZ_CHECK(!found || colon);
	FUZZ_CHECK(found || !out.size);
	/* With a star on each side, and no other colon, the way back is the same way. */
	if (found && *colon && !strchr(colon + 1, ':') && colon[1] != '^' && colon[1] != '+' &&
		count_stars(source, (size_t)(colon - source)) == 1 &&
		count_stars(colon + 1, strlen(colon + 1)) == 1) {
		FUZZ_CHECK(apply_refspec(detour_arena_printf(arena, "+%s:%.*s", colon + 1,
						 (int)(colon - source), source),
			out.ptr, &back));
		FUZZ_CHECK(!strcmp(back.ptr, name));
	}
	detour_buf_release(&out);
	detour_buf_release(&back);
}

/* "key=value", a line each. */
static void fill(struct detour_repo *repo, struct detour_arena *arena, const char *text)
{
	char *line = detour_arena_strdup(arena, text);

	for (char *end; line && repo->config.count < 64; line = end) {
		char *equals;

		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		equals = strchr(line, '=');
		if (equals)
			*equals = '\0';
		if (strchr(line, '.'))
			detour_git_table_add(repo, &repo->config, line, equals ? equals + 1 : NULL,
				"command line");
	}
}

static void check_same(const char *a, const char *b)
{
	FUZZ_CHECK(fuzz_is_equal(a, b));
}

static void ask(struct detour_repo *repo, struct detour_arena *arena)
{
	check_same(detour_repo_remote_url(repo, arena, NULL),
		detour_repo_remote_url(repo, arena, NULL));
	check_same(detour_repo_remote_url(repo, arena, "main"),
		detour_repo_remote_url(repo, arena, "main"));
	check_same(detour_repo_push_url(repo, arena), detour_repo_push_url(repo, arena));
	check_same(detour_repo_upstream_ref(repo, arena, "main"),
		detour_repo_upstream_ref(repo, arena, "main"));
	FUZZ_CHECK(detour_repo_hooks_dir(repo, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *const nothing[] = {NULL};
	struct fuzz_input input;
	struct detour_context ctx = {.environment = nothing};
	struct detour_repo repo = {.arena = DETOUR_ARENA_INIT,
		.ctx = &ctx,
		.git_dir = "/nowhere",
		.common_dir = "/nowhere"};
	const char *spec, *name;

	fuzz_begin(&input, data, size);
	spec = fuzz_word(&input);
	name = fuzz_word(&input);
	check_refspec(&input.arena, spec, name);
	fill(&repo, &input.arena, fuzz_word(&input));
	ask(&repo, &input.arena);
	free(repo.config.entries);
	free(repo.branch);
	detour_arena_release(&repo.arena);
	fuzz_end(&input);
	return 0;
}
