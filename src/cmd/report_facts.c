/* From a walk to the facts of the report; see report_facts.h. The sessions are in
 * report_sessions.c. */
#include "report_facts.h"

#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../say.h"
#include "findings.h"
#include "report_patterns.h"
#include "report_sessions.h"

enum { DAY = 24 * 3600, USUAL_DAYS = 182 };

struct gathering {
	struct detour_workspace *workspace;
	const struct detour_report_request *request;
	struct detour_report *report;
	const struct detour_findings *findings;
	int64_t since; /* seconds; 0: no limit */
	int64_t *days;
	uint64_t *people; /* a hash of the address a commit, until they are counted */
	size_t count, capacity;
};

static int64_t day_of(const struct detour_commit *commit)
{
	return detour_date_at(commit->author_time, commit->author_offset).days;
}

/* ---- commits */

static bool see_commit(void *data, const struct detour_commit *commit, bool wanted)
{
	struct gathering *gathering = data;

	if (!wanted || commit->author_time < gathering->since)
		return true;
	if (gathering->count == gathering->capacity) {
		gathering->capacity = gathering->capacity * 2 + 256;
		gathering->days = detour_realloc(
			gathering->days, gathering->capacity * sizeof(*gathering->days));
		gathering->people = detour_realloc(
			gathering->people, gathering->capacity * sizeof(*gathering->people));
	}
	gathering->days[gathering->count] = day_of(commit);
	gathering->people[gathering->count++] =
		detour_hash(DETOUR_HASH_START, commit->author_email, strlen(commit->author_email));
	return true;
}

