/*
 * A briefing on one screen; see resume.h. Sections are filled, then shortened, the longest first,
 * until all of them fit; what was left out is told.
 */
#include "resume_internal.h"

#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "base/date.h"
#include "base/text.h"

enum {
	ROWS = 30,
	ROWS_LEAST = 16,
	COLUMNS_LEAST = 20,
	ENTRIES = 8, /* of a section */
	FACT_ROWS = 2,
	ITEMS_OF_A_PLAN = 3,
	PLANS = 2,
};

struct entry {
	const char *group; /* a line above, once for those that follow each other; NULL: none */
	const char *text;  /* rows with their line ends */
	size_t rows;
};

enum place { LAST, NEXT, DEAD_ENDS, SESSIONS, FOLLOW_UPS, PLAN, DETOURS, SECTIONS };

struct section {
	const char *heading; /* NULL: none */
	struct entry entries[ENTRIES];
	size_t count; /* filled */
	size_t shown;
	size_t total;        /* that there are */
	size_t least;        /* not made shorter than that while others can be */
	const char *command; /* that shows the rest; NULL: none does */
};

struct screen {
	const struct detour_briefing *briefing;
	const struct detour_resume_style *style;
	struct detour_arena *arena;
	struct section sections[SECTIONS];
	struct detour_buf out;
};

static void add(struct section *section, const char *group, const char *text, size_t rows)
{
	section->total++;
	if (section->count < ENTRIES)
		section->entries[section->count++] = (struct entry){group, text, rows};
}

/* ---- the sections */

static const char *ago(const struct screen *screen, int64_t time)
{
	return detour_arena_printf(screen->arena, "%s ago",
		detour_date_span(screen->arena, screen->briefing->workspace->ctx->now - time));
}

static void fill_last(struct screen *screen)
{
	const struct detour_subject *subject = screen->briefing->subject;
	struct detour_repo *repo = screen->briefing->workspace->repo;

	for (size_t i = 0; i < subject->last_count; i++) {
		const struct detour_commit *commit = &subject->last[i];
		const char *when = ago(screen, commit->author_time), *by = "", *line;

		if (!detour_repo_is_me(repo, commit->author_email))
			by = detour_arena_printf(screen->arena, " (%s)",
				detour_text_line(screen->arena, commit->author_name, 24));
		line = detour_text_line(screen->arena,
			detour_arena_printf(screen->arena, "%s%s: %s", when, by, commit->subject),
			screen->style->columns - 12);
		add(&screen->sections[LAST], NULL,
			detour_arena_printf(screen->arena, "  %s  %s\n",
				detour_resume_id(screen->arena, screen->style, &commit->oid), line),
			1);
	}
	screen->sections[LAST].total = 0; /* git log has the others */
}

static void add_fact(
	struct screen *screen, enum place place, const struct detour_brief_fact *fact, size_t rows)
{
	const char *first = detour_arena_printf(screen->arena, "    %zu: ", fact->passage->line);
	size_t used;
	const char *text = detour_resume_wrap(screen->arena, first, (int)strlen(first), fact->text,
		screen->style->columns, rows, &used);

	add(&screen->sections[place],
		detour_resume_path(screen->briefing, fact->session->item->path), text, used);
}

static void fill_facts(struct screen *screen)
{
	const struct detour_briefing *briefing = screen->briefing;

	if (briefing->next.text)
		add_fact(screen, NEXT, &briefing->next, FACT_ROWS);
	for (size_t i = 0; i < briefing->dead_end_count; i++)
		add_fact(screen, DEAD_ENDS, &briefing->dead_ends[i], FACT_ROWS);
	for (size_t i = 0; i < briefing->follow_up_count; i++)
		add_fact(screen, FOLLOW_UPS, &briefing->follow_ups[i], 1);
}

static bool is_told(const struct screen *screen, const char *sentence)
{
	for (size_t i = 0; i < screen->briefing->dead_end_count && i < ENTRIES; i++)
		if (detour_text_starts(screen->briefing->dead_ends[i].text, sentence))
			return true;
	return false;
}

/* What the dead ends above tell of is not told twice. */
static struct detour_sentence key_of(
	struct screen *screen, const struct detour_brief_session *session)
{
	const struct detour_briefing *briefing = screen->briefing;
	const char *told[ENTRIES];
	size_t count = 0;

	if (!session->key.passage || !is_told(screen, session->key.text))
		return session->key;
	for (; count < briefing->dead_end_count && count < ENTRIES; count++)
		told[count] = briefing->dead_ends[count].text;
	return detour_reading_other_key(&session->reading, told, count, screen->arena);
}

static void fill_session(struct screen *screen, const struct detour_brief_session *session)
{
	struct detour_arena *arena = screen->arena;
	const char *by =
		session->author ? detour_arena_printf(arena, " (%s)", session->author) : "";
	struct detour_sentence key = key_of(screen, session);
	bool told = !key.passage;
	const char *line = detour_arena_printf(
		arena, "%s%s%s%s", session->title, by, told ? "" : ": ", told ? "" : key.text);
	size_t used;
	const char *text = detour_resume_wrap(
		arena, "    ", 4, line, screen->style->columns, told ? 1 : FACT_ROWS, &used);

	add(&screen->sections[SESSIONS], detour_resume_path(screen->briefing, session->item->path),
		text, used);
}

