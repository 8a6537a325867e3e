/*
 * Topics that sessions come back to: words and phrases that stand in several sessions and, in some
 * of them, where something is told to have been learned or to have gone otherwise. What stands in
 * more than half of them is what the whole journal is about, and says nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "terms.h"

enum { CANDIDATES = 120, TOPICS = 30, EXTRAS = 2 };

struct place {
	uint32_t session, passage, offset;
};

struct topic {
	struct detour_term term;
	struct place *places; /* of its occurrences, in order */
	size_t count, capacity;
	const struct topic *extras[EXTRAS]; /* what mostly stands in the same passages */
	size_t extra_count;
	bool merged;
};

struct topics {
	struct detour_material *material;
	struct detour_terms terms;
	struct topic *list;
	size_t count;
};

/* ---- which */

static bool is_name(const struct detour_term *term)
{
	return term->names * 2 >= term->count;
}

/* A phrase says what it is about, and so does a name; any other word has to be what several lessons
 * begin with. */
static bool tells(const struct topics *topics, const struct detour_term *term)
{
	if (term->second != DETOUR_TERM_SINGLE)
		return term->leading && detour_terms_belong_together(&topics->terms, term);
	if (detour_words_is_weak(topics->material->words, term->first))
		return false;
	if (is_name(term))
		return term->leading;
	return term->leading >= DETOUR_PATTERNS_SESSIONS;
}

/* What stands in more than half of the sessions says nothing, unless several lessons are about it;
 * then it may be a little more. */
static bool is_everywhere(const struct topics *topics, const struct detour_term *term)
{
	size_t sessions = topics->material->count;

	if (sessions < 2 * DETOUR_PATTERNS_SESSIONS)
		return sessions > DETOUR_PATTERNS_SESSIONS && term->sessions == sessions;
	return term->leading > DETOUR_PATTERNS_SESSIONS ? term->sessions * 5 > sessions * 3
							: term->sessions * 2 > sessions;
}

/* What is mostly spoken of without a lesson is what the work is about, not what it taught. */
static bool teaches(const struct detour_term *term)
{
	return term->teaching >= 2 && term->teaching * 6 >= term->sessions;
}

static bool is_candidate(const struct topics *topics, const struct detour_term *term)
{
	return term->sessions >= DETOUR_PATTERNS_SESSIONS && term->days >= DETOUR_PATTERNS_DAYS &&
	       teaches(term) && !is_everywhere(topics, term) && tells(topics, term);
}

static int by_number(size_t left, size_t right)
{
	return left < right ? 1 : left > right ? -1 : 0;
}

/* What most lessons begin with comes first, then what stands mostly in lessons. */
static int compare(const void *a, const void *b)
{
	const struct detour_term *left = &((const struct topic *)a)->term;
	const struct detour_term *right = &((const struct topic *)b)->term;
	int order = by_number(left->leading, right->leading);

	if (!order)
		order = by_number((size_t)left->teaching * 1000 / left->sessions,
			(size_t)right->teaching * 1000 / right->sessions);
	if (!order)
		order = by_number(left->sessions, right->sessions);
	if (!order)
		order = by_number(right->first, left->first);
	return order ? order : by_number(right->second, left->second);
}

static void choose(struct topics *topics)
{
	size_t capacity = topics->terms.count;

	topics->list = detour_calloc(capacity + 1, sizeof(*topics->list));
	for (size_t i = 0; i < capacity; i++)
		if (is_candidate(topics, &topics->terms.list[i]))
			topics->list[topics->count++].term = topics->terms.list[i];
	qsort(topics->list, topics->count, sizeof(*topics->list), compare);
	if (topics->count > CANDIDATES)
		topics->count = CANDIDATES;
}

/* ---- where */

static void note(struct topics *topics, uint32_t first, uint32_t second, const struct place *place)
{
	for (size_t i = 0; i < topics->count; i++) {
		struct topic *topic = &topics->list[i];

		if (topic->term.first != first || topic->term.second != second)
			continue;
		if (topic->count == topic->capacity) {
			topic->capacity = topic->capacity ? topic->capacity * 2 : 16;
			topic->places = detour_realloc(
				topic->places, topic->capacity * sizeof(*topic->places));
		}
		topic->places[topic->count++] = *place;
		return;
	}
}

static void look_at(struct topics *topics, const bool *known, uint32_t session, uint32_t passage)
{
	const struct detour_material_session *from = &topics->material->sessions[session];
	const char *text = from->reading.passages[passage].text;
	struct detour_words_reader reader;
	struct detour_word word, before = {.is_stop = true};

	detour_words_read(&reader, topics->material->words, from->language, text, strlen(text));
	while (detour_words_next(&reader, &word)) {
		struct place place = {session, passage, (uint32_t)word.start};

		if (known[word.stem]) {
			note(topics, word.stem, DETOUR_TERM_SINGLE, &place);
			place.offset = (uint32_t)before.start;
			if (word.is_joined && known[before.stem])
				note(topics, before.stem, word.stem, &place);
		}
		before = word;
	}
}

static void locate(struct topics *topics)
{
	bool *known =
		detour_calloc(detour_words_count(topics->material->words) + 1, sizeof(*known));

	for (size_t i = 0; i < topics->count; i++) {
		known[topics->list[i].term.first] = true;
		if (topics->list[i].term.second != DETOUR_TERM_SINGLE)
			known[topics->list[i].term.second] = true;
	}
	for (uint32_t i = 0; i < topics->material->count; i++) {
		const struct detour_reading *reading = &topics->material->sessions[i].reading;

		for (uint32_t j = 0; j < reading->count; j++)
			if (detour_passage_counts(&reading->passages[j]))
				look_at(topics, known, i, j);
	}
	free(known);
}

