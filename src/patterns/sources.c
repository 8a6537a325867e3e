/* What shows a pattern: passages quoted and commits named, and how many; see material.h. */
#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "material.h"

bool detour_passage_is_lesson(const struct detour_passage *passage)
{
	return passage->part == DETOUR_PART_LESSONS || passage->part == DETOUR_PART_DISCOVERIES;
}

bool detour_passage_counts(const struct detour_passage *passage)
{
	return !passage->is_note && passage->part != DETOUR_PART_CHANGES;
}

enum { NOTE_PASSAGES = 4 };

bool detour_session_dead_end(
	const struct detour_material_session *session, const struct detour_passage *passage)
{
	return session->dead_ends[passage - session->reading.passages];
}

bool detour_tells_of_a_turn(
	const struct detour_material_session *session, const struct detour_passage *passage)
{
	return detour_passage_is_lesson(passage) || detour_session_dead_end(session, passage) ||
	       (passage->part == DETOUR_PART_HAPPENED && session->reading.count <= NOTE_PASSAGES);
}

static struct detour_recurrence_source *add(struct detour_sources *sources)
{
	if (sources->count == sources->capacity) {
		sources->capacity = sources->capacity ? sources->capacity * 2 : 16;
		sources->list =
			detour_realloc(sources->list, sources->capacity * sizeof(*sources->list));
	}
	memset(&sources->list[sources->count], 0, sizeof(*sources->list));
	return &sources->list[sources->count++];
}

static const char *sentence_at(struct detour_arena *arena, const char *text, size_t offset)
{
	size_t at = 0, size = detour_sentence_size(text);

	while (at + size <= offset && text[at + size]) {
		at += size;
		at += strspn(text + at, " ");
		size = detour_sentence_size(text + at);
	}
	return detour_arena_strndup(arena, text + at, size);
}

void detour_sources_add_passage(struct detour_sources *sources,
	const struct detour_material *material, size_t session,
	const struct detour_passage *passage, size_t offset)
{
	const struct detour_material_session *from = &material->sessions[session];
	struct detour_recurrence_source *out = add(sources);

	out->session = from->path;
	out->title = from->title;
	out->day = from->day;
	out->is_private = from->is_private;
	out->line = passage->line;
	out->quote = sentence_at(material->arena, passage->text, offset);
}

void detour_sources_add_signal(struct detour_sources *sources,
	const struct detour_material *material, const struct detour_patterns_signal *signal)
{
	const struct detour_commit *commit = signal->signal->commit;
	struct detour_recurrence_source *out = add(sources);

	out->signal = signal->signal;
	out->told = signal->told;
	out->day = detour_date_day(material->arena, commit->author_time, commit->author_offset);
}

/* Newest first; what is of one session or one commit stands together. */
static int compare(const void *a, const void *b)
{
	const struct detour_recurrence_source *left = a, *right = b;
	int order = strcmp(right->day, left->day);

	if (order)
		return order;
	if (!left->session != !right->session)
		return left->session ? -1 : 1;
	if (left->signal && right->signal)
		return memcmp(&left->signal->commit->oid, &right->signal->commit->oid,
			sizeof(left->signal->commit->oid));
	order = left->session && right->session ? strcmp(left->session, right->session) : 0;
	return order ? order : (left->line > right->line) - (left->line < right->line);
}

static bool is_again(const struct detour_sources *sources, size_t i)
{
	const struct detour_recurrence_source *one = &sources->list[i];
	const struct detour_recurrence_source *before = i ? one - 1 : NULL;

	if (!before)
		return false;
	if (one->signal && before->signal)
		return detour_oid_equal(&one->signal->commit->oid, &before->signal->commit->oid);
	return one->session && before->session && !strcmp(one->session, before->session);
}

size_t detour_sources_days(const struct detour_sources *sources)
{
	size_t days = 0;

	if (sources->count)
		qsort(sources->list, sources->count, sizeof(*sources->list), compare);
	for (size_t i = 0; i < sources->count; i++)
		days += !i || strcmp(sources->list[i].day, sources->list[i - 1].day) != 0;
	return days;
}

size_t detour_sources_recent(
	const struct detour_sources *sources, const struct detour_material *material, bool sessions)
{
	const char *first = detour_date_day(
		material->arena, (material->today - DETOUR_PATTERNS_RECENT_DAYS) * 86400, 0);
	size_t recent = 0;

	for (size_t i = 0; i < sources->count; i++)
		recent += (sources->list[i].session != NULL) == sessions && !is_again(sources, i) &&
			  strcmp(sources->list[i].day, first) >= 0;
	return recent;
}

const char *detour_counted(struct detour_arena *arena, size_t count, const char *noun)
{
	return detour_arena_printf(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

const char *detour_in_sessions(
	const struct detour_material *material, size_t count, size_t recent, size_t days)
{
	return detour_arena_printf(material->arena,
		"in %zu of %s, %zu of them in the last %d days, on %s", count,
		detour_counted(material->arena, material->count, "session"), recent,
		DETOUR_PATTERNS_RECENT_DAYS, detour_counted(material->arena, days, "day"));
}

static int compare_worth(const void *a, const void *b)
{
	const struct detour_recurrence_source *left = a, *right = b;

	return left->worth != right->worth ? right->worth - left->worth : compare(a, b);
}

void detour_sources_close(struct detour_sources *sources, const struct detour_material *material,
	struct detour_recurrence *out)
{
	struct detour_recurrence_source *kept =
		detour_arena_array(material->arena, sources->count, sizeof(*kept));

	(void)detour_sources_days(sources);
	for (size_t i = 0; i < sources->count; i++) {
		if (!is_again(sources, i)) {
			out->sessions += sources->list[i].session != NULL;
			out->commits += sources->list[i].signal != NULL;
		}
		kept[i] = sources->list[i];
	}
	out->sources = kept;
	out->source_count = sources->count;
	if (sources->count)
		qsort(kept, sources->count, sizeof(*kept), compare_worth);
	free(sources->list);
	memset(sources, 0, sizeof(*sources));
}

void detour_material_add(
	struct detour_material *material, const struct detour_recurrence *recurrence)
{
	if (material->found_count == material->found_capacity) {
		material->found_capacity =
			material->found_capacity ? material->found_capacity * 2 : 32;
		material->found = detour_realloc(
			material->found, material->found_capacity * sizeof(*material->found));
	}
	material->found[material->found_count++] = *recurrence;
}
