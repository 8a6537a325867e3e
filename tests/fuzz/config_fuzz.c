/*
 * Configuration that git takes from the environment, and the line of a file that a value stands in:
 * what was read is read again where it is written as git writes it.
 */
#include "fuzz.h"

#include <string.h>

#include "detour.h"
/* What takes the variables and the lines apart is nobody else's. */
#include "git/config_env.c"
#include "git/config_line.c"

enum { PAIRS = 4, VARIABLES = 2 * PAIRS + 3 };

static void quote(struct detour_buf *out, const char *text)
{
	detour_buf_addch(out, '\'');
	for (; *text; text++)
		if (*text == '\'' || *text == '!')
			detour_buf_addf(out, "'\\%c'", *text);
		else
			detour_buf_addch(out, *text);
	detour_buf_addch(out, '\'');
}

static void read_table(struct detour_repo *repo, char **variables, struct detour_git_table *table)
{
	struct detour_context ctx = {.environment = variables};

	repo->ctx = &ctx;
	detour_git_table_add_env(repo, table);
	repo->ctx = NULL;
	for (size_t i = 0; i < table->count; i++) {
		const struct detour_git_entry *entry = &table->entries[i];

		FUZZ_CHECK(strchr(entry->key, '.') && entry->value && entry->origin);
		FUZZ_CHECK(detour_git_table_last(table, entry->key, NULL));
	}
}

/* All of them as `git -c` would pass them on. */
static void check_again(struct detour_repo *repo, const struct detour_git_table *table)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_git_table again = {0};
	char *variables[] = {NULL, NULL};

	detour_buf_addstr(&text, "GIT_CONFIG_PARAMETERS=");
	for (size_t i = 0; i < table->count; i++) {
		detour_buf_addstr(&text, i ? " " : "");
		quote(&text, table->entries[i].key);
		detour_buf_addch(&text, '=');
		quote(&text, table->entries[i].value);
	}
	variables[0] = text.ptr;
	read_table(repo, variables, &again);
	FUZZ_CHECK(again.count == table->count);
	for (size_t i = 0; i < again.count; i++)
		FUZZ_CHECK(!strcmp(again.entries[i].key, table->entries[i].key) &&
			   !strcmp(again.entries[i].value, table->entries[i].value));
	free(again.entries);
	detour_buf_release(&text);
}

static char *variable(struct fuzz_input *input, const char *name, unsigned number)
{
	return detour_arena_printf(&input->arena, name, number, fuzz_word(input));
}

static void check_environment(struct fuzz_input *input)
{
	struct detour_repo repo = {.arena = DETOUR_ARENA_INIT};
	struct detour_git_table table = {0};
	char *variables[VARIABLES] = {NULL};
	size_t count = 0;
	unsigned pairs = fuzz_byte(input) % (PAIRS + 1);

	variables[count++] = variable(input, "GIT_CONFIG_PARAMETERS=%.0u%s", 0);
	variables[count++] = variable(input, "GIT_CONFIG_COUNT=%.0u%s", 0);
	for (unsigned i = 0; i < pairs; i++) {
		variables[count++] = variable(input, "GIT_CONFIG_KEY_%u=%s", i);
		variables[count++] = variable(input, "GIT_CONFIG_VALUE_%u=%s", i);
	}
	read_table(&repo, variables, &table);
	check_again(&repo, &table);
	free(table.entries);
	detour_arena_release(&repo.arena);
}

static int find_line(struct detour_arena *arena, const char *text, int *lines)
{
	struct search search = {.key = "detour.prompt.mode", .value = "remind"};
	char *at = detour_arena_strdup(arena, text);

	for (char *end; at; at = end) {
		end = strchr(at, '\n');
		if (end)
			*end++ = '\0';
		look_at(&search, at, ++*lines);
	}
	detour_arena_release(&search.arena);
	FUZZ_CHECK(search.same_key >= search.same_value && search.same_key <= *lines);
	return search.same_value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *file;
	int lines = 0;

	fuzz_begin(&input, data, size);
	check_environment(&input);
	file = fuzz_word(&input);
	(void)find_line(&input.arena, file, &lines);
	lines = 0;
	/* Whatever stands above it, the last is found. */
	file = detour_arena_printf(&input.arena, "%s\n[Detour \"prompt\"] mode=remind", file);
	FUZZ_CHECK(find_line(&input.arena, file, &lines) == lines);
	fuzz_end(&input);
	return 0;
}