/* What tells most comes first, and of equals the newest. */
static void fill_sessions(struct screen *screen)
{
	const struct detour_briefing *briefing = screen->briefing;

	for (size_t why = 0; why < DETOUR_WHY_COUNT; why++)
		for (size_t i = 0; i < briefing->session_count; i++)
			if (briefing->sessions[i].why == why)
				fill_session(screen, &briefing->sessions[i]);
	screen->sections[SESSIONS].total += briefing->session_more;
	/* The list has none that only speak of it. */
	for (size_t i = 0; i < briefing->session_count; i++)
		screen->sections[SESSIONS].total -=
			briefing->sessions[i].why >= DETOUR_WHY_CHANGED &&
			briefing->subject->path != NULL;
}

static void fill_plan(struct screen *screen, const struct detour_brief_plan *plan)
{
	struct section *section = &screen->sections[PLAN];
	const char *path = detour_resume_path(screen->briefing, plan->path);
	const char *status = plan->status && *plan->status
				     ? detour_arena_printf(screen->arena, "; %s", plan->status)
				     : "";
	const char *group = detour_arena_printf(
		screen->arena, "%s: %zu of %zu done%s", path, plan->done, plan->total, status);

	for (size_t i = 0; !plan->is_over && i < plan->open_count && i < ITEMS_OF_A_PLAN; i++) {
		const char *first =
			detour_arena_printf(screen->arena, "    %zu: ", plan->open[i]->line);
		size_t used;
		const char *text = detour_resume_wrap(screen->arena, first, (int)strlen(first),
			plan->open[i]->text, screen->style->columns, 1, &used);

		add(section, group, text, used);
	}
	if (plan->is_over)
		add(section, group, "", 0);
}

/* One that is over is of interest only where no other is. */
static void fill_plans(struct screen *screen)
{
	const struct detour_briefing *briefing = screen->briefing;

	for (size_t i = 0; i < briefing->plan_count && i < PLANS; i++)
		if (!i || !briefing->plans[i].is_over)
			fill_plan(screen, &briefing->plans[i]);
	screen->sections[PLAN].total = 0; /* the line above the items tells how many there are */
}

static void fill_detours(struct screen *screen)
{
	const struct detour_briefing *briefing = screen->briefing;

	for (size_t i = 0; i < briefing->due_count; i++) {
		const struct detour_signal *signal = detour_finding_main(briefing->due[i]);
		const char *when = detour_date_short(
			screen->arena, signal->commit->author_time, signal->commit->author_offset);
		const char *line = detour_text_line(screen->arena,
			detour_arena_printf(screen->arena, "%s (%s)", signal->does, when),
			screen->style->columns - 11);

		add(&screen->sections[DETOURS], NULL,
			detour_arena_printf(screen->arena, "  %s %s\n",
				detour_resume_id(
					screen->arena, screen->style, &signal->commit->oid),
				line),
			1);
	}
}

/* ---- what fits */

static size_t rows_of(const struct section *section)
{
	const char *group = NULL;
	size_t rows = section->heading && section->shown;

	for (size_t i = 0; i < section->shown; i++) {
		const struct entry *entry = &section->entries[i];

		rows += entry->rows;
		rows += entry->group && (!group || strcmp(group, entry->group) != 0);
		group = entry->group;
	}
	return rows + (section->command && section->shown && section->total > section->shown);
}

static size_t rows_of_all(const struct screen *screen)
{
	size_t rows = 0;

	for (size_t i = 0; i < SECTIONS; i++)
		rows += rows_of(&screen->sections[i]);
	return rows;
}

static bool shorten(struct screen *screen, bool all)
{
	struct section *longest = NULL;

	for (size_t i = 0; i < SECTIONS; i++) {
		struct section *section = &screen->sections[i];

		if (section->shown > (all ? 1 : section->least) &&
			(!longest || rows_of(section) > rows_of(longest)))
			longest = section;
	}
	if (longest)
		longest->shown--;
	return longest != NULL;
}

static void fit(struct screen *screen, size_t rows)
{
	for (size_t i = 0; i < SECTIONS; i++)
		screen->sections[i].shown = screen->sections[i].count;
	while (rows_of_all(screen) > rows && (shorten(screen, false) || shorten(screen, true)))
		;
}

/* ---- printing */

static void print_section(struct screen *screen, const struct section *section)
{
	const char *group = NULL;
	size_t more = section->total > section->shown ? section->total - section->shown : 0;

	if (!section->shown)
		return;
	if (section->heading && more && !section->command)
		detour_buf_addf(&screen->out, "%s, %zu of %zu\n", section->heading, section->shown,
			section->total);
	else if (section->heading)
		detour_buf_addf(&screen->out, "%s\n", section->heading);
	for (size_t i = 0; i < section->shown; i++) {
		const struct entry *entry = &section->entries[i];

		if (entry->group && (!group || strcmp(group, entry->group) != 0))
			detour_buf_addf(&screen->out, "  %s\n", entry->group);
		group = entry->group;
		detour_buf_addstr(&screen->out, entry->text);
	}
	if (more && section->command)
		detour_buf_addf(&screen->out, "  and %zu more: %s\n", more, section->command);
}

