/* The sentences of the hooks; see say.h. Read them aloud before changing one. */
#include "say.h"

#include <ctype.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

enum { DIGITS = 7, SHOWN_AT_PUSH = 3 };

static const char *short_id(struct detour_arena *arena, const struct detour_commit *commit)
{
	return detour_oid_short(arena, &commit->oid, DIGITS);
}

bool detour_is_welcome(const struct detour_signal *signal)
{
	return signal->kind == DETOUR_KIND_gap && !strcmp(signal->rule, "away");
}

/* More than another: fresh before old, a question before a reminder, a declared revert first. */
static int weight(const struct detour_signal *signal, const struct detour_oid *fresh)
{
	int fresh_first = fresh && detour_oid_equal(&signal->commit->oid, fresh) ? 100 : 0;

	return fresh_first + (int)signal->level * 4 + (signal->always_asks ? 2 : 0) -
	       (detour_is_welcome(signal) ? 1 : 0);
}

const struct detour_signal *detour_main_signal(
	const struct detour *detour, const struct detour_oid *fresh)
{
	const struct detour_signal *found = detour->signals[0];

	for (size_t i = 1; i < detour->count; i++)
		if (weight(detour->signals[i], fresh) > weight(found, fresh))
			found = detour->signals[i];
	return found;
}

/* Commits of the detour besides the one that is named. */
static size_t other_commits(const struct detour *detour, const struct detour_signal *named)
{
	size_t others = 0;

	for (size_t i = 0; i < detour->count; i++) {
		const struct detour_oid *oid = &detour->signals[i]->commit->oid;
		bool seen = detour_oid_equal(oid, &named->commit->oid);

		for (size_t j = 0; !seen && j < i; j++)
			seen = detour_oid_equal(oid, &detour->signals[j]->commit->oid);
		others += !seen;
	}
	return others;
}

static const char *and_more(
	struct detour_arena *arena, const struct detour *detour, const struct detour_signal *signal)
{
	size_t others = other_commits(detour, signal);

	return others ? detour_arena_printf(arena, ", and %zu more", others) : "";
}

char *detour_say_fact(
	struct detour_arena *arena, const struct detour *detour, const struct detour_signal *signal)
{
	const char *more = and_more(arena, detour, signal);

	if (detour_is_welcome(signal))
		return detour_arena_printf(arena, "welcome back, %s%s", signal->doing, more);
	return detour_arena_printf(arena, "committed %s, %s%s%s%s%s",
		short_id(arena, signal->commit), signal->doing, *signal->detail ? " (" : "",
		signal->detail, *signal->detail ? ")" : "", more);
}

char *detour_say_left(struct detour_arena *arena, const char *fact, size_t open)
{
	if (!open)
		return detour_arena_strdup(arena, fact);
	return detour_arena_printf(
		arena, "%s; %zu follow-up%s open", fact, open, open == 1 ? "" : "s");
}

static const char *when_was(int64_t then, int64_t now, int offset, struct detour_arena *arena)
{
	int64_t days = detour_date_at(now, offset).days - detour_date_at(then, offset).days;

	if (days <= 0)
		return "earlier today";
	return days == 1 ? "yesterday" : detour_arena_printf(arena, "%d days ago", (int)days);
}

char *detour_say_late_fact(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour_signal *signal, int64_t when)
{
	struct detour_arena *arena = &workspace->arena;

	return detour_arena_printf(arena, "%s, not on a terminal: %s",
		when_was(when, workspace->ctx->now, detour_context_offset(workspace->ctx), arena),
		detour_say_fact(arena, detour, signal));
}

char *detour_say_impersonal(struct detour_arena *arena, const char *does)
{
	const char *your = strstr(does, " your "), *quote = strchr(does, '"');

	if (!your || (quote && quote < your))
		return detour_arena_strdup(arena, does);
	return detour_arena_printf(
		arena, "%.*s %s", (int)(your - does), does, your + strlen(" your "));
}

/* What a shell takes as one word as it stands. */
static bool is_plain_word(const char *name)
{
	for (const char *at = name; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("-_.", *at))
			return false;
	return *name && *name != '-';
}

/* The command is to be pasted: of a name that a shell would take apart nothing is said. */
static void say_told(FILE *out, const char *session, const char *id)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *name = detour_arena_strdup(&arena, session);

	if (detour_text_ends(name, ".md"))
		name = detour_arena_strndup(&arena, name, strlen(name) - strlen(".md"));
	if (is_plain_word(name))
		fprintf(out,
			"  %s tells of this already. To add to it: git detour link %s %s -m \"what "
			"happened\"\n",
			session, name, id);
	detour_arena_release(&arena);
}

