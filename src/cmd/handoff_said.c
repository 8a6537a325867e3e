/*
 * What people wrote down, as parts of a handoff: what is left to do, what the sessions say, and
 * what went off plan and is not written down. Sessions that are private stay so. See handoff.h.
 */
#include "handoff.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../journal/markdown.h"
#include "../say.h"

enum {
	FOLLOW_UPS = 10,
	PLANS = 5,
	PLAN_ITEMS = 6, /* of one plan */
	DETOURS = 10,
	SESSIONS = 6,
	OTHER_SESSIONS = 2,
	DEAD_ENDS = 8,
	DEVIATIONS = 3, /* of one session */
	LABEL_COLUMNS = 60,
};

/* "2026-11-20-queue-stalls" of "docs/sessions/2026-11-20-queue-stalls.md" */
static const char *name_of(struct detour_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t size = strlen(name);

	return size > 3 && !strcmp(name + size - 3, ".md")
		       ? detour_arena_strndup(arena, name, size - 3)
		       : name;
}

static const char *label_of(struct detour_handoff *handoff, size_t line)
{
	return detour_arena_printf(handoff->arena, "L%zu", line);
}

/* Sessions of these days stand in for a branch that none is about: what is left to do in them is
 * not left to do here. */
static bool is_of_branch(
	const struct detour_handoff *handoff, const struct detour_brief_session *session)
{
	return !session->item->is_private &&
	       (session->why != DETOUR_WHY_RECENT || !detour_subject_is_apart(handoff->subject));
}

/* ---- what is next */

static void tell_fact(
	struct detour_handoff *handoff, const char *mark, const struct detour_brief_fact *fact)
{
	const char *path = fact->session->item->path;

	detour_handoff_item(handoff, 0);
	detour_buf_addstr(&handoff->out, mark);
	detour_handoff_quote(
		handoff, fact->text, name_of(handoff->arena, path), path, fact->passage->line);
	detour_buf_addch(&handoff->out, '\n');
}

/* How many there are more than are shown. Boxes come first: of the rest it is only known that it
 * stands where what is left to do is written. */
static size_t tell_open(struct detour_handoff *handoff)
{
	const struct detour_briefing *briefing = handoff->briefing;
	size_t shown = 0, more = 0;

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < briefing->follow_up_count; i++) {
			const struct detour_brief_fact *fact = &briefing->follow_ups[i];
			bool is_box = fact->passage->kind == DETOUR_PASSAGE_OPEN;

			if (is_box != !round || !is_of_branch(handoff, fact->session))
				continue;
			if (shown < FOLLOW_UPS)
				tell_fact(handoff, is_box ? "[ ] " : "", fact);
			else
				more++;
			shown++;
		}
	return more;
}

static void tell_follow_ups(struct detour_handoff *handoff)
{
	size_t more = tell_open(handoff);

	if (!more)
		return;
	detour_handoff_item(handoff, 0);
	detour_handoff_count(handoff, more, "more open follow-up", 0);
	detour_handoff_source(handoff, "git detour resume %s", handoff->revision);
}

static void tell_plan(struct detour_handoff *handoff, const struct detour_brief_plan *plan)
{
	detour_handoff_item(handoff, 0);
	detour_buf_addstr(&handoff->out, "Plan [");
	detour_handoff_text(handoff, plan->path);
	detour_buf_addstr(&handoff->out, "](");
	detour_markdown_path(&handoff->out, plan->path);
	detour_buf_addf(&handoff->out, "): %zu of %zu done", plan->done, plan->total);
	if (plan->status && *plan->status) {
		detour_buf_addstr(&handoff->out, "; ");
		detour_handoff_text(handoff, plan->status);
	}
	detour_buf_addch(&handoff->out, '\n');
	for (size_t i = 0; !plan->is_over && i < plan->open_count && i < PLAN_ITEMS; i++) {
		const struct detour_plan_item *item = plan->open[i];

		detour_handoff_item(handoff, 1);
		detour_buf_addstr(&handoff->out, "[ ] ");
		detour_handoff_quote(
			handoff, item->text, label_of(handoff, item->line), plan->path, item->line);
		detour_buf_addch(&handoff->out, '\n');
	}
}