/* ---- what is one topic */

static bool shares_word(const struct detour_term *a, const struct detour_term *b)
{
	return a->first == b->first || a->first == b->second ||
	       (a->second != DETOUR_TERM_SINGLE &&
		       (a->second == b->first || a->second == b->second));
}

static bool is_same_passage(const struct place *a, const struct place *b)
{
	return a->session == b->session && a->passage == b->passage;
}

/* How many places of `a` are in passages of `b`, out of a hundred. */
static size_t share_within(const struct topic *a, const struct topic *b)
{
	size_t common = 0, j = 0;

	for (size_t i = 0; i < a->count; i++) {
		while (j < b->count &&
			(b->places[j].session < a->places[i].session ||
				(b->places[j].session == a->places[i].session &&
					b->places[j].passage < a->places[i].passage)))
			j++;
		common += j < b->count && is_same_passage(&a->places[i], &b->places[j]);
	}
	return a->count ? common * 100 / a->count : 0;
}

static bool belongs_to(const struct topic *weaker, const struct topic *stronger)
{
	bool shared = shares_word(&weaker->term, &stronger->term);

	return share_within(weaker, stronger) >= (shared ? 40 : 60) ||
	       (shared && share_within(stronger, weaker) >= 60);
}

static void merge(struct topics *topics)
{
	for (size_t i = 1; i < topics->count; i++)
		for (size_t j = 0; j < i && !topics->list[i].merged; j++) {
			struct topic *stronger = &topics->list[j];

			if (stronger->merged || !belongs_to(&topics->list[i], stronger))
				continue;
			topics->list[i].merged = true;
			if (stronger->extra_count < EXTRAS &&
				!shares_word(&topics->list[i].term, &stronger->term))
				stronger->extras[stronger->extra_count++] = &topics->list[i];
		}
}

/* ---- what is said of it */

static const char *shown(const struct topics *topics, const struct detour_term *term)
{
	const struct detour_words *words = topics->material->words;
	const char *first = detour_words_shown(words, term->first);

	return term->second == DETOUR_TERM_SINGLE
		       ? detour_arena_strdup(topics->material->arena, first)
		       : detour_arena_printf(topics->material->arena, "%s %s", first,
				 detour_words_shown(words, term->second));
}

/* A lesson before a dead end before anything else; of equals the one that begins with it. */
static int worth(const struct detour_material_session *session, const struct place *place)
{
	const struct detour_passage *passage = &session->reading.passages[place->passage];
	int begins = place->offset < detour_sentence_size(passage->text);

	if (detour_passage_is_lesson(passage))
		return 6 + begins;
	if (detour_tells_of_a_turn(session, passage))
		return 4 + begins;
	return begins;
}

static void add_sources(
	const struct topics *topics, const struct topic *topic, struct detour_sources *sources)
{
	for (size_t i = 0; i < topic->count;) {
		uint32_t session = topic->places[i].session;
		const struct detour_material_session *from = &topics->material->sessions[session];
		size_t best = i;

		for (; i < topic->count && topic->places[i].session == session; i++)
			if (worth(from, &topic->places[i]) > worth(from, &topic->places[best]))
				best = i;
		detour_sources_add_passage(sources, topics->material, session,
			&from->reading.passages[topic->places[best].passage],
			topic->places[best].offset);
		sources->list[sources->count - 1].worth = worth(from, &topic->places[best]);
	}
}

static const char *explain(
	const struct topics *topics, const struct topic *topic, struct detour_sources *sources)
{
	struct detour_arena *arena = topics->material->arena;
	size_t days = detour_sources_days(sources);
	size_t recent = detour_sources_recent(sources, topics->material, true);
	const char *text = detour_in_sessions(topics->material, sources->count, recent, days);

	for (size_t i = 0; i < topic->extra_count; i++)
		text = detour_arena_printf(arena, "%s%s “%s”", text, i ? " and" : "; often with",
			shown(topics, &topic->extras[i]->term));
	return text;
}

static void add(const struct topics *topics, const struct topic *topic)
{
	struct detour_material *material = topics->material;
	struct detour_sources sources = {0};
	struct detour_recurrence out = {
		.kind = DETOUR_RECURRENCE_TOPIC, .fit = DETOUR_FIT_PLAYBOOK};

	add_sources(topics, topic, &sources);
	out.title = shown(topics, &topic->term);
	out.explanation = explain(topics, topic, &sources);
	out.reason = detour_arena_printf(material->arena,
		"%u of them tell a lesson, a discovery, a dead end or a short note with it, %u "
		"begin with it",
		topic->term.teaching, topic->term.leading);
	/* Of equals, names come last: many are the tools that everything is done with. */
	out.weight =
		2 * (size_t)(topic->term.teaching + topic->term.leading) + !is_name(&topic->term);
	detour_sources_close(&sources, material, &out);
	detour_material_add(material, &out);
}

void detour_find_topics(struct detour_material *material)
{
	struct topics topics = {.material = material};
	size_t shown_topics = 0;

	if (material->count < DETOUR_PATTERNS_SESSIONS)
		return;
	detour_terms_count(&topics.terms, material);
	choose(&topics);
	locate(&topics);
	merge(&topics);
	for (size_t i = 0; i < topics.count && shown_topics < TOPICS; i++)
		if (!topics.list[i].merged) {
			add(&topics, &topics.list[i]);
			shown_topics++;
		}
	for (size_t i = 0; i < topics.count; i++)
		free(topics.list[i].places);
	free(topics.list);
	detour_terms_release(&topics.terms);
}