static int compare_hashes(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

static void keep_commits(struct gathering *gathering)
{
	struct detour_report *report = gathering->report;
	int64_t *days =
		detour_arena_array(&gathering->workspace->arena, gathering->count, sizeof(*days));

	if (gathering->count) {
		memcpy(days, gathering->days, gathering->count * sizeof(*days));
		qsort(gathering->people, gathering->count, sizeof(*gathering->people),
			compare_hashes);
	}
	for (size_t i = 0; i < gathering->count; i++)
		report->people += !i || gathering->people[i] != gathering->people[i - 1];
	report->days = days;
	report->commits = gathering->count;
}

/* From the first to the last commit, but never beyond today: clocks are set wrong. */
static void measure(struct gathering *gathering)
{
	struct detour_report *report = gathering->report;
	bool any = false;

	report->first = report->last = report->today;
	for (size_t i = 0; i < report->commits; i++) {
		int64_t day = report->days[i];

		if (day > report->today)
			continue;
		report->first = !any || day < report->first ? day : report->first;
		report->last = !any || day > report->last ? day : report->last;
		any = true;
	}
	if (gathering->request->has_since)
		report->first = detour_date_at(
			gathering->since, detour_context_offset(gathering->workspace->ctx))
					.days;
	if (report->first > report->last)
		report->first = report->last;
}

/* ---- detours */

static struct detour_report_sign sign_of(
	struct gathering *gathering, const struct detour_finding *finding, size_t i)
{
	struct detour_arena *arena = &gathering->workspace->arena;
	const struct detour_signal *signal = finding->detour->signals[i];

	return (struct detour_report_sign){.kind = signal->kind,
		.hex = detour_oid_short(arena, &signal->commit->oid, DETOUR_HEX_SIZE),
		.related = signal->related_count
				   ? detour_oid_short(arena, &signal->related[0], DETOUR_HEX_SIZE)
				   : NULL,
		.does = detour_say_impersonal(arena, signal->does),
		.detail = detour_arena_strdup(arena, signal->detail),
		.author = detour_arena_strdup(arena, signal->commit->author_name),
		.day = day_of(signal->commit),
		.is_open = detour_finding_signal_is_due(finding, i)};
}

static bool is_duty(const struct detour_signal *signal)
{
	return signal->level >= DETOUR_LEVEL_REMIND && strcmp(signal->rule, "away") != 0;
}

/* The sign that a detour is told by: what is due before what was, the louder before the quieter. */
static size_t main_of(const struct detour_finding *finding)
{
	const struct detour *detour = finding->detour;
	size_t best = 0;
	int best_rank = -1;

	for (size_t i = 0; i < detour->count; i++) {
		int rank = (int)detour->signals[i]->level + 20 * is_duty(detour->signals[i]) +
			   40 * detour_finding_signal_is_due(finding, i);

		if (rank > best_rank) {
			best_rank = rank;
			best = i;
		}
	}
	return best;
}

/* Where it is told, for all to see; NULL, and *quiet, where there is nothing that all may see. */
static const char *session_of(const struct detour_finding *finding, bool *quiet)
{
	*quiet = false;
	for (size_t i = 0; i < finding->detour->count; i++) {
		if (finding->told[i].session && !finding->told[i].is_private)
			return finding->told[i].session;
		*quiet |= finding->told[i].how != DETOUR_TELLING_NONE;
	}
	return NULL;
}

static bool is_told_in_private(const struct detour_finding *finding)
{
	for (size_t i = 0; i < finding->detour->count; i++)
		if (finding->told[i].session && finding->told[i].is_private)
			return true;
	return false;
}

static void fill_detour(struct gathering *gathering, const struct detour_finding *finding,
	struct detour_report_detour *out)
{
	struct detour_arena *arena = &gathering->workspace->arena;
	const struct detour *detour = finding->detour;
	struct detour_report_sign *signs = detour_arena_array(arena, detour->count, sizeof(*signs));
	const char *session;
	bool quiet;

	out->place = (size_t)(finding - gathering->findings->list);
	out->is_minor = true;
	for (size_t i = 0; i < detour->count; i++) {
		signs[i] = sign_of(gathering, finding, i);
		out->is_minor &= !is_duty(detour->signals[i]);
	}
	out->signs = signs;
	out->count = detour->count;
	out->main = main_of(finding);
	session = session_of(finding, &quiet);
	out->in_private = is_told_in_private(finding);
	out->told = session ? detour_arena_strdup(arena, session) : NULL;
	out->session = DETOUR_REPORT_NONE;
	out->state = detour_finding_is_due(finding) ? DETOUR_REPORT_OPEN
		     : session                      ? DETOUR_REPORT_WRITTEN
		     : quiet                        ? DETOUR_REPORT_QUIET
						    : DETOUR_REPORT_OPEN;
}

/* A walk goes some commits beyond the time asked for. */
static bool is_in_time(const struct gathering *gathering, const struct detour *detour)
{
	for (size_t i = 0; i < detour->count; i++)
		if (detour->signals[i]->commit->author_time >= gathering->since)
			return true;
	return false;
}

/* Newest first, by the day that is shown; those of a day as the walk came by them. */
static int compare_detours(const void *a, const void *b)
{
	const struct detour_report_detour *left = a, *right = b;
	int64_t left_day = left->signs[left->main].day, right_day = right->signs[right->main].day;

	if (left_day != right_day)
		return left_day < right_day ? 1 : -1;
	return left->place < right->place ? -1 : left->place > right->place;
}

static int64_t first_session_day(const struct gathering *gathering)
{
	if (!gathering->since)
		return gathering->report->first;
	return detour_date_at(gathering->since, detour_context_offset(gathering->workspace->ctx))
		.days;
}

static void keep_detours(struct gathering *gathering, const struct detour_findings *findings)
{
	struct detour_report_detour *list =
		detour_arena_array(&gathering->workspace->arena, findings->count, sizeof(*list));
	size_t count = 0;

	gathering->findings = findings;
	for (size_t i = 0; i < findings->count; i++)
		if (is_in_time(gathering, findings->list[i].detour))
			fill_detour(gathering, &findings->list[i], &list[count++]);
	if (count)
		qsort(list, count, sizeof(*list), compare_detours);
	gathering->report->detours = list;
	gathering->report->detour_count = count;
	detour_report_gather_sessions(gathering->report, list, gathering->workspace,
		gathering->request, first_session_day(gathering));
	detour_report_gather_patterns(
		gathering->report, gathering->workspace, findings, gathering->request);
}

/* ---- the walk */

/* "the last half year" of a history that ended long ago is its own last one. */
static int begin(struct gathering *gathering, struct detour_walk *walk, struct detour_error *err)
{
	const struct detour_report_request *request = gathering->request;
	struct detour_workspace *workspace = gathering->workspace;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_commit commit;
	struct detour_oid head;
	int code = 0;

	gathering->since = request->has_since ? request->since : 0;
	if (request->count)
		return detour_walk_arguments(walk, request->revisions, request->count, err);
	if (detour_repo_head(workspace->repo, &head, NULL))
		return 0; /* an unborn branch: nothing is in it */
	if (!request->has_since) {
		code = detour_repo_read_commit(workspace->repo, &head, &arena, &commit, err);
		if (!code)
			gathering->since =
				(commit.commit_time < workspace->ctx->now ? commit.commit_time
									  : workspace->ctx->now) -
				(int64_t)USUAL_DAYS * DAY;
	}
	detour_arena_release(&arena);
	return code ? code : detour_walk_push(walk, &head, err);
}

/* ---- who and where */

static const char *name_of(struct detour_workspace *workspace)
{
	const char *path = detour_repo_work_tree(workspace->repo);
	char *name = detour_arena_strdup(
		&workspace->arena, path ? path : detour_repo_git_dir(workspace->repo));
	size_t size = strlen(name);
	char *slash;

	while (size > 1 && name[size - 1] == '/')
		name[--size] = '\0';
	slash = strrchr(name, '/');
	name = slash && slash[1] ? slash + 1 : name;
	if (detour_text_ends(name, ".git") && strlen(name) > strlen(".git"))
		name[strlen(name) - strlen(".git")] = '\0';
	return name;
}

static const char *range_of(struct detour_arena *arena, const struct detour_report_request *request)
{
	const char *range = NULL;

	for (size_t i = 0; i < request->count; i++)
		range = range ? detour_arena_printf(arena, "%s %s", range, request->revisions[i])
			      : request->revisions[i];
	return range;
}

int detour_report_gather(struct detour_report *out, struct detour_workspace *workspace,
	const struct detour_report_request *request, struct detour_error *err)
{
	struct gathering gathering = {.workspace = workspace, .request = request, .report = out};
	struct detour_walk *walk = detour_walk_new(workspace->repo);
	struct detour_findings findings = {0};
	struct detour_filter filter = {
		.author = request->author, .seen = see_commit, .seen_data = &gathering};
	int code;

	memset(out, 0, sizeof(*out));
	out->name = name_of(workspace);
	out->range = range_of(&workspace->arena, request);
	out->author = request->author;
	out->is_shallow = detour_repo_is_shallow(workspace->repo);
	out->forge = detour_workspace_forge(workspace)->commits;
	out->today =
		detour_date_at(workspace->ctx->now, detour_context_offset(workspace->ctx)).days;
	code = begin(&gathering, walk, err);
	filter.since = gathering.since;
	if (!code)
		code = detour_findings_make(&findings, workspace, walk, &filter, err);
	if (!code) {
		keep_commits(&gathering);
		measure(&gathering);
		keep_detours(&gathering, &findings);
	}
	detour_findings_release(&findings);
	detour_walk_free(walk);
	free(gathering.days);
	free(gathering.people);
	return code;
}
