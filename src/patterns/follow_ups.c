/*
 * Follow-ups that stay open: the same one left in several sessions, in whatever words, and boxes
 * that nobody ticked for long.
 */
#include <stdlib.h>
#include <string.h>

#include "material.h"

enum { COMMON_WORDS = 3, COMMON_SHARE = 40, FREQUENT = 60, OLD_DAYS = 90, STEMS = 40 };
enum { MOST_OF_SESSION = 200 };
#define NONE UINT32_MAX

struct item {
	uint32_t session, passage;
	uint32_t stems[STEMS]; /* sorted, each once; no stop words, no weak ones */
	size_t count;
	uint32_t group; /* one before it that is the same; itself: it is the first */
	uint32_t next;  /* of its group, or NONE */
	bool ticked;
};

struct items {
	const struct detour_material *material;
	struct item *list;
	size_t count, capacity;
};

static const struct detour_passage *passage_of(const struct items *items, const struct item *item)
{
	return &items->material->sessions[item->session].reading.passages[item->passage];
}

static int compare_stems(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static void read_stems(const struct items *items, struct item *item)
{
	const struct detour_material_session *session = &items->material->sessions[item->session];
	const char *text = passage_of(items, item)->text;
	struct detour_words_reader reader;
	struct detour_word word;
	size_t kept = 0;

	detour_words_read(&reader, items->material->words, session->language, text, strlen(text));
	while (item->count < STEMS && detour_words_next(&reader, &word))
		if (!word.is_stop && !word.is_weak)
			item->stems[item->count++] = word.stem;
	qsort(item->stems, item->count, sizeof(*item->stems), compare_stems);
	for (size_t i = 0; i < item->count; i++)
		if (!i || item->stems[i] != item->stems[kept - 1])
			item->stems[kept++] = item->stems[i];
	item->count = kept;
}

static void add_item(struct items *items, uint32_t session, uint32_t passage)
{
	struct item *item;

	if (items->count == items->capacity) {
		items->capacity = items->capacity ? items->capacity * 2 : 64;
		items->list = detour_realloc(items->list, items->capacity * sizeof(*items->list));
	}
	item = &items->list[items->count];
	*item = (struct item){.session = session,
		.passage = passage,
		.group = (uint32_t)items->count++,
		.next = NONE};
	item->ticked = passage_of(items, item)->kind == DETOUR_PASSAGE_DONE;
	read_stems(items, item);
}

static void collect(struct items *items)
{
	for (uint32_t i = 0; i < items->material->count; i++) {
		const struct detour_reading *reading = &items->material->sessions[i].reading;
		size_t most = items->count + MOST_OF_SESSION;

		for (uint32_t j = 0; j < reading->count && items->count < most; j++)
			if (detour_passage_is_open(&reading->passages[j]) ||
				reading->passages[j].kind == DETOUR_PASSAGE_DONE)
				add_item(items, i, j);
	}
}

/* ---- which are the same */

static bool is_alike(const struct item *a, const struct item *b)
{
	size_t common = 0, i = 0, j = 0, smaller = a->count < b->count ? a->count : b->count;

	while (i < a->count && j < b->count) {
		uint32_t left = a->stems[i], right = b->stems[j];

		common += left == right;
		i += left <= right;
		j += right <= left;
	}
	return common >= COMMON_WORDS && common * 100 >= smaller * COMMON_SHARE;
}

/* For each stem the items with it, up to so many that it is not rare any more. */
struct index {
	uint32_t *items; /* FREQUENT a stem */
	uint8_t *counts;
};

/* The first of the group; the way to it is shortened meanwhile. */
static uint32_t first_of(struct items *items, uint32_t number)
{
	struct item *list = items->list;

	while (list[number].group != number)
		number = list[number].group = list[list[number].group].group;
	return number;
}

static void join(struct items *items, uint32_t a, uint32_t b)
{
	if (a < b)
		items->list[b].group = a;
	else
		items->list[a].group = b;
}

static void link_groups(struct items *items)
{
	uint32_t *last = detour_calloc(items->count + 1, sizeof(*last));

	for (uint32_t i = 0; i < items->count; i++) {
		uint32_t first = first_of(items, i);

		items->list[i].group = first;
		if (first != i)
			items->list[last[first]].next = i;
		last[first] = i;
	}
	free(last);
}

static void compare_with_earlier(struct items *items, const struct index *index, uint32_t number)
{
	const struct item *item = &items->list[number];

	for (size_t i = 0; i < item->count; i++) {
		const uint32_t *others = index->items + (size_t)item->stems[i] * FREQUENT;

		for (size_t j = 0; j < index->counts[item->stems[i]]; j++) {
			const struct item *other = &items->list[others[j]];
			uint32_t a = first_of(items, others[j]), b = first_of(items, number);

			if (other->session != item->session && a != b && is_alike(other, item))
				join(items, a, b);
		}
	}
}

static void group(struct items *items)
{
	size_t stems = detour_words_count(items->material->words);
	struct index index = {detour_calloc(stems * FREQUENT + 1, sizeof(*index.items)),
		detour_calloc(stems + 1, sizeof(*index.counts))};

	for (uint32_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];

		compare_with_earlier(items, &index, i);
		for (size_t j = 0; j < item->count; j++) {
			uint8_t *count = &index.counts[item->stems[j]];

			if (*count < FREQUENT)
				index.items[(size_t)item->stems[j] * FREQUENT + (*count)++] = i;
		}
	}
	free(index.items);
	free(index.counts);
	link_groups(items);
}

