/* Words and phrases, counted; see terms.h. */
#include "terms.h"

#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct detour_terms *terms, uint32_t first, uint32_t second)
{
	uint64_t hash = ((uint64_t)first << 32 | second) * UINT64_C(0x9e3779b97f4a7c15);
	size_t mask = terms->slot_count - 1, at = (size_t)(hash >> 32) & mask;

	while (terms->slots[at]) {
		const struct detour_term *term = &terms->list[terms->slots[at] - 1];

		if (term->first == first && term->second == second)
			break;
		at = (at + 1) & mask;
	}
	return at;
}

static void grow(struct detour_terms *terms)
{
	if (terms->count == terms->capacity) {
		terms->capacity = terms->capacity ? terms->capacity * 2 : 2048;
		terms->list = detour_realloc(terms->list, terms->capacity * sizeof(*terms->list));
	}
	if ((terms->count + 1) * 2 < terms->slot_count)
		return;
	free(terms->slots);
	terms->slot_count = terms->slot_count ? terms->slot_count * 2 : 8192;
	terms->slots = detour_calloc(terms->slot_count, sizeof(*terms->slots));
	for (size_t i = 0; i < terms->count; i++)
		terms->slots[slot_of(terms, terms->list[i].first, terms->list[i].second)] =
			(uint32_t)(i + 1);
}

static struct detour_term *make(struct detour_terms *terms, uint32_t first, uint32_t second)
{
	size_t at;

	grow(terms);
	at = slot_of(terms, first, second);
	if (!terms->slots[at]) {
		terms->list[terms->count++] =
			(struct detour_term){.first = first, .second = second};
		terms->slots[at] = (uint32_t)terms->count;
	}
	return &terms->list[terms->slots[at] - 1];
}

const struct detour_term *detour_terms_find(
	const struct detour_terms *terms, uint32_t first, uint32_t second)
{
	size_t at = terms->slot_count ? slot_of(terms, first, second) : 0;

	return terms->slot_count && terms->slots[at] ? &terms->list[terms->slots[at] - 1] : NULL;
}

void detour_terms_release(struct detour_terms *terms)
{
	free(terms->list);
	free(terms->slots);
	memset(terms, 0, sizeof(*terms));
}

/* ---- counting */

struct counting {
	struct detour_terms *terms;
	const struct detour_material *material;
	bool phrases;
	uint32_t session; /* + 1 */
	int64_t day;
	bool teaches, leads;
};

static void count_one(const struct counting *counting, uint32_t first, uint32_t second, bool name)
{
	struct detour_term *term = make(counting->terms, first, second);

	term->count++;
	term->names += name;
	if (term->last != counting->session) {
		term->sessions++;
		if (!term->last || term->last_day != counting->day)
			term->days += term->days < 2;
		term->last_day = counting->day;
		term->last = counting->session;
	}
	if (counting->teaches && term->last_teaching != counting->session) {
		term->teaching++;
		term->last_teaching = counting->session;
	}
	if (counting->leads && term->last_leading != counting->session) {
		term->leading++;
		term->last_leading = counting->session;
	}
}

static bool is_frequent(const struct detour_terms *terms, uint32_t stem)
{
	const struct detour_term *term = detour_terms_find(terms, stem, DETOUR_TERM_SINGLE);

	return term && term->sessions >= DETOUR_PATTERNS_SESSIONS;
}

static void count_passage(struct counting *counting, const struct detour_passage *passage)
{
	const struct detour_material_session *session =
		&counting->material->sessions[counting->session - 1];
	size_t lead = counting->teaches ? detour_sentence_size(passage->text) : 0;
	struct detour_words_reader reader;
	struct detour_word word, before = {.is_stop = true};

	detour_words_read(&reader, counting->material->words, session->language, passage->text,
		strlen(passage->text));
	while (detour_words_next(&reader, &word)) {
		counting->leads = word.start < lead;
		if (!word.is_stop && !counting->phrases) {
			counting->terms->words++;
			count_one(counting, word.stem, DETOUR_TERM_SINGLE, word.is_name);
		} else if (counting->phrases && word.is_joined && !word.is_stop &&
			   !before.is_stop && !(word.is_weak && before.is_weak) &&
			   is_frequent(counting->terms, word.stem) &&
			   is_frequent(counting->terms, before.stem)) {
			count_one(counting, before.stem, word.stem, word.is_name && before.is_name);
		}
		before = word;
	}
}

void detour_terms_count(struct detour_terms *terms, const struct detour_material *material)
{
	struct counting counting = {.terms = terms, .material = material};

	for (int phrases = 0; phrases < 2; phrases++) {
		counting.phrases = phrases;
		for (size_t i = 0; i < material->count; i++) {
			const struct detour_reading *reading = &material->sessions[i].reading;

			counting.session = (uint32_t)i + 1;
			counting.day = material->sessions[i].days;
			for (size_t j = 0; j < reading->count; j++) {
				counting.teaches = detour_tells_of_a_turn(
					&material->sessions[i], &reading->passages[j]);
				if (detour_passage_counts(&reading->passages[j]))
					count_passage(&counting, &reading->passages[j]);
			}
		}
	}
}

/* ---- phrases */

bool detour_terms_belong_together(
	const struct detour_terms *terms, const struct detour_term *phrase)
{
	double both = phrase->count, all = (double)terms->words;
	double first = detour_terms_find(terms, phrase->first, DETOUR_TERM_SINGLE)->count - both;
	double second = detour_terms_find(terms, phrase->second, DETOUR_TERM_SINGLE)->count - both;
	double none = all - both - first - second, apart;
	const double one_in_a_thousand = 10.83;

	if (none < 0 || both * none <= first * second)
		return false;
	apart = both * none - first * second;
	return all * apart * apart > one_in_a_thousand * (both + first) * (both + second) *
					     (first + none) * (second + none);
}