static void add_line(struct screen *screen, const char *text)
{
	size_t used;

	if (*text)
		detour_buf_addstr(&screen->out, detour_resume_wrap(screen->arena, "", 2, text,
							screen->style->columns, 2, &used));
}

static bool is_known(const struct detour_briefing *briefing)
{
	return briefing->session_count || briefing->plan_count || briefing->due_count;
}

/* The command by which a detour is written down: once, for the newest of one's own. */
static void add_command(struct screen *screen)
{
	const struct detour_briefing *briefing = screen->briefing;
	const char *id;

	size_t i = 0;

	while (i < briefing->due_count &&
		!detour_repo_is_me(briefing->workspace->repo,
			detour_finding_main(briefing->due[i])->commit->author_email))
		i++;
	if (i == briefing->due_count)
		return;
	id = detour_oid_short(
		screen->arena, &detour_finding_main(briefing->due[i])->commit->oid, 7);
	detour_buf_addf(&screen->out,
		"  git detour new -c %s -m \"what happened\", or git detour dismiss %s\n", id, id);
}

static void name_sections(struct screen *screen)
{
	static const struct {
		const char *heading;
		size_t least;
	} names[SECTIONS] = {[LAST] = {NULL, 2},
		[NEXT] = {"Next", 1},
		[DEAD_ENDS] = {"Dead ends", 3},
		[SESSIONS] = {"Sessions", 2},
		[FOLLOW_UPS] = {"Left to do", 2},
		[PLAN] = {"Plan", 2},
		[DETOURS] = {"Off plan and not written down", 1}};
	const struct detour_subject *subject = screen->briefing->subject;

	for (size_t i = 0; i < SECTIONS; i++) {
		screen->sections[i].heading = names[i].heading;
		screen->sections[i].least = names[i].least;
	}
	if (subject->is_here || !subject->has_tip)
		screen->sections[SESSIONS].command = detour_arena_printf(screen->arena,
			"git detour list%s%s", subject->path ? " " : "",
			subject->path ? detour_resume_path(screen->briefing, subject->path) : "");
	if (subject->is_here && !subject->path)
		screen->sections[DETOURS].command = "git detour scan --uncovered";
}

static size_t rows_for(const struct screen *screen)
{
	size_t rows = screen->style->rows > 0 ? (size_t)screen->style->rows : ROWS;
	/* The lines around the sections. */
	size_t others = 3 + (screen->briefing->due_count > 0);

	rows = rows > ROWS ? ROWS : rows;
	return (rows < ROWS_LEAST ? ROWS_LEAST : rows) - others;
}

void detour_resume_print(
	FILE *out, const struct detour_briefing *briefing, const struct detour_resume_style *style)
{
	struct detour_resume_style sane = *style;
	struct screen screen = {.briefing = briefing,
		.style = &sane,
		.arena = &briefing->workspace->arena,
		.out = DETOUR_BUF_INIT};

	if (sane.columns < COLUMNS_LEAST)
		sane.columns = COLUMNS_LEAST;
	name_sections(&screen);
	fill_last(&screen);
	fill_facts(&screen);
	fill_sessions(&screen);
	fill_plans(&screen);
	fill_detours(&screen);
	fit(&screen, rows_for(&screen));
	add_line(&screen, detour_resume_standing(briefing));
	add_line(&screen, detour_resume_uncommitted(briefing));
	add_line(&screen, detour_resume_operation(briefing));
	for (size_t i = 0; i < SECTIONS; i++)
		print_section(&screen, &screen.sections[i]);
	add_command(&screen);
	if (!is_known(briefing))
		detour_buf_addstr(&screen.out,
			"No session tells of it. To leave word: git detour note \"next: …\"\n");
	fwrite(screen.out.ptr, 1, screen.out.size, out);
	detour_buf_release(&screen.out);
}

void detour_resume_measure(struct detour_resume_style *style, int fd)
{
	enum { OTHERS = 3 }; /* the command above, the question or the prompt below */
	struct winsize size;

	style->columns = 80;
	if (ioctl(fd, TIOCGWINSZ, &size) || !size.ws_col)
		return;
	style->columns = size.ws_col;
	style->rows = size.ws_row - OTHERS;
}

int detour_resume_here(struct detour_workspace *workspace, FILE *out,
	const struct detour_resume_style *style, struct detour_error *err)
{
	struct detour_briefing briefing = {0};
	struct detour_subject subject;
	int code = detour_subject_find(&subject, workspace, NULL, NULL, err);

	if (!code)
		code = detour_briefing_make(&briefing, workspace, &subject, err);
	if (!code)
		detour_resume_print(out, &briefing, style);
	detour_briefing_release(&briefing);
	return code;
}
