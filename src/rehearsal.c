/* Plays the commits of each author through the rules of the hooks; see rehearsal.h. */
#include "rehearsal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "say.h"

enum { DAY = 24 * 3600 };
#define LAST_TIME INT64_C(253402300799) /* the year 9999 */

struct detour_rehearsal_step {
	uint64_t author;
	int64_t time;
	size_t place;
	struct detour_oid oid;
	size_t first, count; /* its signals */
};

/* What became of a signal's detour so far. */
enum fate { FATE_NONE, FATE_WAITING, FATE_ASKED };

/* One author's turn. */
struct play {
	struct detour_rehearsal *out;
	const struct detour_signal *signals; /* all there are */
	enum fate *fates;                    /* one a signal */
	const struct detour_rehearsal_step *steps;
	size_t count; /* of the author's steps, oldest first */
	struct detour_record *records;
	size_t record_count, record_capacity;
};

void detour_rehearsal_init(struct detour_rehearsal *out)
{
	memset(out, 0, sizeof(*out));
}

void detour_rehearsal_release(struct detour_rehearsal *rehearsal)
{
	free(rehearsal->questions);
	free(rehearsal->steps);
	memset(rehearsal, 0, sizeof(*rehearsal));
}

static uint64_t hash_author(const struct detour_commit *commit)
{
	uint64_t hash = DETOUR_HASH_START;

	for (const char *at = commit->author_email ? commit->author_email : ""; *at; at++) {
		char lower = (char)tolower((unsigned char)*at);

		hash = detour_hash(hash, &lower, 1);
	}
	return hash;
}

/* Clocks show anything; reckoning with it must not overflow. */
static int64_t sane(int64_t time)
{
	return time < 0 ? 0 : time > LAST_TIME ? LAST_TIME : time;
}

void detour_rehearsal_see(
	struct detour_rehearsal *rehearsal, const struct detour_commit *commit, bool wanted)
{
	struct detour_rehearsal_step *step;
	size_t place = rehearsal->places++;

	if (!wanted)
		return;
	if (rehearsal->step_count == rehearsal->step_capacity) {
		rehearsal->step_capacity = rehearsal->step_capacity * 2 + 64;
		rehearsal->steps = detour_realloc(
			rehearsal->steps, rehearsal->step_capacity * sizeof(*rehearsal->steps));
	}
	step = &rehearsal->steps[rehearsal->step_count++];
	*step = (struct detour_rehearsal_step){
		.author = 0, .time = sane(commit->author_time), .place = place, .oid = commit->oid};
	if (!rehearsal->together)
		step->author = hash_author(commit);
}

/* By author, and of one author as the commits were made: a rebase keeps author times. */
static int compare_steps(const void *a, const void *b)
{
	const struct detour_rehearsal_step *left = a, *right = b;

	if (left->author != right->author)
		return left->author < right->author ? -1 : 1;
	if (left->time != right->time)
		return left->time < right->time ? -1 : 1;
	return left->place > right->place ? -1 : left->place < right->place;
}

static int compare_questions(const void *a, const void *b)
{
	const struct detour_rehearsed *left = a, *right = b;

	if (left->time != right->time)
		return left->time > right->time ? -1 : 1;
	return left->main->place < right->main->place ? -1 : left->main->place > right->main->place;
}

static void assign_signals(
	struct detour_rehearsal *rehearsal, const struct detour_signal *signals, size_t count)
{
	size_t next = 0;

	for (size_t i = 0; i < rehearsal->step_count; i++) {
		struct detour_rehearsal_step *step = &rehearsal->steps[i];

		while (next < count && signals[next].place < step->place)
			next++;
		step->first = next;
		while (next < count && signals[next].place == step->place)
			next++;
		step->count = next - step->first;
	}
}

/* What the hook itself looks for in a commit just made; the rest only makes stories longer. */
static bool is_seen_at_commit(const struct detour_signal *signal)
{
	return signal->level >= DETOUR_LEVEL_REMIND &&
	       !(detour_signal_types[signal->kind].facts & ~(unsigned)DETOUR_COMMIT_FACTS);
}

static bool brings_news(const struct play *play, const struct detour_rehearsal_step *step)
{
	for (size_t i = 0; i < step->count; i++)
		if (is_seen_at_commit(&play->signals[step->first + i]))
			return true;
	return false;
}

/* The signals of the author's last commits up to this one, worth a word. */
static struct detour_signal *gather(
	const struct play *play, size_t at, struct detour_arena *arena, size_t *count)
{
	size_t from = at + 1 > DETOUR_STORY_COMMITS ? at + 1 - DETOUR_STORY_COMMITS : 0, most = 0;
	struct detour_signal *list;

	for (size_t i = from; i <= at; i++)
		most += play->steps[i].count;
	list = detour_arena_array(arena, most, sizeof(*list));
	*count = 0;
	for (size_t i = from; i <= at; i++)
		for (size_t j = 0; j < play->steps[i].count; j++) {
			const struct detour_signal *signal =
				&play->signals[play->steps[i].first + j];

			if (signal->level < DETOUR_LEVEL_REMIND)
				continue;
			list[*count] = *signal;
			/* From here on it is the number of the signal. */
			list[(*count)++].place = (size_t)(signal - play->signals);
		}
	return list;
}

static const struct detour *detour_of(
	const struct detour *detours, size_t count, const struct detour_oid *oid)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < detours[i].count; j++)
			if (detour_oid_equal(&detours[i].signals[j]->commit->oid, oid))
				return &detours[i];
	return NULL;
}

