/* The script that stands for a hook: what we write is ours again, and a change of it is seen. */
#include "fuzz.h"

#include <string.h>

#include "install/shim.h"

static void check_written(struct detour_arena *arena, const struct detour_shim *shim)
{
	const char *text = detour_shim_text(arena, shim);
	struct detour_shim again;
	size_t size = strlen(text);
	char *changed;

	FUZZ_CHECK(detour_shim_parse(arena, text, size, &again));
	FUZZ_CHECK(!strcmp(again.hook, shim->hook) && !strcmp(again.native, shim->native));
	FUZZ_CHECK(!strcmp(again.program, shim->program) && !strcmp(again.kept, shim->kept));
	FUZZ_CHECK(again.made_folder == shim->made_folder && !again.edited);
	changed = detour_arena_strndup(arena, text, size);
	changed[size - 2] ^= 1;
	FUZZ_CHECK(!detour_shim_parse(arena, changed, size, &again) || again.edited);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const hooks[] = {"post-commit", "pre-push", "post-rewrite"};
	struct fuzz_input input;
	struct detour_shim shim = {0}, found;
	const char *bytes;
	size_t length;
	unsigned which;

	fuzz_begin(&input, data, size);
	which = fuzz_byte(&input);
	shim.hook = hooks[which % 3];
	shim.made_folder = which & 4;
	shim.native = fuzz_word(&input);
	shim.program = fuzz_word(&input);
	shim.kept = fuzz_word(&input);
	/* The installer has seen to that: paths hold no line end, and what is kept lies here. */
	if (!strchr(shim.kept, '/') && !strpbrk(shim.native, "\r\n") &&
		!strpbrk(shim.program, "\r\n") && !strpbrk(shim.kept, "\r\n"))
		check_written(&input.arena, &shim);
	bytes = fuzz_rest(&input, &length);
	if (detour_shim_parse(&input.arena, bytes, length, &found))
		FUZZ_CHECK(found.hook && found.native && found.program && found.kept);
	fuzz_end(&input);
	return 0;
}
