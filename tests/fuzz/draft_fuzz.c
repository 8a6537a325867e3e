/*
 * A new session in any template, of any commit: nobody has written in it, it names its commits, and
 * it still does once it is tidied.
 */
#include "fuzz.h"

#include <string.h>

#include "journal/parts.h"
#include "journal/session.h"

#define TEXT "The queue is drained by hand: zebra quartz 4711."

static struct detour_session read_session(struct detour_arena *arena, const struct detour_buf *text,
	const struct detour_draft *draft, bool with_template)
{
	struct detour_session session;

	detour_session_parse(text->ptr, text->size, with_template ? draft->template_bytes : NULL,
		with_template ? draft->template_size : 0, arena, &session);
	return session;
}

static void check_scaffold(struct detour_arena *arena, const struct detour_draft *draft)
{
	struct detour_buf text = DETOUR_BUF_INIT, again = DETOUR_BUF_INIT, tidy = DETOUR_BUF_INIT;
	struct detour_session session;

	detour_session_draft(&text, draft);
	detour_session_draft(&again, draft);
	fuzz_check_same(&text, &again);
	session = read_session(arena, &text, draft, true);
	FUZZ_CHECK(!session.written);
	FUZZ_CHECK(detour_session_names(&session, &draft->commits[0]->oid));
	session = read_session(arena, &text, draft, false);
	FUZZ_CHECK(!session.written);
	detour_session_tidy_template(
		&tidy, text.ptr, text.size, draft->template_bytes, draft->template_size);
	session = read_session(arena, &tidy, draft, true);
	FUZZ_CHECK(detour_session_names(&session, &draft->commits[0]->oid));
	detour_buf_release(&text);
	detour_buf_release(&again);
	detour_buf_release(&tidy);
}

static bool is_of_template(
	struct detour_arena *arena, const struct detour_draft *draft, const char *line)
{
	struct detour_template templ;

	detour_template_init(&templ, draft->template_bytes, draft->template_size, arena);
	return detour_template_has(&templ, line, strlen(line));
}

/* Is the line of TEXT one that people see, in what is taken for a session? */
static bool is_seen(const char *bytes, size_t size)
{
	struct detour_lines lines;
	struct detour_line line;
	bool seen = false;

	detour_lines_init(&lines, bytes, size);
	while (detour_lines_next(&lines, &line))
		seen = seen ||
		       ((line.kind == DETOUR_LINE_TEXT || line.kind == DETOUR_LINE_CODE) &&
			       line.size == strlen(TEXT) && !memcmp(line.text, TEXT, line.size));
	detour_lines_release(&lines);
	return seen;
}

/* What the person wrote counts, whatever else they wrote, unless they hid it themselves or it is
 * the template's own word. */
static void check_text(struct detour_arena *arena, struct detour_draft *draft, const char *before,
	const char *after)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_session session;
	const char *own = detour_arena_printf(arena, "x\n\n%s\n" TEXT "\n%s", before, after);

	draft->text = own + 3;
	detour_session_draft(&text, draft);
	session = read_session(arena, &text, draft, true);
	FUZZ_CHECK(detour_session_names(&session, &draft->commits[0]->oid));
	if (is_seen(own, strlen(own))) {
		FUZZ_CHECK(is_seen(text.ptr, text.size));
		FUZZ_CHECK(session.written || is_of_template(arena, draft, TEXT));
	}
	draft->text = NULL;
	detour_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *before;
	unsigned choice;
	struct detour_change change = {.status = 'M'};
	struct detour_commit commit;
	const struct detour_commit *commits[] = {&commit};
	struct detour_signal signal = {.level = DETOUR_LEVEL_ASK};
	struct detour_draft draft = {.time = 1795352605,
		.offset = 60,
		.commits = commits,
		.commit_count = 1,
		.signals = &signal,
		.signal_count = 1};

	fuzz_begin(&input, data, size);
	choice = fuzz_byte(&input);
	draft.compact = choice & 1;
	draft.dir = choice & 2 ? "docs/sessions" : NULL;
	draft.forge_base = choice & 4 ? "https://forge.example/ana/shop/commit/" : NULL;
	draft.issue_base = choice & 4 ? "https://forge.example/ana/shop/issues/" : NULL;
	draft.template_bytes = fuzz_text(&input, &draft.template_size);
	if (!draft.template_size)
		draft.template_bytes = NULL;
	draft.topic = fuzz_word(&input);
	commit = fuzz_commit('a', fuzz_word(&input), 1795352605);
	commit.message = commit.subject;
	change.path = fuzz_word(&input);
	if (change.path[0]) {
		commit.changes = &change;
		commit.change_count = 1;
	}
	signal.hint = fuzz_word(&input);
	signal.doing = signal.does = signal.title = signal.hint;
	signal.detail = signal.rule = "";
	signal.commit = &commit;
	draft.branch = fuzz_is_over(&input) ? NULL : fuzz_word(&input);
	draft.plan = fuzz_is_over(&input) ? NULL : fuzz_word(&input);
	before = fuzz_word(&input);
	check_scaffold(&input.arena, &draft);
	check_text(&input.arena, &draft, before, fuzz_word(&input));
	fuzz_end(&input);
	return 0;
}
