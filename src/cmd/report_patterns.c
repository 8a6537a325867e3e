/* Patterns as the report shows them; see report_patterns.h. */
#include "report_patterns.h"

#include <string.h>

#include "../patterns/patterns.h"
#include "../say.h"

enum { SHOWN = 6 };

/* What was dismissed is no part of any pattern; where it is told in private is nobody's business.
 */
static const struct detour_patterns_signal *signals_of(
	struct detour_workspace *workspace, const struct detour_findings *findings, size_t *count)
{
	struct detour_patterns_signal *list =
		detour_arena_array(&workspace->arena, findings->observation.count, sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < findings->count; i++)
		for (size_t j = findings->list[i].detour->count; j-- > 0;) {
			const struct detour_told *told = &findings->list[i].told[j];

			if (!told->how || told->session)
				list[(*count)++] = (struct detour_patterns_signal){
					findings->list[i].detour->signals[j],
					told->is_private ? NULL : told->session};
		}
	return list;
}

static size_t find_session(const struct detour_report *report, const char *path)
{
	for (size_t i = 0; path && i < report->session_count; i++)
		if (!strcmp(report->sessions[i].path, path))
			return i;
	return DETOUR_REPORT_NONE;
}

static struct detour_report_source source_of(const struct detour_report *report,
	struct detour_arena *arena, const struct detour_recurrence_source *source)
{
	const char *label = source->title ? source->title : source->session;
	const char *hex = source->signal ? detour_oid_short(arena, &source->signal->commit->oid,
						   DETOUR_HEX_SIZE)
					 : NULL;

	return (struct detour_report_source){.session = find_session(report, source->session),
		.label = label ? detour_arena_strdup(arena, label) : NULL,
		.hex = hex,
		.quote = source->signal
				 ? detour_say_impersonal(arena, source->signal->does)
				 : detour_arena_strdup(arena, source->quote ? source->quote : "")};
}

/* False where nothing of this report shows it. */
static bool fill(const struct detour_report *report, struct detour_arena *arena,
	const struct detour_recurrence *recurrence, struct detour_report_pattern *out)
{
	struct detour_report_source *sources =
		detour_arena_array(arena, recurrence->source_count, sizeof(*sources));
	bool is_here = false;

	for (size_t i = 0; i < recurrence->source_count; i++) {
		sources[i] = source_of(report, arena, &recurrence->sources[i]);
		is_here |= sources[i].hex || sources[i].session != DETOUR_REPORT_NONE;
	}
	*out = (struct detour_report_pattern){
		.title = detour_arena_strdup(arena, recurrence->title),
		.explanation = detour_arena_strdup(arena, recurrence->explanation),
		.advice = detour_arena_printf(arena, "What fits: %s (%s).",
			detour_recurrence_fit_name(recurrence->fit), recurrence->reason),
		.sources = sources,
		.count = recurrence->source_count};
	return is_here;
}

void detour_report_gather_patterns(struct detour_report *report, struct detour_workspace *workspace,
	const struct detour_findings *findings, const struct detour_report_request *request)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena *arena = &workspace->arena;
	struct detour_patterns_request wanted = {
		.first_day = "", .author = request->author, .shared_only = true};
	struct detour_patterns patterns = {0};
	struct detour_report_pattern *list = detour_arena_array(arena, SHOWN, sizeof(*list));

	wanted.signals = signals_of(workspace, findings, &wanted.signal_count);
	if (detour_patterns_find(&patterns, workspace, &wanted, &err))
		fprintf(workspace->ctx->err, "detour: %s\n", err.message);
	for (size_t i = 0; i < patterns.count && report->pattern_count < SHOWN; i++)
		report->pattern_count +=
			fill(report, arena, &patterns.list[i], &list[report->pattern_count]);
	report->patterns = list;
	detour_patterns_release(&patterns);
}
