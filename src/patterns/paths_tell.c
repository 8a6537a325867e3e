/*
 * Files and folders where it goes wrong again and again: where signals repeat, and where sessions
 * tell of dead ends and lessons. Files come first; several in one folder are told as that folder,
 * and of the folders the deepest that holds enough, for what is not told already.
 */
#include <stdlib.h>
#include <string.h>

#include "paths.h"

enum { TOGETHER = 60, FILES_OF_A_FOLDER = 3 };

struct telling {
	struct detour_places places;
	struct detour_material *material;
};

/* ---- which */

static void tell(struct detour_places *places, struct detour_place_node *node)
{
	node->is_told = true;
	places->told[places->told_count++] = node;
}

static void unmark(struct detour_places *places, struct detour_place_node *node)
{
	size_t kept = 0;

	node->is_told = false;
	for (size_t i = 0; i < places->told_count; i++)
		if (places->told[i] != node)
			places->told[kept++] = places->told[i];
	places->told_count = kept;
}

static void choose(struct detour_places *places, bool files)
{
	for (size_t i = 0; i < places->count; i++) {
		struct detour_place_node *node = places->order[i];
		struct detour_place_sum sum;
		enum detour_recurrence_fit fit;

		if (node->is_file != files || node->is_told)
			continue;
		sum = detour_place_add_up(places, node);
		if (detour_place_fit(places, node, &sum, &fit))
			tell(places, node);
	}
}

static void name_with(struct detour_place_node *node, const struct detour_place_node *other)
{
	if (node->also_count < DETOUR_PLACE_NAMES)
		node->also[node->also_count++] = other;
	else
		node->more++;
}

static bool lies_in(const char *path, const char *folder)
{
	return detour_path_is_below(path, folder) && !strchr(path + strlen(folder) + 1, '/');
}

/* Files of one folder with enough each are one story: what is in it goes wrong. Not at the top,
 * where everything lies. */
static void fold_into_folders(struct detour_places *places)
{
	for (size_t i = 0; i < places->count; i++) {
		struct detour_place_node *folder = places->order[i];
		size_t files = 0;

		if (folder->is_file || !strchr(folder->path, '/'))
			continue;
		for (size_t j = 0; j < places->told_count; j++)
			files += lies_in(places->told[j]->path, folder->path);
		if (files < FILES_OF_A_FOLDER)
			continue;
		for (size_t j = places->told_count; j-- > 0;)
			if (lies_in(places->told[j]->path, folder->path))
				unmark(places, places->told[j]);
		for (size_t j = 0; j < places->count; j++)
			if (places->order[j]->is_file &&
				lies_in(places->order[j]->path, folder->path))
				name_with(folder, places->order[j]);
		tell(places, folder);
	}
}

static bool is_same(const struct detour_mention *a, const struct detour_mention *b)
{
	return a->of_signal == b->of_signal &&
	       (a->of_signal ? a->signal == b->signal : a->session == b->session);
}

/* Mentions stand in the order that they were collected in: sessions, newest first, then signals. */
static bool is_before(const struct detour_mention *a, const struct detour_mention *b)
{
	if (a->of_signal != b->of_signal)
		return b->of_signal;
	return a->of_signal ? a->signal < b->signal : a->session > b->session;
}

/* How many of its mentions are in the same session or commit as one of the other, in percent. */
static size_t share_with(const struct detour_place_node *a, const struct detour_place_node *b)
{
	size_t common = 0, j = 0;

	for (size_t i = 0; i < a->count; i++) {
		while (j < b->count && is_before(b->mentions[j], a->mentions[i]))
			j++;
		common += j < b->count && is_same(a->mentions[i], b->mentions[j]);
	}
	return a->count ? common * 100 / a->count : 0;
}

/* A test and what it tests, a header and its source, two folders: what mostly shows in the same
 * sessions and commits is one story. */
static void join(struct detour_places *places)
{
	for (size_t i = 0; i < places->told_count; i++) {
		struct detour_place_node *node = places->told[i];

		for (size_t j = places->told_count; j-- > i + 1;) {
			struct detour_place_node *other = places->told[j];

			if (share_with(other, node) < TOGETHER)
				continue;
			name_with(node, other);
			unmark(places, other);
		}
	}
}