void detour_handoff_next(struct detour_handoff *handoff)
{
	const struct detour_briefing *briefing = handoff->briefing;

	detour_handoff_section(handoff, "What is next");
	if (briefing->next.text && is_of_branch(handoff, briefing->next.session))
		tell_fact(handoff, "Next: ", &briefing->next);
	tell_follow_ups(handoff);
	for (size_t i = 0; i < briefing->plan_count && i < PLANS; i++)
		tell_plan(handoff, &briefing->plans[i]);
}

/* ---- what led nowhere */

/* The i-th that is shown; NULL at the end. */
static const struct detour_brief_fact *dead_end(const struct detour_handoff *handoff, size_t i)
{
	const struct detour_briefing *briefing = handoff->briefing;

	for (size_t j = 0, shown = 0; j < briefing->dead_end_count && shown < DEAD_ENDS; j++)
		if (is_of_branch(handoff, briefing->dead_ends[j].session) && shown++ == i)
			return &briefing->dead_ends[j];
	return NULL;
}

/* They are found by words alone, and the heading says so. */
void detour_handoff_dead_ends(struct detour_handoff *handoff)
{
	const struct detour_brief_fact *fact;

	detour_handoff_section(handoff, "Dead ends, by their words");
	for (size_t i = 0; (fact = dead_end(handoff, i)) != NULL; i++)
		tell_fact(handoff, "", fact);
}

/* ---- what is not written down */

void detour_handoff_unwritten(struct detour_handoff *handoff)
{
	const struct detour_briefing *briefing = handoff->briefing;
	struct detour_arena *arena = handoff->arena;

	detour_handoff_section(handoff, "Off plan, and not written down");
	for (size_t i = 0; i < briefing->due_count && i < DETOURS; i++) {
		const struct detour_signal *signal = detour_finding_main(briefing->due[i]);
		const struct detour_commit *commit = signal->commit;

		detour_handoff_hash(handoff, &commit->oid);
		detour_handoff_text(handoff, detour_say_impersonal(arena, signal->does));
		detour_buf_addf(&handoff->out, " (%s)\n",
			detour_date_minute(arena, commit->author_time, commit->author_offset));
	}
	if (briefing->due_count <= DETOURS)
		return;
	detour_handoff_item(handoff, 0);
	detour_handoff_count(handoff, briefing->due_count - DETOURS, "more detour", 0);
	detour_handoff_source(handoff, "git detour resume %s", handoff->revision);
}

/* ---- what the sessions say */

enum { TOLD = DEVIATIONS + 2 };

struct telling {
	struct detour_handoff *handoff;
	const struct detour_brief_session *session;
	struct detour_sentence told[TOLD]; /* in the order of their lines */
	size_t count;
};

/* The label is the session's own heading: what a sentence is about is for its writer to say. */
static void add_label(struct telling *telling, const struct detour_passage *passage)
{
	struct detour_handoff *handoff = telling->handoff;

	if (!*passage->heading || strstr(passage->heading, telling->session->title))
		return;
	detour_handoff_text(
		handoff, detour_text_line(handoff->arena, passage->heading, LABEL_COLUMNS));
	detour_buf_addstr(&handoff->out, ": ");
}

static void tell_sentences(struct telling *telling)
{
	struct detour_handoff *handoff = telling->handoff;

	for (size_t i = 0; i < telling->count; i++) {
		const struct detour_passage *passage = telling->told[i].passage;

		detour_handoff_item(handoff, 1);
		add_label(telling, passage);
		detour_handoff_quote(handoff, telling->told[i].text,
			label_of(handoff, passage->line), telling->session->item->path,
			passage->line);
		detour_buf_addch(&handoff->out, '\n');
	}
}

