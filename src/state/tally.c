/* How often each kind was asked about and what became of it; see state.h. */
#include "state.h"

#include <string.h>

/* Are both about the same commit, whatever it is called by now? */
static bool is_same_commit(const struct detour_record *a, const struct detour_record *b)
{
	return detour_oid_equal(&a->commit, &b->commit) ||
	       (a->author_time == b->author_time && !strcmp(a->subject, b->subject));
}

/* An answer from the command line names no kind: it is about whatever was asked of the commit. */
static bool is_about(const struct detour_state *state, size_t at, const char *kind)
{
	const struct detour_record *record = &state->records[at];

	if (*record->kind)
		return !strcmp(record->kind, kind);
	for (size_t i = 0; i < at; i++)
		if (!strcmp(state->records[i].kind, kind) &&
			is_same_commit(&state->records[i], record))
			return true;
	return false;
}

/* Said again is not said twice: told in two sessions is told once, and a dismissal that was undone
 * is none. */
static unsigned replaced_by(const struct detour_record *record)
{
	switch (record->event) {
	case DETOUR_EVENT_ANSWERED:
		return 1U << DETOUR_EVENT_ANSWERED;
	case DETOUR_EVENT_DISMISSED:
	case DETOUR_EVENT_WRONG:
		return 1U << record->event | 1U << DETOUR_EVENT_UNDONE;
	default:
		return 0;
	}
}

static bool is_replaced(const struct detour_state *state, size_t at)
{
	const struct detour_record *record = &state->records[at];
	unsigned mask = replaced_by(record);

	for (size_t i = at + 1; mask && i < state->count; i++) {
		const struct detour_record *later = &state->records[i];

		/* Who says "later" once more has not taken back what was told. */
		if (mask & 1U << later->event && strcmp(later->answer, "later") != 0 &&
			is_same_commit(later, record) &&
			(!*later->kind || !*record->kind || !strcmp(later->kind, record->kind)))
			return true;
	}
	return false;
}

static size_t *counter_of(const struct detour_record *record, struct detour_tally *tally)
{
	/* What a program proposes nobody has said yet; of a reminder it says who was reminded. */
	if (replaced_by(record) && !strcmp(record->answer, "program"))
		return NULL;
	switch (record->event) {
	case DETOUR_EVENT_ASKED:
		return &tally->asked;
	case DETOUR_EVENT_REMINDED:
	case DETOUR_EVENT_WAITING:
		return &tally->reminded;
	case DETOUR_EVENT_DISMISSED:
		return &tally->dismissed;
	case DETOUR_EVENT_WRONG:
		return &tally->wrong;
	case DETOUR_EVENT_ANSWERED:
		/* Dismissing has an event of its own. */
		return strcmp(record->answer, "later") && strcmp(record->answer, "dismiss")
			       ? &tally->answered
			       : NULL;
	default:
		return NULL;
	}
}

void detour_state_tally(
	const struct detour_state *state, const char *kind, struct detour_tally *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < state->count; i++) {
		size_t *counter = counter_of(&state->records[i], out);

		if (counter && is_about(state, i, kind) && !is_replaced(state, i))
			(*counter)++;
	}
}