static int compare_told(const void *a, const void *b)
{
	const struct detour_place_node *left = *(struct detour_place_node *const *)a;
	const struct detour_place_node *right = *(struct detour_place_node *const *)b;

	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return strcmp(left->path, right->path);
}

/* ---- what shows it */

/* The passage that says most about the path: a dead end before a lesson before a mention. */
static int worth(const struct telling *telling, const struct detour_mention *mention)
{
	const struct detour_passage *passage = detour_mention_passage(&telling->places, mention);
	const struct detour_material_session *session =
		&telling->material->sessions[mention->session];

	if (!passage)
		return 0;
	if (!detour_passage_counts(passage))
		return 1;
	if (detour_session_dead_end(session, passage))
		return 4;
	return detour_tells_of_a_turn(session, passage) ? 3 : 2;
}

static size_t offset_of(const struct detour_passage *passage, const char *path)
{
	const char *at = strstr(passage->text, path);

	return at ? (size_t)(at - passage->text) : 0;
}

static void add_session(struct telling *telling, struct detour_sources *sources,
	const struct detour_mention *mention)
{
	const struct detour_passage *passage = detour_mention_passage(&telling->places, mention);
	size_t offset = passage ? offset_of(passage, mention->path) : 0;

	if (!passage) {
		const struct detour_reading *reading =
			&telling->material->sessions[mention->session].reading;
		struct detour_sentence key = detour_reading_key(reading, telling->material->arena);
		const char *at = key.passage ? strstr(key.passage->text, key.text) : NULL;

		if (!at)
			return;
		passage = key.passage;
		offset = (size_t)(at - passage->text);
	}
	detour_sources_add_passage(sources, telling->material, mention->session, passage, offset);
	sources->list[sources->count - 1].worth = worth(telling, mention);
}

/* Where signals are what shows it, only the sessions that tell something of it. */
static void add_best(struct telling *telling, struct detour_sources *sources,
	const struct detour_mention *best, bool all)
{
	if (best && (all || worth(telling, best) >= 3))
		add_session(telling, sources, best);
}

static void add_sources(struct telling *telling, const struct detour_place_node *node, bool all,
	struct detour_sources *sources)
{
	const struct detour_patterns_request *request = telling->material->request;
	size_t count;
	const struct detour_mention **rest = detour_place_rest(&telling->places, node, &count);
	const struct detour_mention *best = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct detour_mention *mention = rest[i];

		if (best && (mention->of_signal || mention->session != best->session)) {
			add_best(telling, sources, best, all);
			best = NULL;
		}
		if (!mention->of_signal) {
			if (!best || worth(telling, mention) > worth(telling, best))
				best = mention;
		} else if (!i || !is_same(mention, rest[i - 1])) {
			detour_sources_add_signal(
				sources, telling->material, &request->signals[mention->signal]);
		}
	}
	add_best(telling, sources, best, all);
	free(rest);
}

/* ---- what is said of it */

/* What lies beside it or in it by its name, anything else by its path. */
static const char *name_of(struct detour_arena *arena, const struct detour_place_node *node,
	const struct detour_place_node *of)
{
	const char *slash = strrchr(node->path, '/'), *other = strrchr(of->path, '/');
	bool beside = slash && other && slash - node->path == other - of->path &&
		      !strncmp(node->path, of->path, (size_t)(slash - node->path));
	bool near = beside || detour_path_is_below(node->path, of->path);

	return detour_arena_printf(
		arena, "%s%s", near && slash ? slash + 1 : node->path, node->is_file ? "" : "/");
}

static const char *title_of(struct detour_arena *arena, const struct detour_place_node *node)
{
	const char *title =
		detour_arena_printf(arena, "%s%s", node->path, node->is_file ? "" : "/");
	bool was_inside = false;

	for (size_t i = 0; i < node->also_count; i++) {
		bool inside = detour_path_is_below(node->also[i]->path, node->path);
		const char *mark = i && inside == was_inside ? ", " : inside ? ": " : " with ";

		title = detour_arena_printf(
			arena, "%s%s%s", title, mark, name_of(arena, node->also[i], node));
		was_inside = inside;
	}
	return node->more ? detour_arena_printf(arena, "%s and %zu more", title, node->more)
			  : title;
}