void detour_say_reminder(FILE *out, const struct detour *detour, const struct detour_signal *signal,
	const char *session)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *id = short_id(&arena, signal->commit);

	if (detour_is_welcome(signal)) {
		fprintf(out, "detour: welcome back, %s. Where you left off: git detour resume\n",
			signal->doing);
	} else {
		/* The first line stands alone, in a panel or a log that others read: "your" says
		 * nothing there. */
		fprintf(out,
			"detour: %s %s%s. Worth a line? git detour new -c %s -m \"what "
			"happened\"\n",
			id, detour_say_impersonal(&arena, signal->does),
			and_more(&arena, detour, signal), id);
		if (session)
			say_told(out, session, id);
		fprintf(out,
			"  Nothing to tell: git detour dismiss %s. Otherwise you are reminded at "
			"push.\n",
			id);
	}
	detour_arena_release(&arena);
}

static void print_path(FILE *out, const char *path)
{
	struct detour_buf plain = DETOUR_BUF_INIT;

	detour_text_plain(&plain, path, strlen(path), 0);
	fputs(plain.ptr, out);
	detour_buf_release(&plain);
}

void detour_say_scaffold(FILE *out, const struct detour_signal *signal, const char *path)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	fprintf(out, "detour: %s %s", short_id(&arena, signal->commit),
		detour_say_impersonal(&arena, signal->does));
	fputs(". What happened? A session waits for you in ", out);
	print_path(out, path);
	fputc('\n', out);
	detour_arena_release(&arena);
}

void detour_say_written(FILE *out, const char *verb, const char *path, bool is_private)
{
	fprintf(out, "%s ", verb);
	print_path(out, path);
	fputs(is_private ? " (private: it is never committed).\n"
			 : "; git add it with your next commit.\n",
		out);
}

static void print_item(FILE *out, const struct detour_push_item *item, const char *before)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const struct detour_commit *commit = item->signal->commit;

	fprintf(out, "%s%s %s%s (%s)%s\n", before, short_id(&arena, commit), item->signal->does,
		and_more(&arena, item->detour, item->signal),
		detour_date_short(&arena, commit->author_time, commit->author_offset),
		item->proposed ? "; a program says that there is nothing to tell" : "");
	detour_arena_release(&arena);
}

static void print_commands(FILE *out, const struct detour_push_item *item)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *id = short_id(&arena, item->signal->commit);

	fprintf(out,
		"  write: git detour new -c %s -m \"what happened\"   nothing to tell: git detour "
		"dismiss %s\n",
		id, id);
	detour_arena_release(&arena);
}

static void print_heading(FILE *out, const struct detour_push_report *report)
{
	const char *ending = report->blocked ? "(the push is stopped)" : "(the push goes on)";

	if (report->count == 1)
		fprintf(out, "detour: 1 detour in this push is not written down %s\n", ending);
	else
		fprintf(out, "detour: %zu detours in this push are not written down %s\n",
			report->count, ending);
}

static bool any_in_full(const struct detour_push_report *report)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->items[i].in_full)
			return true;
	return false;
}

static void print_items(FILE *out, const struct detour_push_report *report)
{
	for (size_t i = 0; i < report->count && i < SHOWN_AT_PUSH; i++) {
		print_item(out, &report->items[i], "  ");
		if (report->items[i].in_full)
			print_commands(out, &report->items[i]);
	}
	if (report->count > SHOWN_AT_PUSH)
		fprintf(out, "  …and %zu more: git detour scan --uncovered\n",
			report->count - SHOWN_AT_PUSH);
}

static void print_session(FILE *out, const char *path, const char *what)
{
	fputs("detour: ", out);
	print_path(out, path);
	fprintf(out, " %s\n", what);
}

void detour_say_push(FILE *out, const struct detour_push_report *report)
{
	if (report->count == 1 && !any_in_full(report)) {
		print_item(out, &report->items[0], "detour: still not written down: ");
	} else if (report->count) {
		print_heading(out, report);
		print_items(out, report);
	}
	for (size_t i = 0; i < report->unwritten_count; i++)
		print_session(out, report->unwritten[i], "waits for a line about what happened");
	for (size_t i = 0; i < report->uncommitted_count; i++)
		print_session(
			out, report->uncommitted[i], "is about this push and not committed yet");
	if (report->blocked)
		fputs("  push without it: git push --no-verify, or git -c detour.push.mode=remind "
		      "push\n",
			out);
}
