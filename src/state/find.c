/* Questions to the state log, over records that were read; pure. See state.h. */
#include "state.h"

#include <string.h>

#include "line.h"

/* More ids than one commit ever had; a longer chain of rewrites is cut, not followed for ever. */
#define SAME_LIMIT ((size_t)256)
#define SELVES_LIMIT ((size_t)64)
#define FORMER_LIMIT ((size_t)64)

struct same_commit {
	struct detour_oid ids[SAME_LIMIT];
	size_t count;
};

static bool in_mask(const struct detour_record *record, unsigned mask)
{
	return mask & 1U << record->event;
}

static bool is_same(const struct same_commit *same, size_t from, const struct detour_oid *oid)
{
	for (size_t i = from; i < same->count; i++)
		if (detour_oid_equal(&same->ids[i], oid))
			return true;
	return false;
}

static void add_same(struct same_commit *same, const struct detour_oid *oid)
{
	if (same->count < SAME_LIMIT && !detour_oid_is_zero(oid) && !is_same(same, 0, oid))
		same->ids[same->count++] = *oid;
}

static bool is_part(const struct detour_record *record)
{
	return record->event == DETOUR_EVENT_REWRITTEN &&
	       !strcmp(record->answer, DETOUR_STATE_PART);
}

/* A rewrite after which it is the same commit still. */
static bool keeps_commit(const struct detour_record *record)
{
	return record->event == DETOUR_EVENT_REWRITTEN && !is_part(record);
}

/* The commit, all that it was made from, and all that was made from it. Not what else went into
 * those: of two commits squashed into one, neither is the other. A commit is older than what it
 * becomes, so one pass in each direction finds the whole chain and cannot go in circles. */
static void collect_same(
	struct same_commit *same, const struct detour_state *state, const struct detour_oid *commit)
{
	size_t forward;

	same->count = 0;
	add_same(same, commit);
	for (size_t i = state->count; i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (keeps_commit(record) && is_same(same, 0, &record->other))
			add_same(same, &record->commit);
	}
	/* Forward from the commit alone: what was made of its parts is another commit. */
	forward = same->count;
	for (size_t i = 0; i < state->count; i++) {
		const struct detour_record *record = &state->records[i];

		if (keeps_commit(record) && (detour_oid_equal(&record->commit, commit) ||
						    is_same(same, forward, &record->commit)))
			add_same(same, &record->other);
	}
}

static bool is_of_kind(const struct detour_record *record, const char *kind)
{
	return !kind || strcmp(record->kind, kind) == 0;
}

static bool same_subject(const struct detour_record *record, const char *subject)
{
	size_t size = detour_state_subject_size(subject);

	return strlen(record->subject) == size && memcmp(record->subject, subject, size) == 0;
}

/* What the commit was called before it was rewritten, as records of rewrites tell it. An answer may
 * have been about a commit that was picked from elsewhere, which the log never saw change its id.
 */
struct former_names {
	const struct detour_record *list[FORMER_LIMIT];
	size_t count;
};

static void collect_former_names(struct former_names *names, const struct detour_state *state,
	const struct same_commit *same)
{
	names->count = 0;
	for (size_t i = state->count; same->count > 1 && i-- > 0 && names->count < FORMER_LIMIT;) {
		const struct detour_record *record = &state->records[i];

		if (keeps_commit(record) && record->subject[0] && is_same(same, 0, &record->commit))
			names->list[names->count++] = record;
	}
}

static bool has_name(const struct detour_record *record, const struct detour_commit *commit,
	const struct former_names *former)
{
	const char *subject = commit->subject ? commit->subject : "";

	if (subject[0] && record->author_time == commit->author_time &&
		same_subject(record, subject))
		return true;
	for (size_t i = 0; i < former->count; i++)
		if (record->author_time == former->list[i]->author_time &&
			!strcmp(record->subject, former->list[i]->subject))
			return true;
	return false;
}

static bool is_proposal(const struct detour_record *record)
{
	return record->event == DETOUR_EVENT_DISMISSED &&
	       !strcmp(record->answer, DETOUR_STATE_PROGRAM);
}

static const struct detour_record *find(const struct detour_state *state, unsigned mask,
	const char *kind, const struct detour_commit *commit, bool proposals)
{
	const struct detour_record *by_name = NULL;
	struct former_names former;
	struct same_commit same;

	collect_same(&same, state, &commit->oid);
	collect_former_names(&former, state, &same);
	for (size_t i = state->count; i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (!in_mask(record, mask) || !is_of_kind(record, kind) ||
			(!proposals && is_proposal(record)))
			continue;
		if (is_same(&same, 0, &record->commit))
			return record;
		if (!by_name && !detour_oid_is_zero(&record->commit) &&
			has_name(record, commit, &former))
			by_name = record;
	}
	return by_name;
}

const struct detour_record *detour_state_find(const struct detour_state *state, unsigned mask,
	const char *kind, const struct detour_commit *commit)
{
	return find(state, mask, kind, commit, true);
}

