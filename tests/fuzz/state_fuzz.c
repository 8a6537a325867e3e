/* The state log: any bytes are read, and what is read is written and read again the same. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What takes the file's lines is nobody else's. */
#include "state/state.c"
#include "story.h"

static void check_record(const struct detour_record *record)
{
	struct detour_buf once = DETOUR_BUF_INIT, twice = DETOUR_BUF_INIT;
	struct detour_record again;

	detour_state_line_add(&once, record);
	FUZZ_CHECK(once.size && strchr(once.ptr, '\n') == once.ptr + once.size - 1);
	detour_buf_addstr(&twice, once.ptr);
	FUZZ_CHECK(detour_state_line_parse(twice.ptr, twice.size - 1, &again));
	FUZZ_CHECK(again.event == record->event && again.time == record->time);
	FUZZ_CHECK(again.author_time == record->author_time);
	FUZZ_CHECK(detour_oid_equal(&again.commit, &record->commit));
	FUZZ_CHECK(detour_oid_equal(&again.other, &record->other));
	FUZZ_CHECK(detour_text_starts(record->subject, again.subject));
	FUZZ_CHECK(detour_text_starts(record->kind, again.kind));
	/* What was cut once is not cut again. */
	{
		struct detour_buf last = DETOUR_BUF_INIT;

		detour_state_line_add(&last, &again);
		fuzz_check_same(&once, &last);
		detour_buf_release(&last);
	}
	detour_buf_release(&once);
	detour_buf_release(&twice);
}

/* Whatever a log holds, it can be asked. */
static void ask(const struct detour_state *state, struct detour_arena *arena)
{
	const unsigned all = (1U << DETOUR_EVENT_COUNT) - 1;
	struct detour_commit commit = fuzz_commit('a', "Add the retry queue", 1700000000);
	struct detour_signal signal = {.commit = &commit, .level = DETOUR_LEVEL_ASK};
	const struct detour_signal *signals[] = {&signal};
	struct detour detour = {
		.id = "0", .signals = signals, .count = 1, .level = DETOUR_LEVEL_ASK};
	struct detour_moment moment = {.state = state, .now = 1800000000};
	struct detour_oid ids[8];
	struct detour_self selves[8];
	struct detour_tally tally;
	struct detour_machine_made programs;
	const char *subjects[8];
	size_t count;

	FUZZ_CHECK(detour_state_same(state, &commit.oid, ids, 8) <= 8);
	FUZZ_CHECK(detour_state_selves(state, &commit.oid, selves, 8) <= 8);
	FUZZ_CHECK(detour_state_dismissed_parts(state, &commit.oid, subjects, 8) <= 8);
	(void)detour_state_dismissal(state, "revert", &commit);
	(void)detour_state_find_detour(state, all, "d1", &count);
	FUZZ_CHECK(detour_state_last(state, all, moment.now) <= moment.now);
	FUZZ_CHECK(detour_state_count(state, all, 0) <= state->count);
	(void)detour_state_installed(state);
	detour_state_tally(state, "revert", &tally);
	detour_machine_made_read(&programs, state, arena);
	(void)detour_machine_made_has(&programs, &commit);
	FUZZ_CHECK((unsigned)detour_decide(&detour, &commit.oid, &moment) <= DETOUR_VERDICT_SPEAK);
	(void)detour_may_ask_late(&detour, &moment);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_state state;
	char *bytes;

	fuzz_begin(&input, data, size);
	bytes = detour_realloc(NULL, size + 1); /* the lines are changed where they lie */
	if (size)
		memcpy(bytes, data, size);
	parse_lines(bytes, size, &input.arena, &state);
	for (size_t i = 0; i < state.count; i++)
		check_record(&state.records[i]);
	ask(&state, &input.arena);
	free(bytes);
	fuzz_end(&input);
	return 0;
}
