/* From a walk to detours and what is told of them; see findings.h. */
#include "findings.h"

#include <string.h>

#include "progress.h"

static void warn_of_runaways(struct detour_workspace *workspace)
{
	const char *line = detour_settings_runaway(&workspace->settings, &workspace->arena);

	if (line)
		fprintf(workspace->ctx->err, "detour: %s\n", line);
}

static void judge(struct detour_findings *out, struct detour_workspace *workspace,
	const struct detour *detours)
{
	out->list = detour_arena_array(&workspace->arena, out->count, sizeof(*out->list));
	for (size_t i = 0; i < out->count; i++) {
		struct detour_told *told =
			detour_arena_array(&workspace->arena, detours[i].count, sizeof(*told));

		out->list[i] = (struct detour_finding){&detours[i], told, 0};
		for (size_t j = 0; j < detours[i].count; j++) {
			told[j] = detour_coverage_of(out->coverage, detours[i].signals[j]);
			out->list[i].open += !told[j].how;
		}
	}
}

/* A branch that is not checked out has its sessions in its own tree. */
static void add_tips(struct detour_coverage *coverage, const struct detour_walk *walk)
{
	size_t count;
	const struct detour_oid *tips = detour_walk_tips(walk, &count);

	for (size_t i = 0; i < count; i++)
		detour_coverage_add_tip(coverage, &tips[i]);
}

/* The observation looks a little further, where clocks were wrong. */
static void leave_out_older(struct detour_observation *observation, int64_t since)
{
	size_t kept = 0;

	for (size_t i = 0; i < observation->count; i++)
		if (observation->signals[i].commit->commit_time >= since)
			observation->signals[kept++] = observation->signals[i];
	observation->count = kept;
}

int detour_findings_make(struct detour_findings *out, struct detour_workspace *workspace,
	struct detour_walk *walk, const struct detour_filter *filter, struct detour_error *err)
{
	struct detour_progress progress;
	struct detour_observer observer = {.workspace = workspace,
		.author = filter->author,
		.limit = filter->limit,
		.facts = filter->facts,
		.oldest = filter->since,
		.seen = filter->seen,
		.seen_data = filter->seen_data,
		.progress = filter->no_progress ? NULL : detour_progress_show,
		.progress_data = &progress};
	struct detour *detours;
	int code;

	memset(out, 0, sizeof(*out));
	detour_progress_begin(&progress, workspace->ctx, "Looking at commits");
	code = detour_observe_range(&observer, walk, &out->observation, err);
	detour_progress_end(&progress);
	if (code)
		return code;
	if (filter->since)
		leave_out_older(&out->observation, filter->since);
	warn_of_runaways(workspace);
	detour_coverage_load(&out->coverage, workspace, 0);
	add_tips(out->coverage, walk);
	detour_coverage_add_waivers(out->coverage, &out->observation);
	detour_group(&workspace->arena, out->observation.signals, out->observation.count, &detours,
		&out->count);
	judge(out, workspace, detours);
	return 0;
}

void detour_findings_release(struct detour_findings *findings)
{
	detour_coverage_free(findings->coverage);
	detour_observation_release(&findings->observation);
	memset(findings, 0, sizeof(*findings));
}

bool detour_finding_signal_is_due(const struct detour_finding *finding, size_t i)
{
	const struct detour_signal *signal = finding->detour->signals[i];

	return !finding->told[i].how && signal->level >= DETOUR_LEVEL_REMIND &&
	       strcmp(signal->rule, "away") != 0;
}

bool detour_finding_is_due(const struct detour_finding *finding)
{
	return detour_finding_main(finding) != NULL;
}

const struct detour_signal *detour_finding_main(const struct detour_finding *finding)
{
	const struct detour_signal *best = NULL;

	for (size_t i = 0; i < finding->detour->count; i++)
		if (detour_finding_signal_is_due(finding, i) &&
			(!best || finding->detour->signals[i]->level >= best->level))
			best = finding->detour->signals[i];
	return best;
}