size_t detour_state_same(const struct detour_state *state, const struct detour_oid *commit,
	struct detour_oid *ids, size_t limit)
{
	struct same_commit same;
	size_t count;

	collect_same(&same, state, commit);
	count = same.count < limit ? same.count : limit;
	memcpy(ids, same.ids, count * sizeof(*ids));
	return count;
}

const struct detour_record *detour_state_dismissal(
	const struct detour_state *state, const char *kind, const struct detour_commit *commit)
{
	const unsigned events = 1U << DETOUR_EVENT_DISMISSED | 1U << DETOUR_EVENT_UNDONE;
	const struct detour_record *any = find(state, events, NULL, commit, false);
	const struct detour_record *wrong =
		find(state, 1U << DETOUR_EVENT_WRONG, kind, commit, true);

	/* Later in the log is newer: the records of one state are one array. */
	if (wrong && (!any || wrong > any))
		return wrong;
	if (any && any->event == DETOUR_EVENT_DISMISSED)
		return any;
	any = find(state, events, NULL, commit, true);
	return any && any->event == DETOUR_EVENT_DISMISSED ? any : NULL;
}

/* How the log knows the commit from when it was rewritten into another one. */
static struct detour_self self_of(
	const struct detour_state *state, const struct detour_oid *oid, const char *line)
{
	struct detour_self self = {*oid, NULL, 0, line};

	for (size_t i = state->count; !self.subject && i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (record->event != DETOUR_EVENT_REWRITTEN || !record->subject[0] ||
			!detour_oid_equal(&record->commit, oid))
			continue;
		self.subject = record->subject;
		self.author_time = record->author_time;
	}
	return self;
}

static bool is_among(const struct detour_self *selves, size_t count, const struct detour_oid *oid)
{
	for (size_t i = 0; i < count; i++)
		if (detour_oid_equal(&selves[i].oid, oid))
			return true;
	return false;
}

static size_t add_selves(const struct detour_state *state, const struct detour_oid *commit,
	const char *line, struct detour_self *selves, size_t count, size_t limit)
{
	struct same_commit same;

	collect_same(&same, state, commit);
	for (size_t i = 0; i < same.count && count < limit; i++)
		if (!is_among(selves, count, &same.ids[i]))
			selves[count++] = self_of(state, &same.ids[i], line);
	return count;
}

size_t detour_state_selves(const struct detour_state *state, const struct detour_oid *commit,
	struct detour_self *selves, size_t limit)
{
	size_t count = add_selves(state, commit, NULL, selves, 0, limit);

	/* A part of a part became one before that did. */
	for (size_t i = state->count; i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (is_part(record) && is_among(selves, count, &record->other))
			count = add_selves(
				state, &record->commit, record->subject, selves, count, limit);
	}
	return count;
}

size_t detour_state_dismissed_parts(const struct detour_state *state,
	const struct detour_oid *commit, const char **subjects, size_t limit)
{
	struct detour_self selves[SELVES_LIMIT];
	size_t found = 0, count = detour_state_selves(state, commit, selves, SELVES_LIMIT);

	for (size_t i = 0; i < count && found < limit; i++) {
		struct detour_commit part = {.oid = selves[i].oid,
			.subject = selves[i].subject,
			.author_time = selves[i].author_time};
		const struct detour_record *record =
			selves[i].line ? detour_state_dismissal(state, NULL, &part) : NULL;

		/* Logs of old do not tell what a part was called. */
		if (record && !is_proposal(record) && (selves[i].line[0] || record->subject[0]))
			subjects[found++] = selves[i].line[0] ? selves[i].line : record->subject;
	}
	return found;
}

const struct detour_record *detour_state_find_detour(
	const struct detour_state *state, unsigned mask, const char *detour, size_t *count)
{
	const struct detour_record *newest = NULL;
	size_t found = 0;

	for (size_t i = state->count; detour[0] && i-- > 0;) {
		const struct detour_record *record = &state->records[i];

		if (!in_mask(record, mask) || strcmp(record->detour, detour) != 0)
			continue;
		if (!found++)
			newest = record;
	}
	if (count)
		*count = found;
	return newest;
}

int64_t detour_state_installed(const struct detour_state *state)
{
	for (size_t i = state->count; i-- > 0;)
		if (state->records[i].event == DETOUR_EVENT_INSTALLED)
			return state->records[i].time;
	return -1;
}

int64_t detour_state_last(const struct detour_state *state, unsigned mask, int64_t now)
{
	int64_t last = -1;

	for (size_t i = 0; i < state->count; i++) {
		const struct detour_record *record = &state->records[i];

		if (in_mask(record, mask) && record->time <= now && record->time > last)
			last = record->time;
	}
	return last;
}

size_t detour_state_count(const struct detour_state *state, unsigned mask, int64_t since)
{
	size_t count = 0;

	for (size_t i = 0; i < state->count; i++)
		count += in_mask(&state->records[i], mask) && state->records[i].time >= since;
	return count;
}
