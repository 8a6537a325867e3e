/* A briefing for programs: one object a line; see resume.h. */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "resume_internal.h"

struct object {
	const char *kind, *text, *source;
	size_t line; /* 0: none */
	const struct detour_oid *commit;
	const char *date, *author, *why;
};

static void add_text(struct detour_buf *out, const char *key, const char *value)
{
	detour_buf_addf(out, "%s\"%s\":", out->size ? "," : "{", key);
	if (value)
		detour_text_json(out, value, strlen(value));
	else
		detour_buf_addstr(out, "null");
}

static void print(FILE *out, const struct object *object)
{
	struct detour_buf line = DETOUR_BUF_INIT;
	char hex[DETOUR_HEX_SIZE + 1];

	add_text(&line, "kind", object->kind);
	add_text(&line, "text", object->text);
	add_text(&line, "source", object->source);
	if (object->line)
		detour_buf_addf(&line, ",\"line\":%zu", object->line);
	else
		detour_buf_addstr(&line, ",\"line\":null");
	if (object->commit)
		detour_oid_hex(object->commit, hex);
	add_text(&line, "commit", object->commit ? hex : NULL);
	add_text(&line, "date", object->date);
	add_text(&line, "author", object->author);
	add_text(&line, "why", object->why);
	detour_buf_addstr(&line, "}\n");
	fwrite(line.ptr, 1, line.size, out);
	detour_buf_release(&line);
}

static void print_commit(FILE *out, struct detour_arena *arena, const char *kind, const char *text,
	const struct detour_commit *commit)
{
	print(out,
		&(struct object){.kind = kind,
			.text = text,
			.commit = &commit->oid,
			.date = detour_date_day(arena, commit->author_time, commit->author_offset),
			.author = commit->author_name});
}

static void print_state(FILE *out, const char *kind, const char *text)
{
	if (*text)
		print(out, &(struct object){.kind = kind, .text = text});
}

static void print_fact(FILE *out, const char *kind, const struct detour_brief_fact *fact)
{
	print(out, &(struct object){.kind = kind,
			   .text = fact->text,
			   .source = fact->session->item->path,
			   .line = fact->passage->line,
			   .date = fact->session->item->day,
			   .author = fact->session->author});
}

static void print_sessions(FILE *out, const struct detour_briefing *briefing)
{
	for (size_t i = 0; i < briefing->session_count; i++) {
		const struct detour_brief_session *session = &briefing->sessions[i];

		print(out,
			&(struct object){.kind = "session",
				.text = session->key.passage ? session->key.text : session->title,
				.source = session->item->path,
				.line = session->key.passage ? session->key.passage->line : 0,
				.date = session->item->day,
				.author = session->author,
				.why = detour_why_name(session->why)});
	}
}

static void print_plans(FILE *out, const struct detour_briefing *briefing)
{
	struct detour_arena *arena = &briefing->workspace->arena;

	for (size_t i = 0; i < briefing->plan_count; i++) {
		const struct detour_brief_plan *plan = &briefing->plans[i];

		print(out, &(struct object){.kind = "plan",
				   .text = detour_arena_printf(
					   arena, "%zu of %zu done", plan->done, plan->total),
				   .source = plan->path});
		for (size_t j = 0; j < plan->open_count; j++)
			print(out, &(struct object){.kind = "plan_item",
					   .text = plan->open[j]->text,
					   .source = plan->path,
					   .line = plan->open[j]->line});
	}
}

void detour_resume_json(FILE *out, const struct detour_briefing *briefing)
{
	struct detour_arena *arena = &briefing->workspace->arena;
	const struct detour_subject *subject = briefing->subject;

	print(out, &(struct object){.kind = "branch",
			   .text = detour_resume_standing(briefing),
			   .source = subject->path,
			   .commit = subject->has_tip ? &subject->tip : NULL});
	print_state(out, "uncommitted", detour_resume_uncommitted(briefing));
	print_state(out, "operation", detour_resume_operation(briefing));
	for (size_t i = 0; i < subject->last_count; i++)
		print_commit(out, arena, "commit", subject->last[i].subject, &subject->last[i]);
	if (briefing->next.text)
		print_fact(out, "next", &briefing->next);
	for (size_t i = 0; i < briefing->dead_end_count; i++)
		print_fact(out, "dead_end", &briefing->dead_ends[i]);
	print_sessions(out, briefing);
	for (size_t i = 0; i < briefing->follow_up_count; i++)
		print_fact(out, "follow_up", &briefing->follow_ups[i]);
	print_plans(out, briefing);
	for (size_t i = 0; i < briefing->due_count; i++) {
		const struct detour_signal *signal = detour_finding_main(briefing->due[i]);

		print_commit(out, arena, "detour", signal->does, signal->commit);
	}
}
