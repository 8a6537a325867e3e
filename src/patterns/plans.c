/*
 * Plans that turned out wrong more than once: commits of code that changed their items, and
 * sessions beside them that tell where the work left them.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../git/listing.h"
#include "../signal/plan.h"
#include "material.h"

enum { PLANS = 400 };

struct plan {
	const char *path;
	struct detour_sources sources;
	size_t changes, deviations;
};

struct plans {
	struct detour_material *material;
	struct plan *list;
	size_t count, capacity;
};

static struct plan *plan_of(struct plans *plans, const char *path)
{
	for (size_t i = 0; i < plans->count; i++)
		if (!strcmp(plans->list[i].path, path))
			return &plans->list[i];
	if (plans->count == plans->capacity) {
		plans->capacity = plans->capacity ? plans->capacity * 2 : 16;
		plans->list = detour_realloc(plans->list, plans->capacity * sizeof(*plans->list));
	}
	plans->list[plans->count] =
		(struct plan){.path = detour_arena_strdup(plans->material->arena, path)};
	return &plans->list[plans->count++];
}

static void read_signals(struct plans *plans)
{
	const struct detour_patterns_request *request = plans->material->request;
	const struct detour_settings *settings = &plans->material->workspace->settings;

	for (size_t i = 0; i < request->signal_count; i++) {
		const struct detour_signal *signal = request->signals[i].signal;

		if (signal->kind != DETOUR_KIND_plan)
			continue;
		for (size_t j = 0; j < signal->commit->change_count; j++) {
			const char *path = signal->commit->changes[j].path;
			struct plan *plan;

			/* The signal tells which of them it is about. */
			if (!detour_plan_is_file(settings, path) ||
				!(strstr(signal->does, path) || strstr(signal->detail, path)))
				continue;
			plan = plan_of(plans, path);
			plan->changes++;
			detour_sources_add_signal(
				&plan->sources, plans->material, &request->signals[i]);
		}
	}
}

/* ---- sessions beside a plan */

struct known_plans {
	const struct detour_material *material;
	const char *paths[PLANS];
	size_t count;
};

static void note_plan(void *data, const char *path, const struct detour_oid *blob)
{
	struct known_plans *known = data;

	(void)blob;
	if (known->count < PLANS &&
		detour_plan_is_file(&known->material->workspace->settings, path))
		known->paths[known->count++] = detour_arena_strdup(known->material->arena, path);
}

/* "docs/projects/x/sessions/y.md" belongs to "docs/projects/x/plan.md". */
static const char *plan_beside(const struct known_plans *known, const char *session)
{
	const char *sessions = strstr(session, "/sessions/");
	size_t size = sessions ? (size_t)(sessions - session) : 0;

	for (size_t i = 0; sessions && i < known->count; i++)
		if (!strncmp(known->paths[i], session, size) && known->paths[i][size] == '/' &&
			!strchr(known->paths[i] + size + 1, '/'))
			return known->paths[i];
	return NULL;
}

static bool names_the_plan(const struct detour_passage *passage)
{
	static const char *const words[] = {
		"plan", "Plan", "proposal", "Proposal", " spec ", "the design"};

	if (strstr(passage->heading, "eviat"))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(passage->text, words[i]))
			return true;
	return false;
}

static bool is_deviation(const struct detour_passage *passage)
{
	return detour_passage_counts(passage) && names_the_plan(passage) &&
	       (detour_passage_is_dead_end(passage) || detour_passage_is_deviation(passage));
}

static void read_session(struct plans *plans, const struct known_plans *known, size_t session)
{
	const struct detour_material_session *from = &plans->material->sessions[session];
	const char *path = from->is_private ? NULL : plan_beside(known, from->path);
	struct detour_arena *arena = plans->material->arena;

	for (size_t i = 0; path && i < from->reading.count; i++) {
		const struct detour_passage *passage = &from->reading.passages[i];
		struct detour_sentence key;
		struct plan *plan;

		if (!is_deviation(passage))
			continue;
		plan = plan_of(plans, path);
		plan->deviations++;
		key = detour_passage_key(passage, arena);
		detour_sources_add_passage(&plan->sources, plans->material, session, passage,
			(size_t)(strstr(passage->text, key.text) - passage->text));
	}
}

static void read_sessions(struct plans *plans)
{
	struct known_plans known = {.material = plans->material};
	struct detour_listing listing = {.file = note_plan, .data = &known};
	struct detour_repo *repo = plans->material->workspace->repo;
	struct detour_oid head;

	if (!plans->material->count || detour_repo_head(repo, &head, NULL))
		return;
	detour_listing_of_commit(repo, &head, &listing);
	for (size_t i = 0; known.count && i < plans->material->count; i++)
		read_session(plans, &known, i);
}

/* ---- */

static void tell(struct plans *plans, struct plan *plan)
{
	struct detour_material *material = plans->material;
	struct detour_arena *arena = material->arena;
	struct detour_recurrence out = {
		.kind = DETOUR_RECURRENCE_PLAN, .fit = DETOUR_FIT_PLAN_UPDATE};
	const char *text = "";

	detour_sources_close(&plan->sources, material, &out);
	if (out.sessions + out.commits < 2)
		return;
	out.title = plan->path;
	if (out.commits)
		text = detour_arena_printf(arena, "changed with the code by %s",
			detour_counted(arena, out.commits, "commit"));
	if (out.sessions)
		text = detour_arena_printf(arena, "%s%s%s beside it tell%s where the work left it",
			text, *text ? "; " : "", detour_counted(arena, out.sessions, "session"),
			out.sessions == 1 ? "s" : "");
	out.explanation = text;
	out.reason = "it turned out wrong more than once: say what holds now, and why";
	out.weight = out.sessions + out.commits;
	detour_material_add(material, &out);
}

void detour_find_plans(struct detour_material *material)
{
	struct plans plans = {.material = material};

	read_signals(&plans);
	read_sessions(&plans);
	for (size_t i = 0; i < plans.count; i++) {
		tell(&plans, &plans.list[i]);
		free(plans.list[i].sources.list);
	}
	free(plans.list);
}
