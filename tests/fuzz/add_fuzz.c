/* Adding to any text: all that was there stays byte for byte, and what was added is found again. */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "journal/session.h"

#define NOTE "The queue is drained by hand: zebra quartz 4711."

static bool names(struct detour_arena *arena, const struct detour_buf *text,
	const struct detour_draft *draft, const struct detour_oid *oid)
{
	struct detour_session session;

	detour_session_parse(text->ptr, text->size, draft->template_bytes, draft->template_size,
		arena, &session);
	return detour_session_names(&session, oid);
}

static void check_add(struct detour_arena *arena, const char *bytes, size_t size,
	const struct detour_draft *draft)
{
	struct detour_draft links = *draft;
	struct detour_buf once = DETOUR_BUF_INIT, twice = DETOUR_BUF_INIT;

	detour_session_add(&once, bytes, size, draft);
	FUZZ_CHECK(fuzz_is_kept(bytes, size, &once, 2));
	FUZZ_CHECK(strlen(once.ptr) < once.size || strstr(once.ptr, NOTE));
	FUZZ_CHECK(names(arena, &once, draft, &draft->commits[0]->oid));
	links.text = NULL;
	detour_session_add(&twice, once.ptr, once.size, &links);
	fuzz_check_same(&once, &twice);
	detour_buf_release(&once);
	detour_buf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_commit commit;
	const struct detour_commit *commits[] = {&commit};
	struct detour_draft draft = {.text = NOTE,
		.time = 1795352605,
		.offset = 60,
		.commits = commits,
		.commit_count = 1};
	const char *bytes;
	size_t length;

	fuzz_begin(&input, data, size);
	draft.later = fuzz_byte(&input) & 1;
	commit = fuzz_commit('a', fuzz_word(&input), 1795352605);
	bytes = fuzz_text(&input, &length);
	draft.template_bytes = fuzz_rest(&input, &draft.template_size);
	if (!draft.template_size)
		draft.template_bytes = NULL;
	check_add(&input.arena, bytes, length, &draft);
	fuzz_end(&input);
	return 0;
}
