/* Finds patterns and puts them in order; see patterns.h. */
#include "patterns.h"

#include <stdlib.h>
#include <string.h>

#include "material.h"

const char *detour_recurrence_fit_name(enum detour_recurrence_fit fit)
{
	static const char *const names[DETOUR_FIT_COUNT] = {[DETOUR_FIT_PLAYBOOK] = "playbook",
		[DETOUR_FIT_PLAN_UPDATE] = "plan update",
		[DETOUR_FIT_INVESTIGATION] = "investigation",
		[DETOUR_FIT_REFACTORING] = "refactoring"};

	return names[fit];
}

const char *detour_recurrence_kind_name(enum detour_recurrence_kind kind)
{
	static const char *const names[] = {[DETOUR_RECURRENCE_TOPIC] = "topic",
		[DETOUR_RECURRENCE_PATH] = "path",
		[DETOUR_RECURRENCE_FOLLOW_UP] = "follow-up",
		[DETOUR_RECURRENCE_PLAN] = "plan"};

	return names[kind];
}

/* Kind by kind; of one kind what shows most first, of equals the newest, then by name: the same
 * every time. */
static int compare(const void *a, const void *b)
{
	const struct detour_recurrence *left = a, *right = b;
	int order;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->weight != right->weight)
		return left->weight < right->weight ? 1 : -1;
	order = strcmp(right->sources[0].day, left->sources[0].day);
	return order ? order : strcmp(left->title, right->title);
}

/* The first of each kind, then the second of each, …: counts of words, commits and plans cannot be
 * compared, and the few plans and follow-ups must not end behind all the words. */
static void mix(struct detour_recurrence *out, const struct detour_recurrence *sorted, size_t count)
{
	for (size_t round = 0, placed = 0; placed < count; round++)
		for (size_t i = 0, nth = 0; i < count; i++) {
			nth = i && sorted[i].kind == sorted[i - 1].kind ? nth + 1 : 0;
			if (nth == round)
				out[placed++] = sorted[i];
		}
}

static void keep(struct detour_patterns *out, const struct detour_material *material)
{
	struct detour_recurrence *list =
		detour_arena_array(&out->arena, material->found_count, sizeof(*list));

	if (material->found_count)
		qsort(material->found, material->found_count, sizeof(*list), compare);
	mix(list, material->found, material->found_count);
	out->list = list;
	out->count = material->found_count;
	out->sessions = material->count;
	out->unreadable = material->unreadable;
	out->oldest = material->count ? material->sessions[0].day : "";
}

/* Newest first, and those of one commit together. */
static int compare_signals(const void *a, const void *b)
{
	const struct detour_signal *left = ((const struct detour_patterns_signal *)a)->signal;
	const struct detour_signal *right = ((const struct detour_patterns_signal *)b)->signal;

	if (left->place != right->place)
		return left->place < right->place ? -1 : 1;
	return left->kind < right->kind ? -1 : left->kind > right->kind;
}

static void sort_signals(struct detour_patterns_request *request, struct detour_arena *arena)
{
	struct detour_patterns_signal *sorted =
		detour_arena_array(arena, request->signal_count, sizeof(*sorted));

	if (request->signal_count) {
		memcpy(sorted, request->signals, request->signal_count * sizeof(*sorted));
		qsort(sorted, request->signal_count, sizeof(*sorted), compare_signals);
	}
	request->signals = sorted;
}

int detour_patterns_find(struct detour_patterns *out, struct detour_workspace *workspace,
	const struct detour_patterns_request *request, struct detour_error *err)
{
	struct detour_patterns_request wanted = *request;
	struct detour_material material = {
		.workspace = workspace, .request = &wanted, .arena = &out->arena};
	int code;

	memset(out, 0, sizeof(*out));
	sort_signals(&wanted, &out->arena);
	material.today = workspace->ctx->now / 86400;
	material.words = detour_words_new();
	code = detour_material_gather(&material, err);
	if (!code) {
		detour_find_topics(&material);
		detour_find_paths(&material);
		detour_find_follow_ups(&material);
		detour_find_plans(&material);
		keep(out, &material);
	}
	free(material.found);
	detour_words_free(material.words);
	return code;
}

void detour_patterns_release(struct detour_patterns *patterns)
{
	detour_arena_release(&patterns->arena);
	memset(patterns, 0, sizeof(*patterns));
}