/* ---- what is said of them */

static const char *first_sentence(struct detour_arena *arena, const struct detour_passage *passage)
{
	return detour_arena_strndup(arena, passage->text, detour_sentence_size(passage->text));
}

static const char *days_of(struct detour_arena *arena, const struct detour_recurrence *recurrence)
{
	const char *first = recurrence->sources[recurrence->source_count - 1].day;
	const char *last = recurrence->sources[0].day;

	return strcmp(first, last) != 0 ? detour_arena_printf(arena, "from %s to %s", first, last)
					: detour_arena_printf(arena, "on %s", first);
}

/* `told` gives it its name: the last that is not private, so that a draft can show it. */
static void add_again(struct detour_material *material, const struct items *items,
	struct detour_sources *sources, const struct item *told)
{
	struct detour_arena *arena = material->arena;
	struct detour_recurrence out = {
		.kind = DETOUR_RECURRENCE_FOLLOW_UP, .fit = DETOUR_FIT_PLAN_UPDATE};

	out.title = told ? first_sentence(arena, passage_of(items, told))
			 : "something left to do in private sessions";
	out.reason = "it was left more than once: put it into the plan, or say that it will not be "
		     "done";
	detour_sources_close(sources, material, &out);
	out.explanation = detour_arena_printf(arena, "left to do in %zu of %s, %s", out.sessions,
		detour_counted(arena, material->count, "session"), days_of(arena, &out));
	out.weight = out.sessions;
	detour_material_add(material, &out);
}

static void tell_group(struct detour_material *material, const struct items *items, uint32_t number)
{
	struct detour_sources sources = {0};
	const struct item *last = NULL, *told = NULL;
	size_t sessions = 0;
	bool ticked = false;

	for (uint32_t i = number; i != NONE; i = items->list[i].next) {
		const struct item *item = &items->list[i];

		ticked = item->ticked; /* the last word counts */
		sessions += !last || last->session != item->session;
		last = item;
		if (!item->ticked && !material->sessions[item->session].is_private)
			told = item;
		if (!item->ticked)
			detour_sources_add_passage(
				&sources, material, item->session, passage_of(items, item), 0);
	}
	if (sessions > 1 && !ticked && sources.count > 1)
		add_again(material, items, &sources, told);
	free(sources.list);
}

static void tell_old_boxes(struct detour_material *material, const struct items *items)
{
	struct detour_arena *arena = material->arena;
	struct detour_recurrence out = {
		.kind = DETOUR_RECURRENCE_FOLLOW_UP, .fit = DETOUR_FIT_PLAN_UPDATE};
	struct detour_sources sources = {0};

	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->list[i];

		if (passage_of(items, item)->kind == DETOUR_PASSAGE_OPEN &&
			material->sessions[item->session].days + OLD_DAYS < material->today)
			detour_sources_add_passage(
				&sources, material, item->session, passage_of(items, item), 0);
	}
	if (sources.count > 1) {
		out.title =
			detour_arena_printf(arena, "boxes not ticked for over %d days", OLD_DAYS);
		detour_sources_close(&sources, material, &out);
		out.explanation = detour_arena_printf(arena, "%zu in %zu of %s, the oldest of %s",
			out.source_count, out.sessions,
			detour_counted(arena, material->count, "session"),
			out.sources[out.source_count - 1].day);
		out.reason = "tick what is done, strike what will not be, plan the rest";
		out.weight = out.sessions;
		detour_material_add(material, &out);
	}
	free(sources.list);
}

void detour_find_follow_ups(struct detour_material *material)
{
	struct items items = {.material = material};

	collect(&items);
	group(&items);
	for (uint32_t i = 0; i < items.count; i++)
		if (items.list[i].group == i) /* the first of a group */
			tell_group(material, &items, i);
	tell_old_boxes(material, &items);
	free(items.list);
}