static const char *kinds_of(struct detour_arena *arena, const struct detour_sources *sources)
{
	size_t counts[DETOUR_KIND_COUNT] = {0};
	const char *text = "";

	for (size_t i = 0; i < sources->count; i++)
		if (sources->list[i].signal)
			counts[sources->list[i].signal->kind]++;
	for (size_t done = 0; done < DETOUR_KIND_COUNT; done++) {
		size_t best = 0;

		for (size_t i = 1; i < DETOUR_KIND_COUNT; i++)
			if (counts[i] > counts[best])
				best = i;
		if (!counts[best])
			break;
		text = detour_arena_printf(arena, "%s%s%s %zu×", text, *text ? ", " : "",
			detour_kind_name((enum detour_kind)best), counts[best]);
		counts[best] = 0;
	}
	return text;
}

static const char *explain_commits(
	struct telling *telling, struct detour_sources *sources, const struct detour_place_sum *sum)
{
	struct detour_arena *arena = telling->material->arena;
	size_t sessions = 0;

	for (size_t i = 0; i < sources->count; i++)
		sessions += sources->list[i].session != NULL;
	return detour_arena_printf(arena, "%s, %zu of them in the last %d days, on %s (%s)%s",
		detour_counted(arena, sum->commits, "commit"),
		detour_sources_recent(sources, telling->material, false),
		DETOUR_PATTERNS_RECENT_DAYS, detour_counted(arena, sum->days, "day"),
		kinds_of(arena, sources),
		sessions ? detour_arena_printf(arena, "; told of in %s",
				   detour_counted(arena, sessions, "session"))
			 : "");
}

static const char *explain(struct telling *telling, struct detour_sources *sources,
	const struct detour_place_sum *sum, bool by_sessions)
{
	size_t days = detour_sources_days(sources);

	if (!by_sessions)
		return explain_commits(telling, sources, sum);
	return detour_in_sessions(telling->material, sum->sessions,
		detour_sources_recent(sources, telling->material, true), days);
}

static const char *reason_of(struct detour_arena *arena, enum detour_recurrence_fit fit,
	const struct detour_place_sum *sum, bool by_sessions)
{
	if (fit == DETOUR_FIT_REFACTORING)
		return "it was done again, mended or taken back each time";
	if (fit == DETOUR_FIT_PLAYBOOK)
		return detour_arena_printf(arena,
			"%zu of them tell a lesson, a discovery, a dead end or a short note about "
			"it",
			sum->teaching);
	if (!by_sessions)
		return detour_arena_printf(
			arena, "%zu of them took work back, and no session tells why", sum->untold);
	return detour_arena_printf(
		arena, "%zu of them tell of a way that led nowhere", sum->dead_ends);
}

static void add(struct telling *telling, const struct detour_place_node *node)
{
	struct detour_place_sum sum = detour_place_add_up(&telling->places, node);
	struct detour_arena *arena = telling->material->arena;
	struct detour_recurrence out = {.kind = DETOUR_RECURRENCE_PATH};
	struct detour_sources sources = {0};
	bool by_sessions;

	if (!detour_place_fit(&telling->places, node, &sum, &out.fit))
		return;
	by_sessions = out.fit == DETOUR_FIT_PLAYBOOK ||
		      (out.fit == DETOUR_FIT_INVESTIGATION && !detour_place_is_taken_back(&sum));
	add_sources(telling, node, by_sessions, &sources);
	out.title = title_of(arena, node);
	out.explanation = explain(telling, &sources, &sum, by_sessions);
	out.reason = reason_of(arena, out.fit, &sum, by_sessions);
	out.weight = by_sessions ? sum.teaching + sum.dead_ends : sum.commits;
	detour_sources_close(&sources, telling->material, &out);
	detour_material_add(telling->material, &out);
}

void detour_find_paths(struct detour_material *material)
{
	struct telling telling = {.material = material, .places.material = material};
	struct detour_places *places = &telling.places;

	detour_mentions_collect(&places->mentions, material);
	detour_places_build(places);
	places->told = detour_calloc(places->count + 1, sizeof(struct detour_place_node *));
	choose(places, true);
	fold_into_folders(places);
	choose(places, false);
	if (places->told_count)
		qsort(places->told, places->told_count, sizeof(struct detour_place_node *),
			compare_told);
	join(places);
	for (size_t i = 0; i < places->told_count; i++)
		add(&telling, places->told[i]);
	detour_places_release(places);
}