static bool is_told(const struct telling *telling, const char *text)
{
	const struct detour_brief_fact *fact;

	for (size_t i = 0; i < telling->count; i++)
		if (!strcmp(telling->told[i].text, text))
			return true;
	for (size_t i = 0; (fact = dead_end(telling->handoff, i)) != NULL; i++)
		if (detour_text_starts(fact->text, text))
			return true;
	return false;
}

/* Each sentence once. */
static bool take(struct telling *telling, const struct detour_sentence *sentence)
{
	size_t at = telling->count;

	if (!sentence->passage || !*sentence->text || at == TOLD ||
		is_told(telling, sentence->text))
		return false;
	while (at && telling->told[at - 1].passage->line > sentence->passage->line) {
		telling->told[at] = telling->told[at - 1];
		at--;
	}
	telling->told[at] = *sentence;
	telling->count++;
	return true;
}

static void take_context(struct telling *telling)
{
	const struct detour_reading *reading = &telling->session->reading;

	for (size_t i = 0; i < reading->count; i++) {
		const struct detour_passage *passage = &reading->passages[i];
		struct detour_sentence sentence;

		if (passage->part != DETOUR_PART_CONTEXT || passage->is_note)
			continue;
		sentence = detour_passage_key(passage, telling->handoff->arena);
		take(telling, &sentence);
		return;
	}
}

static void take_deviations(struct telling *telling)
{
	const struct detour_reading *reading = &telling->session->reading;
	size_t left = DEVIATIONS;

	for (size_t i = 0; left && i < reading->count; i++) {
		const struct detour_passage *passage = &reading->passages[i];
		struct detour_sentence sentence;

		if (!detour_passage_is_deviation(passage) || detour_passage_is_open(passage) ||
			passage->is_note)
			continue;
		sentence = detour_passage_key(passage, telling->handoff->arena);
		left -= take(telling, &sentence);
	}
}

static void tell_session(struct detour_handoff *handoff, const struct detour_brief_session *session)
{
	struct telling telling = {.handoff = handoff, .session = session};

	detour_handoff_item(handoff, 0);
	detour_buf_addch(&handoff->out, '[');
	detour_handoff_text(handoff, session->title);
	detour_buf_addstr(&handoff->out, "](");
	detour_markdown_path(&handoff->out, session->item->path);
	detour_buf_addf(&handoff->out, ") of %s", session->item->day);
	if (session->author) {
		detour_buf_addstr(&handoff->out, ", by ");
		detour_handoff_text(handoff, session->author);
	}
	detour_buf_addch(&handoff->out, '\n');
	take(&telling, &session->key);
	if (is_of_branch(handoff, session)) {
		take_context(&telling);
		take_deviations(&telling);
	}
	tell_sentences(&telling);
}

static bool is_about_it(const struct detour_handoff *handoff)
{
	for (size_t i = 0; i < handoff->briefing->session_count; i++)
		if (is_of_branch(handoff, &handoff->briefing->sessions[i]))
			return true;
	return false;
}

/* Where none is about the branch, the newest tell what else was going on. */
void detour_handoff_sessions(struct detour_handoff *handoff)
{
	const struct detour_briefing *briefing = handoff->briefing;
	bool about = is_about_it(handoff);
	size_t shown = 0, limit = about ? SESSIONS : OTHER_SESSIONS, more = briefing->session_more;

	detour_handoff_section(handoff, about ? "What the sessions say" : "Sessions of these days");
	for (size_t i = 0; i < briefing->session_count; i++) {
		if (briefing->sessions[i].item->is_private)
			continue;
		if (shown == limit) {
			more++;
			continue;
		}
		tell_session(handoff, &briefing->sessions[i]);
		shown++;
	}
	if (!more || !about)
		return;
	detour_handoff_item(handoff, 0);
	detour_handoff_count(handoff, more, "more session", 0);
	detour_handoff_source(handoff, "git detour resume %s", handoff->revision);
}