static enum detour_verdict decide(const struct play *play, size_t at, const struct detour *detour)
{
	const struct detour_state state = {play->records, play->record_count};
	const struct detour_moment moment = {&state, play->steps[at].time,
		at + 1 >= DETOUR_BUDGET_COMMITS ? play->steps[at + 1 - DETOUR_BUDGET_COMMITS].time
						: 0};

	return detour_decide(detour, &play->steps[at].oid, &moment);
}

static void record(struct play *play, const struct detour_signal *signal, int64_t time)
{
	if (play->record_count == play->record_capacity) {
		play->record_capacity = play->record_capacity * 2 + 16;
		play->records = detour_realloc(
			play->records, play->record_capacity * sizeof(*play->records));
	}
	/* The id only tells apart what was asked in the same second. */
	play->records[play->record_count++] = (struct detour_record){.event = DETOUR_EVENT_ASKED,
		.time = time,
		.kind = detour_kind_name(signal->kind),
		.detour = "",
		.commit = signal->commit->oid,
		.author_time = signal->commit->author_time,
		.answer = "",
		.subject = signal->commit->subject};
}

static void keep_question(struct play *play, size_t at, const struct detour *detour)
{
	struct detour_rehearsal *out = play->out;

	if (play->steps[at].time < out->since)
		return;
	if (out->count == out->capacity) {
		out->capacity = out->capacity * 2 + 16;
		out->questions =
			detour_realloc(out->questions, out->capacity * sizeof(*out->questions));
	}
	out->questions[out->count++] = (struct detour_rehearsed){
		&play->signals[detour_main_signal(detour, &play->steps[at].oid)->place],
		detour->count, play->steps[at].time};
}

/* A welcome is for the commit; nobody is reminded of it at a push. */
static bool is_welcome_alone(const struct detour *detour)
{
	for (size_t i = 0; i < detour->count; i++)
		if (strcmp(detour->signals[i]->rule, "away") != 0)
			return false;
	return true;
}

static enum fate fate_of(const struct play *play, const struct detour *detour)
{
	enum fate fate = FATE_NONE;

	for (size_t i = 0; i < detour->count; i++)
		if (play->fates[detour->signals[i]->place] > fate)
			fate = play->fates[detour->signals[i]->place];
	return fate;
}

static void settle(struct play *play, size_t at, const struct detour *detour, bool asked)
{
	bool counts = play->steps[at].time >= play->out->since;
	enum fate before = fate_of(play, detour), after = before;

	if (asked) {
		keep_question(play, at, detour);
		play->out->at_pushes -= before == FATE_WAITING && play->out->at_pushes;
		after = FATE_ASKED;
	} else if (before == FATE_NONE && counts && !is_welcome_alone(detour)) {
		play->out->at_pushes++;
		after = FATE_WAITING;
	}
	for (size_t i = 0; i < detour->count; i++) {
		play->fates[detour->signals[i]->place] = after;
		if (asked)
			record(play, detour->signals[i], play->steps[at].time);
	}
}

static void look_at(struct play *play, size_t at)
{
	const struct detour_rehearsal_step *step = &play->steps[at];
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const struct detour *detour;
	struct detour_signal *signals;
	struct detour *detours;
	size_t count, detour_count;
	enum detour_verdict verdict = DETOUR_VERDICT_PUSH;

	if (!step->count)
		return;
	signals = gather(play, at, &arena, &count);
	detour_group(&arena, signals, count, &detours, &detour_count);
	detour = detour_of(detours, detour_count, &step->oid);
	if (detour && brings_news(play, step))
		verdict = decide(play, at, detour);
	if (detour && verdict != DETOUR_VERDICT_SILENT)
		settle(play, at, detour, verdict == DETOUR_VERDICT_SPEAK);
	detour_arena_release(&arena);
}

static void play_author(struct play *play)
{
	struct detour_rehearsal *out = play->out;
	int64_t last_week = -1;
	size_t commits = 0;

	play->record_count = 0;
	for (size_t i = 0; i < play->count; i++) {
		int64_t time = play->steps[i].time;
		int64_t week = (time / DAY + 3) / 7; /* 1970-01-01 was a Thursday */

		look_at(play, i);
		if (time < out->since)
			continue;
		if (!out->commits || time < out->first)
			out->first = time;
		commits++;
		out->commits++;
		out->author_weeks += week != last_week;
		last_week = week;
	}
	out->authors += commits > 0;
}

void detour_rehearsal_play(
	struct detour_rehearsal *rehearsal, const struct detour_signal *signals, size_t count)
{
	struct detour_rehearsal_step *steps = rehearsal->steps;
	struct play play = {.out = rehearsal,
		.signals = signals,
		.fates = detour_calloc(count ? count : 1, sizeof(*play.fates))};

	assign_signals(rehearsal, signals, count);
	if (rehearsal->step_count)
		qsort(steps, rehearsal->step_count, sizeof(*steps), compare_steps);
	for (size_t from = 0, to; from < rehearsal->step_count; from = to) {
		for (to = from + 1; to < rehearsal->step_count; to++)
			if (steps[to].author != steps[from].author)
				break;
		play.steps = steps + from;
		play.count = to - from;
		play_author(&play);
	}
	if (rehearsal->count)
		qsort(rehearsal->questions, rehearsal->count, sizeof(*rehearsal->questions),
			compare_questions);
	free(play.records);
	free(play.fates);
}
