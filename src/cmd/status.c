/* git detour alone: how things stand here, and the one thing to do next. */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../install/install.h"
#include "../journal/name.h"
#include "../journal/next.h"
#include "../scribe.h"
#include "../shelf.h"
#include "cmd.h"
#include "../findings.h"

enum { LOOKED_AT = 1000, SHOWN = 3, NEXT_COLUMNS = 80 };

struct status {
	struct detour_workspace *workspace;
	FILE *out;
	const char *next; /* the first thing that asks for a hand; NULL: nothing does */
};

static void suggest(struct status *status, const char *next)
{
	if (!status->next)
		status->next = next;
}

static void tell_hooks(struct status *status)
{
	struct detour_workspace *workspace = status->workspace;
	struct detour_hook_row rows[DETOUR_HOOK_COUNT];
	size_t stand = 0, broken = 0;

	if (detour_install_status(
		    workspace->repo, workspace->ctx, &workspace->arena, rows, NULL, NULL))
		return;
	for (size_t i = 0; i < DETOUR_HOOK_COUNT; i++) {
		stand += detour_install_stands(&rows[i]);
		broken += rows[i].state == DETOUR_HOOK_BROKEN;
	}
	if (stand == DETOUR_HOOK_COUNT) {
		fputs("Hooks: installed\n", status->out);
	} else if (stand || broken) {
		fputs("Hooks: not all of them work\n", status->out);
		suggest(status, "git detour doctor");
	} else {
		fputs("Hooks: not installed here\n", status->out);
		suggest(status, "git detour install-hooks");
	}
	if (workspace->settings.warning_count)
		suggest(status, "git detour doctor");
}

static void tell_journal(struct status *status)
{
	struct detour_arena *arena = &status->workspace->arena;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session = {.title = ""};
	struct detour_shelf shelf;

	if (detour_shelf_open(&shelf, status->workspace, NULL))
		return;
	if (!shelf.count) {
		fputs("Sessions: none yet\n", status->out);
		return;
	}
	(void)detour_shelf_parse(&shelf, &shelf.items[0], &bytes, arena, &session, NULL);
	fprintf(status->out, "Sessions: %zu, the last of %s: %s\n", shelf.count, shelf.items[0].day,
		detour_shelf_label(arena, &shelf.items[0], &session));
	detour_buf_release(&bytes);
}

/* "14:32" of today, "Tue 24 Nov" of another day; NULL where neither is told. */
static const char *when_noted(
	struct status *status, const struct detour_next *next, const char *session_day)
{
	const struct detour_context *ctx = status->workspace->ctx;
	struct detour_arena *arena = &status->workspace->arena;
	const char *day = next->day ? next->day : session_day;
	int year, month, day_of_month;

	if (detour_date_parse_day(day, &year, &month, &day_of_month))
		return NULL;
	if (strcmp(day, detour_date_day(arena, ctx->now, detour_context_offset(ctx))) != 0)
		return detour_date_short(
			arena, detour_date_days(year, month, day_of_month) * 86400, 0);
	return next->minute < 0 ? NULL
				: detour_arena_printf(
					  arena, "%02d:%02d", next->minute / 60, next->minute % 60);
}

/* Where this branch's session says to go on, unless notes tell of something after it. */
static void tell_next_time(struct status *status)
{
	struct detour_arena *arena = &status->workspace->arena;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *day = "", *topic, *slash, *when;
	struct detour_next *list;
	struct detour_place place;
	size_t count = 0;

	if (detour_scribe_current(status->workspace, &place) &&
		!detour_journal_read(place.journal, place.path, &bytes, NULL))
		count = detour_next_find(bytes.ptr, bytes.size, arena, &list);
	if (count && !list[count - 1].followed) {
		slash = strrchr(place.path, '/');
		(void)detour_name_parse(arena, slash ? slash + 1 : place.path, &day, &topic);
		when = when_noted(status, &list[count - 1], day);
		fprintf(status->out, "Next time: %s%s%s%s\n",
			detour_text_line(arena, list[count - 1].text, NEXT_COLUMNS),
			when ? " (" : "", when ? when : "", when ? ")" : "");
	}
	detour_buf_release(&bytes);
}

static void print_finding(struct status *status, const struct detour_finding *finding)
{
	const struct detour_signal *signal = detour_finding_main(finding);
	struct detour_arena *arena = &status->workspace->arena;
	const char *id = detour_oid_short(arena, &signal->commit->oid, 7);

	fprintf(status->out, "  %s ", detour_cmd_paint(status->workspace, DETOUR_PAINT_ID, id));
	detour_cmd_print_wrapped(status->workspace->ctx, 3 + (int)strlen(id),
		detour_arena_printf(arena, "%s (%s)", signal->does,
			detour_date_short(arena, signal->commit->author_time,
				signal->commit->author_offset)));
	suggest(status, detour_arena_printf(arena,
				"git detour new -c %s -m \"what happened\"\n"
				"      nothing to tell: git detour dismiss %s",
				id, id));
}

static void tell_findings(struct status *status, const struct detour_findings *findings)
{
	size_t commits = findings->observation.commits, due = 0;

	for (size_t i = 0; i < findings->count; i++)
		due += detour_finding_is_due(&findings->list[i]);
	fprintf(status->out, "Not pushed: %zu%s commit%s", commits,
		commits >= LOOKED_AT ? " or more" : "", commits == 1 ? "" : "s");
	fprintf(status->out, due ? ", %zu detour%s not written down\n" : "\n", due,
		due == 1 ? "" : "s");
	for (size_t i = 0, shown = 0; i < findings->count && shown < SHOWN; i++)
		if (detour_finding_is_due(&findings->list[i])) {
			print_finding(status, &findings->list[i]);
			shown++;
		}
	if (due > SHOWN)
		fprintf(status->out, "  and %zu more: git detour scan --uncovered\n", due - SHOWN);
}

static void tell_commits(struct status *status)
{
	struct detour_walk *walk = detour_walk_new(status->workspace->repo);
	struct detour_findings findings = {0};

	if (!detour_walk_unpushed(walk, NULL) &&
		!detour_findings_make(&findings, status->workspace, walk,
			&(struct detour_filter){.limit = LOOKED_AT}, NULL))
		tell_findings(status, &findings);
	detour_findings_release(&findings);
	detour_walk_free(walk);
}

bool detour_status(struct detour_context *ctx, int *leave)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct status status = {&workspace, ctx->out, NULL};
	int code = detour_workspace_open(&workspace, ctx, &err);

	if (!code) {
		detour_cmd_set_color(&workspace, ctx);
		tell_hooks(&status);
		tell_journal(&status);
		tell_next_time(&status);
		tell_commits(&status);
		if (status.next)
			fprintf(ctx->out, "Next: %s\n", status.next);
		else
			fputs("Nothing to do. git detour -h lists the verbs.\n", ctx->out);
	}
	detour_workspace_close(&workspace);
	if (code == DETOUR_ENOTFOUND)
		return false;
	*leave = code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
	return true;
}
